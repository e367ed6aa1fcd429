"""Groups of vectors that are alike on average."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import AgglomerativeClustering

from extractors import clusters
from extractors.clusters import find_clusters, find_neighbours, measure_likeness


def make_vectors(size: int, *, centres: int, spread: float) -> np.ndarray:
    """Unit vectors around random centres."""
    generator = np.random.default_rng(7)
    around = generator.standard_normal((centres, 24))
    vectors = around[generator.integers(centres, size=size)] + spread * generator.standard_normal((size, 24))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("cut", [0.3, 0.5, 0.7])
def test_the_groups_are_those_of_average_linkage(cut: float) -> None:
    vectors = make_vectors(300, centres=40, spread=0.5)
    textbook = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=1 - cut
    ).fit_predict(vectors)
    expected = [np.flatnonzero(textbook == label).tolist() for label in range(textbook.max() + 1)]
    found = find_clusters(vectors, cut=cut, neighbours=300)
    assert sorted(found) == sorted(members for members in expected if len(members) > 1)


def test_few_neighbours_are_enough() -> None:
    vectors = make_vectors(300, centres=40, spread=0.3)
    assert find_clusters(vectors, cut=0.5, neighbours=10) == find_clusters(vectors, cut=0.5, neighbours=300)


def test_what_stands_alone_is_left_out() -> None:
    vectors = np.eye(4, dtype=np.float32)
    assert find_clusters(vectors, cut=0.5) == []
    assert find_clusters(vectors[[0, 1, 0]], cut=0.5) == [[0, 2]]
    assert find_clusters(np.zeros((0, 4), dtype=np.float32), cut=0.5) == []
    assert find_clusters(np.zeros((3, 4), dtype=np.float32), cut=0.5) == []


def test_cells_find_nearly_all_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = make_vectors(4000, centres=300, spread=0.4)
    exact = set(zip(*find_neighbours(vectors, neighbours=10, cut=0.5), strict=True))
    monkeypatch.setattr(clusters, "_FEW", 1000)
    near = set(zip(*find_neighbours(vectors, neighbours=10, cut=0.5), strict=True))
    assert len(exact & near) > 0.95 * len(exact)


def test_the_likeness_of_each_is_its_mean_with_the_others() -> None:
    vectors = np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]], dtype=np.float32)
    assert np.allclose(measure_likeness(vectors), [0.3, 0.7, 0.4])
    assert measure_likeness(vectors[:1]).tolist() == [1.0]
