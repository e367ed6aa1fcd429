"""Which word of a clause is its verb (谓语动词).

A word that only ever acts (建立) is the verb wherever it stands alone. One that is a noun as often
(检查, 建设) is the verb at the start of its clause, after an adverb or an actor, or before a count; inside
a prepositional phrase it is a noun, unless the phrase ends with it: 每周对站台巡查.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from librt.vecs import vec
from mypy_extensions import i64, u8

from extractors.action_verbs import ActionVerb, VerbMatch, compile_verbs, load_action_verbs, match_verb
from extractors.clauses import FREQUENCY, find_adverb_before, load_adverbs, stands_before_verb
from extractors.tokens import Tokens

# Prepositions whose phrase belongs to the measure (对车辆实行识别管理); 按照, 根据, 围绕 tell circumstances.
PREPOSITION: Final = re.compile(
    r"对于|对(?![照标表此象接策外应比手口])|将(?![来近军士领会要])|把(?![握关柄])|向|与|同|为|给|以|用|在|从|由"
    r"|针对|利用|借助|依托|会同|联合|采取|通过|运用|采用|协同|深入(?!推|开|实|贯|学|落|细)|赴|到|赶赴|带队"
)
# the characters that these may start with; most places are passed over by this test
OPENS_FREQUENCY: Final = frozenset("每定不常")
OPENS_PREPOSITION: Final = frozenset(words[0] for words in PREPOSITION.pattern.split("|"))
# 将路|灯移交: a segmenter takes these for the surname of a name that it does not know
NEVER_INSIDE: Final = frozenset(("将", "把", "对"))
# what may not follow the verb of a clause: it makes it part of a relative (召开的会议) ...
_NOT_AFTER_VERB: Final = re.compile(
    r"[的者于]|率(?![先领真])|后(?![勤备续台方期])|(?<=禁止)(?:清单|事项)|(?<=组织)(?:形式|管理体制|更加)|(?<=出版)方面|(?<=种植)(?:产业|分为|以|及|合作社|标准化|品种|收入)|情况|以来|期间|过程|以后|至今|阶段|区内|领导|机构|体系[建$]|生活"
)
# ... or, where the verb is a noun as often, part of a noun (检查组, 建设单位, 维修及时率)
_NOT_AFTER_NOMINAL: Final = re.compile(
    r"[的者]|(?<=研发)投入|(?<=投资)实际到位|中心(?!组)|单位|人员|情况|能力|水平|方面|以来|期间|过程|主体|机构|部门|阶段|[^,]{0,3}率|制度$"
    r"|领导|工作(?:会议|方案|的|者|组|人员|在|中|取|得|是)|[^,、\d]{0,3}(?:充足|充裕|疲软|疲弱|低迷)|增[速势长幅]|不足|偏[弱低少]|不够|活跃|旺盛|良好|滞后|薄弱|到位|顺畅|有限|缓慢|较|更加|明显|显著|稳步|效果|成效|成果|结果|任务|需求|要求|中[排表]"
)
_JOINER: Final = re.compile(r"[、“《]|并|以及|和|及")
_NOUN_SUFFIXES: Final = frozenset("人率费权局处所组部员站科师商型性度机法证期额量队厅司")
# who acts: 消防站排查…, 村里硬化…, 我局整治…
_ACTOR: Final = re.compile(
    r"^[^的、“《,]*"
    r"[局所站队院校司部科处办委会社厂厅镇乡村县市区道组班员里们行店场馆园团协工警服台间业关方家者长堂投口]$"
)
_LONGEST_ACTOR: Final = 12
_NO_OBJECT: Final = re.compile(
    r"[是为有达得在已等和、与及均也都将可由被正较更]|工作|进展|进行|稳步|扎实|有序|全面|加快|持续|不断|顺利|基本|取得|完成|情况"
)
# 外包给, 搬迁到, 改造成: nothing but a verb takes these
_PLACED: Final = re.compile(r"[了起过给到至成入]|起来")
_COUNT_AFTER: Final = re.compile(r"\d|一[批次]|[两三四五六七八九十]+[个名次项]|“|《")
# 已为, 并对: two words that the dictionary has as one
_GLUED_FIRST: Final = "已并将也均再应又还"
_NO_ADVERBS_OF_DEEDS: Final = ("将", "要求", "计划", "准备")
_GLUED: Final = re.compile(rf"[{_GLUED_FIRST}](?=[为对与在把向由按以])")


def _find_inner_start(word: str) -> int:
    """Where in a dictionary word its verb starts, 2 of 全面禁止; 0 where it does not."""
    if len(word) < 4:
        return int(len(word) == 2 and _GLUED.match(word) is not None)
    adverbs, verbs = load_adverbs().kinds, load_action_verbs()
    return next((at for at in (2, 3) if word[:at] in adverbs and word[at:] in verbs), 0)


# what `find_word_starts` says of an offset, else 0
_WORD: Final[u8] = 1
_OPENER: Final[u8] = 2


def find_word_starts(tokens: Tokens) -> bytes:
    """For each offset of a text, and for its end, whether a word starts there and may open a verb.

    0 where none does. A verb inside a set phrase starts a word too. A clause without an opener has no verb.
    Asked for so often, and made for each text, that a set of offsets costs more.
    """
    openers = _load_openers()
    length: i64 = len(tokens.text) + 1
    marks = vec[u8]([0] * length)
    marks[length - 1] = _WORD
    starts = tokens.starts
    for at, word in enumerate(tokens.words):
        start: i64 = starts[at]
        marks[start] = _OPENER if word in openers else _WORD
        size = len(word)
        if size >= 4 or (size == 2 and word[0] in _GLUED_FIRST):
            inner: i64 = _find_inner_start(word)
            if inner:
                marks[start] = marks[start + inner] = _OPENER
    return bytes(marks)


def has_opener(word_starts: bytes, start: int, end: int) -> bool:
    """Whether a word between two offsets may open a verb."""
    return word_starts.find(_OPENER, start, end) >= 0


def _search_verb(text: str, at: int, end: int, word_starts: bytes) -> VerbMatch | None:
    """The first verb of text[at:end] that begins with a word."""
    while (at := word_starts.find(_OPENER, at, end)) >= 0:
        if (match := match_verb(text, at, end)) is not None:
            return match
        at += 1
    return None


@cache
def _load_openers() -> frozenset[str]:
    """The verbs and all that they begin with: what the first word of a verb can be."""
    return frozenset(verb[:size] for verb in load_action_verbs() for size in range(1, len(verb) + 1))


def is_verb(text: str, match: VerbMatch, end: int, word_starts: bytes) -> bool:
    """Whether a match is whole words and not part of a noun."""
    at = match.end()
    if not word_starts[match.start()] or not word_starts[at]:
        return False
    if not match.verb.nominal:
        return _NOT_AFTER_VERB.match(text, at, end) is None
    suffixed = at < end and text[at] in _NOUN_SUFFIXES and word_starts[at + 1]
    return not suffixed and _NOT_AFTER_NOMINAL.match(text, at, end) is None


def find_head(text: str, at: int, end: int, word_starts: bytes) -> tuple[int, int, ActionVerb] | None:
    """The verb of text[at:end]: at its start, or behind an actor or a prepositional phrase."""
    frequency = FREQUENCY.match(text, at, end) if text[at : at + 1] in OPENS_FREQUENCY else None
    begins = at if frequency is None else frequency.end()
    match = match_verb(text, begins, end)
    if match is not None and is_verb(text, match, end, word_starts):
        verb = match.verb
        if not verb.nominal or not _is_overtaken(text, match.end(), end, word_starts):
            return match.start(), match.end(), verb
    governed, searched = frequency is not None, begins
    last_nominal = None
    position = begins
    while (match := _search_verb(text, position, end, word_starts)) is not None:
        position = match.end()
        if not is_verb(text, match, end, word_starts):
            position = match.start() + 1
            continue
        preposition, preposition_end = _find_preposition(text, searched, match.start(), word_starts)
        searched = match.start()
        governed = governed or preposition_end > 0
        verb = match.verb
        before = text[match.start() - 1]
        if verb.verb in load_adverbs().kinds and stands_before_verb(text, match.end(), end):
            continue
        if preposition_end == match.start() and not verb.nominal and preposition in load_adverbs().kinds:
            return match.start(), match.end(), verb
        # 将绿化养护权下放到社区: what follows the preposition at once is a noun
        quoted = text.count("“", at, match.start()) > text.count("”", at, match.start())
        if (
            quoted
            or before in "的“《之"
            or preposition_end == match.start()
            or (before in "、和与及" and verb.nominal)
        ):
            continue
        if not verb.nominal:
            return match.start(), match.end(), verb
        if _is_overtaken(text, match.end(), end, word_starts):
            continue
        if not governed and _acts_here(text, begins, match, end):
            return match.start(), match.end(), verb
        if (
            _PLACED.match(text, match.end(), end)
            or (verb.kind == "finish" and match.end() == end)
            or (governed and _follows_adverb(text, at, match.start()))
        ):
            return match.start(), match.end(), verb
        if governed:
            last_nominal = match.start(), match.end(), verb
    if last_nominal is not None and last_nominal[1] >= end - 2:
        return last_nominal
    return None


def _follows_adverb(text: str, start: int, end: int) -> bool:
    """Whether what stands before a deed ends in an adverb; 将 and 计划 are none before a noun."""
    return find_adverb_before(text, start, end) >= 0 and not text.endswith(_NO_ADVERBS_OF_DEEDS, 0, end)


def _find_preposition(text: str, start: int, end: int, word_starts: bytes) -> tuple[str, int]:
    """The first preposition of text[start:end] and where it ends, or nothing and 0."""
    for match in PREPOSITION.finditer(text, start, end):
        if word_starts[match.start()] and (word_starts[match.end()] or match.group() in NEVER_INSIDE):
            return match.group(), match.end()
    return "", 0


def _is_overtaken(text: str, at: int, end: int, word_starts: bytes) -> bool:
    """Whether a later verb makes what is a noun as often a part of the actor's name: 检修班分别建立了台账."""
    verbs = load_action_verbs()
    joiner = _JOINER.search(text, at, end)
    end = end if joiner is None else joiner.start()
    for found in compile_verbs().finditer(text, at, end):
        start, stop = found.span()
        verb = verbs[found.group()]
        if start > at and not verb.nominal and is_verb(text, VerbMatch(start, stop, verb), end, word_starts):
            aspect = text[stop : stop + 1] == "了"
            named = start - at <= 6 and _ACTOR.search(text[at:start]) is not None
            if aspect or named or _follows_adverb(text, at, start):
                return True
    return False


def _acts_here(text: str, at: int, verb: VerbMatch, end: int) -> bool:
    """Whether what is a noun as often is the verb here: after an adverb or an actor, before a count."""
    if _COUNT_AFTER.match(text, verb.end(), end) or _follows_adverb(text, at, verb.start()):
        return True
    if FREQUENCY.search(text, max(at, verb.start() - 4), verb.start()):
        return True
    actor = text[at : verb.start()]
    return (
        len(actor) <= _LONGEST_ACTOR
        and _ACTOR.search(actor) is not None
        and end - verb.end() >= 2
        and _NO_OBJECT.match(text, verb.end(), end) is None
    )
