"""Where a report opens as only reports do (报告的开头): a title, a greeting, below the end of another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpora.line_kinds import (
    introduces_place,
    is_announcement,
    is_closing,
    is_contact,
    is_exhortation,
    is_full_title,
    is_greeting,
    is_heading,
    is_lead,
    is_numbered,
    is_opening,
    is_salutation,
    is_session,
    is_title,
    read_top_number,
)
from corpora.lines import Line
from corpora.word_likeness import rate_likeness

# What must speak for a break where no numbering starts again and no page announces several reports; in 244
# single reports it is never reached.
LEAST_WEIGHT = 2.5
SHORTEST_REPORT = 150
LONGEST_HEADING = 40
WINDOW_LINES = 40
WINDOW_OF_OLD = 200
MOST_RATED = 400  # openings of a page whose words are compared
# One of these stands in all that _ANNEXED finds, and is found faster.
_ANNEXING = ("印发", "转发", "公布", "发布", "附件", "发给")
_ANNEXED = re.compile(
    r"(?:印发|转发|批转|发)给(?:你们|各)|现(?:予以?|将.{2,60}?)(?:印发|转发|公布|发布)|^附件\d*[:.]"
)


@dataclass(slots=True)
class _Seen:
    """What the lines of a report up to some place have held.

    Attributes:
        start: its first line.
        characters: in its lines.
        addresses: whom it has turned to: 各位代表.
        has_sections: whether a line is numbered.
        has_annexes: whether it says that others follow which belong to it.
    """

    start: int
    characters: int = 0
    addresses: set[str] = field(default_factory=set)
    has_sections: bool = False
    has_annexes: bool = False

    def add(self, line: Line) -> None:
        self.characters += len(line)
        if is_salutation(line):
            self.addresses.add(_read_address(line))
        self.has_sections = self.has_sections or is_numbered(line)
        if not self.has_annexes and any(word in line.text for word in _ANNEXING):
            self.has_annexes = _ANNEXED.search(line.text) is not None


def find_breaks(lines: Sequence[Line]) -> list[int]:
    r"""First lines of reports that open as only reports do, however their sections are numbered.

    Example:
        >>> from corpora.lines import find_lines
        >>> canals = "新修渠道12公里,清淤8处,组建管护队6支,巡渠210次。" * 8 + "\n2016年7月20日"
        >>> schools = "青石镇中心小学2016年工作总结\n" + "开设课程18门,家访320户,评选学习标兵95人。" * 8
        >>> find_breaks(find_lines(f"{canals}\n{schools}"))
        [2]
    """
    found: list[int] = []
    seen, rated = _Seen(0), 0
    rest = sum(map(len, lines))
    for n, line in enumerate(lines):
        opens = _rate_opening(line) if min(seen.characters, rest) >= SHORTEST_REPORT else 0.0
        if (
            opens
            and not seen.has_annexes
            and not (is_salutation(line) and _read_address(line) in seen.addresses)
        ):
            weight = opens + _rate_closing(lines, n, seen)
            # Words are compared only where they can still decide.
            if weight + 1 >= LEAST_WEIGHT and rated < MOST_RATED:
                rated += 1
                old = lines[max(seen.start, n - WINDOW_OF_OLD) : n]
                if weight + rate_likeness(old, lines[n : n + WINDOW_LINES]) >= LEAST_WEIGHT:
                    found.append(n)
                    seen = _Seen(n)
        seen.add(line)
        rest -= len(line)
    return found


def _read_address(line: Line) -> str:
    """Whom a line turns to, so that 各位代表! in the middle of a speech opens no other."""
    return line.text.rstrip(":!,。")


def _rate_opening(line: Line) -> float:
    """How much a line looks like the first of a report."""
    if is_opening(line):
        return 3.0
    if is_session(line):
        return 2.0
    if is_full_title(line) or is_greeting(line):
        return 1.5
    if is_salutation(line) or is_title(line) or is_announcement(line):
        return 1.0
    if introduces_place(line) or read_top_number(line) == 1:
        return 0.7
    return 0.5 if is_lead(line) else 0.0


def _rate_closing(lines: Sequence[Line], end: int, seen: _Seen) -> float:
    """How much the lines above `end` look like the last of a report."""
    above = end - 1
    while above > seen.start and is_contact(lines[above]):
        above -= 1
    if is_closing(lines[above]) or above < end - 1:
        return 1.5
    if leads_on(lines[above]):
        return -1.0
    # A letter may begin with an exclamation: it ends a report that has had its sections.
    return 1.0 if seen.has_sections and is_exhortation(lines[above]) else 0.0


def leads_on(line: Line) -> bool:
    """Whether the next line belongs to this one: a heading, 主要做法如下:."""
    return (
        is_heading(line)
        or line.text.endswith((":", ","))
        or (is_numbered(line) and len(line) <= LONGEST_HEADING)
    )
