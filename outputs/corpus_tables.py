"""Tables that take the whole corpus, and columns that are joined to other tables on reading (跨文档的表)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa

from corpora.portions import take_portions
from outputs.fields import TABLES, list_tables
from outputs.parquet_files import TableParts
from outputs.tables import Row, make_empty_tables, make_table

if TYPE_CHECKING:  # spaCy is behind it: who only opens a dataset need not wait for it
    from extractors.practices import Practices
    from extractors.targets import Target

Record = TypeVar("Record")
# rows of a table that are made into Arrow together
_ROWS = 1 << 14


@dataclass(frozen=True, slots=True)
class Join:
    """Columns of a table of the "source" scope that are worked out over the whole corpus.

    They are kept in a file of their own: when the corpus changes, the batches stay as they are.

    Attributes:
        file: name of that file, without its ending.
        schema: of that file; its first column is the key of the table.
        columns: columns of the table, each with the column of the file that it is read from. Where the file
            has no row for a key they are null.
    """

    file: str
    schema: pa.Schema
    columns: Mapping[str, str]


JOINS = {
    "documents": Join(
        "document_copies",
        pa.schema(
            [
                ("document_id", pa.large_string()),
                ("duplicate_of", pa.large_string()),
                ("similarity", pa.float64()),
            ]
        ),
        {"duplicate_of": "duplicate_of", "similarity": "similarity"},
    ),
    "measures": Join(
        "measure_practices",
        pa.schema(
            [
                ("measure_id", pa.large_string()),
                ("practice_id", pa.large_string()),
                ("strength", pa.float64()),
            ]
        ),
        {"practice": "practice_id", "practice_strength": "strength"},
    ),
}


@dataclass(frozen=True, slots=True)
class CopiedDocument:
    """A document and the one that it repeats, by their document_id; similarity from 0 to 1."""

    document_id: str
    duplicate_of: str
    similarity: float


@dataclass(frozen=True, slots=True)
class ReusedPassage:
    """A row of the table `reuse` without its key; the columns are those of fields.py."""

    document_id: str
    text_start: int
    text_end: int
    other_document_id: str
    other_text_start: int
    other_text_end: int
    chars: int
    containment: float
    older: str | None
    text: str


def make_empty_corpus_tables() -> dict[str, pa.Table]:
    """Every file of the "corpus" scope without rows, by name."""
    empty = {join.file: join.schema.empty_table() for join in JOINS.values()}
    return {**make_empty_tables(list_tables("corpus")), **empty}


def tabulate_practices(found: Practices) -> dict[str, TableParts]:
    """The tables `practices` and `themes`, by name, and which measure belongs to which practice, in parts.

    Raises:
        ValueError: as for make_table.
    """
    tables: dict[str, TableParts] = {}
    for name, records in (("practices", found.practices), ("themes", found.themes)):
        columns = [field.name for field in TABLES[name].fields]
        tables[name] = make_table(
            name, [{column: getattr(record, column) for column in columns} for record in records]
        )
    join = JOINS["measures"]
    rows = ((row.measure_id, row.practice_id, row.strength) for row in found.memberships)
    tables[join.file] = (_make_join_table(join, part) for part in _take_parts(rows))
    return tables


def _take_parts(rows: Iterable[Record]) -> Iterator[list[Record]]:
    """Some rows at a time; where there are none, once no row."""
    portions = take_portions(rows, _ROWS)
    yield next(portions, [])
    yield from portions


def tabulate_copies(copies: Iterable[CopiedDocument]) -> dict[str, pa.Table]:
    """Which document repeats which, as it is joined to `documents`."""
    join = JOINS["documents"]
    rows = [(copy.document_id, copy.duplicate_of, copy.similarity) for copy in copies]
    return {join.file: _make_join_table(join, rows)}


def tabulate_reuse(passages: Iterable[ReusedPassage]) -> dict[str, TableParts]:
    """The table `reuse` in parts, its rows in the order of the passages.

    Raises:
        ValueError: as for make_table.
    """
    columns = [field.name for field in TABLES["reuse"].fields[1:]]
    rows: Iterator[Row] = (
        {"reuse_id": _name_passage(passage)} | {column: getattr(passage, column) for column in columns}
        for passage in passages
    )
    return {"reuse": (make_table("reuse", part) for part in _take_parts(rows))}


def tabulate_targets(targets: Iterable[Target]) -> dict[str, pa.Table]:
    """The table `targets`, its rows in the order given.

    Raises:
        ValueError: as for make_table.
    """
    shared = {field.name for field in TABLES["targets"].fields[1:]} - {"org"}
    rows: list[Row] = [
        {"target_id": sha256(f"{target.planned}\0{target.actual}".encode()).hexdigest()[:16]}
        | {"org": target.organisation}
        | {column: getattr(target, column) for column in shared}
        for target in targets
    ]
    return {"targets": make_table("targets", rows)}


def _name_passage(passage: ReusedPassage) -> str:
    places = (
        passage.document_id, passage.text_start, passage.text_end,
        passage.other_document_id, passage.other_text_start, passage.other_text_end,
    )  # fmt: skip
    return sha256("\0".join(map(str, places)).encode()).hexdigest()[:16]


def _make_join_table(join: Join, rows: Sequence[tuple[str, str, float]]) -> pa.Table:
    columns = [[row[place] for row in rows] for place in range(len(join.schema))]
    return pa.table(columns, schema=join.schema)
