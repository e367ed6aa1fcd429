"""Where the files of a dataset lie (存放): a folder of this machine here, a URL in remote_folders.py.

Both have the same methods; names of files and folders are relative to the dataset, with forward slashes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from corpora.errors import DatasetError
from outputs.parquet_files import TableParts, read_columns, sync, write_parts
from outputs.remote_folders import RemoteFolder

STATE_FOLDER = ".zhibiao"
UNFINISHED = "unfinished"
_PLACES = ("*/batches/*", "*/corpus/*", "runs/*")


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of this machine: what is written to it is brought to disk and appears in one rename.

    Attributes:
        path: where it is; it need not be there yet.
    """

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def __fspath__(self) -> str:
        return str(self.path)

    @property
    def state(self) -> Path:
        """Folder of the lock, of unfinished files, of what was fetched, of Prefect's own state."""
        return self.path / STATE_FOLDER

    @property
    def home(self) -> Path:
        """The folder in which all files are the dataset's own, and none is a source."""
        return self.path.resolve()

    @property
    def address(self) -> str:
        """Its path as it can be followed from any folder."""
        return str(self.path.resolve())

    @property
    def name(self) -> str:
        """The last part of its path; empty for the root."""
        return self.path.resolve().name

    def prepare(self) -> None:
        """Nothing: a local folder needs no connection."""

    def exists(self) -> bool:
        """Whether anything is there, a file included."""
        return self.path.exists()

    def is_file(self) -> bool:
        """Whether what is there is a file."""
        return self.path.exists() and not self.path.is_dir()

    def has(self, name: str) -> bool:
        """Whether a file of this name is there."""
        return (self.path / name).is_file()

    def has_folder(self, place: str, names: Collection[str]) -> bool:
        """Whether a folder is there, and so whole; its `names` need no looking after."""
        return (self.path / place).is_dir()

    def list_names(self) -> list[str]:
        """Names of the files and folders right in it. NotADirectoryError where it is a file."""
        return sorted(path.name for path in self.path.iterdir())

    def list_folders(self, home: str) -> list[str]:
        """The folders in `home`, each whole as it was renamed."""
        return sorted(f"{home}/{path.name}" for path in (self.path / home).glob("*"))

    def list_places(self) -> dict[str, int]:
        """Every folder of tables, with its bytes."""
        found = [path for pattern in _PLACES for path in self.path.glob(pattern)]
        return {
            path.relative_to(self.path).as_posix(): sum(file.stat().st_size for file in path.iterdir())
            for path in found
        }

    def choose_place(self, place: str) -> str:
        """The place itself: whoever comes second with the same rows leaves what is there."""
        return place

    def read_table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The columns of a file that it has; all where none are asked for.

        Raises:
            OSError, ArrowException: it is not there, or damaged.
        """
        return read_columns(self.path / name, columns)

    def read_tables(self, names: Iterable[str], columns: Sequence[str]) -> Iterator[pa.Table]:
        """As read_table, for each name in turn."""
        return (self.read_table(name, columns) for name in names)

    def count_rows(self, name: str) -> int:
        """The rows of a file, without reading them."""
        return int(pq.read_metadata(self.path / name).num_rows)

    def write_file(self, name: str, table: pa.Table) -> None:
        """Replace a file in one step: whoever looks sees the old one or this one."""
        aside = self.state / f"{name}.{os.getpid()}"
        aside.parent.mkdir(parents=True, exist_ok=True)
        try:
            pq.write_table(table, aside)
            sync(aside)
            os.replace(aside, self.path / name)
        finally:
            aside.unlink(missing_ok=True)
        sync(self.path)

    def write_folder(self, place: str, tables: Mapping[str, TableParts]) -> None:
        """Put `tables` at `place`, all of them or none; what is there already stays as it is."""
        target = self.path / place
        if target.is_dir():
            return
        aside = self.state / UNFINISHED / uuid4().hex
        aside.mkdir(parents=True)
        try:
            for name, table in tables.items():
                path = aside / f"{name}.parquet"
                write_parts(table, path, compression="zstd")
                sync(path)
            sync(aside)
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                aside.rename(target)
            except OSError:
                if not target.is_dir():
                    raise
            sync(target.parent)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def remove_damaged(self, place: str) -> None:
        """Remove a folder that lost a file: it would stand in the way of one that is whole."""
        shutil.rmtree(self.path / place)

    def remove_folders(self, places: Iterable[str]) -> None:
        """Remove folders of tables, and the folders that are empty then."""
        aside = self.state / UNFINISHED
        aside.mkdir(parents=True, exist_ok=True)
        for place in places:  # renamed first, so that half a folder is never where a whole one was
            (self.path / place).rename(aside / uuid4().hex)
        shutil.rmtree(aside)
        for pattern in ("*/batches", "*/corpus", "*"):
            for path in self.path.glob(pattern):
                if path.is_dir() and path.name != STATE_FOLDER and not any(path.iterdir()):
                    path.rmdir()

    def remove(self) -> None:
        """Remove all of it."""
        shutil.rmtree(self.path, ignore_errors=True)


Folder = LocalFolder | RemoteFolder
Where = str | Path | LocalFolder | RemoteFolder


def open_folder(where: Where) -> Folder:
    """The folder of a dataset at a path, or at an fsspec URL (s3://bucket/dataset).

    Raises:
        DatasetError: a URL that no library here reads, or one that came as a path and has lost a slash.
    """
    if isinstance(where, LocalFolder | RemoteFolder):
        return where
    if isinstance(where, str) and "://" in where:
        protocol, _, path = where.partition("://")
        if protocol in ("file", "local"):
            return LocalFolder(Path(path))
        return RemoteFolder(where.rstrip("/"))
    local = Path(where)
    if isinstance(where, Path) and local.parts[0:1] and local.parts[0].endswith(":"):
        raise DatasetError(
            f"{where} looks like a URL that was made a Path; give it as text: s3://bucket/name"
        )
    return LocalFolder(local)
