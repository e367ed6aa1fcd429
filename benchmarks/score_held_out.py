"""What is found in passages of real reports of many kinds and decades, coded before the reader was run.

    python -m benchmarks.score_held_out [--half mend|keep] [--errors]

The coding (``tests/gold/held_out.jsonl``) is offsets into ``../shared/corpora/reports`` beside the project.
``mend`` is the half that was looked at when rules were mended, ``keep`` was measured only. ``--errors`` shows
every mistake; do not read those of ``keep``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.gold.held_out_scores import compute_shares, read_passages, score_passages

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "reports"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--half", choices=("mend", "keep"))
    parser.add_argument("--errors", action="store_true")
    given = parser.parse_args()
    if not REPORTS.is_dir():
        sys.exit(f"no reports at {REPORTS}")
    halves = [given.half] if given.half else ["mend", "keep", None]
    for half in halves:
        passages = read_passages(half)
        score = score_passages(passages, REPORTS)
        if given.errors:
            print("\n".join(score.mistakes))
        print(f"{half or 'both'}: {len(passages)} passages, {score.found + score.missed} quantities")
        for name, share in compute_shares(score).items():
            print(f"  {name:14} {share:.3f}")


if __name__ == "__main__":
    main()
