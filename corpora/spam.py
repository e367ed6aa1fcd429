"""Lines that somebody injected into the page (注入的垃圾信息): strings of search words, bars of links."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from corpora.lines import Line

WORDS = Path(__file__).parent / "lexicons" / "spam_words.csv"
FEWEST_WORDS = 3
# Share of a line's Han characters that the words cover: injected lines 0.5 and more, reports on
# 视频监控 or 免费服务 below 0.1.
LEAST_SHARE = 0.3
FEWEST_LINKS = 4
_HAN = re.compile(r"[\u4e00-\u9fff]")


def find_spam(lines: Sequence[Line]) -> Iterator[int]:
    r"""Indexes of lines in which words of spam stand close, without a sentence between them.

    Example:
        >>> from corpora.lines import find_lines
        >>> list(find_spam(find_lines("真人娱乐_百家乐开户_注册送彩金\\n全年免费发放种子3吨。")))
        [0]
    """
    pattern = _words_pattern()
    for index, line in enumerate(lines):
        text = line.text
        if len(text) < 8 or "。" in text:
            continue
        words = pattern.findall(text)
        if len(set(words)) < FEWEST_WORDS:
            continue
        chained = max(text.count("_"), text.count("|"), text.count(" ") // 2) >= FEWEST_LINKS
        share = sum(map(len, words)) / max(1, len(_HAN.findall(text)))
        if share >= (LEAST_SHARE if chained else 2 * LEAST_SHARE):
            yield index


@lru_cache(maxsize=1)
def _words_pattern() -> re.Pattern[str]:
    with WORDS.open(encoding="utf-8", newline="") as file:
        words = [row["word"] for row in csv.DictReader(file)]
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
