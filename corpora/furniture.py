"""Furniture of a page (页面附件): what a line is by its words, where they tell it."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from corpora.lines import Line
from corpora.page_data import read_date, read_fields
from corpora.scripts import write_working_text
from corpora.spam import find_spam

FURNITURE = Path(__file__).parent / "lexicons" / "furniture.csv"
# Characters up to which a line can be what a word of the lexicon says, by the extent of its row. Words of
# buttons tell only in a short line without a sentence: reports use them as well (受理举报35件).
LONGEST = {"line": 120, "short": 24}
LONGEST_DATE_LINE = 60
SENTENCE_MARK = re.compile(r"[,。;!?]")


def name_furniture(text: str, *, script: str) -> str | None:
    """What a line of a page is by its words: one of REMOVED_REASONS, None where they tell nothing.

    Example:
        >>> name_furniture("发布时间：2016-08-26 来源：青石镇水利站", script="simplified")
        'metadata'
    """
    kind = name_kind(text, script=script)
    return "metadata" if kind == "date" else kind


def name_kind(text: str, *, script: str) -> str | None:
    """As `name_furniture`, but ``"date"`` for a line with a date and no label, which may sign a report."""
    working = write_working_text(text, script=script)
    spoken = SENTENCE_MARK.search(working) is not None
    if (reason := _find_words(working, spoken=spoken)) == "footer":
        return reason
    if any(True for _ in find_spam([Line(0, len(working), working)])):
        return "spam"
    if read_fields(working):
        return "metadata"
    if len(working) <= LONGEST_DATE_LINE and not spoken and read_date(working):
        return "date"
    return reason


def _find_words(working: str, *, spoken: bool) -> str | None:
    for pattern, reason, extent in _load_patterns():
        if len(working) <= LONGEST[extent] and not (spoken and extent == "short") and pattern.search(working):
            return reason
    return None


@lru_cache(maxsize=1)
def _load_patterns() -> list[tuple[re.Pattern[str], str, str]]:
    """One pattern for all rows of a reason and an extent."""
    rows: dict[tuple[str, str], list[str]] = {}
    with FURNITURE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault((row["reason"], row["extent"]), []).append(row["pattern"])
    return [
        (re.compile("|".join(patterns), re.IGNORECASE), reason, extent)
        for (reason, extent), patterns in rows.items()
    ]
