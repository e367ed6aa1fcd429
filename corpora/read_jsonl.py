"""Readings of JSON Lines (每行一条记录): one a record, its offsets in the whole decoded file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import numpy as np

from corpora.decoding import decode
from corpora.documents import Reading, Source
from corpora.errors import ReadError
from corpora.records import Field, read_record
from corpora.traced_text import TracedText

DECODER = json.JSONDecoder(strict=False)
SPACE = re.compile(r"[ \t\r\n]*+")
BETWEEN = re.compile(r"[ \t\r\n,]*+")
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL
)
SURROGATE = re.compile(r"[\ud800-\udfff]")


def read_jsonl(source: Source) -> Iterator[Reading | ReadError]:
    """A reading of every record, in the order of the file; a ReadError for each line that is none.

    A record is an object on a line of its own, see :func:`corpora.records.read_record`; an array of objects
    is read as well, and objects of several lines.

    Raises:
        ReadError: the bytes are not text.
    """
    content, encoding = decode(source.read_bytes())
    for number, start, record in _split(content):
        try:
            fields = _parse(record, start)
            yield read_record(source, content, encoding, fields, trace=trace_string)
        except ReadError as error:
            yield ReadError(f"line {number}: {error}")


def _split(content: str) -> Iterator[tuple[int, int, str]]:
    """Every record as the number of its line, where it starts, and its text."""
    first = _skip(content, 0)
    array = content.startswith("[", first)
    if array or "\n" in content[first : _find_end(content, first)]:
        yield from _split_run(content, first + array)
        return
    start = 0
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield number, start, line
        start += len(line) + 1


def _split_run(content: str, at: int) -> Iterator[tuple[int, int, str]]:
    """Records of an array, or one after the other, each over as many lines as it likes."""
    number, counted = 1, 0
    while True:
        at = BETWEEN.match(content, at).end()  # type: ignore[union-attr]
        if at >= len(content) or (content[at] == "]" and not content[at + 1 :].strip()):
            return
        # After one that is damaged nobody knows where the next one starts.
        end = _find_end(content, at) or len(content)
        number += content.count("\n", counted, at)
        counted = at
        yield number, at, content[at:end]
        at = end


def _find_end(content: str, at: int) -> int:
    """Where the JSON value at `at` ends, 0 where none is there."""
    try:
        return DECODER.raw_decode(content, at)[1]
    except (ValueError, RecursionError):
        return 0


def trace_string(content: str, start: int, end: int) -> TracedText:
    r"""The value of the JSON string that stands at [start, end) in `content`, quotes included.

    An escape (``\n``, ``\u4e2d``) is one character that spans the whole escape; half of a surrogate pair
    becomes U+FFFD.
    """
    raw = content[start + 1 : end - 1]
    if "\\" not in raw:
        return TracedText.whole(raw, at=start + 1)
    value, _ = DECODER.raw_decode(content, start)
    widths = np.ones(len(value), dtype=np.int32)
    shrunk = 0
    for match in ESCAPE.finditer(raw):
        width = match.end() - match.start()
        widths[match.start() - shrunk] = width
        shrunk += width - 1
    ends = np.cumsum(widths, dtype=np.int32) + np.int32(start + 1)
    return TracedText(SURROGATE.sub("\ufffd", value), ends - widths, ends)


def _parse(line: str, start: int) -> list[Field]:
    """The fields of a record; `start` is where its line starts in the file."""
    fields: list[Field] = []
    try:
        at = _expect("{", line, _skip(line, 0))
        at = _skip(line, at)
        while line[at : at + 1] != "}":
            if fields:
                at = _skip(line, _expect(",", line, at))
            _expect('"', line, at)
            name, at = DECODER.raw_decode(line, at)
            at = _skip(line, _expect(":", line, _skip(line, at)))
            value, end = DECODER.raw_decode(line, at)
            fields.append(Field(SURROGATE.sub("\ufffd", name), _mend(value), start + at, start + end))
            at = _skip(line, end)
        rest = line[at + 1 :].strip()
    except json.JSONDecodeError as error:
        raise ReadError(f"no JSON object: {error.msg} at character {error.pos + 1}.") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"no JSON object that can be read: {error}.") from error
    if rest:
        raise ReadError(f"more than one JSON object on a line: {rest[:20]!r} follows the first.")
    return fields


def _mend(value: object) -> object:
    """A string without halves of surrogate pairs, which no file can hold; other values as they are."""
    return SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


def _skip(line: str, at: int) -> int:
    match = SPACE.match(line, at)
    return match.end() if match else at


def _expect(mark: str, line: str, at: int) -> int:
    if line[at : at + 1] != mark:
        raise json.JSONDecodeError(f"expected {mark!r}", line, at)
    return at + 1
