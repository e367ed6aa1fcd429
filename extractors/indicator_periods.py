"""The period that an indicator covers (指标所属时期): governing words, else the report's own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from corpora.documents import Metadata
from corpora.edtf import end_of_period, find_year
from corpora.periods import PeriodExpression, counts_from_republic, find_periods, resolve_period
from corpora.traced_text import Span
from extractors.governing_periods import (
    COMPARED,
    OPENS_CLAUSE,
    YEAR_IN_NAME,
    date_by_name,
    find_governing,
    is_time,
)
from extractors.sections import Section

_STATE: Final = re.compile(r"(?:现有|共有|现共有|实有|总数|在册|现存|目前)[^,。;]{0,16}$")
_NOW: Final = re.compile(
    r"(?<=[,。;:!?\n园区场司社校])现(?:有|共有|拥有|总|已)[^,。;:!?\n\d]{0,14}[\d一二两三四五六七八九十]"
)
# 30年来首次达标: how long it had not been so
_FIRST_SINCE: Final = re.compile(r"(?:的)?(?:首|第一|最|罕|少有|未有|同期)")
# words for the year that the text last spoke of
_POINTS: Final = ("年末", "年底", "年初")
_YEAR_BEFORE: Final = ("上年", "上一年", "前一年")
_SAME_YEAR: Final = ("当年", "本年", "同年")
# a report to a people's congress, given at the start of a year, tells of the year before
_PAST_YEAR: Final = re.compile(r"过去(?:的)?一年|一年来|去年")
_OPENING: Final = 2000
_GOVERNMENT: Final = "政府工作报告"
_MONTHS_ON_END: Final = re.compile(r"-01/(?:\d{4}|XXXX)-(\d\d)$")
_START_OF_YEAR: Final = 6
# a report of a year may tell of the five-year plan that ended with the year before
_SPOKEN_OF: Final = 5
# people's congresses have met in the first months of a year since then
_MEETS_IN_SPRING: Final = 1985
# 自, 在, 1、 may stand before an expression that opens its clause
_LONGEST_OPENING: Final = 4
_DEADLINE: Final = re.compile(r"(?:底|末|年底|年末)?前$|底$|末$")
_TWO: Final = 2
# 各位代表,回顾刚刚过去的
_LONGEST_SALUTATION: Final = 16
# kinds of documents whose own period is the one that they look ahead to
_LOOKING_AHEAD: Final = frozenset(("plan", "scheme"))


class PeriodFinder:
    """Links the period expressions of one text to its quantities."""

    def __init__(
        self, text: str, *, metadata: Metadata | None, sections: Sequence[Section], source: str = ""
    ) -> None:
        self.text = text
        self.report_period = date_by_name(metadata.period if metadata else None, source)
        self.looks_ahead = metadata is not None and metadata.doc_type in _LOOKING_AHEAD
        self.sections = sections
        title = metadata.title if metadata and metadata.title else source
        self.year, self.looked_back_on = self._find_years(title if _GOVERNMENT in title else source)
        if self.looked_back_on is not None and "-" in (self.report_period or ""):
            self.report_period = str(self.year)  # 1至3月 of a government's report is of one sentence
        self.republic = counts_from_republic(text)
        self.expressions = find_governing(text, republic=self.republic)
        self.headings: dict[int, tuple[PeriodExpression, ...]] = {}
        self.section_starts = [section.text_start for section in sections]
        self.starts = [expression.start for expression in self.expressions]

    def find(
        self,
        *,
        start: int,
        end: int,
        sentence: tuple[int, int],
        clause_start: int,
        section: int | None,
        status: str,
    ) -> str | None:
        """The EDTF period of the quantity [start, end); None where nothing tells.

        An expression in its own clause governs; then the nearest one before it in its sentence; then one
        earlier in its paragraph that names more than a day; then one in a heading above it; then the
        report's own period, which does not reach into a report's part that looks ahead.

        Args:
            start: where the quantity starts.
            end: where it ends.
            sentence: start and end of its sentence.
            clause_start: where its clause starts.
            section: index of the heading it stands under.
            status: its status: a baseline has the period of the words beside it, else none.
        """
        if status == "baseline":
            return self._find_compared(start, clause_start)
        expression = (
            self._find_before(start, clause_start)
            or self._find_after(end, sentence[1], planned=status in ("planned", "required"))
            or self._find_before(clause_start, sentence[0], stretch=True)
        )
        if expression is None:
            expression = self._find_before(sentence[0], self._find_floor(start, section), coarse=True)
        if expression is not None and self._is_over(expression, start):
            return self._find_default(start, sentence[0], section, status=status)
        past = status == "actual" and self._get_outlook(section) == "retrospect"
        found = self._resolve(expression, past=past) if expression else None
        if found is not None:
            return found
        return self._find_default(start, sentence[0], section, status=status)

    def _is_over(self, expression: PeriodExpression, start: int) -> bool:
        """2006年建园,现有大棚9座: whether a past year is told of no more, but what there is now."""
        past = expression.year is not None and (self.year is None or expression.year < self.year)
        return past and _NOW.search(self.text, expression.end, start + 1) is not None

    def _find_floor(self, start: int, section: int | None) -> int:
        """Where what may speak of a quantity's time begins: its paragraph, or a heading in it.

        一是, 二是 go on with what their paragraph speaks of.
        """
        paragraph = self.text.rfind("\n", 0, start) + 1
        while section is not None and (heading := self.sections[section]).text_start > paragraph:
            if not heading.marker.endswith(("是", "要")):
                return heading.text_start
            section = heading.parent
        return paragraph

    def _get_outlook(self, section: int | None) -> str:
        return self.sections[section].outlook if section is not None else "retrospect"

    def _find_compared(self, start: int, clause_start: int) -> str | None:
        """The period of what a value is compared with, where its clause names one: 比2019年的704亿元."""
        named = find_periods(self.text[clause_start:start], republic=self.republic)
        last = named[-1] if named else None
        if last is None or not (last.year or last.offset):
            return None
        if last.text.startswith(_YEAR_BEFORE) and (told := self._find_told(start)) is not None:
            return str(told - 1)
        return self._resolve(replace(last, start=clause_start + last.start))

    def _find_told(self, start: int) -> int | None:
        """The one year that a sentence has named before an offset: of 2013年…由上年的46件 it is 2013."""
        index = bisect_left(self.starts, start) - 1
        one = self.expressions[index] if index >= 0 else None
        if one is None or one.year_to is not None or "。" in self.text[one.start : start]:
            return None
        return one.year

    def is_time(self, span: Span) -> bool:
        """Whether words are a time and nothing else."""
        index = bisect_left(self.starts, span[1]) - 1
        return index >= 0 and is_time(self.text, self.expressions[index], span)

    def skip_time(self, left: int) -> int:
        """Where a period that starts at an offset ends; the offset itself where none does."""
        index = bisect_left(self.starts, left)
        opens = index < len(self.starts) and self.starts[index] == left
        return self.expressions[index].end if opens else left

    def is_past(self, period: str | None) -> bool:
        """Whether a period ended in a year before the one that the report is of."""
        last = find_year(period)
        return last is not None and self.year is not None and last < self.year

    def is_to_come(self, period: str | None) -> bool:
        """Whether a period ends in a year after the one that a government's report is given in."""
        last = find_year(period)
        given = self.year if self.looked_back_on is not None else None
        return last is not None and given is not None and last > given

    def find_column(self, header: str) -> str | None:
        """The EDTF period of a table's column (本月, 1-9月累计, 2019年), else the report's own."""
        own = [e for e in find_periods(header) if not COMPARED.search(header[: e.start])]
        if own:
            found = self._resolve(own[0])
            if found is not None:
                return found
        month = re.search(r"(\d{4}|XXXX)-(\d{2})$", self.report_period or "")
        if month and re.search(r"[本当]月(?!止|累计)", header):
            return month.group()
        if month and "累计" in header and month[2] != "01":
            return f"{month[1]}-01/{month.group()}"
        if re.search("年度|全年", header) and (year := find_year(self.report_period)) is not None:
            return str(year)
        return self.report_period

    def _find_years(self, title: str) -> tuple[int | None, int | None]:
        """The year of 今年; the year that a government's report of a year's start looks back on."""
        year = find_year(self.report_period)
        months = _MONTHS_ON_END.search(self.report_period or "")
        if _GOVERNMENT not in title or year is None or (months and int(months[1]) > _START_OF_YEAR):
            return year, None
        named = [int(one) for one in set(YEAR_IN_NAME.findall(title))]
        if named == [year + 1] and len(self.report_period or "") == 4:
            return year + 1, year  # the report's own period is the year before already
        given = named[0] if len(named) == 1 and abs(named[0] - year) <= _SPOKEN_OF else year
        opening = self.text[:_OPENING]
        told = (
            given >= _MEETS_IN_SPRING or _PAST_YEAR.search(opening) is not None or f"{given - 1}年" in opening
        )
        return given, given - 1 if told else None

    def _find_default(
        self, start: int, sentence_start: int, section: int | None, *, status: str
    ) -> str | None:
        outlook = self._get_outlook(section)
        if status == "actual" and outlook == "retrospect" and section is not None:
            opener = self._find_opener(start, section)
            if opener is not None and (found := self._resolve(opener)) is not None:
                return found
        while section is not None:
            heading = self.sections[section]
            expressions = self._read_heading(heading)
            if expressions:
                found = self._resolve(replace(expressions[0], start=heading.text_start))
                if found is not None:
                    return found
            section = heading.parent
        if outlook == "plan" and not self.looks_ahead:
            # the plans of a government's report are for the year that it is given in
            return str(self.year) if self.looked_back_on is not None else None
        if outlook == "retrospect" and status == "actual" and self.looked_back_on is not None:
            return str(self.looked_back_on)
        if _STATE.search(self.text[max(sentence_start, start - 24) : start]):
            return end_of_period(self.report_period)
        return self.report_period

    def _find_opener(self, start: int, section: int) -> PeriodExpression | None:
        """The last stretch of years that a paragraph opens with, under a heading that names two or several.

        五年规划时期和2030年工作回顾: first the paragraphs of the five years, then 刚刚过去的2030年,…
        """
        while (parent := self.sections[section].parent) is not None:
            section = parent
        heading = self.sections[section]
        named = self._read_heading(heading)
        if len(named) < _TWO and not (named and named[0].year_to):
            return None
        index = bisect_left(self.starts, start) - 1
        while index >= 0 and self.starts[index] > heading.text_end:
            one = self.expressions[index]
            whole = one.first is None and not (one.now or one.as_of or one.same_time)
            # 五年来, but not 两年来
            long = (one.span or 0) >= _SPOKEN_OF
            told = long or one.since or one.year_to or one.year == self.looked_back_on
            paragraph = self.text.rfind("\n", 0, one.start) + 1
            near = one.start - paragraph <= _LONGEST_SALUTATION
            # 2030年是五年规划的收官之年: the year is spoken of, not the five
            first = index == 0 or self.starts[index - 1] < paragraph
            if whole and told and near and (one.year_to is None or first):
                return one
            index -= 1
        return None

    def _read_heading(self, heading: Section) -> tuple[PeriodExpression, ...]:
        """The expressions of a heading, read once for all that stands under it."""
        if heading.text_start not in self.headings:
            words = self.text[heading.text_start : heading.text_end]
            self.headings[heading.text_start] = find_periods(words)
        return self.headings[heading.text_start]

    def _find_before(
        self, start: int, floor: int, *, coarse: bool = False, stretch: bool = False
    ) -> PeriodExpression | None:
        """The last expression between two offsets.

        `coarse`: one that names more than a month or 目前; `stretch`: not 年末, which is of its clause alone.
        """
        index = bisect_left(self.starts, start) - 1
        while index >= 0 and self.starts[index] >= floor:
            expression = self.expressions[index]
            if coarse and expression.offset is not None and not expression.text.startswith(_SAME_YEAR):
                return None  # after 今年 or 去年, a year named before them is past
            day = expression.first is not None and expression.first[1] is not None
            month = expression.first is not None and expression.first == expression.last
            # 到2035年 is a deadline of its own sentence
            far = expression.year is not None and self.year is not None and expression.year > self.year + 1
            deadline = far and self.text[expression.start - 1 : expression.start] in ("到", "至")
            narrow = day or expression.now or expression.since or expression.as_of or deadline
            told = month or expression.year is not None
            if coarse and expression.span is not None and _FIRST_SINCE.match(self.text, expression.end):
                index -= 1
                continue
            if coarse and told and not self._opens_clause(expression.start):
                return None  # 2024年12月完工的大桥: what it speaks of is its own sentence's
            point = expression.text in _POINTS and (coarse or stretch)
            if not (coarse and narrow) and not point:
                return expression
            index -= 1
        return None

    def _opens_clause(self, offset: int) -> bool:
        """8月,我局…, but not 水库2017年8月完工."""
        return OPENS_CLAUSE.search(self.text, max(0, offset - _LONGEST_OPENING), offset) is not None

    def _find_after(self, end: int, ceiling: int, *, planned: bool) -> PeriodExpression | None:
        """年底前 and the like after a number that is planned."""
        index = bisect_left(self.starts, end)
        if not planned or index >= len(self.expressions) or self.starts[index] >= min(ceiling, end + 24):
            return None
        expression = self.expressions[index]
        return expression if _DEADLINE.search(expression.text) else None

    def _resolve(self, expression: PeriodExpression, *, past: bool = False) -> str | None:
        """The EDTF period of an expression; `past`: of a fact in the part of the report that looks back."""
        if expression.span == 1:
            return str(self.looked_back_on) if self.looked_back_on is not None else self.report_period
        if expression.span is not None and expression.span > 0 and self.looked_back_on is not None:
            # 五年来 at the start of 2018: 2013 to 2017
            return f"{self.looked_back_on - expression.span + 1}/{self.looked_back_on}"
        year = self._find_year(expression, past=past)
        return resolve_period(expression, report_period=self.report_period, year=year)

    def _find_year(self, expression: PeriodExpression, *, past: bool) -> int | None:
        """The year of a month or day without one: the report's, or the last one that the text named."""
        if expression.text.startswith(_SAME_YEAR) or (expression.year is None and expression.offset is None):
            named = self._find_named_year(expression)
            if named is not None:
                return named
            if past and self.looked_back_on is not None and expression.span is None and not expression.now:
                return self.looked_back_on  # 全年, 年末 of the year that is told of
        relative = expression.offset is not None or expression.span is not None or expression.now
        if not relative and (planned := self._find_planned_year(expression.start)) is not None:
            return planned
        if relative or (self.report_period is not None and "/" not in self.report_period):
            return self.year
        years = {part[:4] for part in (self.report_period or "").split("/")}
        if len(years) == 1 and self.year is not None:
            return self.year
        index = bisect_left(self.starts, expression.start) - 1
        while index >= 0:
            if self.expressions[index].year is not None:
                return self.expressions[index].year
            index -= 1
        return self.year

    def _find_planned_year(self, offset: int) -> int | None:
        """The year that the heading of a plan names, of all that stands under it: 2031年工作计划."""
        section: int | None = bisect_left(self.section_starts, offset + 1) - 1
        while section is not None and section >= 0 and self.sections[section].outlook == "plan":
            years = {one.year for one in self._read_heading(self.sections[section]) if one.year_to is None}
            if len(years) == 1 and (year := next(iter(years))) is not None:
                return year
            section = self.sections[section].parent
        return None

    def _find_named_year(self, expression: PeriodExpression) -> int | None:
        """The year named before 当年 or 年末 in its sentence; in its paragraph where the report has none."""
        if expression.span is not None or expression.now:
            return None
        end = "\n" if self.year is None else "。"
        floor = max(self.text.rfind(mark, 0, expression.start) for mark in ("\n", end)) + 1
        index = bisect_left(self.starts, expression.start) - 1
        while index >= 0 and self.starts[index] >= floor:
            named = self.expressions[index]
            if named.offset is not None and named.offset == 0 and not named.text.startswith(_SAME_YEAR):
                return None
            if named.year is not None and named.year_to in (None, named.year):
                return named.year
            index -= 1
        return None
