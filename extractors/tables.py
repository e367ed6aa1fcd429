"""Numbers in tables (表格): whose row names the subject, whose column the period and the sort of number.

Two layouts: rows of cells with tabs between them, as a page's table is written, and the stream of words that
is left of a statistics table copied as text (指标 单位 本月 累计 比增(%)), on one line or on many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from corpora.traced_text import Span
from extractors.numerals import parse_numeral
from extractors.units import Unit, find_unit, load_units

_NUMBER: Final = re.compile(r"[-−+]?\d[\d,]*(?:\.\d+)?%?")
_EMPTY: Final = frozenset(("-", "--", "—", "——", "–", "/", "…", "0", "."))
_GROWTH: Final = re.compile(
    r"(?:增长|增幅|增速|比增|同比|环比|增减|±|比上[年月]|升降)(?!.*[额量数])|上年.{0,4}%"
)
_CHANGE: Final = re.compile(r"增减[额量数]|增加[额量数]|增[额量]|净增|[比较][^,]{0,6}增减$")
_MOM: Final = re.compile(r"环比|[比较]上月")
_YOY: Final = re.compile(r"同比|上年|去年|同期|比增|增长|增幅|增速|±")
# heads that say when or how much, not what: the row's label names the subject then
_NO_MEASURE: Final = re.compile(r"[年月季]|累计|本期|合计|总计|数值|指标|完成|实绩|[增比占]|%|目标|计划|备注")
# 年度任务, 计划数: the column states what is to be reached
_PLANNED: Final = re.compile(
    r"(?!.*(?:完成|实现|达到|占|[较比])).*(?:计划|目标|任务|预算|预期|预计|力争)[数值量额]?$"
)
_YEARS: Final = re.compile(r"(?:1[89]|20)\d\d年?")
_UNIT_HEADER: Final = re.compile(r"(?:计量)?单\s?位")
_ROW_HEADER: Final = re.compile(r"(?:指 *标|项 *目|名 *称|地 *区|单 *位|类 *别)(?:名称)?")
_UNIT_LINE: Final = re.compile(r"单位[::] ?([^\s,。;、)]{1,8})")
_IN_BRACKETS: Final = re.compile(r"\(([^()]{1,10})\)$")
_STREAM_HEADER: Final = re.compile(r"(?:指 ?标(?:名称)?|项 ?目(?:名称)?|名 ?称)\s+(?:计量)?单 ?位\s+")
_LABEL_MARK: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|\(?\d{1,2}[.、)]|[#*]+|其中[::]?)+")
_SENTENCE_MARK: Final = re.compile(r"[。;!?]")
_WORD: Final = re.compile(r"\S+")
_LONGEST_LABEL: Final = 6


@dataclass(frozen=True, slots=True)
class TableCell:
    """A number in a table (表格单元).

    Attributes:
        start, end: the number.
        value: the number after the multiplier of its unit: 24.3 in a column of 亿元 is 2430000000.
        label: span of what names the subject: the label of the row, or the head of the column where that
            names a measure.
        header: text of the column's head, "" where it has none.
        unit: its unit, None where the table names none.
        unit_text: the unit as written: 亿元.
        kind: ``growth`` in per cent, ``change`` of an amount, ``ratio`` or ``level``, by the column's head.
        basis: what growth and change are against: ``yoy``, ``mom`` or ``base``; else None.
        planned: the column states what is to be reached.
    """

    start: int
    end: int
    value: Decimal
    label: Span
    header: str
    unit: Unit | None
    unit_text: str | None
    kind: str
    basis: str | None
    planned: bool


@lru_cache(maxsize=1024)
def read_unit(text: str) -> tuple[Unit, Decimal] | None:
    """The unit and the multiplier that a cell such as 亿元 or 万千瓦时 names; None where it names none.

    Example:
        >>> read_unit("亿元")[0].norm, read_unit("万吨")[1]
        ('CNY', Decimal('10000'))
    """
    text = text.strip("()").removeprefix("单位:").strip()
    for size in range(3):
        multiplier = parse_numeral(text[:size]) if size else None
        if size and (multiplier is None or text[:size].strip("十百千万亿")):
            continue
        unit = find_unit(text, size)
        if unit is not None and size + len(unit.text) == len(text):
            return unit, multiplier.value if multiplier else Decimal(1)
    return None


def find_table_cells(text: str) -> tuple[TableCell, ...]:
    r"""The numbers in the tables of a working text, in order.

    Example:
        >>> text = "指标 单位 9月 累计\\n用电量 万千瓦时 82 719\\n"
        >>> [(c.header, c.value) for c in find_table_cells(text)]
        [('9月', Decimal('820000')), ('累计', Decimal('7190000'))]
    """
    # rows with tabs whose head is 指标 单位 read as a stream too: what the row says is surer
    cells = {cell.start: cell for cell in (*_find_streams(text), *_find_rows(text))}
    return tuple(cells[start] for start in sorted(cells))


# -- rows of cells with tabs between them ----------------------------------------------------------------


def _find_rows(text: str) -> Iterator[TableCell]:
    """Numbers of each run of two or more lines with tabs."""
    if "\t" not in text:
        return
    rows: list[list[Span]] = []
    above = ""
    start = 0
    for line in (*text.split("\n"), ""):
        if "\t" in line:
            rows.append(_split_cells(line, start))
        else:
            if len(rows) > 1:
                yield from _read_rows(text, rows, above)
            rows = []
            above = line if line.strip() else above
        start += len(line) + 1


def _split_cells(line: str, start: int) -> list[Span]:
    cells: list[Span] = []
    for cell in line.split("\t"):
        left = start + len(cell) - len(cell.lstrip())
        cells.append((left, max(left, start + len(cell.rstrip()))))
        start += len(cell) + 1
    return cells


def _read_rows(text: str, rows: Sequence[list[Span]], above: str) -> Iterator[TableCell]:
    header: list[str] = []
    heads: list[Span] = []
    named = _UNIT_LINE.search(above)
    common = read_unit(named[1]) if named else None
    for row in rows:
        words = [text[slice(*span)] for span in row]
        if not any(map(_is_number, words[1:])) or _are_years(words[1:], has_header=bool(header)):
            header, heads = words, row
            named = next((m for m in map(_UNIT_LINE.search, words) if m), None)
            common = read_unit(named[1]) if named else common
            continue
        if not re.search(r"[\u4e00-\u9fff]", words[0]):
            continue
        unit = common
        # a row that ends before its head does fills the first columns: the last ones are empty
        short = len(words) < len(header) and all(map(_is_number, words[1:]))
        aligned = len(header) == len(words) or (short and _ROW_HEADER.fullmatch(header[0]) is not None)
        for index, word in enumerate(words):
            if index < len(header) and _UNIT_HEADER.fullmatch(header[index]) and read_unit(word):
                unit = read_unit(word)
        for index, word in enumerate(words[1:], 1):
            if _is_number(word):
                head = header[index] if aligned else ""
                measure = re.search(r"[\u4e00-\u9fff]{2}", head) and not _NO_MEASURE.search(head)
                label = heads[index] if measure else row[0]
                yield _write_cell(text, row[index], label=label, header=head, unit=unit)


def _are_years(words: Sequence[str], *, has_header: bool) -> bool:
    """Whether the cells are the years that head columns; under a head, a bare number such as 1960 counts."""
    years = [word for word in words if word]
    return all(map(_YEARS.fullmatch, years)) and (not has_header or any(map(str.isalpha, "".join(years))))


# -- tables copied as a stream of words ------------------------------------------------------------------


def _find_streams(text: str) -> Iterator[TableCell]:
    """Numbers of each stretch that opens with 指标 单位 and its columns."""
    for match in _STREAM_HEADER.finditer(text):
        words = [m.span() for m in _WORD.finditer(text, match.end(), match.end() + 20000)]
        first = next((i for i in range(len(words) - 1) if _is_unit(text, words[i + 1])), None)
        if not first or first > 8:
            continue
        columns = [text[slice(*span)] for span in words[:first]]
        yield from _read_stream(text, words[first:], columns)


def _read_stream(text: str, words: Sequence[Span], columns: Sequence[str]) -> Iterator[TableCell]:
    """Label, unit and as many numbers as there are columns, again and again.

    A row with fewer numbers does not say which columns it fills: it is passed over.
    """
    at = 0
    while at < len(words):
        unit_at = next(
            (i for i in range(at + 1, min(at + _LONGEST_LABEL, len(words))) if _is_unit(text, words[i])), None
        )
        if unit_at is None or _SENTENCE_MARK.search(text, words[at][0], words[unit_at][0]):
            return
        label = (words[at][0], words[unit_at - 1][1])
        values: list[Span] = []
        at = unit_at + 1
        while at < len(words) and (_is_number(text[slice(*words[at])]) or text[slice(*words[at])] in _EMPTY):
            values.append(words[at])
            at += 1
        if len(values) != len(columns):
            continue
        unit = read_unit(text[slice(*words[unit_at])])
        for span, header in zip(values, columns, strict=True):
            if _is_number(text[slice(*span)]):
                yield _write_cell(text, span, label=label, header=header, unit=unit)


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None


def _is_unit(text: str, span: Span) -> bool:
    return read_unit(text[slice(*span)]) is not None


def _write_cell(
    text: str, span: Span, *, label: Span, header: str, unit: tuple[Unit, Decimal] | None
) -> TableCell:
    """A cell with the unit that its column, its row or its table names."""
    written = text[slice(*span)]
    growth = _GROWTH.search(header) is not None
    label = _trim_label(text, label)
    named: tuple[Unit, Decimal] | None = None
    for place in (header, text[slice(*label)]):
        brackets = _IN_BRACKETS.search(place)
        named = named or (read_unit(brackets[1]) if brackets else None)
    unit = named or unit
    if growth or written.endswith("%"):
        unit = (load_units()["%"], Decimal(1))
    numeral = parse_numeral(written.strip("%+-−"))
    value = numeral.value if numeral else Decimal(0)
    if written[0] in "-−":
        value = -value
    brackets = _IN_BRACKETS.search(text, *label)
    if brackets and read_unit(brackets[1]):
        label = (label[0], brackets.start())
    share = unit is not None and unit[0].dimension == "share"
    kind = "growth" if growth else "change" if _CHANGE.search(header) else "ratio" if share else "level"
    return TableCell(
        start=span[0],
        end=span[1],
        value=value * unit[1] if unit else value,
        label=label,
        header=header,
        unit=unit[0] if unit else None,
        unit_text=unit[0].text if unit else None,
        kind=kind,
        basis=_find_basis(header) if kind in ("growth", "change") else None,
        planned=_PLANNED.match(re.sub(r"\([^()]*\)$", "", header)) is not None,
    )


def _find_basis(header: str) -> str:
    return "mom" if _MOM.search(header) else "yoy" if _YOY.search(header) else "base"


def _trim_label(text: str, label: Span) -> Span:
    """The label without its number, # or 其中."""
    start, end = label
    match = _LABEL_MARK.match(text[start:end])
    return (start + match.end(), end) if match and match.end() < end - start else label
