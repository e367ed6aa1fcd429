"""Subject and action of a quantity (指标主体与动作): what is counted, and the verb that governs it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from corpora.frozen_records import set_at_once
from corpora.traced_text import Span
from extractors.change_verbs import find_change
from extractors.counted_nouns import is_deed, is_idiom, is_noun, names_itself
from extractors.described_nouns import read_described
from extractors.general_subjects import find_thing
from extractors.left_context import LeftContext, read_left
from extractors.member_lists import ATTRIBUTES
from extractors.phrase_edges import EACH_OF_MANY
from extractors.phrase_words import MONEY_NOUNS, MONEY_VERBS, STOP_WORDS
from extractors.quantities import Quantity
from extractors.right_context import read_deed, read_noun_phrase, read_purpose
from extractors.tokens import Tokens

_PEOPLE: Final = frozenset("人 名 户".split())
_NAMED_UNITS: Final = frozenset("个品种 个项目 个单位 个部门 个行业 个方面 个地区".split())
# 建材公司投资80万元建设生产线: who pays is not what for
_WHO_INVESTS: Final = re.compile(r"(?:公司|集团|企业|厂|合作社|财政|政府|单位)共?(?P<deed>投资|出资)$")
# 由71所优化整合为47所
_LEADS_ON: Final = re.compile(r"[^,。;:!?\n\d]{1,4}(?:到|至|为)(?=[\d一二三四五六七八九十两百千])")
# 支出由30亿元增加到去年的70亿元
_RISES: Final = re.compile(r"(?:增加|提高|增长|减少|下降|上升|扩大|发展)(?:到|至|为)")
_SPENT: Final = re.compile(r"(?:投资|资金|经费|价值|造价|耗资)$")
# 设立规模2亿元的基金: what is set up
_SIZED: Final = re.compile(r"(?:首期|总)?(?:规模|总额)$")
# 增速居西部第3位: among whom something is ranked
_RANKED: Final = re.compile(
    r"(?:(?:稳|跃|位|名|均|仍|高|继续)?(?:居|列)|排(?!名)|排在|跻身|保持|升至|上升(?:到|至)|跃升(?:到|至))"
    r"[^,。;:!?\n\d居]{0,10}$"
)
# 补助标准为每人每年600元: for whom and how often is no name of the money
_EACH: Final = re.compile(
    r"(?<=[^,。;:!?\n、])(?:按照?|为)?每(?:人次?|户|亩|平方米|平米|吨|公里|次|台|头|只|辆|个|名|位|年|月|天|日|公?斤|股|张|件|度|升|立方米)"
    r"(?:每(?:年|月|天|日|次|人|户))?$"
)
# 增长8%以上、力争达到10%: the number after it is of the same sort
_JOINS: Final = re.compile(r"[、和及与]?(?:力争|争取|努力|奋力)(?:达到?|实现|突破|完成)?|[、和及与]?")
# 保有量达每百户38辆: of how many is no name of what is counted
_EACH_OF_MANY: Final = re.compile(rf"(?<=[^,。;:!?\n、]){EACH_OF_MANY.pattern}(?:居民|人口)?$")
_GRANT: Final = re.compile(
    r"的?(?P<grant>(?:[^,。;:!?\n、\d的(]{0,6})(?:奖励|补助|补贴|资助|奖金|罚款|奖补))(?![\u4e00-\u9fff])"
)
_GIVING: Final = re.compile(r"(?:给予|给|奖励|补助|发放|处以?|予以)[^,。;:!?\n]*$")
# 用三年的时间,治理河道: what takes so long is done in the next clause
_TAKEN: Final = ("用", "花", "花费", "历时")
_FREE_OF: Final = ("未发生", "没有发生", "无")
_IN_ROW: Final = ("%和", "%及", "%与", "%、")  # 按70%和90%给予奖励: both of what stands before them
_IS_PART: Final = ("占", "占比", "占到")
_SHARES: Final = frozenset("share ratio score rate temperature concentration".split())


@set_at_once
@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted, where it stands, and the verb that governs it.

    Attributes:
        span: offsets in the text, None where none was found.
        action: span of the governing verb, or None.
        change: span of the word of change (增长, 下降) between subject and number, or None.
        to_value: the word of change leads to the value itself (提高到).
        basis: the words that name what a change is measured against, or "".
        place: ``before``, ``after``, ``carried``, ``purpose``, ``verb`` or ``none``.
        parts: what the numbers after 分别 belong to, in order.
    """

    span: Span | None
    action: Span | None = None
    change: Span | None = None
    to_value: bool = False
    basis: str = ""
    place: str = "none"
    parts: tuple[Span, ...] = ()


def find_subject(
    tokens: Tokens,
    quantity: Quantity,
    *,
    left: int,
    right: int,
    last: Subject | None,
    same_unit: Subject | None,
    chained: Span | None,
    from_value: bool,
    numbers: int = 1,
) -> Subject:
    """The subject of one quantity.

    Args:
        tokens: words of the text.
        quantity: what was counted.
        left: end of the quantity or mark before it.
        right: start of the quantity or mark after it.
        last: the subject of the quantity before it in the sentence, or None.
        same_unit: the last subject of the sentence that was counted in the same unit, or None.
        chained: the noun phrase after the last of a chain of quantities that this one opens
            (6大类、40项、300场活动), or None.
        from_value: it is what something rose or fell from (由12条扩展为19条).
        numbers: how many numbers in its unit stand in a row from it on.

    Example:
        In ``新购置4台巡逻车`` the subject of ``4台`` is ``巡逻车``, its action ``购置``.
    """
    dimension = quantity.unit.dimension if quantity.unit else "money"
    share = dimension == "share"
    stop = quantity.bound.start
    if quantity.form == "rank" and (ranked := _RANKED.search(tokens.text, left, stop)) is not None:
        stop = ranked.start()
    each = _EACH.search(tokens.text, left, stop) if dimension == "money" else None
    if (each := each or _EACH_OF_MANY.search(tokens.text, left, stop)) is not None:
        stop = each.start()
    multiple = dimension == "ratio"
    before = read_left(
        tokens, left, stop, share=share, from_value=from_value, multiple=multiple, numbers=numbers
    )
    end = quantity.bound.end
    if from_value and (tokens.tags[tokens.find(end)] in ("v", "vn") or _LEADS_ON.match(tokens.text, end)):
        # 从120家发展到360家: the verb that follows is no noun that is counted
        right = quantity.bound.end
    # 破获136起 speaks of the cases, 达到11亿吨 and 下降14% of the number just before
    carried = last if share or (before.action is None and before.verb is None) else same_unit
    chosen = _choose(
        tokens, quantity, before, right=right, chained=chained, carried=carried, dimension=dimension
    )
    if chosen is not None and chosen.place == "before" and last is not None:
        thing = find_thing(tokens.text, chosen.span, last.span, left)
        chosen = chosen if thing is None else replace(chosen, span=thing, place="carried")
    people = quantity.unit is not None and quantity.unit.norm in _PEOPLE
    if chosen is None and people and before.verb is not None and is_idiom(tokens, before.verb):
        chosen = _say(before.verb, before, "verb")  # 批准逮捕28人,提起公诉41人: what was done to them
    if chosen is None and carried is not None and carried.span is not None:
        joined = _JOINS.fullmatch(tokens.text[left : quantity.bound.start].strip()) is not None
        chosen = _carry(carried, before, joined=joined)
    if chosen is None:
        chosen = _fall_back(tokens, quantity, before, right=right)
    return chosen


def _names_rate(text: str, change: Span) -> bool:
    verb = find_change(text[slice(*change)])[0]
    return verb is not None and verb.sort == "noun"


def _choose(
    tokens: Tokens,
    quantity: Quantity,
    before: LeftContext,
    *,
    right: int,
    chained: Span | None,
    carried: Subject | None,
    dimension: str,
) -> Subject | None:
    """The subject that stands beside the quantity itself, None where none does."""
    if quantity.form == "rank":
        # 增速居第2位: the word that names a change is what is ranked
        named = before.change if before.change and _names_rate(tokens.text, before.change) else None
        beside = before.phrase or before.topic
        if beside is not None and carried is not None and is_deed(tokens, beside):
            return None  # 6个驿站开门运营、居全市第3位
        return _say(before.phrase or before.topic or named, before, "before")
    if dimension == "money":
        return _choose_money(tokens, quantity, before, right=right, chained=chained)
    if dimension in _SHARES or quantity.form == "fraction":
        return _choose_share(tokens, quantity, before, right=right, carried=carried)
    if dimension == "time" and before.change is None:
        return _choose_time(tokens, quantity, before, right=right, carried=carried)
    return _choose_count(
        tokens, quantity, before, right=right, chained=chained, carried=carried, dimension=dimension
    )


def _say(span: Span | None, before: LeftContext, place: str) -> Subject | None:
    if span is None:
        return None
    return Subject(span, before.action, before.change, before.to_value, before.basis, place, before.parts)


def _choose_money(
    tokens: Tokens, quantity: Quantity, before: LeftContext, *, right: int, chained: Span | None
) -> Subject | None:
    end = quantity.bound.end
    text = tokens.text
    generic = before.phrase is not None and text[slice(*before.phrase)] in MONEY_NOUNS
    spent = before.phrase is None or _SPENT.search(text, *before.phrase) is not None
    if before.phrase is not None and (sized := _SIZED.search(text, *before.phrase)) is not None:
        spent = spent or before.action is not None or sized.span() == before.phrase
    if before.phrase is not None and (who := _WHO_INVESTS.search(text, *before.phrase)) is not None:
        purpose = read_purpose(tokens, end)
        return _say(purpose or who.span("deed"), before, "before" if purpose is None else "purpose")
    if text[end : end + 1] == "的" and spent and before.change is None:
        # 总投资15亿元的度假区项目
        after = read_noun_phrase(tokens, end, right)
        if after is not None and is_noun(tokens, after):
            return _say(after, before, "after")
    governed = before.action is not None and text[slice(*before.action)] in MONEY_VERBS
    # 给予企业50万元奖励: what is given stands after the number, who gets it before
    given = _GRANT.match(text, end)
    if given is not None and (
        before.phrase is None or _GIVING.search(text, max(0, quantity.start - 24), end)
    ):
        return _say(given.span("grant"), before, "after")
    if (before.phrase is None or generic) and (governed or generic):
        purpose = read_purpose(tokens, end)
        if purpose is not None and _RISES.match(text, end) is None:
            return _say(purpose, before, "purpose")
    if before.phrase is None and before.change is None:
        after = read_noun_phrase(tokens, end, right)
        if after is not None:
            return _say(after, before, "after")
    if before.phrase is None and chained is not None and before.change is None:
        return _say(chained, before, "after")
    return _say(before.phrase or before.topic, before, "before")


def _choose_share(
    tokens: Tokens, quantity: Quantity, before: LeftContext, *, right: int, carried: Subject | None
) -> Subject | None:
    end = quantity.bound.end
    attribute = before.phrase is not None and ATTRIBUTES.search(tokens.text, *before.phrase)
    if (
        before.change is None
        # 农户占60%的分配方式: the share is of what stands before 占
        and not tokens.text.endswith(_IS_PART, 0, quantity.bound.start)
        and before.whole is None
        and not before.to_value
        and tokens.text[end : end + 1] not in "、,。"
    ):
        of = tokens.text[end : end + 1] == "的"
        # 街道、集镇和87%以上自然村: the number has a noun of its own
        joined = tokens.text.endswith(("和", "及", "与"), 0, quantity.bound.start)
        in_row = not of and tokens.text.endswith(_IN_ROW, 0, quantity.bound.start)
        if in_row and carried is not None and carried.span is not None and carried.place != "after":
            return None
        if before.phrase is None or joined or (of and not attribute):
            after = read_noun_phrase(tokens, end, right, clause=True)
            if after is not None:
                return _say(after, before, "after")
    whole = before.whole if carried is None else None
    return _say(before.phrase or whole or before.topic, before, "before")


def _choose_time(
    tokens: Tokens, quantity: Quantity, before: LeftContext, *, right: int, carried: Subject | None
) -> Subject | None:
    if before.phrase is not None:
        return _say(before.phrase, before, "before")
    free_of = tokens.text.startswith(_FREE_OF, quantity.bound.end)  # 连续5年未发生事故
    if carried is not None and tokens.text.endswith("连续", 0, quantity.bound.start) and not free_of:
        return None
    after = (
        read_noun_phrase(tokens, quantity.bound.end, right) if quantity.bound.end == quantity.end else None
    )
    if after is not None and not tokens.text.startswith("时间", after[0]):
        return _say(after, before, "after")
    deed = read_deed(tokens, quantity.bound.end, right)
    if deed is None and before.topic is None and tokens.text.endswith(_TAKEN, 0, quantity.bound.start):
        return _say(read_deed(tokens, quantity.bound.end, right, beyond=True), before, "purpose")
    return _say(before.topic, before, "before") if deed is None else _say(deed, before, "after")


def _choose_count(
    tokens: Tokens,
    quantity: Quantity,
    before: LeftContext,
    *,
    right: int,
    chained: Span | None,
    carried: Subject | None,
    dimension: str,
) -> Subject | None:
    end = quantity.bound.end
    if quantity.unit is not None and quantity.unit.text == "人民":
        return _say((quantity.unit_start, quantity.end), before, "after")  # 十亿人民团结奋斗
    people = quantity.unit is not None and quantity.unit.norm in _PEOPLE
    if people and tokens.text.startswith("的", end) and names_itself(tokens, quantity):
        return _say((quantity.unit_start, quantity.end), before, "after")  # 十亿人口的大国
    after = None
    # 东延高铁等3条高速: the noun after says what those before it are
    listed = tokens.text.endswith("等", 0, quantity.bound.start)
    if listed and quantity.unit is not None and quantity.unit.text in _NAMED_UNITS:
        return _say((quantity.unit_start + 1, quantity.end), before, "after")  # 绿茶、红茶等9个品种
    if listed or not (before.change is not None and before.phrase is not None):
        after = read_described(tokens, quantity.bound.start, end, governed=before.phrase is None)
        after = after or read_noun_phrase(tokens, end, right)
    if after is not None and before.phrase is not None:
        attribute = ATTRIBUTES.search(tokens.text, *before.phrase) is not None
        if (attribute and not listed) or not is_noun(tokens, after):
            after = None
    if after is not None:
        return _say(after, before, "after")
    if before.phrase is not None:
        return _say(before.phrase, before, "before")
    unit_text = quantity.unit.text if quantity.unit else ""
    counts_events = quantity.unit is not None and "event" in quantity.unit.traits
    if unit_text.startswith("个") and len(unit_text) > 1 and dimension == "count" and carried is None:
        return _say((quantity.unit_start + 1, quantity.end), before, "after")
    if unit_text and carried is not None and names_itself(tokens, quantity):
        return _say((quantity.unit_start, quantity.end), before, "after")
    if chained is not None:
        return _say(chained, before, "after")
    if unit_text and before.topic is not None and names_itself(tokens, quantity):
        return _say((quantity.unit_start, quantity.end), before, "after")  # 各分院开设380病床
    if before.topic is not None and not (counts_events and before.verb is not None):
        return _say(before.topic, before, "before")
    if counts_events:
        if before.verb is not None and (carried is None or unit_text in ("次", "人次", "场次")):
            return _say(before.verb, before, "verb")
        if before.verb is None and carried is None:
            return _say(read_deed(tokens, end, right), before, "after")
    return None


def _carry(carried: Subject, before: LeftContext, *, joined: bool) -> Subject:
    """The subject of an earlier quantity, with this clause's own verb; its growth too where 、 joins both."""
    bare = joined and before.change is None and before.action is None
    action = before.action or (carried.action if bare else None)
    if bare and carried.change is not None and not carried.to_value:
        # 分别增长12%、15%: the second number grew as well
        return replace(carried, action=action, place="carried", parts=())
    return Subject(carried.span, action, before.change, before.to_value, before.basis, "carried")


def _fall_back(tokens: Tokens, quantity: Quantity, before: LeftContext, *, right: int) -> Subject:
    """Where no phrase stands beside the number: its verb, or the noun that is its unit."""
    unit = quantity.unit
    if unit is not None and names_itself(tokens, quantity):
        # 解决十几亿人口的吃饭问题
        return _say((quantity.unit_start, quantity.end), before, "after") or Subject(None)
    span, place = before.verb, "verb"
    if span is not None and unit is not None and unit.norm in _PEOPLE:
        # 安排47万人就业: what the people do
        deed = read_deed(tokens, quantity.bound.end, right)
        span, place = (deed, "after") if deed is not None else (span, place)
    if span is None and unit is not None and len(unit.text) > 1 and unit.dimension == "count":
        span, place = (quantity.unit_start, quantity.end), "after"
    if span is not None and tokens.text[slice(*span)] in STOP_WORDS:
        span = None  # 让9万户远离危险
    found = _say(span, before, place)
    return found or Subject(None, before.action, before.change, before.to_value, before.basis)
