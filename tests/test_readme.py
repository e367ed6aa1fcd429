"""What the README shows is what the code gives."""

import doctest
import re
from pathlib import Path

import pytest

from corpora.cleaning import read_documents
from corpora.sources import find_sources
from extractors.pipeline import extract
from outputs.fields import TABLES

PROJECT = Path(__file__).parents[1]
README = PROJECT / "README.md"


def read_rows(block: str) -> tuple[str, list[dict[str, str]]]:
    """The sample that a block of the README names, and the rows that it shows."""
    found = re.search(
        rf"<!-- {block}: (\S+) -->\n(.*?)<!-- end of {block} -->", README.read_text(encoding="utf-8"), re.S
    )
    assert found
    names, _, *lines = (
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in found[2].strip().splitlines()
    )
    assert lines
    return found[1], [dict(zip(names, cells, strict=True)) for cells in lines]


def write_cell(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize(("block", "table"), [("rows", "indicators"), ("measures", "measures")])
def test_rows_are_what_the_sample_gives(block: str, table: str) -> None:
    sample, shown = read_rows(block)
    (source,) = find_sources([PROJECT / "corpora" / "samples" / sample])
    (document,) = read_documents(source).documents
    records = getattr(extract(document), table)
    given = [{name: write_cell(getattr(record, name)) for name in shown[0]} for record in records]
    assert [row for row in given if row in shown] == shown


def test_python_examples_give_what_they_show() -> None:
    tested = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert tested.attempted >= 4
    assert not tested.failed


def test_every_table_has_its_line() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    assert [name for name in TABLES if not any(line.startswith(f"| {name} |") for line in lines)] == []
