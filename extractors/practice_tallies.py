"""What is counted of practices over all their measures (做法的计数), one measure at a time."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractors.shared_measures import SharedMeasure

# pairs of a practice and an organisation that are held, some of them more than once
_PAIRS = 1 << 20


@dataclass(slots=True)
class Tally:
    """What is counted of a practice.

    Attributes:
        taken: ids of practices of an earlier run.
        n: measures.
        first: the earliest period and who reported it.
        earlier: how many were in each practice of the earlier run.
        name: the least digest of a measure that is not taken, by period.
        last_resort: the least digest of any.
    """

    taken: Collection[str] = ()
    n: int = 0
    first: tuple[str, str] | None = None
    earlier: Counter[str] = field(default_factory=Counter)
    name: tuple[str, str] | None = None
    last_resort: str | None = None

    def add(self, measure: SharedMeasure, *, earlier: str | None) -> None:
        """Take a measure in, with the practice that it had in an earlier run."""
        self.n += 1
        date = measure.period if measure.period and "X" not in measure.period else None
        if date is not None:
            first = (date, measure.organisation or "")
            self.first = first if self.first is None else min(self.first, first)
        if earlier is not None:
            self.earlier[earlier] += 1
        digest = sha256(measure.measure_id.encode()).hexdigest()[:16]
        self.last_resort = digest if self.last_resort is None else min(self.last_resort, digest)
        if digest not in self.taken:
            name = (date or "9", digest)
            self.name = name if self.name is None else min(self.name, name)


def choose_ids(tallies: Sequence[Tally]) -> list[str]:
    """The practice_id of each, 16 hex digits: that of an earlier practice most of which it holds, or its own.

    Its own is the digest of the measure of its earliest period, the least of several. A measure is in one
    practice only, so no two practices of a run share it, and documents of later periods change no id. Ids of
    the earlier run are passed over: a member that left a practice does not take its name along.
    """
    lived = Counter[str]()
    for tally in tallies:
        lived.update(tally.earlier)
    return [_choose_id(tally, lived) for tally in tallies]


def _choose_id(tally: Tally, lived: Counter[str]) -> str:
    kept = [(-count, old) for old, count in tally.earlier.items() if 2 * count > lived[old]]
    if kept:
        return min(kept)[1]
    if tally.name is not None:
        return tally.name[1]
    return sha256(f"\0{tally.last_resort}".encode()).hexdigest()[:16]


class Owners:
    """Which organisations stand behind each practice: 8 bytes for each of the two together."""

    def __init__(self, practices: int) -> None:
        self._practices = practices
        self._numbers: dict[str, int] = {}
        self._pairs = array("q")
        self._most = _PAIRS

    def add(self, practice: int, owner: str) -> None:
        """Take down that an organisation has a measure of a practice, by its number."""
        number = self._numbers.setdefault(owner, len(self._numbers))
        self._pairs.append(practice << 32 | number)
        if len(self._pairs) >= self._most:
            self._pairs = array("q", np.unique(self._pairs).tobytes())
            self._most = max(_PAIRS, 2 * len(self._pairs))

    def list_each(self) -> list[npt.NDArray[np.int64]]:
        """The organisations of each practice by their numbers."""
        pairs = np.unique(np.array(self._pairs, dtype=np.int64))
        ends = np.searchsorted(pairs >> 32, np.arange(self._practices + 1))
        return [pairs[start:end] & 0xFFFFFFFF for start, end in pairwise(ends)]
