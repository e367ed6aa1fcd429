"""The headings of a report as a tree (章节标题), and which part of the report each stands in.

A heading is a line of its own (一、上半年工作回顾), the numbered opening of a paragraph that ends in a full
stop (1、突出事前预防。我局…), or a numbered line whose paragraph was joined to it by a space. Numbering tells
the level: a style that is already open closes what was opened below it, a new style opens a level below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from corpora.documents import Document
from corpora.frozen_records import set_at_once
from extractors.outlooks import compile_outlook_words, find_outlook
from extractors.tokens import read_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc

COMPONENT = "zhibiao_sections"

_NUMERAL = "一二三四五六七八九十百"

# Ordered from the outermost style to the innermost, as GB/T 9704-2012 (7.3.3) prescribes 一、 (一) 1. (1);
# the rest is what reports add to it. The order decides which style closes which.
_STYLES = (
    ("part", rf"第[{_NUMERAL}\d]{{1,3}}(?:部分|编|篇|章)"),
    ("clause", rf"第[{_NUMERAL}\d]{{1,3}}节"),
    ("bracket", r"【(?=[^【】\n]{2,30}】)"),
    ("capital", r"[壹贰叁参肆伍陆柒捌玖拾]{1,2}[、.:]"),
    ("numeral", rf"[{_NUMERAL}]{{1,3}}(?:\x20*、|[.．:](?!\d))"),
    ("numeral_paren", rf"[（(][{_NUMERAL}]{{1,3}}[)）][、.]?"),
    ("digit", r"\d{1,2}(?:[、．:]|\.(?!\d))"),
    ("digit_paren", r"[（(]\d{1,2}[)）][、.]?|\d{1,2}[)）]"),
    ("circled", "[①-⑳⑴-⒇]"),
    ("first", r"(?:首先|其次|再次|最后|第[一二三四五六七八九十]{1,2}(?=[,，、]))[,，、]?"),
    ("is", r"[一二三四五六七八九十]{1,2}(?:是|要)"),
    ("line", "unnumbered line"),
)
_INSIDE_PARAGRAPHS = frozenset(("first", "is"))
_RANK = {name: rank for rank, (name, _) in enumerate(_STYLES)}
_MARKER = re.compile(
    r"[ \t\u3000\xa0]*(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _STYLES if " " not in pattern)
    + r")[ \t\u3000\xa0]*"
)
# before the first character of a numbering; after it, so that `re` passes over all other characters at once
_OPENS = r"(?<![^。;:\n \u3000\xa0].)"
_RUN_IN = re.compile(
    rf"[{_NUMERAL}首其再第(\d]{_OPENS}(?:(?<=[{_NUMERAL}])[{_NUMERAL}]?是|(?<=首)先|(?<=[其再])次"
    rf"|(?<=第)[{_NUMERAL}]{{1,2}}(?=[,、])|(?<=\()[{_NUMERAL}]{{1,3}}\)[、.]?|(?<=\d)\d?[、.](?!\d))"
)
_LINE = re.compile(r"[^\n]+")
_STOP = re.compile(r"[。:：!?;；\n]")
_BLANKS = " \t\u3000\xa0\r"
_NOT_AT_END = "。!?;；,、:：)"
_HAN = re.compile(r"[\u4e00-\u9fff“《]")
# signatures, dates, salutations and page furniture are short lines too
_NOT_A_HEADING = re.compile(
    r"\d年\d{1,2}月|[。;；|>＞]|^(?:同志们|各位|尊敬的|附件|附表|单位[:：]|注[:：]|备注|来源|时间|编辑|责任|作者|谢谢|此致|敬礼|下一[篇页]|上一[篇页])|,"
)
# 县长 李某某: who speaks
_SPEAKER = re.compile(
    r"(?:[省市州盟县区旗镇乡局厅部院校]长|主席|书记|主任|总理)[ \u3000\xa0]+\S{1,4}(?:[ ·]\S{1,8})*$"
)
# a space inside a numbered line, after a phrase and before a phrase: the heading was joined to its paragraph
_JOINED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000\xa0]+(?=[\u4e00-\u9fff“《])")
_STARTS_NUMBERING = re.compile(r"[（(]?[一1][)）、.．:]|一是|第[一1](?:部分|章|编|篇|节)|首先")

_INSIDE = re.compile(rf"[{_NUMERAL}]{_OPENS}[{_NUMERAL}]?、")
_REST_OF_ANNOUNCEMENT = re.compile(r"(?:工作|重点|安排|打算|思路|计划|情况|总结|回顾|及|和|与)+")
_GOES_ON = re.compile(r"[今去本全]年|\d{2,4}年|一年来|[上下]半年|[我根按在围]")
_LONGEST_ANNOUNCED = 18
_LINES_OF_TABLE = 4
_LONGEST_LINE = 40
_LONGEST_UNNUMBERED = 26
_LONGEST_RUN_IN = 32


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


class Heading(NamedTuple):
    """A heading that is found but not yet placed in the tree."""

    start: int
    end: int
    style: str
    marker: str
    words: str


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
    sections: list[Section] = []
    open_sections: list[tuple[float, int]] = []  # (rank of style, index)
    for heading, rank in zip(headings, _settle_ranks(headings), strict=True):
        sibling = None
        while open_sections and open_sections[-1][0] >= rank:
            sibling = open_sections.pop()[1]
        parent = open_sections[-1][1] if open_sections else None
        inherited = sections[parent].outlook if parent is not None else default
        # time moves forward: what follows the plans at their level belongs to them unless it says otherwise
        # (a numbering that starts anew is another report or another list)
        starts_anew = _STARTS_NUMBERING.match(heading.marker) is not None
        if sibling is not None and not starts_anew and sections[sibling].outlook == "plan":
            inherited = "plan"
        outlook = find_outlook(heading.words) or inherited
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


def _quote(words: str, heading: Heading, text: str, quoted: str) -> str:
    """Words of a heading as the report writes them, in its own script and widths."""
    at = text.find(words, heading.start, heading.end)
    return words if at < 0 else quoted[at : at + len(words)]


def locate_source(document: Document | None, start: int, end: int) -> tuple[int, int]:
    """The range in the decoded source of characters [start, end); the same where there is no document."""
    return (start, end) if document is None else document.body.source_span(start, end)


def find_headings(text: str) -> Iterator[Heading]:
    """The headings of a working text in order, not yet placed in a tree.

    Unnumbered lines one right after the other are the cells of a table or a list, not headings.
    """
    for _, run in groupby(_number_runs(text), key=itemgetter(0)):
        headings = [heading for _, heading in run]
        if len(headings) < _LINES_OF_TABLE:
            yield from headings


def _number_runs(text: str) -> Iterator[tuple[int, Heading]]:
    """Each heading with a number that unnumbered lines share where nothing stands between them."""
    number = 0
    last: Heading | None = None
    for heading in _read_lines(text):
        if (
            last is None
            or not last.style == heading.style == "line"
            or text[last.end : heading.start].strip()
        ):
            number += 1
        yield number, heading
        last = heading


def _read_lines(text: str) -> Iterator[Heading]:
    """The headings that lines are, begin with or hold, in order."""
    for line in _LINE.finditer(text):
        words = line.group()
        indent = len(words) - len(words.lstrip(_BLANKS))
        start, end = line.start() + indent, line.start() + len(words.rstrip(_BLANKS))
        if start >= end or "\t" in words:
            continue  # the row of a table is no heading
        marker = _MARKER.match(text, start, end)
        heading = _read_numbered(text, start, end, marker) if marker else _read_unnumbered(text, start, end)
        if heading is not None:
            yield heading
        at = start if heading is None else heading.end
        inside = [*_find_run_in(text, at, end), *_find_announced(text, at, end)]
        yield from sorted(inside, key=lambda found: found.start)


def _read_numbered(text: str, start: int, end: int, marker: re.Match[str]) -> Heading | None:
    """The heading that a numbered line is, or begins with; None where it is a plain numbered sentence."""
    style = str(marker.lastgroup)
    if style in _INSIDE_PARAGRAPHS:
        return None
    at = marker.end()
    words_end = end
    if style == "bracket":
        words_end = text.find("】", at, end)
        return Heading(start, words_end + 1, style, "", text[at:words_end])
    if (joined := _JOINED.search(text, at, end)) and 4 <= joined.start() - at <= _LONGEST_LINE:
        words_end = joined.start()
    elif (stop := _STOP.search(text, at, end)) is not None:
        words_end = stop.start()
    if (announced := _find_announcement(text, at, words_end)) and _GOES_ON.match(text, announced, words_end):
        words_end = announced
    longest = _LONGEST_LINE if words_end >= end - 1 else _LONGEST_RUN_IN
    words = text[at:words_end].strip(_BLANKS)
    if not 2 <= len(words) <= longest or words.count(",") > (2 if words_end == end else 1):
        return None
    return Heading(start, min(words_end, end), style, text[start:at].strip(_BLANKS), words)


def _find_run_in(text: str, start: int, end: int) -> Iterator[Heading]:
    """Headings inside a paragraph: 一是健全规章制度。 where the text goes on to say how."""
    matches = list(_RUN_IN.finditer(text, start, end))
    for index, match in enumerate(matches):
        style = _name_run_in(match.group())
        until = matches[index + 1].start() if index + 1 < len(matches) else end
        at = match.end() + (text[match.end() : match.end() + 1] in {",", "、"})
        stop = text.find("。", at, until)
        # a heading says what the sentences after it tell: 二是强化培训。三是… is a list, not headings
        if 0 <= stop < until - 4 and 3 <= stop - at <= _LONGEST_RUN_IN and text.count(",", at, stop) < 2:
            yield Heading(match.start(), stop, style, match.group(), text[at:stop])


def _find_announced(text: str, start: int, end: int) -> Iterator[Heading]:
    """Headings that nothing parts from their paragraph but that say which part of the report they open.

    一、工作总结 of 一、工作总结今年以来，我局…
    """
    for match in _INSIDE.finditer(text, start, end):
        if 0 < (stop := _find_announcement(text, match.end(), end)) < end - 4:
            yield Heading(match.start(), stop, "numeral", match.group().strip(), text[match.end() : stop])


def _find_announcement(text: str, start: int, end: int) -> int:
    """Where the words end that say at the start of text[start:end] which part of the report opens; or 0."""
    words = compile_outlook_words()[0].search(text, start, min(end, start + _LONGEST_ANNOUNCED))
    if words is None or _STOP.search(text, start, words.end()):
        return 0
    rest = _REST_OF_ANNOUNCEMENT.match(text, words.end(), end)
    return words.end() if rest is None else rest.end()


def _name_run_in(marker: str) -> str:
    """The style of a numbering inside a paragraph."""
    if marker.endswith("是"):
        return "is"
    if marker.startswith("("):
        return "numeral_paren"
    return "digit" if marker[0].isdigit() else "first"


def _read_unnumbered(text: str, start: int, end: int) -> Heading | None:
    """The heading that a line without numbering is: short, of words, not a sentence and not a signature."""
    line = text[start:end]
    if (
        3 <= len(line) <= _LONGEST_UNNUMBERED
        and line[-1] not in _NOT_AT_END
        and _HAN.match(line) is not None
        and not _NOT_A_HEADING.search(line)
        and not _SPEAKER.search(line)
    ):
        return Heading(start, end, "line", "", line)
    return None


def _settle_ranks(headings: Sequence[Heading]) -> list[float]:
    """How far out each heading stands; an unnumbered line, just above a numbering that starts below it."""
    ranks: list[float] = [_RANK[heading.style] for heading in headings]
    for index, (heading, following) in enumerate(pairwise(headings)):
        if heading.style == "line" and _STARTS_NUMBERING.match(following.marker):
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
