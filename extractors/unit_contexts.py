"""What of a unit stands apart from it (单位的前后文): 港币两千元, 摄氏37度; 3块2毛, 一小时二十分, 三吨半."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from extractors import LEXICONS
from extractors.numerals import ARABIC, CHINESE_CHARACTERS, parse_numeral
from extractors.shares import read_tenths
from extractors.units import Unit, load_units

_SMALLER_UNITS: Final = LEXICONS / "smaller_units.csv"
_NUMBER: Final = rf"(?:{ARABIC}|[{CHINESE_CHARACTERS}]+)"
# 三块五, 两毛五, 一米七, 三块零四: a digit after the unit is a tenth of it, after 零 a hundredth
_NEXT_DIGIT: Final = re.compile(
    r"(?P<zero>零)?(?P<digit>[一二三四五六七八九\d])(?P<second>\d)?(?=[,。;!?)\n左以到至的]|$)"
)
_TAKES_DIGIT: Final = frozenset(("块", "毛", "米", "尺", "斤"))
_TENTHS: Final = re.compile(r"[一二三四五六七八九半](?!个)")
_HALVABLE: Final = frozenset("mass length area volume time".split())
# 人民币5万, 港币两千元, HKD13.5
_CURRENCY: Final = re.compile(
    r"(?P<name>人民币|港币|美金|新台币|台币|欧元|日元|英镑|美元|港元|澳元)(?:约|近|总计|共)?$"
    r"|(?P<sign>(?:HK|A|US|NT)?\$|[¥￥€£]|HKD|USD|RMB|CNY|EUR|JPY|GBP|AUD) ?$"
)
# 分别提高0.6个和7.1个百分点: the first 个 counts what the last one does
_POINTS_AFTER: Final = re.compile(rf"个(?:[、,和与及](?:{ARABIC})个){{0,12}}[、,和与及](?:{ARABIC})个百分点")
# 人民币5万, not 新台币16,85元
_ALONE: Final = re.compile(r"[^,。;、)(\n ]*(?:[。;、)(\n ]|,(?!\d)|$)")
_SIGNS: Final = {
    "$": "美元", "US$": "美元", "USD": "美元", "HK$": "港元", "HKD": "港元", "A$": "澳元", "AUD": "澳元",
    "NT$": "新台币", "¥": "元", "￥": "元", "RMB": "元", "CNY": "元", "€": "欧元", "EUR": "欧元",
    "£": "英镑", "GBP": "英镑", "JPY": "日元",
}  # fmt: skip
_SCALE_OF_TEMPERATURE: Final = re.compile(r"(?P<scale>摄氏|华氏)(?:温度|气温)?$")


@cache
def read_smaller_units() -> tuple[dict[str, str], ...]:
    """The rows of lexicons/smaller_units.csv: unit, smaller, in_one, example, value."""
    with _SMALLER_UNITS.open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


@cache
def load_smaller_units() -> dict[str, dict[str, int]]:
    """How many of a smaller unit make one, by the unit that it stands after: 3亩5分, 六斤八两."""
    found: dict[str, dict[str, int]] = {}
    for row in read_smaller_units():
        found.setdefault(row["unit"], {})[row["smaller"]] = int(row["in_one"])
    return found


@cache
def _compile_smaller() -> re.Pattern[str]:
    names = sorted({row["smaller"] for row in read_smaller_units()}, key=len, reverse=True)
    after = "(?![之别类为析布工批期区级层落度色表子])"
    return re.compile(rf" ?[零又]?(?P<number>{_NUMBER}) ?(?P<unit>{'|'.join(names)}){after}")


def read_unit_before(text: str, start: int, unit: Unit | None) -> Unit | None:
    """The unit as words or signs before the number tell it; `unit` itself where they tell nothing.

    Args:
        text: working text.
        start: where the number starts.
        unit: what stands after the number.

    Example:
        >>> read_unit_before("借款港币两千元", 4, load_units()["元"]).norm
        'HKD'
    """
    if unit is not None and unit.text in ("度", "°"):
        scale = _SCALE_OF_TEMPERATURE.search(text, max(0, start - 4), start)
        if scale is not None:
            return load_units()["摄氏度" if scale["scale"] == "摄氏" else "华氏度"]._replace(text=unit.text)
        if unit.text == "度" and "电" in text[max(0, start - 8) : start]:
            return load_units()["度电"]._replace(text="度")
    if unit is None or unit.text == "元":
        named = _CURRENCY.search(text, max(0, start - 6), start)
        if named is not None and (unit is not None or _ALONE.match(text, start)):
            currency = load_units()[named["name"] or _SIGNS[named["sign"]]]
            return currency._replace(text=unit.text if unit is not None else "")
    return unit


def read_unit_of_list(text: str, stop: int, unit: Unit | None) -> Unit | None:
    """个百分点 for a 个 that shares its noun with the last number of a list; `unit` itself elsewhere.

    Args:
        text: working text.
        stop: where the number ends and its unit starts.
        unit: what stands after the number.

    Example:
        >>> read_unit_of_list("提高0.6个和7.1个百分点", 5, load_units()["个"]).norm
        'pp'
    """
    if unit is not None and unit.text == "个" and _POINTS_AFTER.match(text, stop):
        return load_units()["个百分点"]._replace(text="个")
    return unit


def read_tail(text: str, stop: int, unit: Unit, value: Decimal) -> tuple[Unit, Decimal, int]:
    """Unit, value and end of a quantity with what goes on after its unit: 3块2毛, 九成五, 十五斤半.

    Args:
        text: working text.
        stop: where the unit ends.
        unit: the unit.
        value: the number before it.

    Example:
        >>> unit, value, stop = read_tail("耗时两小时三十分", 5, load_units()["小时"], Decimal(2))
        >>> value, stop
        (Decimal('2.5'), 8)
    """
    if unit.text == "成" and (tenths := _TENTHS.match(text, stop)) is not None:
        return unit, value + read_tenths(tenths.group()), tenths.end()
    if unit.text == "分" and text.startswith("半钟", stop):
        return load_units()["分钟"]._replace(text="分"), value + Decimal("0.5"), stop + 2
    start, added = stop, Decimal(0)
    names = load_smaller_units().get(unit.text, {})
    while names and (smaller := _compile_smaller().match(text, stop)) is not None:
        numeral = parse_numeral(smaller["number"])
        if numeral is None or smaller["unit"] not in names or numeral.value >= names[smaller["unit"]]:
            break
        added += numeral.value / names[smaller["unit"]]
        stop = smaller.end()
        if (
            smaller["unit"] == "毛"
            and (cents := _NEXT_DIGIT.match(text, stop)) is not None
            and not cents["zero"]
        ):
            added, stop = added + _read_decimals(cents) / 10, cents.end()  # 七毛八
    if stop > start:
        minutes = unit.text == "分" and text[start:stop].endswith(("秒", "秒钟"))
        named = load_units()["分钟"]._replace(text="分") if minutes else _as_money(unit)
        return named, value + added, stop
    if unit.text in _TAKES_DIGIT and (digit := _NEXT_DIGIT.match(text, stop)) is not None:
        return _as_money(unit), value + _read_decimals(digit), digit.end()
    if unit.text == "块" and value != int(value):
        return _as_money(unit), value, stop
    if text.startswith("半", stop) and unit.dimension in _HALVABLE:
        return unit, value + Decimal("0.5"), stop + 1
    return unit, value, stop


def _read_decimals(digit: re.Match[str]) -> Decimal:
    """五 of 三块五, 零四 of 三块零四, 75 of 1米75."""
    numeral = parse_numeral(digit["digit"] + (digit["second"] or ""))
    places = 2 if digit["zero"] or digit["second"] else 1
    return numeral.value / 10**places if numeral is not None else Decimal(0)


def _as_money(unit: Unit) -> Unit:
    """块 with a fraction is money: 三块五; else it is a classifier."""
    return load_units()["块钱"]._replace(text="块") if unit.text == "块" else unit


def scale_of_discount(unit: Unit, value: Decimal) -> Unit:
    """折 by its number: 七五折 is 75 %, 七折 and 7.5折 are tenths.

    Example:
        >>> scale_of_discount(load_units()["折"], Decimal(75)).scale
        Fraction(1, 1)
    """
    return unit._replace(scale=Fraction(1)) if unit.text == "折" and value >= 10 else unit
