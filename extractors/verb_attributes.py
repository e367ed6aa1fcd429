"""Verbs inside a noun phrase that say which (作定语的动词): 接种 in 疫苗接种率, 改造 in 电网改造工程."""

from __future__ import annotations

import re
from typing import Final

from extractors.action_verbs import load_action_verbs, load_plain_actions
from extractors.member_lists import ATTRIBUTES
from extractors.phrase_words import ACHIEVE, STOP_WORDS
from extractors.tokens import Tokens

# 路网提升工程, 危房改造计划: what is undertaken, named by the verb before it
_UNDERTAKING: Final = frozenset("工程 行动 计划 对象".split())
_MAKING: Final = frozenset(("effect", "output"))
# 经费投入强度: nouns that measure the verb before them
_INTENSITY: Final = re.compile(r"(?:强度|力度|比例|比重|占比)$")


def modifies(tokens: Tokens, first: int, index: int, last: int, end: int, *, predicated: bool) -> bool:
    """Whether a verb stands between nouns, the last of which names a measure or an undertaking.

    Args:
        tokens: words of the text.
        first: the first word that may belong to the phrase.
        index: the verb.
        last: the last word of the phrase.
        end: where what may be read ends, which may be inside that word.
        predicated: a verb of its own follows the phrase.

    Example:
        接种 in ``疫苗接种覆盖率`` and 种植 in ``粮食种植面积`` do, 新建 in ``全年新建水厂`` does not.
    """
    words, tags, text = tokens.words, tokens.tags, tokens.text
    if index == last - 1 and words[last] in _UNDERTAKING and index > first:
        verb = load_action_verbs().get(words[index])
        made = verb is not None and (verb.nominal or verb.kind in _MAKING)
        return made and tags[index - 1][:1] in ("n", "j", "b")
    if predicated and index == last - 1 and index > first:
        # 学位授予单位新增2家: the verb of the clause comes after the phrase
        inside = words[index] not in ACHIEVE and tags[last][:1] == "n"
        if inside and tags[index - 1][:1] in ("n", "j", "b"):
            return True
    if index == last or index <= first:
        return False
    measure = tokens.starts[last], min(tokens.end(last), end)
    if not ATTRIBUTES.search(text, *measure):
        return False
    if words[index] in ACHIEVE and not (index == last - 1 and _INTENSITY.search(text, *measure)):
        return False
    if words[index - 1] == "的":
        return index == last - 1  # 农民的补助标准
    before = index - 1
    while before > first and tags[before] == "v" and _may_be_noun(words[before]):
        before -= 1  # 污水集中收集处理率
    return tags[before][:1] in ("n", "j", "b") or tags[before] in ("vn", "d")


def _may_be_noun(word: str) -> bool:
    return word not in ACHIEVE and word not in load_plain_actions() and word not in STOP_WORDS
