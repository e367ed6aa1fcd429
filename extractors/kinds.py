"""Kind, direction, basis and per of a quantity (指标类型): level, ratio, change, growth, ..."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from extractors.change_verbs import find_change, load_change_verbs
from extractors.numerals import parse_numeral
from extractors.phrase_edges import EACH_OF_MANY
from extractors.quantities import Quantity
from extractors.subjects import Subject

_MANY: Final = {100: "百", 1000: "千", 10_000: "万", 100_000: "十万", 1_000_000: "百万"}
PER: Final = (
    *("日", "周", "月", "季", "半年", "年", "人", "户", "次"),
    *(f"{many}{of}" for of in "人户" for many in _MANY.values()),
)
KINDS: Final = ("level", "ratio", "change", "growth", "rank", "score", "duration")
_YOY: Final = re.compile(r"同比|(?:上年|去年|上一年|前一年|上学年)(?:同期|度)?|同期")
_MOM: Final = re.compile(r"环比|上月|上个月|上季|上期")

# 比2019年的704亿元增长66%: the base stands before another quantity; 由上年的46次减为31次,减少32.6%
_STATED_BASE: Final = re.compile(
    r"(?:(?<![同环占对评之])比(?![率例重值])|较(?![大高多好快强低小]))(?P<base>[^,。;:!?\n比较]{1,12}?)的?[^,。;:!?\n的]{2,14}?"
    r"(?P<verb>增加|减少|增长|下降|提高|降低|上升)?了?$"
    r"|(?:由|从)(?P<from>[^,。;:!?\n由从]{1,12})的?\d[^,。;:!?\n]{0,24}(?:到|至|为)[^,。;:!?\n]{0,12},$"
)

# 较上年度预算数9亿元,减少1亿元: the base is a number of its own, and the verb opens the clause
_BASE_BEFORE: Final = re.compile(
    r"(?:(?<![同环占对评之])比(?![率例重值])|较(?![大高多好快强低小]))(?P<base>[^,。;:!?\n\d比较]{1,12})"
    r"\d(?:[^,。;:!?\n比较增减]|,(?=\d)){0,20},(?P<verb>增加|减少)了?$"
)

# 居民消费价格比上年上涨: 价格比 and 价格下降 are words of the dictionary that hide 比 and 下降
_HIDDEN_BASE: Final = re.compile(
    r"(?:(?<![同环占对评之])比(?![率例重值])|较(?![大高多好快强低小]))(?P<base>[^,。;:!?\n\d比较]{1,8})$"
)

# 经济增长目标为5%, CPI年增率为2%, 保持8%以上的增长: nouns that name a growth
_GROWTH_NAMED: Final = re.compile(
    r"(?<!自然)(?:增长|递增|成长|上涨)的?(?:速度|幅度|比例|(?:调控|预期)?目标|预期|率)?[设定]{0,2}$"
    r"|(?<!自然)(?:年增率|增长率|递增率|[增涨]幅|增速)[升降]?$"
)
_GROWTH_AFTER: Final = re.compile(
    r"的?(?:较快|中高速|高速|稳定)?(?:增长|递增|增速|增幅)(?=[,。;、]|目标|速度|率|就?能|就?可以|$)"
)

# a clause without end is no clause
_FARTHEST_PER: Final = 200

_PER: Final = re.compile(
    r"(?P<日>每天|每日|日均|平均每天|(?:^|(?<=[,;。、站厂场段区心]))(?:现阶段|目前|现)?日(?=[^,。;常前后益报记本期用子夜光]))"
    r"|(?P<周>每周|周均|每星期)|(?P<月>每月|月均|每个月)|(?P<季>每季度?|季均)|(?P<半年>每半年)"
    r"|(?P<年>每年|年均|一年可|全年可|(?:^|(?<=[,;。、伏厂场站区]))年(?=[^,。;初底末内来度轻均级龄前间终货薪会]))"
    r"|(?P<人>人均|每人)|(?P<户>户均|每户)|(?P<次>每次|每趟)"
)
# 每千人床位数8张、护理型床位3万张: after 、 only what is had in the same way is of so many, too
_OF_ITS_OWN: Final = re.compile(r"(?![^,]{0,6}拥?有|[^,]*分别)[^,]*\d[^,、]*、(?!\d)")
# a character that every such word holds
_MAY_BE_PER: Final = re.compile("[每日年均]")


class Kind(NamedTuple):
    """What sort of number it is; direction and basis only for change and growth."""

    kind: str
    direction: str | None
    basis: str | None


def find_kind(text: str, quantity: Quantity, subject: Subject) -> Kind:
    """The kind of a quantity by its unit and the verb of change before it.

    Example:
        ``同比下降14%`` is ``Kind("growth", "down", "yoy")``; ``提高到88%`` is ``Kind("ratio", None, None)``.
    """
    if quantity.form == "rank":
        return Kind("rank", None, None)
    if quantity.form == "ratio":
        return Kind("ratio", None, None)
    unit = quantity.unit.norm if quantity.unit else ""
    dimension = quantity.unit.dimension if quantity.unit else "count"
    verb = find_change(text[slice(*subject.change)])[0] if subject.change else None
    at = subject.change[0] if subject.change else quantity.bound.start
    stated = None if subject.basis else _STATED_BASE.search(text, max(0, at - 44), at)
    if verb is None and text[at - 2 : at] in ("增加", "减少"):
        stated = _BASE_BEFORE.search(text, max(0, at - 44), at) or stated
    if verb is None and stated is not None and stated["verb"]:
        verb = find_change(stated["verb"])[0]
    relative = unit in ("pp", "bp", "‰点", "%", "倍")
    if verb is None and relative and (hidden := _compile_verbs().search(text, max(0, at - 6), at)):
        verb, at = find_change(hidden["verb"])[0], hidden.start()
    if stated is None and not subject.basis and verb is not None:
        stated = _HIDDEN_BASE.search(text, max(0, at - 10), at)
    changed = verb is not None and not subject.to_value
    direction = verb.direction if verb else None
    if changed and quantity.value < 0 and direction == "up":
        direction = "down"
    words = next(filter(None, stated.groupdict().values()), "") if stated and changed else subject.basis
    basis = _find_basis(
        words, default="base" if verb and verb.verb in ("高于", "低于", "高出", "超出") else None
    )
    if unit in ("pp", "bp", "‰点"):
        return (
            Kind("change", direction or "up", basis) if changed or verb is None else Kind("ratio", None, None)
        )
    if unit in ("%", "‰"):
        if unit == "%" and not changed and _names_growth(text, quantity, subject):
            return Kind("growth", "down" if quantity.value < 0 else "up", basis)
        return Kind("growth", direction, basis) if changed and unit == "%" else Kind("ratio", None, None)
    if unit in ("倍", "番"):
        return Kind("change", direction, basis) if changed else Kind("ratio", None, None)
    if changed and verb is not None and (basis is not None or verb.sort == "change"):
        return Kind("change", direction, basis)
    if dimension == "score":
        return Kind("score", None, None)
    if dimension == "time":
        return Kind("duration", None, None)
    return Kind("level", None, None)


def _names_growth(text: str, quantity: Quantity, subject: Subject) -> bool:
    """Whether a noun before or after a percentage says that it is one of growth: 增长目标为5%, 5%的增速."""
    if _GROWTH_AFTER.match(text, quantity.bound.end) is not None:
        return True
    before = subject.span is not None and subject.span[1] <= quantity.start
    return before and subject.span is not None and _GROWTH_NAMED.search(text, *subject.span) is not None


@cache
def _compile_verbs() -> re.Pattern[str]:
    """The words that say a change by themselves, at the end of a text."""
    verbs = [verb for verb, row in load_change_verbs().items() if row.sort == "change" and len(verb) > 1]
    verbs += ["增加", "减少"]
    return re.compile(f"(?P<verb>{'|'.join(sorted(verbs, key=len, reverse=True))})了?$")


def _find_basis(words: str, *, default: str | None) -> str | None:
    """yoy, mom or base by the words that name what is compared with."""
    if not words:
        return default
    if _MOM.search(words):
        return "mom"
    if _YOY.search(words):
        return "yoy"
    return "base"


def _find_many(text: str, start: int, end: int) -> str | None:
    """千人 for 每千名老人拥有床位, 百户 for 每百户拥有汽车22辆、电视108台; None for no such rate."""
    found = EACH_OF_MANY.search(text, start, end)
    if found is None or _OF_ITS_OWN.match(text, found.end(), end):
        return None
    numeral = parse_numeral(found["many"])
    many = _MANY.get(int(numeral.value)) if numeral is not None else None
    return many and many + ("户" if found["of"] == "户" else "人")


def find_per(text: str, quantity: Quantity, *, clause_start: int, kind: str) -> str | None:
    """The unit of time or the member for which a repeated count is stated; None where it is no rate.

    Example:
        ``每月召开1次例会`` has per 月, ``人均纯收入9800元`` per 人.
    """
    if kind in ("ratio", "growth", "rank", "score", "duration"):
        return None
    if quantity.unit is not None and quantity.unit.dimension == "time":
        return None  # 人均预期寿命提高1岁
    if quantity.unit is not None and "/" in quantity.unit.text:
        denominator = quantity.unit.text.rpartition("/")[2]
        return denominator if denominator in PER else None
    found = None
    start = max(clause_start, quantity.start - _FARTHEST_PER)
    if _MAY_BE_PER.search(text, start, quantity.start) is None:
        return None
    if (many := _find_many(text, start, quantity.start)) is not None:
        return many
    for match in _PER.finditer(text, start, quantity.start):
        found = match.lastgroup
    if found in ("人", "户"):
        return found
    # how often something with a fixed number happens is no rate: 每晚抽调6名队员
    return None if quantity.unit is not None and "member" in quantity.unit.traits else found
