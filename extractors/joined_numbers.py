"""Numbers that belong together (相连的数): ranges, ratios, and lists that share the unit of the last."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, NamedTuple

from extractors.number_patterns import LISTED_PATTERN, RANGE_PATTERN, RATIO_PATTERN
from extractors.numerals import CHINESE_CHARACTERS, Numeral, parse_numeral
from extractors.unit_contexts import read_tail
from extractors.units import Unit, find_unit

# 10-20万, 十八至三十万, 两到三百, 10~15k: the multiplier of the second number serves both
_SHARED_MULTIPLIER: Final = re.compile(r"[万亿]+$|[kK]$|(?<=^.)[百千佰仟]$")
_LARGE: Final = re.compile(r"[万亿]+$")
_FROM: Final = re.compile(r"[由从自][^,。;\n]{0,12}$")
# 收入三四万, 3~4万: what may follow a number of ten thousands or more without a unit
STANDS_ALONE: Final = re.compile(r"(?:[,。;、)!?\n左以的 ]|$)")
# 收入比缩小到2.3:1, not the clock 12:30
_SHARE_END: Final = re.compile(
    rf"(?:至|到|-{{1,2}}|—{{1,2}}|~)(?:百分之)?(?P<number>[{CHINESE_CHARACTERS}]+(?:点[{CHINESE_CHARACTERS}]+)?)(?![分成倍个万亿])"
)
_RATIO_CUE: Final = re.compile(r"(?:比例?|比[重值]|结构)[^,。;!?\n]{0,24}$")
_SHARED_UNIT: Final = re.compile(r"(?:分别|依次)[^。;!?\n]{0,60}$")


class Joined(NamedTuple):
    """What a number says together with those beside it.

    Attributes:
        value, value_max: the number, or the ends of a range.
        unit: None where none is written.
        unit_start: where the unit as written starts.
        end: where it ends.
        form: ``range``, ``ratio`` or ``cardinal`` (a member of a list).
        second: where the last number starts that is read with it.
        over: both ends are more than what is written (一百多亿斤到二百多亿斤).
    """

    value: Decimal
    value_max: Decimal | None
    unit: Unit | None
    unit_start: int
    end: int
    form: str
    second: int
    over: bool = False


def read_range(text: str, start: int, end: int, low: Numeral) -> Joined | None:
    """10-20万元, 十至十五个, 5%左右到6%: two numbers with one unit; None where there is no such.

    Args:
        text: working text.
        start: where the first number starts.
        end: where it ends.
        low: what it says.

    Example:
        >>> joined = read_range("投资10-20万元", 2, 4, parse_numeral("10"))
        >>> joined.value, joined.value_max, joined.unit.norm
        (Decimal('100000'), Decimal('200000'), 'CNY')
    """
    first_unit = find_unit(text, end)
    at = end + (len(first_unit.text) if first_unit else 0)
    if text.startswith("左右", at):
        at += 2
    match = RANGE_PATTERN.match(text, at)
    if match is None or (first_unit and _FROM.search(text, max(0, start - 14), start)):
        return None
    high = parse_numeral(match["number"])
    unit = find_unit(text, match.end())
    if high is None or (first_unit and unit and first_unit.norm != unit.norm):
        return None
    bare = not first_unit and match["number"][-1] in "万亿" and STANDS_ALONE.match(text, match.end())
    if unit is None and not bare:
        return None
    value = low.value
    multiplier = _SHARED_MULTIPLIER.search(match["number"])
    if multiplier and not first_unit and not set("万亿") & set(text[start:end]):
        scale = parse_numeral(multiplier.group().replace("k", "千").replace("K", "千"))
        value = value * scale.value if scale and value * scale.value < high.value else value
    if value >= high.value:
        return None
    stop = match.end() + (len(unit.text) if unit else 0)
    over = bool(low.bound and high.bound)
    return Joined(value, high.value, unit, match.end(), stop, "range", match.start("number"), over)


def read_share_range(text: str, start: int, end: int, low: Decimal) -> tuple[Decimal, int] | None:
    """百分之八至九, 百分之八到百分之九: the upper end and where it ends; None where there is no such.

    Args:
        text: working text.
        start: where the lower share starts.
        end: where it ends.
        low: what it says, in per cent.
    """
    match = _SHARE_END.match(text, end)
    if match is None or _FROM.search(text, max(0, start - 14), start):
        return None
    high = parse_numeral(match["number"])
    return (high.value, match.end()) if high is not None and high.value > low else None


def read_tail_range(text: str, unit_start: int, stop: int, unit: Unit, low: Decimal) -> Joined | None:
    """三米六到三米九: a range whose ends go on after their units; None where there is no such.

    Args:
        text: working text.
        unit_start: where the first unit starts.
        stop: where what goes on after it ends.
        unit: that unit.
        low: the first number with what goes on.
    """
    match = RANGE_PATTERN.match(text, stop)
    high = parse_numeral(match["number"]) if match is not None else None
    same = find_unit(text, match.end()) if match is not None else None
    if match is None or high is None or same is None or high.value_max is not None:
        return None
    same, value, end = read_tail(text, match.end() + len(same.text), same, high.value)
    if same.norm != unit.norm or value <= low:
        return None
    return Joined(low, value, unit, unit_start, end, "range", match.start("number"))


def read_listed(text: str, start: int, end: int, numeral: Numeral) -> Joined | None:
    """分别提高12.4、31.7、46个百分点: the unit and the 万 of the last are those of all.

    Args:
        text: working text.
        start: where a number without a unit starts.
        end: where it ends.
        numeral: what it says.
    """
    listed = LISTED_PATTERN.match(text, end)
    unit = find_unit(text, listed.end()) if listed is not None else None
    if listed is None or unit is None or not _SHARED_UNIT.search(text, max(0, start - 80), start):
        return None
    multiplier = _LARGE.search(listed.group())
    scale = parse_numeral(multiplier.group()) if multiplier else None
    value = numeral.value * scale.value if scale and numeral.value < scale.value else numeral.value
    return Joined(value, None, unit._replace(text=""), end, end, "cardinal", start)


def read_ratio(text: str, start: int) -> Joined | None:
    """2.3:1, 3.9:59.5:36.6: how many times one is of the other; else the first of the parts.

    Args:
        text: working text.
        start: where the first number starts.

    Example:
        >>> read_ratio("城乡收入比为2.5:1", 6).value
        Decimal('2.5')
    """
    ratio = RATIO_PATTERN.match(text, start)
    if ratio is None or not _RATIO_CUE.search(text, max(0, start - 28), start):
        return None
    parts = [Decimal(part) for part in re.split("[:∶]", ratio.group().replace(" ", ""))]
    times = len(parts) == 2 and Decimal(1) in parts and parts[1]
    value = parts[0] / parts[1] if times else parts[0]
    return Joined(value, None, None, ratio.end(), ratio.end(), "ratio", start)
