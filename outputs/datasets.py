"""A dataset (数据集): opened through its ledger, each table read when it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from corpora.errors import DatasetError
from outputs.corpus_tables import JOINS, Join
from outputs.fields import TABLES, Table
from outputs.folders import STATE_FOLDER, Where, open_folder
from outputs.ledgers import COUNTED, LEDGER, Ledger, read_ledger
from outputs.tables import make_schema

if TYPE_CHECKING:
    import pandas as pd


GONE = "gone"  # column of `documents` that follows the ledger


class Dataset(Mapping[str, "pd.DataFrame"]):
    """The tables of a dataset as it was when it was opened, by name.

    A table is read from disk when it is first asked for. Integers and flags that may be open are pandas'
    nullable types, so that an offset is 12 and not 12.0.

    Example:
        >>> zhibiao.load_dataset("out/dataset")["indicators"].query("unit_norm == 'm2'")
    """

    def __init__(self, folder: Where, ledger: Ledger) -> None:
        self.folder = open_folder(folder)
        self.ledger = ledger
        self._frames: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise KeyError(f"no table {name!r}; the tables are {', '.join(TABLES)}")
        if name not in self._frames:
            self._frames[name] = _to_pandas(self.read_table(name))
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    def __repr__(self) -> str:
        return f"Dataset({str(self.folder)!r}, {', '.join(f'{n}: {self.count_rows(n)}' for n in self)})"

    def count_rows(self, name: str) -> int:
        """Rows of a table, without reading it."""
        if name in COUNTED:
            place = COUNTED.index(name)
            return sum(entry.counts[place] for entry in self.ledger.entries)
        file = self._locate(TABLES[name])
        return self.folder.count_rows(file) if file else 0

    def read_table(self, name: str, *, columns: Sequence[str] | None = None) -> pa.Table:
        """A table as Arrow, its rows in the order of the sources' names and of the text.

        Args:
            name: of the table.
            columns: only these; all where not given.

        Raises:
            DatasetError: a file of the dataset is missing or damaged.
        """
        table = TABLES[name]
        schema = _choose_columns(table, columns)
        if table.scope != "source":
            file = self._locate(table)
            return next(self._read([file], schema)) if file else schema.empty_table()
        join = JOINS.get(name)
        if join is not None and not join.columns.keys().isdisjoint(schema.names):
            return self._join(table, join, schema)
        return self._read_batches(name, schema)

    def iterate_batches(self, name: str, *, columns: Sequence[str]) -> Iterator[pa.Table]:
        """The rows of a table of the "source" scope, those of one batch at a time, in no order.

        Columns that are joined to it on reading are as its sources alone give them.

        Raises:
            DatasetError: a file of the dataset is missing or damaged.
        """
        schema = _choose_columns(TABLES[name], columns)
        return (rows.select(schema.names) for rows in self._iterate_batches(name, schema))

    def _locate(self, table: Table) -> str | None:
        """The file of a table that is not of the "source" scope; None before there is one."""
        if table.scope == "run":
            return f"runs/{self.ledger.run_id}/runs.parquet" if self.ledger.run_id else None
        return self._locate_in_corpus(table.name)

    def _locate_in_corpus(self, name: str) -> str | None:
        """A file of the "corpus" scope; a dataset of an earlier version may lack what came later."""
        file = f"{self.ledger.corpus}/{name}.parquet"
        return file if self.ledger.corpus and self.folder.has(file) else None

    def _read(self, files: Sequence[str], schema: pa.Schema) -> Iterator[pa.Table]:
        """Each file with the columns of `schema`, as they are declared now: one that it lacks is null."""
        read = self.folder.read_tables(files, schema.names)
        for file in files:
            try:
                rows = next(read)
            except (OSError, pa.ArrowException) as error:
                raise DatasetError(f"{self.folder}/{file} is missing or damaged: {error}") from error
            there = set(rows.schema.names)
            columns = [
                rows[field.name].cast(field.type)
                if field.name in there
                else pa.nulls(rows.num_rows, field.type)
                for field in schema
            ]
            yield pa.Table.from_arrays(columns, schema=schema)

    def _read_batches(self, name: str, schema: pa.Schema) -> pa.Table:
        parts = list(self._iterate_batches(name, schema))
        rows = pa.concat_tables(parts) if parts else _add_source(schema).empty_table()
        order = pc.sort_indices(rows["source"])  # stable: within a source the order of the text stays
        in_order = pc.all(pc.equal(order, pa.array(range(len(order)), pa.uint64()))).as_py()
        return self._mark_gone(rows if in_order else rows.take(order)).select(schema.names)

    def read_stored(self, name: str) -> pa.Table:
        """A table of the "source" scope as its batches hold it, nothing of the whole corpus joined to it."""
        return self._read_batches(name, make_schema(TABLES[name]))

    def read_joined(self, name: str) -> pa.Table | None:
        """What is joined to a table on reading (JOINS), with its key; None where nothing is.

        Raises:
            DatasetError: the file is damaged.
        """
        file = self._locate_in_corpus(JOINS[name].file)
        return next(self._read([file], JOINS[name].schema)) if file else None

    def _mark_gone(self, rows: pa.Table) -> pa.Table:
        """The rows, with the flag `gone` where they have one: what a batch says of it is of its own time."""
        if GONE not in rows.schema.names:
            return rows
        gone = {entry.source for entry in self.ledger.entries if entry.gone}
        flags = [_is_of(name, gone) for name in rows["source"].to_pylist()]
        at = rows.schema.get_field_index(GONE)
        return rows.set_column(at, rows.schema.field(at), pa.array(flags, pa.bool_()))

    def _iterate_batches(self, name: str, schema: pa.Schema) -> Iterator[pa.Table]:
        """The live rows of each batch, with the column `source`."""
        sources_of: dict[str, list[str]] = defaultdict(list)
        for entry in self.ledger.entries:
            if entry.counts[COUNTED.index(name)]:
                sources_of[entry.batch].append(entry.source)
        files = [f"{batch}/{name}.parquet" for batch in sources_of]
        tables = self._read(files, _add_source(schema))
        for rows, sources in zip(tables, sources_of.values(), strict=True):
            # a batch also holds the rows that sources had before they changed
            known = set(sources)
            names = [name for name in pc.unique(rows["source"]).to_pylist() if _is_of(name, known)]
            live = pc.is_in(rows["source"], pa.array(names, pa.large_string()))
            yield rows if pc.all(live).as_py() else rows.filter(live)

    def _join(self, table: Table, join: Join, schema: pa.Schema) -> pa.Table:
        """The rows of a table with the columns that take the whole corpus."""
        key = make_schema(table).field(table.key)
        rows = self._read_batches(table.name, schema if key.name in schema.names else schema.append(key))
        if (kept := self.read_joined(table.name)) is not None:
            place = pc.index_in(rows[key.name], value_set=kept[join.schema.names[0]])
            for column in join.columns.keys() & set(schema.names):
                at = schema.get_field_index(column)
                joined = kept[join.columns[column]].combine_chunks().take(place)
                rows = rows.set_column(at, schema.field(at), joined)
        return rows.select(schema.names)


def _choose_columns(table: Table, columns: Sequence[str] | None) -> pa.Schema:
    schema = make_schema(table)
    if columns is None:
        return schema
    return pa.schema([schema.field(column) for column in columns], schema.metadata)


def _add_source(schema: pa.Schema) -> pa.Schema:
    return schema if "source" in schema.names else schema.append(pa.field("source", pa.large_string()))


def _is_of(name: str, sources: set[str]) -> bool:
    """Whether a source is one of these, or a file inside one (年报.zip/总结.txt)."""
    return name in sources or any(name[:at] in sources for at, mark in enumerate(name) if mark == "/")


def load_dataset(folder: Where) -> Dataset:
    """The dataset in a folder, or at an fsspec URL; its tables are read when they are asked for.

    Raises:
        DatasetError: there is no such folder, it holds no dataset, its ledger is damaged, or its storage
            cannot be reached.

    Example:
        >>> zhibiao.load_dataset("s3://bucket/dataset")["indicators"]
    """
    opened = open_folder(folder)
    ledger = read_ledger(opened)
    if ledger is not None:
        return Dataset(opened, ledger)
    if not opened.exists() or opened.is_file():
        raise DatasetError(f"{folder} is not there or not a folder; give the folder that `zhibiao run` wrote")
    raise DatasetError(
        f"{folder} is not a dataset: it has no {LEDGER}; give the folder that `zhibiao run` wrote"
    )


def check_target(folder: Where) -> None:
    """Nothing, where a dataset can be or already is in `folder`.

    Raises:
        DatasetError: it is a file, or a folder that holds something else.
    """
    opened = open_folder(folder)
    if opened.is_file():
        raise DatasetError(f"{folder} is a file; give a folder for the dataset")
    if read_ledger(opened) is not None or not opened.exists():
        return
    # a run writes its state folder, then a ledger: one that was killed in between leaves the first alone
    others = [name for name in opened.list_names() if name != STATE_FOLDER]
    if others:
        raise DatasetError(
            f"{folder} is not a dataset and not empty (it holds {others[0]}); give a new or empty folder, "
            "or a dataset to bring up to date"
        )


def _to_pandas(rows: pa.Table) -> pd.DataFrame:
    import pandas as pd

    nullable = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame: pd.DataFrame = rows.to_pandas(types_mapper=nullable.get)
    return frame
