"""Readings of CSV (逗号分隔值): one a row, its offsets in the whole decoded file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from corpora.decoding import decode
from corpora.documents import Reading, Source
from corpora.errors import ReadError
from corpora.records import TEXT_FIELDS, Field, explain_missing_text, read_record
from corpora.traced_text import TracedText

DELIMITERS = ",\t;|"
# A cell in quotes ends where a delimiter or a line break follows, so that a stray quote swallows no row.
CELL = r'"(?:[^"]++|"")*+"(?=[{0}\r\n]|\Z)|[^{0}\r\n]*+'
QUOTED = re.compile(r'"(?:[^"]++|"")*+"')

Cell = tuple[str, int, int]


def read_csv(source: Source) -> Iterator[Reading | ReadError]:
    """A reading of every row below the header; a ReadError for each row without text.

    The first row names the columns; one of them must be a field of text, see
    :func:`corpora.records.read_record`. Cells are parted by a comma, tab, semicolon or bar, whichever the
    header has most of.

    Raises:
        ReadError: the bytes are not text, or no column of the header is text.
    """
    content, encoding = decode(source.read_bytes())
    rows = _split(content)
    _, header = next(rows, (0, []))
    names = [name for name, _, _ in header]
    if not any(name.strip().lower() in TEXT_FIELDS for name in names):
        raise ReadError(f"the header has {explain_missing_text(names)}")
    for line, row in rows:
        fields = [Field(name, *cell) for name, cell in zip(names, row, strict=False) if name.strip()]
        try:
            yield read_record(source, content, encoding, fields, trace=trace_cell)
        except ReadError as error:
            yield ReadError(f"line {line}: {error}")


def trace_cell(content: str, start: int, end: int) -> TracedText:
    """The value of the cell at [start, end); a doubled quote inside quotes is one that spans both."""
    raw = content[start:end]
    if not QUOTED.fullmatch(raw):
        return TracedText.whole(raw, at=start)
    value = raw[1:-1].replace('""', '"')
    widths = np.ones(len(value), dtype=np.int32)
    widths[[at for at, character in enumerate(value) if character == '"']] = 2
    ends = np.cumsum(widths, dtype=np.int32) + np.int32(start + 1)
    return TracedText(value, ends - widths, ends)


def _split(content: str) -> Iterator[tuple[int, list[Cell]]]:
    """Every row that is not blank: the number of its first line, and its cells as value and range."""
    delimiter = max(DELIMITERS, key=content.split("\n", 1)[0].count)
    pattern = re.compile(CELL.replace("{0}", re.escape(delimiter)))
    at, counted, line = 0, 0, 1
    row: list[Cell] = []
    while at <= len(content):
        match = pattern.match(content, at)
        end = match.end() if match else at
        raw = content[at:end]
        row.append((raw[1:-1].replace('""', '"') if QUOTED.fullmatch(raw) else raw, at, end))
        at = end + 1
        if content[end : end + 1] == delimiter:
            continue
        if any(value.strip() for value, _, _ in row):
            line += content.count("\n", counted, row[0][1])
            counted = row[0][1]
            yield line, row
        row = []
        if content.startswith("\r\n", end):
            at += 1
