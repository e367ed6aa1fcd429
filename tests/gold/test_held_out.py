"""What is found in passages of real reports of many kinds and decades, never under the floors.

A floor is raised when the project gets better, and lowered by a deliberate edit alone.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.gold.held_out_scores import compute_shares, read_passages, score_passages

FLOORS = json.loads(Path(__file__).with_name("held_out_floors.json").read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("half", FLOORS)
def test_no_share_is_under_its_floor(shared: Path, half: str) -> None:
    shares = compute_shares(score_passages(read_passages(half), shared / "corpora" / "reports"))
    low = {name: shares[name] for name, floor in FLOORS[half].items() if shares[name] < floor}
    assert not low


def test_the_coding_holds_together() -> None:
    passages = read_passages()
    assert {passage.half for passage in passages} == {"mend", "keep"}
    for passage in passages:
        ends = [passage.start, *(row["end"] for row in passage.rows)]
        assert all(end <= row["start"] for end, row in zip(ends, passage.rows, strict=False))
        assert all(row["start"] < row["end"] <= passage.end for row in passage.rows)
        assert all(row["subject"] and row["period"] and row["unit"] for row in passage.rows)
