"""Where one report ends and the next begins on a page that holds several (汇编页拆分)."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from corpora.line_kinds import (
    is_announcement,
    is_closing,
    is_division,
    is_heading,
    is_lead,
    is_marker,
    is_numbered,
    is_salutation,
    is_section_heading,
    is_title,
    read_numeral,
    read_second_number,
    read_top_number,
)
from corpora.lines import Line
from corpora.report_breaks import (
    SHORTEST_REPORT,
    WINDOW_LINES,
    WINDOW_OF_OLD,
    find_breaks,
    leads_on,
)
from corpora.word_likeness import count_pairs, measure_share, rate_likeness

# What must speak for a new report where its numbering starts again (in 244 single reports never more than 1
# does), and where only its words do.
LEAST_WEIGHT = 1.5
LEAST_WEIGHT_OF_WORDS = 1.5
# A stretch without any number that is so long is a report of its own between two numbered ones.
LONG_STRETCH = 800
LONG_STRETCH_LINES = 5
MOST_DECLARED = 60
MOST_RESTARTS = 200
MOST_OPENINGS = 400
_SELF = re.compile(
    r"我(处|局|中心|镇|乡|街道|社区|公司|办|委|院|校|所|站|队|部|市|区|县|省|村|司)(?![们的]?门)"
)
_DECLARED = re.compile(r"(?:共|精选|收集|整理|汇总|分享)?了?\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*篇")


@dataclass(frozen=True, slots=True)
class Part:
    """The lines [start, end) of one report; its title line, where it has one, is not among them."""

    start: int
    end: int
    title: int | None = None


def read_declared_count(text: str) -> int | None:
    """How many reports a page's promotion announces (为您精选了8篇…); None where it does not say.

    Example:
        >>> read_declared_count("本站为您精选了8篇抗旱工作总结")
        8
    """
    counts = (int(one) if one.isdigit() else read_numeral(one) for one in _DECLARED.findall(text))
    return next((count for count in counts if 2 <= count <= MOST_DECLARED), None)


def split_report(lines: Sequence[Line], *, declared: int | None = None) -> list[Part]:
    """The reports among the lines of a page's clean text, in order; one Part where it holds one.

    A new report begins at a marker (篇二:…); where the numbering of sections starts again and something more
    speaks for it (a greeting, a closing formula above, other words, another 我局); on a page that announces
    several, also where only the words do.

    Args:
        lines: clean lines in working form, title and page data left out.
        declared: how many reports the page says it holds, see :func:`read_declared_count`.
    """
    if not lines:
        return []
    markers = [index for index, line in enumerate(lines) if is_marker(line)]
    if len(markers) >= 2:
        return _split_at_markers(lines, markers)
    bounds = [0, *find_breaks(lines), len(lines)]
    starts = sorted(
        {
            *bounds[1:-1],
            *(
                start + restart
                for start, end in itertools.pairwise(bounds)
                for restart in _find_restarts(lines[start:end], declared=declared)
            ),
        }
    )
    if starts and (declared or len(starts) >= 2):
        starts = sorted({*starts, *_find_stretches(lines, starts)})
    if declared:
        starts = _add_openings(lines, starts, missing=declared - 1 - len(starts))
    bounds = [0, *starts, len(lines)]
    return [_take_title(lines, start, end) for start, end in itertools.pairwise(bounds)]


def _split_at_markers(lines: Sequence[Line], markers: Sequence[int]) -> list[Part]:
    bounds = [*markers, len(lines)]
    pairs = itertools.pairwise(bounds)
    parts = [Part(start + 1, end, title=start) for start, end in pairs if end > start + 1]
    before = sum(len(line) for line in lines[: markers[0]])
    return [Part(0, markers[0]), *parts] if before > SHORTEST_REPORT else parts


def _take_title(lines: Sequence[Line], start: int, end: int) -> Part:
    if start and end > start + 1 and is_title(lines[start]):
        return Part(start + 1, end, title=start)
    return Part(start, end)


def _find_restarts(lines: Sequence[Line], *, declared: int | None) -> list[int]:
    """First lines of the reports that number their sections from 一、 again."""
    starts: list[int] = []
    part_start, highest, last_numbered, divided, met = 0, 0, -1, False, 0
    for index, line in enumerate(lines):
        number = read_top_number(line)
        divided = divided or is_division(line)
        if number == 1 and highest >= 2 and met < MOST_RESTARTS:
            met += 1
            gap = range(last_numbered + 1, index)
            start = _find_start(lines, part_start, gap, index)
            needed = LEAST_WEIGHT + divided - (1 if declared else 0)
            if start is not None and _weigh(lines, part_start, start, restart=index) >= needed:
                starts.append(start)
                part_start, highest, divided = start, 0, False
        highest = max(highest, number or 0)
        if is_numbered(line):
            last_numbered = index
    return starts


def _find_start(lines: Sequence[Line], part_start: int, gap: range, restart: int) -> int | None:
    """The first line of the report that counts anew at `restart`; None where a heading carries the old on."""
    closed = max((n + 1 for n in gap if is_closing(lines[n])), default=gap.start)
    for n in range(closed, restart):
        if is_salutation(lines[n]):
            return n - 1 if n > closed and is_title(lines[n - 1]) else n
        if is_heading(lines[n]) and is_title(lines[n]):
            return n
        if _announces(lines[n]):
            return n
    above = lines[closed:restart]
    if any(map(is_division, above)) or (above and is_section_heading(above[-1])):
        return None
    if closed > gap.start or closed == restart:
        return closed
    if sum(len(lines[n]) for n in gap) >= LONG_STRETCH:
        return restart
    return _place_by_words(lines, part_start, gap, restart)


def _announces(line: Line) -> bool:
    """Whether a report follows right below a line, not a part of one: 现将有关情况汇报如下:."""
    return line.text.endswith(":") and is_announcement(line) and not is_section_heading(line)


def _place_by_words(lines: Sequence[Line], part_start: int, gap: range, restart: int) -> int:
    """The line of `gap` from which on the words are rather those of the report to come."""
    before = count_pairs(lines[max(part_start, gap.start - WINDOW_OF_OLD) : gap.start])
    after = count_pairs(lines[restart : restart + 12])
    best, best_score, score = gap.stop, 0.0, 0.0
    for n in reversed(gap):
        if n and leads_on(lines[n - 1]):
            break
        pairs = count_pairs(lines[n : n + 1])
        score += (
            measure_share(pairs, after) - measure_share(pairs, before) + (0.1 if is_lead(lines[n]) else 0)
        )
        if score > best_score:
            best, best_score = n, score
    return best


def _weigh(lines: Sequence[Line], part_start: int, start: int, *, restart: int | None = None) -> float:
    """How much speaks for another report at `start`, whose numbering starts again at `restart`."""
    old = lines[max(part_start, start - WINDOW_OF_OLD) : start]
    new = lines[start : (restart or start) + WINDOW_LINES]
    weight = 1.5 if is_closing(lines[start - 1]) else 0.0
    weight += is_salutation(lines[start]) + is_title(lines[start]) + _announces(lines[start])
    selves, others = _count_selves(old), _count_selves(new)
    weight += bool(selves and others and not selves & others)
    weight += rate_likeness(old, new)
    if restart is None:
        return weight
    # A copy further down a page begins as the report that it repeats.
    weight += any(len(line) >= 12 and lines[restart].text.startswith(line.text) for line in old)
    follows = any(read_top_number(line) == 2 for line in lines[restart + 1 : restart + WINDOW_OF_OLD])
    return weight + (0.5 if follows else -0.5)


def _add_openings(lines: Sequence[Line], starts: Sequence[int], *, missing: int) -> list[int]:
    """The starts and, as far as the page announces more reports, the likeliest other first paragraphs."""
    found = list(starts)
    rated = sorted(islice(_rate_openings(lines, starts), MOST_OPENINGS), reverse=True) if missing > 0 else []
    for weight, place in rated:
        near = any(_count_characters(lines, -place, other) < SHORTEST_REPORT for other in found)
        if missing > 0 and weight >= LEAST_WEIGHT_OF_WORDS and not near:
            found.append(-place)
            missing -= 1
    return sorted(found)


def _count_characters(lines: Sequence[Line], one: int, other: int) -> int:
    first, last = sorted((one, other))
    return sum(len(line) for line in lines[first : min(last, first + SHORTEST_REPORT)])


def _rate_openings(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[tuple[float, int]]:
    """How much speaks for each paragraph that may open a report, and its index, negative: the first first."""
    bounds = [0, *starts, len(lines)]
    for start, end in itertools.pairwise(bounds):
        whole = sum(len(line) for line in lines[start:end])
        before = 0
        for n in range(start + 1, end):
            before += len(lines[n - 1])
            if (
                min(before, whole - before) < SHORTEST_REPORT
                or is_numbered(lines[n])
                or leads_on(lines[n - 1])
            ):
                continue
            opens = 0.5 * is_lead(lines[n]) + _counts_anew(lines, start, n, end)
            if opens or is_salutation(lines[n]) or is_title(lines[n]) or is_announcement(lines[n]):
                yield _weigh(lines, start, n) + opens, -n


def _counts_anew(lines: Sequence[Line], start: int, at: int, end: int) -> float:
    """Whether sections of the second level start again after a paragraph without one of the first above."""
    following = next((n for n in range(at, min(end, at + WINDOW_LINES)) if is_numbered(lines[n])), None)
    numbered = any(is_numbered(lines[n]) for n in range(max(start, at - WINDOW_LINES), at))
    return 0.6 if numbered and following is not None and read_second_number(lines[following]) == 1 else 0.0


def _find_stretches(lines: Sequence[Line], starts: Sequence[int]) -> list[int]:
    """Starts of reports without any numbering, between the last numbered paragraph of one and the next."""
    found = []
    bounds = [0, *starts, len(lines)]
    for start, end in itertools.pairwise(bounds):
        numbered = [n for n in range(start, end) if is_numbered(lines[n])]
        rest = range(numbered[-1] + 1, end) if numbered else range(0)
        if len(rest) >= LONG_STRETCH_LINES and sum(len(lines[n]) for n in rest) >= LONG_STRETCH:
            found.append(rest.start)
    return found


def _count_selves(lines: Sequence[Line]) -> set[str]:
    """The words that the lines use of their own body: 局 for 我局."""
    counts = Counter(match for line in lines for match in _SELF.findall(line.text))
    return {name for name, count in counts.items() if count >= 2}
