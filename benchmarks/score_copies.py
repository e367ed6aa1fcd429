"""Time and memory of finding copies and shared passages among generated reports.

    python -m benchmarks.score_copies [REPORTS]

REPORTS is 100,000 unless given, of 4,000 characters each. A fifth are copies: some with single characters
changed, some cut short, some with a passage of another report inside.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence

import numpy as np

from corpora.copies import Copy, find_copies
from corpora.shared_passages import find_shared_passages

LENGTH = 4_000
CHARACTERS = 2_500


def generate_reports(number: int, *, seed: int = 1) -> tuple[list[str], list[int | None]]:
    """Texts of characters drawn as unevenly as in reports, and for each the text it was made from."""
    random = np.random.default_rng(seed)
    share = 1 / np.arange(1, CHARACTERS + 1)
    originals = number // 5 * 4
    alphabet = np.arange(0x4E00, 0x4E00 + CHARACTERS, dtype=np.uint32)
    rows = [random.choice(alphabet, size=LENGTH, p=share / share.sum()) for _ in range(originals)]
    made_from: list[int | None] = [None] * originals
    while len(rows) < number:
        origin = int(random.integers(0, originals))
        row = rows[origin].copy()
        kind = len(rows) % 3
        if kind == 0:
            changed = random.integers(0, LENGTH, size=LENGTH // 50)
            row[changed] = random.integers(0x4E00, 0x9000, size=len(changed))
        elif kind == 1:
            row = row[: LENGTH // 3]
        else:
            row[1000:1200] = rows[(origin + 1) % originals][500:700]
        rows.append(row)
        made_from.append(origin)
    return [row.tobytes().decode("utf-32-le") for row in rows], made_from


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    texts, made_from = generate_reports(number)
    start = time.perf_counter()
    copies = find_copies(
        texts, dates=["2015-01-31" if origin is None else "2016-01-31" for origin in made_from]
    )
    between = time.perf_counter()
    passages = find_shared_passages(texts, kin=_family(number, copies))
    end = time.perf_counter()
    right = sum(made_from[copy.document] == copy.original for copy in copies)
    made = sum(origin is not None for origin in made_from)
    print(f"{number:,} reports of {LENGTH:,} characters")
    print(f"copies: {between - start:.0f} s, {len(copies):,} found, {right:,} right of {made:,}")
    print(f"shared passages: {end - between:.0f} s, {len(passages):,} found")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


def _family(number: int, copies: Sequence[Copy]) -> list[int]:
    families = list(range(number))
    for copy in copies:
        families[copy.document] = copy.original
    return families


if __name__ == "__main__":
    main()
