"""How well practices are found in fields that lexicons/policy_topics.csv does not have.

Half of the hand-coded practices is held out at a time. Every topic that two or more of the measures of a
practice held out are about, and a seventh of them at least, is taken out of the file; what is left has to do.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

import numpy as np

from extractors import policy_topics
from extractors.policy_topics import Topic, load_topics, weigh_topics
from extractors.practices import cluster_practices

Row = dict[str, str]
Labels = list[int | None]

_SHARE, _FEWEST = 0.15, 2
_SPLITS = 3
_USERS = ("extractors.policy_topics", "extractors.cores", "extractors.themes")


def split_practices(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows of either half of the practices, three times over, with those that share no practice."""
    practices = sorted({row["practice"] for row in rows if row["practice"]})
    for seed in range(_SPLITS):
        drawn = practices[:]
        random.Random(seed).shuffle(drawn)
        middle = len(drawn) // 2
        for half in (set(drawn[:middle]), set(drawn[middle:])):
            yield [row for row in rows if not row["practice"] or row["practice"] in half]


def cluster_without_their_topics(rows: Sequence[Row]) -> tuple[Labels, int]:
    """The labels of clauses whose topics were taken out, and how many topics that were."""
    covering = _find_covering(rows)
    left = [topic for number, topic in enumerate(load_topics()) if number not in covering]
    with _use_topics(left):
        labels = cluster_practices([row["text"] for row in rows], organisations=[row["org"] for row in rows])
    return labels, len(covering)


def _find_covering(rows: Sequence[Row]) -> set[int]:
    """The topics that a practice of these rows is about."""
    weights = weigh_topics([row["text"] for row in rows])
    members: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row["practice"]:
            members[row["practice"]].append(number)
    covering: set[int] = set()
    for numbers in members.values():
        held = np.asarray((weights[numbers] > 0).sum(axis=0)).ravel()
        covering.update(np.flatnonzero(held >= max(_FEWEST, _SHARE * len(numbers))).tolist())
    return covering


@contextmanager
def _use_topics(topics: Sequence[Topic]) -> Iterator[None]:
    """Other topics in place of those of the file."""
    kept = (policy_topics._compile_terms, policy_topics.find_topics)
    with ExitStack() as stack:
        for user in _USERS:
            stack.enter_context(patch(f"{user}.load_topics", lambda: tuple(topics)))
        for one in kept:
            one.cache_clear()
        try:
            yield
        finally:
            for one in kept:
                one.cache_clear()
