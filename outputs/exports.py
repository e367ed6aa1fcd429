"""A dataset in the formats of other programs (导出). A format is one writer and one line in WRITERS."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from corpora.errors import DatasetError
from outputs.datasets import Dataset
from outputs.fields import TABLES, Table
from outputs.ledgers import LEDGER
from outputs.parquet_files import sync
from outputs.write_csv import write_csv

# format -> what writes a table to a path; the format's name is also the ending of its files
WRITERS: dict[str, Callable[[pa.Table, Table, Path], None]] = {
    "csv": write_csv,
}


def export_dataset(dataset: Dataset, *, format: str, to: str | Path) -> list[Path]:
    """The files that were written into the folder `to`, one a table, `<table>.<format>`.

    Each is written aside and then renamed, so that a file is whole or as it was before.

    Raises:
        DatasetError: no such format, or `to` is a file, a dataset, or cannot be written.
    """
    if format not in WRITERS:
        raise DatasetError(f"no format {format!r}; the formats are {', '.join(WRITERS)}")
    if "://" in str(to):
        raise DatasetError(f"{to} is a URL; give a folder of this machine to export to")
    folder = Path(to)
    if folder.exists() and not folder.is_dir():
        raise DatasetError(f"{folder} is a file; give a folder to export to")
    if (folder / LEDGER).exists():
        raise DatasetError(f"{folder} is a dataset; give another folder to export to")
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES.values():
            path = folder / f"{table.name}.{format}"
            _write_whole(dataset.read_table(table.name), table, path, WRITERS[format])
            written.append(path)
    except OSError as error:
        raise DatasetError(f"cannot write to {folder}: {error.strerror or error}") from error
    return written


def _write_whole(
    rows: pa.Table, table: Table, path: Path, write: Callable[[pa.Table, Table, Path], None]
) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(rows, table, aside)
        sync(aside)
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
