"""How well and how fast the body of a page is found: 4-gram F1 on pages with expected bodies.

    python -m benchmarks.score_pages [FOLDER]

FOLDER (``../shared/corpora/pages`` beside the project unless given) holds pages ``NAME.html`` and
``expected.json``, ``{NAME: {"body": text}}``. Scored are groups of four tokens (a Han character, a Latin run,
a run of digits), the mean is over pages. Halves are told apart by the hash of the name: tune on the first,
check on the second.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from corpora.decoding import decode
from corpora.errors import ReadError
from corpora.read_html import extract_body

TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[a-z]+|\d+")
LENGTH = 4
PAGES = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "pages"


@dataclass(frozen=True, slots=True)
class Score:
    """How a page fared: F1 of its body from 0 to 1, and how long it took on one core, in seconds."""

    name: str
    f1: float
    seconds: float


def score_pages(folder: Path) -> Iterator[Score]:
    """A score for every page of `folder` that has an expected body, in the order of their names."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for name in sorted(expected):
        content, _ = decode((folder / f"{name}.html").read_bytes())
        started = time.process_time()
        try:
            body = extract_body(content)[0].text
        except ReadError:
            body = ""
        yield Score(name, score_text(expected[name]["body"], body), time.process_time() - started)


def score_text(expected: str, found: str) -> float:
    """F1 of the groups of four tokens that two texts share, 0 to 1."""
    wanted, got = _count_grams(expected), _count_grams(found)
    shared = (wanted & got).total()
    return 2 * shared / (wanted.total() + got.total()) if shared else 0.0


def is_in_second_half(name: str) -> bool:
    """Which half of the pages a name belongs to, always the same."""
    return sha256(name.encode()).digest()[0] % 2 == 1


def _count_grams(text: str) -> Counter[tuple[str, ...]]:
    tokens = TOKEN.findall(unicodedata.normalize("NFKC", text).lower())
    return Counter(tuple(tokens[at : at + LENGTH]) for at in range(max(1, len(tokens) - LENGTH + 1)))


def main() -> None:
    scores = list(score_pages(Path(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
    for score in sorted(scores, key=lambda score: score.f1)[:10]:
        print(f"{score.f1:.3f} {score.name}")
    for half in (False, True):
        part = [score.f1 for score in scores if is_in_second_half(score.name) is half]
        print(f"{'second' if half else 'first'} half: {len(part)} pages, F1 {statistics.mean(part):.4f}")
    times = sorted(score.seconds * 1000 for score in scores)
    print(f"all: {len(scores)} pages, F1 {statistics.mean(score.f1 for score in scores):.4f}")
    print(f"a page: median {statistics.median(times):.1f} ms, slowest {times[-1]:.0f} ms")


if __name__ == "__main__":
    main()
