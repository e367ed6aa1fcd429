"""Reports that say again what another says (重复文档): near, cut and corrected copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpora.fingerprints import (
    Fingerprint,
    Hashes,
    find_meetings,
    hash_grams,
    measure_containment,
    take_fingerprint,
)

# Share of a report's runs of 5 characters that its original has. Copies that were cut, retitled or corrected
# keep more; of two years' reports of one office on one form most share 0.1 to 0.75, some up to 0.9.
LEAST_CONTAINMENT = 0.8
SHORTEST = 100  # characters; what is shorter says too little to be known again


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
    prints = [take_fingerprint(text) for text in texts]
    ages = dates or [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda n: (ages[n] is None, ages[n] or "", -prints[n].length, n))
    known = [_known_period(periods[n]) if periods else None for n in order]

    @lru_cache(maxsize=1024)
    def grams(rank: int) -> Hashes:
        return hash_grams(texts[order[rank]])

    def may_repeat(copy: int, original: int) -> bool:
        return known[copy] is None or known[original] is None or known[copy] == known[original]

    originals = _find_originals([prints[n] for n in order], grams, may_repeat)
    found = [Copy(order[copy], order[original], share) for copy, (original, share) in originals.items()]
    return sorted(found, key=lambda copy: copy.document)


def _known_period(period: str | None) -> str | None:
    return period if period and "X" not in period else None


def _find_originals(
    prints: Sequence[Fingerprint], grams: Callable[[int], Hashes], may_repeat: Callable[[int, int], bool]
) -> dict[int, tuple[int, float]]:
    """For each copy its original and how much of it stands there; the texts come with originals first."""
    near = _find_neighbours(prints)
    held: dict[int, tuple[int, float]] = {}
    for index in range(len(prints)):
        if prints[index].length < SHORTEST or index not in near:
            continue
        roots = {held[other][0] if other in held else other for other in near[index]} - {index}
        shares = ((measure_containment(grams(index), grams(n)), -n) for n in roots if may_repeat(index, n))
        # A later text may be the longer one of which this is a part; of two that hold each other the first
        # stays.
        fit = (
            (share, n)
            for share, n in shares
            if share >= LEAST_CONTAINMENT and (-n < index or not _holds(grams(index), grams(-n)))
        )
        best = max(fit, default=None)
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


def _find_neighbours(prints: Sequence[Fingerprint]) -> dict[int, set[int]]:
    """The texts that share at least two anchors with each, or the only one of a short text."""
    meetings = find_meetings(prints)
    pairs, counts = np.unique(
        meetings.first.astype(np.int64) * len(prints) + meetings.second, return_counts=True
    )
    near: dict[int, set[int]] = defaultdict(set)
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        first, second = divmod(pair, len(prints))
        if count >= min(2, len(prints[first].anchors), len(prints[second].anchors)):
            near[first].add(second)
            near[second].add(first)
    return near
