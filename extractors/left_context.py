"""What stands left of a number (数量左侧语境): the phrase that it counts, its verb, the words of change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from corpora.traced_text import Span
from extractors.action_verbs import load_action_verbs
from extractors.change_verbs import find_change
from extractors.tokens import Tokens

OPENING, CLOSING = "“‘《(「【", "”’》)」】"
BOUNDARIES = frozenset(",。;:!?\n、")
# one character that makes a noun of the verb before it: 整改率, 疏导点, 托管班
NOUN_SUFFIXES = frozenset(
    "率数量额费值比度点员班车站队组户款物品源网岗证卡书表单库房楼室线口器机箱桶厕所者案件类"
)

# words that may stand between what is counted and its number and say nothing of it
_LINKS = frozenset(
    (
        "为 是 有 达 达到 达成 共 共计 合计 总计 累计 累计达 计 约 近 已 已达 仅 只 分别 分别为 分别达 分别是 均 均为 各 也 就 到 了 高达 "
        "总共 一共 占 实 实有 现 现有 共有 平均 平均每 拥有 约为 即 在 又 还 再 先后 不 从 由 至 于 目前 突破 超 超过 逾 每 "
        "其中 另 最高 最低 最多 最少 其 等 以 可 能 将 要 应 须 必须 需 预计 力争 争取 计划 控制 保持 维持 稳定 稳定在 保持在 控制在 维持在 "
        "位居 居 名列 列 位列 排 排在 不得 不能 不应 一度 仍 仍有 最 超出 不下 多达 少则 高至 历时 用时 拟用 需要 只有 仅有 只用 仅用 "
        "全省 全市 全区 全县 全国 全镇 全乡 全街道 全校 全院 全局 全球 世界 年均 月均 日均 周均 首次 连续 全部 累计为 已经 一年 全年 也就是 相当于 折合 净"
    ).split()
)
# 新增就业, 净增人口: the verb is part of what is counted
_NEW = frozenset(
    "新增 新建 净增 新植 新招聘 新购置 新开工 新认定 新引进 新登记 新改建 新发展 新开通 新培育 新改扩建 新购".split()
)
_NOMINAL_TAGS = ("n", "b", "j", "l", "i", "s", "q")
_FUNCTION_TAGS = frozenset("d ul uz ug p c ud y zg r uj".split())
_STOP_WORDS = frozenset(
    "位列 位居 名列 是 有 为 占 被 把 将 了 着 过 对 向 在 给 让 使 由 从 通过 包括 其中".split()
)
_LIGHT_VERBS = frozenset(
    "进行 得到 获得 发生 接到 达到 具有 拥有 发现 发出 实有 进入 查获 收到 涉及 惠及 覆盖".split()
)
_COORDINATORS = frozenset("的 和 及 与 或 以及 、 之 所".split())
_COMPARED = re.compile(r"(?:同比|环比|按可比(?:价格|口径)(?:计算)?|同口径(?:比)?)(?:分别|各|均|又)?$")
_PLACES = re.compile(
    r"^(?:全|我|本)(?:市|县|区|省|国|镇|乡|村|州|旗|盟|局|校|院|厂|矿|司|公司|街道|中心|处|系统|社会|辖区|港|行|队|站|所|会|年|月|年度|厅|部|委|库)(?:的|内)?"
)
_TIME_ONLY = re.compile(
    r"(?:\d{2,4}年|\d{1,2}月|[上下]半年|今年|去年|全年|全市|全省|全区|全县|全国|年末|年底|年初)+(?:份|度|底|末|初)?"
)
_TIMES = re.compile(
    r"^(?:\d{2,4}年(?:度|末|底)?(?:\d{1,2}月(?:份|底|末)?)?(?:\d{1,2}日)?|今年|去年|上半年|下半年|全年|年内|目前|截至目前|截止目前)(?:的)?"
)


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


@cache
def load_actions() -> frozenset[str]:
    """Verbs that may govern what is counted."""
    return frozenset(verb for verb, entry in load_action_verbs().items() if entry.kind != "finish")


@cache
def load_plain_actions() -> frozenset[str]:
    """Verbs among them that are hardly ever nouns."""
    return frozenset(verb for verb, entry in load_action_verbs().items() if not entry.nominal)


def read_left(tokens: Tokens, left: int, start: int, *, share: bool, from_value: bool) -> LeftContext:
    """What stands between offsets `left` and `start`, read from the number backwards.

    Args:
        tokens: words of the text.
        left: end of the quantity or mark before.
        start: where the number, with 约 or 近, starts.
        share: the number is a percentage, so that 减少 before it is a change even at the start of a clause.
        from_value: the number is what something rose or fell from, so that 由 ends the phrase.
    """
    if start <= left:
        return LeftContext()
    return _Reader(tokens, left, start, share=share).read(from_value=from_value)


class _Reader:
    def __init__(self, tokens: Tokens, left: int, start: int, *, share: bool) -> None:
        self.tokens = tokens
        self.text = tokens.text
        self.left, self.start, self.share = left, start, share
        self.first = tokens.find(left)
        if tokens.starts[self.first] < left:
            self.first += 1
        self.last = tokens.find(start - 1)

    def read(self, *, from_value: bool) -> LeftContext:
        index = self.last
        change: Span | None = None
        to_value = adjacent = completed = False
        respective = False
        basis = ""
        whole: Span | None = None
        adjacent = True
        if from_value:
            index, adjacent = self._skip_from(index), False
        while index >= self.first:
            here = self._span(index)
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
                    else self.first - 1
                )
                adjacent = False
                continue
            if word in CLOSING and not self._opens_before(index):
                index -= 1
                continue
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
                index -= 1
                adjacent = False
                if not basis:
                    basis, index = self._skip_compared(index)
                continue
            if word == "的" and (found_whole := self._read_whole(index)) is not None:
                whole, index = found_whole
                adjacent = False
                continue
            if self._leads_to(index, here):
                to_value, adjacent = True, False
                index -= 1
                continue
            if not self._is_link(index):
                break
            respective = respective or word.startswith("分别") or word == "各"
            completed = completed or word in ("了", "过")
            adjacent = False
            index -= 1
        if index < self.first:
            return LeftContext(change=change, to_value=to_value, basis=basis, whole=whole)
        if completed and self.tokens.tags[index][:1] == "v" and change is None:
            verb = self._span(index)
            return LeftContext(action=verb, verb=verb, topic=self._read_topic(index), whole=whole)
        phrase, action, verb_span, phrase_first = self._read_phrase(index)
        topic = self._read_topic(index) if phrase is None else None
        parts = self._read_parts(phrase_first, index) if respective and phrase is not None else ()
        return LeftContext(
            phrase,
            parts,
            action,
            verb_span,
            change,
            to_value,
            basis,
            topic,
            adjacent and phrase is not None,
            whole,
        )

    def _span(self, index: int) -> Span:
        return max(self.left, self.tokens.starts[index]), min(self.tokens.end(index), self.start)

    def _is_link(self, index: int) -> bool:
        word, tag = self.tokens.words[index], self.tokens.tags[index]
        if word in _LINKS or word.isspace() or word in ("的", "-", "—", "~"):
            return True
        return tag in _FUNCTION_TAGS and not word.startswith("各")

    def _leads_to(self, index: int, here: Span) -> bool:
        """发展到, 覆盖至: a verb that leads to the value, where it opens what stands before the number."""
        return (
            self.tokens.tags[index] in ("v", "vn")
            and self.text[here[1] : here[1] + 1] in ("到", "至", "为")
            and self._opens_clause(index)
        )

    def _opens_before(self, index: int) -> bool:
        opening = OPENING[CLOSING.index(self.tokens.words[index])]
        return any(self.tokens.words[at] == opening for at in range(index - 1, self.first - 1, -1))

    def _is_change(self, index: int, *, leads: bool, sort: str) -> bool:
        """提高, 减少 are changes after a noun (满意率提高) and actions where they open the clause."""
        followed = self.text[self.tokens.end(index) : self.tokens.end(index) + 1]
        if self.share or leads or sort == "noun" or followed in ("到", "至"):
            return True
        if self.tokens.words[index] not in load_actions():
            return True
        before = index - 1
        while before >= self.first and (self._is_link(before) or self.tokens.tags[before] == "d"):
            before -= 1
        return before >= self.first and self.tokens.tags[before][:1] in ("n", "v", "t", "x", "j", "l", "b")

    def _skip_compared(self, index: int) -> tuple[str, int]:
        """比上年, 较定额: what a change is measured against, and where to go on before it."""
        for at in range(index, max(self.first, index - 12) - 1, -1):
            if self.tokens.words[at] in ("比", "较", "与", "相比", "比较", "较之") or self.tokens.words[
                at
            ].startswith(("比上", "比去", "较上", "较去", "比年")):
                end = self.tokens.end(index)
                return self.text[self.tokens.starts[at] : end], at - 1
            if self.tokens.words[at] in BOUNDARIES:
                break
        return "", index

    def _skip_from(self, index: int) -> int:
        """The word before 由 or 从, which open what a value rose or fell from."""
        for at in range(index, self.first - 1, -1):
            word = self.tokens.words[at]
            if word in ("由", "从", "自"):
                return at - 1
            if word.endswith(("由", "从")) and len(word) == 2:
                return at
        return index

    def _read_whole(self, index: int) -> tuple[Span, int] | None:
        """占案件总数的: the whole, and where to go on for what is part of it."""
        for at in range(index - 1, max(self.first - 1, index - 14), -1):
            word = self.tokens.words[at]
            if word in ("占", "占到", "约占", "占全", "占比", "占总"):
                return (self.tokens.starts[at], self.tokens.starts[index]), at - 1
            if word in BOUNDARIES:
                return None
        return None

    def _read_phrase(self, last: int) -> tuple[Span | None, Span | None, Span | None, int]:
        """The noun phrase that ends at word `last`, its verb, the verb where there is no noun, its first word."""
        tokens = self.tokens
        index, depth, nominal = last, 0, False
        end = self._span(last)[1]
        start = end
        while index >= self.first:
            word, tag = tokens.words[index], tokens.tags[index]
            if word in CLOSING:
                depth += 1
            elif word in OPENING:
                if depth == 0:
                    break
                depth -= 1
                nominal = True
            elif not depth:
                if self._ends_phrase(index, last, nominal=nominal):
                    break
                nominal = (
                    nominal
                    or tag[:1] in _NOMINAL_TAGS
                    or tag in ("vn", "an", "a", "eng", "g")
                    or (index == last and word in NOUN_SUFFIXES)
                )
            start = max(self.left, tokens.starts[index])
            index -= 1
        action = None
        if index >= self.first and tokens.tags[index][:1] == "v" and tokens.words[index] not in _STOP_WORDS:
            action = self._span(index)
        for inside in range(index + 1, last):
            if tokens.words[inside] in _NEW:
                action = self._span(inside)
        phrase = self._trim((start, end)) if start < end else None
        if phrase is not None and not nominal:
            # 无证驾驶37人, 违建5处: verbs that no verb governs name the thing
            own = tokens.words[last] in load_actions() | _LIGHT_VERBS or phrase[1] - phrase[0] < 2
            phrase = None if own else phrase
        if phrase is None:
            verb = (
                self._span(last)
                if tokens.tags[last][:1] == "v" or tokens.words[last] in load_actions()
                else None
            )
            if verb is not None and start < end and 2 < end - start <= 6:
                verb = (start, end)
            return None, action or verb, verb, index + 1
        return phrase, action, None, index + 1

    def _ends_phrase(self, index: int, last: int, *, nominal: bool) -> bool:
        """Whether a noun phrase read backwards ends before this word."""
        tokens = self.tokens
        word, tag = tokens.words[index], tokens.tags[index]
        following = tokens.words[index + 1] if index < last else ""
        if (
            following in NOUN_SUFFIXES
            and index == last - 1
            and word not in BOUNDARIES
            and tag[:1] in ("v", "n", "a", "d", "c", "z")
        ):
            return False
        if word in BOUNDARIES:
            return True
        if word == "等":
            return index == last
        if word in _COORDINATORS:
            return index == self.first
        if word in _STOP_WORDS:
            return True
        if word in ("直", "级") and nominal:
            return False
        if tag in _FUNCTION_TAGS or tag in ("e", "tg", "t"):
            return not (word.startswith("各") or word == "某" or (tag == "t" and index == last and nominal))
        if tag[:1] == "v" and tag != "vn":
            return self._governs(index, last)
        return False

    def _governs(self, index: int, last: int) -> bool:
        """Whether a verb read backwards governs the phrase after it and is no part of it."""
        word = self.tokens.words[index]
        if word in _NEW and index < last:
            return False
        if word in load_plain_actions():
            return True
        if word in load_actions():
            # a verb that may be a noun is one where it ends the phrase or a verb governs it from the left
            return self._opens_clause(index) if index == last else not self._has_verb_before(index)
        return index != last and word in _LIGHT_VERBS

    def _opens_clause(self, index: int) -> bool:
        """Whether only adverbs and links stand before the word in its clause."""
        before = index - 1
        while before >= self.first and (
            self._is_link(before) or self.tokens.tags[before] in ("d", "t", "p", "c", "r", "y")
        ):
            before -= 1
        return before < self.first

    def _has_verb_before(self, index: int) -> bool:
        before = index - 1
        return before >= self.first and (
            self.tokens.words[before] in load_plain_actions() or self.tokens.tags[before] == "v"
        )

    def _trim(self, span: Span) -> Span | None:
        """The phrase without 我市, 全年, 的 and spaces at its edges."""
        start, end = span
        while start < end and (self.text[start] in " 的、了及和\t" or self.text[start] in CLOSING):
            start += 1
        for pattern in (_TIMES, _PLACES):
            if (match := pattern.match(self.text, start, end)) is not None and match.end() < end - 1:
                start = match.end()
        while end > start and self.text[end - 1] in " 的、\t约共达":
            end -= 1
        if _TIME_ONLY.fullmatch(self.text, start, end):
            return None
        return (start, end) if end > start else None

    def _read_topic(self, last: int) -> Span | None:
        """The first noun phrase of the clause, for a number whose verb stands between them."""
        tokens = self.tokens
        for index in range(self.first, last + 1):
            tag = tokens.tags[index]
            if tag[:1] == "n" or tag in ("vn", "l", "j", "a", "b"):
                stop = index
                while stop + 1 <= last and (
                    tokens.tags[stop + 1][:1] == "n" or tokens.tags[stop + 1] in ("vn", "l", "j", "uj")
                ):
                    stop += 1
                span = self._trim((max(self.left, tokens.starts[index]), tokens.end(stop)))
                if span is None or tag in ("ns", "nt", "nr") or _PLACES.fullmatch(self.text, *span):
                    return None
                return span
            if tag[:1] == "v":
                return None
        return None

    def _read_parts(self, first: int, last: int) -> tuple[Span, ...]:
        """小学、幼儿园 and 旅游人数和旅游收入: the members of a list that ends at word `last`."""
        tokens = self.tokens
        at = first
        while at - 2 >= self.first and tokens.words[at - 1] == "、":
            at -= 1
            while (
                at - 1 >= self.first
                and tokens.words[at - 1] not in BOUNDARIES
                and not self._ends_phrase(at - 1, last, nominal=True)
            ):
                at -= 1
        parts: list[Span] = []
        begin = at
        for index in range(at, last + 2):
            ends = index == last + 1
            if ends or tokens.words[index] in ("、", "和", "及", "与", "以及"):
                if index > begin:
                    span = self._trim((tokens.starts[begin], self._span(index - 1)[1]))
                    if span is not None:
                        parts.append(span)
                begin = index + 1
        return tuple(parts) if len(parts) > 1 else ()
