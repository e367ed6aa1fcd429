"""The headings of a report as a tree (章节标题), and which part of the report each stands in.

Numbering tells the level: a style that is already open closes what was opened below it, a new style opens a
level below. How headings are found: headings.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from corpora.documents import Document
from corpora.frozen_records import set_at_once
from corpora.periods import find_periods
from extractors.heading_lists import Heading
from extractors.headings import RANK, STARTS_NUMBERING, find_headings
from extractors.outlooks import find_outlook
from extractors.tokens import read_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

COMPONENT: Final = "zhibiao_sections"

# 2030年工作回顾, 过去五年的回顾: what follows at its level is no review
_REVIEW: Final = re.compile(r"回顾(?:和)?$")
_GOVERNMENT: Final = "政府工作报告"
_AIMS: Final = re.compile(r"(?<![^\n])[ \u3000]*[^\n。:]{0,24}(?:总体要求|预期目标)(?:是|为|:)")


@set_at_once
@dataclass(frozen=True, slots=True)
class Section:
    """A heading (标题) and the place it opens.

    Attributes:
        text_start, text_end: the heading with its marker in the document's text, half-open.
        source_start, source_end: the same in the decoded source.
        level: 1 for the outermost, counted in headings that stand above it.
        marker: the numbering as written, 一、 or (2) or 一是; empty for an unnumbered line.
        heading: the words of the heading without marker and full stop.
        parent: index of the heading above it in the tuple of sections, None for level 1.
        outlook: one of OUTLOOKS: the part of the report that it opens or lies in.
    """

    text_start: int
    text_end: int
    source_start: int
    source_end: int
    level: int
    marker: str
    heading: str
    parent: int | None
    outlook: str


def find_sections(doc: Doc) -> tuple[Section, ...]:
    r"""All headings of a document in the order of the text, as a tree.

    Args:
        doc: its text is the working text; ``doc._.document`` is the Document or None.

    Returns:
        Sections whose offsets count in the document's text. Those of a table of contents count too.

    Example:
        >>> [s.heading for s in find_sections(nlp("一、工作回顾\n我们新建公园3处。\n二、下一步打算"))]
        ['工作回顾', '下一步打算']
    """
    document = doc._.document if doc.has_extension("document") else None
    text = read_tokens(doc).text
    quoted = text if document is None else document.text
    headings = list(find_headings(text))
    default = _choose_default_outlook(document)
    turn = _find_turn(text, document)
    told = 0
    sections: list[Section] = []
    open_sections: list[tuple[float, int]] = []  # (rank of style, index)
    for heading, rank in zip(headings, _settle_ranks(headings), strict=True):
        sibling = None
        while open_sections and open_sections[-1][0] >= rank:
            sibling = open_sections.pop()[1]
        parent = open_sections[-1][1] if open_sections else None
        inherited = sections[parent].outlook if parent is not None else default
        own = find_outlook(heading.words)
        # time moves forward: what follows the plans at their level, or a review, looks ahead unless it says
        # otherwise (a numbering that starts anew is another report or another list, but no report within a
        # government's)
        starts_anew = STARTS_NUMBERING.match(heading.marker) is not None and turn is None
        before = sections[sibling] if sibling is not None and not starts_anew else None
        if before is not None and (before.outlook == "plan" or _REVIEW.search(before.heading) is not None):
            inherited = "plan"
        first, last = _find_years(heading.words)
        if (told and first > told) or (turn is not None and heading.start > turn):
            inherited = "plan"
        if own == "retrospect":
            told = max(told, last)
        outlook = own or inherited
        source_start, source_end = locate_source(document, heading.start, heading.end)
        sections.append(
            Section(
                text_start=heading.start,
                text_end=heading.end,
                source_start=source_start,
                source_end=source_end,
                level=len(open_sections) + 1,
                marker=heading.marker,
                heading=_quote(heading.words, heading, text, quoted),
                parent=parent,
                outlook=outlook,
            )
        )
        open_sections.append((rank, len(sections) - 1))
    return tuple(sections)


def _find_years(words: str) -> tuple[int, int]:
    """The first and the last year of the first period that a heading names, 0 where it names none.

    十四五时期发展成就和十五五时期主要目标: what it looks back on stands first.
    """
    named = next((one for one in find_periods(words) if one.year is not None), None)
    return (named.year or 0, named.year_to or named.year or 0) if named is not None else (0, 0)


def _find_turn(text: str, document: Document | None) -> int | None:
    """Where a government's report says what it aims at, whatever its headings; None where it does not."""
    if document is None or _GOVERNMENT not in f"{document.metadata.title}{document.source}":
        return None
    found = _AIMS.search(text)
    return found.start() if found is not None else None


def _quote(words: str, heading: Heading, text: str, quoted: str) -> str:
    """Words of a heading as the report writes them, in its own script and widths."""
    at = text.find(words, heading.start, heading.end)
    return words if at < 0 else quoted[at : at + len(words)]


def locate_source(document: Document | None, start: int, end: int) -> tuple[int, int]:
    """The range in the decoded source of characters [start, end); the same where there is no document."""
    return (start, end) if document is None else document.body.source_span(start, end)


def _settle_ranks(headings: Sequence[Heading]) -> list[float]:
    """How far out each heading stands; an unnumbered line, just above a numbering that starts below it."""
    ranks: list[float] = [RANK[heading.style] for heading in headings]
    for index, (heading, following) in enumerate(pairwise(headings)):
        if heading.style == "line" and STARTS_NUMBERING.match(following.marker):
            ranks[index] = ranks[index + 1] - 0.5
    return ranks


def _choose_default_outlook(document: Document | None) -> str:
    """The outlook where no heading tells: plan for plans and schemes, otherwise retrospect."""
    if document is not None and document.metadata.doc_type in {"plan", "scheme"}:
        return "plan"
    return "retrospect"


def add_sections(doc: Doc) -> Doc:
    """The same doc with its headings on ``doc._.sections``."""
    doc._.sections = find_sections(doc)
    return doc
