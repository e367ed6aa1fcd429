"""Readings of plain text (纯文本)."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.decoding import decode
from corpora.documents import Reading, Source
from corpora.traced_text import TracedText


def read_text(source: Source) -> Iterator[Reading]:
    """One reading: the decoded file, whole, its line breaks as they are.

    Raises:
        ReadError: the bytes are not text.
    """
    content, encoding = decode(source.read_bytes())
    yield Reading(source=source, content=content, body=TracedText.whole(content), encoding=encoding)
