"""The lines of a text (行), without their indentation, each with its range."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A line break is any of these; what is blank beside the usual spaces are marks without a width.
_BREAKS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_BLANKS = r"\s\u200b-\u200f\u2060\ufeff"
_LINE = re.compile(rf"[^{_BLANKS}](?:[^{_BREAKS}]*[^{_BLANKS}])?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the blanks around it.

    Attributes:
        start, end: its range in the text, half-open.
        text: its working form (simplified, half-width), ``end - start`` characters.
    """

    start: int
    end: int
    text: str

    def __len__(self) -> int:
        return self.end - self.start


def find_lines(text: str) -> list[Line]:
    r"""All lines of a text in order; blank lines give none.

    Example:
        >>> [(line.start, line.text) for line in find_lines("  一、供水\n\n新建水窖3口。")]
        [(2, '一、供水'), (8, '新建水窖3口。')]
    """
    return [Line(match.start(), match.end(), match.group()) for match in _LINE.finditer(text)]
