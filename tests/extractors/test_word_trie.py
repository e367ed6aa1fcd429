"""The trie holds the words of its dictionary, and nothing else."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.word_trie import PREFIX, UNKNOWN, WordTrie

WORDS = st.text(st.one_of(st.sampled_from("公园口袋丘A&𠀀"), st.characters()), min_size=1, max_size=5)


@given(st.dictionaries(WORDS, st.tuples(st.integers(1, 9), st.sampled_from("nvx")), min_size=1), WORDS)
def test_holds_its_words_with_their_tags_and_no_others(
    listed: dict[str, tuple[int, str]], other: str
) -> None:
    listed = {"有别": (5, "n"), **listed}  # a word that is all of a dictionary weighs nothing
    trie = WordTrie(
        list(listed), [count for count, _ in listed.values()], [tag for _, tag in listed.values()]
    )
    total = sum(count for count, _ in listed.values())
    for word, (count, tag) in listed.items():
        assert trie.holds(word)
        assert trie.find_tag(word) == tag
        leads_on = any(longer != word and longer.startswith(word) for longer in listed)
        weight = log(count) - log(total)
        assert trie.read_weight(trie.find(word)) == (weight if leads_on else -weight)
    assert trie.holds(other) == (other in listed)
    assert trie.find_tag(other) == listed.get(other, (0, UNKNOWN))[1]
    assert (trie.find(other) >= 0) == any(word.startswith(other) for word in listed)


def test_what_is_parted_is_counted_and_is_no_word() -> None:
    trie = WordTrie(["价格", "价格上涨"], [3, 1], ["n", "l"], parted=("价格上涨",))
    assert trie.holds("价格")
    assert not trie.holds("价格上涨")
    assert trie.read_weight(trie.find("价格上涨")) == PREFIX
    assert trie.unknown == -log(4)


def test_of_equal_words_the_last_counts() -> None:
    trie = WordTrie(["公园", "公园"], [3, 1], ["n", "v"])
    assert trie.find_tag("公园") == "v"
    assert trie.read_weight(trie.find("公园")) == log(4) - log(1)


def test_more_beginnings_than_can_be_told_apart_are_refused() -> None:
    words = [chr(0x4E00 + a) + chr(0x4E00 + b) for a in range(1100) for b in range(1000)]
    with pytest.raises(ValueError, match="beginnings of words"):
        WordTrie(words, [1] * len(words), ["n"] * len(words))
