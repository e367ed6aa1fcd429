"""How test cases for times and periods are judged: those that name years, halves, quarters, months or days.

Reports tell no clocks, feasts or days counted from today; cases of those are set aside.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from benchmarks.suite_judges import Case, Item, Verdict
from corpora.edtf import bound_period
from corpora.periods import find_periods, resolve_period
from corpora.scripts import detect_script, write_working_text

Bounds = tuple[str | None, str | None]

_CALENDAR = re.compile(
    r"[\d一二三四五六七八九十〇零○两年月日号號份度初末底上中下旬半季第到至从從自期间間前去今明本以来來起"
    r"\-—–~～―至 ]+|\d{4}([-./])\d{1,2}\1\d{1,2}"
)
_CALENDAR_WORD = re.compile(r"年|月|季度|\d{4}[-./]")
_FROM_TODAY = re.compile(
    r"(?:今|本|当|这|去)年$|本[月季]|当月|以?[来來起]|上[一个個季月]|下[个個季月]|前(?![三两二年]|十一个月)"
    r"|(?<![\d十〇零○一二三四五六七八九])[\d零〇○一二三四五六七八九十两]{1,2}年|半月"
)
_LUNAR = re.compile(r"月[一二三四五六七八九十]{1,3}$")
# where the ends of a stretch that is called the end or the start of something are, nobody says
_VAGUE_END, _VAGUE_START = re.compile("[底末]$"), re.compile("初$")
_YEARS = re.compile(r"^[^月日]*[-—–~～―到至][^月日]*年$")


def judge_periods(case: Case) -> Verdict:
    """First and last day of each period, in the year that the case is set in."""
    text = write_working_text(case["input"], script=detect_script(case["input"]))
    year = _read_year(case.get("context"))
    expected = [(item, bounds) for item in case["expected"] if (bounds := _read_bounds(item))]
    if not expected or len(expected) < len(case["expected"]):
        return Verdict(None, "a clock, a duration or a stretch without end")
    if not all(_fits(item["text"]) for item, _ in expected):
        return Verdict(None, "a day, week, feast or year counted from today or written short")
    wrong: list[str] = []
    for item, bounds in expected:
        read = {
            _format(resolve_period(expression, report_period=year))
            for expression in find_periods(text)
            if expression.start < item["end"] and item["start"] < expression.end
        }
        if not any(_agree(item["text"], one, other) for one in read for other in bounds):
            wrong.append(f"{item['text']}: {sorted(map(str, read))} not {sorted(map(str, bounds))}")
    return Verdict(not wrong, "; ".join(wrong))


def _fits(text: str) -> bool:
    calendar = _CALENDAR.fullmatch(text) and _CALENDAR_WORD.search(text)
    return bool(calendar) and not _FROM_TODAY.search(text) and not _LUNAR.search(text)


def _format(period: str | None) -> Bounds:
    first, last = bound_period(period)
    return first.isoformat() if first else None, last.isoformat() if last else None


def _agree(text: str, one: Bounds, other: Bounds) -> bool:
    if _VAGUE_END.search(text):
        return one[1] == other[1]
    if _VAGUE_START.search(text):
        return one[0] == other[0]
    return one == other


def _read_year(context: Any) -> str | None:
    """The year that a case is set in, as a report's period."""
    if not isinstance(context, dict):
        return None
    base = context.get("time_base", context.get("ReferenceDateTime"))
    if isinstance(base, int | float):
        return str(datetime.fromtimestamp(base, tz=UTC).year)
    if isinstance(base, dict):
        base = [base.get("year")]
    found = re.search(r"\d{4}", str(base))
    return found.group() if found else None


def _read_bounds(item: Item) -> set[Bounds]:
    """First and last days that are right for an item; none where it is no stretch of whole days."""
    value = item["value"]
    if isinstance(value, dict) and "PastResolution" in value:
        stretches = (value["PastResolution"], value["FutureResolution"])
        value = [
            {"type": "daterange", "start": one["startDate"], "end": one["endDate"]}
            for one in stretches
            if {"startDate", "endDate"} <= one.keys()
        ]
    if not isinstance(value, list) or not value:
        return set()
    if isinstance(value[0], str):
        whole = len(value) == 2 and value[0].endswith("00:00:00") and value[1].endswith("23:59:59")
        return {(value[0][:10], value[1][:10])} if whole else set()
    bounds: set[Bounds] = set()
    for one in value:
        if one.get("type") == "date" and len(one.get("value", "")) == 10:
            bounds.add((one["value"], one["value"]))
        elif one.get("type") == "daterange" and {"start", "end"} <= one.keys() and "Mod" not in one:
            end = date.fromisoformat(one["end"])
            # the end is the first day after it, or the day itself; of a range of years it is the last year
            bounds |= {(one["start"], (end - timedelta(days=1)).isoformat()), (one["start"], one["end"])}
            if _YEARS.search(item["text"]):
                bounds.add((one["start"], f"{end.year}-12-31"))
    return bounds
