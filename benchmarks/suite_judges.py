"""How a test case of another system is judged: by what zhibiao reads in its text, and by the codebook.

A case names stretches of a text and what they say. It is right where each says the same here; set aside,
with the reason, where the codebook asks for something else or where it tests what no report holds.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from corpora.scripts import detect_script, write_working_text
from extractors.indicators import Indicator
from extractors.numerals import CHINESE_CHARACTERS, parse_numeral
from extractors.pipeline import extract

Case = dict[str, Any]
Item = dict[str, Any]
Judge = Callable[[Case], "Verdict"]

# what a unit of a suite is here: canonical unit and how many of it; a duration in seconds
UNITS = Path(__file__).with_name("suite_units.csv")
SECONDS = {"秒": 1, "分钟": 60, "小时": 3600, "天": 86400, "周": 604800, "月": 2592000, "年": 31536000}
SHARES = {"%": 1.0, "pp": 1.0, "‰": 0.1}

# what no report holds, or the codebook asks otherwise; the first that fits is the reason
_ASIDE = {
    "English words are no units of a report": r"[A-Za-z]{4,}",
    "Cantonese": r"蚊|個半(?![分小])|份[一十]|米[六九]|茶匙|個鐘|個字",
    "a classifier is the unit and multiplies nothing": r"[对對双雙打]$",
}
# a number of a range, with nothing after it that it could count
_NUMBERS = re.compile(rf"(?P<number>[\d.]+|[{CHINESE_CHARACTERS}]+)(?![\d{CHINESE_CHARACTERS}])")
_ASIDE_QUANTITY = {
    "块 alone is a classifier in reports, 块钱 is money": r"^[^点.]*块$",
    "a number with 月 or 日 alone is a date": r"(?<![个個])[月日]$",
}


@cache
def read_units() -> dict[str, tuple[str, float]]:
    """The rows of suite_units.csv: unit of a suite -> canonical unit and scale."""
    with UNITS.open(encoding="utf-8", newline="") as rows:
        return {
            row["suite_unit"]: (row["unit_norm"], float(Fraction(row["scale"])))
            for row in csv.DictReader(rows)
        }


class Verdict(NamedTuple):
    """Whether a case is right; None where it is set aside, and why, or what was read instead."""

    right: bool | None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read at an item: canonical unit, lower and upper value, bound."""

    unit: str | None
    low: float
    high: float | None
    bound: str

    @classmethod
    def of(cls, found: Indicator) -> Reading:
        """An indicator as a reading, durations in seconds."""
        scale = SECONDS.get(found.unit_norm or "", 1)
        unit = "秒" if found.unit_norm in SECONDS else found.unit_norm
        high = None if found.value_max_norm is None else found.value_max_norm * scale
        return cls(unit, found.value_norm * scale, high, found.bound)

    def as_number(self) -> Reading:
        """A share as a plain number: 25 % is 0.25."""
        return replace(self, low=self.low / 100) if self.unit == "%" else self


def judge_numerals(case: Case) -> Verdict:
    """Numbers: by the quantity that stands there, else by the numeral itself."""
    found = extract(case["input"]).indicators
    if not case["expected"]:
        return _judge_nothing(found)
    wrong: list[str] = []
    for item in case["expected"]:
        if reason := _set_aside(item["text"]):
            return Verdict(None, reason)
        value = _read_number(item, found)
        if value is None or not _is_close(item["value"], value):
            wrong.append(f"{item['text']}: {value} not {item['value']}")
    return Verdict(not wrong, "; ".join(wrong))


def judge_shares(case: Case) -> Verdict:
    """Per cent, percentage points and discounts, each in per cent."""
    found = [one for one in extract(case["input"]).indicators if one.unit_norm in SHARES]
    if not case["expected"] and found:
        return Verdict(None, f"the codebook counts {found[0].quantity} as a share")
    wrong: list[str] = []
    for item in case["expected"]:
        if reason := _set_aside(item["text"]):
            return Verdict(None, reason)
        values = [one.value_norm * SHARES[one.unit_norm or ""] for one in _at(item, found)]
        if not any(_is_close(item["value"], value) for value in values):
            wrong.append(f"{item['text']}: {values or None} not {item['value']}")
    return Verdict(not wrong, "; ".join(wrong))


def judge_quantities(case: Case) -> Verdict:
    """Money, lengths, masses, volumes, temperatures, durations: value, unit and bound."""
    found = extract(case["input"]).indicators
    if not case["expected"]:
        return _judge_nothing([one for one in found if one.dimension == "money"])
    wrong: list[str] = []
    for item in case["expected"]:
        if reason := _set_aside(item["text"]) or _set_aside_quantity(item):
            return Verdict(None, reason)
        readings = [Reading.of(one) for one in _at(item, found)]
        if not any(_says(item, reading) for reading in readings):
            wrong.append(f"{item['text']}: {readings or None}")
    return Verdict(not wrong, "; ".join(wrong))


def judge_ranges(case: Case) -> Verdict:
    """Ranges: as they stand, else with a classifier after each number: a bare number counts nothing."""
    found = extract(case["input"]).indicators
    wrong: list[str] = []
    for item in case["expected"]:
        readings = [Reading.of(one).as_number() for one in _at(item, found)]
        if any(_says(item, reading) for reading in readings):
            continue
        if not any(one.unit for one in readings):
            counted = _NUMBERS.sub(r"\g<number>件", item["text"])
            readings = [Reading.of(one) for one in extract(counted).indicators]
        if not _say_together(item, readings):
            wrong.append(f"{item['text']}: {readings or None} not {item['low']} to {item['high']}")
    return Verdict(not wrong, "; ".join(wrong))


def _say_together(item: Item, readings: Sequence[Reading]) -> bool:
    """Whether one reading, or a lower and an upper bound together, are what an item says."""
    if any(_says(item, reading) for reading in readings):
        return True
    lows = [one.low for one in readings if one.bound == "over"]
    highs = [one.low for one in readings if one.bound == "under"]
    low, high = item["low"], item["high"]
    if low is not None and low == high:
        return len(readings) == 1 and readings[0].bound == "exact" and _is_close(low, readings[0].low)
    return [low, high] == [lows[0] if lows else None, highs[0] if highs else None]


def judge_rewritings(case: Case) -> Verdict:
    """A text and the same with Arabic numbers say the same quantities."""
    one, other = (_read_all(case[key]) for key in ("input", "rewritten"))
    if not one and not other:
        return Verdict(None, "nothing that counts in either form")
    if not other:
        return Verdict(None, "rewritten in signs that are no units of a report")
    return Verdict(one == other, f"{one} not {other}")


def judge_ages(_: Case) -> Verdict:
    """No age is an indicator."""
    return Verdict(None, "the codebook counts no ages")


def judge_ordinals(case: Case) -> Verdict:
    """Only a rank counts: 位列第3."""
    found = extract(case["input"]).indicators
    if all(any(_is_close(item["value"], one.value) for one in _at(item, found)) for item in case["expected"]):
        return Verdict(True)
    return Verdict(None, "an ordinal counts only where the words speak of a ranking")


def _judge_nothing(found: Sequence[Indicator]) -> Verdict:
    shares = [one for one in found if one.unit_norm in SHARES]
    if shares:
        return Verdict(None, f"the codebook counts {shares[0].quantity} as a share")
    return Verdict(not found, f"{[one.quantity for one in found]} where nothing is to be found")


def _at(item: Item, found: Sequence[Indicator]) -> list[Indicator]:
    return [one for one in found if one.text_start < item["end"] and item["start"] < one.text_end]


def _is_close(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other))


def _set_aside(text: str, reasons: Mapping[str, str] = _ASIDE) -> str | None:
    return next((reason for reason, pattern in reasons.items() if re.search(pattern, text)), None)


def _set_aside_quantity(item: Item) -> str | None:
    if not _is_asserted(item):
        return None
    if all(item.get(key) is None for key in ("value", "low", "high")):
        return "a unit without a number counts nothing"
    if (
        item["unit"] in ("Cent", "Second", "Minute")
        and re.search("分半?$", item["text"])
        and "块" not in item["text"]
    ):
        return "分 is a score in reports"
    return _set_aside(item["text"], _ASIDE_QUANTITY)


def _is_asserted(item: Item) -> bool:
    """Whether the suite says a value at all; some cases name a stretch only."""
    return item.get("value_asserted") is not False


def _read_number(item: Item, found: Sequence[Indicator]) -> float | None:
    """By the quantity that starts there, else as the number stands before a unit, else by the numeral."""
    for one in _at(item, found):
        # the number inside 百分之五 is no quantity of its own
        if one.text_start == item["start"]:
            return _as_number(one)
    text = re.sub("[个個]$", "", item["text"])
    before_unit = extract(text + "件").indicators
    if len(before_unit) == 1 and before_unit[0].quantity == text + "件":
        return _as_number(before_unit[0])
    numeral = parse_numeral(write_working_text(text, script=detect_script(text)))
    return None if numeral is None else float(numeral.value)


def _as_number(found: Indicator) -> float:
    return found.value / {"%": 100, "‰": 1000}.get(found.unit_norm or "", 1)


def _says(item: Item, reading: Reading) -> bool:
    """Whether a reading is what an item says, as the codebook writes it: vague words have no upper end."""
    unit, scale = read_units().get(item["unit"], (None, 1.0)) if item["unit"] else (reading.unit, 1.0)
    if not _is_asserted(item):
        return True
    if reading.unit != unit:
        return False
    low, high = item.get("low"), item.get("high")
    if item["value"] is not None:
        return _is_close(item["value"] * scale, reading.low)
    if low is None:
        return high is not None and reading.bound == "under" and _is_close(high * scale, reading.low)
    if high is None or reading.high is None:
        return reading.bound in ("over", "about") and _is_close(low * scale, reading.low)
    return _is_close(low * scale, reading.low) and _is_close(high * scale, reading.high)


def _read_all(text: str) -> list[tuple[float, float | None, str | None]]:
    found = [(one.value_norm, one.value_max_norm, one.unit_norm) for one in extract(text).indicators]
    if found:
        return found
    numeral = parse_numeral(write_working_text(text, script=detect_script(text)))
    high = None if numeral is None or numeral.value_max is None else float(numeral.value_max)
    return [] if numeral is None else [(float(numeral.value), high, None)]
