"""Units of measure and classifiers (计量单位与量词): the facts of lexicons/units.csv."""

from __future__ import annotations

import csv
import re
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final, NamedTuple

from extractors import LEXICONS

_UNITS: Final = LEXICONS / "units.csv"
# numerator and denominator of compound rates that no row names: 元/头, 公斤/亩
_RATE_DENOMINATORS: Final = (
    "人 户 头 只 亩 公顷 平方米 立方米 公里 米 吨 公斤 千克 度 千瓦时 千瓦 年 月 日 天 小时 秒 次 台 辆 斤 "
    "升 张 万元 百公里 分钟 件 套 株 床 班"
).split()
# 2.4  个百分 点: blanks that a PDF left
_SPACED_POINTS: Final = re.compile(r" {0,3}个? {0,2}百 ?分 ?点")
# the scale of units that are canonical, most of them: one object, known by what it is
CANONICAL: Final = Fraction(1)


class Unit(NamedTuple):
    """A unit as written and what it counts in.

    Attributes:
        text: as written, 万 and 亿 left out: 平米, 个单元.
        norm: canonical unit: m2, 单元.
        dimension: money, area, length, mass, volume, energy, power, time, share, count, ...
        scale: how many `norm` one of it is: 亩 is 2000/3 m2.
        traits: ``series`` (二期 is one of a series, 两期 a count), ``frequency`` (每月一次 counts, 一次 does
            not), ``event`` (the verb before it is what is counted: 督察360次), ``member`` (how often
            something with so many of it happens is no rate: 每晚抽调6名).
    """

    text: str
    norm: str
    dimension: str
    scale: Fraction
    traits: frozenset[str] = frozenset()


@cache
def read_units() -> tuple[dict[str, str], ...]:
    """The rows of lexicons/units.csv: unit, unit_norm, dimension, scale, traits, example."""
    with _UNITS.open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


@cache
def load_units() -> dict[str, Unit]:
    """Every listed unit by its text."""
    return {
        row["unit"]: Unit(
            row["unit"],
            row["unit_norm"],
            row["dimension"],
            CANONICAL if row["scale"] == "1" else Fraction(row["scale"]),
            frozenset(row["traits"].split()),
        )
        for row in read_units()
    }


@cache
def _longest() -> int:
    return max(map(len, load_units()))


@cache
def _load_sizes() -> dict[str, tuple[int, ...]]:
    """How long the units are that start with each character, the longest first."""
    sizes: dict[str, set[int]] = {}
    for unit in load_units():
        sizes.setdefault(unit[0], set()).add(len(unit))
    return {first: tuple(sorted(found, reverse=True)) for first, found in sizes.items()}


def find_unit(text: str, start: int) -> Unit | None:
    """The longest unit that begins at `start`, a compound rate included; None where there is none.

    Args:
        text: working text.
        start: offset just after a number.

    Example:
        >>> find_unit("2.4万平米道路", 4).norm, find_unit("补贴每头200元/头", 7).norm
        ('m2', 'CNY/头')
    """
    return _find_unit(text[start : start + 2 * _longest() + 1])


@lru_cache(maxsize=1 << 14)
def _find_unit(text: str) -> Unit | None:
    units = load_units()
    for size in _load_sizes().get(text[:1], ()):
        unit = units.get(text[:size])
        if unit is None:
            continue
        if text[size : size + 1] == "/" and "/" not in unit.text:
            return _find_rate(unit, text[size + 1 :]) or unit
        measure = _find_unit(text[1:]) if unit.text == "个" else None
        if measure is not None and measure.dimension != "count" and len(measure.text) > 1:
            return measure._replace(text="个" + measure.text)  # 六个加仑; 四个方向 are no cubic metres
        return unit
    if (points := _SPACED_POINTS.match(text)) is not None:
        return units["百分点"]._replace(text=points.group())
    return None


def _find_rate(unit: Unit, denominator_text: str) -> Unit | None:
    """元/头, 克/千瓦时: a unit per another, scaled by both."""
    for size in range(min(4, len(denominator_text)), 0, -1):
        name = denominator_text[:size]
        if name in _RATE_DENOMINATORS:
            denominator = load_units().get(name)
            norm = denominator.norm if denominator else name
            scale = unit.scale / (denominator.scale if denominator else 1)
            return Unit(f"{unit.text}/{name}", f"{unit.norm}/{norm}", "rate", scale)
    return None
