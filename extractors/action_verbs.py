"""The verbs that act (行动动词): which word of a clause is one, and what it can take."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final, NamedTuple

from extractors import LEXICONS
from extractors.word_patterns import join_words

_LEXICON: Final = LEXICONS / "action_verbs.csv"


class ActionVerb(NamedTuple):
    """A row of lexicons/action_verbs.csv.

    Attributes:
        verb: 建立, 挂牌督办.
        kind: ``act`` (what it governs is a measure: 建立), ``weak`` (a measure only with a concrete object:
            加强), ``finish`` (says of its subject that it was carried out: 竣工).
        nominal: it stands before a noun or after one as a noun as often (检查, 建设), so that only its place
            in the clause tells that it is the verb.
    """

    verb: str
    kind: str
    nominal: bool
    example: str


@cache
def load_action_verbs() -> dict[str, ActionVerb]:
    """Every action verb by its characters."""
    with _LEXICON.open(encoding="utf-8", newline="") as rows:
        return {
            row["verb"]: ActionVerb(row["verb"], row["kind"], row["nominal"] == "yes", row["example"])
            for row in csv.DictReader(rows)
        }


@cache
def load_actions() -> frozenset[str]:
    """Verbs that may govern what is counted."""
    return frozenset(verb for verb, entry in load_action_verbs().items() if entry.kind != "finish")


@cache
def load_plain_actions() -> frozenset[str]:
    """Verbs among them that are hardly ever nouns."""
    return frozenset(verb for verb, entry in load_action_verbs().items() if not entry.nominal)


@cache
def load_nominal_actions() -> frozenset[str]:
    """Verbs that stand as nouns before a noun as often: 审批 in 审批事项."""
    return frozenset(verb for verb, entry in load_action_verbs().items() if entry.nominal)


@cache
def compile_verbs() -> re.Pattern[str]:
    """One pattern for all action verbs, the longest first."""
    return re.compile(join_words(load_action_verbs()))


class VerbMatch:
    """An action verb where it stands in a text, with the methods of a match of `re`."""

    __slots__ = ("_end", "_start", "verb")

    def __init__(self, start: int, end: int, verb: ActionVerb) -> None:
        self._start = start
        self._end = end
        self.verb = verb

    def start(self) -> int:
        """Where the verb starts."""
        return self._start

    def end(self) -> int:
        """Where it ends."""
        return self._end

    def span(self) -> tuple[int, int]:
        """Where it starts and ends."""
        return self._start, self._end

    def group(self) -> str:
        """Its characters."""
        return self.verb.verb


@cache
def _load_verbs_by_opening() -> dict[str, list[tuple[str, ActionVerb]]]:
    """The verbs by their first two characters, the longest first; none is shorter."""
    grouped: dict[str, list[tuple[str, ActionVerb]]] = {}
    for word, verb in sorted(load_action_verbs().items(), key=lambda item: -len(item[0])):
        grouped.setdefault(word[:2], []).append((word, verb))
    return grouped


def match_verb(text: str, at: int, end: int) -> VerbMatch | None:
    """The longest action verb that starts at an offset, and ends at `end` or before; None where none does.

    Example:
        >>> match_verb("社区建立健全台账", 2, 8).group()
        '建立健全'
    """
    verbs = _load_verbs_by_opening().get(text[at : at + 2])
    if verbs is None:
        return None
    for word, verb in verbs:
        stop = at + len(word)
        if stop <= end and text[at:stop] == word:
            return VerbMatch(at, stop, verb)
    return None
