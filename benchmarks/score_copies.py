"""Time and memory of finding copies and shared passages among generated reports.

    python -m benchmarks.score_copies [REPORTS]

REPORTS is 100,000 unless given, of 4,000 characters each. A fifth are copies: some with single characters
changed, some cut short, some with a passage of another report inside. Then two cases that are hard on what
compares texts: REPORTS / 10 that are one report, each with another number in it, and as many that share one
passage and nothing else.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from corpora.copies import Copy, find_copies_among
from corpora.shared_passages import find_passages_among
from corpora.text_prints import TextPrints

LENGTH = 4_000
CHARACTERS = 2_500
ALPHABET = np.arange(0x4E00, 0x4E00 + CHARACTERS, dtype=np.uint32)
SHARE = 1 / np.arange(1, CHARACTERS + 1)
REPORTS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def write_report(number: int) -> npt.NDArray[np.uint32]:
    """The report of that number: characters drawn as unevenly as in reports."""
    return np.random.default_rng(number).choice(ALPHABET, size=LENGTH, p=SHARE / SHARE.sum())


def find_origin(number: int, originals: int) -> int | None:
    """The number of the report that a report is made from; None for an original."""
    if number < originals:
        return None
    return int(np.random.default_rng((1, number)).integers(0, originals))


def generate_reports(reports: int) -> Iterator[str]:
    """So many texts, the last fifth made from the others."""
    originals = reports // 5 * 4
    for number in range(reports):
        origin = find_origin(number, originals)
        if origin is None:
            row = write_report(number)
        else:
            row = write_report(origin)
            if number % 3 == 0:
                random = np.random.default_rng((2, number))
                changed = random.integers(0, LENGTH, size=LENGTH // 50)
                row[changed] = random.integers(0x4E00, 0x9000, size=len(changed))
            elif number % 3 == 1:
                row = row[: LENGTH // 3]
            else:
                row[1000:1200] = write_report((origin + 1) % originals)[500:700]
        yield row.tobytes().decode("utf-32-le")


def generate_one_report(reports: int) -> Iterator[str]:
    """One report so many times, each time with other numbers in it."""
    text = write_report(0).tobytes().decode("utf-32-le")
    for number in range(reports):
        yield f"{text[:500]}{number}{text[500:2500]}{number * 7}{text[2500:]}"


def generate_one_passage(reports: int) -> Iterator[str]:
    """So many reports that share 200 characters."""
    passage = write_report(0)[:200]
    for number in range(reports):
        row = write_report(number + 1)
        at = number * 7 % (LENGTH - 200)
        row[at : at + 200] = passage
        yield row.tobytes().decode("utf-32-le")


def time_search(name: str, texts: Iterator[str], dates: Sequence[str] | None = None) -> list[Copy]:
    """The copies among texts, after time and finds are printed."""
    with TemporaryDirectory() as folder, TextPrints(folder=Path(folder)) as prints:
        taking = 0.0
        for text in texts:
            start = time.perf_counter()
            prints.add(text)
            taking += time.perf_counter() - start
        start = time.perf_counter()
        copies = find_copies_among(prints, dates=dates)
        between = time.perf_counter()
        families = list(range(len(prints)))
        for copy in copies:
            families[copy.document] = copy.original
        passages = sum(1 for _ in find_passages_among(prints, dates=dates, kin=families))
        end = time.perf_counter()
        print(f"{name}: {len(prints):,} reports; fingerprints {taking:.0f} s")
        print(f"  copies: {between - start:.0f} s, {len(copies):,} found")
        print(f"  shared passages: {end - between:.0f} s, {passages:,} found", flush=True)
    return copies


def main() -> None:
    originals = REPORTS // 5 * 4
    made_from = [find_origin(number, originals) for number in range(REPORTS)]
    dates = ["2015-01-31" if origin is None else "2016-01-31" for origin in made_from]
    copies = time_search("a fifth copies", generate_reports(REPORTS), dates)
    right = sum(made_from[copy.document] == copy.original for copy in copies)
    print(f"  {right:,} right of {sum(origin is not None for origin in made_from):,}")
    time_search("one report", generate_one_report(REPORTS // 10))
    time_search("one passage", generate_one_passage(REPORTS // 10))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    main()
