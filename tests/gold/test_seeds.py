"""What the project finds in five real reports, against hand-made rows: never under the floors of floors.json.

A floor is raised when the project gets better, and lowered by a deliberate edit alone.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from outputs.datasets import load_dataset
from outputs.exports import export_dataset
from tests.flows.reports_by_hand import run_plainly

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores(shared: Path, tmp_path_factory) -> dict[str, dict[str, float]]:
    folder = tmp_path_factory.mktemp("seeds")
    run_plainly(shared / "seeds", folder / "dataset")
    export_dataset(load_dataset(folder / "dataset"), format="csv", to=folder / "csv")
    command = [
        sys.executable,
        shared / "gold" / "score.py",
        shared / "gold" / "seeds",
        folder / "csv",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("table", "measure"), [(table, measure) for table, floors in FLOORS.items() for measure in floors]
)
def test_score_is_not_under_its_floor(scores, table: str, measure: str) -> None:
    assert scores[table][measure] >= FLOORS[table][measure]


def test_every_row_points_at_its_evidence(shared: Path, tmp_path: Path) -> None:
    run_plainly(shared / "seeds", tmp_path / "dataset")
    tables = load_dataset(tmp_path / "dataset")
    text_of = tables["documents"].set_index("document_id")["text"]
    sources = {
        name: (shared / "seeds" / name).read_text(encoding="utf-8")
        for name in tables["documents"]["source"].unique()
    }
    for table, column in {"indicators": "quantity", "measures": "text"}.items():
        for row in tables[table].to_dict("records"):
            quoted = row[column]
            assert text_of[row["document_id"]][row["text_start"] : row["text_end"]] == quoted
            evidence = sources[row["source"]][row["source_start"] : row["source_end"]]
            # what was cut inside it (readings such as (qū)) is still there; what was repaired is not legible
            assert is_within(quoted, evidence) or re.search(r"[\ue000-\uf8ff]", evidence)


def is_within(short: str, long: str) -> bool:
    """Whether the characters of `short` stand in `long` in their order."""
    rest = iter(long)
    return all(character in rest for character in short)
