"""What words mean by the company they keep."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from extractors.word_vectors import (
    embed_clauses,
    learn_word_vectors,
    load_word_vectors,
    save_word_vectors,
    split_words,
)


def test_words_of_one_field_are_nearer_than_words_of_two() -> None:
    known = load_word_vectors()

    def compare(first: str, second: str) -> float:
        one, other = known.vectors[known.rows[first]], known.vectors[known.rows[second]]
        return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))

    assert compare("养老", "助餐") > compare("养老", "高速公路") + 0.3
    assert compare("排污口", "水体") > compare("排污口", "贷款") + 0.3


def test_clauses_in_other_words_are_near() -> None:
    first, same, other = embed_clauses(["增设护理型养老床位", "开办老年助餐点", "铺设高速公路沥青"])
    assert first @ same > first @ other + 0.3
    assert np.isclose(np.linalg.norm(first), 1, atol=1e-5)


def test_no_known_word_no_vector() -> None:
    assert not embed_clauses(["ABC 123"]).any()
    assert embed_clauses([]).shape[0] == 0


def test_learning_is_the_same_in_any_order_and_outlives_its_file(tmp_path: Path) -> None:
    sentences = [
        split_words(text) for text in ("街道新建养老床位和助餐点", "水厂铺设供水管网和水表") for _ in range(8)
    ]
    learnt = learn_word_vectors(sentences, dimensions=4)
    again = learn_word_vectors(sentences[::-1], dimensions=4)
    assert learnt.rows == again.rows
    assert np.array_equal(learnt.vectors, again.vectors)
    save_word_vectors(learnt, tmp_path / "vectors.npz")
    with np.load(tmp_path / "vectors.npz") as stored:
        vectors = stored["vectors"] * stored["scale"]
    assert np.allclose(vectors, learnt.vectors, atol=np.abs(learnt.vectors).max() / 100)
