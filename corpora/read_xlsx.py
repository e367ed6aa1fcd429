"""Readings of Excel workbooks (xlsx): one a row of every sheet that has a column of text."""

from __future__ import annotations

import datetime
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


def read_xlsx(source: Source) -> Iterator[Reading | ReadError]:
    """A reading of every row below a header that names a column of text; a ReadError for each without text.

    Sheets without such a header are left out where another one has it. Offsets count in the row, its cells
    parted by tabs.

    Raises:
        ReadError: no workbook, damaged, or no sheet has a column of text.
    """
    found = False
    seen: list[str] = []
    for name, rows in _read_sheets(source.read_bytes()):
        names: list[str] = []
        for number, cells in enumerate(rows, start=1):
            if not names:
                if any(cell.strip().lower() in TEXT_FIELDS for cell in cells):
                    names, found = cells, True
                elif number >= HEADER_WITHIN:
                    break
                seen += [cell for cell in cells if cell]
            elif any(cells):
                try:
                    yield _read_row(source, names, cells)
                except ReadError as error:
                    yield ReadError(f"sheet {name}, row {number}: {error}")
    if not found:
        raise ReadError(f"no sheet has a header: {explain_missing_text(seen)}")


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
            yield sheet.title, _read_rows(sheet.iter_rows(values_only=True))
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


def _write_cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _refuse_bombs(data: bytes) -> None:
    """ReadError where the parts of the workbook are too large, or declare entities."""
    archive = open_zip(BytesIO(data))
    size = sum(member.file_size for member in archive.infolist())
    if size > MOST_MEMBER_BYTES:
        raise ReadError(f"The workbook unpacks to {size:,} bytes, more than {MOST_MEMBER_BYTES:,}.")
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            refuse_entities(read_member(archive, member), member.filename)
