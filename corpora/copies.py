"""Reports that say again what another says (重复文档): near, cut and corrected copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpora.fingerprints import Hashes, measure_containment
from corpora.text_prints import TextPrints

# Share of a report's runs of 5 characters that its original has. Copies that were cut, retitled or corrected
# keep more; of two years' reports of one office on one form most share 0.1 to 0.75, some up to 0.9.
LEAST_CONTAINMENT = 0.8
SHORTEST = 100  # characters; what is shorter says too little to be known again
# Two texts are compared where they share so many of the anchors of the one that has fewer. Of two that share
# 0.8 of their runs of 5 characters, edits strewn over 1,000 of them, the least share in 200 tries was 0.09.
_LEAST_ANCHORS, _LEAST_SHARE_OF_ANCHORS = 2, 0.08


@dataclass(frozen=True, slots=True)
class Copy:
    """A report and the one that it repeats.

    Attributes:
        document: index of the report.
        original: index of the report that it repeats, never itself a copy of another.
        similarity: share of its runs of 5 characters that stand in the original, 0 to 1.
    """

    document: int
    original: int
    similarity: float


def find_copies(
    texts: Sequence[str],
    *,
    dates: Sequence[str | None] | None = None,
    periods: Sequence[str | None] | None = None,
) -> list[Copy]:
    """The reports that repeat another of `texts`, each with the oldest and fullest that it repeats.

    Of two that hold each other the older is the original (an unknown date last), then the longer, then the
    first; one that holds another and more is its original whatever its age. Two reports of different periods
    are no copies, however much they share: an office fills one form year after year.

    Args:
        texts: clean texts.
        dates: when each was published, ISO.
        periods: which period each covers, EDTF.

    Returns:
        Rows in the order of `texts`. The time grows with the number of texts and of their copies, not with
        the number of pairs.

    Example:
        >>> report = "全年新修渠道12公里，清淤8处，组建管护队6支，巡渠210次，查处占渠行为9起。" * 4
        >>> [(copy.document, copy.original) for copy in find_copies([report + "明年再修5公里。", report])]
        [(1, 0)]
    """
    return find_copies_among(TextPrints(texts), dates=dates, periods=periods)


def find_copies_among(
    prints: TextPrints,
    *,
    dates: Sequence[str | None] | None = None,
    periods: Sequence[str | None] | None = None,
) -> list[Copy]:
    """As :func:`find_copies`, of texts whose fingerprints have been taken."""
    known = [_known_period(period) for period in periods] if periods else [None] * len(prints)
    order = order_by_age(prints, dates)
    equal_to = _find_equal_ones(prints, order, known)
    ranked = [text for text in order if text not in equal_to]

    def may_repeat(copy: int, original: int) -> bool:
        one, other = known[ranked[copy]], known[ranked[original]]
        return one is None or other is None or one == other

    def grams(rank: int) -> Hashes:
        return prints.hash_grams(ranked[rank])

    found = {
        ranked[copy]: Copy(ranked[copy], ranked[original], share)
        for copy, (original, share) in _find_originals(_Neighbours(prints, ranked), grams, may_repeat).items()
    }
    for text, first in equal_to.items():
        held = found.get(first, Copy(first, first, 1.0))
        found[text] = Copy(text, held.original, held.similarity)
    return [found[text] for text in sorted(found)]


def order_by_age(prints: TextPrints, dates: Sequence[str | None] | None) -> list[int]:
    """The texts, the oldest first, an unknown date last; of one date the longest first."""
    ages = dates or [None] * len(prints)
    return sorted(
        range(len(prints)),
        key=lambda text: (ages[text] is None, ages[text] or "", -prints.lengths[text], text),
    )


def _find_equal_ones(
    prints: TextPrints, order: Sequence[int], periods: Sequence[str | None]
) -> dict[int, int]:
    """For each text that is another of its period word for word the first of them."""
    firsts: dict[tuple[bytes, str | None], int] = {}
    equal_to: dict[int, int] = {}
    for text in order:
        if prints.lengths[text] >= SHORTEST:
            first = firsts.setdefault((prints.digests[text], periods[text]), text)
            if first != text:
                equal_to[text] = first
    return equal_to


def _known_period(period: str | None) -> str | None:
    return period if period and "X" not in period else None


class _Neighbours:
    """The texts that share enough anchors with each, all by rank."""

    def __init__(self, prints: TextPrints, ranked: Sequence[int]) -> None:
        self.lengths = [prints.lengths[text] for text in ranked]
        counts = np.array([prints.count_anchors(text) for text in ranked], dtype=np.int64)
        firsts, seconds = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
        for met in prints.find_meetings(ranked):
            pairs, shared = np.unique(
                met.first.astype(np.int64) * len(ranked) + met.second, return_counts=True
            )
            first, second = pairs // len(ranked), pairs % len(ranked)
            fewer = np.minimum(counts[first], counts[second])
            near = shared >= np.minimum(fewer, np.maximum(_LEAST_ANCHORS, _LEAST_SHARE_OF_ANCHORS * fewer))
            firsts.append(first[near])
            seconds.append(second[near])
        one, other = np.concatenate([*firsts, *seconds]), np.concatenate([*seconds, *firsts])
        order = np.argsort(one, kind="stable")
        self._others = other[order]
        self._ends = np.searchsorted(one[order], np.arange(len(ranked) + 1))

    def __getitem__(self, rank: int) -> npt.NDArray[np.int64]:
        return self._others[self._ends[rank] : self._ends[rank + 1]]


def _find_originals(
    near: _Neighbours, grams: Callable[[int], Hashes], may_repeat: Callable[[int, int], bool]
) -> dict[int, tuple[int, float]]:
    """For each copy its original and how much of it stands there; the texts come with originals first."""
    held: dict[int, tuple[int, float]] = {}
    for index, length in enumerate(near.lengths):
        if length < SHORTEST:
            continue
        roots = {held[other][0] if other in held else other for other in near[index].tolist()} - {index}
        # A later text may be the fuller one of which this is a part; of two that hold each other the first
        # stays.
        fit = (
            (measure_containment(grams(index), grams(root)), -root)
            for root in sorted(roots)
            if may_repeat(index, root) and (root < index or near.lengths[root] > len(grams(index)))
            if root < index or not _holds(grams(index), grams(root))
        )
        best = max((found for found in fit if found[0] >= LEAST_CONTAINMENT), default=None)
        if best is not None:
            held[index] = (-best[1], best[0])
    return {index: _follow(index, held, grams) for index in held}


def _follow(
    index: int, held: dict[int, tuple[int, float]], grams: Callable[[int], Hashes]
) -> tuple[int, float]:
    """The last original of a chain of copies, with the share of the copy that stands in it."""
    root, seen = held[index][0], {index}
    while root in held and root not in seen:
        seen.add(root)
        root = held[root][0]
    if root == held[index][0] or root == index:
        return held[index]
    return root, measure_containment(grams(index), grams(root))


def _holds(outer: Hashes, inner: Hashes) -> bool:
    return measure_containment(inner, outer) >= LEAST_CONTAINMENT
