"""Numbers as they are printed (印出的数): how exact they are, and what may be reckoned from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Final, NamedTuple

from extractors.indicators import Indicator

VERDICTS: Final = ("holds", "rounding", "contradicts")

_MULTIPLIERS: Final = {"千": 10**3, "万": 10**4, "亿": 10**8, "兆": 10**12}
_ARABIC: Final = re.compile(
    r"\d(?:[\d,]*\d)?(?:\.(?P<decimals>\d+))? ?[余多来]?(?P<multipliers>[十百千万亿兆]*)"
)
_CHINESE: Final = re.compile(r"(?:点(?P<decimals>[零〇一二三四五六七八九]+))?(?P<multipliers>[万亿兆]*)$")
# 八成, 一半, 三分之二: figures too round to reckon with
_ROUND: Final = re.compile(r"[半成折几数/]|(?<!百)分之")
_ROUNDED_FROM: Final = 1000
_NOTHING: Final = Fraction(0)


class Printed(NamedTuple):
    """A number in canonical units and how far rounding may have moved it.

    Attributes:
        value: in `unit_norm`.
        step: what one in its last printed place is worth: 0.1 % of 12.5 %, 1000 m2 of 24.1万平米.
        slack: how far the true value may lie from it: half a step, five of a round number of three digits
            and thousands or more (120万), nothing of a counted whole number (1500人).
        sure: False of 300余人 and of 约5%: good enough to agree with, not to contradict.
    """

    value: Fraction
    step: Fraction
    slack: Fraction
    sure: bool = True


class Reckoned(NamedTuple):
    """A number reckoned from printed ones: its value, and the least and most that their rounding allows."""

    value: Fraction
    low: Fraction
    high: Fraction


def read_printed(written: str, indicator: Indicator) -> Printed | None:
    """The number of an indicator with its exactness; None where it is a range, a far bound or a round figure.

    Args:
        written: the quantity in working text: 24.1万平米.
        indicator: of the quantity.
    """
    unit = indicator.unit or ""
    # the unit of a number of a table stands at the head of its column
    number = written[: len(written) - len(unit)] if indicator.quantity.endswith(unit) else written
    near = indicator.bound == "exact" or indicator.bound == "about" or number[-1:] in ("余", "多")
    if not near or indicator.value_max is not None or not indicator.value or _ROUND.search(number):
        return None
    if not number or unit.startswith(("成", "折")):
        return None
    arabic = list(_ARABIC.finditer(number))
    last = arabic[-1] if arabic else _CHINESE.search(number)
    if last is None:
        return None
    place = _find_place(len(last["decimals"] or ""), last["multipliers"])
    value = _read_float(indicator.value)
    slack = _find_slack(value, place, indicator)
    step = place.one
    sure = indicator.bound == "exact"
    if indicator.value_norm == indicator.value:
        return Printed(value, step, slack, sure)
    scale = _read_float(indicator.value_norm) / value
    return Printed(value * scale, step * abs(scale), slack * abs(scale), sure)


class _Place(NamedTuple):
    """What one in the last printed place is worth, and what is asked of it: fractions are slow."""

    one: Fraction
    half: Fraction
    five: Fraction
    ten: Fraction
    hundred: Fraction
    is_one: bool
    may_be_round: bool


@lru_cache(maxsize=1 << 10)
def _find_place(decimals: int, multipliers: str) -> _Place:
    """The last printed place of a number with so many decimals and such multipliers."""
    place = Fraction(1, 10**decimals)
    for character in multipliers:
        place *= _MULTIPLIERS.get(character, 1)
    return _Place(place, place / 2, place * 5, place * 10, place * 100, place == 1, place >= _ROUNDED_FROM)


@lru_cache(maxsize=1 << 14)
def _read_float(value: float) -> Fraction:
    """The number that a float is written as; fractions are slow, and many numbers come again."""
    return Fraction(Decimal(str(value)))


def _find_slack(value: Fraction, place: _Place, indicator: Indicator) -> Fraction:
    """How far rounding may have moved a number, in the unit as written."""
    if indicator.bound != "exact":
        return place.one
    if place.is_one and indicator.dimension == "count":
        return _NOTHING
    round_number = place.may_be_round and value >= place.hundred and value % place.ten == 0
    return place.five if round_number else place.half


def compare(stated: Printed, reckoned: Reckoned) -> str:
    """One of VERDICTS on a stated number: ``holds`` where the reckoned one, rounded or cut off, is just that.

    ``rounding`` where it is less than one in the last printed place away from it, given how far the numbers
    that it is reckoned from may have been rounded themselves.
    """
    steps, computed = stated.value / stated.step, reckoned.value / stated.step
    if computed == steps:
        return "holds"
    if stated.slack and steps in (floor(computed), floor(computed + Fraction(1, 2))):
        return "holds"
    step = stated.step if stated.slack else Fraction(0)
    near = reckoned.low < stated.value + step and reckoned.high > stated.value - step
    return "rounding" if near else "contradicts"


def divide(part: Printed, whole: Printed) -> Reckoned | None:
    """The share of a part in a whole, in per cent; None where the whole may be nothing.

    Example:
        >>> one, four = (Printed(Fraction(n), Fraction(1), Fraction(0)) for n in (1, 4))
        >>> float(divide(one, four).value)
        25.0
    """
    if whole.value - whole.slack <= 0:
        return None
    return Reckoned(
        part.value / whole.value * 100,
        (part.value - part.slack) / (whole.value + whole.slack) * 100,
        (part.value + part.slack) / (whole.value - whole.slack) * 100,
    )


def subtract(first: Printed, second: Printed) -> Reckoned:
    """The first number less the second."""
    value, slack = first.value - second.value, first.slack + second.slack
    return Reckoned(value, value - slack, value + slack)


def add(parts: Sequence[Printed]) -> Reckoned:
    """The sum of several numbers."""
    value = sum((part.value for part in parts), Fraction(0))
    slack = sum((part.slack for part in parts), Fraction(0))
    return Reckoned(value, value - slack, value + slack)
