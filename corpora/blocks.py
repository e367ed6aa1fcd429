"""Blocks of an HTML page (文本块): its lines of text, each with the source ranges that it stands for."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpora.traced_text import TracedText

ENTITY_OR_SPACE = re.compile(
    r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?|[ \t\r\n\f\v]+"
)
WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·]")

Piece = tuple[str, int, int]
Segment = tuple[int, int, bool]


@dataclass(slots=True)
class Element:
    """A block-level element.

    Attributes:
        tag: lower case; "" for the page itself.
        attributes: as written in the start tag.
        parent: number of the element around it, -1 for the page.
        cell: number of the table cell around it or that it is, -1 outside tables.
        cells: for a row how many cells it has, for a cell which of them it is, from 1 on.
        hidden: its style, or that of one around it, keeps it from readers.
        preformatted: line breaks in it are shown as such.
    """

    tag: str
    attributes: str
    parent: int
    cell: int
    cells: int = 0
    hidden: bool = False
    preformatted: bool = False


@dataclass(slots=True)
class Block:
    """A line of text of a page.

    Attributes:
        text: the line, its spaces collapsed as a browser shows them.
        pieces: the same in pieces, each with the source range that it stands for.
        element: number of the innermost block-level element around it, in `Page.elements`.
        linked: how many of its characters are inside links.
        links: how many links they are.
        cells: how many cells the table row has that this line is made of, 0 for all other lines.
    """

    text: str
    pieces: list[Piece]
    element: int
    linked: int = 0
    links: int = 0
    cells: int = 0

    @property
    def start(self) -> int:
        """Where its source range starts."""
        return self.pieces[0][1]

    @property
    def end(self) -> int:
        """Where its source range ends."""
        return self.pieces[-1][2]

    def trace(self) -> TracedText:
        """The text with the source range of every character."""
        starts: list[int] = []
        ends: list[int] = []
        for text, start, end in self.pieces:
            if end - start == len(text):
                starts.extend(range(start, end))
                ends.extend(range(start + 1, end + 1))
            else:
                starts.extend([start] * len(text))
                ends.extend([end] * len(text))
        return TracedText(self.text, np.array(starts, dtype=np.int32), np.array(ends, dtype=np.int32))


def write_block(content: str, segments: Sequence[Segment], *, element: int, links: int) -> Block | None:
    """The line that ranges of a page make, as a browser shows it; None where it is blank."""
    pieces, linked = _collapse(content, segments)
    _trim(pieces)
    if not pieces:
        return None
    text = "".join([piece[0] for piece in pieces])
    return Block(text, pieces, element, linked=min(linked, len(text)), links=links)


def _collapse(content: str, segments: Sequence[Segment]) -> tuple[list[Piece], int]:
    """The text of the segments as a browser shows it, and how many of its characters are in links.

    A run of spaces becomes one; a line break between two wide characters is none, as in Chinese typesetting.
    """
    pieces: list[Piece] = []
    linked = 0
    space: re.Match[str] | None = None
    for start, end, in_link in segments:
        before = len(pieces)
        at = start
        for match in ENTITY_OR_SPACE.finditer(content, start, end):
            found = match.start()
            if found > at:
                _add(pieces, (content[at:found], at, found), space)
                space = None
            at = match.end()
            if content[found] == "&":
                _add(pieces, (_decode_entity(match.group()), found, at), space)
                space = None
            else:
                space = match
        if end > at:
            _add(pieces, (content[at:end], at, end), space)
            space = None
        if in_link:
            linked += sum(len(piece[0]) for piece in pieces[before:])
    return pieces, linked


def _add(pieces: list[Piece], piece: Piece, space: re.Match[str] | None) -> None:
    if space is not None and pieces:
        run = space.group()
        broken = "\n" in run or "\r" in run
        if not (broken and WIDE.match(pieces[-1][0][-1]) and WIDE.match(piece[0][0])):
            at = space.start()
            pieces.append((" ", at, at + 1))
    pieces.append(piece)


def _decode_entity(entity: str) -> str:
    return html.unescape(entity) or "\ufffd"


def _trim(pieces: list[Piece]) -> None:
    """Cut white space off both ends; an entity (&nbsp;) goes whole."""
    while pieces:
        text, start, end = pieces[-1]
        stripped = text.rstrip()
        if stripped:
            if len(stripped) < len(text) == end - start:
                pieces[-1] = (stripped, start, start + len(stripped))
            break
        pieces.pop()
    first = 0
    while first < len(pieces) and not pieces[first][0].strip():
        first += 1
    del pieces[:first]
    if pieces:
        text, start, end = pieces[0]
        stripped = text.lstrip()
        if len(stripped) < len(text) == end - start:
            pieces[0] = (stripped, end - len(stripped), end)
