"""The period that a report covers (报告期), as EDTF; a year that nothing states stays XXXX."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from corpora.line_kinds import is_numbered
from corpora.lines import Line
from corpora.periods import PeriodExpression, find_periods, resolve_period

LEAD_LINES = 3
LEAD_LENGTH = 400
READ_LENGTH = 6000
EARLIEST_MONTH = 4
HEADING_LENGTH = 40
_RETROSPECT = re.compile(r"回顾|总结|完成情况|主要成[绩效]|工作情况")
_OPEN_STRETCH = re.compile(r"XXXX-\d\d/XXXX-(\d\d)")
# 始建于1958年, 自2018年4月试点以来, 在2018年制定的办法基础上, 2015年12月印发的: years of something older.
_OLDER = re.compile(r"(?:(?<![关对由至])于|自从?|从|在)\s*$")
_OLDER_AFTER = re.compile(
    r"\s*(?:以来|成立|建成|制定的|印发的?|出台|颁布|建立|起|创建|至今|开始|批准|组建|撤|设立)"
)
_OF_A_NAMED_YEAR = ("同年", "当年")
_SCHOOL_YEAR = re.compile(r"((?:19|20)\d\d)\s*[-—–~至]+\s*((?:19|20)\d\d)\s*学年度?(第一|第二|上|下)?")
_SIGNED = re.compile(
    r"[(]?(?P<year>(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2})\s*[年.\-/]\s*"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s*[月.\-/]\s*(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})?\s*日?[)]?"
)
# ——2025年1月19日在岚江省第三届人民代表大会上, (2013年3月20日)
_OCCASION = re.compile(r"\W{0,3}(?:19|20)\d\d年\d{1,2}月\d{1,2}日[^。]{0,60}(?:会上|会议上|)[^。,]{0,20}\W?$")
_OWN_YEAR = re.compile(r"[本今]\((?P<year>(?:19|20)\d\d|1\d\d|[89]\d)\)年")
# years of the Republic (民國) have three digits at most, and begin with 1912
_LATEST_OF_REPUBLIC = 999
_BEFORE_REPUBLIC = 1911
_NUMERALS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


def find_report_period(
    lines: Sequence[Line],
    *,
    title: str | None,
    doc_type: str | None = None,
    published: str | None = None,
    first_hand: bool = False,
) -> str | None:
    r"""The report's period by its title, else its lead, else its body; None where it speaks of no time.

    A year that the report leaves open comes from the date under it. On a page of its own organisation the
    page's date gives it where the stretch that the report names was over on that day and the year well begun:
    1至10月 on a page of November; a page of January may speak of the year before. News are of the day they
    appear.

    Args:
        lines: the report's, in working form.
        title: in working form.
        doc_type: one of DOC_TYPES.
        published: ISO date of the page that holds this report alone.
        first_hand: nothing on the page says that its text comes from elsewhere.

    Example:
        >>> from corpora.lines import find_lines
        >>> find_report_period(find_lines("上半年新修水渠3公里。\n2016年7月1日"), title="民生工作总结")
        '2016-01/2016-06'
    """
    signed = find_signing_year(lines) or _find_own_year(lines)
    title_period = _read_title(title or "", year=signed)
    if title_period is None and doc_type == "news":
        return published[:4] if published else _read_news(lines)
    period = title_period or _read_lead(lines, year=signed) or _read_body(lines, year=signed)
    return _date_by_page(period, published) if first_hand else period


def _date_by_page(period: str | None, published: str | None) -> str | None:
    """A stretch of an unstated year with the year of the page that it was put up on soon after its end."""
    stretch = _OPEN_STRETCH.fullmatch(period or "")
    if stretch is None or published is None:
        return period
    year, month = published[:4], int(published[5:7])
    last = int(stretch[1])
    return period.replace("XXXX", year) if period and month >= EARLIEST_MONTH and last <= month else period


def find_signing_year(lines: Sequence[Line]) -> int | None:
    r"""The year of the date under a report; None where none of its last lines is a date.

    Example:
        >>> from corpora.lines import find_lines
        >>> find_signing_year(find_lines("全文完。\n青石县水务局\n二〇二四年十二月二十八日"))
        2024
    """
    for line in reversed(lines[-4:]):
        match = _SIGNED.fullmatch(line.text)
        if match:
            return int("".join(str(_NUMERALS.get(digit, digit)) for digit in match["year"]))
    return None


def _find_own_year(lines: Sequence[Line]) -> int | None:
    """The year that a report calls its own, 本(2012)年, 本(101)年度; None where it calls none so."""
    for line in lines:
        if (own := _OWN_YEAR.search(line.text)) is not None:
            year = int(own["year"])
            return year if year > _LATEST_OF_REPUBLIC else year + _BEFORE_REPUBLIC
    return None


def _read_title(title: str, *, year: int | None) -> str | None:
    school = _SCHOOL_YEAR.search(title)
    if school:
        return _write_school_year(int(school[1]), school[3])
    for expression in find_periods(title):
        if not expression.now and expression.span is None:
            return resolve_period(expression, report_period=None, year=year)
    return None


def _write_school_year(first: int, half: str | None) -> str:
    """A Chinese school year runs from September to August, its second half from February."""
    if half in ("第一", "上"):
        return f"{first}-09/{first + 1}-01"
    if half in ("第二", "下"):
        return f"{first + 1}-02/{first + 1}-08"
    return f"{first}-09/{first + 1}-08"


def _read_news(lines: Sequence[Line]) -> str | None:
    """The years of the days that a story tells of."""
    days = [e for line in lines for e in find_periods(line.text) if e.year and e.year_to is None and e.first]
    years = sorted(e.year for e in days if e.year is not None)
    if not years:
        return None
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}/{years[-1]}"


def _read_lead(lines: Sequence[Line], *, year: int | None) -> str | None:
    """What the first paragraphs say the report is of, and else the year of the meeting it was given to."""
    occasion = None
    for line in takewhile(lambda line: not is_numbered(line), lines[:LEAD_LINES]):
        text = line.text[:LEAD_LENGTH]
        own = [e for e in find_periods(text) if _is_own_time(text, e)]
        if _OCCASION.match(text) or _SIGNED.fullmatch(text):
            occasion = occasion or next((str(e.year) for e in own if e.year is not None), None)
            continue
        for expression in own:
            if _is_stretch(expression):
                return resolve_period(expression, report_period=None, year=year)
    return occasion


def _is_stretch(expression: PeriodExpression) -> bool:
    """Whether an expression names a year, or months on end, as a report's period does; not a day."""
    if expression.as_of:
        return False
    if expression.first is None or expression.last is None:
        return expression.year is not None and expression.first is None
    (first, first_day), (last, last_day) = expression.first, expression.last
    return first_day is None and last_day is None and first is not None and last is not None and first < last


def _read_body(lines: Sequence[Line], *, year: int | None) -> str | None:
    """The months that the body counts through; else the bare year that it speaks of."""
    text = "\n".join(line.text for line in lines)[:READ_LENGTH]
    own = [e for e in find_periods(text) if _is_own_time(text, e)]
    ranges = [e for e in own if e.year is None and e.first == (1, None) and _is_stretch(e)]
    if ranges:
        last = max(e.last[0] for e in ranges if e.last and e.last[0])
        months = {
            e.first[0]
            for e in own
            if e.year is None and e.first and e.first == e.last and e.text.endswith("份")
        }
        while last + 1 in months:
            last += 1
        written = "XXXX" if year is None else f"{year:04}"
        return f"{written}-01/{written}-{last:02}"
    if year is not None:
        return str(year)
    for line in lines:
        if is_numbered(line) and _RETROSPECT.search(line.text[:HEADING_LENGTH]):
            # 一、2018年工作回顾: what the report looks back on is what it is of.
            stated = [e for e in find_periods(line.text[:HEADING_LENGTH]) if e.year and _is_stretch(e)]
            if stated:
                return resolve_period(stated[0], report_period=None, year=None)
    return "XXXX" if any(_leaves_year_open(e) for e in own) else None


def _leaves_year_open(expression: PeriodExpression) -> bool:
    """8月, 今年: a time whose year is not stated; not 2017年8月, nor 同年 of a year stated before."""
    named = expression.year is not None or expression.text.startswith(_OF_A_NAMED_YEAR)
    return not named and (expression.first is not None or expression.offset is not None)


def _is_own_time(text: str, expression: PeriodExpression) -> bool:
    if expression.span is not None or expression.now or (expression.year and expression.year_to):
        return False
    before, after = (
        text[max(0, expression.start - 4) : expression.start],
        text[expression.end : expression.end + 6],
    )
    return not _OLDER.search(before) and not _OLDER_AFTER.match(after)
