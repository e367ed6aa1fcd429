from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from corpora.errors import DatasetError
from outputs.datasets import load_dataset
from outputs.ledgers import Ledger, write_ledger
from outputs.print_tables import format_cell, print_overview, print_rows, show_harmless
from tests.outputs.datasets_by_hand import write_batch, write_dataset


def print_with(printing, dataset, *arguments, **options) -> str:
    file = io.StringIO()
    printing(dataset, *arguments, Console(file=file, width=80, highlight=False), **options)
    return file.getvalue()


@pytest.fixture
def dataset(tmp_path: Path):
    texts = {f"{n}.txt": f"建立第{n}种巡查制度" for n in range(8)}
    write_dataset(tmp_path, write_batch(tmp_path, "1", texts))
    return load_dataset(tmp_path)


def test_rows_stand_one_under_the_other_without_open_columns(dataset) -> None:
    shown = print_with(print_rows, dataset, "documents", rows=2, skip=1)
    assert "documents 2 of 8" in shown and "documents 3 of 8" in shown and "documents 4 of 8" not in shown
    assert "建立第1种巡查制度" in shown
    assert "region" not in shown, "nothing is known of it"


def test_table_without_rows_says_so(dataset) -> None:
    assert print_with(print_rows, dataset, "checks") == "checks has 0 rows\n"
    assert print_with(print_rows, dataset, "documents", skip=8) == "documents has 8 rows, none after 8\n"


def test_unknown_table_is_answered_with_the_known_ones(dataset) -> None:
    with pytest.raises(DatasetError, match="the tables are documents, removed"):
        print_with(print_rows, dataset, "indicator")


def test_overview_counts_every_table(dataset) -> None:
    shown = print_with(print_overview, dataset)
    assert "8 sources; run run-1" in shown
    counts = {line.split()[0]: line.split()[1] for line in shown.splitlines()[3:] if line[0] != " "}
    assert counts["documents"] == counts["measures"] == "8" and counts["checks"] == "0"


def test_no_line_ends_in_blanks(dataset) -> None:
    for shown in (print_with(print_overview, dataset), print_with(print_rows, dataset, "documents")):
        assert [line for line in shown.splitlines() if line != line.rstrip()] == []


def test_overview_before_the_first_run_ended(tmp_path: Path) -> None:
    write_ledger(tmp_path, Ledger())
    assert "No run has finished yet." in print_with(print_overview, load_dataset(tmp_path))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("松坪镇", "松坪镇"),
        ("\x1b[31m红", "<U+001B>[31m红"),
        ("a\u202eb", "a<U+202E>b"),
        (240700.0, "240,700"),
        (0.1, "0.1"),
        (1e300, "1e+300"),
        (12, "12"),
        (True, "true"),
        (["清欠", "账款"], "清欠; 账款"),
        ("字" * 500, "字" * 400 + " … (500 characters)"),
    ],
)
def test_cell(cell, shown: str) -> None:
    assert format_cell(cell) == shown


def test_long_text_is_whole_when_asked_for() -> None:
    assert format_cell("字" * 500, full=True) == "字" * 500


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_steers_the_terminal(text: str) -> None:
    shown = show_harmless(text)
    assert not any((ord(c) < 32 and c not in "\t\n") or 127 <= ord(c) < 160 for c in shown)
