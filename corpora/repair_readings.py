"""Readings that a hacked page writes after its characters (注音插入): 區(qū)內, 發（fā）展."""

from __future__ import annotations

import re

from corpora.traced_text import Span

_TONED = "āáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_LETTERS = f"a-zü{_TONED}"
_TONED_READING = re.compile(rf"[(（](?=[{_LETTERS}]{{0,5}}[{_TONED}])[{_LETTERS}]{{1,6}}[)）]")
# Initial and final of Hanyu Pinyin (GB/T 16159); good enough to tell (guan) from (app).
_PLAIN_READING = re.compile(
    r"[(（](?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    r"(?:i?ang|i?ong|[iu]ang|i?ao|[iu]an|[iu]e|[iu]a|uai|u?ai|ui|u?o|ei|ou|iu|e?ng|ing|ia|[aeiu]n|[aeiouvü]|er)[)）]"
)
_ENOUGH_TO_BE_A_HABIT = 3


def find_readings(text: str) -> list[Span]:
    """Ranges of the readings in brackets that stand right after a Han character.

    A reading without its tone mark counts only in a text that has three with it: (shi) alone may be an
    abbreviation of the author's own.

    Example:
        >>> find_readings("園區(qū)內新增綠地")
        [(2, 6)]
    """
    toned = [match.span() for match in _TONED_READING.finditer(text) if _follows_han(text, match.start())]
    if len(toned) < _ENOUGH_TO_BE_A_HABIT:
        return toned
    plain = [match.span() for match in _PLAIN_READING.finditer(text) if _follows_han(text, match.start())]
    return sorted({*toned, *plain})


def _follows_han(text: str, at: int) -> bool:
    return at > 0 and ("\u3400" <= text[at - 1] <= "\u9fff" or text[at - 1] >= "\U00020000")
