"""How exact a number is said to be (上下限与约数): 约, 近, 超过, 以上, 不足."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

# longest first; 近 after 最, 附 and the like is no bound, nor is 超 in 超额
_BEFORE: Final = re.compile(
    r"(?:(?P<about>大约|大概|大致|约莫|估计约|约计|约为|约占|约达|约有|约合|(?<![节签预合条制履违集简特邀公契])约)"
    r"|(?P<under>将近|接近|近乎|(?<![最附邻远接靠临])近|不得超过|不得高于|不得多于|不能超过|不足|不到|不满|未满|未到|(?:低于|少于|小于)(?:或?等于)?|不超过|不多于|不高于"
    r"|不大于|至多|最多|低至|控制在)"
    r"|(?P<over>不得少于|不得低于|不能少于|不少于|不低于|不下于|不小于|不下|至少|最少|起码|超过|超出|(?:高于|大于|多于)(?:或?等于)?|突破|逾|超|(?<![经通越跨花用])过|上))"
    r"(?:了|到|达|为|有|的|近)? ?$"
)
# 排名前1%
_TOP: Final = re.compile(r"(?<=[^\d提空])前 ?$")
# 约新台币35亿元
_CURRENCY: Final = re.compile(r"(?:人民币|新台币|新臺幣|台币|港币|美金)$")
# 至少配备值班人员2人: the bound stands before the verb
_AHEAD: Final = re.compile(r"(?P<over>至少|最少|不少于|不得少于)[^,。;:!?\n\d]{1,12}$")
_AFTER: Final = re.compile(
    r" ?(?:(?P<over>\(?含?\)?(?:及|或者?)?以上|之上|或者?更多|多(?=[,。;、的 ]|$)|余(?=[,。;、的 ]|$)|有余)"
    r"|(?P<under>(?:及|或者?)?以下|或者?更少|之下|以内|之内|(?<=[天日年月时周])内|(?<=分钟)内|(?<=工作日)内)"
    r"|(?P<about>左右|上下|前后|许(?=[,。;、]|$)))"
)
HARD: Final = re.compile(r"不少于|不低于|不得|至少|必须|确保|不超过|不高于|不大于|不小于|最少")


class Bound(NamedTuple):
    """What the words around a number make of it.

    Attributes:
        name: ``exact``, ``about``, ``over`` or ``under``.
        cues: the words that decided.
        start, end: the quantity with those words.
    """

    name: str
    cues: tuple[str, ...]
    start: int
    end: int


def read_bound(text: str, start: int, end: int, *, inner: str | None, bare: bool) -> Bound:
    """The bound of the quantity text[start:end].

    Args:
        text: working text.
        start: where the number starts.
        end: where its unit ends.
        inner: 余, 多 or the like between number and unit, or None.
        bare: the number is a bare multiplier (百, 千); only then 上 is a bound, and 过 but of money and
            shares (产值过10亿元): elsewhere it is the ending of a verb (开过3次会).

    Example:
        >>> read_bound("约300余平方米", 1, 8, inner="余", bare=False).name
        'about'
    """
    found: list[str] = ["over"] if inner else []
    cues: list[str] = [inner] if inner else []
    if (currency := _CURRENCY.search(text, max(0, start - 3), start)) is not None:
        start = currency.start()
    outer_start, outer_end = start, end
    before = _BEFORE.search(text, max(0, start - 8), start)
    if before is None and (ahead := _AHEAD.search(text, max(0, start - 18), start)) is not None:
        found.append("over")
        cues.append(ahead.group("over"))
    if before is not None and (bare or _is_bound(before.group("over"), text[end - 1])):
        found.append(str(before.lastgroup))
        cues.insert(0, before.group().strip())
        outer_start = before.start()
    if before is None and text[end - 1] in "%‰" and _TOP.search(text, max(0, start - 3), start) is not None:
        found.append("under")
        cues.append("前")
    after = _AFTER.match(text, end)
    if after is not None:
        found.append(str(after.lastgroup))
        cues.append(after.group().strip())
        outer_end = after.end()
    return Bound(_combine(found), tuple(cues), outer_start, outer_end)


def _is_bound(word: str | None, last: str) -> bool:
    """Whether a word before a number that is written out is a bound, given the last character of its unit."""
    return word != "上" and (word != "过" or last in "元%")


def _combine(found: list[str]) -> str:
    """The codebook's rulings: 近…余 and 约…余 are about; two that agree are what they say."""
    if not found:
        return "exact"
    if "about" in found:
        return "about"
    if "under" in found and "over" in found:
        return "about"
    return found[0]
