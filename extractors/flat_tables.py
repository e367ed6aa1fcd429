"""Tables that lost their cells (无格表): a stream of words, a line for every cell, blanks between cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from corpora.traced_text import Span
from extractors.table_grids import COMPARES, PERIOD_HEAD, Grid, spread_heads
from extractors.table_words import (
    ROW_HEADER,
    SENTENCE_MARK,
    THING_HEADER,
    close_up,
    heads_units,
    is_empty,
    is_number,
    read_unit,
    read_unit_line,
    split_unit,
)

_WORD: Final = re.compile(r"\S+")
_STREAM_HEADER: Final = re.compile(r"(?:指 ?标(?:名称)?|项 ?目(?:名称)?|名 ?称)\s+(?:计量)?单 ?位\s+")
_LINE: Final = re.compile(r"\S[^\n]*")
_LONGEST_LABEL: Final = 6  # words of a label in a stream
_LONGEST_NAME: Final = 30  # characters of a line that is a head or a label
_MOST_HEADS: Final = 9
_MOST_GROUPS: Final = 3  # lines above a label that name what it belongs to
_REACH: Final = 20000
_MOST_LINES: Final = 6  # of a cell
_BARS: Final = re.compile(r"[|\s]*")
_COUNT_HEADER: Final = re.compile(r"序 *号|编 *号")
_YEAR_HEADER: Final = re.compile(r"年 *[份度]|时 *间")
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d年?")
_PERIOD_ROW: Final = re.compile(
    r"(?:(?:1[89]|20)\d\d年?(?:\d{1,2}月|[1-4一二三四]季度)?|(?:\d{1,2}[-—至])?\d{1,2}月)(?:\s+[-−—–+]?\d[\d,]*(?:\.\d+)?%?)+"
)
_FEWEST_ROWS: Final = 2  # lines of periods that are a table
_UNIT_ALONE: Final = re.compile(r"\([^()]{1,8}\)")  # of a head that was broken: (亿元)


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
    barred: frozenset[int] = frozenset()
    if "|\n" in text:
        lines, barred = _drop_bars(text, lines)
    at = 0
    while at < len(lines):
        line = close_up(text[slice(*lines[at])])
        grid: Grid | None = None
        end = at
        opens = lines[at][0] in barred and (at == 0 or lines[at - 1][0] not in barred)
        if opens and (PERIOD_HEAD.fullmatch("".join(line.split())) or split_unit(line)[1] is not None):
            opens = False  # over numbers, with nothing over the labels
        elif opens:  # unless what names the rows follows, below title and unit
            below = [close_up(text[slice(*after)]) for after in lines[at + 1 : at + 4]]
            opens = not any(map(ROW_HEADER.fullmatch, below))
        if opens or ROW_HEADER.fullmatch(line):
            grid, end = _read_counted_rows(text, lines, at)
            if grid is None:
                grid, end = _read_cell_lines(text, lines, at)
        elif (header := THING_HEADER.match(line)) is not None and line.startswith(" ", header.end()):
            grid, end = _read_row_lines(text, lines, at, header.end())
        if grid is None and at + 1 < len(lines) and text[lines[at + 1][0]].isdigit():
            grid, end = _read_period_lines(text, lines, at)
        if grid is None:
            at += 1
            continue
        yield grid
        at = end


def _drop_bars(text: str, lines: Sequence[Span]) -> tuple[list[Span], frozenset[int]]:
    """The lines without the bar that ends a cell, and where those that had one start; bars alone are none."""
    bare: list[Span] = []
    barred: list[int] = []
    parted = -1  # lines before the last bar that stands alone
    for start, end in lines:
        if _BARS.fullmatch(text, start, end):
            cell = bare[parted:] if parted >= 0 else []
            alone = cell and len(cell) <= _MOST_LINES and (not barred or barred[-1] < cell[0][0])
            if alone and cell[-1][1] - cell[0][0] <= _LONGEST_NAME:
                bare[parted:] = [(cell[0][0], cell[-1][1])]
                barred.append(cell[0][0])
            parted = len(bare)
            continue
        if text[end - 1] == "|" and text.count("|", start, end) == 1:
            end = start + len(text[start : end - 1].rstrip())
            broken = len(bare) > 1 and bare[-1][0] not in barred[-1:] and bare[-2][0] in barred[-1:]
            if broken and end - bare[-1][0] <= _LONGEST_NAME and not ROW_HEADER.fullmatch(text, start, end):
                start = bare.pop()[0]  # 比上年 and 增长% | below cells with bars
            barred.append(start)
        bare.append((start, end))
    return bare, frozenset(barred)


def _read_counted_rows(text: str, lines: Sequence[Span], at: int) -> tuple[Grid | None, int]:
    """A table whose rows open with 1, 2, 3 below 序号, or with a year below 年份, and have a cell a head.

    A row of other length is passed over: the next one is the one that opens with the next number.
    """
    by_year, first = _YEAR_HEADER.fullmatch(text, *lines[at]) is not None, at + 1
    if not by_year and not _COUNT_HEADER.fullmatch(text, *lines[at]):
        return None, at
    while first < len(lines) and first - at <= _MOST_HEADS * 2 and _is_name(text, lines[first]):
        first += 1
    heads = _join_units(text, lines[at:first])
    width = len(heads)
    grid = Grid(heads, title=_find_title(text, lines[at][0]))
    unit = _find_unit_line(text, lines[at][0])
    shape: list[bool] = []
    end = first
    count = 1
    while end < len(lines) and _opens_row(text, lines[end], count, by_year=by_year):
        row = list(lines[end : end + width])
        found = [_is_value(text[slice(*cell)]) for cell in row]
        shape = shape or found
        reach = min(width + 1, len(lines) - end)
        sizes = [n for n in range(2, reach) if _opens_row(text, lines[end + n], count + 1, by_year=by_year)]
        if found == shape and len(found) == width and (not sizes or width in sizes):
            end += width
        elif sizes:
            row = row[: sizes[0]]  # passed over
            end += sizes[0]
        else:
            break
        _add_row(text, grid, row, unit=unit)
        count += 1
    tells = sum(shape) > 1 and (by_year or not all(shape)) and len(grid.rows) > 1
    return (grid, end) if tells else (None, at)


def _opens_row(text: str, line: Span, count: int, *, by_year: bool) -> bool:
    return (_YEAR.fullmatch(text, *line) is not None) if by_year else text[slice(*line)] == str(count)


def _join_units(text: str, lines: Sequence[Span]) -> list[list[Span]]:
    """The heads that lines hold, (亿元) alone on a line with the one above it."""
    heads: list[list[Span]] = []
    for line in lines:
        if heads and _UNIT_ALONE.fullmatch(text, *line):
            heads[-1].append(line)
        else:
            heads.append([line])
    return heads


def _read_cell_lines(text: str, lines: Sequence[Span], at: int) -> tuple[Grid | None, int]:
    """A table that opens with the line `at`, and the line after it; no table where numbers do not recur.

    Heads and the first label are parted by how many numbers follow each label.
    """
    first = at + 1
    while first < len(lines) and _YEAR.fullmatch(text, *lines[first]):
        first += 1
    while first < min(len(lines), at + _MOST_HEADS * 2) and _is_name(text, lines[first]):
        first += 1
    end = first
    while end < len(lines) and _is_value(text[slice(*lines[end])]):
        end += 1
    has_units = at + 1 < first and heads_units(text[slice(*lines[at + 1])])
    columns = end - first
    if not columns or (has_units and not _is_unit(text, lines[first - 1])):
        return None, at
    named = _join_units(text, lines[at + 1 : first - 1 - has_units])
    heads = _place_heads(text, named[has_units:], columns)
    if heads is None:
        return None, at
    grid = Grid([[lines[at]], *named[:has_units], *heads], title=_find_title(text, lines[at][0]))
    unit = _find_unit_line(text, lines[at][0])
    last = heads[-1][-1]
    end = next(place for place in range(at + 1, first) if lines[place] == last) + 1
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


def _place_heads(text: str, named: Sequence[list[Span]], columns: int) -> list[list[Span]] | None:
    """The heads of the columns among the names above the first row, which may end in its groups."""
    words = ["".join(text[slice(*head[0])].split()) for head in named]
    for count in range(len(named), columns, -1):
        for size in range(2, columns):
            if count - columns == 1 and not all(map(PERIOD_HEAD.fullmatch, words[size:count])):
                continue  # 本月 | 增长 | 一、收入: the last opens the rows
            spread = spread_heads(text, named[:size], named[size:count], columns)
            if spread is not None and len(named) - count <= _MOST_GROUPS:
                return spread
    if any(PERIOD_HEAD.fullmatch(word) or COMPARES.search(word) for word in words[columns:]):
        return None  # heads of another row
    return list(named[:columns]) if columns <= len(named) <= columns + _MOST_GROUPS else None


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


def _read_period_lines(text: str, lines: Sequence[Span], at: int) -> tuple[Grid | None, int]:
    """A table whose rows are lines of a period and numbers: 2022年5月 8.1 77, below 水费 电费."""
    end = at + 1
    while end < len(lines) and _PERIOD_ROW.fullmatch(text, *lines[end]):
        end += 1
    if end - at <= _FEWEST_ROWS or _PERIOD_ROW.fullmatch(text, *lines[at]):
        return None, at
    start = lines[at][0]
    heads = [m.span() for m in _WORD.finditer(text, *lines[at])]
    columns = len(_WORD.findall(text, *lines[at + 1])) - 1
    named = len(heads) == columns + 1 and ROW_HEADER.fullmatch(text, *heads[0])
    if not named and (len(heads) != columns or SENTENCE_MARK.search(text, *lines[at])):
        return None, at
    heads = heads if named else [(start, start), *heads]
    grid = Grid([[head] if head[0] < head[1] else [] for head in heads], title=_find_title(text, start))
    unit = _find_unit_line(text, start)
    for row in lines[at + 1 : end]:
        _add_row(text, grid, [m.span() for m in _WORD.finditer(text, *row)], unit=unit)
    return grid, end


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
    above = [line.strip(" |\t") for line in text[max(0, start - 200) : start].split("\n")]
    above = [line for line in above if line]
    return [line for line in reversed(above[-2:]) if len(line) <= _LONGEST_NAME]


def _find_unit_line(text: str, start: int) -> str:
    return next((line for line in _find_lines_above(text, start) if read_unit_line(line)), "")


def _find_title(text: str, start: int) -> str:
    """The line above a table that names it."""
    above = _find_lines_above(text, start)
    return next((line for line in above if not SENTENCE_MARK.search(line) and not read_unit_line(line)), "")
