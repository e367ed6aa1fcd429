"""What the whole project finds in real reports with hand-made rows, as the scorer beside them tells it.

    python -m benchmarks.score_seeds [SEEDS [GOLD]] [--errors N]

SEEDS (``../shared/seeds`` beside the project unless given) holds the files, GOLD (``../shared/gold/seeds``)
their rows; ``score.py`` lies in the folder above GOLD. The files become a dataset in a temporary folder, the
dataset CSV tables, and the scorer compares those. ``--errors N`` shows up to N mistakes of each sort.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from outputs.datasets import load_dataset
from outputs.exports import export_dataset
from tests.flows.reports_by_hand import run_plainly

SHARED = Path(__file__).resolve().parents[2] / "shared"


def export_tables(seeds: Path, folder: Path) -> Path:
    """The dataset of `seeds` as CSV tables in a folder inside `folder`; Prefect is not started."""
    run_plainly(seeds, folder / "dataset")
    dataset = load_dataset(folder / "dataset")
    for failure in dataset["quarantine"].itertuples():
        print(f"in quarantine: {failure.source}: {failure.message}", file=sys.stderr)
    export_dataset(dataset, format="csv", to=folder / "csv")
    return folder / "csv"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("seeds", type=Path, nargs="?", default=SHARED / "seeds")
    parser.add_argument("gold", type=Path, nargs="?", default=SHARED / "gold" / "seeds")
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    scorer = given.gold.parent / "score.py"
    if not scorer.is_file():
        sys.exit(f"no scorer at {scorer}")
    with tempfile.TemporaryDirectory() as folder:
        tables = export_tables(given.seeds, Path(folder))
        command = [sys.executable, scorer, given.gold, tables, "--errors", str(given.errors)]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
