"""Passages that different reports share word for word (文本复用)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from corpora.copies import order_by_age
from corpora.fingerprints import ANCHOR, Codes, Places
from corpora.text_prints import Meetings, TextPrints

SHORTEST_PASSAGE = 60
_STRIDE = 256
_KEPT = 1024  # texts whose characters are kept in memory


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """A run of characters that two texts share but for marks, blanks, widths and script.

    Attributes:
        first, second: indexes of the texts, the older first.
        first_start, first_end: where it stands in the first, half-open.
        second_start, second_end: where it stands in the second.
        chars: how many characters it has, without marks and blanks.
        containment: which share of the characters of the shorter of the two that is, 0 to 1.
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
    texts: Iterable[str], *, dates: Sequence[str | None] | None = None, kin: Sequence[int] | None = None
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
    return list(find_passages_among(TextPrints(texts), dates=dates, kin=kin))


def find_passages_among(
    prints: TextPrints,
    *,
    dates: Sequence[str | None] | None = None,
    kin: Sequence[int] | None = None,
    left_out: Container[int] = (),
) -> Iterator[SharedPassage]:
    """As :func:`find_shared_passages`, of texts whose fingerprints have been taken, a few at a time.

    Args:
        prints: of the texts.
        dates: as there.
        kin: as there.
        left_out: texts that are not looked at, such as those that are another word for word.

    Yields:
        Rows by the age of the second text.
    """
    ranked = [text for text in order_by_age(prints, dates) if text not in left_out]
    families = np.array([kin[text] for text in ranked] if kin else ranked, dtype=np.int64)

    @lru_cache(maxsize=_KEPT)
    def codes(rank: int) -> Codes:
        return prints.read_codes(ranked[rank])

    @lru_cache(maxsize=_KEPT)
    def places(rank: int) -> Places:
        return prints.find_places(ranked[rank])

    for met in prints.find_meetings(ranked):
        for first, second, at, to, length in sorted(_find_runs(met, codes, families), key=_by_second):
            yield SharedPassage(
                first=ranked[first],
                second=ranked[second],
                first_start=int(places(first)[at]),
                first_end=int(places(first)[at + length - 1]) + 1,
                second_start=int(places(second)[to]),
                second_end=int(places(second)[to + length - 1]) + 1,
                chars=length,
                containment=length / min(prints.lengths[ranked[first]], prints.lengths[ranked[second]]),
            )


Run = tuple[int, int, int, int, int]  # ranks of the texts, start in each, length


def _by_second(run: Run) -> tuple[int, int, int, int]:
    first, second, at, to, _ = run
    return second, to, first, at


def _find_runs(
    met: Meetings, codes: Callable[[int], Codes], families: npt.NDArray[np.int64]
) -> Iterator[Run]:
    """Every run that is long enough, once."""
    slope = met.second_start.astype(np.int64) - met.first_start
    apart = np.flatnonzero(families[met.first] != families[met.second])
    keys = (met.first_start, slope, met.first, met.second)
    order = apart[np.lexsort([key[apart] for key in keys])]
    last, reached = (-1, -1, 0), -1
    for first, second, start, rise in zip(
        met.first[order].tolist(),
        met.second[order].tolist(),
        met.first_start[order].tolist(),
        slope[order].tolist(),
        strict=True,
    ):
        if (first, second, rise) == last and start < reached:
            continue
        one, other = codes(first), codes(second)
        to = start + rise
        back = _count_equal(one[:start][::-1], other[:to][::-1])
        length = back + ANCHOR + _count_equal(one[start + ANCHOR :], other[to + ANCHOR :])
        last, reached = (first, second, rise), start - back + length
        length -= _count_split_digits(one, start - back + length, other, to - back + length)
        if length >= SHORTEST_PASSAGE:
            yield first, second, start - back, to - back, length


def _count_split_digits(one: Codes, end: int, other: Codes, other_end: int) -> int:
    """How many digits before an end belong to a number that goes on after it: 9 of 98.5% and 97.2%."""
    if not (_is_digit(one, end) or _is_digit(other, other_end)):
        return 0
    count = 0
    while count < end and _is_digit(one, end - count - 1):
        count += 1
    return count


def _is_digit(codes: Codes, at: int) -> bool:
    return at < len(codes) and ord("0") <= int(codes[at]) <= ord("9")


def _count_equal(one: Codes, other: Codes) -> int:
    """How many codes from the start on are the same."""
    length = min(len(one), len(other))
    for at in range(0, length, _STRIDE):
        end = min(at + _STRIDE, length)
        different = one[at:end] != other[at:end]
        first = int(different.argmax())
        if different[first]:
            return at + first
    return length
