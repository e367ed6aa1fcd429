"""How alike the words of two stretches are (用词相似), by the pairs of characters that stand in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from operator import add

from corpora.lines import Line

MOST_CHARACTERS = 8000
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")


def rate_likeness(old: Sequence[Line], new: Sequence[Line]) -> float:
    """What unlike words say for two stretches being of two reports: 0 to 1."""
    likeness = _measure_likeness(count_pairs(old), count_pairs(new))
    return 1.0 if likeness < 0.2 else 0.5 if likeness < 0.35 else 0.0


def count_pairs(lines: Sequence[Line]) -> Counter[str]:
    """How often each pair of neighbouring Han characters stands in the first MOST_CHARACTERS of the lines."""
    text = "\n".join(line.text for line in lines)[:MOST_CHARACTERS]
    return Counter(pair for run in _HAN.findall(text) for pair in map(add, run, run[1:]))


def measure_share(pairs: Counter[str], known: Counter[str]) -> float:
    """The share of the pairs, 0 to 1, that is among the known ones."""
    total = sum(pairs.values())
    return sum(count for pair, count in pairs.items() if pair in known) / total if total else 0.0


def _measure_likeness(a: Counter[str], b: Counter[str]) -> float:
    """Cosine of two counts, 0 to 1."""
    dot = sum(count * b[pair] for pair, count in a.items() if pair in b)
    norm = (sum(c * c for c in a.values()) * sum(c * c for c in b.values())) ** 0.5
    return dot / norm if norm else 0.0
