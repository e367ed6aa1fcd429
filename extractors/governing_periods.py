"""The period expressions that say when something was so (起作用的时间词), among all of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from corpora.edtf import find_year
from corpora.periods import PeriodExpression, find_periods
from corpora.traced_text import Span

# 比去年同期, 从2015年的: a period that another value has
COMPARED: Final = re.compile(r"(?:比|较|与|从|由|同|相比|相较)(?:20\d\d年)?$")
# 建成于2000年以前的小区, 2018年制定的办法: the period of a thing, not of the number
_OF_A_THING_BEFORE: Final = re.compile(r"(?:于|自从|对[^,。;:]{1,16})$")
_OF_A_THING_AFTER: Final = re.compile(
    r"^(?:以前|之前|以后|之后)?[^,。;:!?\n\d]{0,10}?的(?![\d一二三四五六七八九十百千约近])"
    r"|^(?:度|版)[^,。;:!?\n\d]{0,12}(?:计划|规划|方案)|^[^,。;:!?\n\d]{0,12}基础上"
)
_MADE: Final = re.compile(
    r"以前|之前|以后|之后|[^,。;:!?\n\d]{0,6}(?:制定|出台|颁布|建成|建设|成立|发布|印发|实施|通过|确定|开工"
    r"|建立|提出|规定)的|(?:度|版)?[^,。;:!?\n\d]{0,12}(?:计划|规划|方案|基础上)"
)
_MEETING: Final = re.compile(r"^[^,。;!?\n]{0,40}(?:会|会议|大会|全会)(?:上|期间|召开|[,。])")
_QUOTED: Final = re.compile(r"《[^》\n]{0,80}》|“[^”\n]{0,60}”")
YEAR_IN_NAME: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
OPENS_CLAUSE: Final = re.compile(r"(?:^|[。\n;!?:,])[^。\n;!?:,]*$")
# what stands around a period that names nothing: 截至6月24, “五五”时期, 2010年比
_AROUND_TIME: Final = re.compile("(?:截[至止]|期间|时期|以来|等于|[从自到至及在的比间起中年月日])*")
# 的 or 这 between a stretch and its length: 从2026年到2029年的四年间
_SAYS_AGAIN: Final = ("", "的", "这", "的这")


def find_governing(text: str, *, republic: bool) -> list[PeriodExpression]:
    """The expressions that say when something was so, not what it is called or compared with, in order.

    Args:
        text: working text.
        republic: 100年 alone is a year too, as in a text that `counts_from_republic`.

    Example:
        >>> [one.text for one in find_governing("2016年清淤9处,比2015年多2处。", republic=False)]
        ['2016年']
    """
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    governing: list[PeriodExpression] = []
    before: PeriodExpression | None = None
    for one in find_periods(text, republic=republic):
        if _governs(text, one, quoted) and not (before is not None and _says_again(text, before, one)):
            governing.append(one)
        before = one
    return governing


def _says_again(text: str, before: PeriodExpression, expression: PeriodExpression) -> bool:
    """从2026年到2029年的四年间: the length of a stretch is no other stretch."""
    again = text[before.end : expression.start] in _SAYS_AGAIN
    return again and expression.span is not None and before.year_to is not None


def _governs(text: str, expression: PeriodExpression, quoted: list[Span]) -> bool:
    """Whether an expression says when something was so."""
    before = text[max(0, expression.start - 20) : expression.start]
    after = text[expression.end : expression.end + 60]
    index = bisect_left(quoted, (expression.start, expression.start)) - 1
    if index >= 0 and expression.start < quoted[index][1]:
        return False
    if expression.same_time or _OF_A_THING_BEFORE.search(before):
        return False
    # 从2028年到2030年: a stretch, no value that another is compared with
    stretch = expression.year_to is not None and before.endswith(("从", "由"))
    if not stretch and COMPARED.search(before[-6:]):
        return False
    if _MEETING.search(after):
        return False
    # 2020年县财政用于教育的支出: what opens the clause speaks of all of it
    return _OF_A_THING_AFTER.search(after) is None or (
        OPENS_CLAUSE.search(before[-1:]) is not None and not _MADE.match(after)
    )


def date_by_name(period: str | None, source: str) -> str | None:
    """A period of an unstated year with the one year that the name of the file states."""
    years = set(YEAR_IN_NAME.findall(source))
    if len(years) != 1 or find_year(period) is not None:
        return period
    [year] = years
    return period.replace("XXXX", year) if period is not None else year


def is_time(text: str, expression: PeriodExpression, span: Span) -> bool:
    """Whether words are a period and what stands around one, and nothing else.

    Example:
        >>> from corpora.periods import find_periods
        >>> text = "截至6月24日完成5项"
        >>> is_time(text, find_periods(text)[0], (0, 6)), is_time(text, find_periods(text)[0], (0, 9))
        (True, False)
    """
    start, end = span
    if expression.end <= start:
        return False
    before, after = text[start : max(start, expression.start)], text[min(expression.end, end) : end]
    return _AROUND_TIME.fullmatch(before + after) is not None
