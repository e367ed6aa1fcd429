"""Objects of verbs that say how things stand, or how much of a deed, and name no deed."""

from __future__ import annotations

import pytest

from extractors.action_verbs import match_verb
from extractors.object_words import OBJECT_KINDS, ends_in_state, names_measure, read_object_words
from extractors.pipeline import extract


@pytest.mark.parametrize("row", read_object_words(), ids=lambda row: row["words"])
def test_every_row_of_the_lexicon_by_its_example(row: dict[str, str]) -> None:
    example = row["example"]
    assert row["words"] in example
    assert row["kind"] in OBJECT_KINDS
    verb = match_verb(example, 0, len(example))
    assert verb is not None
    words = example[verb.end() :]
    assert ends_in_state(words) if row["kind"] == "state" else names_measure(words)
    assert extract(example + "。").measures == ()


@pytest.mark.parametrize("words", ["消防站", "规模化养殖场", "培训基地", "电力不足的台区", ""])
def test_an_object_that_is_a_thing(words: str) -> None:
    assert not ends_in_state(words)
    assert not names_measure(words)
