"""Objects that name no deed (非举措宾语): how things stand (投资后劲不足), how much of a deed (种植面积)."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from extractors import LEXICONS
from extractors.word_patterns import join_words

OBJECT_KINDS: Final = ("state", "measure", "measured")

_LEXICON: Final = LEXICONS / "object_words.csv"
_NUMBER: Final = r"(?:(?:\d[\d.,]*|[一二三四五六七八九十百千万亿零〇两]{2,})[万亿千百余多]*)+"
# 30万元以上、20家: numbers of nothing that is named
NUMBER_ONLY: Final = re.compile(
    rf"(?:约|近|超过?|了|到|至|达|共计?|人民币)*{_NUMBER}[^\d,、]{{0,3}}(?:以上|左右)?(?:、{_NUMBER}[^\d,、]{{0,3}})*"
)


@cache
def read_object_words() -> tuple[dict[str, str], ...]:
    """The rows of lexicons/object_words.csv: words, kind, example.

    Kinds: ``state`` says how things stand, ``measure`` how long or how much, ``measured`` of what that is.
    """
    with _LEXICON.open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


def _join(kind: str) -> str:
    return join_words(row["words"] for row in read_object_words() if row["kind"] == kind)


@cache
def _compile_states() -> re.Pattern[str]:
    """A state, or what goes on towards one (迈出坚实步伐, 的光明前景), and the number that it reaches."""
    return re.compile(
        rf"(?:{_join('state')}|迈出[^,]{{0,6}}步伐?|的[^的,]{{0,4}}前景)"
        rf"(?:约|近|超过?|达到?|为)*(?:{_NUMBER}[^\d,、]{{0,3}}(?:以上|左右)?)?$"
    )


@cache
def _compile_measures() -> re.Pattern[str]:
    return re.compile(rf"{_join('measured')}?(?!规模化){_join('measure')}[^的]*(?:的近?[\d一]\S*)?")


def ends_in_state(words: str) -> bool:
    """Whether an object ends in words that say how things stand, and nothing was done.

    Example:
        >>> ends_in_state("后劲不足"), ends_in_state("消防站")
        (True, False)
    """
    return _compile_states().search(words) is not None


def names_measure(words: str) -> bool:
    """Whether an object is how long or how much of a deed: 面积 in 种植面积, but no 面积 in 增加面积.

    Example:
        >>> names_measure("占地面积"), names_measure("规模化养殖场")
        (True, False)
    """
    return _compile_measures().fullmatch(words) is not None
