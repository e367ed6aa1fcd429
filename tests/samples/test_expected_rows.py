"""The expected rows of the samples quote their source, are in order and stand in a report's body."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
EXPECTED = Path(__file__).parent / "expected"
TABLES = ["indicators", "documents", "boilerplate", "measures"]
Row = dict[str, Any]


def decode(doc: str) -> str:
    (path,) = SAMPLES.glob(f"{doc}.*")
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")


ROWS: dict[str, list[Row]] = {
    table: [
        json.loads(line) for line in (EXPECTED / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for table in TABLES
}
DOCS = sorted({row["doc"] for row in ROWS["documents"]})
TEXTS = {doc: decode(doc) for doc in DOCS}


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_sorted_and_do_not_overlap(table: str) -> None:
    ends: dict[str, int] = defaultdict(int)
    assert [(row["doc"], row["start"]) for row in ROWS[table]] == sorted(
        (row["doc"], row["start"]) for row in ROWS[table]
    )
    for row in ROWS[table]:
        assert ends[row["doc"]] <= row["start"] < row["end"] <= len(TEXTS[row["doc"]])
        ends[row["doc"]] = row["end"]


@pytest.mark.parametrize("table", ["indicators", "measures"])
def test_rows_quote_their_source_inside_a_report(table: str) -> None:
    bodies = defaultdict(list)
    for row in ROWS["documents"]:
        bodies[row["doc"]].append((row["start"], row["end"]))
    for row in ROWS[table]:
        assert TEXTS[row["doc"]][row["start"] : row["end"]] == row["text"]
        assert any(start <= row["start"] and row["end"] <= end for start, end in bodies[row["doc"]])


def test_every_kind_of_value_and_page_is_there() -> None:
    assert len(DOCS) >= 8
    assert {row["kind"] for row in ROWS["indicators"]} >= {
        "level",
        "ratio",
        "change",
        "growth",
        "rank",
        "score",
    }
    assert {row["status"] for row in ROWS["indicators"]} == {"actual", "planned", "required", "baseline"}
    assert {row["bound"] for row in ROWS["indicators"]} == {"exact", "about", "over", "under"}
    assert {row["reason"] for row in ROWS["boilerplate"]} == {
        "site_notice",
        "navigation",
        "metadata",
        "spam",
        "footer",
        "noise",
    }
