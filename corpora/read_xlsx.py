"""Readings of Excel workbooks (xlsx): a row each of sheets with a column of text, else sheets of figures."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from corpora.documents import Reading, Source
from corpora.errors import ReadError
from corpora.records import TEXT_FIELDS, Field, explain_missing_text, read_record
from corpora.traced_text import TracedText
from corpora.zip_files import MOST_MEMBER_BYTES, open_zip, read_member, refuse_entities

HEADER_WITHIN = 10  # rows in which a sheet has to name its columns; titles may stand above
MOST_COLUMNS = 1000
MOST_ROWS = 20_000  # of a sheet of figures
FEWEST_FIGURES = 2
_WORDS = re.compile(r"[\u3400-\u9fff]")
_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")


def read_xlsx(source: Source) -> Iterator[Reading | ReadError]:
    """A reading of every row below a header that names a column of text; a ReadError for each without text.

    Sheets without such a header are left out where another one has it; where none has, each sheet of figures
    is a reading. Offsets count in the row or the sheet, its cells parted by tabs, its rows by line breaks.

    Raises:
        ReadError: no workbook, damaged, or no sheet has a column of text or holds figures.
    """
    found = False
    seen: list[str] = []
    tables: list[str | ReadError] = []
    for name, rows in _read_sheets(source.read_bytes()):
        names: list[str] = []
        above: list[list[str]] = []
        for number, cells in enumerate(rows, start=1):
            if not names:
                if number <= HEADER_WITHIN and any(cell.strip().lower() in TEXT_FIELDS for cell in cells):
                    names, found = cells, True
                elif found and number > HEADER_WITHIN:
                    break
                elif number > MOST_ROWS:
                    above.clear()
                    tables.append(
                        ReadError(f"sheet {name}: no column of text, and more than {MOST_ROWS:,} rows")
                    )
                    break
                else:
                    above.append(cells)
                if number <= HEADER_WITHIN:
                    seen += [cell for cell in cells if cell]
            elif any(cells):
                try:
                    yield _read_row(source, names, cells)
                except ReadError as error:
                    yield ReadError(f"sheet {name}, row {number}: {error}")
        if not names and _hold_figures(above):
            tables.append(_write_table(above))
    if not found and not tables:
        raise ReadError(f"no sheet has a header: {explain_missing_text(seen)}")
    if not found:
        for table in tables:
            if isinstance(table, ReadError):
                yield table
            else:
                yield Reading(source, table, TracedText.whole(table), "utf-8")


def _hold_figures(rows: list[list[str]]) -> bool:
    """Whether two rows or more hold words and a number beside them."""
    telling = sum(any(map(_WORDS.search, cells)) and any(map(_FIGURE.fullmatch, cells[1:])) for cells in rows)
    return telling >= FEWEST_FIGURES


def _write_table(rows: list[list[str]]) -> str:
    """The rows as lines, without the columns that are blank before all of them; a title has one cell."""
    filled = [[n for n, cell in enumerate(cells) if cell.strip()] for cells in rows]
    first = min((places[0] for places in filled if len(places) > 1), default=0)
    lines: list[str] = []
    for cells, places in zip(rows, filled, strict=True):
        shown = cells[first:] if len(places) > 1 else [cells[place] for place in places]
        lines.append("\t".join(" ".join(cell.split()) for cell in shown))
    return "\n".join(lines)


def _read_row(source: Source, names: list[str], cells: list[str]) -> Reading:
    fields: list[Field] = []
    at = 0
    for name, cell in zip(names, cells, strict=False):
        if name:
            fields.append(Field(name, cell, at, at + len(cell)))
        at += len(cell) + 1
    return read_record(source, "\t".join(cells), "utf-8", fields, trace=_trace)


def _trace(content: str, start: int, end: int) -> TracedText:
    return TracedText.whole(content[start:end], at=start)


def _read_sheets(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Name and rows of every sheet, cells as a person would type them."""
    _refuse_bombs(data)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features of Excel that carry no text
            workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its many parsers do
        raise ReadError(f"The workbook is damaged: {type(error).__name__}: {error}") from error
    try:
        for sheet in workbook.worksheets:
            yield sheet.title, _read_rows(sheet.iter_rows())
    finally:
        workbook.close()


def _read_rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[str]]:
    try:
        for row in rows:
            cells = [_write_cell(cell) for cell in row[:MOST_COLUMNS]]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
    except ReadError:
        raise
    except Exception as error:  # as above, while the rows are read
        raise ReadError(f"The workbook is damaged: {type(error).__name__}: {error}") from error


def _write_cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d") if value.time() == datetime.time() else value.isoformat(sep=" ")
    if isinstance(value, float | int) and not isinstance(value, bool):
        if str(cell.number_format).endswith("%"):
            return f"{value * 100:.10g}%"  # 0.985 as a share
        # 0.1 + 0.2 is 0.3 to a person
        return str(int(value)) if float(value).is_integer() else f"{value:.12g}"
    return str(value)


def _refuse_bombs(data: bytes) -> None:
    """ReadError where the parts of the workbook are too large, or declare entities."""
    archive = open_zip(BytesIO(data))
    size = sum(member.file_size for member in archive.infolist())
    if size > MOST_MEMBER_BYTES:
        raise ReadError(f"The workbook unpacks to {size:,} bytes, more than {MOST_MEMBER_BYTES:,}.")
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            refuse_entities(read_member(archive, member), member.filename)
