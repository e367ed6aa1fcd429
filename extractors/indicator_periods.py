"""The period that an indicator covers (指标所属时期): the nearest expression that governs it, then the report's."""

from __future__ import annotations

import re
from bisect import bisect_left

from corpora.periods import PeriodExpression, end_of_period, find_periods, find_year, resolve_period

# 比去年同期, 从2015年的: a period that another value has
_COMPARED = re.compile(r"(?:比|较|与|从|由|同|相比)(?:20\d\d年)?$")
_STATE = re.compile(r"(?:现有|共有|现共有|实有|总数|在册|现存|目前)[^,。;]{0,16}$")
_PROSPECT = re.compile(r"(?:底|末)?前$")


class PeriodFinder:
    """Links the period expressions of one text to its quantities."""

    def __init__(self, text: str, *, report_period: str | None, published: str | None) -> None:
        self.text = text
        self.report_period = report_period
        self.year = find_year(report_period) or (int(published[:4]) if published else None)
        self.expressions = [e for e in find_periods(text) if not self._is_compared(e)]
        self.starts = [expression.start for expression in self.expressions]

    def _is_compared(self, expression: PeriodExpression) -> bool:
        return (
            expression.same_time
            or _COMPARED.search(self.text[max(0, expression.start - 4) : expression.start]) is not None
        )

    def find(self, *, start: int, sentence_start: int, paragraph_start: int, baseline: bool) -> str | None:
        """The EDTF period of a quantity that starts at `start`; None where nothing tells.

        The nearest expression before it in its sentence governs; else one that stands earlier in its
        paragraph and names more than a day; else the report's own period.
        """
        if baseline:
            return None
        expression = self._find_before(start, sentence_start, days=True) or self._find_before(
            sentence_start, paragraph_start, days=False
        )
        if expression is not None:
            found = resolve_period(expression, report_period=self.report_period, year=self.year)
            if found is not None:
                return found
        if _STATE.search(self.text[max(sentence_start, start - 24) : start]):
            return end_of_period(self.report_period)
        return self.report_period

    def _find_before(self, start: int, floor: int, *, days: bool) -> PeriodExpression | None:
        index = bisect_left(self.starts, start) - 1
        while index >= 0 and self.starts[index] >= floor:
            expression = self.expressions[index]
            single_day = (
                expression.first is not None
                and expression.first[1] not in (None, -1)
                and expression.first == expression.last
            )
            if days or not (single_day or expression.now):
                return expression
            index -= 1
        return None
