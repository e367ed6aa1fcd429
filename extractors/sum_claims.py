"""Sums (合计): a number said to be made up of others."""

from __future__ import annotations

import re
from typing import Final

from extractors.claims import Claim, Term, Way
from extractors.printed_numbers import add

_TOTAL: Final = re.compile(
    r"(?:[^,。;、:()\d]{0,8}[,、;])?(?:以上|[两三四五六]项|各项|全部)?(?:共计|合计|总计|总共|一共|合共)[^,。;、:\d]{0,8}$"
)
# what may stand between the members of a list
_AND: Final = re.compile(r"[^,。;:()\d]{0,12}\)?(?:[,、;]|和|及|以及|与)[^,。;:()]{0,20}$")
_OPENING: Final = re.compile(r"[^,。;:()\d]{0,12}(?:[(:]|[,、(;]?(?:其中|即|包括)[:,]?)[^,。;:()\d]{0,16}$")
_CHANGED: Final = re.compile(r"(?:增加|减少|增长|下降|提高|降低|多|少)了?$")
_FARTHEST: Final = 4
_OPEN_ENDED: Final = re.compile(r"等|若干|包括")
_REST: Final = re.compile(r"[,、;和及](?:其他|其它|其余)[^,。;、:()\d]{0,2}$")
# two labels that leave nothing out, and what the whole has to be called
_HALVES: Final = (("男", "女", ""), ("出口", "进口", "进出口"))
# two labels of which nothing can be both
_DISJOINT: Final = (
    ("男", "女"),
    ("城镇", "农村"),
    ("城市", "农村"),
    ("城区", "乡村"),
    ("城镇", "乡村"),
    ("上半年", "下半年"),
    ("中央", "地方"),
)


def find_total(terms: list[Term], place: int) -> Claim | None:
    """The total that terms[place] states after its parts: 新建8个、改造4个,共计12个.

    Args:
        terms: the numbers of a sentence.
        place: of the number in question.
    """
    stated = terms[place]
    if _TOTAL.match(stated.lead) is None or stated.number is None or stated.is_percent:
        return None
    parts: list[Term] = []
    ways: list[Way] = []
    for term in reversed(terms[:place]):
        if not term.counts_like(stated):
            break
        parts.insert(0, term)
        if len(parts) > 1:
            ways.append(_add(parts))
        if _AND.match(term.lead) is None:
            break
    if not ways:
        return None
    whole_list = parts[0] is terms[0] and len(ways) == 1
    open_ended = any(_OPEN_ENDED.search(term.lead) for term in (*parts, stated))
    return Claim("sum", stated, tuple(ways), firm=whole_list and not open_ended)


def find_parts(terms: list[Term], place: int) -> Claim | None:
    """The total that the parts from terms[place] on make up: 12个(新建8个、改造4个), 其中男18名、女12名.

    Parts after 其中 need not be all there are: they contradict the total only where their labels say so.

    Args:
        terms: the numbers of a sentence.
        place: of the first part.
    """
    first = terms[place]
    if _OPENING.match(first.lead) is None:
        return None
    at = _find_whole(terms, place)
    if at is None:
        return None
    whole = terms[at]
    parts = [first]
    ways: list[Way] = []
    # 其中甲村889户、3059人,乙村620户、2210人: each part has a second number, or its share
    passed = 0
    for term in terms[place + 1 :]:
        if not term.counts_like(whole):
            passed += 1
            continue
        if _AND.match(term.lead) is None or passed > len(parts):
            break
        parts.append(term)
        ways.insert(0, _add(parts))
    if not ways:
        return None
    beside = all(term.is_percent or term.counts_like(whole) for term in terms[at + 1 : place])
    beside = beside and not passed and "包括" not in first.lead
    return Claim("sum", whole, tuple(ways), firm=beside and _cannot_differ(whole, parts, ways[0]))


def _find_whole(terms: list[Term], place: int) -> int | None:
    """The place of the number that 其中 refers to: the nearest in that unit that is no change itself."""
    for at in range(place - 1, max(0, place - _FARTHEST) - 1, -1):
        if terms[at].counts_like(terms[place]) and not _CHANGED.search(terms[at].lead):
            return at
    return None


def _add(parts: list[Term]) -> Way:
    return Way(tuple(parts), add([part.number for part in parts if part.number is not None]))


def _cannot_differ(whole: Term, parts: list[Term], way: Way) -> bool:
    """Whether the parts are all there are, or two that have nothing in common and are more than there is."""
    if whole.number is None:
        return False
    if _REST.match(parts[-1].lead):
        return True
    if len(parts) != 2:
        return False
    one, other = (term.lead + (term.indicator.subject or "") for term in parts)
    name = whole.lead + (whole.indicator.subject or "")
    if any(_are(one, other, a, b) and called in name for a, b, called in _HALVES):
        return True
    too_much = way.reckoned.low > whole.number.value + whole.number.slack
    return too_much and any(_are(one, other, a, b) for a, b in _DISJOINT)


def _are(one: str, other: str, a: str, b: str) -> bool:
    """Whether one label says a and the other b, in either order, and neither both."""
    said = [(a in label, b in label) for label in (one, other)]
    return sorted(said) == [(False, True), (True, False)]
