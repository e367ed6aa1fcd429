"""What holds the clauses of a group together (共同内容): a topic or a telling word that many share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache

from extractors.policy_topics import find_topics, load_topics
from extractors.segmentation import split_clause
from extractors.themes import find_telling_words

# A topic or word belongs to the core of a group where so many of its clauses have it, and two at least: the
# largest share at which hand-coded practices lose none of their members.
_SHARE = 0.3
# tags of places, persons and bodies
PROPER = ("ns", "nr", "nt")


def keep_core(texts: Sequence[str], *, alike: Collection[int] = ()) -> list[int]:
    """Positions of the clauses that share a topic or a telling word with enough of those that are kept.

    Args:
        texts: the clauses of a group.
        alike: positions of clauses so much like the others that a telling word of their own is enough.

    Example:
        >>> keep_core(["更新老旧电梯", "为住宅加装电梯", "开展电梯检验", "推进各项工作"])
        [0, 1, 2]
    """
    names = [topic.topic for topic in load_topics()]
    held = [_find_things(text) | {f"#{names[number]}" for number in find_topics(text)} for text in texts]
    kept = list(range(len(texts)))
    while True:
        counts = Counter(word for position in kept for word in held[position])
        least = max(min(2, len(texts)), _SHARE * len(kept))
        core = {word for word, count in counts.items() if count >= least}
        staying = [
            position for position in kept if held[position] & core or (position in alike and held[position])
        ]
        if len(staying) == len(kept):
            return kept
        kept = staying


@lru_cache(maxsize=1 << 16)
def _find_things(text: str) -> frozenset[str]:
    """The telling words of a clause without names of places and persons, which hold nothing together."""
    named = {word for word, tag in zip(*split_clause(text), strict=True) if tag.startswith(PROPER)}
    return find_telling_words(text) - named
