"""Measures found in passages of reports that no rule was written from, beside those that a reader found.

    python -m benchmarks.score_measures [REPORTS] [--wrong]

REPORTS (``../shared/corpora/reports`` beside the project unless given) holds the files. What a reader
found in them, coded before anything was extracted, is in tests/gold/held_out_measures.jsonl: the file, the
passage, the measures, and the stretches on which careful readers would disagree, which cost nothing;
offsets count in the decoded file. Rules may be mended on passages of odd number, those of even number only
measure. ``--wrong`` prints what was missed (-) and what is wrong (+) in the passages of odd number.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from corpora.cleaning import clean
from corpora.readers import read
from corpora.sources import find_sources
from extractors.pipeline import extract

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "reports"
_GOLD = Path(__file__).resolve().parents[1] / "tests" / "gold" / "held_out_measures.jsonl"

Span = tuple[int, int]


class Passage(NamedTuple):
    """A stretch of a file, the measures in it, and what may be one or not, as offsets in the decoded file."""

    doc: str
    start: int
    end: int
    measures: list[Span]
    optional: list[Span]


def read_passages() -> list[Passage]:
    """The coded passages in the order of the file."""
    rows = map(json.loads, _GOLD.read_text(encoding="utf-8").splitlines())
    return [
        Passage(
            row["doc"],
            row["start"],
            row["end"],
            [(start, end) for start, end in row["measures"]],
            [(start, end) for start, end in row["optional"]],
        )
        for row in rows
    ]


def find_in_files(files: Iterable[Path]) -> dict[str, tuple[str, list[Span]]]:
    """The decoded text and the measures of each file, by its name."""
    found: dict[str, tuple[str, list[Span]]] = {}
    for source in find_sources([str(file) for file in files]):
        for reading in read(source, failures=[]):
            spans = [
                (measure.source_start, measure.source_end)
                for document in clean(reading).documents
                for measure in extract(document).measures
            ]
            found[Path(source.name).name] = reading.content, spans
    return found


def score_passage(passage: Passage, found: Sequence[Span]) -> tuple[Counter[str], list[Span], list[Span]]:
    """Counts of spans and characters, the spans that were missed, and those that are wrong.

    A span is found where one that was found shares half of the characters that the two cover together.
    """
    free = {at for start, end in passage.optional for at in range(start, end)}
    inside = [(start, end) for start, end in found if passage.start <= start and end <= passage.end]
    counted = [span for span in inside if sum(at in free for at in range(*span)) <= 0.5 * (span[1] - span[0])]
    pairs = sorted(
        ((_overlap(one, other), one, other) for one in passage.measures for other in counted), reverse=True
    )
    matched: dict[Span, Span] = {}
    for share, one, other in pairs:
        if share >= 0.5 and one not in matched and other not in matched.values():
            matched[one] = other
    said = {at for span in passage.measures for at in range(*span)}
    got = {at for span in inside for at in range(*span)} - free
    counts = Counter(
        right=len(matched),
        coded=len(passage.measures),
        found=len(counted),
        right_characters=len(said & got),
        coded_characters=len(said - free),
        found_characters=len(got),
    )
    missed = [span for span in passage.measures if span not in matched]
    return counts, missed, [span for span in counted if span not in matched.values()]


def _overlap(one: Span, other: Span) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return both / (max(one[1], other[1]) - min(one[0], other[0]))


def _describe(counts: Counter[str]) -> str:
    """Precision, recall and F1 of spans and of characters."""
    parts = []
    for name, right, coded, found in (
        ("span", "right", "coded", "found"),
        ("char", "right_characters", "coded_characters", "found_characters"),
    ):
        precision = counts[right] / max(1, counts[found])
        recall = counts[right] / max(1, counts[coded])
        both = 2 * precision * recall / max(1e-9, precision + recall)
        parts.append(f"{name} P {precision:.3f} R {recall:.3f} F1 {both:.3f}")
    return f"{counts['coded']} coded, {counts['found']} found: " + ", ".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", type=Path, nargs="?", default=REPORTS)
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args()
    passages = read_passages()
    files = find_in_files(sorted({given.reports / passage.doc for passage in passages}))
    halves: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for number, passage in enumerate(passages):
        text, found = files[passage.doc]
        counts, missed, wrong = score_passage(passage, found)
        halves[number % 2 == 1].update(counts)
        if given.wrong and number % 2:
            print(f"{passage.doc} {passage.start}")
            for sign, spans in (("-", missed), ("+", wrong)):
                for span in spans:
                    print(f"  {sign} {text[slice(*span)]}")
    print(f"mended on:    {_describe(halves[True])}")
    print(f"only measured: {_describe(halves[False])}")


if __name__ == "__main__":
    main()
