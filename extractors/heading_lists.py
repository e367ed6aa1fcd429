"""The items of a list are headings together, or sentences together (同级标题).

A numbered sentence that nothing details before the next number of its list is an item, no heading:
1.新建泵站。 Where most items of a list are no headings, none is; where most are, one that is longer than
headings are is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from extractors.numerals import parse_numeral

# a list of two may be a heading and a sentence by chance
_FEWEST: Final = 3
_COUNTS: Final = re.compile(r"[\d一二三四五六七八九十百]+|[①-⑳⑴-⒇]|[壹贰叁参肆伍陆柒捌玖拾]+")
_BLANKS_AND_STOPS: Final = " \t\u3000\xa0\r\n。"
# what ends a heading that its paragraph follows on the same line
_STOPS: Final = "。:!?"


class Heading(NamedTuple):
    """A heading that is found but not yet placed in the tree."""

    start: int
    end: int
    style: str
    marker: str
    words: str


class Item(NamedTuple):
    """A numbering, or an unnumbered heading.

    Attributes:
        start: where it starts in the text.
        style: one of the styles of headings.py.
        number: what it counts, 3 of (三); None where it counts nothing.
        heading: the heading that it opens; None where it looks like a sentence.
        longer: the heading that it opens where the others of its list are headings.
    """

    start: int
    style: str
    number: int | None
    heading: Heading | None
    longer: Heading | None = None


def read_number(marker: str) -> int | None:
    """What a numbering counts; None where it counts nothing: 首先.

    Example:
        >>> read_number("(十二)"), read_number("③"), read_number("首先")
        (12, 3, None)
    """
    found = _COUNTS.search(marker)
    if found is None:
        return None
    number = parse_numeral(found.group())
    if number is None:
        # ③ and ⑶, which no numeral is written with
        return int(unicodedata.numeric(found.group()[0]))
    return int(number.value)


def settle_lists(text: str, items: Sequence[Item], ranks: Mapping[str, int]) -> Iterator[Heading]:
    """The headings among the items of a text, in order.

    Args:
        text: the working text.
        items: every numbering and unnumbered heading, in order.
        ranks: how far out each style stands, 0 the outermost.
    """
    kept = [item.heading for item in items]
    for members in _find_lists(items, ranks):
        bare = [
            at
            for at, heading in ((at, kept[at]) for at in members)
            if heading is not None and not _has_body(text, items, at, ranks, heading)
        ]
        # what follows the last item may be what follows the list
        if bare and set(members[:-1]) <= {*bare, *(at for at in members if kept[at] is None)}:
            bare = members
        for at in bare:
            kept[at] = None
        headings = [at for at in members if kept[at] is not None]
        if len(members) < _FEWEST or not headings:
            continue
        if 2 * len(headings) >= len(members):
            for at in members:
                kept[at] = kept[at] or _promote(text, items, at, ranks)
        else:
            for at in headings:
                kept[at] = kept[at] if _is_line(text, items[at]) else None
    return (heading for heading in kept if heading is not None)


def _promote(text: str, items: Sequence[Item], at: int, ranks: Mapping[str, int]) -> Heading | None:
    """The longer heading of an item where something details it."""
    longer = items[at].longer
    return longer if longer is not None and _has_body(text, items, at, ranks, longer) else None


def _find_lists(items: Sequence[Item], ranks: Mapping[str, int]) -> list[list[int]]:
    """Positions of the items of each list: of one style, one number after the other, within one part."""
    lists: list[list[int]] = []
    open_lists: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        for style in [style for style in open_lists if ranks[style] > ranks[item.style]]:
            del open_lists[style]
        if item.number is None:
            continue
        members = open_lists.get(item.style)
        if members is None or items[members[-1]].number != item.number - 1:
            members = []
            lists.append(members)
            open_lists[item.style] = members
        members.append(at)
    return lists


def _is_line(text: str, item: Item) -> bool:
    """Whether the heading of an item is a line of its own that no full stop ends."""
    return item.heading is not None and text[item.heading.end : item.heading.end + 1] in ("", "\n", "】")


def _has_body(text: str, items: Sequence[Item], at: int, ranks: Mapping[str, int], heading: Heading) -> bool:
    """Whether no full stop ends a heading, or something details it before the next numbering of its rank."""
    if text[heading.end : heading.end + 1] not in tuple(_STOPS):
        return True
    own = ranks[items[at].style]
    after = next((item.start for item in items[at + 1 :] if ranks[item.style] <= own), len(text))
    return bool(text[heading.end + 1 : after].strip(_BLANKS_AND_STOPS))
