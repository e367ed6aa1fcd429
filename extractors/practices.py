"""Measures that several organisations share (做法), and the fields that practices belong to (主题).

Two doors, both pure and both the same whatever the order of the input:

- `cluster_practices(texts, organisations=...)`: one label for each clause, None for those that stand alone.
- `build_practices(measures, previous=...)`: the rows of the tables `practices` and `themes` and which measure
  belongs to which practice how strongly, from `SharedMeasure` records (one for each row of the table
  `measures`, with the organisation, the period and the document it comes from).

Clauses become vectors (clause_vectors.py), vectors groups (clusters.py): two groups merge while their members
are alike on average. Wordings that differ only in counts and marks are one vector, however often they are
said. A practice needs two organisations; a copy of a document (`duplicate_of`) is the document it copies.
What stands alone stays alone. Themes are groups of practices (themes.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain

import numpy as np
import numpy.typing as npt
from sklearn.preprocessing import normalize

from extractors.clause_vectors import embed, normalize_clause, simplify_clause
from extractors.clusters import find_clusters, measure_likeness
from extractors.cores import keep_core
from extractors.labels import choose_label
from extractors.themes import Theme, find_keywords, find_themes
from extractors.word_vectors import Vectors

# The least mean similarity between the members of a practice: where BCubed F1 on the 581 hand-coded measures
# is flat. The more clauses, the likelier two of different practices are near by chance: it rises with their
# number; and few are likelier near by chance than many.
_CUT, _CUT_RISE, _CUT_HIGHEST, _CUT_CLAUSES = 0.32, 0.025, 0.52, 500
_CUT_OF_FEW, _CUT_OF_FEW_RISE = 0.2, 0.02


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
    """What the measures of a whole corpus have in common."""

    practices: tuple[Practice, ...]
    themes: tuple[Theme, ...]
    memberships: tuple[Membership, ...]


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
    labels: list[int | None] = [None] * len(texts)
    for number, group in enumerate(_find_groups(list(map(simplify_clause, texts)), owners)):
        for member in group.members:
            labels[member] = number
    renumbered: dict[int, int] = {}
    return [None if label is None else renumbered.setdefault(label, len(renumbered)) for label in labels]


def build_practices(
    measures: Sequence[SharedMeasure], *, previous: Mapping[str, str] | None = None
) -> Practices:
    """The practices that the measures of a corpus share, in the order of their ids; themes, memberships.

    Args:
        measures: every measure of the run, in any order.
        previous: practice_id of each measure_id in an earlier run. A practice that holds most of what is left
            of an earlier one keeps its id.
    """
    ordered = [
        replace(measure, text=simplify_clause(measure.text))
        for measure in sorted(measures, key=lambda measure: measure.measure_id)
    ]
    owners = [measure.organisation or measure.document for measure in ordered]
    found = _find_groups([measure.text for measure in ordered], owners)
    members = [[ordered[member] for member in group.members] for group in found]
    ids = _carry_ids(members, previous or {})
    keywords = find_keywords([[measure.text for measure in group] for group in members])
    theme_of, themes = find_themes(
        np.array([group.centre for group in found]),
        [[measure.text for measure in group] for group in members],
        [{measure.organisation or measure.document for measure in group} - {None} for group in members],
        ids,
    )
    practices: list[Practice] = []
    memberships: list[Membership] = []
    for number, group in enumerate(found):
        practice = _describe(members[number], group.strengths, keywords[number])
        practices.append(replace(practice, practice_id=ids[number], theme=theme_of.get(number)))
        memberships.extend(
            Membership(measure.measure_id, ids[number], round(float(strength), 4))
            for measure, strength in zip(members[number], group.strengths, strict=True)
        )
    return Practices(
        practices=tuple(sorted(practices, key=lambda practice: practice.practice_id)),
        themes=themes,
        memberships=tuple(sorted(memberships, key=lambda membership: membership.measure_id)),
    )


@dataclass(frozen=True, slots=True)
class _Group:
    """Positions of members, the cosine of each with their centre, and the centre."""

    members: list[int]
    strengths: npt.NDArray[np.float32]
    centre: Vectors


def _find_groups(texts: Sequence[str], owners: Sequence[str | None]) -> list[_Group]:
    """Groups of clauses that are alike on average and come from two organisations or more."""
    said: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(texts):
        said[normalize_clause(text)].append(position)
    wordings = sorted(wording for wording in said if wording)
    # the marks that a wording lost may join two words: each is read in its first full form
    full = [min(texts[position] for position in said[wording]) for wording in wordings]
    vectors = embed(full)
    cut = _choose_cut(len(wordings))
    alike = find_clusters(vectors, cut=cut)
    grouped = set(chain.from_iterable(alike))
    alone = [[row] for row, wording in enumerate(wordings) if row not in grouped and len(said[wording]) > 1]
    groups: list[_Group] = []
    for found in alike + alone:
        # a clause as much like the others as the cut asks is one of them, though no topic or telling word of
        # it is shared by enough of them: what has no topic is said in many words
        typical = np.flatnonzero(measure_likeness(vectors[found]) >= cut)
        rows = [found[at] for at in keep_core([full[row] for row in found], alike=set(typical.tolist()))]
        if not rows or measure_likeness(vectors[rows]).mean() < _choose_cut_of_few(len(rows), len(wordings)):
            continue
        row_of = {position: row for row in rows for position in said[wordings[row]]}
        positions = sorted(row_of)
        if count_owners(texts, owners, positions) > 1:
            centre = normalize(vectors[rows].sum(axis=0, keepdims=True))[0]
            strengths = np.clip(vectors[[row_of[position] for position in positions]] @ centre, 0.0, 1.0)
            groups.append(_Group(positions, strengths, centre))
    return sorted(groups, key=lambda group: group.members)


def _choose_cut(clauses: int) -> float:
    """The cut for so many different clauses."""
    doublings = np.log2(max(clauses, _CUT_CLAUSES) / _CUT_CLAUSES)
    return float(min(_CUT_HIGHEST, _CUT + _CUT_RISE * doublings))


def _choose_cut_of_few(members: int, clauses: int) -> float:
    """The least mean similarity of so many members among so many clauses."""
    doublings = np.log2(max(clauses, _CUT_CLAUSES) / _CUT_CLAUSES)
    few = min(_CUT_OF_FEW + _CUT_OF_FEW_RISE * doublings, 2 * _CUT_OF_FEW)
    return _choose_cut(clauses) + float(few) / members


def count_owners(texts: Sequence[str], owners: Sequence[str | None], members: Sequence[int]) -> int:
    """How many organisations stand behind members; unknown ones count as one, copies as none."""
    known = {owners[member] for member in members if owners[member] is not None}
    known_words = {normalize_clause(texts[member]) for member in members if owners[member] is not None}
    unknown_words = {normalize_clause(texts[member]) for member in members if owners[member] is None}
    if not known:
        return len(unknown_words)
    return len(known) + bool(unknown_words - known_words)


def _describe(
    members: Sequence[SharedMeasure], strengths: npt.NDArray[np.float32], keywords: Sequence[str]
) -> Practice:
    """The row of one practice, its id and theme left open."""
    owners = [member.organisation or member.document for member in members]
    dated = sorted(
        (period, member.organisation or "") for member in members if (period := _date(member)) is not None
    )
    best = max(range(len(members)), key=lambda at: (round(float(strengths[at]), 4), -at))
    return Practice(
        practice_id="",
        label=choose_label(
            [member.text for member in members], [member.name for member in members], strengths
        ),
        keywords="、".join(keywords),
        theme=None,
        n_measures=len(members),
        n_orgs=count_owners([member.text for member in members], owners, range(len(members))),
        first_period=dated[0][0] if dated else None,
        first_org=(dated[0][1] or None) if dated else None,
        exemplar=members[best].measure_id,
    )


def _carry_ids(groups: Sequence[Sequence[SharedMeasure]], previous: Mapping[str, str]) -> list[str]:
    """The practice_id of each group: that of an earlier practice most of which it holds, or its own."""
    lived = Counter(previous[m.measure_id] for group in groups for m in group if m.measure_id in previous)
    carried: list[str | None] = []
    for group in groups:
        held = Counter(previous[m.measure_id] for m in group if m.measure_id in previous)
        kept = [(-count, old) for old, count in held.items() if 2 * count > lived[old]]
        carried.append(min(kept)[1] if kept else None)
    taken = frozenset(previous.values())
    return [old or name_practice(group, taken=taken) for old, group in zip(carried, groups, strict=True)]


def name_practice(members: Sequence[SharedMeasure], *, taken: Collection[str] = ()) -> str:
    """A practice_id, 16 hex digits: the digest of the measure of its earliest period, the least of several.

    A measure is in one practice only, so no two practices of a run share it, and documents of later periods
    change no id. Ids in `taken` are passed over: a member that left an earlier practice does not take its
    name along.
    """
    dated = [
        (_date(member) or "9", sha256(member.measure_id.encode()).hexdigest()[:16]) for member in members
    ]
    free = [(period, digest) for period, digest in dated if digest not in taken]
    if free:
        return min(free)[1]
    return sha256("\0".join(sorted(digest for _, digest in dated)).encode()).hexdigest()[:16]


def _date(measure: SharedMeasure) -> str | None:
    """The period of a measure where its year is known."""
    return measure.period if measure.period and "X" not in measure.period else None
