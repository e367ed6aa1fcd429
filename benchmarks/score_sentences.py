"""What is found in the hand-coded sentences of the project, and every mistake.

    python -m benchmarks.score_sentences [WORD...]

Only the sentences of phenomena that hold one of the WORDs, all of them unless given.
"""

from __future__ import annotations

import sys

from tests.gold.sentence_scores import read_sentences, score_sentences


def main() -> None:
    words = sys.argv[1:]
    rows = [row for row in read_sentences() if not words or any(w in row["phenomenon"] for w in words)]
    if not rows:
        sys.exit("no phenomenon holds one of these words")
    score = score_sentences(rows)
    print("\n".join(score.mistakes))
    print(f"{len(rows)} sentences, {score.found + score.missed} quantities")
    for name, share in score.compute_shares().items():
        print(f"{name:12} {share:.3f}")


if __name__ == "__main__":
    main()
