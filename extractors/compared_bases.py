"""Words before a number that name what it is measured against (比较基准): 比上年, 较定额, 由, 从."""

from __future__ import annotations

from typing import Final

from extractors.phrase_words import BOUNDARIES
from extractors.tokens import Tokens

_FARTHEST: Final = 12
_COMPARING: Final = frozenset("比 较 与 相比 比较 较之".split())
_LAST_YEAR: Final = ("比上", "比去", "较上", "较去", "比年")
_FROM_BEFORE: Final = frozenset("从前 从原 由原 由上 从上".split())


def skip_compared(tokens: Tokens, first: int, index: int) -> tuple[str, int]:
    """What a change is measured against, "" where nothing, and the word to go on with before it.

    Args:
        tokens: words of the text.
        first: the first word that may be read.
        index: the word before the word of change.

    Example:
        In ``产量比上年增加`` it is ``比上年``.
    """
    for at in range(index, max(first, index - _FARTHEST) - 1, -1):
        word = tokens.words[at]
        if word in _COMPARING or word.startswith(_LAST_YEAR):
            return tokens.text[tokens.starts[at] : tokens.end(index)], at - 1
        if word in BOUNDARIES:
            break
    return "", index


def skip_from(tokens: Tokens, first: int, index: int) -> int:
    """The word before 由 or 从, which open what a value rose or fell from; `index` where there is none.

    Args:
        tokens: words of the text.
        first: the first word that may be read.
        index: the word before the number.
    """
    for at in range(index, first - 1, -1):
        word = tokens.words[at]
        if word in ("由", "从", "自"):
            return at - 1
        if word.endswith(("由", "从")) and len(word) == 2:
            return at
        if word in _FROM_BEFORE:
            return at - 1
    return index
