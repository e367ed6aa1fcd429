"""Groups of vectors that are alike on average (聚类): average linkage over nearest neighbours.

Rounds of merging: every group looks for its nearest group among the neighbours of its members; two that are
each other's nearest merge, as long as the mean dot product between their members is above the cut. That mean
is the dot product of the sums over the product of the sizes, so no pair is ever looked at twice. Average
linkage merged in this order gives the tree of the textbook algorithm (Müllner, arXiv 1109.2378, section 3),
at the price of a few rounds instead of all pairs. Ties go to the lower position: sort first, and the input
order does not matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from corpora.divided_work import Divide, do_alone
from extractors.word_vectors import Vectors

Positions = npt.NDArray[np.int64]

_NEIGHBOURS = 15
# Below this many vectors all pairs are compared; above, only those of near cells.
_FEW = 40_000
_CELLS_HELD = 2
_CELLS_SEARCHED = 16
# vectors a cell that its centre is found from, and how often it is moved to their mean
_SAMPLED, _ROUNDS = 20, 5
_BLOCK = 1 << 22
# groups whose sums are copied at once when they are added to others
_ADDED_TOGETHER = 4096


def find_clusters(
    vectors: Vectors, *, cut: float, neighbours: int = _NEIGHBOURS, divide: Divide = do_alone
) -> list[list[int]]:
    """Positions of the members of each group, both in rising order; vectors that stand alone are left out.

    Args:
        vectors: float32, shape (n, dimensions), of length 1 or less.
        cut: the least mean dot product between the members of two groups that merge.
        neighbours: how many nearest vectors each is linked with.
        divide: who compares them.
    """
    labels = np.arange(len(vectors), dtype=np.int64)
    sums, sizes = vectors.copy(), np.ones(len(vectors), dtype=np.float32)
    first, second = find_neighbours(vectors, neighbours=neighbours, cut=cut, divide=divide)
    first, second, likeness = _rate_pairs(sums, sizes, first, second, cut)
    nearest = np.full(len(vectors), -1, dtype=np.int64)
    # the groups whose nearest may be another than in the last round: most have the same pairs as before
    asked = np.ones(len(vectors), dtype=bool)
    while len(first):
        _find_nearest(nearest, asked, first, second, likeness)
        target = _choose_targets(nearest)
        labels = target[labels]
        moved = np.flatnonzero(target != np.arange(len(target)))
        for at in range(0, len(moved), _ADDED_TOGETHER):
            some = moved[at : at + _ADDED_TOGETHER]
            np.add.at(sums, target[some], sums[some])
        np.add.at(sizes, target[moved], sizes[moved])
        asked = np.zeros(len(vectors), dtype=bool)
        asked[moved] = asked[target[moved]] = True
        new = asked[first] | asked[second]
        new_first, new_second = _unite_pairs(target[first[new]], target[second[new]], len(sums))
        asked[new_first] = asked[new_second] = True
        new_first, new_second, new_likeness = _rate_pairs(sums, sizes, new_first, new_second, cut)
        first = np.concatenate([first[~new], new_first])
        second = np.concatenate([second[~new], new_second])
        likeness = np.concatenate([likeness[~new], new_likeness])
    groups: dict[int, list[int]] = defaultdict(list)
    for position, label in enumerate(labels.tolist()):
        groups[label].append(position)
    return [members for members in groups.values() if len(members) > 1]


def _rate_pairs(
    sums: Vectors, sizes: Vectors, first: Positions, second: Positions, cut: float
) -> tuple[Positions, Positions, Vectors]:
    """The pairs of groups whose members are alike enough on average, and how much they are."""
    likeness = _multiply_pairs(sums, first, second) / (sizes[first] * sizes[second])
    near = likeness >= cut
    return first[near], second[near], likeness[near]


def _find_nearest(
    nearest: Positions, asked: npt.NDArray[np.bool_], first: Positions, second: Positions, likeness: Vectors
) -> None:
    """Note the nearest of each group that is asked for, the lowest of several, -1 where there is none."""
    nearest[asked] = -1
    of_first, of_second = asked[first], asked[second]
    one = np.concatenate([first[of_first], second[of_second]])
    other = np.concatenate([second[of_first], first[of_second]])
    order = np.lexsort((other, -np.concatenate([likeness[of_first], likeness[of_second]]), one))
    one, other = one[order], other[order]
    leading = np.flatnonzero(np.r_[True, one[1:] != one[:-1]]) if len(one) else order
    nearest[one[leading]] = other[leading]


def _choose_targets(nearest: Positions) -> Positions:
    """For each group the one it merges into: the lower of two that are each other's nearest, else itself."""
    target = np.arange(len(nearest), dtype=np.int64)
    paired = np.flatnonzero((nearest >= 0) & (nearest[nearest] == target))
    target[paired] = np.minimum(paired, nearest[paired])
    return target


def _unite_pairs(first: Positions, second: Positions, n: int) -> tuple[Positions, Positions]:
    """Each pair once, lower position first, none of a group with itself."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    keys = np.unique((low * n + high)[low != high])
    return keys // n, keys % n


def _multiply_pairs(vectors: Vectors, first: Positions, second: Positions) -> Vectors:
    """The dot product of each pair of rows, a block at a time."""
    if not len(first):
        return np.zeros(0, dtype=np.float32)
    step = max(1, _BLOCK // max(1, vectors.shape[1]))
    parts = [
        np.einsum("ij,ij->i", vectors[first[at : at + step]], vectors[second[at : at + step]])
        for at in range(0, len(first), step)
    ]
    return np.concatenate(parts)


def measure_likeness(vectors: Vectors) -> Vectors:
    """The mean dot product of each vector with the others, shape (n,); 1 where there is one alone."""
    if len(vectors) < 2:
        return np.ones(len(vectors), dtype=np.float32)
    with_all = vectors @ vectors.sum(axis=0)
    return np.asarray((with_all - np.square(vectors).sum(axis=1)) / (len(vectors) - 1), dtype=np.float32)


def find_neighbours(
    vectors: Vectors, *, neighbours: int, cut: float, divide: Divide = do_alone
) -> tuple[Positions, Positions]:
    """Pairs of positions, lower first, of which one is among the other's nearest and nearer than `cut`."""
    blocks = [
        (queries[at : at + step], candidates)
        for queries, candidates in _find_blocks(vectors)
        for step in [max(1, _BLOCK // len(candidates))]
        for at in range(0, len(queries), step)
    ]
    nothing = np.zeros(0, dtype=np.int64)
    found = [(nothing, nothing), *divide(_pick_nearest, (vectors, neighbours, cut), blocks)]
    firsts, seconds = zip(*found, strict=True)
    return _unite_pairs(np.concatenate(firsts), np.concatenate(seconds), len(vectors))


def _pick_nearest(
    vectors: Vectors, count: int, cut: float, queries: Positions, candidates: Positions
) -> tuple[Positions, Positions]:
    """For each query its `count` nearest candidates, at least as near as `cut`, as two columns of pairs."""
    # to copy all of them would take half as long as to multiply them
    compared = vectors if len(candidates) == len(vectors) else vectors[candidates]
    likeness = vectors[queries] @ compared.T
    rows, columns = np.nonzero(likeness >= cut)
    values = likeness[rows, columns]
    first, second = queries[rows], candidates[columns]
    order = np.lexsort((second, -values, first))
    first, second = first[order], second[order]
    other = first != second
    first, second = first[other], second[other]
    starts = (
        np.flatnonzero(np.r_[True, first[1:] != first[:-1]]) if len(first) else np.zeros(0, dtype=np.int64)
    )
    rank = np.arange(len(first)) - np.repeat(starts, np.diff(np.r_[starts, len(first)]))
    return first[rank < count], second[rank < count]


def _find_blocks(vectors: Vectors) -> Iterator[tuple[Positions, Positions]]:
    """Queries and the candidates to compare them with: all with all, or each cell with the cells near it."""
    n = len(vectors)
    everything = np.arange(n, dtype=np.int64)
    if n <= _FEW:
        if n > 1:
            yield everything, everything
        return
    cells = int(np.sqrt(n))
    centres = _find_centres(vectors[:: max(1, n // (_SAMPLED * cells))], cells)
    nearest = np.concatenate(
        [_find_top(vectors[at : at + 8192] @ centres.T, _CELLS_HELD) for at in range(0, n, 8192)]
    )
    # a vector is looked for in the cells it is nearest to, and looks in all cells near the nearest of them
    members = [np.flatnonzero((nearest == cell).any(axis=1)) for cell in range(cells)]
    near = _find_top(centres @ centres.T, _CELLS_SEARCHED)
    for cell in range(cells):
        queries = np.flatnonzero(nearest[:, 0] == cell)
        if len(queries):
            yield queries, np.unique(np.concatenate([members[other] for other in near[cell]]))


def _find_centres(vectors: Vectors, cells: int) -> Vectors:
    """The centres of so many cells, of length 1: k-means by the angle (Dhillon and Modha, 2001).

    It starts from vectors at even distances, which in sorted clauses are of all kinds.
    """
    centres = vectors[np.linspace(0, len(vectors) - 1, cells).astype(np.int64)]
    for _ in range(_ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        held = csr_matrix((np.ones(len(vectors), np.float32), (nearest, np.arange(len(vectors)))))
        held.resize(cells, len(vectors))
        sums = held @ vectors
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        # a cell that nothing is nearest to stays where it is
        centres = np.where(lengths > 0, sums / np.where(lengths > 0, lengths, 1), centres)
    return np.asarray(centres, dtype=np.float32)


def _find_top(likeness: Vectors, count: int) -> Positions:
    """Columns of the `count` largest values of each row, the largest first."""
    return np.argsort(-likeness, axis=1, kind="stable")[:, :count]
