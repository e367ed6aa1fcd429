"""How likely a row is right (置信度): value, unit and subject, by how it came about.

A logistic regression over a few features of the row, trained by ``benchmarks/train_confidence.py`` on rows
that people judged; its weights are facts and live in lexicons/confidence.csv.
"""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from math import exp
from typing import Final, NamedTuple

from corpora.traced_text import Span
from extractors import LEXICONS
from extractors.tokens import Tokens

WEIGHTS: Final = LEXICONS / "confidence.csv"
BASE: Final = "base"
_DIGIT: Final = re.compile(r"\d")
_LONGEST: Final = 16
# longest subject, in characters, of each class of lengths
_LENGTHS: Final = ((1, "1"), (4, "2-4"), (9, "5-9"), (15, "10-15"))


@cache
def load_weights() -> dict[str, float]:
    """The weight of each feature, in log-odds; ``base`` is where all begin."""
    with WEIGHTS.open(encoding="utf-8", newline="") as rows:
        return {row["feature"]: float(row["weight"]) for row in csv.DictReader(rows)}


class Shape(NamedTuple):
    """What tells whether a row is right.

    Attributes:
        rule: form of the quantity and place of the subject: ``cardinal.before``.
        kind: one of KINDS.
        has_unit: the quantity has a unit.
        size: characters of the subject, 0 where the row has none.
        first, last: first letter of the tag of the subject's first and last word.
        cut: the subject begins or ends inside a word.
        digit: the subject holds a digit.
    """

    rule: str
    kind: str
    has_unit: bool
    size: int = 0
    first: str = ""
    last: str = ""
    cut: bool = False
    digit: bool = False


def read_shape(tokens: Tokens, subject: Span | None, *, rule: str, kind: str, has_unit: bool) -> Shape:
    """The shape of a row whose subject stands at `subject`, None where it has none."""
    if subject is None:
        return Shape(rule, kind, has_unit)
    start, end = subject
    first, last = tokens.find(start), tokens.find(end - 1)
    return Shape(
        rule,
        kind,
        has_unit,
        min(end - start, _LONGEST),
        tokens.tags[first][:1],
        tokens.tags[last][:1],
        tokens.starts[first] != start or tokens.end(last) != end,
        _DIGIT.search(tokens.text, start, end) is not None,
    )


def list_features(shape: Shape) -> tuple[str, ...]:
    """The features of a row, as lexicons/confidence.csv names them.

    Example:
        >>> list_features(Shape("cardinal.none", "level", has_unit=False))
        ('form=cardinal', 'place=none', 'kind=level', 'unit=none')
    """
    form, _, place = shape.rule.partition(".")
    features = [f"form={form}", f"place={place}", f"kind={shape.kind}"]
    if not shape.has_unit:
        features.append("unit=none")
    if shape.size:
        length = next((name for longest, name in _LENGTHS if shape.size <= longest), "16-")
        features += [f"length={length}", f"first={shape.first}", f"last={shape.last}"]
    if shape.cut:
        features.append("cut=word")
    if shape.digit:
        features.append("inside=digit")
    return tuple(features)


@lru_cache(maxsize=1 << 13)
def compute_confidence(shape: Shape) -> float:
    """The share of rows of this shape that are right, 0 to 1, to three decimals.

    Example:
        >>> plain = Shape("cardinal.before", "level", has_unit=True, size=4, first="n", last="n")
        >>> compute_confidence(plain) > compute_confidence(plain._replace(cut=True))
        True
    """
    weights = load_weights()
    total = weights[BASE] + sum(weights.get(feature, 0.0) for feature in list_features(shape))
    return round(1 / (1 + exp(-total)), 3)
