"""Damage inside sentences undone (文本修复): injected readings, lost bytes, spaced digits, references.

Each repair cuts characters or writes a few anew; every character of the result still knows its place in the
source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.documents import Removed
from corpora.repair_gbk import find_garbled
from corpora.repair_readings import find_readings
from corpora.traced_text import Span, TracedText

FEWEST_SPACED = 3
_REFERENCE = re.compile(r"(?:&nbsp;?\s*)+|&(?:#\d{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
_TAG = re.compile(
    r"</?(?:img|br|hr|p|div|span|font|strong|b|i|u|em|sup|sub|a|table|tbody|t[rdh]|h[1-6]|li|ul|ol|center)"
    r"(?:\s[^<>\n]{0,600})?\s*/?>",
    re.IGNORECASE,
)
_DIGIT = "[0-9０-９]"
_SPACE = "[ \u00a0\u2002-\u200a\u3000]"
# 1 9 9 3 年, 第 2 6 条, 7 4 7 7 2 亿元, 1 1 ％; not columns of a table: a number or a line follows those.
_SPACED = re.compile(
    rf"(?<![\d０-９])(?<![\d０-９][.．,，]){_DIGIT}(?:{_SPACE}{_DIGIT})+(?={_SPACE}?[\u4e00-\u9fff%％])"
)


@dataclass(frozen=True, slots=True)
class Repair:
    """A damaged stretch that was written anew (修复).

    Attributes:
        source_start, source_end: its range in the decoded source.
        damaged: what stood there.
        text: what it said, as far as the characters around it tell.
        confidence: 0 to 1.
    """

    source_start: int
    source_end: int
    damaged: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text without its damage.

    Attributes:
        body: the text.
        removed: rows of reason ``noise`` for what was cut or written anew.
        repairs: what was written anew and how surely.
    """

    body: TracedText
    removed: tuple[Removed, ...]
    repairs: tuple[Repair, ...]


def repair(body: TracedText) -> Repaired:
    """The text with its damage undone; text without damage comes back as it is.

    Example:
        >>> repaired = repair(TracedText.whole("園區(qū)自1 9 9 3 年建成1 2 座,投資3 億元、2 0 萬元"))
        >>> repaired.body.text, [row.text for row in repaired.removed]
        ('園區自1993 年建成12 座,投資3 億元、20 萬元', ['(qū)'])
    """
    body = _write_references(body)
    damage = sorted([*find_tags(body.text), *find_readings(body.text)])
    removed = [trace_cut(body, span, "noise") for span in damage]
    body = body.cut(damage)
    found = find_garbled(body.text)
    rows = [trace_cut(body, (garbled.start, garbled.end), "noise") for garbled in found]
    repairs = [
        Repair(row.source_start, row.source_end, row.text, garbled.text, round(garbled.confidence, 3))
        for row, garbled in zip(rows, found, strict=True)
    ]
    body = _write_anew(body, [(garbled.start, garbled.end, garbled.text) for garbled in found])
    return Repaired(body.cut(find_digit_spaces(body.text)), (*removed, *rows), tuple(repairs))


def _write_anew(body: TracedText, edits: Sequence[tuple[int, int, str]]) -> TracedText:
    """The text with each range written anew; the ranges are in order and do not overlap."""
    parts, at = [], 0
    for start, end, text in edits:
        parts += [body.slice(at, start), TracedText.written(text, *body.source_span(start, end))]
        at = end
    return TracedText.join([*parts, body.slice(at, len(body))]) if edits else body


def trace_cut(body: TracedText, span: Span, reason: str) -> Removed:
    """The row for a stretch of the text that is left out."""
    source_start, source_end = body.source_span(*span)
    return Removed(reason, body.text[slice(*span)], source_start, source_end)


def find_tags(text: str) -> list[Span]:
    """The tags of HTML that a crawler left in a flattened text.

    Example:
        >>> find_tags('新修渠道<br>3公里<img src="a.png" width="5">')
        [(4, 8), (11, 38)]
    """
    return [match.span() for match in _TAG.finditer(text)] if "<" in text else []


def find_digit_spaces(text: str) -> list[Span]:
    """The blanks between single digits, in a text that sets its numbers so more than twice."""
    runs = [match.span() for match in _SPACED.finditer(text)]
    if len(runs) < FEWEST_SPACED:
        return []
    return [(at, at + 1) for start, end in runs for at in range(start + 1, end, 2)]


def _write_references(body: TracedText) -> TracedText:
    """Character references of HTML (&nbsp;, &ldquo;) as their characters; runs of &nbsp; as one blank."""
    if "&" not in body.text:
        return body
    edits = []
    for match in _REFERENCE.finditer(body.text):
        written = " " if match[0].startswith("&nbsp") else html.unescape(match[0])
        if written != match[0] and written.isprintable():
            edits.append((*match.span(), written))
    return _write_anew(body, edits)
