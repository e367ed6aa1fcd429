"""What holds the clauses of a group together (共同内容): a topic or a telling word that many share."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache

from extractors import LEXICONS
from extractors.action_verbs import compile_verbs, load_action_verbs
from extractors.clauses import load_adverbs
from extractors.clusters import measure_likeness
from extractors.policy_topics import find_topics, load_topics
from extractors.segmentation import split_clause
from extractors.themes import EMPTY_TAGS, find_telling_words, is_common
from extractors.word_vectors import HAN, embed_clauses

# A topic or word belongs to the core of a group where so many of its clauses have it, and two at least: the
# largest share at which hand-coded practices lose none of their members.
_SHARE = 0.3
# tags of places, persons and bodies
PROPER = ("ns", "nr", "nt")
# an unknown word is tagged as a name of a person now and then: 托育
_PLACES = ("ns", "nt")
_FORM_WORDS = LEXICONS / "form_words.csv"
# how much of what is done a word tells: one that says in what form, as verbs of any measure do; one that is
# common in reports; any other, and a topic
_FORM, _COMMON, _TELLING = 0.2, 0.5, 1.0
# what this share of the clauses has is shared; a clause is held by shared words of so much weight, or of this
# share of all its words
_SHARED, _HELD, _HELD_SHARE = 0.5, 1.0, 0.5
# or the words that tell of it are as near as this on average
_ALIKE = 0.3
# groups of fewer clauses than this fall apart where less than half are held: many are alike by no chance
FEW = 16


def keep_core(texts: Sequence[str], *, alike: Collection[int] = ()) -> list[int]:
    """Positions of the clauses that share a topic or a telling word with enough of those that are kept.

    Args:
        texts: the clauses of a group.
        alike: positions of clauses so much like the others that a telling word of their own is enough.

    Example:
        >>> keep_core(["更新老旧电梯", "为住宅加装电梯", "开展电梯检验", "推进各项工作"])
        [0, 1, 2]
    """
    names = [topic.topic for topic in load_topics()]
    held = [_find_things(text) | {f"#{names[number]}" for number in find_topics(text)} for text in texts]
    kept = list(range(len(texts)))
    while True:
        counts = Counter(word for position in kept for word in held[position])
        least = max(min(2, len(texts)), _SHARE * len(kept))
        core = {word for word, count in counts.items() if count >= least}
        staying = [
            position for position in kept if held[position] & core or (position in alike and held[position])
        ]
        if len(staying) == len(kept):
            return kept
        kept = staying


def split_core(texts: Sequence[str]) -> list[list[int]]:
    """Positions of the clauses that are one practice: all, or the parts that share a topic or a telling word.

    Where a verb and words of form (lexicons/form_words.csv: 制度, 渠道) are all they share, they are none.

    Example:
        >>> split_core(["完善渔具登记制度", "完善巡更制度", "健全渔具登记制度", "完善考勤制度", "完善食堂"])
        [[0, 2]]
    """
    words = [{**_weigh_words(text), **_weigh_topics(text)} for text in texts]
    if len(texts) < 2 or len(texts) >= FEW or _is_held(words) or _is_alike(words):
        return [list(range(len(texts)))]
    parts: list[list[int]] = []
    left = set(range(len(texts)))
    while left:
        counts = Counter(word for at in left for word, weight in words[at].items() if weight >= _TELLING)
        count, word = min(((-count, word) for word, count in counts.items()), default=(0, ""))
        if -count < 2:
            break
        parts.append(sorted(at for at in left if word in words[at]))
        left.difference_update(parts[-1])
    return [part for part in parts if _is_held([words[at] for at in part])]


def _is_held(words: Sequence[Mapping[str, float]]) -> bool:
    """Whether half of the clauses or more are held by what they share."""
    counts = Counter(word for weights in words for word in weights)
    least = max(2, _SHARED * len(words))
    shared = {word for word, count in counts.items() if count >= least}
    held = 0
    for weights in words:
        weight = sum(weights[word] for word in sorted(shared & weights.keys()))
        held += weight >= _HELD or (weight > 0 and weight >= _HELD_SHARE * sum(weights.values()))
    return held >= _SHARED * len(words)


def _is_alike(words: Sequence[Mapping[str, float]]) -> bool:
    """Whether the clauses mean the same without the words of form: 助餐点, 老年食堂 and 送餐服务."""
    matters = ["、".join(word for word in weights if weights[word] > _FORM) for weights in words]
    return bool(measure_likeness(embed_clauses(matters)).mean() >= _ALIKE)


def _weigh_topics(text: str) -> dict[str, float]:
    names = load_topics()
    return {f"#{names[number].topic}": _TELLING for number in find_topics(text)}


@lru_cache(maxsize=1 << 14)
def _weigh_words(text: str) -> Mapping[str, float]:
    """How much each word of a clause tells of what is done; names of places tell nothing.

    Of verbs the first tells nothing, 推进 in 推进重组, and neither do those that are common in reports.
    """
    weights: dict[str, float] = {}
    for place, (word, tag) in enumerate(zip(*split_clause(text), strict=True)):
        if len(word) == 1 or not HAN.match(word) or tag.startswith((*_PLACES, *EMPTY_TAGS)):
            continue
        is_verb = word in load_action_verbs()
        if _is_form_word(word) or (is_verb and (place == 0 or is_common(word))):
            weights[word] = _FORM
        elif word not in load_adverbs().kinds:
            weights[word] = _COMMON if is_common(word) else _TELLING
    return weights


@lru_cache(maxsize=1 << 14)
def _is_form_word(word: str) -> bool:
    """Whether a word says in what form something is done, with a verb or without: 渠道, 拓宽渠道."""
    verb = compile_verbs().match(word)
    return word in _load_form_words() or (verb is not None and word[verb.end() :] in _load_form_words())


@cache
def _load_form_words() -> frozenset[str]:
    with _FORM_WORDS.open(encoding="utf-8", newline="") as rows:
        return frozenset(row["word"] for row in csv.DictReader(rows))


@lru_cache(maxsize=1 << 16)
def _find_things(text: str) -> frozenset[str]:
    """The telling words of a clause without names of places and persons, which hold nothing together."""
    named = {word for word, tag in zip(*split_clause(text), strict=True) if tag.startswith(PROPER)}
    return find_telling_words(text) - named
