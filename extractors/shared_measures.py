"""The measures of a corpus as the clustering sees them (举措的说法): different wordings, each held once.

A corpus may hold millions of measures; what is held of them is bounded. Wordings that differ only in counts
and marks are one. Of too many wordings a sample is kept, in which each has as many chances as organisations
say it: those of the least digests, which are the same ones whatever the order of the measures (a bottom-k
sample: Cohen and Kaplan, PODC 2007).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from extractors.clause_vectors import normalize_clause, simplify_clause

# of the texts of one wording, which differ in counts and marks, so many are told apart
_TEXTS = 16
# so many more wordings are held, as a share, before those of the greatest digests are let go of
_SLACK = 0.25


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
        ids: gives their keys.
    """

    texts: Callable[[], Iterable[str]]
    ids: Callable[[], Iterable[str]]


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


def read_wording(measure: SharedMeasure) -> tuple[str, str]:
    """The words of a measure in simplified characters, and without counts and marks: empty without words."""
    return read_wording_of(measure.text)


@lru_cache(maxsize=1 << 17)
def read_wording_of(text: str) -> tuple[str, str]:
    """As read_wording, of the text of a measure; kept, since measures are gone through several times.

    Example:
        >>> read_wording_of("新建口袋公園12處")
        ('新建口袋公园12处', '新建口袋公园0处')
    """
    simplified = simplify_clause(text)
    return simplified, normalize_clause(simplified)


def collect_wordings(
    measures: Iterable[SharedMeasure], *, most: int, are_more: bool = False
) -> dict[str, Wording]:
    """The wordings of the measures in the order of their characters, the same whatever their order.

    Args:
        measures: of a corpus; gone through three times where they have more than `most` wordings.
        most: how many wordings are kept.
        are_more: whether it is known that they have more: then they are gone through twice.

    Example:
        >>> measures = [SharedMeasure("a", "新建口袋公园12处"), SharedMeasure("b", "新建“口袋公园”3处")]
        >>> {wording: held.n for wording, held in collect_wordings(measures, most=10).items()}
        {'新建口袋公园0处': 2}
    """
    wordings = None if are_more else _collect(measures, most=most)
    if wordings is None:
        wordings = _collect(measures, chosen=_choose(measures, most)) or {}
    return {key: wordings[key] for key in sorted(wordings)}


def collect_texts(texts: Iterable[str], *, most: int) -> list[str] | None:
    """The text of each wording of measures, in the order of collect_wordings; None where there are more.

    Args:
        texts: the words of measures, in any order.
        most: how many wordings are kept.

    Example:
        >>> collect_texts(["新建口袋公园3处", "新建“口袋公园”2处", "栽树9棵"], most=10)
        ['新建“口袋公园”2处', '栽树9棵']
    """
    least: dict[str, str] = {}
    for text, key in map(read_wording_of, texts):
        if not key:
            continue
        held = least.get(key)
        if held is None and len(least) == most:
            return None
        if held is None or text < held:
            least[key] = text
    return [least[key] for key in sorted(least)]


def _collect(
    measures: Iterable[SharedMeasure], *, most: int | None = None, chosen: Collection[str] | None = None
) -> dict[str, Wording] | None:
    """All wordings, or those that were chosen; None where they are more than `most`."""
    wordings: dict[str, Wording] = {}
    for measure in measures:
        text, key = read_wording(measure)
        if not key or (chosen is not None and key not in chosen):
            continue
        if (held := wordings.get(key)) is None:
            if len(wordings) == most:
                return None
            held = wordings[key] = Wording(measure.measure_id)
        held.add(measure, text)
    return wordings


def _choose(measures: Iterable[SharedMeasure], most: int) -> frozenset[str]:
    """So many wordings, those of the least digests of an owner and what it says."""
    ranks: dict[str, bytes] = {}
    limit: bytes | None = None
    for measure in measures:
        _, key = read_wording(measure)
        rank = blake2b(f"{measure.owner}\0{key}".encode(), digest_size=8).digest()
        # a wording that was let go of comes back where another owner gives it a lesser digest
        if key and (limit is None or rank < limit):
            ranks[key] = min(rank, ranks.get(key, rank))
            if len(ranks) > most * (1 + _SLACK):
                ranks = _keep_least(ranks, most)
                limit = max(ranks.values())
    return frozenset(_keep_least(ranks, most))


def _keep_least(ranks: dict[str, bytes], most: int) -> dict[str, bytes]:
    kept = sorted(ranks, key=lambda key: (ranks[key], key))[:most]
    return {key: ranks[key] for key in kept}
