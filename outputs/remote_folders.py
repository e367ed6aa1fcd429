"""A dataset at an fsspec URL (远程存放): objects that are put and read whole, where nothing is ever renamed.

A folder of tables is there when its last object is: it is put after all others. No object of a batch is ever
put twice, so that two processes that do the same batch, one of them given up for lost, cannot mix their rows.
"""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from corpora.errors import DatasetError
from outputs.parquet_files import TableParts, read_columns, write_bytes

MANIFEST = "sources"  # of a batch; the last of its files
STATE_VARIABLE = "ZHIBIAO_STATE"
TABLES_AT_A_TIME = 8  # read ahead: a request takes some 30 ms however small the object


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder at an fsspec URL.

    Attributes:
        url: of the folder, without a slash at its end.

    Raises:
        DatasetError: from every method where the storage cannot be reached, or no library here reads it.
        OSError: from every method where the storage refuses.
    """

    url: str

    def __str__(self) -> str:
        return self.url

    @property
    def state(self) -> Path:
        """Folder of this machine for scratch, for what was fetched, for Prefect's own state."""
        home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        above = Path(os.environ.get(STATE_VARIABLE) or Path(home) / "zhibiao")
        return above / f"{self.name[:40]}-{sha256(self.url.encode()).hexdigest()[:16]}"

    @property
    def home(self) -> Path:
        """The folder of this machine in which no file is a source."""
        return self.state.resolve()

    @property
    def address(self) -> str:
        """Its URL."""
        return self.url

    @property
    def name(self) -> str:
        """The last part of its URL."""
        return self.url.rpartition("/")[2]

    def prepare(self) -> None:
        """Load what talks to the storage: done later, it would count as memory of a document."""
        with self._explain():
            _connect(self.url, os.getpid())

    def exists(self) -> bool:
        """Whether any object is there."""
        return bool(self.list_names())

    def is_file(self) -> bool:
        """Whether what is there is an object of that very name."""
        with self._reach() as (system, root):
            return bool(system.isfile(root))

    def has(self, name: str) -> bool:
        """Whether an object of this name is there."""
        with self._reach() as (system, root):
            return bool(system.isfile(f"{root}/{name}"))

    def has_folder(self, place: str, names: Collection[str]) -> bool:
        """Whether all tables of these names are at `place`."""
        there = self._find(place).keys()
        return all(f"{place}/{name}.parquet" in there for name in names)

    def list_names(self) -> list[str]:
        """Names of what is right in it."""
        with self._reach() as (system, root):
            try:
                found = system.ls(root, detail=False)
            except FileNotFoundError:
                return []
        return sorted({path.rstrip("/")[len(root) + 1 :] for path in found} - {""})

    def list_folders(self, home: str) -> list[str]:
        """The folders of batches in `home` that are whole: they hold their manifest, which is put last."""
        ending = f"/{MANIFEST}.parquet"
        return sorted(name.removesuffix(ending) for name in self._find(home) if name.endswith(ending))

    def list_places(self) -> dict[str, int]:
        """Every folder of tables, whole or not, with its bytes."""
        places: dict[str, int] = defaultdict(int)
        for name, size in self._find("").items():
            place = name.rpartition("/")[0]
            if place and not place.startswith("."):
                places[place] += size
        return dict(places)

    def choose_place(self, place: str) -> str:
        """A place of its own for each try: nothing there can be another's."""
        return f"{place}-{uuid4().hex[:8]}"

    def read_table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """The columns of an object that it has; all where none are asked for.

        Raises:
            OSError, ArrowException: it is not there, or damaged.
        """
        return read_columns(pa.BufferReader(self.read(name)), columns)

    def read_tables(self, names: Iterable[str], columns: Sequence[str]) -> Iterator[pa.Table]:
        """As read_table, for each name in turn, the next ones on their way."""
        coming: deque[Future[pa.Table]] = deque()
        with ThreadPoolExecutor(TABLES_AT_A_TIME, "zhibiao-read") as readers:
            for name in names:
                coming.append(readers.submit(self.read_table, name, columns))
                if len(coming) == TABLES_AT_A_TIME:
                    yield coming.popleft().result()
            while coming:
                yield coming.popleft().result()

    def count_rows(self, name: str) -> int:
        """The rows of an object, of which its end alone is read."""
        with self._reach() as (system, root), system.open(f"{root}/{name}", cache_type="none") as file:
            return int(pq.read_metadata(file).num_rows)

    def write_file(self, name: str, table: pa.Table) -> None:
        """Replace an object in one step: whoever looks sees the old one or this one."""
        self.put(name, write_bytes(table))

    def write_folder(self, place: str, tables: Mapping[str, TableParts]) -> None:
        """Put `tables` at `place`, the last of them as the last: where it is, all are."""
        for name, table in tables.items():
            self.put(f"{place}/{name}.parquet", write_bytes(table, compression="zstd"))

    def remove_damaged(self, place: str) -> None:
        """Nothing: no other folder will ever be at this place, and `zhibiao prune` removes it."""

    def remove_folders(self, places: Iterable[str]) -> None:
        """Remove folders of tables, the manifest first, so that half a batch never counts as a whole one."""
        for place in places:
            for name in sorted(self._find(place), key=lambda name: not name.endswith(f"/{MANIFEST}.parquet")):
                self.delete(name)

    def remove(self) -> None:
        """Remove all of it."""
        with self._reach() as (system, root):
            if names := self._find(""):
                system.rm([f"{root}/{name}" for name in names])

    def read(self, name: str) -> bytes:
        """The bytes of an object. FileNotFoundError where it is not there."""
        with self._reach() as (system, root):
            return bytes(system.cat_file(f"{root}/{name}"))

    def put(self, name: str, data: bytes) -> None:
        """Put an object, or replace it, in one step."""
        with self._reach() as (system, root):
            system.pipe_file(f"{root}/{name}", data)

    def create(self, name: str, data: bytes) -> None:
        """Put an object where none is. FileExistsError where one is.

        S3, Google Cloud Storage and Azure decide it in one step; other stores as well as their library can.
        """
        with self._reach() as (system, root):
            path = f"{root}/{name}"
            try:
                system.pipe_file(path, data, mode="create")
            except (NotImplementedError, TypeError):  # a library that cannot say so
                if system.exists(path):
                    raise FileExistsError(path) from None
                system.pipe_file(path, data)

    def delete(self, name: str) -> None:
        """Remove an object; nothing where it is not there."""
        with self._reach() as (system, root):
            try:
                system.rm_file(f"{root}/{name}")
            except FileNotFoundError:
                return

    def _find(self, place: str) -> dict[str, int]:
        """Every object below a place, by name, with its bytes."""
        with self._reach() as (system, root):
            try:
                found = system.find(f"{root}/{place}".rstrip("/"), detail=True)
            except FileNotFoundError:
                return {}
        return {
            path[len(root) + 1 :]: int(info["size"] or 0)
            for path, info in found.items()
            if info["type"] == "file" and path.startswith(f"{root}/")
        }

    @contextmanager
    def _reach(self) -> Iterator[tuple[Any, str]]:
        with self._explain():
            yield _connect(self.url, os.getpid())

    @contextmanager
    def _explain(self) -> Iterator[None]:
        """Errors of the storage's library that are no OSError say that it cannot be reached at all."""
        try:
            yield
        except (OSError, DatasetError, pa.ArrowException, GeneratorExit):
            raise
        except ImportError as error:
            raise DatasetError(f'{self.url}: {error} (for s3://: pip install "zhibiao[s3]")') from error
        except Exception as error:
            raise DatasetError(f"{self.url} cannot be reached: {type(error).__name__}: {error}") from error


@lru_cache
def _connect(url: str, process: int) -> tuple[Any, str]:
    """The file system of a URL and the path in it, for one process: a connection cannot be forked.

    Listings are never remembered, as others write too.
    """
    import fsspec

    system, root = fsspec.core.url_to_fs(url, use_listings_cache=False)
    return system, root.rstrip("/")
