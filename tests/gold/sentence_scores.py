"""How much of the hand-coded sentences is found, field by field."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.indicators import Indicator
from extractors.pipeline import extract

SENTENCES = Path(__file__).with_name("sentences.jsonl")
FIELDS = ("value", "unit", "bound", "kind", "direction", "basis", "status", "per", "subject")
_SAME_SPAN = 0.5
_SAME_PHRASE = 0.6
_NO_MATTER = re.compile(r"[\s\W的了]+")

Row = dict[str, Any]
Match = tuple[Row, Indicator]


@dataclass
class Score:
    """Counts over sentences; `mistakes` says in words what was wrong where.

    Attributes:
        found, missed: expected quantities; those that coders may leave out count nowhere.
        false: quantities found that nobody expects.
        right: for each of FIELDS, and ``core`` (value, unit and subject), how many of the found.
    """

    found: int = 0
    missed: int = 0
    false: int = 0
    right: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)

    def compute_shares(self) -> dict[str, float]:
        """Precision and recall of detection, then the share of the found that is right, each 0 to 1."""
        shares = {
            "detection P": self.found / (self.found + self.false),
            "detection R": self.found / (self.found + self.missed),
        }
        return shares | {name: self.right[name] / self.found for name in (*FIELDS, "core")}


def read_sentences() -> list[Row]:
    """The rows of sentences.jsonl; README.md says what is in them."""
    return [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]


def score_sentences(rows: Sequence[Row]) -> Score:
    """What `extract` finds in the sentences against what a person coded."""
    score = Score()
    for row in rows:
        found = extract(row["sentence"]).indicators
        matches, missed, false = match_quantities(row, found)
        score.missed += len(missed)
        score.false += len(false)
        score.mistakes += [f"missed {expected['quantity']}: {row['sentence']}" for expected in missed]
        score.mistakes += [f"false {indicator.quantity}: {row['sentence']}" for indicator in false]
        for expected, indicator in matches:
            wrong = dict(_compare(expected, indicator))
            score.found += 1
            score.right.update(name for name in FIELDS if name not in wrong)
            score.right["core"] += not wrong.keys() & {"value", "unit", "subject"}
            if wrong:
                told = ", ".join(f"{name} {text}" for name, text in wrong.items())
                score.mistakes.append(f"{expected['quantity']}: {told}: {row['sentence']}")
    return score


def judge_sentence(row: Row) -> Iterator[tuple[Indicator, bool]]:
    """Each quantity that is found in a sentence, and whether its value, unit and subject are right."""
    matches, _, false = match_quantities(row, extract(row["sentence"]).indicators)
    for expected, found in matches:
        yield found, not dict(_compare(expected, found)).keys() & {"value", "unit", "subject"}
    yield from ((one, False) for one in false)


def match_quantities(row: Row, found: Sequence[Indicator]) -> tuple[list[Match], list[Row], list[Indicator]]:
    """Pairs of expected and found, then what was missed and what was found without being expected."""
    left = list(found)
    matches: list[Match] = []
    missed: list[Row] = []
    optional: list[tuple[int, int]] = []
    for expected, span in zip(row["expected"], _locate(row), strict=True):
        if expected["optional"]:
            optional.append(span)
        best = max(left, key=lambda indicator: _overlap(span, indicator), default=None)
        if best is None or _overlap(span, best) < _SAME_SPAN:
            if not expected["optional"]:
                missed.append(expected)
            continue
        left.remove(best)
        if not expected["optional"]:
            matches.append((expected, best))
    false = [one for one in left if not any(_overlap(span, one) for span in optional)]
    return matches, missed, false


def _locate(row: Row) -> Iterator[tuple[int, int]]:
    """Where each expected quantity stands; they are listed in the order of the sentence."""
    at = 0
    for expected in row["expected"]:
        start = row["sentence"].index(expected["quantity"], at)
        at = start + len(expected["quantity"])
        yield start, at


def _overlap(span: tuple[int, int], indicator: Indicator) -> float:
    """Shared characters as a share of all that either covers."""
    start, end = span
    shared = min(end, indicator.text_end) - max(start, indicator.text_start)
    return max(0, shared) / (max(end, indicator.text_end) - min(start, indicator.text_start))


def _compare(expected: Row, found: Indicator) -> Iterator[tuple[str, str]]:
    """The fields that differ, each with what is there and what should be."""
    if not (
        is_same_number(expected["value_norm"], found.value_norm)
        and is_same_number(expected["value_max"], found.value_max_norm)
    ):
        yield "value", f"{found.value_norm} not {expected['value_norm']}"
    if found.unit_norm not in (expected["unit_norm"], *expected["unit_norm_alt"]):
        yield "unit", f"{found.unit_norm} not {expected['unit_norm']}"
    for name in ("bound", "kind", "direction", "basis", "status", "per"):
        if getattr(found, name) != expected[name]:
            yield name, f"{getattr(found, name)} not {expected[name]}"
    if not is_same_phrase(found.subject, (expected["subject"], *expected["subject_alt"])):
        yield "subject", f"{found.subject} not {expected['subject']}"


def is_same_number(expected: float | None, found: float | None) -> bool:
    """Whether two numbers are one within a thousandth; None is no number."""
    if expected is None or found is None:
        return expected is found
    return abs(expected - found) <= 1e-3 * max(abs(expected), abs(found))


def is_same_phrase(found: str | None, right: Sequence[str]) -> bool:
    """Whether a phrase shares enough characters, in their order, with one of the right ones."""
    phrase = _NO_MATTER.sub("", found or "")
    for other in (_NO_MATTER.sub("", one) for one in right):
        shared = 2 * _count_shared(phrase, other)
        if phrase and other and shared >= _SAME_PHRASE * (len(phrase) + len(other)):
            return True
    return False


def _count_shared(one: str, other: str) -> int:
    """Length of the longest common subsequence."""
    lengths = [0] * (len(other) + 1)
    for character in one:
        before = 0
        for at, candidate in enumerate(other, start=1):
            before, lengths[at] = (
                lengths[at],
                before + 1 if character == candidate else max(lengths[at], lengths[at - 1]),
            )
    return lengths[-1]
