"""What names the numbers of tables (行名): 新增学位 beside 800 is a label, no measure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from extractors.indicators import Indicator

_TABLE: Final = "table."
_EDGES: Final = frozenset(("", "\t", "|", "\n"))


class RowLabels:
    """The cells beside and above the numbers that the tables of a text state."""

    def __init__(self, text: str, indicators: Iterable[Indicator]) -> None:
        self._text = text
        # where the lines start that hold such a number or what names it
        self._lines: set[int] = set()
        for indicator in indicators:
            if indicator.rule.startswith(_TABLE):
                self._lines.add(self._find_line(indicator.text_start))
                if indicator.subject_start is not None:
                    self._lines.add(self._find_line(indicator.subject_start))

    def hold(self, start: int, end: int) -> bool:
        r"""Whether text[start:end] is all that such a cell says; a clause of a cell of prose is not.

        Example:
            >>> text = "指标\t个数\n新增学位\t800\n"
            >>> RowLabels(text, extract(text).indicators).hold(6, 10)
            True
        """
        if not self._lines:
            return False
        while self._text[start - 1 : start] == " ":
            start -= 1
        while self._text[end : end + 1] == " ":
            end += 1
        return (
            self._text[max(0, start - 1) : start] in _EDGES
            and self._text[end : end + 1] in _EDGES
            and self._find_line(start) in self._lines
        )

    def _find_line(self, offset: int) -> int:
        return self._text.rfind("\n", 0, offset) + 1
