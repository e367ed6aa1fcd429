"""Single Parquet files (Parquet 文件): their columns read, a table as bytes, a file brought to disk."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


def read_columns(file: Path | pa.BufferReader, columns: Sequence[str] | None) -> pa.Table:
    """The columns of a file that it has; all where none are asked for.

    Raises:
        OSError, ArrowException: it is not there, or damaged.
    """
    with pq.ParquetFile(file) as opened:
        if columns is None:
            return opened.read()
        there = set(opened.schema_arrow.names)
        return opened.read(columns=[name for name in columns if name in there])


def write_bytes(table: pa.Table, **options: str) -> bytes:
    """The file that a table makes, in memory."""
    file = pa.BufferOutputStream()
    pq.write_table(table, file, **options)
    data: bytes = file.getvalue().to_pybytes()
    return data


def sync(path: Path) -> None:
    """Bring a file or folder to disk, so that a power cut cannot undo it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
