"""Words of change (变化动词): which say that a number is a rise or a fall, and which way."""

from __future__ import annotations

import csv
from functools import cache
from typing import Final, NamedTuple

from extractors import LEXICONS

_LEXICON: Final = LEXICONS / "change_verbs.csv"
_TO: Final = ("到", "至", "为", "成")


class ChangeVerb(NamedTuple):
    """A row of lexicons/change_verbs.csv.

    Attributes:
        verb: 增长, 下降, 增幅.
        direction: ``up`` or ``down``.
        sort: ``change`` (with an amount it is a change by itself: 提高30分), ``amount`` (with an amount it is
            a change only against a stated base: 新增30人), ``noun`` (names the rate: 增幅达5%).
    """

    verb: str
    direction: str
    sort: str
    example: str


@cache
def load_change_verbs() -> dict[str, ChangeVerb]:
    """Every word of change by its characters."""
    with _LEXICON.open(encoding="utf-8", newline="") as rows:
        return {row["verb"]: ChangeVerb(**row) for row in csv.DictReader(rows)}


@cache
def find_change(word: str) -> tuple[ChangeVerb | None, bool]:
    """The word of change that `word` is, and whether it leads to the value itself (升至, 减为).

    Example:
        >>> find_change("降至")[0].direction, find_change("降至")[1]
        ('down', True)
    """
    verbs = load_change_verbs()
    if word[:2] in ("同比", "环比"):
        word = word[2:]
    if word in verbs:
        return verbs[word], False
    if len(word) > 1 and word.endswith(_TO) and word[:-1] in verbs:
        return verbs[word[:-1]], True
    return None, False
