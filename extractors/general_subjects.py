"""Words that say how much and not of what (泛称主体): 总数, 增速, 规模, of what was counted before them."""

from __future__ import annotations

import re
from typing import Final

from corpora.traced_text import Span

_GENERAL: Final = re.compile(r"总量|总额|总数|总规模|规模|数量|增速|增幅|降幅|增量|占比")
# what may stand before such a word at the start of its clause
_OPENING: Final = re.compile(r"[、,]?(?:其|但|且|而|(?:20\d\d|全|五|今|去)年)?")
# 加上个体户,总数达90户: more than what was counted
_ADDED: Final = re.compile(r"加上|连同")
_NEWLY: Final = re.compile(r"净增|新(?:增|设立?|建|认定|培育|引进|登记|获批|组建|成立)")


def find_thing(text: str, span: Span | None, counted: Span | None, left: int) -> Span | None:
    """What a measure is of that names nothing itself; None where it does, or where nothing was counted.

    Args:
        text: working text.
        span: the phrase before the number.
        counted: the subject of the number before it in the sentence.
        left: end of the quantity or mark before the number.

    Example:
        >>> find_thing("新增养殖户9户,总数达90户", (8, 10), (0, 5), 8)
        (2, 5)
    """
    if span is None or counted is None or _GENERAL.fullmatch(text, *span) is None:
        return None
    opening = max(left, text.rfind("、", left, span[0]))
    if _OPENING.fullmatch(text, opening, span[0]) is None or _ADDED.search(text, counted[1], left):
        return None
    start, end = counted
    newly = _NEWLY.match(text, start, end)
    return (newly.end(), end) if newly is not None and newly.end() < end - 1 else counted
