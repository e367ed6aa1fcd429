"""Periods in Extended Date/Time Format (EDTF, ISO 8601-2:2019, level 0 with X for unknown digits).

``2016-01/2016-06`` is the first half of 2016; a year that nothing states stays unknown: ``XXXX-01/XXXX-06``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

Point = tuple[int | None, int | None]
"""Month and day of a point in time, each None where it is not said; day -1 is the last of its month."""


@lru_cache(maxsize=1 << 12)
def find_year(period: str | None) -> int | None:
    """The last year that an EDTF period names, None where it names none.

    Example:
        >>> find_year("2016-01/2016-06"), find_year("XXXX-01/XXXX-06")
        (2016, None)
    """
    years = re.findall(r"(?:^|/)(\d{4})", period or "")
    return int(years[-1]) if years else None


def format_period(first: tuple[int | None, Point], last: tuple[int | None, Point]) -> str:
    """EDTF from two points (year, (month, day)); one point where they are the same.

    Example:
        >>> format_period((None, (1, None)), (None, (6, None)))
        'XXXX-01/XXXX-06'
    """
    start, end = format_point(*first), format_point(*last)
    return start if start == end else f"{start}/{end}"


def format_point(year: int | None, point: Point) -> str:
    """EDTF of one point in time.

    Example:
        >>> format_point(2016, (6, -1)), format_point(None, (None, None))
        ('2016-06-30', 'XXXX')
    """
    text = "XXXX" if year is None else f"{year:04d}"
    month, day = point
    if month is None:
        return text
    text += f"-{month:02d}"
    if day is None:
        return text
    if day == -1:
        day = _last_day(year, month)
    return f"{text}-{day:02d}"


def _last_day(year: int | None, month: int) -> int:
    """Last day of a month; in a year that is not known, February has 28."""
    return monthrange(year or 2001, month)[1]


def read_month(period: str) -> Point:
    """The month of an EDTF point, without its day."""
    parts = period.split("-")
    return (int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None, None)


def shift_period(period: str | None, years: int) -> str | None:
    """The same stretch of another year; an unknown year stays unknown.

    Example:
        >>> shift_period("2016-01/2016-06", -1)
        '2015-01/2015-06'
    """
    if period is None:
        return None
    return re.sub(r"(^|/)(\d{4})", lambda m: f"{m.group(1)}{int(m.group(2)) + years:04d}", period)


def end_of_period(period: str | None) -> str | None:
    """The last day of an EDTF period; None where there is no period, the year where nothing finer is said.

    Example:
        >>> end_of_period("2016-01/2016-06"), end_of_period("XXXX-01/XXXX-06")
        ('2016-06-30', 'XXXX-06-30')
    """
    if period is None:
        return None
    last = period.split("/")[-1]
    parts = last.split("-")
    if len(parts) == 2 and parts[1].isdigit():
        year = int(parts[0]) if parts[0].isdigit() else None
        return f"{last}-{_last_day(year, int(parts[1])):02d}"
    return last


# a report has few periods, and each row of it has one of them
@lru_cache(maxsize=1 << 10)
def bound_period(period: str | None) -> tuple[date | None, date | None]:
    """First and last day of an EDTF period; None for an end whose year is not known.

    Example:
        >>> bound_period("2016-01/2016-06")
        (datetime.date(2016, 1, 1), datetime.date(2016, 6, 30))
    """
    if period is None:
        return None, None
    first, last = (period.split("/") * 2)[:2]
    return _bound_point(first, start=True), _bound_point(last, start=False)


def _bound_point(point: str, *, start: bool) -> date | None:
    parts = point.split("-")
    if not all(part.isdigit() for part in parts):
        return None
    year = int(parts[0])
    month = int(parts[1]) if len(parts) > 1 else (1 if start else 12)
    if len(parts) > 2:
        day = int(parts[2])
    else:
        day = 1 if start else _last_day(year, month)
    try:
        return date(year, month, day)
    except ValueError:
        return None
