"""What is found in the hand-coded sentences, never under the floors of sentence_floors.json.

A floor is raised when the project gets better, and lowered by a deliberate edit alone.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from tests.gold.sentence_scores import Score, is_same_phrase, read_sentences, score_sentences

FLOORS: dict[str, float] = json.loads(
    Path(__file__).with_name("sentence_floors.json").read_text(encoding="utf-8")
)


@cache
def score_all() -> Score:
    return score_sentences(read_sentences())


@pytest.mark.parametrize("measure", FLOORS)
def test_share_is_not_under_its_floor(measure: str) -> None:
    score = score_all()
    told = "\n".join(score.mistakes)
    assert score.compute_shares()[measure] >= FLOORS[measure], f"what was wrong:\n{told}"


def test_every_measure_has_a_floor() -> None:
    assert score_all().compute_shares().keys() == FLOORS.keys()


@pytest.mark.parametrize(
    ("found", "right", "same"),
    [
        ("新建口袋公园", ["口袋公园"], True),
        ("口袋公园", ["街心绿地", "新建的口袋公园"], True),
        ("“两抢一盗”案件", ["两抢一盗案件"], True),
        ("公园", ["新建口袋公园数量"], False),
        (None, ["口袋公园"], False),
    ],
)
def test_phrases_are_compared_by_the_characters_they_share(
    found: str | None, right: list[str], same: bool
) -> None:
    assert is_same_phrase(found, right) is same
