"""Subject and action of a quantity (指标主体与动作): what is counted, and the verb that governs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpora.traced_text import Span
from extractors.action_verbs import load_action_verbs
from extractors.quantities import Quantity
from extractors.tokens import Tokens

# words that may stand between what is counted and its number and say nothing of it
_LINKS = frozenset(
    "为 是 有 达 达到 达成 共 共计 合计 总计 累计 累计达 计 约 近 已 已达 仅 只 分别 分别为 分别达 分别是 均 均为 各 也 就 到 了 高达"
    " 总共 一共 占 实 实有 现 现有 共有 全年 平均 平均每 拥有 总 总额 总数 总量 约为 即 在 又 还 再 先后 不 从 由 至 于 比 较 目前 突破 超 超过 逾 每 其中 另"
    " 最高 最低 最多 最少 其 等 以 可 能 将 要 应 须 必须 需 预计 力争 争取 计划 控制 保持 维持 稳定 稳定在 保持在 控制在 维持在 位居 居 排名 名列 列 位列 排 时 ' ’ ‘".split()
)
# 达到98%, 提高到98%: the value itself, not a change
CHANGE_VERBS = {
    "增长": "up", "增加": "up", "提高": "up", "提升": "up", "上升": "up", "上涨": "up", "扩大": "up", "递增": "up",
    "增": "up", "升": "up", "升高": "up", "增幅": "up", "增速": "up", "涨幅": "up", "增收": "up", "回升": "up", "加快": "up", "翻": "up",
    "新增": "up", "净增": "up", "多增": "up", "增值": "up", "超出": "up", "高于": "up", "高": "up", "快于": "up", "快": "up", "高出": "up", "上浮": "up", "攀升": "up", "跃升": "up", "前移": "up",
    "下降": "down", "减少": "down", "降低": "down", "回落": "down", "下跌": "down", "缩小": "down", "降": "down", "减": "down",
    "降幅": "down", "下滑": "down", "低于": "down", "低": "down", "压减": "down", "缩短": "down", "压缩": "down", "少": "down", "递减": "down", "负增长": "down", "减幅": "down", "跌幅": "down", "下调": "down", "慢于": "down", "收窄": "down",
}  # fmt: skip
_BASIS = re.compile(
    r"(?:同比|环比|(?:比|较|与)(?:上年|去年|前年|上月|上季度|上一年|同期|往年|年初|[^,。;\n]{0,12}?(?:年|同期|上期|基期|期初|平均|水平)[末底初]?)(?:同期|相比|同比)?(?:水平)?|按可比(?:价格|口径)(?:计算)?|同口径|同期)"
    r"(?:分别|各|均|又)?$"
)
_OPEN, _CLOSE = "“‘《(「【", "”’》)」】"
_BOUNDARIES = frozenset(",。;:!?\n、")
_NP_TAGS = (
    "n",
    "vn",
    "an",
    "a",
    "b",
    "j",
    "l",
    "i",
    "s",
    "eng",
    "g",
    "k",
    "z",
    "x",
    "f",
    "h",
    "m",
    "q",
    "nr",
    "o",
)
_MONEY_VERBS = frozenset(
    "投入 投资 安排 拨付 拨款 筹集 筹措 落实 争取 争取到 使用 下达 列支 支出 整合 发放 募集 申请 补助 配套".split()
)
_MONEY_NOUNS = frozenset(
    "资金 经费 专项资金 财政资金 款 款项 金额 专款 人民币 资金共 项目资金 专项经费 总投资".split()
)
_EVENT_UNITS = frozenset("次 场次 人次 回 遍 场 轮 趟 批次 起 次数 家次 车次 台次 户次 件次".split())
_PRONOUNS = re.compile(
    r"^(?:我(?:市|县|区|局|镇|乡|街道|中心|处|省|校|院|公司|国|们)|全(?:市|县|区|省|国|镇|乡|年|局|校|院|社会)|本(?:市|县|区|年|月|年度)|今年|去年|上半年|下半年)(?:的)?"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted, where it stands, and the verb that governs it.

    Attributes:
        span: offsets in the text, None where none was found.
        action: span of the governing verb, or None.
        change: span of the verb of change (增长, 下降) between subject and number, or None.
        basis: the words that name what a change is measured against, or "".
        place: ``before``, ``after``, ``carried``, ``purpose`` or ``none``.
    """

    span: Span | None
    action: Span | None
    change: Span | None
    basis: str
    place: str


@cache
def _actions() -> frozenset[str]:
    return frozenset(verb for verb, entry in load_action_verbs().items() if entry.kind != "finish")


@cache
def _plain_actions() -> frozenset[str]:
    """Verbs that are hardly ever nouns."""
    return frozenset(verb for verb, entry in load_action_verbs().items() if not entry.nominal)


class SubjectFinder:
    """Finds the subjects of the quantities of one text, in order: later ones may carry earlier subjects."""

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.text = text
        self.tokens = tokens

    def find(self, quantity: Quantity, *, left: int, right: int, carried: Subject | None) -> Subject:
        """The subject of one quantity.

        Args:
            left, right: offsets between which its subject may stand: the end of the quantity or boundary
                before it and the start of the one after it.
            carried: the subject of the quantity before it in the same sentence, or None.
        """
        start, end = quantity.bound.start, quantity.bound.end
        before = self._read_left(left, start)
        if quantity.form == "rank":
            return self._choose_rank(before, carried)
        dimension = quantity.unit.dimension if quantity.unit else "money"
        if dimension == "money":
            return self._choose_money(quantity, before, right, carried)
        if dimension in ("share", "ratio", "score", "rate", "temperature", "concentration"):
            return self._choose_share(quantity, before, right, carried)
        return self._choose_count(quantity, before, right, carried)

    # -- the four kinds of quantity ------------------------------------------------------------------

    def _choose_rank(self, before: _Left, carried: Subject | None) -> Subject:
        span = before.phrase or before.topic
        if span is None and carried is not None:
            return _carry(carried, before)
        return Subject(span, before.action, None, "", "before" if span else "none")

    def _choose_money(
        self, quantity: Quantity, before: _Left, right: int, carried: Subject | None
    ) -> Subject:
        end = quantity.bound.end
        generic = before.phrase is not None and self._slice(before.phrase) in _MONEY_NOUNS
        governed = before.action is not None and self._slice(before.action) in _MONEY_VERBS
        if (before.phrase is None or generic) and (governed or generic):
            purpose = self._read_purpose(end)
            if purpose is not None:
                return Subject(purpose, before.action, None, "", "purpose")
        if before.phrase is not None:
            return Subject(before.phrase, before.action, before.change, before.basis, "before")
        after = self._read_right(end, right, of=True)
        if after is not None and before.change is None:
            return Subject(after, before.action, None, before.basis, "after")
        if carried is not None:
            return _carry(carried, before)
        return self._fall_back(before, quantity)

    def _choose_share(
        self, quantity: Quantity, before: _Left, right: int, carried: Subject | None
    ) -> Subject:
        if before.phrase is None and before.change is None:
            after = self._read_right(quantity.bound.end, right, of=True, clause=True)
            if after is not None and self.text[quantity.bound.end : quantity.bound.end + 1] != "、":
                return Subject(after, before.action, None, before.basis, "after")
        if before.phrase is not None:
            return Subject(before.phrase, before.action, before.change, before.basis, "before")
        if carried is not None:
            return _carry(carried, before)
        return self._fall_back(before, quantity)

    def _choose_count(
        self, quantity: Quantity, before: _Left, right: int, carried: Subject | None
    ) -> Subject:
        end = quantity.bound.end
        after = None
        if before.change is None or before.phrase is None:
            after = self._read_right(end, right, of=quantity.bound.end == quantity.end, clause=False)
        measured = quantity.unit is not None and quantity.unit.dimension != "count"
        if after is not None and not (before.phrase is not None and (measured or before.adjacent_noun)):
            return Subject(after, before.action, before.change, before.basis, "after")
        if before.phrase is not None:
            return Subject(before.phrase, before.action, before.change, before.basis, "before")
        if after is not None:
            return Subject(after, before.action, before.change, before.basis, "after")
        unit = quantity.unit.text if quantity.unit else ""
        if (
            before.verb is not None
            and unit in _EVENT_UNITS
            and (carried is None or unit in ("次", "人次", "场次"))
        ):
            return Subject(before.verb, before.verb, None, "", "before")
        if carried is not None and carried.span is not None:
            return _carry(carried, before)
        return self._fall_back(before, quantity)

    def _fall_back(self, before: _Left, quantity: Quantity) -> Subject:
        """What is left where no phrase stands beside the number: the topic, the verb, the unit's own noun."""
        span = before.topic or before.verb
        if (
            span is None
            and quantity.unit is not None
            and len(quantity.unit.norm) > 1
            and quantity.unit.dimension == "count"
        ):
            span = (quantity.unit_start, quantity.end)
        return Subject(span, before.action, before.change, before.basis, "before" if span else "none")

    # -- left of the number ----------------------------------------------------------------------------

    def _read_left(self, left: int, start: int) -> _Left:
        """What stands between `left` and the number, read from the number backwards."""
        tokens = self.tokens
        last = tokens.find(start - 1) if start > left else -1
        first = tokens.find(left) if start > left else 0
        if start > left and tokens.starts[first] < left:
            first += 1
        change: Span | None = None
        basis = ""
        adjacent = True
        index = last
        of_whole: Span | None = None
        while index >= first:
            word, tag = tokens.words[index], tokens.tags[index]
            here = (tokens.starts[index], min(tokens.end(index), start))
            if here[1] <= here[0]:
                index -= 1
                continue
            head = self.text[max(left, here[0] - 24) : here[1]]
            if (
                (found := _BASIS.search(head)) is not None
                and change is not None
                or (found and word in ("同比", "环比"))
            ):
                basis = found.group()
                index = tokens.find(here[1] - len(basis)) - 1
                adjacent = False
                continue
            if word in CHANGE_VERBS and (word not in _actions() or self._is_change(index, first)):
                change = here
                index -= 1
                adjacent = False
                continue
            if word == "的" and (whole := self._read_share_of(first, index)) is not None:
                of_whole, index = whole
                adjacent = False
                continue
            if (
                word in _LINKS
                or (tag in ("d", "ul", "uz", "p", "c", "ud", "y", "zg", "r") and word not in ("各", "各类"))
                or word.isspace()
                or word == "的"
                or word in "-—~"
            ):
                index -= 1
                adjacent = False
                continue
            if word in _CLOSE and not self._opens_before(index, first):
                index -= 1
                continue
            break
        if index < first:
            return _Left(of_whole, None, None, change, basis, None, False)
        phrase, action, verb = self._read_phrase(first, index, start)
        topic = None
        if phrase is None:
            topic = self._read_topic(first, index)
        if of_whole is not None and phrase is None:
            phrase = of_whole
        return _Left(phrase, action, verb, change, basis, topic, adjacent and phrase is not None)

    def _is_change(self, index: int, first: int) -> bool:
        """提高, 减少 are changes after a noun (满意率提高) and actions where they open the clause."""
        before = index - 1
        while before >= first and (self.tokens.words[before] in _LINKS or self.tokens.tags[before] == "d"):
            before -= 1
        return before >= first and self.tokens.tags[before][:1] in ("n", "v", "t", "x", "j", "l", "b")

    def _read_share_of(self, first: int, index: int) -> tuple[Span, int] | None:
        """占案件总数的: the whole, and where to go on for what is part of it."""
        for at in range(index - 1, max(first - 1, index - 14), -1):
            word = self.tokens.words[at]
            if word in ("占", "占到", "约占", "占全", "占比"):
                return (self.tokens.starts[at], self.tokens.starts[index]), at - 1
            if word in _BOUNDARIES:
                return None
        return None

    def _opens_before(self, index: int, first: int) -> bool:
        opening = _OPEN[_CLOSE.index(self.tokens.words[index])]
        return any(self.tokens.words[at] == opening for at in range(index - 1, first - 1, -1))

    def _read_phrase(self, first: int, last: int, stop: int) -> tuple[Span | None, Span | None, Span | None]:
        """The noun phrase that ends at word `last`, its governing verb, and the verb where there is no noun."""
        tokens = self.tokens
        verb: Span | None = None
        index = last
        end = min(tokens.end(last), stop)
        start = end
        depth = 0
        nominal = False
        while index >= first:
            word, tag = tokens.words[index], tokens.tags[index]
            if word in _CLOSE:
                depth += 1
            elif word in _OPEN:
                if depth == 0:
                    break
                depth -= 1
                nominal = True
            if depth or word in _OPEN:
                start = tokens.starts[index]
                index -= 1
                continue
            if self._ends_phrase(index, last, first, nominal):
                break
            if tag[:1] in ("n", "b", "j", "l", "i", "s", "q") or tag in ("vn", "an", "a", "eng", "g"):
                nominal = True
            start = tokens.starts[index]
            index -= 1
        action = None
        if (
            index >= first
            and tokens.tags[index][:1] == "v"
            and tokens.words[index] not in ("是", "有", "为", "占")
        ):
            action = (tokens.starts[index], tokens.end(index))
        if start >= end or not nominal:
            at = last
            if tokens.tags[at][:1] == "v" or tokens.words[at] in _actions():
                verb = (tokens.starts[at], min(tokens.end(at), stop))
                verb_before = at - 1
                if (
                    start < end
                    and verb_before >= first
                    and tokens.starts[verb_before] >= start
                    and end - start <= 6
                ):
                    verb = (start, end)
            return None, action or verb, verb
        return self._trim((start, end)), action, verb

    def _ends_phrase(self, index: int, last: int, first: int, nominal: bool) -> bool:
        """Whether a noun phrase read backwards ends before this word."""
        tokens = self.tokens
        word, tag = tokens.words[index], tokens.tags[index]
        if word in _BOUNDARIES or word in ("其中", "包括", "通过", "等"):
            return word != "等" or index == last
        if word in ("的", "和", "及", "与", "或", "以及", "、", "之", "所"):
            return index == first
        if word in (
            "是",
            "有",
            "为",
            "占",
            "被",
            "把",
            "将",
            "了",
            "着",
            "过",
            "对",
            "向",
            "在",
            "给",
            "让",
            "使",
            "由",
            "从",
        ):
            return True
        if tag in ("p", "d", "c", "t", "ul", "uz", "ud", "ug", "uj", "y", "e", "zg", "tg", "r"):
            return not (tag == "r" and word in ("各", "各类", "各级", "各项", "各种", "某")) and not (
                tag == "t" and nominal and index == last
            )
        if tag[:1] == "v" and tag != "vn":
            if word in _plain_actions():
                return True
            if word in _actions():
                # a verb that may be a noun is one where it ends the phrase or a verb governs it from the left
                if index == last:
                    return self._opens_clause(index, first)
                return not self._has_verb_before(index, first)
            return index != last and word in (
                "进行",
                "得到",
                "获得",
                "发生",
                "接到",
                "达到",
                "具有",
                "拥有",
                "发现",
                "发出",
                "实有",
                "进入",
            )
        return False

    def _opens_clause(self, index: int, first: int) -> bool:
        """Whether only adverbs and links stand before the word in its clause."""
        before = index - 1
        while before >= first and (
            self.tokens.tags[before] in ("d", "t", "p", "c", "r", "y") or self.tokens.words[before] in _LINKS
        ):
            before -= 1
        return before < first

    def _has_verb_before(self, index: int, first: int) -> bool:
        before = index - 1
        return before >= first and (
            self.tokens.words[before] in _plain_actions() or self.tokens.tags[before] == "v"
        )

    def _trim(self, span: Span) -> Span | None:
        """The phrase without 我市, 全年, 的 and spaces at its edges."""
        start, end = span
        while start < end and (self.text[start] in " 的、了及和\t" or self.text[start] in _CLOSE):
            start += 1
        if (match := _PRONOUNS.match(self.text[start:end])) is not None and match.end() < end - start - 1:
            start += match.end()
        while end > start and self.text[end - 1] in " 的、\t约共达":
            end -= 1
        return (start, end) if end > start else None

    def _read_topic(self, first: int, last: int) -> Span | None:
        """The first noun phrase of the clause, for a number whose verb stands between them."""
        for index in range(first, last + 1):
            tag = self.tokens.tags[index]
            if tag[:1] == "n" or tag in ("vn", "l", "j"):
                stop = index
                while stop + 1 <= last and (
                    self.tokens.tags[stop + 1][:1] == "n"
                    or self.tokens.tags[stop + 1] in ("vn", "l", "j", "uj")
                ):
                    stop += 1
                return self._trim((self.tokens.starts[index], self.tokens.end(stop)))
        return None

    # -- right of the number ---------------------------------------------------------------------------

    def _read_right(self, end: int, right: int, *, of: bool, clause: bool = False) -> Span | None:
        """The noun phrase that follows the number directly, after 的 where `of`."""
        tokens = self.tokens
        if end >= right:
            return None
        index = tokens.find(end)
        if tokens.starts[index] < end:
            # the unit ended inside a word: what is left of it opens the phrase
            start = end
        else:
            if tokens.words[index] == "的" and of:
                index += 1
            if index >= len(tokens.words) or tokens.starts[index] >= right:
                return None
            start = tokens.starts[index]
        first = index
        stop = start
        depth = 0
        while index < len(tokens.words) and tokens.starts[index] < right:
            word, tag = tokens.words[index], tokens.tags[index]
            if word in _OPEN:
                depth += 1
            elif word in _CLOSE:
                if not depth:
                    break
                depth -= 1
            elif not depth and self._ends_right(index, first, right, clause=clause):
                break
            stop = min(tokens.end(index), right)
            index += 1
        while stop > start and (self.text[stop - 1] in " 和及、的与等或" or (self.text[stop - 1] in _OPEN)):
            stop -= 1
        if stop <= start or self.text[start] in ",。;:、!?\n )":
            return None
        return start, stop

    def _ends_right(self, index: int, first: int, right: int, *, clause: bool) -> bool:
        tokens = self.tokens
        word, tag = tokens.words[index], tokens.tags[index]
        if word in _BOUNDARIES or word.isspace():
            return word != "、" or not clause
        if clause:
            return False
        if word in ("和", "及", "与", "或"):
            following = index + 1
            return (
                following >= len(tokens.words)
                or tokens.tags[following][:1] in ("m", "v", "p", "d")
                or tokens.starts[following] >= right
            )
        if word == "的":
            return index == first
        if tag[:1] == "v" and tag not in ("vn", "vd"):
            following = index + 1
            if following >= len(tokens.words) or tokens.starts[following] >= right:
                return index == first
            if tokens.tags[following][:1] == "n" or tokens.tags[following] in ("vn", "v"):
                # 巡查小组, 违规运输车辆: a verb that stands as a noun before its noun
                return word in _plain_actions() or word in (
                    "是",
                    "有",
                    "为",
                    "需要",
                    "得到",
                    "享受",
                    "进行",
                    "参加",
                    "成为",
                )
            return True
        return tag in ("p", "d", "c", "ul", "uz", "ug", "r", "y", "m", "t", "uj", "e", "ud") and word not in (
            "各类",
            "各",
            "级",
        )

    def _read_purpose(self, end: int) -> Span | None:
        """What money is for: the clause that follows it (投入9万元,对配电间进行整改)."""
        match = re.compile(r"[,]?(?:用于|用作|用以|主要用于|专门用于)?").match(self.text, end)
        start = match.end() if match else end
        stop_match = re.compile(r"[^,。;:!?\n]{2,40}").match(self.text, start)
        if stop_match is None:
            return None
        index = self.tokens.find(start)
        word, tag = self.tokens.words[index], self.tokens.tags[index]
        comma = self.text[end : end + 1] == ","
        used_for = start - end > 1 + (not comma)
        if used_for or word in ("对", "为", "给") or word in _actions() or (tag == "v" and not comma):
            return start, stop_match.end()
        if not comma and tag[:1] in ("n", "b", "a"):
            return start, stop_match.end()
        return None

    def _slice(self, span: Span) -> str:
        return self.text[span[0] : span[1]]


@dataclass(frozen=True, slots=True)
class _Left:
    """What stands left of a number."""

    phrase: Span | None
    action: Span | None
    verb: Span | None
    change: Span | None
    basis: str
    topic: Span | None
    adjacent_noun: bool


def _carry(carried: Subject, before: _Left) -> Subject:
    """The subject of the quantity before, with this clause's own verb."""
    action = before.action or before.verb or (carried.action if before.change is None else None)
    return Subject(carried.span, action, before.change, before.basis, "carried")
