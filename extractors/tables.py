"""Numbers in tables (表格): whose row names the subject, whose column the period and the sort of number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Final

from corpora.traced_text import Span
from extractors.flat_tables import find_flat_grids
from extractors.numerals import parse_numeral
from extractors.table_grids import Grid, find_grids, split_head
from extractors.table_heads import Column, read_heads
from extractors.table_words import (
    MEASURE_HEADER,
    MINUS,
    NAMING_HEADER,
    THING_HEADER,
    Measure,
    find_counted_unit,
    heads_units,
    is_number,
    read_unit,
    read_unit_line,
    split_number,
    split_unit,
)
from extractors.units import Unit, load_units

_GROWS: Final = re.compile(r"增速|增长率|增幅|增长速度")
_LABEL_MARK: Final = re.compile(
    r"^(?:(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\(?\d{1,2}[.、)]|[#*]+"
    r"|其中[::]?|在总计中:) *)+"
)
_PART_MARK: Final = re.compile(r"#|其中")
_TOP_MARK: Final = re.compile(r"[一二三四五六七八九十]+、")
_SUB_MARK: Final = re.compile(r"#|其中|\(?\d{1,2}[.、)]|\([一二三四五六七八九十]+\)")  # below 一、
_FOOTNOTE: Final = re.compile(r"\[\d{1,2}\]$")
_HEADS_COUNTED: Final = re.compile(r"(?:单位|企业|机构|户|人|家|件|宗|次)数")  # in no 万元
_WHOLE: Final = re.compile(r"[合总]计")
_PERIOD_LABEL: Final = re.compile(
    r"(?:(?:1[89]|20)\d\d年?)?(?:(?:\d{1,2}(?:[-—至]\d{1,2})?月末?)|[一二三四1-4]季度|[上下]半年)?"
)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A number in a table (表格单元).

    Attributes:
        start, end: the number.
        value: the number after the multiplier of its unit: 24.3 in a column of 亿元 is 2430000000.
        label: span of what names the subject: the label of the row, or the head of the column where that
            names a measure.
        header: text of the column's heads, "" where it has none.
        when: what tells its period, of its head, its row or the table's title; "" where nothing does.
        unit: its unit, None where the table names none.
        unit_text: the unit as written: 亿元.
        kind: ``growth`` in per cent, ``change`` of an amount, ``rank``, ``score``, ``ratio`` or ``level``.
        basis: what growth and change are against: ``yoy``, ``mom`` or ``base``; else None.
        planned: the column states what is to be reached.
    """

    start: int
    end: int
    value: Decimal
    label: Span
    header: str
    when: str
    unit: Unit | None
    unit_text: str | None
    kind: str
    basis: str | None
    planned: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """What the tables of a text hold.

    Attributes:
        cells: the numbers that are read, in order.
        passed: numbers that are not: those of rows that fit no head, room numbers.
    """

    cells: tuple[TableCell, ...] = ()
    passed: tuple[Span, ...] = ()


def read_tables(text: str) -> Tables:
    r"""The numbers in the tables of a working text.

    Example:
        >>> text = "指标 单位 9月 累计\n用电量 万千瓦时 82 719\n"
        >>> [(c.header, c.value) for c in read_tables(text).cells]
        [('9月', Decimal('820000')), ('累计', Decimal('7190000'))]
    """
    cells: dict[int, TableCell] = {}
    passed: dict[int, Span] = {}
    # rows with tabs whose head is 指标 单位 read as a stream too: what the row says is surer
    for grid in chain(find_flat_grids(text), find_grids(text)):
        passed.update((span[0], span) for span in grid.passed)
        for found in _read_grid(text, grid):
            if isinstance(found, TableCell):
                cells[found.start] = found
            else:
                passed[found[0]] = found
    return Tables(
        tuple(cells[start] for start in sorted(cells)),
        tuple(passed[start] for start in sorted(passed.keys() - cells.keys())),
    )


def _read_grid(text: str, grid: Grid) -> Iterator[TableCell | Span]:
    """The numbers of a table; the span alone of one that is named by nothing."""
    columns = read_heads(text, grid)
    above: Measure | None = None  # the unit of the label above, which its parts take over
    parted = topped = False
    for row, line in zip(grid.rows, grid.units, strict=True):
        words = [text[slice(*cell)] for cell in row]
        common = read_unit_line(line)
        share = read_unit("%") if "%" in line else None  # 单位:人、%
        for index, word in enumerate(words):
            if not is_number(word):
                continue
            label_at = _find_label(words, columns, index)
            if label_at is None or NAMING_HEADER.search(columns[index].text):
                yield row[index]
                continue
            when = _read_period_label(columns[label_at].text, words[label_at])
            own = split_unit(words[label_at])[1]
            # 地区 | 东片 over 人口(人) | 812: the rows are what is measured
            measure = None if own else _find_measure(columns, label_at, index, names_period=bool(when))
            if when and measure is None:
                yield row[index]
                continue
            # #水稻 and 玉米 below 粮食(吨): from the first part on all rows without a unit are parts
            if own is not None or _TOP_MARK.match(words[label_at]):
                parted = own is not None and _WHOLE.search(words[label_at]) is not None
                topped = _TOP_MARK.match(words[label_at]) is not None
            elif not parted:
                parted = (_SUB_MARK if topped else _PART_MARK).match(words[label_at]) is not None
            above = own or (above if parted else None)
            own = above
            unit = own or _find_row_unit(words, columns, index)
            if unit is None and share and columns[index].kind == "ratio":
                unit = share
            elif unit is None and not (_HEADS_COUNTED.search(columns[index].text) and _is_money(common)):
                unit = common
            label = measure or row[label_at]
            yield _write_cell(text, row[index], columns[index], label=label, unit=unit, when=when)


def _is_money(unit: Measure | None) -> bool:
    return unit is not None and unit[0].dimension == "money"


def _find_label(words: Sequence[str], columns: Sequence[Column], index: int) -> int | None:
    """The column of the cell that names a number's row: the nearest 指标, else the first with words."""
    first: int | None = None
    thing: int | None = None
    for place in range(index):
        head = split_head(columns[place].text)
        word = words[place]
        if re.match("序 *号|编 *号", head) or (heads_units(head) and read_unit(word) is not None):
            continue
        if re.search(r"[\u4e00-\u9fff]", word) or _read_period_label(head, word):
            first = place if first is None else first
            if THING_HEADER.fullmatch(head):
                thing = place
    return first if thing is None else thing


def _read_period_label(head: str, word: str) -> str:
    """The period that a row is of, below 年份 or by its label: 2020年; "" where it is named otherwise."""
    if not word or not _PERIOD_LABEL.fullmatch(word):
        return ""
    if word.isdigit():
        return f"{word}年" if re.match(r"年 *[份度]|时 *间", head) else ""
    return word


def _find_measure(columns: Sequence[Column], label_at: int, index: int, *, names_period: bool) -> Span | None:
    """The head that names what is measured; None where the row's label does, as below 指标 or 产品."""
    if not names_period and MEASURE_HEADER.match(split_head(columns[label_at].text)):
        return None
    for place in range(index, label_at, -1):
        measure = columns[place].measure
        if measure is not None:
            return measure
        if columns[place].kind == "level":
            return None
    return None


def _find_row_unit(words: Sequence[str], columns: Sequence[Column], index: int) -> Measure | None:
    """The unit in the row's column of units, the nearest to the left."""
    for place in range(index, -1, -1):
        if heads_units(columns[place].text) and (unit := read_unit(words[place])) is not None:
            return unit
    return None


def _write_cell(
    text: str,
    span: Span,
    column: Column,
    *,
    label: Span,
    unit: Measure | None,
    when: str,
) -> TableCell:
    """A cell with the unit that its column, its row or its table names."""
    number, own = split_number(text[slice(*span)])
    label = _trim_label(text, label)
    kind = column.kind
    unit_text: str | None = None
    if kind == "rank":
        unit = (load_units()["名次"], Decimal(1))
    elif own is not None:
        unit = own
    elif kind == "score" and column.unit is None:
        unit = read_unit("分")
    elif kind == "growth":
        unit = read_unit("%")
    elif column.unit is not None:
        unit = column.unit
    elif kind == "ratio" and (unit is None or unit[0].dimension != "share"):
        unit = None
    elif unit is None:
        unit = find_counted_unit(column.name)
    if kind == "level" and unit is not None and unit[0].dimension == "share":
        kind = "growth" if _GROWS.search(text, *label) else "ratio"
    if unit is not None and kind != "rank":
        unit_text = unit[0].text
    numeral = parse_numeral(number.lstrip(f"+{MINUS}"))
    value = numeral.value if numeral else Decimal(0)
    if number[0] in MINUS:
        value = -value
    return TableCell(
        start=span[0],
        end=span[1],
        value=value * unit[1] if unit else value,
        label=label,
        header=column.text,
        when=when or column.when,
        unit=unit[0] if unit else None,
        unit_text=unit_text,
        kind=kind,
        basis=column.basis or ("yoy" if kind == "growth" else None),
        planned=column.planned,
    )


def _trim_label(text: str, label: Span) -> Span:
    """The label without its number, # or 其中, and without its unit in brackets."""
    start, end = label
    match = _LABEL_MARK.match(text[start:end])
    if match and match.end() < end - start:
        start += match.end()
    footnote = _FOOTNOTE.search(text[start:end])
    if footnote is not None:
        end -= len(footnote.group())
    brackets = text.rfind("(", start, end)
    if brackets > start and split_unit(text[start:end])[1] is not None:
        end = brackets
    return start, end
