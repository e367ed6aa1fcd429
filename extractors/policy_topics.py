"""What field of public work a clause is about (政策主题), by the terms of lexicons/policy_topics.csv."""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from extractors import LEXICONS

_FILE = LEXICONS / "policy_topics.csv"


class Topic(NamedTuple):
    """A row of lexicons/policy_topics.csv.

    Attributes:
        topic: 老旧小区, one kind of work that an organisation does or does not do.
        field: 住房, the field that it belongs to.
        terms: words and phrases that tell of it, in lower case.
        example: an invented clause that is about it.
    """

    topic: str
    field: str
    terms: tuple[str, ...]
    example: str


@cache
def load_topics() -> tuple[Topic, ...]:
    """Every topic in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as rows:
        return tuple(
            Topic(row["topic"], row["field"], tuple(row["terms"].split()), row["example"])
            for row in csv.DictReader(rows)
        )


@cache
def _compile_terms() -> tuple[re.Pattern[str], dict[str, list[int]]]:
    """One pattern for all terms, the longest first, and the topics that each tells of."""
    topics_of: dict[str, list[int]] = defaultdict(list)
    for number, topic in enumerate(load_topics()):
        for term in topic.terms:
            topics_of[term].append(number)
    by_first: dict[str, list[str]] = defaultdict(list)
    for term in sorted(topics_of, key=len, reverse=True):
        by_first[term[0]].append(re.escape(term[1:]))
    pattern = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items())
    return re.compile(pattern), dict(topics_of)


@lru_cache(maxsize=1 << 16)
def find_topics(text: str) -> Mapping[int, float]:
    """How much a clause is about each topic that it has, by number; the squares of the weights add up to 1.

    A term that tells of two topics counts half for each.

    Example:
        >>> [load_topics()[number].topic for number in find_topics("为老旧小区加装电梯")]
        ['老旧小区']
    """
    pattern, topics_of = _compile_terms()
    weights: dict[int, float] = defaultdict(float)
    for match in pattern.finditer(text.lower()):
        topics = topics_of[match.group()]
        for number in topics:
            weights[number] += 1.0 / len(topics)
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {number: weight / length for number, weight in weights.items()}


def weigh_topics(texts: Sequence[str]) -> csr_matrix:
    """How much each clause is about each topic: rows of length 1 or 0, shape (len(texts), topics).

    Example:
        >>> load_topics()[int(weigh_topics(["为老旧小区加装电梯"]).argmax())].topic
        '老旧小区'
    """
    found = [find_topics(text) for text in texts]
    values = [weight for weights in found for weight in weights.values()]
    columns = [number for weights in found for number in weights]
    starts = np.cumsum([0, *map(len, found)])
    shape = (len(texts), len(load_topics()))
    return csr_matrix((values, columns, starts), shape=shape, dtype=np.float32)
