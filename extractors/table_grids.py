"""The grids of tables (表格): which heads stand over which numbers, however the table is written.

Rows of cells with tabs or bars between them are read here, the layouts of text without cells in
`flat_tables`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from corpora.traced_text import Span
from extractors.table_words import (
    ROW_HEADER,
    SENTENCE_MARK,
    are_years,
    heads_units,
    is_number,
    read_unit_line,
)

_RULER: Final = re.compile(r"[\s|:+-]+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_IN_BRACKETS: Final = re.compile(r"\(\d[\d,.]*\)")  # (796): a number that is counted elsewhere too
PERIOD_HEAD: Final = re.compile(
    r"(?:(?:1[89]|20)\d\d年?)?(?:(?:1[-—至])?\d{1,2}月份?|[1-4一二三四]季度|[上下]半年)?"
    r"|(?:(?:至|1-)?[本当]月(?:止)?)?(?:累计|平均)?|全年|[去上今]年|[年月]末"
)
_EITHER: Final = frozenset(
    ("本期", "同期", "上年同期", "去年同期")
)  # of the period above or periods themselves
# what has its own period, and what compares two, is not split by periods
_DATED: Final = re.compile(r"\d年|\d月")
COMPARES: Final = re.compile(r"增长|增减|增幅|增速|升降|±")
_LONGEST_NAME: Final = 40  # characters of a line that is a title, or names what the rows below belong to
_MOST_HEAD_ROWS: Final = 3
_TITLE_AND_UNIT: Final = 2  # cells of a row that says what the table is of
_WIDEST: Final = 60  # columns; what is wider is no table that people read


@dataclass(slots=True)
class Grid:
    """A table.

    Attributes:
        heads: the cells over each column, from above: 2023年, then 产量. Blank ones are left out.
        rows: the cells below, one for each column; a blank one is an empty span.
        units: for each row the line that names the unit of the table (单位:万元), "" where none does.
        title: the line above the table that names it, "" where there is none.
        passed: numbers whose column cannot be told.
    """

    heads: list[list[Span]]
    rows: list[list[Span]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    title: str = ""
    passed: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """A table while its lines are read."""

    title: str
    heads: list[list[Span]]
    rows: list[list[Span]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)


def find_grids(text: str) -> Iterator[Grid]:
    r"""The tables of a working text whose cells have tabs or bars between them.

    Example:
        >>> (grid,) = find_grids("名称\t数量\n东片\t35\n")
        >>> len(grid.heads), len(grid.rows)
        (2, 1)
    """
    if "\t" not in text and "|" not in text:
        return
    drafts: list[_Draft] = []
    title = unit = ""
    after_line = True
    start = 0
    for line in _split_lines(text):
        cells = _split_cells(line, start)
        start += len(line) + 1
        filled = [text[slice(*cell)] for cell in cells or () if cell[0] < cell[1]]
        if cells is None or len(filled) == 1:
            line = filled[0] if filled else line.strip()
            if line and len(line) <= _LONGEST_NAME and not SENTENCE_MARK.search(line):
                # 一、收入 between two rows parts no table: its head holds on
                unit, title = (line, title) if read_unit_line(line) else (unit, line)
            elif line:
                yield from _finish(text, drafts)
                title = unit = ""
            after_line = after_line or bool(line)
            continue
        if not filled:
            continue
        words = [text[slice(*cell)] for cell in cells]
        if len(filled) == _TITLE_AND_UNIT and filled[1].startswith("单位") and read_unit_line(filled[1]):
            unit, title, after_line = filled[1], filled[0], True  # 表一 | 单位:万元
            continue
        draft = drafts[-1] if drafts else None
        if _is_head(words, has_header=draft is not None and bool(draft.heads)):
            unit = next((word for word in words if read_unit_line(word)), unit)
            if draft is not None and not draft.rows and not after_line:
                draft.heads.append(cells)
            elif draft is None or after_line or ROW_HEADER.fullmatch(split_head(words[0])):
                drafts.append(_Draft(title, [cells]))
        else:
            if draft is None:
                drafts.append(draft := _Draft(title, []))
            draft.rows.append(cells)
            draft.units.append(unit)
        after_line = False
    yield from _finish(text, drafts)


def _split_lines(text: str) -> Iterator[str]:
    """The lines; where rows open with a bar, one that only ends with one goes on with the row above."""
    held = ""
    for line in text.split("\n"):
        if held and line[:1] not in ("", "|") and line.rstrip()[-1:] == "|":
            held = f"{held}\n{line}"
            continue
        if held:
            yield held
            held = ""
        if line.startswith("|"):
            held = line
        else:
            yield line
    if held:
        yield held


def split_head(word: str) -> str:
    """A head without what stands in brackets after it: 县(市、区)名称 stays, 机关(全称) is 机关."""
    return word.partition("(")[0] or word


def _is_head(words: Sequence[str], *, has_header: bool) -> bool:
    figures = any(is_number(word) or _IN_BRACKETS.fullmatch(word) for word in words[1:])
    if has_header and is_number(words[0]) and not are_years(words, has_header=False):
        return False  # a year, and nothing told of it
    return not figures or are_years(words[1:], has_header=has_header)


def _split_cells(line: str, start: int) -> list[Span] | None:
    """The cells of a row; None where the line is no row, none of them where it only rules one off."""
    mark = "\t" if "\t" in line else "|"
    if line.count(mark) < (1 if mark == "\t" else 2):
        return None
    if mark == "|" and _RULER.fullmatch(line):
        return []
    cells: list[Span] = []
    for cell in line.split(mark):
        left = start + len(cell) - len(cell.lstrip())
        cells.append((left, max(left, start + len(cell.rstrip()))))
        start += len(cell) + 1
    if mark == "|" and cells[0][0] >= cells[0][1]:
        del cells[0]
    while cells and cells[-1][0] >= cells[-1][1]:
        cells.pop()
    return cells


def _finish(text: str, drafts: list[_Draft]) -> Iterator[Grid]:
    """The grids of tables that have ended."""
    for draft in drafts:
        if len(draft.rows) + len(draft.heads) > 1 and draft.rows:
            yield _lay_out(text, draft)
    drafts.clear()


def _lay_out(text: str, draft: _Draft) -> Grid:
    """The rows of a table under their heads."""
    width = max(map(len, (*draft.rows, *draft.heads)))
    heads = _stack_heads(text, draft.heads, width)
    grid = Grid(heads or [[] for _ in range(width)], title=draft.title)
    for row, unit in zip(draft.rows, draft.units, strict=True):
        placed = _place_row(text, row, grid.heads) if heads is not None else None
        if placed is None:
            grid.passed += [cell for cell in row if is_number(text[slice(*cell)])]
        else:
            grid.rows.append(placed)
            grid.units.append(unit)
    return grid


def _stack_heads(text: str, rows: Sequence[list[Span]], width: int) -> list[list[Span]] | None:
    """The heads of each column, those over several columns on each; None where that cannot be told."""
    if len(rows) > _MOST_HEAD_ROWS or width > _WIDEST:
        return None
    heads: list[list[Span]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows):
        if depth and ROW_HEADER.fullmatch(split_head(text[slice(*row[0])])):
            heads = [[] for _ in range(width)]  # what stood above was no head: a title over the columns
        elif depth and row[0][0] < row[0][1] and len(row) < width:
            # the cells that reach down from above are not repeated: these stand below the wide ones
            spread = _spread_over(text, rows[0], row, width) if depth == 1 else None
            if spread is not None:
                heads = spread
                continue
            wide = _find_wide(heads)
            if len(wide) != len(row):
                return None
            _fill_wide(heads)
            for column, cell in zip(wide, row, strict=True):
                heads[column].append(cell)
            continue
        elif depth:
            _fill_wide(heads, only={n for n, cell in enumerate(row) if cell[0] < cell[1]})
        for column, cell in enumerate(row):
            if cell[0] < cell[1]:
                heads[column].append(cell)
    return heads


def _spread_over(
    text: str, upper: Sequence[Span], lower: Sequence[Span], width: int
) -> list[list[Span]] | None:
    """The heads of rows that do not say which columns each is over, where those below tell."""
    if any(cell[0] == cell[1] for cells in (upper, lower) for cell in cells):
        return None
    labels = 0
    while labels < len(upper) and names_rows(text[slice(*upper[labels])]):
        labels += 1
    over, under = ([[cell] for cell in cells] for cells in (upper[labels:], lower))
    spread = spread_heads(text, over, under, width - labels)
    return [*([cell] for cell in upper[:labels]), *spread] if labels and spread is not None else None


def names_rows(head: str) -> bool:
    """Whether a column holds what names the rows or their units."""
    return ROW_HEADER.fullmatch(head) is not None or heads_units(head)


def spread_heads(
    text: str, upper: Sequence[list[Span]], lower: Sequence[list[Span]], columns: int
) -> list[list[Span]] | None:
    """The heads of each column, where it is not told which of the upper ones stand over the lower ones.

    Below a period stand measures and below a measure periods, the same below each: 本月 | 累计 over
    数量 | 增长 | 数量 | 增长, 人口 | 比重 over 2010年 | 2020年. None where that does not decide it.
    """
    wide = len(upper) - (columns - len(lower))
    if len(upper) < 2 or not 0 < wide <= len(upper) or len(lower) % wide or len(lower) < 2 * wide:
        return None
    size = len(lower) // wide
    words = ["".join(text[slice(*head[0])].split()) for head in lower]
    if words[size:] != words[:-size] or len(set(words[:size])) < size:
        return None
    chosen = list(range(len(upper)))
    if wide < len(upper):
        telling = [word for word in words if word not in _EITHER and not COMPARES.search(word)]
        periods = {PERIOD_HEAD.fullmatch(word) is not None for word in telling}
        if len(periods) > 1:
            return None
        above = ["".join(text[slice(*head[0])].split()) for head in upper]
        if True in periods:
            # where more could be, those to the left stand alone: 户数 | 收入 | 支出
            chosen = [n for n in chosen if not _DATED.search(above[n]) and not COMPARES.search(above[n])]
            chosen = chosen[-wide:]
        else:
            chosen = [n for n in chosen if PERIOD_HEAD.fullmatch(above[n])]
        if len(chosen) != wide:
            return None
    heads: list[list[Span]] = []
    below = iter(lower)
    for place, head in enumerate(upper):
        heads += [[*head, *next(below)] for _ in range(size)] if place in chosen else [head]
    return heads


def _find_wide(heads: Sequence[list[Span]]) -> list[int]:
    """The columns of heads that stand over more than one."""
    blank = [not head for head in heads]
    return [
        column
        for column in range(len(heads))
        if blank[column] or (column + 1 < len(heads) and blank[column + 1])
    ]


def _fill_wide(heads: list[list[Span]], only: set[int] | None = None) -> None:
    for column in range(1, len(heads)):
        if not heads[column] and (only is None or {column, column - 1} <= only):
            heads[column] = list(heads[column - 1])


def _place_row(text: str, row: Sequence[Span], heads: Sequence[list[Span]]) -> list[Span] | None:
    """The cells of a row in the columns that they belong to; None where that cannot be told."""
    width = len(heads)
    filled = [cell for cell in row if cell[0] < cell[1]]
    if not any(heads):
        # without heads one number can be told, more cannot
        numbers = sum(is_number(text[slice(*cell)]) for cell in filled)
        return _pad(row, width) if numbers == 1 else None
    places = [column for column in range(width) if heads[column]]
    if len(places) == len(filled) < len(row):
        # a cell over two columns below a head that says nothing of it: 指标 | 产量 over 粮食 | 650 | | 17
        cells = dict(zip(places, filled, strict=True))
        placed = [cells.get(column, (row[0][0], row[0][0])) for column in range(width)]
        return placed if _fits(text, placed, heads) else None
    for shift in range(width - len(row) + 1):
        placed = _pad([(row[0][0], row[0][0])] * shift + list(row), width)
        if _fits(text, placed, heads):
            return placed
    return None


def _pad(row: Sequence[Span], width: int) -> list[Span]:
    end = row[-1][1]
    return [*row, *[(end, end)] * (width - len(row))]


def _fits(text: str, row: Sequence[Span], heads: Sequence[list[Span]]) -> bool:
    """Whether each number has a head of numbers, and something of the row names it."""
    named = False
    for cell, head in zip(row, heads, strict=True):
        word = text[slice(*cell)]
        top = text[slice(*head[0])] if head else ""
        names = ROW_HEADER.fullmatch(split_head(top)) is not None
        if not is_number(word):
            named = named or _HAN.search(word) is not None
        elif not head or heads_units(top) or (names and not _may_name(top)):
            return False
        else:
            named = named or names
    return named


def _may_name(head: str) -> bool:
    """Whether rows below a head may be named by a number: 序号, 年份."""
    return re.match(r"序 *号|[年月季时]", head) is not None
