"""Measures that several organisations share (做法), and the fields that practices belong to (主题).

Two doors, both pure and both the same whatever the order of the input:

- `cluster_practices(texts, organisations=...)`: one label for each clause, None for those that stand alone.
- `build_practices(measures)`: the rows of the tables `practices` and `themes` and which measure belongs to
  which practice how strongly, from `SharedMeasure` records (one for each row of the table `measures`, with
  the organisation, the period and the document it comes from).

Wordings that differ only in counts and marks are one, however often they are said (shared_measures.py). They
become vectors (clause_vectors.py), vectors groups (practice_groups.py): two groups merge while their members
are alike on average. A practice needs two organisations; a copy of a document (`duplicate_of`) is the
document it copies. What stands alone stays alone. Themes are groups of practices (themes.py).

What is held does not grow with the measures: of more wordings than MOST_WORDINGS a sample is compared, and
the others join the practices that are found in it, or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

import numpy as np

from corpora.divided_work import Divide, do_alone
from corpora.portions import take_portions
from extractors.clause_vectors import simplify_clause
from extractors.practice_groups import Group, Groups, Joiner, compare, count_owners, find_groups
from extractors.practice_tallies import Owners, Tally, choose_ids
from extractors.shared_measures import (
    MeasureColumns,
    SharedMeasure,
    Wording,
    WordingKeys,
    choose_wordings,
    collect_wordings,
    make_key,
)
from extractors.themes import Theme, find_keywords, find_themes

__all__ = ["Membership", "Practice", "Practices", "SharedMeasure", "build_practices", "cluster_practices"]

# How many different wordings are compared with one another, some 10 KB each: a run stays below 1.5 GB.
MOST_WORDINGS = 60_000
# measures whose practices are found, and written, together
_TOGETHER = 8192
# texts that were not compared whose practices are kept for the next that say the same, 300 bytes each
_MOST_JOINED = 1 << 17
_FOUND = np.dtype([("number", np.int32), ("strength", np.float32)])


@dataclass(frozen=True, slots=True)
class Practice:
    """A row of the table `practices`: measures that say the same thing in several organisations (做法).

    Attributes:
        practice_id: 16 hex digits that follow the members, not the run.
        label: the name they share, or else the most typical short wording among them, without counts.
        keywords: words that set it apart from other practices, the strongest first, joined with 、.
        theme: theme_id, or None.
        n_measures, n_orgs: members; organisations among them.
        first_period, first_org: the earliest period and who reported it; None where no member has a period.
        exemplar: measure_id of the member nearest to all others.
    """

    practice_id: str
    label: str
    keywords: str
    theme: str | None
    n_measures: int
    n_orgs: int
    first_period: str | None
    first_org: str | None
    exemplar: str


@dataclass(frozen=True, slots=True)
class Membership:
    """That a measure belongs to a practice; `strength` is its cosine with the practice's centre, 0 to 1."""

    measure_id: str
    practice_id: str
    strength: float


@dataclass(frozen=True, slots=True)
class Practices:
    """What the measures of a whole corpus have in common.

    Attributes:
        practices, themes: in the order of their ids.
        memberships: in the order of the measures, which are gone through again for each iteration.
    """

    practices: tuple[Practice, ...]
    themes: tuple[Theme, ...]
    memberships: Iterable[Membership]


def cluster_practices(
    texts: Sequence[str], *, organisations: Sequence[str | None] | None = None
) -> list[int | None]:
    """One label for each clause: equal numbers are the same practice, None stands alone.

    Args:
        texts: clauses, 开展电梯困人应急演练.
        organisations: who said each; None where unknown. Where not given, every clause counts as another's.

    Returns:
        Labels from 0 in the order of the texts.

    Raises:
        ValueError: `organisations` is not as long as `texts`.

    Example:
        >>> cluster_practices(["开展电梯困人应急演练", "召开职代会", "组织电梯困人应急演练"])
        [0, None, 0]
    """
    owners = list(map(str, range(len(texts)))) if organisations is None else list(organisations)
    if len(owners) != len(texts):
        raise ValueError(f"{len(texts)} texts need as many organisations, not {len(owners)}")
    measures = [
        SharedMeasure(f"{place:012}", text, organisation=owner)
        for place, (text, owner) in enumerate(zip(texts, owners, strict=True))
    ]
    keys = WordingKeys(BytesIO())
    keys.note(texts, most=len(texts))
    wordings = collect_wordings(measures, keys)
    groups = find_groups(list(wordings.values()))
    numbers = groups.number_rows(len(wordings)).tolist()
    group_of = dict(zip(map(make_key, wordings), numbers, strict=True))
    found = [group_of.get(key, -1) for some in keys for key in some.tolist()]
    renumbered: dict[int, int] = {}
    return [None if group < 0 else renumbered.setdefault(group, len(renumbered)) for group in found]


def build_practices(
    measures: Iterable[SharedMeasure],
    *,
    columns: MeasureColumns | None = None,
    previous: Mapping[str, str] | None = None,
    most_wordings: int = MOST_WORDINGS,
    scratch: BinaryIO | None = None,
    divide: Divide = do_alone,
) -> Practices:
    """The practices that the measures of a corpus share, in the order of their ids; themes, memberships.

    Args:
        measures: every measure of the run, in any order. They are gone through several times and come in the
            same order each time.
        columns: of the measures, where they can be had by themselves: words are compared before it is asked
            who stands behind them.
        previous: practice_id of each measure_id in an earlier run. A practice that holds most of what is left
            of an earlier one keeps its id.
        most_wordings: so many different wordings at most are compared with one another.
        scratch: an empty file for 8 bytes a measure, open while the memberships are read; in memory where not
            given.
        divide: who does what can be done in parts; what comes of it is the same.
    """
    columns = columns or MeasureColumns.of(measures)
    scratch = BytesIO() if scratch is None else scratch
    keys = WordingKeys(scratch)
    texts = keys.note(columns.texts(), most=most_wordings)
    compared = None if texts is None else compare(texts, divide=divide)
    chosen = choose_wordings(keys, columns.owners(), most=most_wordings) if texts is None else None
    wordings = collect_wordings(measures, keys, chosen=chosen)
    groups = find_groups(list(wordings.values()), compared=compared, divide=divide)
    del compared  # its vectors
    earlier = previous or {}
    taken = frozenset(earlier.values())
    tallies = [Tally(taken) for _ in groups.found]
    owners = Owners(len(groups.found))
    n_found = 0
    for some, numbers, strengths in _find_numbers(measures, keys, wordings, groups, divide):
        found = np.empty(len(some), dtype=_FOUND)
        found["number"], found["strength"] = numbers, strengths
        scratch.seek(n_found * _FOUND.itemsize)  # what is known of a measure in the place of its key
        scratch.write(found.tobytes())
        n_found += len(some)
        for measure, number in zip(some, numbers, strict=True):
            if number >= 0:
                tallies[number].add(measure, earlier=earlier.get(measure.measure_id))
                if measure.owner is not None:
                    owners.add(number, measure.owner)
    practices, themes = _describe_all(list(wordings.values()), groups, tallies, owners, divide)
    ids = [practice.practice_id for practice in practices]
    return Practices(
        practices=tuple(sorted(practices, key=lambda practice: practice.practice_id)),
        themes=themes,
        memberships=_Memberships(columns.ids, scratch, ids),
    )


def _find_numbers(
    measures: Iterable[SharedMeasure],
    keys: WordingKeys,
    wordings: Mapping[str, Wording],
    groups: Groups,
    divide: Divide,
) -> Iterator[tuple[list[SharedMeasure], list[int], list[float]]]:
    """Some measures, the group of each by its number, -1 for none, and how strongly it belongs there."""
    key_of = list(map(make_key, wordings))
    numbers = groups.number_rows(len(wordings)).tolist()
    place = {key: (number, 0.0) for key, number in zip(key_of, numbers, strict=True)}
    for number, group in enumerate(groups.found):
        for row, strength in zip(group.rows, group.strengths.tolist(), strict=True):
            place[key_of[row]] = (number, strength)
    joiner = Joiner(groups)
    joined: dict[str, tuple[int, float]] = {}
    first = 0
    for some in take_portions(measures, _TOGETHER):
        told = keys.read(first, len(some)).tolist()
        first += len(some)
        if len(joined) > _MOST_JOINED:
            joined.clear()
        others = {
            measure.text: simplify_clause(measure.text)
            for measure, key in zip(some, told, strict=True)
            if key and key not in place and measure.text not in joined
        }
        clauses = sorted(set(others.values()))
        found_of = dict(zip(clauses, joiner.join(clauses, divide=divide), strict=True))
        joined.update((text, found_of[clause]) for text, clause in others.items())
        found = [
            place.get(key) or joined.get(measure.text, (-1, 0.0))
            for measure, key in zip(some, told, strict=True)
        ]
        yield some, [number for number, _ in found], [strength for _, strength in found]


@dataclass(frozen=True, slots=True)
class _Memberships:
    """Which practice each measure belongs to, as it was written down in the order of the measures."""

    read_measure_ids: Callable[[], Iterable[str]]
    scratch: BinaryIO
    ids: Sequence[str]

    def __iter__(self) -> Iterator[Membership]:
        self.scratch.seek(0)
        for some in take_portions(self.read_measure_ids(), _TOGETHER):
            found = np.frombuffer(self.scratch.read(len(some) * _FOUND.itemsize), dtype=_FOUND)
            for measure_id, (number, strength) in zip(some, found.tolist(), strict=True):
                if number >= 0:
                    yield Membership(measure_id, self.ids[number], round(strength, 4))


def _describe_all(
    wordings: Sequence[Wording], groups: Groups, tallies: Sequence[Tally], owners: Owners, divide: Divide
) -> tuple[list[Practice], tuple[Theme, ...]]:
    """The rows of all practices, in the order of the groups, and of their themes."""
    members = [[wordings[row] for row in group.rows] for group in groups.found]
    texts = [_count_texts(group) for group in members]
    ids = choose_ids(tallies)
    known = owners.list_each()
    theme_of, themes = find_themes(
        np.array([group.centre for group in groups.found]), texts, known, ids, divide=divide
    )
    practices = []
    for number, keywords in enumerate(find_keywords(texts, divide=divide)):
        group, tally, said = groups.found[number], tallies[number], members[number]
        practices.append(
            Practice(
                practice_id=ids[number],
                label=group.label,
                keywords="、".join(keywords),
                theme=theme_of.get(number),
                n_measures=tally.n,
                n_orgs=_count_owners(len(known[number]), said),
                first_period=tally.first[0] if tally.first else None,
                first_org=(tally.first[1] or None) if tally.first else None,
                exemplar=_find_exemplar(group, said),
            )
        )
    return practices, themes


def _count_texts(wordings: Iterable[Wording]) -> dict[str, int]:
    """How many measures have each text, in the order of the texts."""
    counts = Counter[str]()
    for wording in wordings:
        counts.update(wording.count_texts())
    return {text: counts[text] for text in sorted(counts)}


def _count_owners(known: int, wordings: Iterable[Wording]) -> int:
    """How many organisations a practice has, of which so many are known; all others count as one."""
    unowned = any(wording.unowned and not wording.owners for wording in wordings)
    return known + unowned if known else count_owners(wordings)


def _find_exemplar(group: Group, wordings: Sequence[Wording]) -> str:
    """The measure_id of the member nearest to the centre, the least of several."""
    rated = zip(group.strengths.tolist(), wordings, strict=True)
    return min((-round(strength, 4), wording.measure_id) for strength, wording in rated)[1]
