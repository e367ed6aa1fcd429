"""The verbs that act (行动动词): which word of a clause is one, and what it can take."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from extractors.word_patterns import join_words

_LEXICON = Path(__file__).parent / "lexicons" / "action_verbs.csv"


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
def compile_verbs() -> re.Pattern[str]:
    """One pattern for all action verbs, the longest first."""
    return re.compile(join_words(load_action_verbs()))
