"""Rows of tables (表格行) as lines of text, cells separated by a tab."""

from __future__ import annotations

from collections.abc import Sequence

from corpora.blocks import Block, Element, Piece

LONGEST_CELL = 300  # characters; a table whose cells are longer lays out a page
MOST_LINES_IN_CELL = 3


def join_rows(blocks: Sequence[Block], elements: Sequence[Element]) -> list[Block]:
    """The blocks, with those of one row of a table of short cells joined to one line."""
    joined: list[Block] = []
    at = 0
    while at < len(blocks):
        row = _row_of(blocks[at], elements)
        end = at + 1
        while row >= 0 and end < len(blocks) and _row_of(blocks[end], elements) == row:
            end += 1
        line = _join_row(blocks[at:end], elements, row) if end - at > 1 else None
        if line is None:
            joined.extend(blocks[at:end])
        else:
            joined.append(line)
        at = end
    return joined


def _row_of(block: Block, elements: Sequence[Element]) -> int:
    cell = elements[block.element].cell
    if cell < 0:
        return -1
    parent = elements[cell].parent
    return parent if elements[parent].tag == "tr" else -1


def _join_row(blocks: Sequence[Block], elements: Sequence[Element], row: int) -> Block | None:
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
                glue = " " if place else "\t" * max(1, elements[cell].cells - before)
                pieces.append((glue, pieces[-1][2], pieces[-1][2]))
            pieces.extend(line.pieces)
        before = elements[cell].cells
    return Block(
        "".join([piece[0] for piece in pieces]),
        pieces,
        row,
        linked=sum(block.linked for block in blocks),
        links=sum(block.links for block in blocks),
        cells=len(cells),
    )
