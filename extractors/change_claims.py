"""Growth and differences (增幅与增减量): a change said beside the numbers that it follows from."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

from extractors.claims import Claim, Term, Way
from extractors.printed_numbers import Printed, Reckoned, add, compare, divide, subtract

_YEAR: Final = r"(?:(?:\d{2,4}|[〇零○一二三四五六七八九]{4})年(?:度|底|末)?|[今本当]年(?:底)?|目前|现在)"
_FROM: Final = re.compile(r"(?:由|从|自)[^,。;:!?\n]{0,16}$")
_TO: Final = re.compile(rf"[,]?[^,。;:、\d]{{0,10}}?(?:到|至|为|成)了?{_YEAR}?的?$")
_VERB: Final = (
    r"(?P<up>增长|增加|成长|提高|提升|上升|上涨|扩大|增幅|升幅|涨幅|净增|攀升|跃升|前移|前进|上移|比增|增收|增支|增|高出|多收|高|多)"
    r"|(?P<down>下降|降低|减少|缩短|缩减|压缩|压减|回落|下调|降幅|减幅|下滑|后退|减收|减支|低|少|减)"
)
_THAN: Final = r"(?:比(?![重例率值])|较(?![大好多高小强为])|与)"
_AGAINST: Final = rf"(?:同比|环比|{_THAN}(?:{_YEAR}|[^,。;:()\d比较与]){{1,12}}?)"
_CHANGE: Final = re.compile(
    rf"(?:(?:相?比较?|相较)[,]?)?\)?[,、(]?{_AGAINST}?[,]?(?:共|累计|净|约|即|[一二两三四五]年(?:间|来)?)?(?:{_VERB})(?:幅度)?"
    r"(?:了|约|达|达到|为)? ?$"
)
_CHANGE_AGAINST: Final = re.compile(
    rf"\)?[,、(]?仅?{_AGAINST}[,]?(?:共|净|约)?(?:{_VERB})(?:了|约|达|达到|为)? ?$"
)
_OWN_BASE: Final = re.compile(rf"\)?[,、(]?仅?{_AGAINST}")
_COMPARED: Final = re.compile(rf"(?:^|[,(]){_THAN}[^,。;:()增减升降涨多少高低]{{1,16}}$")
_OF_BASE: Final = re.compile(rf"{_THAN}[^,。;:()]{{1,16}}的$")
_BECAME: Final = re.compile(
    r",?(?:即|将|可)?(?:达到|达|增至|增加到|为|降至|减至|减少到)(?:了)?[^,。;:()\d]{0,4}$"
)
_LAST_YEAR: Final = re.compile(r"(?:去年同期|上年同期|去年|上年)[^,。;:]{0,8}$")
_DATED: Final = re.compile(r"((?:19|20)\d\d)年(?:底|末)?的?$")
_YEARLY: Final = re.compile(r"[,、(]?(?:年均|平均每年|年平均)(?:增长|增加|递增|增幅)(?:了|达|达到|为)?$")
_THIS_YEAR: Final = re.compile(
    r"[,、;(]?(?:(?:而?今年|本年|本期|本年度|今年同期|到今年)[^,。;:()\d]{0,6}|已?(?:为|达|达到|是|有)?)$"
)
# 360亿元(省级228亿元、县级132亿元), 360亿元,其中省级228亿元
_LISTED: Final = re.compile(r"^(?:[、和及与(]|以及)|其中")
_FARTHEST: Final = 3
# growth at constant prices or on a comparable basis does not follow from the amounts beside it
_COMPARABLE: Final = re.compile(
    r"生产总值|增加值|总产值|国民收入|规模以上|规上|规模工业|可支配|纯收入|可比|不变价|扣除|实际(?=增|下|年均|上)|口径|年均|平均|递增"
)


class Change(NamedTuple):
    """Two numbers of which one was the other before; `firm` where nothing stands between them."""

    base: Term
    present: Term
    up: bool
    firm: bool = True


def find_change(
    terms: list[Term], place: int, *, before: Change | None
) -> tuple[Claim, Change | None] | None:
    """The change that terms[place] states, and the two numbers between which it lies.

    Args:
        terms: the numbers of a sentence.
        place: of the number in question.
        before: the change that the number before it states: 较上年60件增加15件,增长25%.

    Example:
        ``由60件增加到75件,增长25%``; ``去年同期8起,今年6起,下降25%``; ``75件,比上年增加15件,增长25%``.
    """
    stated = terms[place]
    if _YEARLY.match(stated.lead) is not None:
        claim = _reckon_yearly(terms, place)
        return (claim, None) if claim is not None else None
    match = _CHANGE.match(stated.lead)
    if match is None or stated.number is None:
        return None
    up = match["down"] is None
    if before is not None:
        claim = _reckon(before._replace(up=up), stated) if before.up == up else None
        return (claim, None) if claim is not None else None
    if (ahead := _reckon_ahead(terms, place, up=up)) is not None:
        return ahead, None
    firsts = _find_firsts(terms, place - 1)
    found = [_reckon_pair(first, terms[place - 1], stated, up=up) for first in firsts]
    claims = [pair for pair in found if pair is not None]
    if len(firsts) == 1:
        return claims[0] if claims else None
    # of a whole or of the last of its parts: only the numbers can tell
    return next((pair for pair in claims if _agrees(pair[0])), None)


def _reckon_ahead(terms: list[Term], place: int, *, up: bool) -> Claim | None:
    """比上年的60万吨增长25%,达到75万吨: the change stands between the base and what it became."""
    base, stated = terms[place - 1], terms[place]
    present = terms[place + 1] if place + 1 < len(terms) else None
    if present is None or not base.counts_like(present):
        return None
    if _OF_BASE.search(base.lead) is None or _BECAME.match(present.lead) is None:
        return None
    return _reckon(Change(base, present, up), stated)


def _agrees(claim: Claim) -> bool:
    number = claim.stated.number
    return number is not None and compare(number, claim.ways[0].reckoned) != "contradicts"


def _reckon_pair(first: Term, second: Term, stated: Term, *, up: bool) -> tuple[Claim, Change | None] | None:
    """The claim that `stated` is the change that two numbers before it tell of."""
    if _CHANGE_AGAINST.match(second.lead):
        claim = _reckon_from_change(first, second, stated, up=up)
        return (claim, None) if claim is not None else None
    change = _find_order(first, second, up=up)
    claim = _reckon(change, stated) if change is not None else None
    return (claim, change) if claim is not None else None


def _find_firsts(terms: list[Term], place: int) -> list[Term]:
    """The number before terms[place] of which it may be said, and the whole that it is a part of.

    Shares between them are passed over (达预算的96%,较上年的…), with the whole they name (预算6亿元的105%).
    """
    second = terms[place]
    at = place - 1
    while at >= 0 and place - at <= _FARTHEST and terms[at].is_percent and not second.is_percent:
        at -= 2 if terms[at].lead.strip() in ("的", "之") else 1
    if at < 0 or not terms[at].counts_like(second):
        return []
    firsts = [terms[at]]
    if second.lead.startswith(")"):
        # said of what stands before the brackets
        opened = [number for number in range(at, 0, -1) if "(" in terms[number].lead]
        return [term for number in opened[:1] if (term := terms[number - 1]).counts_like(second)]
    chain = at
    while chain > 0 and terms[chain - 1].counts_like(second):
        chain -= 1
    opened = [number for number in range(chain + 1, at + 1) if _LISTED.search(terms[number].lead)]
    return firsts + [terms[number - 1] for number in opened]


def _find_order(first: Term, second: Term, *, up: bool) -> Change | None:
    """The base and the present value, where the words tell which is which."""
    if (_FROM.search(first.lead) or first.indicator.status == "baseline") and _TO.match(second.lead):
        return Change(first, second, up)
    if _LAST_YEAR.search(first.lead) and _THIS_YEAR.match(second.lead):
        return Change(first, second, up)
    if (compared := _COMPARED.search(second.lead)) is not None:
        return Change(second, first, up, compared.start() == 0)
    if _LAST_YEAR.search(second.lead) and len(second.lead) <= 12:
        return Change(second, first, up)
    return None


def _reckon_yearly(terms: list[Term], place: int) -> Claim | None:
    """从2012年的248亿元增加到2017年的772亿元,年均增长25.5%."""
    stated, present = terms[place], terms[place - 1]
    firsts = _find_firsts(terms, place - 1)
    base = firsts[0] if len(firsts) == 1 else None
    if base is None or base.number is None or present.number is None or not stated.is_percent:
        return None
    years = [_DATED.search(term.lead) for term in (base, present)]
    if years[0] is None or years[1] is None or not _is_comparable(base, present):
        return None
    n = int(years[1][1]) - int(years[0][1])
    ratio = divide(present.number, base.number)
    if not 1 < n <= 20 or ratio is None or ratio.low <= 0 or present.is_percent:
        return None
    yearly = Reckoned(*(Fraction(100 * (float(value / 100) ** (1 / n) - 1)) for value in ratio))
    return Claim("growth", stated, (Way((base, present), yearly),)) if yearly.value >= 0 else None


def _is_comparable(*terms: Term) -> bool:
    """Whether growth may be told from the amounts themselves."""
    return not any(_COMPARABLE.search(term.lead + (term.indicator.subject or "")) for term in terms)


def _reckon(change: Change, stated: Term) -> Claim | None:
    """The claim that `stated` is the growth from base to present, or their difference."""
    base, present, unit = change.base, change.present, stated.indicator.unit_norm
    if base.number is None or present.number is None:
        return None
    if unit in ("%", "倍"):
        if present.is_percent or not _is_comparable(base, present, stated):
            return None
        return _claim("growth", stated, change, _grow(change, unit))
    points = unit == "pp" and present.is_percent
    if not points and unit != present.indicator.unit_norm:
        return None
    ends = (present.number, base.number) if change.up else (base.number, present.number)
    difference = subtract(*ends)
    if present.indicator.kind == "rank":
        difference = Reckoned(*sorted(abs(value) for value in difference))
    return _claim("difference", stated, change, difference)


def _grow(change: Change, unit: str) -> Reckoned | None:
    """The growth from base to present, in per cent or in times of the base."""
    if change.base.number is None or change.present.number is None:
        return None
    ratio = divide(change.present.number, change.base.number)
    if ratio is None:
        return None
    sign, scale = (1 if change.up else -1), (100 if unit == "倍" else 1)
    low, high = sorted(sign * (value - 100) / scale for value in (ratio.low, ratio.high))
    return Reckoned(sign * (ratio.value - 100) / scale, low, high)


def _claim(rule: str, stated: Term, change: Change, reckoned: Reckoned | None) -> Claim | None:
    """The claim, unless the numbers go the other way than the word: then they are of different things."""
    if reckoned is None or reckoned.value < 0:
        return None
    ways = [Way((change.base, change.present), reckoned)]
    own = _OWN_BASE.match(stated.lead) is not None and _LAST_YEAR.search(change.base.lead) is None
    if stated.indicator.unit_norm == "倍":  # 增长2倍 is said of twice as well as of thrice
        ways.append(Way(ways[0].terms, Reckoned(*(value + Fraction(1) for value in reckoned))))
    return Claim(rule, stated, tuple(ways), change.firm and not own)


def _reckon_from_change(present: Term, change: Term, stated: Term, *, up: bool) -> Claim | None:
    """75件,比上年增加15件,增长25%: the base is what is left without the change."""
    if present.number is None or change.number is None or not stated.is_percent or present.is_percent:
        return None
    if not _is_comparable(present, change, stated) or (change.indicator.kind, up) == ("rank", up):
        return None
    left = subtract(present.number, change.number) if up else add((present.number, change.number))
    if left.low <= 0:
        return None
    base = Printed(left.value, change.number.step, left.high - left.value)
    share = divide(change.number, base)
    if share is None:
        return None
    # 比上月增加2件,同比增长15%: the two are against different bases
    against = _OWN_BASE.match(stated.lead) is not None
    return Claim("growth", stated, (Way((present, change), share),), firm=not against)
