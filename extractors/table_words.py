"""What the words of a table say (表头用语): numbers and units, and what sort of number a head announces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from extractors.units import Unit, find_unit

# a unit and the multiplier before it: 万 of 万吨
Measure = tuple[Unit, Decimal]

SENTENCE_MARK: Final = re.compile(r"[。;!?]")  # no head and no label has one
MINUS: Final = "-−—–"  # a dash before a number says that it is below nought
_NUMBER: Final = re.compile(rf"[{MINUS}+]?\d[\d,]*(?:\.\d+)?")
_DATE_UNITS: Final = frozenset("年月日号时点期级")
_EMPTY: Final = frozenset(("", "-", "--", "—", "——", "–", "/", "…", "……", "0", ".", "*", "持平", "无"))
_YEARS: Final = re.compile(r"(?:1[89]|20)\d\d年?")
_UNIT_HEADER: Final = re.compile(r"(?:计\s?[量算])?\s?单\s?位")
# heads of the column that names the rows: of what is measured, and of who or what it is measured at
_THING: Final = (
    r"(?:(?:主要|统计|考核|财政|预 *算) *)?(?:指 *标|项 *目|科 *目|任 *务|产 *品|品 *种|事 *项|内 *容|名 *称)"
    r"(?: *名 *称|内容)?"
)
_HOLDER: Final = (
    r"(?:地 *区|县 *区|区 *县|市 *县|乡 *镇|镇 *街|街 *道|单 *位|部 *门|机 *关|机 *构|学 *校|医 *院|企 *业|"
    r"行 *业|类 *别|分 *类|城 *市|省 *市|国 *家|站 *点|村 *名|序 *号)(?:名 *称)?"
)
THING_HEADER: Final = re.compile(_THING)
# what rows below these name is measured itself: 指标 | 本月, but 项目 | 总投资
MEASURE_HEADER: Final = re.compile(r"(?:(?:主要|统计|考核|财政|预 *算) *)?(?:指|产|品|科|任)")
ROW_HEADER: Final = re.compile(rf"{_THING}|{_HOLDER}|(?:年 *份|年 *度|月 *份|季 *度|时 *间)")
_UNIT_LINE: Final = re.compile(r"单位[::] ?([^\s,。;、)|]{1,8})")
# numbers below these name something or say when: 联系电话, 邮编, 备注
NAMING_HEADER: Final = re.compile(
    r"序 ?号|编 ?号|代 ?码|电 ?话|手机|邮编|号码|房间|备 ?注|说 ?明|日期|年龄|[XY]?坐标"
)
_IN_BRACKETS: Final = re.compile(r"\(([^()]{1,10})\)$")
_PER_CENT: Final = re.compile(r"^%|(?<!\d)%$")  # no unit of 增值税50%
_FOOTNOTE: Final = re.compile(r"\(\d\)|\[\d\]")
# 万千升 is 万 times 千升
_MULTIPLIERS: Final = {
    sign: Decimal(10) ** power for sign, power in zip("十百千万亿", (1, 2, 3, 4, 8), strict=True)
}
_MOST_MULTIPLIERS: Final = 2
_COUNTED: Final = re.compile(r"(人次|[^总指基参系倍分常成级位])数$")


def is_number(word: str) -> bool:
    """Whether a cell holds a number and nothing else but its unit: 1,200, -3.5% or 30万元."""
    match = _NUMBER.match(word)
    return match is not None and (match.end() == len(word) or split_number(word)[1] is not None)


@lru_cache(maxsize=1024)
def split_number(word: str) -> tuple[str, Measure | None]:
    """The number of a cell and the unit that is written behind it.

    Example:
        >>> split_number("30万元")[0], split_number("30万元")[1][0].norm
        ('30', 'CNY')
    """
    match = _NUMBER.match(word)
    if match is None:
        return word, None
    unit = word[match.end() :]
    return match.group(), None if unit in _DATE_UNITS else read_unit(unit)


def close_up(cell: str) -> str:
    r"""A cell without the breaks of its lines.

    Example:
        >>> close_up("项\n目")
        '项目'
    """
    return cell.replace("\n", "")


def is_empty(word: str) -> bool:
    """Whether a cell says that there is no number: a dash, 持平."""
    return word in _EMPTY


def are_years(words: Sequence[str], *, has_header: bool) -> bool:
    """Whether the cells are the years that head columns; under a head, a bare number such as 1960 counts."""
    years = [word for word in words if word]
    found = bool(years) and all(map(_YEARS.fullmatch, years))
    return found and (not has_header or any(map(str.isalpha, "".join(years))))


def heads_units(word: str) -> bool:
    """Whether a head stands over the units of the rows: 计量单位."""
    return _UNIT_HEADER.fullmatch(word) is not None


@lru_cache(maxsize=1024)
def read_unit(text: str) -> Measure | None:
    """The unit and the multiplier that a cell such as 亿元 or 万千瓦时 names; None where it names none.

    Example:
        >>> read_unit("亿元")[0].norm, read_unit("万吨")[1]
        ('CNY', Decimal('10000'))
    """
    text = text.strip("()").removeprefix("单位:").strip()
    multiplier = Decimal(1)
    for size in range(_MOST_MULTIPLIERS + 1):
        if size and text[size - 1 : size] not in _MULTIPLIERS:
            break
        multiplier *= _MULTIPLIERS[text[size - 1]] if size else 1
        unit = find_unit(text, size)
        if unit is not None and size + len(unit.text) == len(text):
            return unit, multiplier
    return None


def read_unit_line(line: str) -> Measure | None:
    """The unit that a line names for the whole table: 单位:万元.

    Example:
        >>> read_unit_line("表2 各站产量 单位:万吨")[0].norm
        't'
    """
    named = _UNIT_LINE.search(line)
    return read_unit(named[1]) if named else None


@lru_cache(maxsize=1024)
def split_unit(head: str) -> tuple[str, Measure | None]:
    """A head or label without the unit that it names in brackets or at its end, and that unit.

    Example:
        >>> split_unit("粮食产量(万吨)")[0], split_unit("同比增长%")[1][0].norm
        ('粮食产量', '%')
    """
    head = _FOOTNOTE.sub("", head)
    brackets = _IN_BRACKETS.search(head)
    if brackets:
        unit = read_unit(brackets[1].strip("±"))
        return (head[: brackets.start()], unit) if unit else (head, None)
    if _PER_CENT.search(head):
        return head.split("%")[0], read_unit("%")
    return head, None


@lru_cache(maxsize=1024)
def find_counted_unit(head: str) -> Measure | None:
    """The classifier that a head counts in, as in 受理件数 or 人数.

    Example:
        >>> find_counted_unit("办结件数")[0].norm
        '件'
    """
    counted = _COUNTED.search(head)
    return read_unit(counted[1]) if counted else None
