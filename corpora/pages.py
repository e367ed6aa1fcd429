"""Pages (网页) as their blocks and the elements around them.

A scanner of our own, because offsets must count in the decoded page and no parser gives them fast. It
follows the HTML standard where that decides which text is visible, and never fails: what is no tag is text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from corpora.blocks import Block, Element, Segment, write_block
from corpora.table_rows import join_rows

# Elements that start a line of their own; all others run on within it.
BLOCK_TAGS = frozenset(
    {
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
        "dir",
    }
    | {"div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3"}
    | {"h4", "h5", "h6", "head", "header", "hgroup", "html", "legend", "li", "main", "menu", "nav", "ol"}
    | {
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
    }
    | {"thead", "tr", "ul"}
)
INLINE_TAGS = frozenset({"a", "b", "em", "font", "i", "label", "s", "small", "span", "strong", "u"})
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
# Styles that keep text from readers but not from search engines.
HIDING = re.compile(
    r"display\s*:\s*none|font-size\s*:\s*[0-2](?:\.\d+)?(?:px|pt|%|\s*[;\"'])|text-indent\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
# Text that was given the ending of a page has no tags that make lines: its own line breaks do.
ANY_LINE_TAG = re.compile(r"<(?:p|div|br|t[dr]|li|h[1-6]|section|article|dd|option)\b", re.IGNORECASE)
PREFORMATTED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """What a page holds.

    Attributes:
        blocks: its lines in order; elements: the block-level elements around them, parents first.
        title: what its <title> says, as a block, None where it says nothing.
        canonical: the address that it gives for itself, "" where it gives none.
        metas: content of its <meta> tags by lower-case name or property.
        hidden: text inside its lines that is set so small or so placed that nobody reads it.
    """

    blocks: list[Block] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    title: Block | None = None
    canonical: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    hidden: list[Block] = field(default_factory=list)


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
    page.blocks = join_rows(page.blocks, page.elements)
    return page


class _Scanner:
    """The state of one walk over a page."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.page = Page(elements=[Element("", "", -1, -1, preformatted=not ANY_LINE_TAG.search(content))])
        self.open = [0]  # numbers of the open elements, the root first
        self.segments: list[Segment] = []
        self.links = 0
        self.link_depth = 0  # how many elements were open when the current link started, 0 outside links
        self.no_end: set[str] = set()  # what has no end tag in the rest of the page
        self.hiding = ""  # the inline element whose text is hidden, "" where none is
        self.hiding_depth = 0  # how many of that name are open inside each other
        self.hidden: list[Segment] = []

    def scan(self) -> None:
        content, last_tag = self.content, self.content.rfind(">")
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
                self._take_text(written, at)
            if match is not None:
                after = self._take_tag(match)
            written = at = after
        if written < len(content):
            self._take_text(written, len(content))
        self._end_line()

    def _take_text(self, start: int, end: int) -> None:
        segments = self.hidden if self.hiding else self.segments
        if self.page.elements[self.open[-1]].preformatted:
            while (line := self.content.find("\n", start, end)) >= 0:
                segments.append((start, line, self.link_depth > 0))
                self._end_line()
                start = line + 1
        segments.append((start, end, self.link_depth > 0))

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
        if self.hiding:
            self._follow_hiding(tag, closes=bool(slash))
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
        elif tag in HIDDEN_TAGS and not slash:
            if not attributes.endswith("/") or tag != "svg":
                return self._skip_hidden(tag, match.end())
        elif tag == "meta":
            self._take_meta(attributes)
        elif tag == "link" and "canonical" in attributes:
            self._take_link(attributes)
        if attributes and not self.hiding and tag in INLINE_TAGS and not slash and HIDING.search(attributes):
            self.hiding, self.hiding_depth = tag, 1
        return match.end()

    def _follow_hiding(self, tag: str, *, closes: bool) -> None:
        """Hidden text ends with its element, or at the latest with the line that it stands in."""
        if tag in BLOCK_TAGS:
            self.hiding = ""
        elif tag == self.hiding:
            self.hiding_depth += -1 if closes else 1
            if not self.hiding_depth:
                self.hiding = ""

    def _skip_hidden(self, tag: str, at: int) -> int:
        if tag in self.no_end:
            return at
        end = re.compile(rf"</{tag}(?=[\s/>])[^>]*+>", re.IGNORECASE).search(self.content, at)
        if end is None:
            # An unclosed <title> or <noscript> must not swallow the page; an unclosed script is no text.
            self.no_end.add(tag)
            return len(self.content) if tag in ("script", "style") else at
        if tag == "title" and self.page.title is None:
            self.page.title = write_block(self.content, [(at, end.start(), False)], element=0, links=0)
        return end.end()

    def _take_link(self, attributes: str) -> None:
        values = _read_attributes(attributes)
        if values.get("rel", "").lower() == "canonical":
            self.page.canonical = self.page.canonical or html.unescape(values.get("href", "")).strip()

    def _take_meta(self, attributes: str) -> None:
        values = _read_attributes(attributes)
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
        place = elements[parent].cells if cell == number else 0
        hidden, preformatted = elements[parent].hidden, elements[parent].preformatted or tag == "pre"
        if "style" in attributes.lower():
            hidden = hidden or HIDING.search(attributes) is not None
            preformatted = preformatted or PREFORMATTED.search(attributes) is not None
        elements.append(Element(tag, attributes, parent, cell, place, hidden, preformatted))
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
            block = write_block(self.content, self.segments, element=self.open[-1], links=self.links)
            if block is not None:
                self.page.blocks.append(block)
            self.segments.clear()
        if self.hidden:
            block = write_block(self.content, self.hidden, element=self.open[-1], links=self.links)
            if block is not None:
                self.page.hidden.append(block)
            self.hidden.clear()
        self.links = 1 if self.link_depth else 0


def _read_attributes(attributes: str) -> dict[str, str]:
    """The attributes of a tag that have a value, by lower-case name."""
    return {
        name.lower(): double or single or bare for name, double, single, bare in ATTRIBUTE.findall(attributes)
    }
