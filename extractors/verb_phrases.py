"""Verbs that act, each with its prepositional phrase and its object (动宾短语), measure or not.

A clause is read from the left: its opening, then the verb, or an actor and a prepositional phrase and then
the verb. What follows is the object, up to the end of the clause or to the next verb that has an object of
its own. Word boundaries come from the tokens, everything else from compiled patterns over the characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from spacy.attrs import IDX
from spacy.tokens import Doc

from extractors.action_verbs import ActionVerb, compile_verbs, load_action_verbs
from extractors.clauses import (
    FREQUENCY,
    Clause,
    compile_adverb_before,
    find_adverbs_before,
    find_clauses,
    read_opening,
)


class VerbPhrase(NamedTuple):
    """A verb with what belongs to it, as offsets into the working text.

    Attributes:
        start, end: from the prepositional phrase or the verb to the end of the object.
        verb_start, verb_end: the verb, or two joined ones: 制定并完善.
        object_start: where the object starts, after 了 or 起.
        verb: its row in the lexicon (of the first of two).
        kinds: the kinds of adverbs and modals before it: attitude, plain, planned.
        clause: the clause that its verb stands in.
    """

    start: int
    end: int
    verb_start: int
    verb_end: int
    object_start: int
    verb: ActionVerb
    kinds: frozenset[str]
    clause: Clause


# Prepositions whose phrase belongs to the measure (对车辆实行识别管理); 按照, 根据, 围绕 tell circumstances.
_PREPOSITION = re.compile(
    r"对于|对|将|把|向|与|同|为|给|以|用|在|从|由|针对|利用|借助|依托|会同|联合|采取|通过|运用|采用|协同"
)
_TAKES_ADVERBS = frozenset(
    ("对", "对于", "将", "把", "向", "为", "给", "由", "针对", "与", "同", "会同", "联合", "协同")
)
_WAITS_FOR_VERB = re.compile(r"对于|对(?!照|标|表|此)|将|把")
_NOT_BEFORE_MEASURE = re.compile(
    r"为了|为(?=[^,;]{0,6}(?:提高|提升|加强|进一步|确保|推动|促进|做好|切实|更好|解决|保障|有效))"
)
_ASPECT = re.compile(r"[了起过着]|起来")
_JOINER = re.compile(r"并|和|、|及|或|以及|与")
_WAYS = r"等(?:多种)?(?:方式|措施|形式|手段|途径|办法|方法|渠道)"
_SPLITTER = re.compile(_WAYS + r"|、|并且?|以及|及|和|,")
# what may not follow the verb of a clause: it makes it part of a noun (检查组, 建设单位) or of a relative
_NOT_AFTER_VERB = re.compile(
    r"[的者率费权局处所部员站科师商型性度]|组(?!织|建|成)|中心(?!组)|单位|人员|情况|能力|水平|方面|期间|过程|以来|主体|机构|部门"
    r"|工作(?:会议|方案|的|者|组|人员|在|中|取|得|是)"
)
_NEGATED = re.compile(r"(?:未|没有|没|不|无法|难以|无|尚未)$")
_SCOPE = re.compile(r"在(?:全|我|本)[市区县镇乡省国州院校局街村厂矿公]")
_LOCATIVE = re.compile(r"(?:下|中|上|方面|期间|基础上|过程中|时|后|内)$")
_TAIL = re.compile(
    r"(?:的?(?:基础上|同时|前提下|情况下)|的(?:方式|办法|形式|契机)|" + _WAYS + r"|等|[的等]?[\s、])+$"
)
_QUANTITY_LIST = re.compile(r"[^,;:。，的]{2,14}?(?:约|近)?\d[\d.]*[万亿千百余多]*[^\d,;:。]{1,4}")


def find_verb_phrases(doc: Doc) -> Iterator[VerbPhrase]:
    """Every action verb with its object in the order of the text; none overlaps another.

    Args:
        doc: tokens with ``idx``; its text is the working text.
    """
    text = doc.text
    word_starts = frozenset(doc.to_array([IDX]).tolist())
    waiting: tuple[int, int] | None = (
        None  # where 对… starts whose verb is in the next clause, and its sentence
    )
    last: VerbPhrase | None = None
    for clause in find_clauses(text):
        if waiting is not None and waiting[1] != clause.sentence_start:
            waiting = None
        phrases = list(_read_clause(text, clause, word_starts))
        if not phrases:
            if last is not None and _continues_quantities(text, last, clause):
                last = last._replace(end=clause.end)
                continue
            start = read_opening(text, clause.start, clause.end, word_starts=word_starts).end
            waiting = (
                (start, clause.sentence_start) if _WAITS_FOR_VERB.match(text, start, clause.end) else None
            )
            continue
        if waiting is not None:
            phrases[0] = phrases[0]._replace(start=waiting[0])
            waiting = None
        if last is not None:
            yield last
        yield from phrases[:-1]
        last = phrases[-1]
    if last is not None:
        yield last


def _continues_quantities(text: str, phrase: VerbPhrase, clause: Clause) -> bool:
    """Whether a clause without a verb goes on with a list of counts: 新增疏导点1个,摊点10个."""
    return (
        clause.start == phrase.clause.end + 1 == phrase.end + 1
        and clause.sentence_start == phrase.clause.sentence_start
        and any(char.isdigit() for char in text[phrase.object_start : phrase.end][-8:])
        and _QUANTITY_LIST.fullmatch(text, clause.start, clause.end) is not None
    )


def _read_clause(text: str, clause: Clause, word_starts: frozenset[int]) -> Iterator[VerbPhrase]:
    """The verb phrases of one clause."""
    at = clause.start
    if compile_verbs().search(text, at, clause.end) is None:
        return
    while at < clause.end:
        opening = read_opening(text, at, clause.end, word_starts=word_starts)
        head = _find_head(text, opening.end, clause.end, word_starts)
        if head is None:
            return
        verb_start, verb_end, verb = head
        head_end, object_start = _read_compound(text, verb_end, clause.end, word_starts)
        end, at = _find_end(text, object_start, clause.end, word_starts)
        if _NEGATED.search(text, opening.end, verb_start) or _NOT_BEFORE_MEASURE.match(text, opening.end):
            continue
        start, kinds = _find_start(text, opening.end, verb_start, word_starts)
        end -= len(match.group()) if (match := _TAIL.search(text[start:end])) else 0
        if end < head_end:
            continue
        yield VerbPhrase(start, end, verb_start, head_end, object_start, verb, opening.kinds | kinds, clause)


def _is_verb(text: str, match: re.Match[str], end: int, word_starts: frozenset[int]) -> bool:
    """Whether a match is whole words and not part of a noun."""
    return (
        match.start() in word_starts
        and (match.end() in word_starts or match.end() == end)
        and _NOT_AFTER_VERB.match(text, match.end(), end) is None
    )


def _find_head(
    text: str, at: int, end: int, word_starts: frozenset[int]
) -> tuple[int, int, ActionVerb] | None:
    """The verb of text[at:end]: at its start, or behind an actor or a prepositional phrase."""
    pattern, verbs = compile_verbs(), load_action_verbs()
    match = pattern.match(text, at, end)
    if match is not None and _is_verb(text, match, end, word_starts):
        return match.start(), match.end(), verbs[match.group()]
    governed = _PREPOSITION.match(text, at, end) is not None or FREQUENCY.match(text, at, end) is not None
    last_nominal = None
    position = at
    while (match := pattern.search(text, position, end)) is not None:
        position = match.end()
        if not _is_verb(text, match, end, word_starts):
            position = match.start() + 1
            continue
        verb = verbs[match.group()]
        before = text[match.start() - 1]
        if before in "的“《之" or (before in "、和与及" and verb.nominal):
            continue
        if not verb.nominal:
            return match.start(), match.end(), verb
        if compile_adverb_before().search(text, at, match.start()) or _ASPECT.match(text, match.end(), end):
            return match.start(), match.end(), verb
        if governed:
            last_nominal = match.start(), match.end(), verb
    if last_nominal is not None and last_nominal[1] >= end - 2:
        return last_nominal
    return None


def _read_compound(text: str, at: int, end: int, word_starts: frozenset[int]) -> tuple[int, int]:
    """Where a verb ends that a second one is joined to (制定并完善), and where the object starts."""
    pattern, verbs = compile_verbs(), load_action_verbs()
    aspect = _ASPECT.match(text, at, end)
    if aspect is not None:
        return at, aspect.end()
    joiner = _JOINER.match(text, at, end)
    if joiner is not None:
        second = pattern.match(text, joiner.end(), end)
        if (
            second is not None
            and _is_verb(text, second, end, word_starts)
            and not verbs[second.group()].nominal
        ):
            aspect = _ASPECT.match(text, second.end(), end)
            return second.end(), aspect.end() if aspect else second.end()
    return at, at


def _find_start(
    text: str, at: int, verb_start: int, word_starts: frozenset[int]
) -> tuple[int, frozenset[str]]:
    """Where the phrase starts (how often, a preposition, the verb), and the kinds of its adverbs."""
    kinds, adverbs_start = find_adverbs_before(text, at, verb_start)
    for position in range(at, verb_start):
        if position not in word_starts:
            continue
        if FREQUENCY.match(text, position, verb_start):
            return position, kinds
        preposition = _PREPOSITION.match(text, position, verb_start)
        if preposition is None or preposition.end() not in word_starts:
            continue
        if preposition.group() in _TAKES_ADVERBS:
            return position, kinds
        stands_alone = _SCOPE.match(text, position) or _LOCATIVE.search(text[position:adverbs_start])
        if adverbs_start == verb_start and not stands_alone:
            return position, kinds
    return verb_start, kinds


def _find_end(text: str, object_start: int, end: int, word_starts: frozenset[int]) -> tuple[int, int]:
    """Where the object ends, and where the next verb phrase of the clause is to be looked for."""
    pattern, verbs = compile_verbs(), load_action_verbs()
    position = object_start
    while (joiner := _SPLITTER.search(text, position, end)) is not None:
        position = joiner.end()
        if joiner.group().startswith("等"):
            return joiner.start(), joiner.end()
        if joiner.start() not in word_starts or joiner.start() < object_start + 2:
            continue
        if _is_inside_quotes(text, object_start, joiner.start()):
            continue
        opening = read_opening(text, joiner.end(), end, word_starts=word_starts)
        second = pattern.match(text, opening.end, end)
        if second is None or not _is_verb(text, second, end, word_starts):
            continue
        if end - second.end() < 2 or (verbs[second.group()].nominal and not opening.kinds):
            continue
        return joiner.start(), joiner.end()
    return end, end


def _is_inside_quotes(text: str, start: int, end: int) -> bool:
    return any(
        text.count(left, start, end) > text.count(right, start, end) for left, right in ("“”", "《》", "()")
    )
