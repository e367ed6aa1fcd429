"""How likely a row is right (置信度): value, unit and subject, by how it came about.

A logistic regression over a few features of the row, trained by ``benchmarks/train_confidence.py`` on rows
that people judged; its weights are facts and live in lexicons/confidence.csv.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from math import exp
from pathlib import Path

from corpora.traced_text import Span
from extractors.tokens import Tokens

WEIGHTS = Path(__file__).parent / "lexicons" / "confidence.csv"
BASE = "base"
# longest subject, in characters, of each class of lengths
_LENGTHS = ((1, "1"), (4, "2-4"), (9, "5-9"), (15, "10-15"))


@cache
def load_weights() -> dict[str, float]:
    """The weight of each feature, in log-odds; ``base`` is where all begin."""
    with WEIGHTS.open(encoding="utf-8", newline="") as rows:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(rows)}


@lru_cache(maxsize=1 << 12)
def compute_confidence(features: tuple[str, ...]) -> float:
    """The share of rows with these features that are right, 0 to 1, to three decimals.

    Example:
        >>> compute_confidence(("place=before",)) > compute_confidence(("place=verb",))
        True
    """
    weights = load_weights()
    return round(1 / (1 + exp(-weights[BASE] - sum(weights.get(feature, 0.0) for feature in features))), 3)


def list_features(
    tokens: Tokens, subject: Span | None, *, rule: str, kind: str, has_unit: bool
) -> tuple[str, ...]:
    """What tells whether a row is right: its rule, its kind, and what its subject looks like.

    Args:
        tokens: words of the text.
        subject: where the subject stands, None where the row has none.
        rule: form of the quantity and place of the subject: ``cardinal.before``.
        kind: one of KINDS.
        has_unit: the quantity has a unit.
    """
    form, _, place = rule.partition(".")
    features = [f"form={form}", f"place={place}", f"kind={kind}"]
    if not has_unit:
        features.append("unit=none")
    if subject is not None:
        size = subject[1] - subject[0]
        features.append("length=" + next((name for longest, name in _LENGTHS if size <= longest), "16-"))
        first, last = tokens.find(subject[0]), tokens.find(subject[1] - 1)
        features.append("first=" + tokens.tags[first][:1])
        features.append("last=" + tokens.tags[last][:1])
        if tokens.starts[first] != subject[0] or tokens.end(last) != subject[1]:
            features.append("cut=word")
        if any(character.isdigit() for character in tokens.text[slice(*subject)]):
            features.append("inside=digit")
    return tuple(features)
