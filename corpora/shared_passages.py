"""Passages that different reports share word for word (文本复用)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpora.fingerprints import (
    ANCHOR,
    Codes,
    Fingerprint,
    find_meetings,
    find_places,
    read_codes,
    take_fingerprint,
)

SHORTEST_PASSAGE = 60
_STRIDE = 256


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A run of characters that two texts share but for marks, blanks, widths and script.

    Attributes:
        first, second: indexes of the texts, the older first.
        first_start, first_end: where it stands in the first, half-open.
        second_start, second_end: where it stands in the second.
        chars: how many characters it has, without marks and blanks.
        containment: which share of the second text's characters that is, 0 to 1.
    """

    first: int
    second: int
    first_start: int
    first_end: int
    second_start: int
    second_end: int
    chars: int
    containment: float


def find_shared_passages(
    texts: Sequence[str], *, dates: Sequence[str | None] | None = None, kin: Sequence[int] | None = None
) -> list[SharedPassage]:
    """The passages of SHORTEST_PASSAGE characters and more that two texts share.

    Every such passage is found between a text and the oldest that has it, and between texts next to each
    other in age; a phrase that all use does not give a row for every two of them.

    Args:
        texts: clean texts.
        dates: when each was published, ISO; the unknown ones count as last.
        kin: number of the family of each text; those of one family (a report and its copies, the parts of one
            page) are not compared.

    Example:
        >>> borrowed = "健全管护制度，落实管护人员，实行每日巡查、每周通报、每月考核，" * 3
        >>> rows = find_shared_passages([borrowed + "新修渠道8条。", "我镇开展清淤。" + borrowed])
        >>> [(row.first, row.second, row.second_start) for row in rows]
        [(0, 1, 7)]
    """
    prints = [take_fingerprint(text) for text in texts]
    ages = dates or [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda n: (ages[n] is None, ages[n] or "", n))
    families = [kin[n] for n in order] if kin is not None else None

    @lru_cache(maxsize=1024)
    def codes(rank: int) -> Codes:
        return read_codes(texts[order[rank]])

    places = lru_cache(maxsize=1024)(find_places)
    rows = []
    for first, second, at, to, length in _find_runs([prints[n] for n in order], codes, families):
        one, other = order[first], order[second]
        rows.append(
            SharedPassage(
                first=one,
                second=other,
                first_start=int(places(texts[one])[at]),
                first_end=int(places(texts[one])[at + length - 1]) + 1,
                second_start=int(places(texts[other])[to]),
                second_end=int(places(texts[other])[to + length - 1]) + 1,
                chars=length,
                containment=length / prints[other].length,
            )
        )
    return sorted(rows, key=lambda row: (row.second, row.second_start, row.first, row.first_start))


def _find_runs(
    prints: Sequence[Fingerprint], codes: Callable[[int], Codes], families: Sequence[int] | None
) -> Iterator[tuple[int, int, int, int, int]]:
    """First text, second text, start in each and length of every run that is long enough."""
    met = find_meetings(prints)
    slope = met.second_start.astype(np.int64) - met.first_start
    order = np.lexsort((met.first_start, slope, met.second, met.first))
    last, reached = (-1, -1, 0), -1
    for row in order:
        first, second = int(met.first[row]), int(met.second[row])
        start, diagonal = int(met.first_start[row]), (first, second, int(slope[row]))
        if diagonal == last and start < reached:
            continue
        if families is not None and families[first] == families[second]:
            continue
        one, other = codes(first), codes(second)
        to = start + diagonal[2]
        back = _count_equal(one[:start][::-1], other[:to][::-1])
        length = back + ANCHOR + _count_equal(one[start + ANCHOR :], other[to + ANCHOR :])
        last, reached = diagonal, start - back + length
        if length >= SHORTEST_PASSAGE:
            yield first, second, start - back, to - back, length


def _count_equal(one: Codes, other: Codes) -> int:
    """How many codes from the start on are the same."""
    length = min(len(one), len(other))
    for at in range(0, length, _STRIDE):
        end = min(at + _STRIDE, length)
        different = np.flatnonzero(one[at:end] != other[at:end])
        if len(different):
            return at + int(different[0])
    return length
