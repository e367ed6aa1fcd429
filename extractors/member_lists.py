"""Lists of things before a number (并列成分): their members, and the head that members share."""

from __future__ import annotations

import re
from typing import Final

from corpora.traced_text import Span
from extractors.phrase_edges import trim_phrase
from extractors.tokens import Tokens

# nouns that name what is measured of a thing
ATTRIBUTES: Final = re.compile(
    r"(?:率|人次|比重|比例|占比|面积|价值|投资|总数|总量|长度|产值|产量|收入|金额|规模|能力|水平|人数|户数|标准|数量?|量|额|值|度)$"
)
_OTHER_MEASURES: Final = re.compile(r"(?:人次|能耗|强度|金|次数|件数)$")
_JOINING: Final = ("、", "和", "及", "与", "以及")
# 农田、道路面积: shorter ones name a measure alone
_SHORTEST_HEADED: Final = 3
# 一、二、三产业增加值, 省级、市级园区: members that name nothing alone
_HEADLESS: Final = re.compile(r"第?[一二三四五六七八九]|[东中西南北]部|城镇|农村|.{0,3}级")


def split_list(tokens: Tokens, first: int, last: int, end: int) -> tuple[Span, ...]:
    """The members of a list of things, as offsets; () where there is but one.

    Args:
        tokens: words of the text.
        first: its first word.
        last: its last word.
        end: where it ends, which may be inside its last word.

    Example:
        ``旅游人数和旅游收入`` has two members; of ``一、二、三产业增加值`` each goes on to the end, where the
        head stands that all share.
    """
    text = tokens.text
    parts: list[Span] = []
    begin = first
    for index in range(first, last + 2):
        if index == last + 1 or tokens.words[index] in _JOINING:
            if index > begin:
                stop = end if index > last else tokens.starts[index]
                span = trim_phrase(text, (tokens.starts[begin], stop))
                if span is not None:
                    parts.append(span)
            begin = index + 1
    if len(parts) < 2:
        return ()
    if len(parts) == 2 and _shares_head(text, *parts):
        parts[0] = (parts[0][0], parts[1][1])
    for at in range(len(parts) - 1):
        if _HEADLESS.fullmatch(text, *parts[at]):
            parts[at] = (parts[at][0], parts[-1][1])
    return tuple(parts)


def _shares_head(text: str, first: Span, second: Span) -> bool:
    """城镇和农村居民收入: the first member has no name of its own for what is measured."""
    return (
        ATTRIBUTES.search(text, *first) is None
        and _OTHER_MEASURES.search(text, *first) is None
        and ATTRIBUTES.search(text, *second) is not None
        and second[1] - second[0] > _SHORTEST_HEADED
    )
