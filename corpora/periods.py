"""Period expressions of Chinese reports (时间表达式) as Extended Date/Time Format (EDTF, ISO 8601-2:2019).

Relative words resolve against the report's own year and period, never against today's date. A year that
nothing states stays unknown: ``XXXX-01/XXXX-06``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from corpora.edtf import (
    Point,
    end_of_period,
    find_year,
    format_period,
    format_point,
    read_month,
    shift_period,
)
from corpora.frozen_records import set_at_once
from corpora.period_patterns import MONTH, NEXT_YEARS, PATTERN, TO, compile_republic

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_OFFSETS = {"今年": 0, "本年": 0, "本年度": 0, "当年": 0, "同年": 0, "去年": -1, "上年": -1, "上年度": -1}
_OFFSETS |= {"前年": -2, "明年": 1, "来年": 1}


@set_at_once
@dataclass(frozen=True, slots=True)
class PeriodExpression:
    """A period expression and what it says (时间表达式).

    Attributes:
        start, end: its range in the text.
        text: the expression as written.
        year, year_to: the years it states, else None.
        offset: years from the report's own year that a relative word states (去年 is -1), else None.
        to_offset: years from the report's own year to the one it ends in (2015年10月至今年3月), else None.
        to_next: it ends in the year after the one it begins in (10月至次年3月, 11月至2月).
        first, last: month and day it runs from and to; None where it is a whole year.
        as_of: a state at the end of the period (截至6月24日).
        since: it runs on to the report's end (今年以来).
        now: 目前, 截至目前.
        same_time: 同期: the same stretch of another year as the one compared.
        span: number of years up to the report (近三年), else None.
    """

    start: int
    end: int
    text: str
    year: int | None = None
    year_to: int | None = None
    offset: int | None = None
    to_offset: int | None = None
    to_next: bool = False
    first: Point | None = None
    last: Point | None = None
    as_of: bool = False
    since: bool = False
    now: bool = False
    same_time: bool = False
    span: int | None = None


def read_number(text: str) -> int:
    """The integer of one or two Chinese or Arabic digits, as they stand in a date: 十二 is 12."""
    text = text.strip()
    if text.isdigit() and text.isascii():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    value = 0
    for character in text:
        value = value * 10 + _DIGITS[character]
    return value


# 100年度, 101年3月: a text that dates so counts its years from 1912 (民国), and means one by 100年 alone
_DATED_BY_REPUBLIC = re.compile(r"1(?<![\d.]1)[0-2]\d年(?:度|\d{1,2}月)|民国\d")
_REPUBLIC_YEARS = 2
_SHORT_YEAR = re.compile(r"9\d(?= ?年)")
_BEFORE_REPUBLIC = 1911


def counts_from_republic(text: str) -> bool:
    """Whether a text dates by the years of the Republic (民国).

    Example:
        >>> counts_from_republic("100年度預算較99年度增加,101年3月完成"), counts_from_republic("建校100年")
        (True, False)
    """
    return len(_DATED_BY_REPUBLIC.findall(text)) >= _REPUBLIC_YEARS


@lru_cache(maxsize=8)
def find_periods(text: str, *, republic: bool = False) -> tuple[PeriodExpression, ...]:
    """All period expressions of a text, in order, none inside another.

    Args:
        text: working text (half-width digits).
        republic: 100年 alone is a year too, as in a text that `counts_from_republic`.

    Example:
        >>> [p.text for p in find_periods("2016年上半年完成2项,截至6月24日又完成1项")]
        ['2016年上半年', '截至6月24日']
    """
    return tuple(_scan(text, republic=republic))


def _scan(text: str, *, republic: bool) -> Iterator[PeriodExpression]:
    for match in (compile_republic() if republic else PATTERN).finditer(text):
        expression = _read(match)
        if expression is not None and republic and (short := _SHORT_YEAR.match(expression.text)) is not None:
            expression = replace(expression, year=int(short.group()) + _BEFORE_REPUBLIC)
        if expression is not None:
            yield expression


def _read(match: re.Match[str]) -> PeriodExpression | None:
    group = match.groupdict()
    start, end = match.span()
    text = match.group()
    if group["now"]:
        return PeriodExpression(start, end, text, now=True, as_of=True)
    if plan := group["plan"] or group["quoted"]:
        first, last = _find_plan_years(read_number(plan))
        return PeriodExpression(start, end, text, year=first, year_to=last)
    if years := group["n"] or group["last"]:
        return PeriodExpression(start, end, text, span=read_number(years))
    tail = group["tail"] or ""
    common: dict[str, Any] = {
        "as_of": bool(group["as_of"]),
        "since": tail in ("以来", "起"),
        "same_time": tail == "同期",
    }
    if group["iso"]:
        year, month, day = (int(x) for x in re.split("[-./]", group["iso"]))
        return PeriodExpression(start, end, text, year=year, first=(month, day), last=(month, day), **common)
    if group["across"]:
        return _read_across(match, common)
    if group["years"]:
        years_found = _read_years(group["years"])
        return PeriodExpression(start, end, text, year=years_found[0], year_to=years_found[-1], **common)
    sub = group["sub"] or group["rsub"] or group["only"]
    first_point, last_point = _read_sub(sub) if sub else (None, None)
    if group["up_to"] and sub:
        # 2012年至9月底: from the start of the year
        first_point, last_point = (1, None), (last_point[0] if last_point else None, None)
    begins, ends = first_point and first_point[0], last_point and last_point[0]
    if begins is not None and ends is not None:
        common["to_next"] = ends < begins  # 11月至2月
    year_text = group["year"]
    relative = group["relative"]
    if relative and relative not in _OFFSETS:
        return None
    return PeriodExpression(
        start,
        end,
        text,
        year=_read_years(year_text)[0] if year_text else None,
        offset=_OFFSETS[relative] if relative else None,
        first=first_point,
        last=last_point,
        **common,
    )


def _read_across(match: re.Match[str], common: dict[str, Any]) -> PeriodExpression:
    """10月至次年3月, 2015年10月至今年3月, 2009年11月至2010年3月."""
    begin, end = (match["from"] or "").strip(), match["to"].strip()
    return PeriodExpression(
        match.start(),
        match.end(),
        match.group(),
        year=next(iter(_read_years(begin)), None),
        year_to=next(iter(_read_years(end)), None),
        offset=_OFFSETS.get(begin),
        to_offset=_OFFSETS.get(end),
        to_next=end in NEXT_YEARS,
        first=(read_number(match["from_month"]), None),
        last=(read_number(match["to_month"]), None),
        **common,
    )


def _read_years(text: str) -> list[int | None]:
    arabic = re.findall(r"(?:1[89]|20)\d\d", text)
    if arabic:
        return [int(year) for year in arabic]
    republic = re.findall(r"(?<=国)\d{1,3}|\d{3}|\d{2}(?=年?[-—–~至到])", text.replace(" ", ""))
    if republic:
        return [int(year) + _BEFORE_REPUBLIC for year in republic]
    if re.match(r"\d{2}", text):
        return [None]
    return [read_number(year) for year in re.findall(r"[一二][八九〇零○][〇零○一二三四五六七八九]{2}", text)]


def _read_sub(text: str) -> tuple[Point | None, Point | None]:
    """Where a part of a year starts and ends."""
    if text == "上半年":
        return (1, None), (6, None)
    if text == "下半年":
        return (7, None), (12, None)
    if text == "全年":
        return None, None
    if text in ("年初", "年底", "年末"):
        month = 1 if text == "年初" else 12
        return (month, None), (month, None)
    if "季度" in text:
        quarters = [read_number(q) for q in re.findall(r"[一二三四两1-4]", text)]
        first = 1 if text.startswith("前") else quarters[0]
        return (3 * first - 2, None), (3 * quarters[-1], None)
    if "日" in text or "号" in text:
        return _read_days(text.replace("号", "日"))
    if text.startswith("前"):
        return (1, None), (read_number(text[1:].removesuffix("月").removesuffix("个")), None)
    months = [read_number(m) for m in re.findall(MONTH, text.replace("月份", "月"))]
    if text.endswith("旬"):
        first, last = {"上": (1, 10), "中": (11, 20), "下": (21, -1)}[text[-2]]
        return (months[0], first), (months[0], last)
    return (months[0], None), (months[-1], -1 if text.endswith(("底", "末")) else None)


def _read_days(text: str) -> tuple[Point, Point]:
    """6月24日, 7月20至23日, 8月7日至9月30日."""
    left, right = [*re.split(TO.strip(" ?"), text, maxsplit=1), ""][:2]
    month_text, _, day_text = left.partition("月")
    month = read_number(month_text)
    day = read_number(day_text.removeprefix("份").strip().removesuffix("日"))
    if not right.strip():
        return (month, day), (month, day)
    other = right.strip().removesuffix("日")
    if "月" in other:
        to_month, _, to_day = other.partition("月")
        return (month, day), (read_number(to_month), read_number(to_day.removeprefix("份")))
    return (month, day), (month, read_number(other))


def _find_plan_years(number: int) -> tuple[int, int]:
    """First and last year of a five-year plan (the first ran 1953 to 1957; 1963 to 1965 had none)."""
    early = {1: 1953, 2: 1958, 3: 1966, 4: 1971, 5: 1976}
    first = early.get(number, 1981 + 5 * (number - 6))
    return first, first + 4


@lru_cache(maxsize=4096)
def resolve_period(
    expression: PeriodExpression, *, report_period: str | None, year: int | None = None
) -> str | None:
    """The EDTF period that an expression means in a report; None where the report does not tell.

    Args:
        expression: what `find_periods` found.
        report_period: EDTF period of the report, or None.
        year: the year that the text around the expression speaks of, where it is known; it goes before
            the report's own.

    Example:
        >>> expression = find_periods("去年同期")[0]
        >>> resolve_period(expression, report_period="2016-01/2016-06")
        '2015-01/2015-06'
    """
    base = year or find_year(report_period)
    if expression.now:
        return end_of_period(report_period)
    if expression.span is not None:
        return f"{base - expression.span}/{base}" if base is not None else None
    if expression.same_time and expression.first is None:
        return shift_period(report_period, expression.offset or 0)
    own = expression.year
    if own is None:
        own = base + expression.offset if base is not None and expression.offset is not None else base
    if expression.first is None:
        if expression.since and report_period and own == base:
            return report_period
        if own is None:
            return "XXXX" if expression.offset is not None else None
        last_year = expression.year_to or own
        if expression.since and base is not None and base > own:
            last_year = base
        return f"{own}" if last_year == own else f"{own}/{last_year}"
    last = expression.last or expression.first
    if expression.as_of:
        return format_point(own, (last[0], -1 if last[1] is None else last[1]))
    if last[1] == -1 and expression.first[1] is None:
        # 6月底 is a day, 1至6月底 a stretch of months
        if last[0] == expression.first[0]:
            return format_point(own, last)
        last = (last[0], None)
    if expression.since:
        end = end_of_period(report_period)
        if end is not None:
            return format_period((own, expression.first), (find_year(end) or own, read_month(end[:7])))
    until = expression.year_to or own
    if expression.to_next or expression.to_offset is not None:
        if own is None or (base is None and not expression.to_next):
            return None
        until = own + 1 if base is None or expression.to_offset is None else base + expression.to_offset
    return format_period((own, expression.first), (until, last))
