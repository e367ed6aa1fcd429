"""The clauses of a text and what stands before their verb (小句).

A clause ends at a comma, semicolon, colon or full stop outside quotation marks and brackets. Its opening is
what may stand before the verb and belongs to no measure: numbering, connectives, time, modals, adverbs.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final, NamedTuple

from extractors import LEXICONS
from extractors.action_verbs import load_action_verbs, match_verb
from extractors.word_patterns import join_words

_ADVERBS: Final = LEXICONS / "adverbs.csv"

_SENTENCE: Final = re.compile(r"[^。!?\n]+[。!?]?")
# commas inside “…”, 《…》 and (…) do not end a clause; a mark that is never closed is a character like any
_CLAUSE: Final = re.compile(
    r"(?:[^,;:。!?|\t\n“《(]+|“[^”\n]{0,80}”|《[^》\n]{0,80}》|\([^)\n]{0,60}\)|[“《(])+"
)

_MARKER: Final = (
    r"[一二三四五六七八九十]{1,2}(?:是|要|、)|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:、|\.(?!\d)|\))|[①-⑳]|[-·•●■◆★]"
    r"|首先|其次|再次|最后|第[一二三四五六七八九十](?=[^\d次届期批个年季])"
)
_CONNECTIVE: Final = (
    r"并且|并|同时|与此同时|此外|另外|其中|而且|以及|及|和|或|从而|进而|为此|因此|于是|然后|随后|接着|其间|比如|例如|如|尤其|特别是"
    r"|在此基础上|具体来说|一方面|另一方面|通过|不仅|不但|如今|届时|并已|主要"
)
_DATE: Final = (
    r"(?:\d{2,4}年|[一二两三四五六七八九十]年)?(?:\d{1,2}月(?:份|底|初|末|[上中下]旬)?)?(?:\d{1,2}日)?"
)
_TIME: Final = (
    r"今年以来|近年来|一年来|多年来|\d{1,2}年来|[一二三四五六七八九十]+年来|(?:今|去|本|全|当|明)年(?:上半年|下半年|底|初|年初|年底)?|(?:上|下)半年"
    r"|年初|年底|年内|年度|第[一二三四]季度|[一二三四]季度|近期|近日|日前|目前|现阶段|下一步|下步|下阶段|接下来|今后|之前|此前|期间|当前"
    r"|\d{1,4}[-—~至]{1,2}\d{1,2}月份?|\d{2,4}年(?:\d{1,2}月)?(?:份|底|初|末|以来|[上中下]旬)?|\d{1,2}月(?:份|底|初|末|[上中下]旬)?(?:\d{1,2}日)?(?:前|后|起)?"
    r"|自[^,;]{2,12}以来|截[至止][^,;]{0,12}?(?:目前|底|日|月|今)|本(?:月|周|季度|学期|报告期)"
)
# what a marker, a time or a connective starts with
_OPENING_STARTS: Final = (
    ",、(（-·•●■◆★①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳一二两三四五六七八九十"
    "首其再最第并同与此另而以及和或从进为因于然随接比例如尤特在具通不届主今近多去本全当明上下年目现之期自截"
)
# how often something is done belongs to the measure: 每周对服务现场巡查
FREQUENCY: Final = re.compile(
    r"每(?:半年|季度|个月|星期|周|月|季|日|天|年|学期|晚|两周|双周|[一二两三四五六七八九十\d]{1,2}(?:天|周|个月|年))(?:夜间|早晚|上午|下午|至少)?"
    r"|定期|不定期|常态化"
)


# words that are an adverb or a modal before a verb, and a preposition or a verb before a noun: 将, 深入, 规范
_ALSO_NO_ADVERB: Final = frozenset(
    (
        "将",
        "深入",
        "规范",
        "集中",
        "统一",
        "创新",
        "优化",
        "加快",
        "突出",
        "协调",
        "准备",
        "要求",
        "计划",
        "新",
    )
)
_AFTER_MODAL: Final = re.compile(r"按照|根据|围绕|结合|对|在|与|以|通过|采取|会|从|为|把|于")


class Adverbs(NamedTuple):
    """The adverbs of lexicons/adverbs.csv as one pattern, and the kind of each."""

    pattern: str
    kinds: dict[str, str]


class Clause:
    """A stretch of text between two punctuation marks, and the sentence it is part of."""

    __slots__ = ("end", "sentence_end", "sentence_start", "start")

    def __init__(self, start: int, end: int, sentence_start: int, sentence_end: int) -> None:
        self.start = start
        self.end = end
        self.sentence_start = sentence_start
        self.sentence_end = sentence_end


class Opening:
    """What stands before the verb of a clause: where it ends, and the kinds of adverbs and modals in it."""

    __slots__ = ("end", "kinds")

    def __init__(self, end: int, kinds: frozenset[str]) -> None:
        self.end = end
        self.kinds = kinds


_NO_KINDS: Final[frozenset[str]] = frozenset()


@cache
def read_adverbs() -> tuple[dict[str, str], ...]:
    """The rows of lexicons/adverbs.csv: adverb, kind, example."""
    with _ADVERBS.open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


@cache
def load_adverbs() -> Adverbs:
    """Every adverb and modal that may stand before a verb, longest first."""
    kinds = {row["adverb"]: row["kind"] for row in read_adverbs()}
    return Adverbs(join_words(kinds), kinds)


@cache
def _compile_opening() -> re.Pattern[str]:
    return re.compile(
        rf"[\s,、]+|{_MARKER}|在(?=[^,]*(?:基础上|同时)$)|[一二两三四五六七八九十\d]{{1,3}}次|(?:{_TIME})[,、]?|(?P<adverb>(?:{load_adverbs().pattern})地?)|{_CONNECTIVE}"
    )


@cache
def _compile_adverb() -> re.Pattern[str]:
    return re.compile(rf"(?:{load_adverbs().pattern})地?")


@cache
def _load_adverb_ends() -> frozenset[str]:
    """The characters that an adverb may end in."""
    return frozenset((*(adverb[-1] for adverb in load_adverbs().kinds), "地"))


@cache
def _load_opening_starts() -> frozenset[str]:
    """The characters that what opens a clause may start with, blanks and digits apart."""
    return frozenset((*_OPENING_STARTS, *(adverb[0] for adverb in load_adverbs().kinds)))


def _may_open(character: str) -> bool:
    """Whether an opening may start with a character: three clauses of four have none."""
    return character in _load_opening_starts() or character.isspace() or character.isdecimal()


@cache
def _measure_longest_adverb() -> int:
    """The number of characters of the longest adverb with 地."""
    return max(map(len, load_adverbs().kinds)) + 1


def find_adverb_before(text: str, start: int, end: int) -> int:
    """Where the longest adverb or modal that ends text[start:end] starts; -1 where it ends in none."""
    if end <= start or text[end - 1] not in _load_adverb_ends():
        return -1
    kinds = load_adverbs().kinds
    for at in range(max(start, end - _measure_longest_adverb()), end):
        words = text[at:end]
        if words in kinds or (words[-1] == "地" and words[:-1] in kinds):
            return at
    return -1


def find_adverbs_before(text: str, start: int, end: int) -> tuple[frozenset[str], int]:
    """The kinds of the adverbs and modals that end text[start:end], and where the first of them starts."""
    at = find_adverb_before(text, start, end)
    if at < 0:
        return _NO_KINDS, end
    kinds = load_adverbs().kinds
    found: set[str] = set()
    while at >= 0:
        adverb = text[at:end]
        found.add(kinds.get(adverb) or kinds[adverb.removesuffix("地")])
        end = at
        at = find_adverb_before(text, start, end)
    return frozenset(found), end


def find_clauses(text: str) -> list[Clause]:
    """The clauses of a working text in order."""
    found: list[Clause] = []
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        for clause in _CLAUSE.finditer(text, start, end):
            found.append(Clause(clause.start(), clause.end(), start, end))
    return found


def read_opening(text: str, start: int, end: int, *, word_starts: bytes) -> Opening:
    """What opens text[start:end] before its verb, its actor or its prepositional phrase.

    Args:
        text: the working text.
        start: where the clause, or what is left of it, starts.
        end: where the clause ends.
        word_starts: offsets at which words start; an opening never ends inside a word.
    """
    if start >= end or not _may_open(text[start]):
        return Opening(start, _NO_KINDS)
    pattern, kinds = _compile_opening(), load_adverbs().kinds
    found: set[str] = set()
    at = start
    while (match := pattern.match(text, at, end)) is not None and match.end() > at:
        if not word_starts[match.end()] and match.end() < end:
            break
        verb = match_verb(text, at, end)
        if verb is not None and verb.end() > match.end():
            break
        if match.group() == "通过" and not stands_before_verb(text, match.end(), end):
            break
        if (adverb := match["adverb"]) is not None:
            if adverb in _ALSO_NO_ADVERB and not stands_before_verb(text, match.end(), end):
                break
            found.add(kinds.get(adverb) or kinds[adverb.removesuffix("地")])
        at = match.end()
    return Opening(at, frozenset(found) if found else _NO_KINDS)


def stands_before_verb(text: str, at: int, end: int) -> bool:
    """Whether an action verb follows, at once or after adverbs, or a preposition that modals precede."""
    verbs = load_action_verbs()
    while (match := _compile_adverb().match(text, at, end)) is not None and match.group() not in verbs:
        at = match.end()
    verb = match_verb(text, at, end)
    if verb is not None:
        return not verb.verb.nominal
    return _AFTER_MODAL.match(text, at, end) is not None
