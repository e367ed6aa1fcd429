"""Groups of wordings that say the same thing in several organisations (做法的归并)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from corpora.divided_work import Divide, divide_in_portions, do_alone
from corpora.portions import take_portions
from extractors.clause_vectors import ClauseSpace
from extractors.clusters import find_clusters, measure_likeness
from extractors.cores import FEW, keep_core, split_core
from extractors.labels import choose_label, list_labels
from extractors.shared_measures import Wording
from extractors.word_vectors import Vectors

# The least mean similarity between the members of a practice: where BCubed F1 on the 581 hand-coded measures
# is flat. The more clauses, the likelier two of different practices are near by chance: it rises with their
# number; and few are likelier near by chance than many.
_CUT, _CUT_RISE, _CUT_HIGHEST, _CUT_CLAUSES = 0.32, 0.025, 0.52, 500
_CUT_OF_FEW, _CUT_OF_FEW_RISE = 0.2, 0.02
# Of few clauses that are not so near to their label on average, so many times the cut, those are the practice
# that are near enough.
_NAMED, _NEAR_NAME = 1.37, 1.2
# groups that are split or named as one task
_GROUPS_TOGETHER = 64
# clauses whose likeness to every group is held at once: a task
_TOGETHER = 256
# how far a product of matrices may be from that of two rows alone
_ROUNDING = 1e-4


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings that are one practice.

    Attributes:
        rows: their places among all wordings, rising.
        strengths: the cosine of each with the centre, 0 to 1.
        centre: their mean at length 1, float32, shape (dimensions,).
        mean: their mean.
        least: how like its members on average a clause must be that joins.
        label: what it is called.
    """

    rows: list[int]
    strengths: npt.NDArray[np.float32]
    centre: Vectors
    mean: Vectors
    least: float
    label: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Clauses that were compared, whoever says them.

    Attributes:
        space: what made them vectors.
        vectors: one each, float32, shape (clauses, dimensions).
        alike: places of the members of each group whose members are alike on average.
    """

    space: ClauseSpace
    vectors: Vectors
    alike: list[list[int]]


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a corpus, in the order of their least measure_ids, and what made their vectors."""

    found: tuple[Group, ...]
    space: ClauseSpace

    def number_rows(self, size: int) -> npt.NDArray[np.int32]:
        """The group of each wording by its number, -1 for none, int32, shape (size,)."""
        numbers = np.full(size, -1, dtype=np.int32)
        for number, group in enumerate(self.found):
            numbers[group.rows] = number
        return numbers


class Joiner:
    """Finds the groups that clauses would have joined which were not compared."""

    def __init__(self, groups: Groups) -> None:
        self._space = groups.space
        self._means = np.array([group.mean for group in groups.found])
        self._centres = np.array([group.centre for group in groups.found])
        self._least = [group.least for group in groups.found]

    def join(self, texts: Sequence[str], *, divide: Divide = do_alone) -> list[tuple[int, float]]:
        """For each clause the group that it would have joined, by its number, and its strength; -1 for none.

        It joins the group whose members it is most like on average, where that is as much as two groups need
        to merge and it says what it is about. What the other clauses are makes no difference.
        """
        if not self._least:
            return [(-1, 0.0)] * len(texts)
        tasks = [(some,) for some in take_portions(texts, _TOGETHER)]
        return list(chain.from_iterable(divide(Joiner._join_together, (self,), tasks)))

    def _join_together(self, texts: Sequence[str]) -> list[tuple[int, float]]:
        vectors = self._space.embed(texts)
        nearest, likeness = _find_nearest(vectors, self._means)
        joined: list[tuple[int, float]] = []
        for text, vector, number, like in zip(
            texts, vectors, nearest.tolist(), likeness.tolist(), strict=True
        ):
            if like >= self._least[number] and keep_core([text]):
                strength = np.einsum("i,i->", vector, self._centres[number])
                joined.append((number, float(np.clip(strength, 0.0, 1.0))))
            else:
                joined.append((-1, 0.0))
        return joined


def _find_nearest(vectors: Vectors, means: Vectors) -> tuple[npt.NDArray[np.int64], Vectors]:
    """The mean that each vector is most like, and how much.

    A product of matrices rounds a row by what else is in them: those that come near are multiplied alone.
    """
    likeness = vectors @ means.T
    rows, columns = np.nonzero(likeness >= likeness.max(axis=1, keepdims=True) - _ROUNDING)
    exact = np.einsum("ij,ij->i", vectors[rows], means[columns])
    order = np.lexsort((columns, -exact, rows))
    first = order[np.flatnonzero(np.r_[True, np.diff(rows[order]) > 0])]
    return columns[first], exact[first]


def compare(texts: Sequence[str], *, divide: Divide = do_alone) -> Comparison:
    """Which clauses are alike on average.

    Args:
        texts: the clauses in the order of their wordings.
        divide: who compares them.
    """
    space = ClauseSpace(texts)
    vectors = space.embed(texts, divide=divide)
    alike = find_clusters(vectors, cut=_choose_cut(len(texts)), divide=divide)
    return Comparison(space, vectors, alike)


def find_groups(
    wordings: Sequence[Wording], *, compared: Comparison | None = None, divide: Divide = do_alone
) -> Groups:
    """Groups of wordings that are alike on average and come from two organisations or more.

    Args:
        wordings: of a corpus, in their order.
        compared: what came of `compare`, where their texts were compared before.
        divide: who does what can be done in parts.
    """
    # the marks that a wording lost may join two words: each is read in its first full form
    texts = [wording.text for wording in wordings]
    if compared is None:
        compared = compare(texts, divide=divide)
    space, vectors, alike = compared.space, compared.vectors, compared.alike
    cut = _choose_cut(len(wordings))
    grouped = set(chain.from_iterable(alike))
    alone = [[row] for row, wording in enumerate(wordings) if row not in grouped and wording.n > 1]
    # a clause as much like the others as the cut asks is one of them, though no topic or telling word of
    # it is shared by enough of them: what has no topic is said in many words
    typical = [np.flatnonzero(measure_likeness(vectors[rows]) >= cut).tolist() for rows in alike + alone]
    tasks = [([texts[row] for row in rows], at) for rows, at in zip(alike + alone, typical, strict=True)]
    split = divide_in_portions(divide, _split_group, tasks, size=_GROUPS_TOGETHER)
    parts = [
        [rows[at] for at in part] for rows, found in zip(alike + alone, split, strict=True) for part in found
    ]
    groups = _name_groups(
        [part for part in parts if _is_practice(part, wordings, vectors)], wordings, vectors, space, divide
    )
    return Groups(
        tuple(sorted(groups, key=lambda group: min(wordings[row].measure_id for row in group.rows))), space
    )


def _split_group(group: tuple[Sequence[str], Collection[int]]) -> list[list[int]]:
    """Positions of the clauses of each part of a group that is one practice, given its typical clauses."""
    texts, typical = group
    kept = keep_core(texts, alike=set(typical))
    return [[kept[at] for at in part] for part in split_core([texts[at] for at in kept])]


def _is_practice(rows: list[int], wordings: Sequence[Wording], vectors: Vectors) -> bool:
    """Whether the wordings come from two organisations or more and are alike enough for so few."""
    if not rows or not _is_shared([wordings[row] for row in rows]):
        return False
    return bool(measure_likeness(vectors[rows]).mean() >= _choose_cut_of_few(len(rows), len(wordings)))


def _name_groups(
    parts: Sequence[list[int]],
    wordings: Sequence[Wording],
    vectors: Vectors,
    space: ClauseSpace,
    divide: Divide,
) -> list[Group]:
    """The groups of these rows; of few rows that no label names, those that one does."""
    groups: list[Group] = []
    unnamed: list[list[int]] = []
    for group, near in _label_groups(parts, wordings, vectors, space, divide):
        cut = _choose_cut(len(wordings))
        is_name = any(group.label in wordings[row].names for row in group.rows)
        if not 1 < len(group.rows) < FEW or is_name or near.mean() >= cut * _NAMED:
            groups.append(group)
            continue
        named = [
            row
            for row, nearness in zip(group.rows, near.tolist(), strict=True)
            if nearness >= cut * _NEAR_NAME
        ]
        if _is_shared([wordings[row] for row in named]):
            unnamed.append(named)
    return groups + [group for group, _ in _label_groups(unnamed, wordings, vectors, space, divide)]


def _label_groups(
    parts: Sequence[list[int]],
    wordings: Sequence[Wording],
    vectors: Vectors,
    space: ClauseSpace,
    divide: Divide,
) -> Iterator[tuple[Group, Vectors]]:
    """The group of each of these rows, and how near each row is to its label."""
    middles = [_find_middle(vectors[rows]) for rows in parts]
    rated = [
        np.clip(vectors[rows] @ centre, 0.0, 1.0) for rows, (_, centre) in zip(parts, middles, strict=True)
    ]
    said = [_collect_texts(rows, wordings, strengths) for rows, strengths in zip(parts, rated, strict=True)]
    labels = divide_in_portions(divide, _list_labels, said, size=_GROUPS_TOGETHER)
    embedded = space.embed([label for some in labels for label, _ in some], divide=divide)
    end = 0
    for rows, some, (mean, centre), strengths in zip(parts, labels, middles, rated, strict=True):
        start, end = end, end + len(some)
        nearness = np.einsum("ij,j->i", embedded[start:end], mean).tolist()
        label = choose_label(some, nearness)
        at = start + [one for one, _ in some].index(label)
        near = np.einsum("ij,j->i", vectors[rows], embedded[at])
        least = _choose_cut_of_few(len(rows) + 1, len(wordings))
        yield Group(rows, strengths, centre, mean, least, label), near


def _collect_texts(
    rows: list[int], wordings: Sequence[Wording], strengths: Vectors
) -> tuple[dict[str, float], Counter[str], int]:
    """What a group is named by: texts and how strongly each belongs to it, names, how many measures."""
    names = Counter[str]()
    rated: dict[str, float] = {}
    for row, strength in zip(rows, strengths.tolist(), strict=True):
        names.update(wordings[row].names)
        rated.update(dict.fromkeys(wordings[row].texts, strength))
    return rated, names, sum(wordings[row].n for row in rows)


def _list_labels(said: tuple[dict[str, float], Counter[str], int]) -> list[tuple[str, float]]:
    rated, names, measures = said
    return list_labels(rated, names=names, measures=measures)


def _find_middle(vectors: Vectors) -> tuple[Vectors, Vectors]:
    """The mean of vectors, and the same at length 1."""
    total = vectors.sum(axis=0)
    length = np.sqrt(np.einsum("i,i->", total, total))
    return total / len(vectors), total / length if length else total


def _is_shared(wordings: Iterable[Wording]) -> bool:
    return count_owners(wordings) > 1


def count_owners(wordings: Iterable[Wording]) -> int:
    """How many organisations stand behind wordings, as far as they are held; unknown ones count as one."""
    known: set[str] = set()
    unowned = 0
    for wording in wordings:
        known.update(wording.owners)
        unowned += wording.unowned and not wording.owners
    return len(known) + bool(unowned) if known else unowned


def _choose_cut(clauses: int) -> float:
    """The cut for so many different clauses."""
    doublings = np.log2(max(clauses, _CUT_CLAUSES) / _CUT_CLAUSES)
    return float(min(_CUT_HIGHEST, _CUT + _CUT_RISE * doublings))


def _choose_cut_of_few(members: int, clauses: int) -> float:
    """The least mean similarity of so many members among so many clauses."""
    doublings = np.log2(max(clauses, _CUT_CLAUSES) / _CUT_CLAUSES)
    few = min(_CUT_OF_FEW + _CUT_OF_FEW_RISE * doublings, 2 * _CUT_OF_FEW)
    return _choose_cut(clauses) + float(few) / members
