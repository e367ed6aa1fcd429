"""Lines that somebody injected into the page (注入的垃圾信息): strings of search words, bars of links."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from corpora.lines import Line

WORDS = Path(__file__).parent / "lexicons" / "spam_words.csv"
SHORTEST = 8
FEWEST_WORDS = 3
# Share of a line's Han characters that the words cover: injected lines 0.5 and more, reports on
# 视频监控 or 免费服务 below 0.1.
LEAST_SHARE = 0.3
FEWEST_LINKS = 4
_HAN = re.compile(r"[\u4e00-\u9fff]")


def find_spam(lines: Sequence[Line]) -> Iterator[int]:
    r"""Indexes of lines in which words of spam stand close, without a sentence between them.

    A chain of such words that the lexicon does not know is told by another line of spam with the same words.

    Example:
        >>> from corpora.lines import find_lines
        >>> list(find_spam(find_lines("真人娱乐_百家乐开户_注册送彩金\n全年免费发放种子3吨。")))
        [0]
    """
    chains: list[tuple[int, set[str]]] = []
    known: set[str] = set()
    for index, line in enumerate(lines):
        if len(line) < SHORTEST or "。" in line.text:
            continue
        links = _count_links(line.text)
        if _is_dense(line.text, chained=links > FEWEST_LINKS):
            known |= _read_pairs(line.text)
            yield index
        elif links >= FEWEST_LINKS:
            chains.append((index, _read_pairs(line.text)))
    for index, pairs in chains:
        if len(pairs & known) >= max(FEWEST_WORDS, LEAST_SHARE * len(pairs)):
            yield index


def _count_links(text: str) -> int:
    """How many stretches a line's bars, underscores or blanks part."""
    return 1 + max(text.count("_"), text.count("|"), text.count(" ") // 2)


def _is_dense(text: str, *, chained: bool) -> bool:
    words = _words_pattern().findall(text)
    if len(set(words)) < FEWEST_WORDS:
        return False
    share = sum(map(len, words)) / max(1, len(_HAN.findall(text)))
    return share >= (LEAST_SHARE if chained else 2 * LEAST_SHARE)


def _read_pairs(text: str) -> set[str]:
    """Neighbouring Han characters of a line."""
    return {a + b for a, b in itertools.pairwise(text) if _HAN.match(a) and _HAN.match(b)}


@lru_cache(maxsize=1)
def _words_pattern() -> re.Pattern[str]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        words = [row["word"] for row in csv.DictReader(file)]
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
