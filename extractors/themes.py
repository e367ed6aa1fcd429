"""The fields that practices belong to (主题), and the words that set groups of clauses apart (关键词)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256

import numpy as np
import numpy.typing as npt

from corpora.divided_work import Divide, divide_in_portions, do_alone
from extractors.action_verbs import load_action_verbs
from extractors.clauses import load_adverbs
from extractors.clusters import find_clusters
from extractors.policy_topics import find_topics, load_topics
from extractors.segmentation import split_clause
from extractors.word_vectors import HAN, Vectors, load_word_vectors

# the least mean similarity between the centres of the practices of a theme
_CUT = 0.2
_KEYWORDS = 5
# practices whose words are looked at as one task
_TOGETHER = 128
# words of a lower weight than this (word_vectors.py) stand in reports of every kind: 工作, 建设, 社会
_COMMON = 0.5
# tags of numbers, measure words, times, pronouns and particles: 百分之七十, 系列, 每月
EMPTY_TAGS = ("m", "q", "r", "t", "d", "f", "p", "c", "u")
# a topic names a theme where more than this share of its measures is about it; of few practices a larger one,
# because two or three are near by chance. What no topic holds together is no field
_SHARE, _SHARE_OF_FEW, _FEW = 0.2, 0.35, 8
# a practice is about a topic where at least this share of its measures is
_SHARE_OF_PRACTICE = 0.5

# how much of a practice, or of several, is about each topic, by number
Shares = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Theme:
    """A row of the table `themes`: a field that practices belong to (主题).

    Attributes:
        theme_id: 16 hex digits that follow its practices.
        label: the one or two topics that most of its measures are about.
        keywords: words that set it apart from other themes, the strongest first, joined with 、.
        n_practices, n_orgs: practices in it; organisations that have one of them.
    """

    theme_id: str
    label: str
    keywords: str
    n_practices: int
    n_orgs: int


def find_themes(
    centres: Vectors,
    texts: Sequence[Mapping[str, int]],
    owners: Sequence[npt.NDArray[np.int64]],
    ids: Sequence[str],
    *,
    divide: Divide = do_alone,
) -> tuple[dict[int, str], tuple[Theme, ...]]:
    """The theme_id of each practice by its number, and the rows of the table `themes`, sorted by id.

    Args:
        centres: one vector a practice, shape (practices, dimensions), of length 1.
        texts: the different clauses of each practice, and how many measures have each.
        owners: the organisations of each practice, by number.
        ids: the practice_id of each.
        divide: who does what can be done in parts.

    Returns:
        Practices that no topic holds together with others have no theme.
    """
    theme_of: dict[int, str] = {}
    themes: list[Theme] = []
    shares = divide_in_portions(divide, _share_topics, texts, size=_TOGETHER)
    fields = _find_fields(find_clusters(centres, cut=_CUT, divide=divide), texts, shares)
    keywords = find_keywords(
        [_add_up(texts[number] for number in group) for _, group in fields], divide=divide
    )
    for (label, group), words in zip(fields, keywords, strict=True):
        theme_id = sha256(min(ids[number] for number in group).encode()).hexdigest()[:16]
        theme_of.update(dict.fromkeys(group, theme_id))
        themes.append(
            Theme(
                theme_id=theme_id,
                label=label,
                keywords="、".join(words),
                n_practices=len(group),
                n_orgs=len(np.unique(np.concatenate([owners[number] for number in group]))),
            )
        )
    return theme_of, tuple(sorted(themes, key=lambda theme: theme.theme_id))


def _find_fields(
    groups: Sequence[Sequence[int]], texts: Sequence[Mapping[str, int]], shares: Sequence[Shares]
) -> list[tuple[str, list[int]]]:
    """The label and the practices of each field: groups of one name are one field.

    A practice that no named group holds goes where the topic that it is about is the first.
    """
    sizes = [sum(practice.values()) for practice in texts]
    members: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for group in groups:
        if topics := _choose_topics(shares, sizes, group):
            members[topics].extend(group)
    home = {topics[0]: topics for topics in sorted(members, key=len, reverse=True)}
    placed = {number for group in members.values() for number in group}
    for number, topic in enumerate(map(_find_leading, shares)):
        if number not in placed and topic is not None and topic in home:
            members[home[topic]].append(number)
    names = [topic.topic for topic in load_topics()]
    return [
        ("、".join(names[topic] for topic in topics), sorted(members[topics])) for topics in sorted(members)
    ]


def _share_topics(texts: Mapping[str, int]) -> Shares:
    """How much of the clauses is about each topic, the shares of all topics up to 1 together."""
    weights: dict[int, float] = defaultdict(float)
    total = sum(texts.values())
    for text, count in texts.items():
        for number, weight in find_topics(text).items():
            weights[number] += count * weight / total
    return weights


def _find_leading(shares: Shares) -> int | None:
    """The topic that a practice is about; None where it has none."""
    leading = min(shares, key=lambda number: (-shares[number], number), default=None)
    return leading if leading is not None and shares[leading] >= _SHARE_OF_PRACTICE else None


def _choose_topics(shares: Sequence[Shares], sizes: Sequence[int], group: Sequence[int]) -> tuple[int, ...]:
    """The one or two topics that name a group, the strongest first; none where it has too little in common.

    The second is that of a practice of its own: 班列 beside 物流, but not a word that strays into many.
    """
    weights: dict[int, float] = defaultdict(float)
    total = sum(sizes[number] for number in group)
    for number in group:
        for topic, share in shares[number].items():
            weights[topic] += share * sizes[number] / total
    ranked = sorted(weights, key=lambda topic: (-weights[topic], topic))
    about = {_find_leading(shares[number]) for number in group}
    chosen = [topic for topic in ranked[:2] if weights[topic] > _SHARE]
    chosen = [topic for topic in chosen if topic == chosen[0] or topic in about]
    if len(group) < _FEW and sum(weights[topic] for topic in chosen) <= _SHARE_OF_FEW:
        return ()
    return tuple(chosen)


def _add_up(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total = Counter[str]()
    for count in counts:
        total.update(count)
    return total


def find_keywords(groups: Sequence[Mapping[str, int]], *, divide: Divide = do_alone) -> list[list[str]]:
    """For each group of clauses the words that set it apart, the strongest first: class-based TF-IDF.

    A clause counts as often as measures say it. Verbs and adverbs that any measure may have are passed over
    (Grootendorst, arXiv 2203.05794, section 3.3).
    """
    counts = divide_in_portions(divide, _count_telling_words, groups, size=_TOGETHER)
    total = _add_up(counts)
    average = sum(total.values()) / max(1, len(groups))

    def rank(count: Counter[str]) -> list[str]:
        return sorted(count, key=lambda word: (-count[word] * np.log(1 + average / total[word]), word))

    return [rank(count)[:_KEYWORDS] for count in counts]


def _count_telling_words(texts: Mapping[str, int]) -> Counter[str]:
    return _add_up(dict.fromkeys(find_telling_words(text), count) for text, count in texts.items())


@lru_cache(maxsize=1 << 16)
def find_telling_words(text: str) -> frozenset[str]:
    """The words of a clause that tell what it is about: no verbs and adverbs of any measure, no common words.

    Nor numbers, times and words that stand for others.

    Example:
        >>> sorted(find_telling_words("进一步推进社区公厕改造工作"))
        ['公厕']
    """
    passed_over = _load_common_words()
    return frozenset(
        word
        for word, tag in zip(*split_clause(text), strict=True)
        if len(word) > 1 and HAN.match(word) and word not in passed_over and not tag.startswith(EMPTY_TAGS)
    )


@cache
def _load_common_words() -> frozenset[str]:
    """Verbs and adverbs that any measure may have, and the words that are common in reports."""
    common = filter(is_common, load_word_vectors().rows)
    return frozenset(common) | load_action_verbs().keys() | load_adverbs().kinds.keys()


@cache
def is_common(word: str) -> bool:
    """Whether a word stands in reports of every kind."""
    known = load_word_vectors()
    return word in known.rows and bool(_weigh_all()[known.rows[word]] < _COMMON)


@cache
def _weigh_all() -> Vectors:
    return load_word_vectors().weigh()
