"""What a practice is called (做法的名称): the name its members share, or a typical wording of theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

import numpy.typing as npt
from numpy import float32

from extractors.action_verbs import compile_verbs
from extractors.clauses import FREQUENCY
from extractors.cores import PROPER
from extractors.segmentation import load_segmenter
from extractors.themes import find_telling_words
from extractors.units import load_units
from extractors.word_patterns import join_words
from extractors.word_vectors import split_words

_LABEL_LENGTHS = range(4, 25)
# a programme's name names a practice where more than this share of its measures has it
_SHARE_OF_NAME = 2 / 3
_SHORTEST_NAME = 4
# from so many characters on, each one more costs so much
_SHORT, _LONG = 12, 0.01
# what it costs a label that a count was taken out of its midst (新建体育公园, of 新建3个体育公园), and that
# it opens with no verb (种植面积): others say better what was done
_COUNT_TAKEN_OUT, _NO_VERB = 0.15, 0.2
# the commonest words of a practice, and how much it counts that a label has them
_LEADING, _COVERED = 3, 0.4
# how much a word that any measure may have counts beside one that tells what it is about
_COMMON_WORD = 0.4
_REST_OF_COUNT = re.compile(r"\([^)]*\)|[、,]?(?:同比|累计)?(?:增长|下降|提高|增加|总数)(?:达到?|到|至)?$")
# from which share on a place or a person belongs to all
_SHARE_OF_PLACE = 0.5
_HAN = re.compile(r"[\u4e00-\u9fff]")
# a year or a number whose unit is not known: without it the words would be another thing
_LEFT_OVER = re.compile(r"\d|占|超|突破|一半|(?:达到?|增长|比重|比例|总额)$|[一二三四五六七八九〇零]{3,}")
_LIST = re.compile(
    r"^[^、“《]*(?:、[^、]+)+?等(?:(?:\d+|[一二两三四五六七八九十]+)[大个项类家条座])?(?P<last>[^、等的]{2,})$"
)


def choose_label(
    texts: Sequence[str],
    names: Sequence[str | None],
    strengths: npt.NDArray[float32],
) -> str:
    """The name that most members share, else one of their wordings, typical and in words that many share.

    Args:
        texts: the members' clauses, in simplified characters.
        names: the programme's own name in each, or None.
        strengths: how near each is to all others, shape (members,).

    Returns:
        A phrase without counts and frequencies, never empty: 为老旧小区加装电梯.
    """
    named = Counter(name for name in names if name and len(name) >= _SHORTEST_NAME)
    if named:
        name, count = min(named.items(), key=lambda item: (-item[1], item[0]))
        if count > max(1, _SHARE_OF_NAME * len(texts)):
            return name
    wordings: dict[str, float] = {}
    for text, strength in zip(texts, strengths, strict=True):
        for wording in _shorten(text):
            worth = float(strength) - (_COUNT_TAKEN_OUT if _is_count_inside(text) else 0.0)
            wordings[wording] = max(wordings.get(wording, worth), worth)
    shares = _count_shares(sorted(set(texts)))
    fitting = [w for w in wordings if len(w) in _LABEL_LENGTHS and not _LEFT_OVER.search(w)]
    verbs = compile_verbs()

    def rank(wording: str) -> tuple[float, int, str]:
        rating = wordings[wording] + _rate_words(wording, shares)
        if verbs.match(wording) is None:
            rating -= _NO_VERB
        return -round(rating - _LONG * max(0, len(wording) - _SHORT), 3), len(wording), wording

    return min(fitting or wordings, key=rank)


def _shorten(text: str) -> set[str]:
    """A clause without counts, and without the examples of a list: 建设铁路 of 建设甲乙、丙丁等铁路."""
    wording = _REST_OF_COUNT.sub("", _compile_count().sub("", text)).strip("、,的了 ") or text
    found = {wording}
    verb, listed = compile_verbs().match(wording), _LIST.match(wording)
    if verb is not None and listed is not None and find_telling_words(listed["last"]):
        found.add(verb.group() + listed["last"])
    return found


@cache
def _compile_count() -> re.Pattern[str]:
    """How often, or a number with its unit.

    A span of time is no count, 3年行动计划 is called so; nor is an ordinal, 第3届.
    """
    units = [unit for name, unit in load_units().items() if not name.isascii()]
    times = join_words(unit.text for unit in units if unit.dimension == "time")
    others = join_words(unit.text for unit in units if unit.dimension != "time")
    return re.compile(
        rf"^(?:{FREQUENCY.pattern})|(?:约|近|超过|超|达到|达|共计|共|不少于)?(?<![A-Za-z第\d.])\d[\d.,]*[万亿千百]*?[余多]?"
        rf"(?!{times})(?:%|{others})(?:以上|左右)?"
    )


def _is_count_inside(text: str) -> bool:
    return any(count.start() > 0 and count.end() < len(text) for count in _compile_count().finditer(text))


def _count_shares(texts: Sequence[str]) -> dict[str, float]:
    """The share of the clauses that has each word; no share for a word that one alone has."""
    counts = Counter(word for text in texts for word in set(split_words(text)))
    return {word: count / len(texts) for word, count in counts.items() if count > 1 or len(texts) < 3}


def _rate_words(wording: str, shares: Mapping[str, float]) -> float:
    """How well a wording stands for all: how common its words are, and whether the commonest are in it.

    Words that tell what it is about count more than those that any measure may have; a place or a person
    stands for one member alone.
    """
    words = dict(load_segmenter().segment(wording))
    weights = {word: _weigh(word) for word in words if _HAN.match(word)}
    total = sum(weights.values())
    rated = sum(
        weight * shares.get(word, 0.0)
        for word, weight in weights.items()
        if not words[word].startswith(PROPER) or shares.get(word, 0.0) > _SHARE_OF_PLACE
    )
    leading = sorted((-_weigh(word) * share, word) for word, share in shares.items())[:_LEADING]
    most = sum(share for share, _ in leading)
    covered = sum(share for share, word in leading if word in words)
    return (rated / total if total else 0.0) + (_COVERED * covered / most if most else 0.0)


def _weigh(word: str) -> float:
    return 1.0 if find_telling_words(word) else _COMMON_WORD
