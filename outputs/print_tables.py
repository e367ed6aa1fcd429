"""A dataset in the terminal (终端查看), readable in 80 columns, with Chinese text of any length."""

from __future__ import annotations

import re

from rich.console import Console
from rich.segment import Segment, Segments
from rich.table import Table as Grid
from rich.text import Text

from corpora.errors import DatasetError
from outputs.datasets import Dataset
from outputs.fields import TABLES
from outputs.tables import Cell

LONGEST = 400  # characters of a cell that are shown unless all are asked for

# what would steer the terminal or turn the reading direction: scraped text must do neither
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def show_harmless(text: str) -> str:
    r"""The text with every character that could steer a terminal written as its code point.

    Example:
        >>> show_harmless("松坪镇\x1b[31m")
        '松坪镇<U+001B>[31m'
    """
    return _CONTROLS.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)


def print_overview(dataset: Dataset, console: Console) -> None:
    """Print each table with its number of rows and what a row of it is."""
    console.print(Text(f"Dataset {dataset.folder}", style="bold"))
    ledger = dataset.ledger
    if not ledger.run_id:
        console.print("No run has finished yet.")
    else:
        gone = sum(entry.gone for entry in ledger.entries)
        console.print(
            f"{len(ledger.entries)} sources"
            + (f", {gone} of them gone from where they were" if gone else "")
            + f"; run {ledger.run_id}, zhibiao {ledger.version}"
        )
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    grid.add_column("table", style="bold", no_wrap=True)
    grid.add_column("rows", justify="right", no_wrap=True)
    grid.add_column("one row for")
    for table in TABLES.values():
        grid.add_row(table.name, f"{dataset.count_rows(table.name):,}", f"{table.english}（{table.chinese}）")
    _print_grid(grid, console)


def print_rows(
    dataset: Dataset, name: str, console: Console, *, rows: int = 5, skip: int = 0, full: bool = False
) -> None:
    """Print rows of a table one under the other, a line a column; columns that are open are left out.

    Args:
        dataset: what to look at.
        name: of the table.
        console: where to print.
        rows: how many.
        skip: after how many.
        full: whether to print all of a long text.

    Raises:
        DatasetError: no such table.
    """
    if name not in TABLES:
        raise DatasetError(f"there is no table {name!r}; the tables are {', '.join(TABLES)}")
    table = dataset.read_table(name)
    chosen = table.slice(skip, rows).to_pylist()
    if not chosen:
        console.print(f"{name} has {table.num_rows:,} rows" + (f", none after {skip:,}" if skip else ""))
    for place, row in enumerate(chosen, start=skip + 1):
        console.print(Text(f"{name} {place:,} of {table.num_rows:,}", style="bold"))
        grid = Grid(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        grid.add_column(no_wrap=True, style="dim")
        grid.add_column(overflow="fold")
        for column, cell in row.items():
            if cell is not None and cell != "":
                grid.add_row(column, Text(format_cell(cell, full=full)))
        _print_grid(grid, console)
        console.print()


def _print_grid(grid: Grid, console: Console) -> None:
    """Print a grid without the blanks that fill its lines up: they go into whatever is copied or compared."""
    printed: list[Segment] = []
    for line in console.render_lines(grid, pad=False):
        while line and not line[-1].text.strip():
            line.pop()
        if line:
            text, style, control = line[-1]
            line[-1] = Segment(text.rstrip(), style, control)
        printed += [*line, Segment.line()]
    console.print(Segments(printed), end="")


def say_count(number: int, noun: str) -> str:
    """How many of what: "1 failure", "1,204 failures"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def leave_out_source(message: str, source: str) -> str:
    """What a failure says, where its source is named before: most messages begin with it."""
    return message.removeprefix(f"{source}: ")


def print_quarantine(dataset: Dataset) -> None:
    """Print each row of `quarantine` as two lines: what failed in which stage, and the message."""
    rows = dataset.read_table("quarantine").to_pylist()
    if not rows:
        print("Nothing is in quarantine.")
    for row in rows:
        document = f", document {row['document_id']}" if row["document_id"] else ""
        print(f"{show_harmless(row['source'])}{document}: {row['stage']}: {row['error']}")
        print(f"  {show_harmless(' '.join(leave_out_source(row['message'], row['source']).split()))}")


def format_cell(cell: Cell, *, full: bool = False) -> str:
    """A cell as a person reads it; a long text is cut unless `full`."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return f"{cell:,.15g}" if abs(cell) < 1e15 else repr(cell)
    if not isinstance(cell, str):
        return str(cell) if isinstance(cell, int) else "; ".join(cell or ())
    text = show_harmless(cell)
    if full or len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST]} … ({len(cell):,} characters)"
