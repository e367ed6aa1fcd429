"""CSV that spreadsheets open as it is meant (CSV): UTF-8 with byte order mark, text never a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from outputs.fields import Table

# what a spreadsheet takes for the start of a formula: OWASP, "CSV Injection", and the full-width forms, which
# Excel takes too
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ROWS_AT_A_TIME = 10_000


def write_csv(rows: pa.Table, table: Table, path: Path) -> None:
    """Write a table to `path`, a header line and one line a row; what is null is an empty cell.

    A list is joined by "; ", a flag is true or false. A text cell that a spreadsheet would take for a formula
    starts with an apostrophe, which spreadsheets do not show.

    Raises:
        OSError: the disk is full or the path cannot be written.
    """
    formats = [_FORMATS[field.type] for field in table.fields]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(field.name for field in table.fields)
        for batch in rows.to_batches(max_chunksize=ROWS_AT_A_TIME):
            columns = [
                [format_cell(cell) for cell in column.to_pylist()]
                for format_cell, column in zip(formats, batch.columns, strict=True)
            ]
            writer.writerows(zip(*columns, strict=True))


def defuse(text: str) -> str:
    """The text so that no spreadsheet runs it: with an apostrophe before it where it starts like a formula.

    Example:
        >>> defuse("=松坪镇!A1")
        "'=松坪镇!A1"
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _format_text(cell: str | None) -> str:
    return "" if cell is None else defuse(cell)


def _format_texts(cell: Sequence[str] | None) -> str:
    return "" if cell is None else defuse("; ".join(cell))


def _format_integer(cell: int | None) -> str:
    return "" if cell is None else str(cell)


def _format_number(cell: float | None) -> str:
    """The shortest digits that give the number back, 240700 rather than 240700.0."""
    if cell is None:
        return ""
    return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)


def _format_flag(cell: bool | None) -> str:
    return "" if cell is None else str(cell).lower()


_FORMATS: dict[str, Callable[..., str]] = {
    "text": _format_text,
    "texts": _format_texts,
    "integer": _format_integer,
    "number": _format_number,
    "flag": _format_flag,
}
