"""The ledger (账本): which batch holds each source. It is the one file of a dataset that is ever replaced.

    DIR/ledger.parquet                       source -> batch, and which corpus tables and runs are current
    DIR/<rules>/batches/<key>/*.parquet      tables of one batch of sources, and its manifest sources.parquet
    DIR/<rules>/corpus/<key>/*.parquet       tables that take the whole corpus
    DIR/runs/<run_id>/runs.parquet           the runs up to that one
    DIR/.zhibiao/                            lock, unfinished files, what was fetched, Prefect's own state

A dataset at a URL has the same objects; of the last line only the lock is there, the rest on this machine.
`<rules>` is the fingerprint of everything that decides the rows. Folders never change once they are there, so
whoever has read a ledger can go on reading what it names.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from corpora.errors import DatasetError
from outputs.fields import list_tables
from outputs.folders import UNFINISHED, Where, open_folder
from outputs.parquet_files import TableParts
from outputs.remote_folders import MANIFEST, RemoteFolder
from outputs.remote_locks import check_held

LEDGER = "ledger.parquet"
FETCHED = "fetched"
FORMAT = 1

COUNTED = tuple(table.name for table in list_tables("source"))
_SCHEMA = pa.schema(
    [
        pa.field("source", pa.large_string(), nullable=False),
        pa.field("content", pa.large_string(), nullable=False),
        pa.field("batch", pa.large_string(), nullable=False),
        pa.field("gone", pa.bool_(), nullable=False),
        *(pa.field(name, pa.int64(), nullable=False) for name in COUNTED),
    ]
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A source as the dataset knows it.

    Attributes:
        source: its name.
        content: SHA-256 of its bytes in hex; "unreadable" where they could not be had.
        batch: folder of its rows, relative to the dataset.
        counts: its rows in each table of COUNTED.
        gone: it was not among the sources of the last run; its rows stay.
    """

    source: str
    content: str
    batch: str
    counts: tuple[int, ...]
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """The state of a dataset.

    Attributes:
        entries: one a source, sorted by name.
        run_id, version: the run that wrote it, and with which zhibiao; empty before the first run ends.
        corpus: folder of the tables that take the whole corpus, relative to the dataset; empty where none is.
        given: the paths that the run was given, absolute; for who tries again what failed.
    """

    entries: tuple[Entry, ...] = ()
    run_id: str = ""
    version: str = ""
    corpus: str = ""
    given: tuple[str, ...] = ()


def read_ledger(folder: Where) -> Ledger | None:
    """The ledger of a dataset, None where the folder holds none.

    Raises:
        DatasetError: the ledger is damaged, is no ledger, or is of a later format than this version reads.
    """
    opened = open_folder(folder)
    try:
        table = opened.read_table(LEDGER)
        said = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
        if int(said["zhibiao"]) > FORMAT:
            raise DatasetError(
                f"{folder} is a dataset of format {said['zhibiao']}, written by zhibiao {said['version']}; "
                f"this version reads up to format {FORMAT}"
            )
        given = tuple(json.loads(said.get("given", "[]")))
        return Ledger(tuple(_read_entries(table)), said["run_id"], said["version"], said["corpus"], given)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise DatasetError(f"{opened}/{LEDGER} may not be read: {error}") from error
    except (OSError, pa.ArrowException, KeyError, ValueError) as error:
        raise DatasetError(
            f"{opened}/{LEDGER} is damaged or no ledger of a zhibiao dataset: {error}"
        ) from error


def write_ledger(folder: Where, ledger: Ledger) -> None:
    """Make `ledger` the state of the dataset in one step: whoever looks sees the old one or this one.

    Raises:
        OSError: the disk is full or the folder cannot be written.
        DatasetError: another run has the lock of a remote dataset, as this one was not heard of for long.
    """
    table = write_entries(ledger.entries).replace_schema_metadata(
        {
            "zhibiao": str(FORMAT),
            "run_id": ledger.run_id,
            "version": ledger.version,
            "corpus": ledger.corpus,
            "given": json.dumps(ledger.given),
        }
    )
    opened = open_folder(folder)
    if isinstance(opened, RemoteFolder):
        check_held(opened)
    opened.write_file(LEDGER, table)


def write_entries(entries: Sequence[Entry]) -> pa.Table:
    """The entries as a table; a batch's manifest has the same columns as the ledger."""
    columns: dict[str, list[str] | list[bool] | list[int]] = {
        "source": [entry.source for entry in entries],
        "content": [entry.content for entry in entries],
        "batch": [entry.batch for entry in entries],
        "gone": [entry.gone for entry in entries],
    }
    for place, name in enumerate(COUNTED):
        columns[name] = [entry.counts[place] for entry in entries]
    return pa.table(columns, schema=_SCHEMA)


def _read_entries(table: pa.Table) -> list[Entry]:
    columns = {name: table[name].to_pylist() for name in ("source", "content", "batch", "gone")}
    # a dataset of an earlier version may lack a table that came later: it has no rows there
    zeros = [0] * table.num_rows
    counts = zip(
        *(table[name].to_pylist() if name in table.column_names else zeros for name in COUNTED), strict=True
    )
    return [
        Entry(source, content, batch, count, gone)
        for source, content, batch, count, gone in zip(
            columns["source"], columns["content"], columns["batch"], counts, columns["gone"], strict=True
        )
    ]


def read_manifest(folder: Where, batch: str) -> list[Entry]:
    """The sources of a finished batch, which is named by its folder.

    Raises:
        DatasetError: the batch is not there, or damaged.
    """
    opened, name = open_folder(folder), f"{batch}/{MANIFEST}.parquet"
    try:
        return _read_entries(opened.read_table(name))
    except (OSError, pa.ArrowException, KeyError) as error:
        raise DatasetError(f"{opened}/{name} is missing or damaged: {error}") from error


def write_folder(folder: Where, place: str, tables: Mapping[str, TableParts]) -> None:
    """Put `tables` into the dataset as `place`/*.parquet, all of them or none.

    On this machine they are written aside, brought to disk and moved in one rename; where the place is there
    already (two processes did the same batch), what is there stays: the same name means the same rows. At a
    URL the last of them is put last, and nobody looks at a place without it.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    open_folder(folder).write_folder(place, tables)


def clear_unfinished(folder: Where) -> None:
    """Remove what killed runs left half written; only for the holder of the dataset's lock."""
    shutil.rmtree(open_folder(folder).state / UNFINISHED, ignore_errors=True)
