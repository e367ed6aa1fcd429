"""Single Parquet files (Parquet 文件): their columns read, a table as bytes, a file brought to disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

TableParts: TypeAlias = pa.Table | Iterable[pa.Table]  # whole, or one part and more after another


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


def write_parts(table: TableParts, file: Path | pa.BufferOutputStream, **options: str) -> None:
    """Write a table, whole or one part after another."""
    if isinstance(table, pa.Table):
        pq.write_table(table, file, **options)
        return
    parts: Iterator[pa.Table] = iter(table)
    first = next(parts)
    with pq.ParquetWriter(file, first.schema, **options) as writer:
        for part in chain([first], parts):
            writer.write_table(part)


def write_bytes(table: TableParts, **options: str) -> bytes:
    """The file that a table makes, in memory."""
    file = pa.BufferOutputStream()
    write_parts(table, file, **options)
    data: bytes = file.getvalue().to_pybytes()
    return data


def sync(path: Path) -> None:
    """Bring a file or folder to disk, so that a power cut cannot undo it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
