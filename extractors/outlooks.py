"""Which part of a report a heading opens (章节所属部分): looking back, problems, looking ahead."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from extractors import LEXICONS

OUTLOOKS: Final = ("retrospect", "problems", "plan")

_LEXICON: Final = LEXICONS / "outlook_words.csv"


@cache
def read_outlook_words() -> tuple[dict[str, str], ...]:
    """The rows of lexicons/outlook_words.csv: words, outlook, example."""
    with _LEXICON.open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


@cache
def compile_outlook_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all words that announce a part of a report, longest first, and the part of each."""
    outlook_of = {row["words"]: row["outlook"] for row in read_outlook_words()}
    return re.compile("|".join(sorted(map(re.escape, outlook_of), key=len, reverse=True))), outlook_of


# 三、做好2025年政府工作: the year that is to come is told by the verb before it
_YEAR_TO_COME: Final = re.compile(
    r"(?:做好|抓好|完成|搞好).{0,4}(?:年|年度|季度|半年).{0,14}工作|\d年.{0,6}(?:安排|计划|打算|思路|任务|展望)"
)


# 着力解决运行中的突出问题: what is done about them, no part that tells of them
_DONE_ABOUT: Final = re.compile(r"(?:解决|化解|破解|整改|纠正|治理|攻克)[^,。;]*$")
_LONGEST_BEFORE: Final = 8
_GOES_ON: Final = tuple("和及与、(,的等")


def _names_part(heading: str, start: int, end: int) -> bool:
    """Whether words say what part a heading opens, and are no part of a sentence: 攻坚战重点任务取得进展."""
    if _DONE_ABOUT.search(heading, 0, start) is not None:
        return False
    opens = start <= _LONGEST_BEFORE and not {",", "，"} & set(heading[:start])
    return opens or end == len(heading) or heading.startswith(_GOES_ON, end)


def find_outlook(heading: str) -> str | None:
    """The part of the report that a heading announces, one of OUTLOOKS, or None where its words tell nothing.

    Example:
        >>> find_outlook("下半年工作思路")
        'plan'
    """
    pattern, outlook_of = compile_outlook_words()
    found = [
        outlook_of[match.group()]
        for match in pattern.finditer(heading)
        if _names_part(heading, *match.span())
    ]
    if not found:
        return "plan" if _YEAR_TO_COME.search(heading) else None
    # 上半年工作总结及下半年工作计划 announces both: what comes first stands first
    return "problems" if "problems" in found else found[0]
