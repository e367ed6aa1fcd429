"""What a practice is called (做法的名称): the name its members share, or a typical wording of theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from extractors.action_verbs import compile_verbs
from extractors.clauses import FREQUENCY
from extractors.cores import PROPER
from extractors.segmentation import split_clause
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
# 十国集团 in 二十国集团 is no place
_NUMERALS = frozenset("一二两三四五六七八九十百千万亿")
# 六千六百 and 二十五亿, but not 万 in 万名老人复明工程, nor 三 alone
_WRITTEN_OUT = "[一二两三四五六七八九][十百千万亿][一二两三四五六七八九十百千万亿零〇]*"
_REST_OF_COUNT = re.compile(r"\([^)]*\)|[、,]?(?:同比|累计)?(?:增长|下降|提高|增加|总数)(?:达到?|到|至)?$")
# from which share on a place or a person belongs to all
_SHARE_OF_PLACE = 0.5
# tags of places and bodies; the river of 保护淮河湿地 is what is cared for, the town of a library is not
_PLACES = ("ns", "nrt", "nt")
_NATURE = tuple("河江湖海洋山岭岛湾原")
# what a word that is left out may follow and precede: 建成百色水库, but not 加强与港澳合作
_BEFORE_PLACE, _AFTER_PLACE = ("v", "n", "a", "b", "m", "q"), ("n", "a", "b")
# tags of what may be left out before the noun that it tells more of, and of what may be left then
_JOINING = ("c", "uj")
_LEFT_OUT = ("n", "a", "b", "j", "i", "l", "eng", "s", "f", "m", *_JOINING)
_HEADS = ("n", "a", "b", "j", "vn", "i", "l", "eng")
_SHARE_OF_LEFT_OUT = 1 / 3
_WORDS_TAKEN_OUT = 0.1
# so many wordings, the best rated, are compared with the members
_LISTED = 8
# how much it counts that a label is near to all of them
_NEARNESS = 2.0
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff“”《》])[ \u3000]+(?=[\u4e00-\u9fff“”《》])")
# a year or a number whose unit is not known: without it the words would be another thing; half of a formula
_LEFT_OVER = re.compile(
    r"\d|占|超|突破|一半|百分之|[/*=+]?[)/*=]|(?:达到?|增长|比重|比例|总额|增至|降至|年均)$|[一二三四五六七八九〇零]{3,}"
)
_PAIRS = (("“", "”"), ("《", "》"), ("(", ")"), ("「", "」"), ("‘", "’"))
_LONGEST_EXAMPLE = 4
_COUNTED = re.compile(r"(?:\d+|[一二两三四五六七八九十]+)[大个项类家条座]")


def list_labels(
    strengths: Mapping[str, float], *, names: Mapping[str, int], measures: int
) -> list[tuple[str, float]]:
    """What a practice may be called, and how well that rates, the best first: one at least, eight at most.

    The name that most members share, else their wordings, typical and in words that many share.

    Args:
        strengths: the members' different clauses, in simplified characters, and how near each is to all
            others, 0 to 1.
        names: the programmes' own names in them, and how many members have each.
        measures: how many members there are.

    Returns:
        Phrases without counts and frequencies, never empty: 为老旧小区加装电梯.
    """
    named = [(-count, name) for name, count in names.items() if len(name) >= _SHORTEST_NAME]
    if named:
        count, name = min(named)
        if -count > max(1, _SHARE_OF_NAME * measures):
            return [(name, 1.0)]
    shares = _count_shares(strengths)
    leading = _find_leading(shares)
    wordings: dict[str, float] = {}
    for text, strength in strengths.items():
        worth = strength - (_COUNT_TAKEN_OUT if _is_count_inside(text) else 0.0)
        for wording, cost in _shorten(text, shares).items():
            wordings[wording] = max(wordings.get(wording, worth - cost), worth - cost)
    fitting = [w for w in wordings if len(w) in _LABEL_LENGTHS and _is_whole(w)]
    verbs = compile_verbs()

    def rate(wording: str) -> float:
        rating = wordings[wording] + _rate_words(wording, shares, leading)
        if verbs.match(wording) is None:
            rating -= _NO_VERB
        return round(rating - _LONG * max(0, len(wording) - _SHORT), 3)

    rated = [(wording, rate(wording)) for wording in fitting or wordings]
    return sorted(rated, key=lambda one: (-one[1], len(one[0]), one[0]))[:_LISTED]


def choose_label(labels: Sequence[tuple[str, float]], nearness: Sequence[float]) -> str:
    """The label that rates well and is near to all members.

    Args:
        labels: as list_labels gives them.
        nearness: the mean dot product of each with the members.
    """
    if len(labels) == 1:
        return labels[0][0]

    def rank(one: tuple[tuple[str, float], float]) -> tuple[float, float, int, str]:
        (label, rating), near = one
        return -round(rating + _NEARNESS * near, 2), -rating, len(label), label

    return min(zip(labels, nearness, strict=True), key=rank)[0][0]


def _shorten(text: str, shares: Mapping[str, float]) -> dict[str, float]:
    """A clause without counts, places, examples of a list and words of its own, and what each costs a label.

    建设铁路, of 建设甲、乙等3条铁路.
    """
    whole = _BLANK.sub("", _compile_count().sub("", text))
    wording = _REST_OF_COUNT.sub("", whole).strip("、,的了 ") or text
    found = {wording}
    verb = compile_verbs().match(wording)
    if verb is None:
        return dict.fromkeys(found | set(_find_last_of_list(wording, 0)), 0.0)
    # 出台、配套政策, of 出台20余条、配套政策
    wording = verb.group() + wording[verb.end() :].lstrip("、")
    if wording[verb.end() : verb.end() + 1] == ",":
        return {text: 0.0}  # 增加3万元,户均…: nothing but the number was done
    # 发放助学金, of 发放助学金46万元,人均382元: a second clause tells how much of it
    first = wording.partition(",")[0].rstrip("、")
    wording = first if len(first) >= _LABEL_LENGTHS.start and find_telling_words(first) else wording
    found = {wording} | {wording[: verb.end()] + last for last in _find_last_of_list(wording, verb.end())}
    found |= {_leave_places_out(one, verb.end(), shares) for one in found}
    heads = set[str]().union(*(_find_heads(one, verb.end(), shares) for one in found))
    return dict.fromkeys(heads, _WORDS_TAKEN_OUT) | dict.fromkeys(found, 0.0)


def _find_heads(wording: str, start: int, shares: Mapping[str, float]) -> set[str]:
    """A wording without the words that tell more of a noun and that few members share.

    加强疫情防控, of 加强口岸城市疫情防控. Nothing is taken out from behind a word that many share.
    """
    found: set[str] = set()
    at, before = 0, ""
    for word, tag in zip(*split_clause(wording), strict=True):
        if at > start and tag.startswith(_HEADS) and before:
            rest = wording[at:]
            if find_telling_words(rest):
                found.add(wording[:start] + rest)
        if at >= start:
            left_out = tag.startswith(_LEFT_OUT) and (len(word) > 1 or tag in _JOINING)
            if not (left_out or word == "、") or shares.get(word, 0.0) > _SHARE_OF_LEFT_OUT:
                break
            before = tag
        at += len(word)
    return found


def _is_whole(wording: str) -> bool:
    """Whether nothing is missing of a wording: no number without its unit, no mark without its partner."""
    return not _LEFT_OVER.search(wording) and all(
        wording.count(left) == wording.count(right) for left, right in _PAIRS
    )


def _find_last_of_list(wording: str, start: int) -> list[str]:
    """What examples from `start` on stand for, 铁路 of 建设甲、乙等3条铁路; none where it tells little."""
    at = 0
    for word in split_clause(wording)[0]:
        at += len(word)
        examples = wording[start : at - 1]
        # one long example is more than a noun: 举办建校庆典等活动
        if word == "等" and ("、" in examples or 1 < len(examples) <= _LONGEST_EXAMPLE):
            counted = _COUNTED.match(wording, at)
            last = wording[at if counted is None else counted.end() :]
            if len(last) > 1 and not re.search("[、等的“《]", last) and find_telling_words(last):
                return [last]
    return []


def _leave_places_out(wording: str, start: int, shares: Mapping[str, float]) -> str:
    """A wording without the names of places that few members share, before words that others share.

    新建水库 of 新建云南水库: what follows must tell what it is about without them.
    """
    kept: list[str] = []
    left_out: list[str] = []
    at, quoted, before = 0, 0, ""
    for word, tag in zip(*split_clause(wording), strict=True):
        own = tag in _PLACES and not word.endswith(_NATURE) and shares.get(word, 0.0) <= _SHARE_OF_PLACE
        own = own and bool(find_telling_words(word)) and word[0] not in _NUMERALS
        if at >= start and not quoted and own and (left_out or before.startswith(_BEFORE_PLACE)):
            left_out.append(word)
        else:
            shared = tag.startswith(_AFTER_PLACE) and shares.get(word, 0.0) > 0.0
            if left_out and (not shared or kept[-1] == word):
                kept.extend(left_out)
            left_out.clear()
            kept.append(word)
            before = tag
        quoted += sum(word.count(left) - word.count(right) for left, right in _PAIRS)
        at += len(word)
    shorter = "".join(kept + left_out)
    return shorter if find_telling_words(shorter[start:]) else wording


@cache
def _compile_count() -> re.Pattern[str]:
    """How often, or a number with its unit.

    A span of time is no count, 3年行动计划 is called so; nor is an ordinal, 第3届.
    """
    units = [unit for name, unit in load_units().items() if not name.isascii()]
    times = join_words(unit.text for unit in units if unit.dimension == "time")
    others = join_words(unit.text for unit in units if unit.dimension != "time")
    return re.compile(
        rf"^(?:{FREQUENCY.pattern})|(?:约|近|超过|超|达到|达|共计|共|不少于)?"
        rf"(?:(?<![A-Za-z第\d.])\d[\d.,]*[万亿千百]*?|(?<!第){_WRITTEN_OUT})[余多]?"
        rf"(?!{times})(?:%|{others})(?:以上|左右)?"
    )


def _is_count_inside(text: str) -> bool:
    return any(count.start() > 0 and count.end() < len(text) for count in _compile_count().finditer(text))


def _count_shares(texts: Collection[str]) -> dict[str, float]:
    """The share of the clauses that has each word; no share for a word that one alone has."""
    counts = Counter(word for text in texts for word in set(split_words(text)))
    return {word: count / len(texts) for word, count in counts.items() if count > 1 or len(texts) < 3}


def _find_leading(shares: Mapping[str, float]) -> dict[str, float]:
    """The commonest words of a practice and their shares; of telling words more than of others."""
    ranked = sorted((-_weigh(word) * share, word) for word, share in shares.items())[:_LEADING]
    return {word: -share for share, word in ranked}


def _rate_words(wording: str, shares: Mapping[str, float], leading: Mapping[str, float]) -> float:
    """How well a wording stands for all: how common its words are, and whether the commonest are in it.

    Words that tell what it is about count more than those that any measure may have; a place or a person
    stands for one member alone.
    """
    words = dict(zip(*split_clause(wording), strict=True))
    weights = {word: _weigh(word) for word in words if _HAN.match(word)}
    total = sum(weights.values())
    rated = sum(
        weight * shares.get(word, 0.0)
        for word, weight in weights.items()
        if not words[word].startswith(PROPER) or shares.get(word, 0.0) > _SHARE_OF_PLACE
    )
    most = sum(leading.values())
    covered = sum(share for word, share in leading.items() if word in words)
    return (rated / total if total else 0.0) + (_COVERED * covered / most if most else 0.0)


def _weigh(word: str) -> float:
    return 1.0 if find_telling_words(word) else _COMMON_WORD
