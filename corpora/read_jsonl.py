"""Readings of JSON Lines (每行一条记录): one a record, its offsets in the whole decoded file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from corpora.decoding import decode
from corpora.documents import DOC_TYPES, Metadata, Reading, Removed, Source
from corpora.errors import ReadError
from corpora.page_data import read_date
from corpora.read_html import extract_body
from corpora.traced_text import TracedText

# Names that records give to their fields, most telling first; compared in lower case.
TEXT_FIELDS = (
    "text", "content", "body", "article", "fulltext", "full_text", "main_text", "page_content", "raw_content",
    "article_content", "正文", "内容", "全文", "文本", "html", "raw_html",
)  # fmt: skip
TITLE_FIELDS = ("title", "headline", "标题", "题目", "name")
ORG_FIELDS = ("org", "organisation", "organization", "issuer", "发文机关", "发布机构", "单位", "机构")
PUBLISHED_FIELDS = (
    "published", "publish_date", "publish_time", "published_at", "pubdate", "pub_date", "pub_time", "date",
    "datetime", "time", "发布时间", "发布日期", "日期",
)  # fmt: skip
DOC_TYPE_FIELDS = ("doc_type", "文种")
DECODER = json.JSONDecoder(strict=False)
SPACE = re.compile(r"[ \t\r]*")
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL
)
SURROGATE = re.compile(r"[\ud800-\udfff]")
MARKUP = re.compile(r"<(?:p|div|br|span|html|body|table|td|h[1-6]|article|section)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: its value, and where that stands in the decoded file (quotes included)."""

    name: str
    value: Any
    start: int
    end: int


def read_jsonl(source: Source, data: bytes) -> Iterator[Reading | ReadError]:
    """A reading of every record, in the order of the file; a ReadError for each line that is none.

    A record is an object on a line of its own. Its text is the first of TEXT_FIELDS that it has; a text in
    HTML is read as a page. Title, organisation, day and genre are taken from fields that say so; all
    other fields are kept as Removed.

    Raises:
        ReadError: the bytes are not text.
    """
    content, encoding = decode(data)
    start = 0
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            try:
                yield _read_record(source, content, encoding, _parse(line, start))
            except ReadError as error:
                yield ReadError(f"line {number}: {error}")
        start += len(line) + 1


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
            fields.append(Field(name, value, start + at, start + end))
            at = _skip(line, end)
        rest = line[at + 1 :].strip()
    except json.JSONDecodeError as error:
        raise ReadError(f"no JSON object: {error.msg} at character {error.pos + 1}.") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"no JSON object that can be read: {error}.") from error
    if rest:
        raise ReadError(f"more than one JSON object on a line: {rest[:20]!r} follows the first.")
    return fields


def _skip(line: str, at: int) -> int:
    match = SPACE.match(line, at)
    return match.end() if match else at


def _expect(mark: str, line: str, at: int) -> int:
    if line[at : at + 1] != mark:
        raise json.JSONDecodeError(f"expected {mark!r}", line, at)
    return at + 1


def _read_record(source: Source, content: str, encoding: str, fields: list[Field]) -> Reading:
    named = {field.name.strip().lower(): field for field in fields if isinstance(field.value, str)}
    text = next((named[name] for name in TEXT_FIELDS if name in named and named[name].value.strip()), None)
    if text is None:
        names = ", ".join(field.name for field in fields[:12]) or "none"
        raise ReadError(f"no field with text: expected one of {', '.join(TEXT_FIELDS)}; found {names}.")
    body = trace_string(content, text.start, text.end)
    removed = tuple(
        Removed("metadata", str(field.value), field.start, field.end) for field in fields if field is not text
    )
    given = _read_given(named)
    if MARKUP.search(body.text):
        inner, cut, stated = extract_body(body.text)
        removed += tuple(
            Removed(row.reason, row.text, *body.source_span(row.source_start, row.source_end)) for row in cut
        )
        body = _compose(body, inner)
        given = Metadata(
            title=given.title or stated.title,
            org=given.org,
            published=given.published or stated.published,
            doc_type=given.doc_type,
        )
    return Reading(source, content, body, encoding, removed, given)


def _read_given(named: dict[str, Field]) -> Metadata:
    def find(names: tuple[str, ...]) -> str | None:
        values = (named[name].value.strip() for name in names if name in named)
        return next((value for value in values if value), None)

    doc_type = find(DOC_TYPE_FIELDS)
    days = (read_date(named[name].value) for name in PUBLISHED_FIELDS if name in named)
    return Metadata(
        title=find(TITLE_FIELDS),
        org=find(ORG_FIELDS),
        published=next((day for day in days if day is not None), None),
        doc_type=doc_type if doc_type in DOC_TYPES else None,
    )


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


def _compose(outer: TracedText, inner: TracedText) -> TracedText:
    """`inner`, whose offsets count in the text of `outer`, with offsets that count where `outer` stands."""
    if not len(inner):
        return inner
    inserted = inner.ends == inner.starts
    starts = outer.starts[np.minimum(inner.starts, len(outer) - 1)]
    ends = outer.ends[np.maximum(inner.ends - 1, 0)]
    return TracedText(inner.text, np.where(inserted, ends, starts), ends)
