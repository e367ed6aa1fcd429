"""Blocks of an HTML page (文本块): its lines of text, where they stand and what stands around them.

A scanner of our own, because offsets must count in the decoded page and no parser gives them fast. It
follows the HTML standard where that decides which text is visible, and never fails: what is no tag is text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

import numpy as np

from corpora.traced_text import TracedText

# Elements that start a line of their own; all others run on within it.
BLOCK_TAGS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dialog",
        ),
        *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1"),
        *("h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "html", "legend", "li", "main", "menu"),
        *("nav", "ol", "optgroup", "option", "p", "pre", "section", "select", "summary", "table", "tbody"),
        *("td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
LINE_BREAKS = frozenset({"br", "hr"})
# What these hold, a browser does not show as text of the page.
HIDDEN_TAGS = frozenset({"iframe", "noscript", "script", "style", "svg", "template", "textarea", "title"})
# A start tag ends open elements of the first set, as far up as one of the second set.
CLOSES = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu", "dir", "td", "table"})),
    "dd": (frozenset({"dd", "dt"}), frozenset({"dl", "td", "table"})),
    "dt": (frozenset({"dd", "dt"}), frozenset({"dl", "td", "table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
}
TABLE_TAGS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})
# How far up the open elements an end tag looks for its start: bounds the time on hostile pages.
REACH = 32
# Quotes count only after an equals sign, as in the standard, so that <p title=5" wide> swallows nothing.
TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:_-]*+)([^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+'|)[^>=]*+)*+)>""")
PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:_-]*+)([^>]*+)>")
ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:.-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
ENTITY_OR_SPACE = re.compile(
    r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?|[ \t\r\n\f\v]+"
)
WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·]")
LONGEST_CELL = 300  # characters; a table whose cells are longer lays out a page
MOST_LINES_IN_CELL = 3

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
    """

    tag: str
    attributes: str
    parent: int
    cell: int
    cells: int = 0


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


@dataclass(slots=True)
class Page:
    """What a page holds.

    Attributes:
        blocks: its lines in order; elements: the block-level elements around them, parents first.
        title: what its <title> says, as a block, None where it says nothing.
        metas: content of its <meta> tags by lower-case name or property.
    """

    blocks: list[Block] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    title: Block | None = None
    metas: dict[str, str] = field(default_factory=dict)


def scan_page(content: str) -> Page:
    """All text of a page that a browser would show, line by line.

    Scripts, styles, comments and form fields are left out. A line ends where a block-level element starts or
    ends and at <br>; rows of a table of short cells are one line each, cells separated by a tab.

    Args:
        content: a decoded page or a piece of one; any text will do.

    Example:
        >>> [block.text for block in scan_page("<h1>年度总结</h1><p>新建水渠<b>8</b>条&nbsp;</p>").blocks]
        ['年度总结', '新建水渠8条']
    """
    scanner = _Scanner(content)
    scanner.scan()
    page = scanner.page
    page.blocks = _join_rows(page.blocks, page.elements)
    return page


class _Scanner:
    """The state of one walk over a page."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.page = Page(elements=[Element("", "", -1, -1)])
        self.open = [0]  # numbers of the open elements, the root first
        self.segments: list[Segment] = []
        self.links = 0
        self.link_depth = 0  # how many elements were open when the current link started, 0 outside links
        self.no_end: set[str] = set()  # what has no end tag in the rest of the page

    def scan(self) -> None:
        content, segments, last_tag = self.content, self.segments, self.content.rfind(">")
        pattern = TAG
        written = at = 0  # up to where text is taken; where to look on
        while True:
            at = content.find("<", at)
            if at < 0 or at > last_tag:
                break
            match = pattern.match(content, at)
            if match is None and pattern is TAG and content[at + 1 : at + 2].isalpha():
                # Quotes are unbalanced up to the end: from here on they no longer count.
                pattern = PLAIN_TAG
                match = pattern.match(content, at)
            if match is None:
                after = self._skip_declaration(at)
                if after == at:
                    at += 1
                    continue
            else:
                after = match.end()
            if written < at:
                segments.append((written, at, self.link_depth > 0))
            if match is not None:
                after = self._take_tag(match)
            written = at = after
        if written < len(content):
            segments.append((written, len(content), self.link_depth > 0))
        self._end_line()

    def _skip_declaration(self, at: int) -> int:
        """Where a comment, declaration or stray end tag at `at` ends; `at` itself where there is none."""
        content = self.content
        if content.startswith("<!--", at):
            return self._find_after("-->", at + 2) or content.find(">", at) + 1
        if content.startswith("<![CDATA[", at):
            return at + 9
        if content.startswith(("<!", "<?", "</"), at):
            return content.find(">", at) + 1
        return at

    def _find_after(self, mark: str, at: int) -> int:
        """The position after the next `mark`, 0 where the rest of the page has none."""
        if mark in self.no_end:
            return 0
        found = self.content.find(mark, at)
        if found < 0:
            self.no_end.add(mark)
            return 0
        return found + len(mark)

    def _take_tag(self, match: re.Match[str]) -> int:
        """Act on a tag; the position to read on from."""
        slash, name, attributes = match.groups()
        tag = name.lower()
        if tag in BLOCK_TAGS:
            self._end_line()
            if slash:
                self._close(tag)
            else:
                self._open(tag, attributes)
        elif tag in LINE_BREAKS:
            self._end_line()
        elif tag == "a":
            if not slash and "href" in attributes.lower():
                self.link_depth = len(self.open)
                self.links += 1
            else:
                self.link_depth = 0
        elif slash:
            pass
        elif tag in HIDDEN_TAGS:
            if not attributes.endswith("/") or tag != "svg":
                return self._skip_hidden(tag, match.end())
        elif tag == "meta":
            self._take_meta(attributes)
        return match.end()

    def _skip_hidden(self, tag: str, at: int) -> int:
        if tag in self.no_end:
            return at
        end = re.compile(rf"</{tag}(?=[\s/>])[^>]*+>", re.IGNORECASE).search(self.content, at)
        if end is None:
            # An unclosed <title> or <noscript> must not swallow the page; an unclosed script is no text.
            self.no_end.add(tag)
            return len(self.content) if tag in ("script", "style") else at
        if tag == "title" and self.page.title is None:
            self.page.title = self._write_block([(at, end.start(), False)])
        return end.end()

    def _take_meta(self, attributes: str) -> None:
        values = {
            name.lower(): double or single or bare
            for name, double, single, bare in ATTRIBUTE.findall(attributes)
        }
        name = values.get("name") or values.get("property") or values.get("itemprop")
        if name and values.get("content"):
            self.page.metas.setdefault(name.lower(), html.unescape(values["content"]).strip())

    def _open(self, tag: str, attributes: str) -> None:
        elements, stack = self.page.elements, self.open
        if tag in CLOSES:
            self._close_implied(*CLOSES[tag])
        if elements[stack[-1]].tag == "p":
            stack.pop()
        parent = stack[-1]
        number = len(elements)
        cell = elements[parent].cell
        if tag == "table":
            cell = -1
        elif tag == "td" or tag == "th":
            cell = number
            elements[parent].cells += 1
        elements.append(
            Element(tag, attributes, parent, cell, elements[parent].cells if cell == number else 0)
        )
        stack.append(number)

    def _close_implied(self, ended: frozenset[str], scope: frozenset[str]) -> None:
        elements, stack = self.page.elements, self.open
        for place in range(len(stack) - 1, max(0, len(stack) - REACH), -1):
            tag = elements[stack[place]].tag
            if tag in ended:
                self._shut(place)
                return
            if tag in scope:
                return

    def _close(self, tag: str) -> None:
        elements, stack = self.page.elements, self.open
        for place in range(len(stack) - 1, max(0, len(stack) - REACH), -1):
            found = elements[stack[place]].tag
            if found == tag:
                self._shut(place)
                return
            if tag == "p" or (found in TABLE_TAGS and tag not in TABLE_TAGS):
                return

    def _shut(self, place: int) -> None:
        del self.open[place:]
        if self.link_depth > place:
            self.link_depth = 0

    def _end_line(self) -> None:
        if self.segments:
            block = self._write_block(self.segments)
            if block is not None:
                self.page.blocks.append(block)
            self.segments.clear()
        self.links = 1 if self.link_depth else 0

    def _write_block(self, segments: list[Segment]) -> Block | None:
        pieces, linked = _collapse(self.content, segments)
        _trim(pieces)
        if not pieces:
            return None
        text = "".join([piece[0] for piece in pieces])
        return Block(text, pieces, self.open[-1], linked=min(linked, len(text)), links=self.links)


def _collapse(content: str, segments: list[Segment]) -> tuple[list[Piece], int]:
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


def _join_rows(blocks: list[Block], elements: list[Element]) -> list[Block]:
    """The blocks, with those of one row of a table of short cells joined to one line."""
    joined: list[Block] = []
    at = 0
    while at < len(blocks):
        row = _row_of(blocks[at], elements)
        end = at + 1
        while row >= 0 and end < len(blocks) and _row_of(blocks[end], elements) == row:
            end += 1
        line = _join_row(blocks[at:end], elements, row) if end - at > 1 else None
        if line is None:
            joined.extend(blocks[at:end])
        else:
            joined.append(line)
        at = end
    return joined


def _row_of(block: Block, elements: list[Element]) -> int:
    cell = elements[block.element].cell
    if cell < 0:
        return -1
    parent = elements[cell].parent
    return parent if elements[parent].tag == "tr" else -1


def _join_row(blocks: list[Block], elements: list[Element], row: int) -> Block | None:
    cells: dict[int, list[Block]] = {}
    for block in blocks:
        cells.setdefault(elements[block.element].cell, []).append(block)
    if len(cells) < 2 or any(len(lines) > MOST_LINES_IN_CELL for lines in cells.values()):
        return None
    if any(sum(len(line.text) for line in lines) > LONGEST_CELL for lines in cells.values()):
        return None
    pieces: list[Piece] = []
    before = 0
    for cell, lines in cells.items():
        for place, line in enumerate(lines):
            if pieces:
                glue = " " if place else "\t" * max(1, elements[cell].cells - before)
                pieces.append((glue, pieces[-1][2], pieces[-1][2]))
            pieces.extend(line.pieces)
        before = elements[cell].cells
    return Block(
        "".join([piece[0] for piece in pieces]),
        pieces,
        row,
        linked=sum(block.linked for block in blocks),
        links=sum(block.links for block in blocks),
        cells=len(cells),
    )
