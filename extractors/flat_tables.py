"""Tables that lost their cells (无格表): a stream of words, a line for every cell, blanks between cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from corpora.traced_text import Span
from extractors.table_grids import Grid
from extractors.table_words import (
    ROW_HEADER,
    SENTENCE_MARK,
    THING_HEADER,
    heads_units,
    is_empty,
    is_number,
    read_unit,
    read_unit_line,
)

_WORD: Final = re.compile(r"\S+")
_STREAM_HEADER: Final = re.compile(r"(?:指 ?标(?:名称)?|项 ?目(?:名称)?|名 ?称)\s+(?:计量)?单 ?位\s+")
_LINE: Final = re.compile(r"\S[^\n]*")
_LONGEST_LABEL: Final = 6  # words of a label in a stream
_LONGEST_NAME: Final = 30  # characters of a line that is a head or a label
_MOST_HEADS: Final = 9
_MOST_GROUPS: Final = 3  # lines above a label that name what it belongs to
_REACH: Final = 20000


def find_flat_grids(text: str) -> Iterator[Grid]:
    r"""The tables of a working text that have no cells.

    Example:
        >>> text = "指标\n本月\n累计\n用电量(度)\n82\n719\n用水量(吨)\n3\n21\n"
        >>> [len(grid.rows) for grid in find_flat_grids(text)]
        [2]
    """
    yield from _find_streams(text)
    yield from _find_lines(text)


# -- tables copied as a stream of words ------------------------------------------------------------------


def _find_streams(text: str) -> Iterator[Grid]:
    """Each stretch that opens with 指标 单位 and its columns."""
    matches = list(_STREAM_HEADER.finditer(text))
    for match, next_match in zip_longest(matches, matches[1:]):
        end = next_match.start() if next_match else len(text)
        words = [m.span() for m in _WORD.finditer(text, match.end(), min(end, match.end() + _REACH))]
        first = next((i for i in range(len(words) - 1) if _is_unit(text, words[i + 1])), None)
        if first and first <= _MOST_HEADS:
            names = [m.span() for m in _WORD.finditer(text, match.start(), match.end())]
            heads = [[names[0]], [names[-1]], *([word] for word in words[:first])]
            yield _read_stream(text, words[first:], Grid(heads, title=_find_title(text, match.start())))


def _read_stream(text: str, words: Sequence[Span], grid: Grid) -> Grid:
    """Label, unit and as many numbers as there are columns, again and again.

    A row with fewer numbers does not say which columns it fills: it is passed over.
    """
    at = 0
    while at < len(words):
        unit_at = next(
            (i for i in range(at + 1, min(at + _LONGEST_LABEL, len(words))) if _is_unit(text, words[i])), None
        )
        if unit_at is None or SENTENCE_MARK.search(text, words[at][0], words[unit_at][0]):
            break
        label = (words[at][0], words[unit_at - 1][1])
        values: list[Span] = []
        at = unit_at + 1
        while at < len(words) and _is_value(text[slice(*words[at])]):
            values.append(words[at])
            at += 1
        _add_row(text, grid, [label, words[unit_at], *values], unit="")
    return grid


def _add_row(text: str, grid: Grid, row: list[Span], *, unit: str) -> None:
    """The row, where it has a cell for every head; else its numbers are passed over."""
    if len(row) == len(grid.heads):
        grid.rows.append(row)
        grid.units.append(unit)
    else:
        grid.passed += [cell for cell in row if is_number(text[slice(*cell)])]


# -- a line for every cell, or for every row with blanks between cells -----------------------------------


def _find_lines(text: str) -> Iterator[Grid]:
    lines = [(m.start(), m.start() + len(m.group().rstrip())) for m in _LINE.finditer(text)]
    at = 0
    while at < len(lines):
        line = text[slice(*lines[at])]
        grid: Grid | None = None
        end = at
        if ROW_HEADER.fullmatch(line):
            grid, end = _read_cell_lines(text, lines, at)
        elif (header := THING_HEADER.match(line)) is not None and line.startswith(" ", header.end()):
            grid, end = _read_row_lines(text, lines, at, header.end())
        if grid is None:
            at += 1
            continue
        yield grid
        at = end


def _read_cell_lines(text: str, lines: Sequence[Span], at: int) -> tuple[Grid | None, int]:
    """A table that opens with the line `at`, and the line after it; no table where numbers do not recur.

    Heads and the first label are parted by how many numbers follow each label.
    """
    first = at + 1
    while first < min(len(lines), at + _MOST_HEADS * 2) and _is_name(text, lines[first]):
        first += 1
    end = first
    while end < len(lines) and _is_value(text[slice(*lines[end])]):
        end += 1
    has_units = at + 1 < first and heads_units(text[slice(*lines[at + 1])])
    columns = end - first
    heads = lines[at + 1 : at + 1 + columns + has_units]
    spare = first - at - 1 - len(heads)  # groups, the label, and its unit
    if not columns or not 1 + has_units <= spare <= 1 + has_units + _MOST_GROUPS:
        return None, at
    if has_units and not _is_unit(text, lines[first - 1]):
        return None, at
    grid = Grid([[lines[at]], *([head] for head in heads)], title=_find_title(text, lines[at][0]))
    unit = _find_unit_line(text, lines[at][0])
    end = at + 1 + len(heads)
    while end < len(lines):
        start = end
        while end < len(lines) and end - start <= _MOST_GROUPS + 2 and _is_name(text, lines[end]):
            end += 1
        values = end
        while values < len(lines) and _is_value(text[slice(*lines[values])]):
            values += 1
        names = lines[max(start, end - 1 - has_units) : end]
        if values == end or len(names) != 1 + has_units or end - start > _MOST_GROUPS + 2:
            end = start
            break
        if THING_HEADER.fullmatch(text[slice(*lines[start])]) and end - start > 1:
            end = start  # the next table begins
            break
        _add_row(text, grid, [*names, *lines[end:values]], unit=unit)
        end = values
    return (grid, end) if len(grid.rows) > 1 else (None, at)


def _read_row_lines(text: str, lines: Sequence[Span], at: int, after: int) -> tuple[Grid | None, int]:
    """A table whose rows are lines: 税收收入 320 2,100, below 项目 本月 累计."""
    start = lines[at][0]
    heads = [m.span() for m in _WORD.finditer(text, start + after, lines[at][1])]
    if heads and heads_units(text[slice(*heads[0])]):
        return None, at  # the stream is read with its units
    grid = Grid(
        [[(start, start + after)], *([head] for head in heads)], title=_find_title(text, lines[at][0])
    )
    unit = _find_unit_line(text, lines[at][0])
    end = at + 1
    while end < len(lines):
        words = [m.span() for m in _WORD.finditer(text, *lines[end])]
        size = len(words)
        while size and _is_value(text[slice(*words[size - 1])]):
            size -= 1
        values = words[size:]
        if not values or not 0 < size <= _LONGEST_LABEL or SENTENCE_MARK.search(text, *lines[end]):
            break
        _add_row(text, grid, [(words[0][0], words[size - 1][1]), *values], unit=unit)
        end += 1
    return (grid, end) if grid.rows else (None, at)


def _is_value(word: str) -> bool:
    return is_number(word) or is_empty(word)


def _is_unit(text: str, span: Span) -> bool:
    return read_unit(text[slice(*span)]) is not None


def _is_name(text: str, line: Span) -> bool:
    """Whether a line may be a head or a label: short, with no sentence and no tab in it."""
    start, end = line
    if end - start > _LONGEST_NAME or _is_value(text[start:end]):
        return False
    return not SENTENCE_MARK.search(text, start, end) and "\t" not in text[start:end]


def _find_lines_above(text: str, start: int) -> list[str]:
    """The two lines above a table, the nearest first."""
    above = [line.strip() for line in text[max(0, start - 200) : start].split("\n") if line.strip()]
    return [line for line in reversed(above[-2:]) if len(line) <= _LONGEST_NAME]


def _find_unit_line(text: str, start: int) -> str:
    return next((line for line in _find_lines_above(text, start) if read_unit_line(line)), "")


def _find_title(text: str, start: int) -> str:
    """The line above a table that names it."""
    above = _find_lines_above(text, start)
    return next((line for line in above if not SENTENCE_MARK.search(line) and not read_unit_line(line)), "")
