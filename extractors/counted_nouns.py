"""Whether words beside a number are nouns (所数之名词): the unit itself, the end of a phrase."""

from __future__ import annotations

from typing import Final

from corpora.traced_text import Span
from extractors.phrase_words import NOUN_SUFFIXES
from extractors.quantities import Quantity
from extractors.right_context import DEED_NAMES
from extractors.tokens import Tokens

_SHORTEST_IDIOM: Final = 4


def names_itself(tokens: Tokens, quantity: Quantity) -> bool:
    """70多万人口, 300户住户: the unit is the noun that is counted."""
    index = tokens.find(quantity.unit_start)
    whole = (tokens.starts[index], tokens.end(index)) == (quantity.unit_start, quantity.end)
    traits = quantity.unit.traits if quantity.unit else frozenset()
    named = tokens.words[index] != "口人" and quantity.end - quantity.unit_start > 1
    return whole and named and tokens.tags[index] == "n" and not traits


def is_noun(tokens: Tokens, span: Span) -> bool:
    """Whether a phrase ends in a noun (飞车抢夺案) or is quoted, not in a verb."""
    last = tokens.find(span[1] - 1)
    if tokens.words[last] in NOUN_SUFFIXES or tokens.words[last] in DEED_NAMES:
        return True
    return tokens.tags[last][:1] in ("n", "j", "l", "x", "q", "s", "g", "b", "i") or tokens.tags[last] in (
        "vn",
        "an",
        "eng",
        "zg",
    )


def is_deed(tokens: Tokens, span: Span) -> bool:
    """Whether a phrase before 、 is made of verbs alone: 开门运营 of 开门运营、居全市第3位."""
    if tokens.text[span[1] : span[1] + 1] != "、":
        return False
    first, last = tokens.find(span[0]), tokens.find(span[1] - 1)
    return all(tokens.tags[at] in ("v", "vn") for at in range(first, last + 1))


def is_idiom(tokens: Tokens, verb: Span) -> bool:
    """Whether a verb is a word that holds its object: 提起公诉."""
    return len(tokens.words[tokens.find(verb[0])]) >= _SHORTEST_IDIOM
