"""Records to rows and Arrow tables, by the declarations of fields.py (表)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import pyarrow as pa

from corpora.edtf import bound_period
from outputs.fields import TABLES, Field, Table, list_tables

if TYPE_CHECKING:  # spaCy is behind these: who only opens a dataset need not wait for it
    from corpora.documents import Document, Removed
    from extractors.checks import Check
    from extractors.indicators import Indicator
    from extractors.measures import Measure
    from extractors.sections import Section

Cell = str | int | float | bool | Sequence[str] | None
Row = Mapping[str, Cell]

# 64-bit offsets: a column of clean texts passes 2 GB at about 200,000 reports
_TYPES: dict[str, pa.DataType] = {
    "text": pa.large_string(),
    "texts": pa.list_(pa.large_string()),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
}


def make_schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table; each column carries its description, unit and allowed values."""
    return pa.schema(
        [
            pa.field(field.name, _TYPES[field.type], field.nullable, _describe(field))
            for field in table.fields
        ],
        metadata={"description": table.english, "描述": table.chinese},
    )


def _describe(field: Field) -> dict[str, str]:
    described = {
        "description": field.english,
        "描述": field.chinese,
        "unit": field.unit or "",
        "allowed": ", ".join(field.allowed),
        "refers to": field.refers_to or "",
    }
    return {name: value for name, value in described.items() if value}


def make_table(name: str, rows: Iterable[Row]) -> pa.Table:
    """The rows as an Arrow table; a column that a row does not name is null there.

    Raises:
        ValueError: a row names a column that the table does not have, leaves open one that it must fill,
            holds a value that its column does not allow, or text that no file can hold (half a surrogate
            pair).

    Example:
        >>> make_table("removed", [{"removed_id": "0-r0", "source": "a.txt", "reason": "spam"}]).num_rows
        1
    """
    table = TABLES[name]
    rows = list(rows)
    names = [field.name for field in table.fields]
    for row in rows:
        if unknown := row.keys() - set(names):
            raise ValueError(f"table {name} has no column {sorted(unknown)}; its columns are {names}")
    arrays = [_make_array(name, field, [row.get(field.name) for row in rows]) for field in table.fields]
    return pa.Table.from_arrays(arrays, schema=make_schema(table))


def _make_array(table: str, field: Field, cells: list[Cell]) -> pa.Array:
    if not field.nullable and None in cells:
        raise ValueError(f"{table}.{field.name} is empty in row {cells.index(None)}, and must not be")
    if field.allowed and (wrong := set(cells) - set(field.allowed) - {None}):
        raise ValueError(f"{table}.{field.name} holds {wrong}; allowed are {field.allowed}")
    try:
        return pa.array(cells, _TYPES[field.type])
    except (UnicodeError, pa.ArrowException, OverflowError) as error:
        raise ValueError(f"{table}.{field.name} cannot be written: {error}") from error


def make_empty_tables(scope_tables: Iterable[Table]) -> dict[str, pa.Table]:
    """A table without rows for each of `scope_tables`, by name."""
    return {table.name: make_schema(table).empty_table() for table in scope_tables}


def name_source(source: str) -> str:
    """16 hex digits that follow the source's name: the start of keys of what belongs to a whole source."""
    return sha256(source.encode()).hexdigest()[:16]


def tabulate_document(
    document: Document,
    *,
    sections: Sequence[Section] = (),
    indicators: Sequence[Indicator] = (),
    measures: Sequence[Measure] = (),
    checks: Sequence[Check] = (),
) -> dict[str, pa.Table]:
    """Tables of one document and its records, by name; keys are the document's and the place in it.

    Raises:
        ValueError: as for make_table.
    """
    section_of = [f"{document.document_id}-s{n}" for n in range(len(sections))]
    return {
        "documents": make_table("documents", [_write_document_row(document)]),
        "sections": make_table("sections", _write_rows("sections", document, sections, section_of)),
        "indicators": make_table("indicators", _write_rows("indicators", document, indicators, section_of)),
        "measures": make_table("measures", _write_rows("measures", document, measures, section_of)),
        "checks": make_table("checks", _write_rows("checks", document, checks, section_of)),
    }


def _write_document_row(document: Document) -> Row:
    source_start, source_end = document.body.source_span(0, len(document.text))
    start, end = bound_period(document.metadata.period)
    return {
        "document_id": document.document_id,
        "source": document.source,
        "part": document.part,
        "text_start": 0,
        "text_end": len(document.text),
        **_write_place(document, source_start, source_end),
        "title": document.metadata.title,
        "org": document.metadata.org,
        "region": document.metadata.region,
        "region_code": document.metadata.region_code,
        "org_level": document.metadata.org_level,
        "period": document.metadata.period,
        "period_start": start.isoformat() if start else None,
        "period_end": end.isoformat() if end else None,
        "published": document.metadata.published,
        "doc_type": document.metadata.doc_type,
        "author": document.metadata.author,
        "url": document.metadata.url,
        "script": document.script,
        "encoding": document.encoding,
        "anonymised": document.anonymised,
        "truncated": document.truncated,
        "template_site": document.template_site,
        "gone": False,  # when it is written; the ledger says so later
        "duplicate_of": document.duplicate_of,
        "similarity": document.similarity,
        "n_chars": len(document.text),
        "text": document.text,
    }


def _write_place(document: Document, start: Cell, end: Cell) -> dict[str, Cell]:
    """Where a stretch stands in its source: its offsets, or the page of a pdf or the paragraph of a docx."""
    if document.divisions is None or not isinstance(start, int):
        return {"source_start": start, "source_end": end}
    place = f"source_{document.divisions.kind}"
    return {"source_start": None, "source_end": None, place: document.divisions.find(start)}


def _write_rows(
    name: str,
    document: Document,
    records: Sequence[Section] | Sequence[Indicator] | Sequence[Measure] | Sequence[Check],
    section_of: Sequence[str],
) -> list[Row]:
    """One row for each record: columns that the record has by their names, and the keys."""
    table = TABLES[name]
    columns = [field.name for field in table.fields]
    rows: list[Row] = []
    for n, record in enumerate(records):
        row: dict[str, Cell] = {column: getattr(record, column, None) for column in columns}
        row[table.key] = f"{document.document_id}-{name[0]}{n}"
        row["document_id"] = document.document_id
        row["source"] = document.source
        row.update(_write_place(document, row.get("source_start"), row.get("source_end")))
        for link in ("section", "parent"):  # records count sections, tables name them
            place = getattr(record, link, None)
            if place is not None:
                row[link] = section_of[place]
        members = getattr(record, "indicators", None)
        if members is not None:
            row["indicators"] = [f"{document.document_id}-i{member}" for member in members]
        rows.append(row)
    return rows


def tabulate_removed(source: str, removed: Sequence[Removed]) -> pa.Table:
    """The `removed` table of one source.

    Raises:
        ValueError: as for make_table.
    """
    rows: list[Row] = [
        {
            "removed_id": f"{name_source(source)}-r{n}",
            "source": source,
            "source_start": stretch.source_start,
            "source_end": stretch.source_end,
            "reason": stretch.reason,
            "text": stretch.text,
        }
        for n, stretch in enumerate(removed)
    ]
    return make_table("removed", rows)


def tabulate_failure(
    source: str, n: int, *, stage: str, error: BaseException, document_id: str | None = None
) -> pa.Table:
    """The `quarantine` row of the n-th failure of a source; always writable, whatever the message holds."""
    message = str(error).strip() or "no message"
    row: Row = {
        "quarantine_id": f"{name_source(source)}-q{n}",
        "source": source,
        "document_id": document_id,
        "stage": stage,
        "error": type(error).__name__,
        "message": message.encode("utf-8", "backslashreplace").decode(),
    }
    return make_table("quarantine", [row])


def join_tables(parts: Iterable[Mapping[str, pa.Table]]) -> dict[str, pa.Table]:
    """One table for each name of the "source" scope, holding the rows of all parts in order."""
    found: dict[str, list[pa.Table]] = {table.name: [] for table in list_tables("source")}
    for part in parts:
        for name, table in part.items():
            found[name].append(table)
    return {
        name: pa.concat_tables(tables) if tables else make_schema(TABLES[name]).empty_table()
        for name, tables in found.items()
    }
