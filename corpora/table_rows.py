"""Rows of tables (表格行) as lines of text, cells separated by a tab."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpora.blocks import Block, Element, Piece

LONGEST_CELL = 300  # characters; a table whose cells are longer lays out a page
MOST_LINES_IN_CELL = 3
# a cell that spans more is no cell of figures
WIDEST_SPAN = 40
LAST_COLUMN = 200
SPAN = re.compile(r"(col|row)span\s*=\s*[\"']?\s*(\d{1,3})", re.IGNORECASE)


def join_rows(blocks: Sequence[Block], elements: Sequence[Element]) -> list[Block]:
    """The blocks, with those of one row of a table of short cells joined to one line.

    A cell over several columns is followed by a tab for each of them, and so is one that reaches down from a
    row above, but at the start of a line: the numbers of a row stand in the columns of their heads.
    """
    joined: list[Block] = []
    columns = _place_cells(elements)
    at = 0
    while at < len(blocks):
        row = _row_of(blocks[at], elements)
        end = at + 1
        while row >= 0 and end < len(blocks) and _row_of(blocks[end], elements) == row:
            end += 1
        line = _join_row(blocks[at:end], elements, row, columns) if end - at > 1 else None
        if line is None:
            joined.extend(blocks[at:end])
        else:
            joined.append(line)
        at = end
    return joined


def _place_cells(elements: Sequence[Element]) -> dict[int, int]:
    """The column of each cell, from 0 on, as the HTML standard forms a table."""
    columns: dict[int, int] = {}
    following: dict[int, int] = {}  # of each row, the column after its last cell
    reaching: dict[int, dict[int, int]] = {}  # of each group of rows, how far down its columns are taken
    taken: dict[int, set[int]] = {}
    for number, element in enumerate(elements):
        if element.tag == "tr":
            below = reaching.get(element.parent, {})
            taken[number] = set(below)
            reaching[element.parent] = {column: rows - 1 for column, rows in below.items() if rows > 1}
        elif element.cell == number and elements[element.parent].tag == "tr":
            row = element.parent
            column = following.get(row, 0)
            while column in taken[row]:
                column += 1
            spans = _read_spans(element.attributes)
            columns[number] = column
            following[row] = min(column + spans.get("col", 1), LAST_COLUMN)
            if spans.get("row", 1) > 1:
                below = reaching[elements[row].parent]
                below.update(dict.fromkeys(range(column, following[row]), spans["row"] - 1))
    return columns


def _read_spans(attributes: str) -> Mapping[str, int]:
    """How many columns and rows a cell takes, where it says so."""
    found = SPAN.findall(attributes) if "span" in attributes.lower() else ()
    return {side.lower(): min(max(int(size), 1), WIDEST_SPAN) for side, size in found}


def _row_of(block: Block, elements: Sequence[Element]) -> int:
    cell = elements[block.element].cell
    if cell < 0:
        return -1
    parent = elements[cell].parent
    return parent if elements[parent].tag == "tr" else -1


def _join_row(
    blocks: Sequence[Block], elements: Sequence[Element], row: int, columns: Mapping[int, int]
) -> Block | None:
    cells: dict[int, list[Block]] = {}
    for block in blocks:
        cells.setdefault(elements[block.element].cell, []).append(block)
    if len(cells) < 2 or any(len(lines) > MOST_LINES_IN_CELL for lines in cells.values()):
        return None
    if any(sum(len(line.text) for line in lines) > LONGEST_CELL for lines in cells.values()):
        return None
    pieces: list[Piece] = []
    before = 0
    for cell, lines in cells.items():
        for place, line in enumerate(lines):
            if pieces:
                glue = " " if place else "\t" * max(1, columns[cell] - before)
                pieces.append((glue, pieces[-1][2], pieces[-1][2]))
            pieces.extend(line.pieces)
        before = columns[cell]
    return Block(
        "".join([piece[0] for piece in pieces]),
        pieces,
        row,
        linked=sum(block.linked for block in blocks),
        links=sum(block.links for block in blocks),
        cells=len(cells),
    )
