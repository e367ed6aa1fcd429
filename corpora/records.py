"""Records (记录) of files that hold many texts, one a line or row, with named fields beside the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from corpora.documents import DOC_TYPES, Metadata, Reading, Removed, Source
from corpora.errors import ReadError
from corpora.page_data import PageData, read_address, read_author, read_date
from corpora.read_html import extract_body
from corpora.traced_text import TracedText

# Names that crawlers give to fields, most telling first; compared in lower case.
TEXT_FIELDS = (
    "text", "content", "body", "article", "fulltext", "full_text", "main_text", "page_content", "raw_content",
    "article_content", "正文", "内容", "全文", "文本", "html", "raw_html",
)  # fmt: skip
TITLE_FIELDS = ("title", "headline", "标题", "题目", "name")
AUTHOR_FIELDS = ("author", "authors", "byline", "writer", "作者", "撰稿", "撰稿人", "记者")
URL_FIELDS = (
    "url", "link", "href", "page_url", "source_url", "article_url", "uri", "网址", "链接", "原文链接",
    "来源网址", "地址",
)  # fmt: skip
ORG_FIELDS = ("org", "organisation", "organization", "issuer", "发文机关", "发布机构", "单位", "机构")
PUBLISHED_FIELDS = (
    "published", "publish_date", "publish_time", "published_at", "pubdate", "pub_date", "pub_time", "date",
    "datetime", "time", "发布时间", "发布日期", "日期",
)  # fmt: skip
DOC_TYPE_FIELDS = ("doc_type", "文种")
MARKUP = re.compile(r"<(?:p|div|br|span|html|body|table|td|h[1-6]|article|section)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: its value, and where that stands in the decoded file, quotes included."""

    name: str
    value: Any
    start: int
    end: int


def read_record(
    source: Source,
    content: str,
    encoding: str,
    fields: Sequence[Field],
    *,
    trace: Callable[[str, int, int], TracedText],
) -> Reading:
    """The reading of a record: its text, and its metadata where fields say so.

    The text is the first of TEXT_FIELDS that the record has; one in HTML is read as a page. All other fields
    are kept as Removed.

    Args:
        source: the file.
        content: the decoded file.
        encoding: what it was decoded as.
        fields: of the record, in order.
        trace: the value written at [start, end) in `content`, traced to it.

    Raises:
        ReadError: no field holds text.
    """
    named = {field.name.strip().lower(): field for field in fields if isinstance(field.value, str)}
    text = next((named[name] for name in TEXT_FIELDS if name in named and named[name].value.strip()), None)
    if text is None:
        empty = [name for name in TEXT_FIELDS if name in named]
        if empty:
            raise ReadError(f"no text in the field {', '.join(empty)}: it is empty.")
        raise ReadError(explain_missing_text([field.name for field in fields]))
    body = trace(content, text.start, text.end)
    removed = tuple(
        Removed("metadata", str(field.value), field.start, field.end)
        for field in fields
        if field is not text and field.value not in (None, "")
    )
    given = _read_given({name: field.value for name, field in named.items()}, authors=_find_authors(fields))
    stated = PageData()
    if MARKUP.search(body.text):
        inner, cut, shown, stated = extract_body(body.text)
        removed += tuple(
            Removed(row.reason, row.text, *body.source_span(row.source_start, row.source_end)) for row in cut
        )
        body = _compose(body, inner)
        given = replace(
            given,
            title=given.title or shown.title,
            published=given.published or shown.published,
            url=given.url or shown.url,
        )
    return Reading(source, content, body, encoding, removed, given, stated)


def explain_missing_text(names: Sequence[str]) -> str:
    """What to say of a record, or of a header, without a field of text."""
    found = ", ".join(names[:12]) or "none"
    return f"no field with text: expected one of {', '.join(TEXT_FIELDS)}; found {found}."


def _find_authors(fields: Sequence[Field]) -> str:
    """The value of the field of authors; a list of names joined with 、."""
    for field in fields:
        if field.name.strip().lower() in AUTHOR_FIELDS:
            names = field.value if isinstance(field.value, list) else [field.value]
            return "、".join(name.strip() for name in names if isinstance(name, str) and name.strip())
    return ""


def _read_given(named: Mapping[str, str], *, authors: str) -> Metadata:
    def find(names: tuple[str, ...]) -> str | None:
        values = (named[name].strip() for name in names if name in named)
        return next((value for value in values if value), None)

    doc_type = find(DOC_TYPE_FIELDS)
    addresses = (read_address(named[name]) for name in URL_FIELDS if name in named)
    days = (read_date(named[name]) for name in PUBLISHED_FIELDS if name in named)
    return Metadata(
        title=find(TITLE_FIELDS),
        org=find(ORG_FIELDS),
        published=next((day for day in days if day is not None), None),
        doc_type=doc_type if doc_type in DOC_TYPES else None,
        url=next((address for address in addresses if address is not None), None),
        author=read_author(authors),
    )


def _compose(outer: TracedText, inner: TracedText) -> TracedText:
    """`inner`, whose offsets count in the text of `outer`, with offsets that count where `outer` stands."""
    if not len(inner):
        return inner
    inserted = inner.ends == inner.starts
    starts = outer.starts[np.minimum(inner.starts, len(outer) - 1)]
    ends = outer.ends[np.maximum(inner.ends - 1, 0)]
    return TracedText(inner.text, np.where(inserted, ends, starts), ends)
