"""Verbs that act, each with its prepositional phrase and its object (动宾短语), measure or not.

A clause is read from the left: its opening, then the verb, or an actor and a prepositional phrase and then
the verb. What follows is the object, up to the end of the clause or to the next verb that has an object of
its own. Word boundaries come from the tokens, everything else from compiled patterns over the characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from extractors.action_verbs import ActionVerb, match_verb
from extractors.clauses import (
    FREQUENCY,
    Clause,
    find_adverbs_before,
    find_clauses,
    read_opening,
)
from extractors.tokens import read_tokens
from extractors.verb_heads import (
    NEVER_INSIDE,
    OPENS_FREQUENCY,
    OPENS_PREPOSITION,
    PREPOSITION,
    find_head,
    find_word_starts,
    has_opener,
    is_verb,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc


class VerbPhrase:
    """A verb with what belongs to it, as offsets into the working text.

    Attributes:
        start, end: from the prepositional phrase or the verb to the end of the object.
        verb_start, verb_end: the verb, or two joined ones: 制定并完善.
        object_start: where the object starts, after 了 or 起.
        verb: its row in the lexicon (of the first of two).
        kinds: the kinds of adverbs and modals before it: attitude, plain, planned.
        clause: the clause that its verb stands in.
        lead: where what stands before it starts after connectives and time: its actor, if any is named.
    """

    __slots__ = (
        "clause",
        "end",
        "kinds",
        "lead",
        "object_start",
        "start",
        "verb",
        "verb_end",
        "verb_start",
    )

    def __init__(
        self,
        start: int,
        end: int,
        verb_start: int,
        verb_end: int,
        object_start: int,
        verb: ActionVerb,
        kinds: frozenset[str],
        clause: Clause,
        lead: int,
    ) -> None:
        self.start = start
        self.end = end
        self.verb_start = verb_start
        self.verb_end = verb_end
        self.object_start = object_start
        self.verb = verb
        self.kinds = kinds
        self.clause = clause
        self.lead = lead


# 将原有泵房分别改造: adverbs may stand between these and the verb
_TAKES_ADVERBS: Final = re.compile(r"对于?|将|把|向|为|给|由|针对|与|同|会同|联合|协同|深入|赴|到|带队")
# prepositions whose verb may end the clause: 将旧阀全部更换, 每周对站台巡查
_TAKES_DEED_LAST: Final = re.compile(rf"(?:{FREQUENCY.pattern})|[将把对由向与同给就为]|针对|联合|会同|到|赴")
_WAITS_FOR_VERB: Final = re.compile(r"对于|对(?!照|标|表|此|接)|将|把")
_OPENS_QUOTE: Final = re.compile("[“《(]")
# what one of _WAITS_FOR_VERB or FREQUENCY holds
_MAY_WAIT: Final = re.compile(r"[对将把每]|定期|常态化")
_NOT_BEFORE_MEASURE: Final = re.compile(
    r"为了|为(?=把我|[^,;]{0,6}(?:提高|提升|加强|进一步|确保|推动|促进|做好|切实|更好|解决|保障|有效|创建|落实))"
    r"|随着|由于|鉴于|因为?|虽然|尽管|如果|若|自(?=.*(?:以来|起))"
)
_OPENS_NO_MEASURE: Final = frozenset(words[0] for words in _NOT_BEFORE_MEASURE.pattern.split("|"))
# every alternative begins with a character, which lets `re` pass over all places where none of them stands
_CIRCUMSTANCE_AFTER: Final = re.compile(
    r"为(?<![行作成认因人]为)(?:契机|重点|目标|抓手|载体|主线|核心|基础|导向|中心|依托|突破口|引领|支撑|牵引|根本|着力点|切入点|原则|主|[^,;]{0,8}\d)"
    r"|后(?:$|(?=[将要又再]))|之(?:后|际|前|时)$|以(?:后|来|前)$|至今$|期间$|过程中$|时(?<![同临及按准限定实错即]时)$"
    r"|是(?<![但于还总只也就老可特别尤其]是)(?!否)|基本(?:清理|拆除|结束|完成)|接近尾声|必须|应当|才能|离不开|有利于"
    r"|的(?:(?:要求|思路|重要意义|意义|序幕|瓶颈|原则|精神|理念|目标|愿望|决心|需要|重要性|必要性|现象|作用)$|(?:深入|顺利|有效|蓬勃)(?:开展|实施|推进)$)"
    r"|创造.*(?:环境|条件)|奠定.*基础|提供.*(?:保障|支撑|动力)|指出$|表示$|强调$|认为$|显示$|百分点$|而(?:团结)?奋斗$|而努力奋斗$"
)
# 新增停车位30个、总数达到900个: what came of it is none of it
_RESULT_AFTER: Final = re.compile(
    r"、(?:总[数量]|累计|位?居|位列|排名|达到?|同比|增长|成为|比[上去]年|较[上去]年)[^、,]{0,8}?(?:\d|第[一二三四五六七八九十]|[首前]列?位)"
)
_ASPECT: Final = re.compile(r"[了起过着]|起来")
_ASPECTS: Final = frozenset("了起过着")
_JOINER: Final = re.compile(r"并|和|、|及|或|以及|与")
_OPENS_JOINER: Final = frozenset("并和、及或以与")
_WAYS: Final = r"等(?:各种|多种)?(?:方式|措施|形式|手段|途径|办法|方法|渠道)"
_SPLITTER: Final = re.compile(_WAYS + r"|、|或|并且?|以及|及|和|,")
_NEGATED: Final = re.compile(
    r"(?:未|没有|没|不|无法|难以|无|尚未|[严谨]防|防止|避免|杜绝|不再|不准|不许|不能|不会|坚决不)"
    r"(?:违规|违法|非法)?$"
)
_SCOPE: Final = re.compile(
    r"在(?:全|我|本)[市区县镇乡省国州院校局街村厂矿公]|在[^,]{1,8}(?:范围内|率先|的?指导下|领导下|支持下)|在\d"
)
_LOCATIVE: Final = re.compile(r"(?:下|方面|期间|基础上|过程中|时|后|内|以来)$")
_TAIL: Final = re.compile(
    r"(?:的?(?:基础上|同时|前提下|情况下)|的(?:办法|形式|契机)|" + _WAYS + r"|等|[的等]?[\s、]|完?毕(?=$))+$"
)
_TAIL_ENDS: Final = frozenset("上时下法式机施段径道等、毕")
# 、对网吧进行检查: another deed
_TAKES_OVER: Final = re.compile(r"[对将把][^、,;。]{2,}(?:进行|予以|加以|实行|实施|开展|纳入|列入)")
_DONE: Final = re.compile(
    r"(?:并)?(?:了|完毕|完成|到位|完工|投用|投入使用|交付使用|使用|运行|并投入使用|并交付使用|建设|推进|实施)*$"
)
# a list of places as long as this tells where, not what
_LONGEST_PREPOSITIONAL: Final = 40
_SENDING: Final = frozenset(("抽调", "安排", "派出", "组织", "选派", "出动", "投入", "委派", "增派", "聘请"))
_PEOPLE_OR_MONEY: Final = re.compile(r"\d[^,;]{0,6}(?:名|人|元|支|组|队)")
_QUANTITY_LIST: Final = re.compile(
    r"(?![^,]*(?:突破|超过|增[长加幅]|上升|下降|提高|比[上去]|同比|较[上去]|居))[^,;:。,的率达占为计由从到至\d]{2,14}?(?:约|近)?\d[\d.]*[万亿千百余多]*[^\d,;:。%]{1,4}|\d[\d.]*[万亿千百余多]*[^\d,;:。%]{1,4}"
)


def find_verb_phrases(doc: Doc) -> list[VerbPhrase]:
    """Every action verb with its object in the order of the text; none overlaps another.

    Args:
        doc: tokens with ``idx``; its text is the working text.
    """
    tokens = read_tokens(doc)
    text = tokens.text
    word_starts = find_word_starts(tokens)
    found: list[VerbPhrase] = []
    waiting: _Waiting | None = None
    last: VerbPhrase | None = None
    for clause in find_clauses(text):
        if waiting is not None and waiting.sentence != clause.sentence_start:
            waiting = None
        if last is not None and _continues_quantities(text, last, clause, word_starts):
            last.end = clause.end
            continue
        has_verb = has_opener(word_starts, clause.start, clause.end)
        phrases = _read_clause(text, clause, word_starts) if has_verb else None
        if not phrases:
            waiting = _find_waiting(text, clause, word_starts)
            continue
        governed = phrases[0].start < phrases[0].verb_start
        if waiting is not None and (governed or not waiting.for_preposition):
            phrases[0].start = waiting.start
        elif last is not None and governed and _sends_people(text, last, phrases[0]):
            last.end = phrases[0].end
            phrases[0] = last
            last = None
        waiting = None
        if last is not None:
            found.append(last)
        last = phrases.pop()
        found += phrases
    if last is not None:
        found.append(last)
    return found


class _Waiting:
    """A prepositional phrase or a time whose verb is in the next clause: 对老旧水泵,进行了更换."""

    __slots__ = ("for_preposition", "sentence", "start")

    def __init__(self, start: int, sentence: int, for_preposition: bool) -> None:
        self.start = start
        self.sentence = sentence
        self.for_preposition = for_preposition


def _find_waiting(text: str, clause: Clause, word_starts: bytes) -> _Waiting | None:
    """What a clause without a verb of its own leaves for the next clause."""
    if text[clause.end : clause.end + 1] != "," or not _MAY_WAIT.search(text, clause.start, clause.end):
        return None
    start = read_opening(text, clause.start, clause.end, word_starts=word_starts).end
    if FREQUENCY.match(text, start, clause.end):
        return _Waiting(start, clause.sentence_start, True)
    if _WAITS_FOR_VERB.match(text, start, clause.end):
        return _Waiting(start, clause.sentence_start, False)
    return None


def _sends_people(text: str, last: VerbPhrase, phrase: VerbPhrase) -> bool:
    """Whether one measure is told in two clauses: 抽调6名队员,对夜市进行巡查; 投入8万元,对泵房进行改造."""
    return (
        phrase.clause.start == last.end + 1
        and last.end <= last.clause.end
        and phrase.start - phrase.clause.start <= 1
        and phrase.clause.sentence_start == last.clause.sentence_start
        and last.verb.verb in _SENDING
        and _PEOPLE_OR_MONEY.search(text, last.object_start, last.end) is not None
    )


def _continues_quantities(text: str, phrase: VerbPhrase, clause: Clause, word_starts: bytes) -> bool:
    """Whether a clause goes on with a list of counts: 新增泊位30个,充电桩10个."""
    if (
        clause.start != phrase.end + 1
        or clause.sentence_start != phrase.clause.sentence_start
        or not any(map(str.isdigit, text[phrase.object_start : phrase.end][-8:]))
        or _QUANTITY_LIST.fullmatch(text, clause.start, clause.end) is None
    ):
        return False
    opening = read_opening(text, clause.start, clause.end, word_starts=word_starts)
    verb = match_verb(text, opening.end, clause.end)
    return opening.end == clause.start and (verb is None or not is_verb(text, verb, clause.end, word_starts))


def _read_clause(text: str, clause: Clause, word_starts: bytes) -> list[VerbPhrase]:
    """The verb phrases of one clause."""
    found: list[VerbPhrase] = []
    at = clause.start
    while at < clause.end:
        opening = read_opening(text, at, clause.end, word_starts=word_starts)
        if text[opening.end : opening.end + 1] in _OPENS_NO_MEASURE and _NOT_BEFORE_MEASURE.match(
            text, opening.end, clause.end
        ):
            return found
        head = find_head(text, opening.end, clause.end, word_starts)
        if head is None:
            return found
        verb_start, verb_end, verb = head
        head_end, object_start = _read_compound(text, verb_end, clause.end, word_starts)
        if text[object_start : min(object_start + 1, clause.end)] == "、":
            at = object_start
            continue
        end, at = _find_end(text, object_start, clause.end, word_starts)
        if (result := _RESULT_AFTER.search(text, object_start + 2, end)) is not None:
            end = result.start()
        negated = opening.end < verb_start and _NEGATED.search(text, opening.end, verb_start)
        if negated or _CIRCUMSTANCE_AFTER.search(text[verb_start:end]):
            continue
        start, kinds = _find_start(text, opening.end, verb_start, word_starts)
        if verb_start - start > _LONGEST_PREPOSITIONAL and verb.kind != "light":
            start = verb_start
        lead = opening.end
        if verb.kind != "light" and start == verb_start and (done := _DONE.fullmatch(text, verb_end, end)):
            # what was done stands before the verb: 街心公园投入使用
            if verb.kind != "finish" and not done.group():
                continue
            start = opening.end
            if start == verb_start:
                continue
        elif object_start == end and not _TAKES_DEED_LAST.match(text, start):
            continue
        # most phrases end in no character that such a tail ends in
        elif (text[end - 1] in _TAIL_ENDS or text[end - 1].isspace()) and (
            tail := _TAIL.search(text[start:end])
        ):
            end = max(head_end, end - len(tail.group()))
        kinds = opening.kinds | kinds if opening.kinds else kinds
        found.append(VerbPhrase(start, end, verb_start, head_end, object_start, verb, kinds, clause, lead))
    return found


def _read_compound(text: str, at: int, end: int, word_starts: bytes) -> tuple[int, int]:
    """Where a verb ends that a second one is joined to (制定并完善), and where the object starts."""
    following = text[at : min(at + 1, end)]
    if following in _ASPECTS:
        return at, at + 1
    joiner = _JOINER.match(text, at, end) if following in _OPENS_JOINER else None
    if joiner is not None:
        second = match_verb(text, joiner.end(), end)
        if second is not None and is_verb(text, second, end, word_starts) and not second.verb.nominal:
            second_end = second.end()
            aspect = text[second_end : min(second_end + 1, end)] in _ASPECTS
            return second_end, second_end + aspect
    return at, at


def _find_start(text: str, at: int, verb_start: int, word_starts: bytes) -> tuple[int, frozenset[str]]:
    """Where the phrase starts (how often, a preposition, the verb), and the kinds of its adverbs."""
    kinds, adverbs_start = find_adverbs_before(text, at, verb_start)
    for position in range(at, verb_start):
        if not word_starts[position]:
            continue
        character = text[position]
        if character in OPENS_FREQUENCY and FREQUENCY.match(text, position, verb_start):
            return position, kinds
        if character not in OPENS_PREPOSITION:
            continue
        preposition = PREPOSITION.match(text, position, verb_start)
        # 将积极推广: nothing but adverbs between it and the verb makes it an adverb or a modal itself
        if preposition is None or preposition.end() >= adverbs_start:
            continue
        if not word_starts[preposition.end()] and preposition.group() not in NEVER_INSIDE:
            continue
        if _TAKES_ADVERBS.fullmatch(preposition.group()):
            return position, kinds
        stands_alone = _SCOPE.match(text, position) or _LOCATIVE.search(text[position:adverbs_start])
        if adverbs_start == verb_start and not stands_alone:
            return position, kinds
    return verb_start, kinds


def _find_end(text: str, object_start: int, end: int, word_starts: bytes) -> tuple[int, int]:
    """Where the object ends, and where the next verb phrase of the clause is to be looked for."""
    position = object_start
    while (joiner := _SPLITTER.search(text, position, end)) is not None:
        position = joiner.end()
        if joiner.group().startswith("等"):
            return joiner.start(), joiner.end()
        if not word_starts[joiner.start()] or joiner.start() < object_start + 2:
            continue
        if _is_inside_quotes(text, object_start, joiner.start()):
            continue
        opening = read_opening(text, joiner.end(), end, word_starts=word_starts)
        second = match_verb(text, opening.end, end)
        if second is None or not is_verb(text, second, end, word_starts):
            if _TAKES_OVER.match(text, opening.end, end) and word_starts[opening.end]:
                return joiner.start(), joiner.end()
            continue
        # 受理、复核和送达全过程: verbs that are a list of nouns themselves
        if (
            end - second.end() < 2
            or _JOINER.match(text, second.end(), end)
            or _ASPECT.fullmatch(text, second.end(), end)
        ):
            continue
        if second.verb.nominal and not opening.kinds:
            continue
        return joiner.start(), joiner.end()
    return end, end


def _is_inside_quotes(text: str, start: int, end: int) -> bool:
    return _OPENS_QUOTE.search(text, start, end) is not None and any(
        text.count(left, start, end) > text.count(right, start, end) for left, right in ("“”", "《》", "()")
    )
