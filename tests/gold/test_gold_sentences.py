"""The hand-coded sentences hold together: quantities stand in their sentence, codes are allowed ones."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parent / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
]
FIELDS = [
    "quantity",
    "value_norm",
    "value_max",
    "unit_norm",
    "unit_norm_alt",
    "bound",
    "kind",
    "direction",
    "basis",
    "status",
    "per",
    "subject",
    "subject_alt",
    "optional",
]
ALLOWED = {
    "bound": {"exact", "about", "over", "under"},
    "kind": {"level", "ratio", "change", "growth", "rank", "score", "duration"},
    "direction": {"up", "down", None},
    "basis": {"yoy", "mom", "base", None},
    "status": {"actual", "planned", "required", "baseline"},
    "per": {"日", "周", "月", "季", "半年", "年", "人", "户", "次", "百户", None},
}


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row["sentence"])
def test_coding_holds_together(row: dict[str, Any]) -> None:
    assert list(row) == ["phenomenon", "sentence", "expected"]
    searched_to = 0
    for expected in row["expected"]:
        assert list(expected) == FIELDS
        found = row["sentence"].find(expected["quantity"], searched_to)
        assert found >= 0, f"{expected['quantity']} does not stand in the sentence after {searched_to}"
        searched_to = found + len(expected["quantity"])
        for field, allowed in ALLOWED.items():
            assert expected[field] in allowed
        assert (expected["kind"] in {"change", "growth"}) == (expected["direction"] is not None)
        assert expected["basis"] is None or expected["direction"] is not None
        assert expected["kind"] != "growth" or expected["unit_norm"] == "%"
        assert expected["value_max"] is None or expected["value_max"] > expected["value_norm"]
        phrases = [expected["subject"], *expected["subject_alt"]]
        assert all(phrases) and len(set(phrases)) == len(phrases)


def test_sentences_differ_and_traps_are_many() -> None:
    assert max(Counter(row["sentence"] for row in SENTENCES).values()) == 1
    assert sum(not row["expected"] for row in SENTENCES) >= 40
    assert len({row["phenomenon"] for row in SENTENCES}) >= 30
