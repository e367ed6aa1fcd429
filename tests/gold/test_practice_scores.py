"""The practices of hand-coded measures of many provinces, never under the floors of practice_floors.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.score_practices import cluster_by_hdbscan, cluster_by_kmeans, score
from extractors.practices import cluster_practices

FLOORS = json.loads(Path(__file__).with_name("practice_floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores(shared: Path) -> dict[str, float]:
    gold, texts = shared / "gold", shared / "corpora" / "reports"
    rows = [json.loads(line) for line in (gold / "practices.jsonl").open(encoding="utf-8")]
    clauses = [row["text"] for row in rows]
    practices = len({row["practice"] for row in rows if row["practice"]})
    found = score(gold, texts, rows, cluster_practices(clauses, organisations=[row["org"] for row in rows]))
    baselines = [
        score(gold, texts, rows, labels)["bcubed_f1"]
        for labels in (cluster_by_kmeans(clauses, practices), cluster_by_hdbscan(clauses))
    ]
    return {**found, "ahead of the best baseline": found["bcubed_f1"] - max(baselines)}


@pytest.mark.parametrize("measure", FLOORS)
def test_never_under_the_floor(measure: str, scores: dict[str, float]) -> None:
    assert scores[measure] >= FLOORS[measure]
