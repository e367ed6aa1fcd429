"""The wordings of a corpus, each held once, and how many of them."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import shared_measures
from extractors.shared_measures import (
    SharedMeasure,
    Wording,
    WordingKeys,
    choose_wordings,
    collect_wordings,
    make_key,
)


def make_measures(size: int) -> list[SharedMeasure]:
    """Measures of 40 wordings: each next one is said by more organisations, with counts of all kinds."""
    trees = "松柏杨柳榆槐桃李杏梨"
    measures = []
    for number in range(size):
        wording = int((number * 7919 % 1600) ** 0.5)
        text = f"栽种{trees[wording % 10]}{trees[wording // 10]}树{number}棵"
        measures.append(SharedMeasure(f"d{number}-m0", text, organisation=f"{number % 97}村"))
    return measures


def collect(measures: list[SharedMeasure], *, most: int) -> dict[str, Wording]:
    keys = WordingKeys(BytesIO())
    texts = keys.note((measure.text for measure in measures), most=most)
    owners = (measure.owner for measure in measures)
    chosen = choose_wordings(keys, owners, most=most) if texts is None else None
    wordings = collect_wordings(measures, keys, chosen=chosen)
    assert chosen is None or chosen == set(map(make_key, wordings))
    return wordings


def describe(wordings: dict[str, Wording]) -> dict[str, tuple[object, ...]]:
    return {
        key: (held.measure_id, held.n, sorted(held.texts.items()), held.names, len(held.owners), held.unowned)
        for key, held in wordings.items()
    }


def test_counts_and_marks_make_no_wording_of_their_own() -> None:
    measures = [
        SharedMeasure("b", "设立“议事亭”3处", name="议事亭", organisation="东村"),
        SharedMeasure("a", "設立議事亭12處", organisation="西村"),
        SharedMeasure("c", "设立“议事亭”3处"),
        SharedMeasure("d", "12。"),
        SharedMeasure("e", "——"),
    ]
    found = collect(measures, most=10)
    assert list(found) == ["0", "设立议事亭0处"]
    held = found["设立议事亭0处"]
    assert (held.measure_id, held.n, held.text) == ("a", 3, "设立“议事亭”3处")
    assert held.texts == {"设立“议事亭”3处": 2, "设立议事亭12处": 1}
    assert (held.names, set(held.owners), held.unowned) == ({"议事亭": 1}, {"东村", "西村"}, True)


def test_texts_beyond_a_number_count_for_the_least() -> None:
    measures = [SharedMeasure(f"{n}", f"栽树{n:03}棵") for n in range(50)]
    held = collect(measures, most=10)["栽树0棵"]
    assert list(held.texts) == [f"栽树{n:03}棵" for n in range(16)]
    assert held.count_texts() == {"栽树000棵": 35} | {f"栽树{n:03}棵": 1 for n in range(1, 16)}


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 45))
def test_the_same_wordings_are_kept_whatever_the_order(shuffler: random.Random, most: int) -> None:
    measures = make_measures(600)
    first = describe(collect(measures, most=most))
    assert len(first) == min(most, len(describe(collect(measures, most=1000))))
    shuffler.shuffle(measures)
    assert describe(collect(measures, most=most)) == first


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False))
def test_texts_alone_are_those_of_the_wordings(shuffler: random.Random) -> None:
    measures = [*make_measures(600), SharedMeasure("x", "設立“議事亭”12處"), SharedMeasure("y", "——")]
    shuffler.shuffle(measures)
    wordings = collect(measures, most=1000)
    texts = [measure.text for measure in measures]
    note = WordingKeys(BytesIO()).note
    assert note(texts, most=len(wordings)) == [held.text for held in wordings.values()]
    assert WordingKeys(BytesIO()).note(texts, most=len(wordings) - 1) is None


def test_keys_stay_in_the_order_of_the_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_measures, "_TOGETHER", 3)
    texts = ["栽树9棵", "——", "栽樹12棵", "设立议事亭3处", "", "栽树1棵", "架桥2座"]
    keys = WordingKeys(BytesIO())
    keys.note(texts, most=1)
    trees, pavilion, bridge = map(make_key, ["栽树0棵", "设立议事亭0处", "架桥0座"])
    expected = [trees, 0, trees, pavilion, 0, trees, bridge]
    assert [key for some in keys for key in some.tolist()] == expected
    assert keys.read(2, 3).tolist() == expected[2:5] and keys.read(6, 9).tolist() == [bridge]
    assert not keys.read(7, 1).size


def test_a_wording_is_chosen_by_its_owners_whatever_is_held_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measures = make_measures(600)
    at_once = describe(collect(measures, most=9))
    monkeypatch.setattr(shared_measures, "_TOGETHER", 5)
    assert describe(collect(measures, most=9)) == at_once


@pytest.mark.parametrize("most", [5, 10, 20])
def test_what_many_say_is_likelier_kept(most: int) -> None:
    measures = make_measures(2000)
    every = collect(measures, most=1000)
    kept = collect(measures, most=most)
    # as they were held in one pass, every one of its measures counts
    assert all(held.n == every[key].n for key, held in kept.items())
    assert sum(held.n for held in kept.values()) / most > 1.2 * len(measures) / len(every)
