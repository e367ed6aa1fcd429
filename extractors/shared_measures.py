"""The measures of a corpus as the clustering sees them (举措的说法): different wordings, each held once.

A corpus may hold millions of measures; what is held of them is bounded. Wordings that differ only in counts
and marks are one. Each measure's is read once, and told by a key of 8 bytes from then on. Of too many
wordings a sample is kept, in which each has as many chances as organisations say it: those of the least
ranks, which are the same ones whatever the order of the measures (a bottom-k sample: Cohen and Kaplan, PODC
2007).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, islice
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from corpora.portions import take_portions
from extractors.clause_vectors import normalize_clause, simplify_clause

# of the texts of one wording, which differ in counts and marks, so many are told apart
_TEXTS = 16
# so many more wordings are held, as a share, before those of the greatest ranks are let go of
_SLACK = 0.25
# measures whose keys are read together
_TOGETHER = 8192

Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class SharedMeasure:
    """A measure as the clustering sees it.

    Attributes:
        measure_id: its key in the table `measures`.
        text: the measure's words.
        name: a programme's own name in it, or None.
        organisation: who reports it, or None where that is not known.
        period: EDTF period of the report, or None.
        document: document_id, or that of the document it is a copy of (`duplicate_of`).
    """

    measure_id: str
    text: str
    name: str | None = None
    organisation: str | None = None
    period: str | None = None
    document: str | None = None

    @property
    def owner(self) -> str | None:
        """Who stands behind it: the organisation, or else the document; None where neither is known."""
        return self.organisation or self.document


@dataclass(frozen=True, slots=True)
class MeasureColumns:
    """What can be had of the measures of a corpus at less cost than all of it, in the same order.

    Attributes:
        texts: gives their words, before it is known who stands behind them.
        owners: gives who stands behind each.
        ids: gives their keys in the table `measures`.
    """

    texts: Callable[[], Iterable[str]]
    owners: Callable[[], Iterable[str | None]]
    ids: Callable[[], Iterable[str]]

    @classmethod
    def of(cls, measures: Iterable[SharedMeasure]) -> MeasureColumns:
        """Those of measures that can be gone through at will."""
        return cls(
            lambda: (measure.text for measure in measures),
            lambda: (measure.owner for measure in measures),
            lambda: (measure.measure_id for measure in measures),
        )


@dataclass(slots=True)
class Wording:
    """What the measures that are worded alike have in common.

    Attributes:
        measure_id: the least of theirs.
        n: how many they are.
        texts: their texts in simplified characters, with marks and counts, and how many have each: the least
            16 of them.
        names: how many of them have each name.
        owners: who stands behind them, as far as that is known: two at most, which is enough to tell that
            they are shared.
        unowned: whether any comes from nobody knows where.
    """

    measure_id: str
    n: int = 0
    texts: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    owners: tuple[str, ...] = ()
    unowned: bool = False

    @property
    def text(self) -> str:
        """The least of the texts."""
        return min(self.texts)

    def add(self, measure: SharedMeasure, text: str) -> None:
        """Take a measure in, `text` being its words in simplified characters."""
        self.n += 1
        self.measure_id = min(self.measure_id, measure.measure_id)
        self.texts[text] = self.texts.get(text, 0) + 1
        if len(self.texts) > _TEXTS:
            del self.texts[max(self.texts)]
        if measure.name:
            self.names[measure.name] = self.names.get(measure.name, 0) + 1
        if measure.owner is None:
            self.unowned = True
        elif measure.owner not in self.owners and len(self.owners) < 2:
            self.owners = (*self.owners, measure.owner)

    def count_texts(self) -> Counter[str]:
        """How many measures have each text; those of texts that were let go of count for the least."""
        counts = Counter(self.texts)
        counts[self.text] += self.n - counts.total()
        return counts


@lru_cache(maxsize=1 << 17)
def read_wording_of(text: str) -> tuple[str, str]:
    """The words of a measure in simplified characters, and without counts and marks: empty without words.

    They are kept: one sentence stands in many reports.

    Example:
        >>> read_wording_of("新建口袋公園12處")
        ('新建口袋公园12处', '新建口袋公园0处')
    """
    simplified = simplify_clause(text)
    return simplified, normalize_clause(simplified)


def make_key(wording: str) -> int:
    """8 bytes that tell a wording from all others; 0 for that of no words.

    Of 10^8 wordings any two have one key with a chance of 1 in 4,000.
    """
    return int.from_bytes(blake2b(wording.encode(), digest_size=8).digest()) if wording else 0


class WordingKeys:
    """The key of each measure's wording, in a file of 8 bytes a measure, in the order of the measures."""

    def __init__(self, file: BinaryIO) -> None:
        """To be noted in an empty file."""
        self._file = file

    def note(self, texts: Iterable[str], *, most: int) -> list[str] | None:
        """Note the keys; the text of each wording in the order of the wordings, or None of more than `most`.

        Args:
            texts: the words of measures, in any order.
            most: how many wordings are of use.

        Example:
            >>> from io import BytesIO
            >>> texts = ["新建口袋公园3处", "新建“口袋公园”2处", "栽树9棵"]
            >>> WordingKeys(BytesIO()).note(texts, most=10)
            ['新建“口袋公园”2处', '栽树9棵']
        """
        least: dict[str, str] = {}
        are_more = False
        for some in take_portions(texts, _TOGETHER):
            read = list(map(read_wording_of, some))
            self._file.write(np.array([make_key(wording) for _, wording in read], dtype=np.uint64).tobytes())
            for text, wording in () if are_more else read:
                held = least.get(wording)
                if wording and (held is None or text < held):
                    least[wording] = text
            are_more = are_more or len(least) > most
        return None if are_more else [least[wording] for wording in sorted(least)]

    def read(self, first: int, count: int) -> Keys:
        """So many keys from the first on; fewer where no more were noted."""
        self._file.seek(first * 8)
        return np.frombuffer(self._file.read(count * 8), dtype=np.uint64)

    def __iter__(self) -> Iterator[Keys]:
        """All of them, some at a time."""
        first = 0
        while (keys := self.read(first, _TOGETHER)).size:
            yield keys
            first += len(keys)


def collect_wordings(
    measures: Iterable[SharedMeasure], keys: WordingKeys, *, chosen: Collection[int] | None = None
) -> dict[str, Wording]:
    """The wordings of the measures in the order of their characters, the same whatever their order.

    Args:
        measures: of a corpus.
        keys: of their wordings.
        chosen: the keys of those that are wanted; all where not given.

    Example:
        >>> from io import BytesIO
        >>> measures = [SharedMeasure("a", "新建口袋公园12处"), SharedMeasure("b", "新建“口袋公园”3处")]
        >>> keys = WordingKeys(BytesIO())
        >>> _ = keys.note([measure.text for measure in measures], most=10)
        >>> {wording: held.n for wording, held in collect_wordings(measures, keys).items()}
        {'新建口袋公园0处': 2}
    """
    wordings: dict[str, Wording] = {}
    each = chain.from_iterable(some.tolist() for some in keys)
    for measure, key in zip(measures, each, strict=True):
        if not key or (chosen is not None and key not in chosen):
            continue
        text, wording = read_wording_of(measure.text)
        if (held := wordings.get(wording)) is None:
            held = wordings[wording] = Wording(measure.measure_id)
        held.add(measure, text)
    return {wording: wordings[wording] for wording in sorted(wordings)}


def choose_wordings(keys: WordingKeys, owners: Iterable[str | None], *, most: int) -> frozenset[int]:
    """The keys of so many wordings: those of the least ranks of an owner and what it says.

    Args:
        keys: of the measures of a corpus.
        owners: who stands behind each of them.
        most: how many wordings are kept.
    """
    owners = iter(owners)
    seeds: dict[str | None, int] = {}
    held: list[tuple[Keys, Keys]] = []
    limit = np.uint64(2**64 - 1)
    for some in keys:
        said_by = list(islice(owners, len(some)))
        for owner in set(said_by) - seeds.keys():
            seeds[owner] = make_key(owner or "\0")
        ranks = _mix(np.array([seeds[owner] for owner in said_by], dtype=np.uint64) ^ _mix(some))
        # a wording that was let go of comes back where another owner gives it a lesser rank
        kept = (some != 0) & (ranks < limit)
        held.append((ranks[kept], some[kept]))
        if sum(len(of_some) for of_some, _ in held) > most * (1 + _SLACK):
            held = [_keep_least(held, most)]
            limit = held[0][0][-1] if len(held[0][0]) == most else limit
    return frozenset(_keep_least(held, most)[1].tolist()) if held else frozenset()


def _keep_least(held: list[tuple[Keys, Keys]], most: int) -> tuple[Keys, Keys]:
    """The least rank of each key, and the key, in the order of the ranks: so many of the least."""
    ranks, keys = (np.concatenate(column) for column in zip(*held, strict=True))
    order = np.lexsort((ranks, keys))
    ranks, keys = ranks[order], keys[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    ranks, keys = ranks[first], keys[first]
    order = np.lexsort((keys, ranks))[:most]
    return ranks[order], keys[order]


def _mix(numbers: Keys) -> Keys:
    """As if drawn anew for each number (the finalizer of SplitMix64: Steele, Lea and Flood, OOPSLA 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
