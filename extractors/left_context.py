"""What stands left of a number (数量左侧语境): the phrase that it counts, its verb, the words of change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpora.frozen_records import set_at_once
from corpora.traced_text import Span
from extractors.action_verbs import load_actions
from extractors.change_verbs import find_change
from extractors.compared_bases import skip_compared, skip_from
from extractors.phrase_edges import CLOSING, OPENING
from extractors.phrase_words import BOUNDARIES
from extractors.phrases import PhraseReader
from extractors.tokens import Tokens

_COMPARED: Final = re.compile(r"(?:同比|环比|按可比(?:价格|口径)(?:计算)?|同口径(?:比)?)(?:分别|各|均|又)?$")

# 比去年同期多收入: more or less was done
_DONE_MORE: Final = re.compile(
    r"(?P<basis>[比较][^,。;:!?\n比较]{0,8}(?:同期|[年月]|季度|计划|预算))(?P<change>[多少])(?P<deed>[\u4e00-\u9fff]{2})$"
)
_YIELD_DEEDS: Final = frozenset(("收入", "支出", "投入"))

# in what something has its share; 所 may be part of a word of the dictionary (中所, 业所)
_WITHIN: Final = re.compile(
    r"(?:在[^,。;:!?\n]{1,20}中)?所$"
    r"|在[^,。;:!?\n]{1,20}(?:中(?:的?(?:比重|比例|份额|占比))?|(?:基础|基数|水平)上)$"
)
_PROPORTION: Final = re.compile(r"(?:比重|比例|份额|占比)$")
_PART_OF: Final = frozenset(("占", "占到", "约占", "占全", "占总"))
_COMPARING: Final = frozenset(
    ("高于", "低于", "高出", "快于", "慢于", "优于", "领先", "落后", "少于", "多于")
)
_REACHED: Final = frozenset("有 达 达到 占 为 是 共有 约有 共 仅".split())
_YIELDING: Final = ("实现", "完成", "创造")
_YIELDS: Final = re.compile(
    r"(?:总|净|工业|营业|主营业务|销售|固定资产|产业|转移|再)?"
    r"(?:增加值|产值|收入|营收|销售额|零售额|营业额|交易额|利润|利税|税收|投资|就业)(?:总额|收入)?"
)
# 户均增收900元: what each gains; 养老金人均提高90元: of what was named before
_AVERAGES: Final = frozenset("人均 户均 亩均 户平均 人平均".split())
# 收入完成年度计划的98%, 为预算的101%: what stands before is the subject
_PLANS: Final = re.compile(
    r"(?:原定?|年[度初]?|全年|季度|[上下]半年|本年|[国省市县区]家?|上级|下达|总|五年|预算|计划|任务|目标|指标|数|上年|去年|同期)+$"
)
_COMPLETING: Final = frozenset("完成 为 相当于 达到 是".split())
_MULTIPLE_OF: Final = frozenset(("是", "为", "相当于", "等于", "达", "达到"))


@set_at_once
@dataclass(frozen=True, slots=True)
class LeftContext:
    """What stands between the mark or quantity before a number and the number.

    Attributes:
        phrase: the noun phrase that ends before it, None where there is none.
        parts: the members of that phrase where 分别 says that each has a number of its own.
        action: the verb that governs the phrase or stands before the number.
        verb: the verb where it stands directly before the number, with no noun between.
        change, to_value: the word of change, and whether it leads to the value itself (提高到).
        basis: the words that name what a change is measured against, or "".
        topic: the first noun phrase of the clause where a verb stands between it and the number.
        adjacent: nothing stands between phrase and number.
        whole: 占总数的: the words that name the whole.
        started_from: the number follows 由 or 从: it is what something rose or fell from.
    """

    phrase: Span | None = None
    parts: tuple[Span, ...] = ()
    action: Span | None = None
    verb: Span | None = None
    change: Span | None = None
    to_value: bool = False
    basis: str = ""
    topic: Span | None = None
    adjacent: bool = False
    whole: Span | None = None


def read_left(
    tokens: Tokens,
    left: int,
    start: int,
    *,
    share: bool,
    from_value: bool,
    multiple: bool = False,
    numbers: int = 1,
) -> LeftContext:
    """What stands between offsets `left` and `start`, read from the number backwards.

    Args:
        tokens: words of the text.
        left: end of the quantity or mark before.
        start: where the number, with 约 or 近, starts.
        share: the number is a percentage, so that 减少 before it is a change even at the start of a clause.
        multiple: the number says how many times something it is (去年的2倍).
        from_value: the number is what something rose or fell from, so that 由 ends the phrase.
        numbers: how many numbers in the same unit stand in a row, each for one of as many things.
    """
    if start <= left:
        return LeftContext()
    found = _Reader(tokens, left, start, share=share, numbers=numbers)
    return found.read(from_value=from_value, multiple=multiple)


class _Reader:
    """Reads from the number backwards: links, words of change, what they are measured against, the phrase."""

    def __init__(self, tokens: Tokens, left: int, start: int, *, share: bool, numbers: int) -> None:
        self.tokens = tokens
        self.numbers = numbers
        self.text = tokens.text
        self.left, self.start, self.share = left, start, share
        self.phrases = PhraseReader(tokens, left, start)

    def read(self, *, from_value: bool, multiple: bool) -> LeftContext:
        index = self.phrases.last
        change: Span | None = None
        to_value = adjacent = completed = False
        respective = headless = reached = False
        basis = ""
        whole: Span | None = None
        adjacent = True
        if (more := self._read_done_more(index)) is not None:
            return more
        done: Span | None = None  # 完成 of 完成计划的98%
        if from_value:
            index, adjacent = skip_from(self.tokens, self.phrases.first, index), False
        while index >= self.phrases.first:
            here = self.phrases.span(index)
            if here[1] <= here[0]:
                index -= 1
                continue
            # the number may stand inside the word (翻两番)
            word = self.text[slice(*here)]
            if word in ("同比", "环比") or (
                change and _COMPARED.search(self.text[max(self.left, here[0] - 12) : here[1]])
            ):
                found = _COMPARED.search(self.text[max(self.left, here[0] - 12) : here[1]])
                basis = found.group() if found else word
                index = (
                    self.tokens.find(here[1] - len(basis)) - 1
                    if here[1] - len(basis) > self.left
                    else self.phrases.first - 1
                )
                adjacent = False
                continue
            if word in CLOSING and not self._opens_before(index):
                index -= 1
                continue
            if (joined := self._join_change(index)) is not None:
                here, word = joined, self.text[slice(*joined)]
            found_change, leads = find_change(word)
            if (
                found_change is not None
                and change is None
                and self._is_change(index, leads=leads, sort=found_change.sort)
            ):
                following = self.text[here[1] : here[1] + 1]
                change, to_value = (
                    here,
                    (leads or following in ("到", "至", "为")) and found_change.sort != "noun",
                )
                index -= 1 if joined is None else 2
                adjacent = False
                if word[:2] in ("同比", "环比"):
                    basis = word[:2]
                if not basis:
                    basis, index = skip_compared(self.tokens, self.phrases.first, index)
                continue
            if (
                word in ("的", "之")
                and (found_whole := self._read_whole(index, multiple=multiple)) is not None
            ):
                whole, index = found_whole
                if self.text.endswith("完成", 0, whole[0]):
                    done = whole[0] - 2, whole[0]
                adjacent = False
                continue
            if self._leads_to(index, here):
                to_value, adjacent = True, False
                index -= 1
                continue
            if not self.phrases.is_link(index):
                break
            respective = respective or word.startswith("分别") or word == "各"
            # 参加诊所的达到9万人: what 的 ends is the subject, all of it
            reached = reached or word in _REACHED
            headless = headless or (reached and word == "的")
            completed = completed or word in ("了", "过")
            adjacent = False
            index -= 1
        if index < self.phrases.first:
            return LeftContext(action=done, change=change, to_value=to_value, basis=basis, whole=whole)
        if completed and self.tokens.tags[index][:1] == "v" and change is None:
            verb = self.phrases.span(index)
            return LeftContext(action=verb, verb=verb, topic=self.phrases.read_topic(index), whole=whole)
        self.phrases.predicated = change is not None or from_value
        phrase, action, verb_span, phrase_first = self.phrases.read_phrase(index)
        if phrase is not None and self.text[slice(*phrase)] in _AVERAGES:
            gain = change is not None and self.text.endswith("收", 0, change[1])
            phrase, phrase_first = ((phrase[0], change[1]) if gain and change else None), index + 1
        if phrase is not None and change is None and self._compares(phrase_first):
            # 高于全市平均水平2个百分点: what stands before 高于 is the subject, what follows it the base
            change, basis = self.phrases.span(phrase_first - 1), self.text[slice(*phrase)]
            index, adjacent = phrase_first - 2, False
            if index < self.phrases.first:
                return LeftContext(change=change, basis=basis)
            phrase, action, verb_span, phrase_first = self.phrases.read_phrase(index)
        if phrase is not None and whole is None and self._names_whole(phrase_first, phrase):
            # 占总人口54%, 占总人口的比重: what stands before 占 is the subject
            whole = (self.tokens.starts[phrase_first - 1], phrase[1])
            index, adjacent = phrase_first - 2, False
            if index < self.phrases.first:
                return LeftContext(change=change, to_value=to_value, basis=basis, whole=whole)
            phrase, action, verb_span, phrase_first = self.phrases.read_phrase(index)
        if phrase is not None and (opened := self._find_share(phrase)) is not None:
            # 在国民经济中所占的比重: what stands before 在 or 所占 is the subject
            if opened > self.left:
                index, adjacent = self.tokens.find(opened - 1), False
                phrase, action, verb_span, phrase_first = self.phrases.read_phrase(index)
            elif self.text[phrase[1] - 1] != "中":
                # 在批发总额中的比重, 在新的基础上: the subject was named before
                return LeftContext(change=change, to_value=to_value, basis=basis, whole=whole)
        if phrase is not None and headless and (clause := self.phrases.read_clause(index)) is not None:
            phrase, action = clause, None
        if phrase is not None and action is not None and self._is_yield(phrase, action):
            whose = self.phrases.read_topic(self.tokens.find(action[0]))
            if whose is not None and self.text.endswith("分别", whose[1], action[0]):
                # 农业、工业分别完成投资: each has its own
                phrase, respective = whose, True
                phrase_first, index = self.tokens.find(whose[0]), self.tokens.find(whose[1] - 1)
            elif whose is not None:
                phrase = (whose[0], phrase[1])
        topic = self.phrases.read_topic(index) if phrase is None else None
        parts: tuple[Span, ...] = ()
        if phrase is not None and (respective or self.numbers > 1):
            # 总部、研发中心30家、16家 are read as with 分别, where as many numbers follow as there are things
            parts = self.phrases.read_parts(phrase_first, index)
            parts = parts if respective or len(parts) == self.numbers else ()
        return LeftContext(
            phrase,
            parts,
            done or action,
            verb_span,
            change,
            to_value,
            basis,
            topic,
            adjacent and phrase is not None,
            whole,
        )

    def _read_done_more(self, index: int) -> LeftContext | None:
        """比上年多培训: the base, the word of change and the deed, of what was named before."""
        found = _DONE_MORE.search(self.text, self.left, self.start)
        if found is None or self.phrases.span(index) != found.span("deed"):
            return None
        if self.phrases.is_link(index) or self.tokens.tags[index][:1] not in ("v", "n"):
            return None
        named = found["deed"] in _YIELD_DEEDS
        deed = found.span("deed")
        whose = None
        if not named and (at := self.tokens.find(found.start() - 1)) >= self.phrases.first:
            whose = self.phrases.read_phrase(at)[0]  # 检修台数比去年同期多完成16台
        return LeftContext(
            phrase=deed if named else whose,
            action=None if named else deed,
            change=found.span("change"),
            basis=found["basis"],
        )

    def _is_yield(self, phrase: Span, action: Span) -> bool:
        """第三产业实现增加值, 重点项目完成投资: a measure of what stands before its verb."""
        return self.text[slice(*action)] in _YIELDING and _YIELDS.fullmatch(self.text, *phrase) is not None

    def _compares(self, first: int) -> bool:
        return first > self.phrases.first and self.tokens.words[first - 1] in _COMPARING

    def _names_whole(self, first: int, phrase: Span) -> bool:
        share = self.share or _PROPORTION.search(self.text, *phrase) is not None
        return share and first > self.phrases.first and self.tokens.words[first - 1] in _PART_OF

    def _find_share(self, phrase: Span) -> int | None:
        """Where the words start that tell what a share is of: 在国民经济中所占的比重, 在总产值中的比重."""
        if self.text[phrase[1] - 1] not in "所中上重例额比":
            return None
        found = _WITHIN.search(self.text, self.left, phrase[1])
        return found.start() if found is not None else None

    def _leads_to(self, index: int, here: Span) -> bool:
        """发展到, 覆盖至: a verb that leads to the value, where it opens what stands before the number."""
        return (
            self.tokens.tags[index] in ("v", "vn")
            and self.text[here[1] : here[1] + 1] in ("到", "至", "为")
            and self.phrases.opens_clause(index)
        )

    def _opens_before(self, index: int) -> bool:
        opening = OPENING[CLOSING.index(self.tokens.words[index])]
        return any(self.tokens.words[at] == opening for at in range(index - 1, self.phrases.first - 1, -1))

    def _is_change(self, index: int, *, leads: bool, sort: str) -> bool:
        """提高, 减少 are changes after a noun (满意率提高) and actions where they open the clause."""
        end = self.phrases.span(index)[1]  # the number may stand inside the word: 翻两番的目标
        followed = self.text[end : end + 1]
        # 仍高达11.3%: jieba parts 高 from 达
        if followed == "的" or (followed == "达" and self.tokens.words[index] == "高"):
            return False
        if self.share or leads or sort == "noun" or followed in ("到", "至"):
            return True
        if (
            self.tokens.words[index] not in load_actions()
            or skip_compared(self.tokens, self.phrases.first, index - 1)[0]
        ):
            return True
        before = index - 1
        while before >= self.phrases.first and (
            self.phrases.is_link(before) or self.tokens.tags[before] == "d"
        ):
            before -= 1
        return before >= self.phrases.first and self.tokens.tags[before][:1] in tuple("nvtxjlb")

    def _join_change(self, index: int) -> Span | None:
        """收窄, 多增: a word of change that the dictionary parts."""
        before = self.tokens.words[index - 1]
        if index <= self.phrases.first or self.phrases.is_link(index) or before in ("同比", "环比"):
            return None
        span = self.phrases.span(index - 1)[0], self.phrases.span(index)[1]
        return span if find_change(self.text[slice(*span)])[0] is not None else None

    def _read_whole(self, index: int, *, multiple: bool) -> tuple[Span, int] | None:
        """占案件总数的, 是三年前的: the whole, and where to go on for what is part or a multiple of it."""
        openers = _MULTIPLE_OF if multiple else _PART_OF
        plan = _PLANS.search(self.text, self.left, self.tokens.starts[index]) if self.share else None
        for at in range(index - 1, max(self.phrases.first - 1, index - 14), -1):
            word = self.tokens.words[at]
            bare = plan is not None and plan.start() <= self.tokens.end(at) and plan.group() != "任务"
            if bare and word in _COMPLETING:
                return (self.tokens.end(at), self.tokens.starts[index]), at - 1
            if word in openers:
                return (self.tokens.starts[at], self.tokens.starts[index]), at - 1
            if word in BOUNDARIES:
                return None
        return None
