"""Nouns after 的 that words before it describe (定语后的名词): 园区 in 5个产值超千亿元的园区."""

from __future__ import annotations

import re
from typing import Final

from corpora.traced_text import Span
from extractors.right_context import read_noun_phrase
from extractors.tokens import Tokens

_DESCRIPTION: Final = re.compile(r"([^,。;:!?\n、的]{1,24})的(?=[\u4e00-\u9fff“《])")
_CLAUSE: Final = re.compile(r"[^,。;:!?\n]*")
# 营业收入超千亿元, 人口20万以上
_LIMIT: Final = re.compile(
    r"(?:超过?|过|突破|逾|不低于|不少于|近)[\d.]*[\d一二三四五六七八九十百千万亿]+[^\d的]{0,4}$"
    r"|[\d一二三四五六七八九十百千万亿][^\d的]{0,4}(?:以上|以下|以内)$"
)
# 5个具有二级水平的学科: verbs that open what describes a noun
_HAVING: Final = re.compile(
    r"具有|拥有|具备|达到|符合|存在|涉及|承担|承包|在建|拟建?|尚?未|没有|以|能够?|可(?!以|见)|有(?=[^效关])|受|相对"
)
# 有5个达到标准: what the verb says of the number, where one says before it that there are so many
_SAYS_SO: Final = ("有", "达", "达到", "为", "是", "中")
_STATES: Final = ("a", "b", "z", "i", "an", "zg")
_OF_SORT: Final = ("式", "型", "性", "化", "性质", "规模")


def read_described(tokens: Tokens, start: int, end: int, *, governed: bool) -> Span | None:
    """The noun that the words after a quantity describe; None where no description follows it.

    Args:
        tokens: words of the text.
        start: where the quantity, with 约 or 近, starts.
        end: where it ends, with 以上 or 左右.
        governed: no noun stands before the quantity that it might count.

    Example:
        In ``形成5个产值超千亿元的产业集群`` it is ``产业集群``, in ``新建三个新式的炼钢厂`` ``炼钢厂``.
    """
    text = tokens.text
    described = _DESCRIPTION.match(text, end)
    if described is None:
        return None
    words = described.span(1)
    if not (
        _LIMIT.search(text, *words)
        or _names_state(tokens, words)
        or (governed and _HAVING.match(text, *words) and not text.endswith(_SAYS_SO, 0, start))
    ):
        return None
    clause = _CLAUSE.match(text, described.end())
    return read_noun_phrase(tokens, described.end(), clause.end()) if clause is not None else None


def _names_state(tokens: Tokens, words: Span) -> bool:
    """新式的, 最薄弱的, 不同性质的: one word that tells what sort of thing it is, 最 or 不 before it."""
    first, last = tokens.find(words[0]), tokens.find(words[1] - 1)
    if tokens.starts[first] != words[0] or any(
        tokens.tags[at] not in ("d", "a") for at in range(first, last)
    ):
        return False
    return tokens.tags[last] in _STATES or tokens.text.endswith(_OF_SORT, *words)
