"""Noun phrases that end before a number (数量前的名词短语), read backwards over words and tags."""

from __future__ import annotations

import re
from typing import Final

from corpora.traced_text import Span
from extractors.action_verbs import (
    load_action_verbs,
    load_actions,
    load_nominal_actions,
    load_plain_actions,
)
from extractors.member_lists import ATTRIBUTES, split_list
from extractors.opening_deeds import find_deed_start
from extractors.phrase_edges import CLOSING, OPENING, is_in_year, trim_phrase
from extractors.phrase_words import (
    ACHIEVE,
    BOUNDARIES,
    COMPLETED,
    HAVING,
    IN_PLACES,
    KINDS_BY_NAME,
    LIGHT_VERBS,
    LINKS,
    NEW,
    NOUN_PARTS,
    NOUN_SUFFIXES,
    OPENING_VERBS,
    PER_CASES,
    STOP_WORDS,
    TOWARDS,
)
from extractors.tokens import Tokens
from extractors.verb_attributes import modifies

# 省扶持资金, 省级创新平台: whose or of what rank the noun after a verb is
_LEVELS: Final = frozenset("省 市 县".split())
_NOMINAL_TAGS: Final = ("n", "b", "j", "l", "i", "s", "q")
_FUNCTION_TAGS: Final = frozenset("d ul uz ug p c ud y zg r uj".split())
# 钢完成计划的96%: goods of one character
_GOODS: Final = frozenset("钢铁煤油糖盐粮棉茶布纱纸")
# 城镇实现零售额3亿元: names of places to the dictionary
_PARTS: Final = frozenset("城镇 乡村 农村 城乡 城市".split())
_ORGANISATIONS: Final = ("公司", "集团", "医院", "学校", "局", "街道", "银行", "大学")
# sums of money that are verbs to the dictionary
_SUMS: Final = frozenset(("罚没款",))
# nouns that are adverbs to the dictionary
_NO_ADVERBS: Final = frozenset(("进度",))
_COORDINATORS: Final = frozenset("的 和 及 与 或 以及 、 之 所".split())
_YEAR_WORD: Final = re.compile(r"一[八九][〇零○一二三四五六七八九]{2}年")
_TIME_WORD: Final = re.compile(r"[年月日季]|今|当前|目前|现在|上午|下午")


class PhraseReader:
    """Reads the phrases between two offsets of a text.

    Attributes:
        first, last: the first and the last word that begins between them.
        predicated: a verb of its own follows the phrase that is read, which is its subject.
    """

    def __init__(self, tokens: Tokens, left: int, start: int) -> None:
        self.tokens = tokens
        self.text = tokens.text
        self.left, self.start = left, start
        self.predicated = False
        self.first = tokens.find(left)
        if tokens.starts[self.first] < left:
            self.first += 1
        self.last = tokens.find(start - 1)

    def read_phrase(self, last: int) -> tuple[Span | None, Span | None, Span | None, int]:
        """The noun phrase that ends at word `last`, its verb, the verb where no noun is, its first word."""
        tokens = self.tokens
        index, depth, nominal = last, 0, False
        end = self.span(last)[1]
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
                    or (
                        (tag[:1] in _NOMINAL_TAGS or tag in ("vn", "an", "a", "eng", "g"))
                        # 新建, which the dictionary has as a place, 落实 as an adjective
                        and not (tag == "ns" and word in load_plain_actions())
                        and not (tag == "a" and word in load_actions())
                    )
                    or (index == last and (word in NOUN_SUFFIXES or word in _SUMS))
                )
            start = max(self.left, tokens.starts[index])
            index -= 1
        action = None
        verbal = index >= self.first and (
            tokens.tags[index][:1] == "v"
            or tokens.words[index] in OPENING_VERBS
            or tokens.words[index] in COMPLETED
            or self._opens_with_deed(index, last)
        )
        if verbal and tokens.words[index] not in STOP_WORDS:
            action = self.span(index)
            if tokens.words[index] in COMPLETED:
                action = action[1] - 2, action[1]
        for inside in range(index + 1, last):
            if tokens.words[inside] in NEW:
                action = self.span(inside)
                if tokens.words[inside - 1].endswith(_ORGANISATIONS) and inside > index + 1:
                    start = action[0]  # 公交公司新增车辆
        phrase = trim_phrase(self.text, (start, end)) if start < end else None
        if phrase is not None and phrase[1] - phrase[0] == 1 and tokens.tags[last] == "a":
            phrase = None  # 用好240小时免签政策
        if phrase is not None and not nominal:
            # 无证驾驶37人, 违建5处: verbs that no verb governs name the thing
            word = tokens.words[last]
            alone = index == last - 1 and tokens.tags[last] == "v" and action is None
            own = alone or phrase[1] - phrase[0] < 2 or word in load_action_verbs() or word in LIGHT_VERBS
            phrase = None if own else phrase
        if index >= self.first and tokens.words[index] in ("向", "给") and tokens.tags[last] == "v":
            # 向公社上缴200元: the verb and whom it is done to
            phrase, start = None, self.span(last)[0]
        if phrase is None:
            verb = (
                self.span(last)
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
        if word in LIGHT_VERBS and tag[:1] not in ("v", "n"):
            return index < last  # 惠及, whatever the dictionary has it as
        if word in OPENING_VERBS and index < last and self.opens_clause(index):
            # 建设项目, 培育县: with one word after it, it is a noun
            return word == "惠及" or (
                last - index > 1 and ATTRIBUTES.search(self.text, *self.span(last)) is None
            )
        if word in COMPLETED or self._opens_with_deed(index, last):
            return True
        if word == "在" and following in IN_PLACES and last - index > 1:
            return False  # 在园幼儿, 在库企业
        if word == "均" and index < last and tokens.words[index - 1] in PER_CASES:
            return tokens.tags[index + 1][:1] != "n"  # 门诊次均费用
        if word == "再" and following in ("就业", "利用", "生产", "创业", "教育"):
            return False
        if (word, following[:1]) in (("及", "时"), ("用", "时"), ("并", "网"), ("就", "地")):
            return False  # 及时率, 平均用时, 并网装机, which the dictionary does not have
        before = tokens.tags[index - 1] if index > self.first else ""
        if word in ("更新", "及时") and index < last and (before[:1] == "n" or before == "vn"):
            return False  # 设备更新项目, 事项及时受理率
        if (
            following.rstrip("为") in NOUN_SUFFIXES
            and index == last - 1
            and word not in LINKS
            and word not in BOUNDARIES
            and tag[:1] in ("v", "n", "a", "d", "c", "z")
        ):
            return False
        if word in BOUNDARIES:
            return True
        if self._is_cut_ratio(index):
            return False
        if tag in ("m", "x") and index < last and is_in_year(self.text, tokens.starts[index]):
            return True  # 到一九五五年全县棉田面积
        if word == "等":
            return index == last
        if word in _COORDINATORS:
            return index == self.first
        if word in STOP_WORDS or (word in HAVING and index < last):
            return True
        if (word in ("直", "级") and nominal) or (word in KINDS_BY_NAME and index < last):
            return False
        if tag == "zg" and word in NOUN_PARTS and index < last and tokens.words[index - 1] not in TOWARDS:
            return False
        if word in _NO_ADVERBS:
            return False
        if tag in _FUNCTION_TAGS or tag in ("e", "tg", "t"):
            return not (word.startswith("各") or word == "某" or (tag == "t" and index == last and nominal))
        if tag[:1] == "v" and tag != "vn":
            return self._governs(index, last)
        return False

    def _opens_with_deed(self, index: int, last: int) -> bool:
        """选派骨干医师, 优化调整公交线路: a noun to the dictionary that governs what follows."""
        if index >= last or self.predicated or ATTRIBUTES.search(self.text, *self.span(last)):
            return False
        start = find_deed_start(self.tokens, self.first, index, last)
        return start >= 0 and self.opens_clause(start)

    def _governs(self, index: int, last: int) -> bool:
        """Whether a verb read backwards governs the phrase after it and is no part of it."""
        word = self.tokens.words[index]
        if word in NEW and index < last:
            return False
        if modifies(self.tokens, self.first, index, last, self.start, predicated=self.predicated):
            return False
        if self._stands_in_name(index, last):
            return False
        if word in load_plain_actions():
            return True
        if word in load_actions():
            # a verb that may be a noun is one where it ends the phrase or a verb governs it from the left
            return self.opens_clause(index) if index == last else not self._has_verb_before(index)
        return index != last and word in LIGHT_VERBS

    def _stands_in_name(self, index: int, last: int) -> bool:
        """省级创新平台, 省扶持资金, 审批环节减少: a verb that says which, before its noun."""
        if index == last or self.tokens.tags[last][:1] != "n":
            return False
        before = self.tokens.words[index - 1] if index > self.first else ""
        # 升级改造公路: two verbs
        ranked = before.endswith("级") and (before != "升级" or not self.opens_clause(index - 1))
        if ranked or before in _LEVELS or (before == "落实" and index == last - 1):
            return True
        words, at = self.tokens.words, index
        while at > self.first and words[at - 1] in load_actions():
            at -= 1  # 评比表彰项目
        opens = self.opens_clause(at) or words[at - 1] in ("、", "日", "年")
        nominal = opens and words[index] in load_nominal_actions()
        if nominal and index == last - 1 and words[index] not in ACHIEVE:
            return self.predicated or ATTRIBUTES.search(words[last]) is not None
        if nominal and index < last - 1 and self.tokens.words[index + 1] in NOUN_SUFFIXES:
            return True  # 开发组总人数
        return nominal and index == last - 1 and self.predicated

    def opens_clause(self, index: int) -> bool:
        """Whether only adverbs and links stand before the word in its clause."""
        before = index - 1
        while before >= self.first and (
            self.is_link(before) or self.tokens.tags[before] in ("d", "t", "p", "c", "r", "y")
        ):
            before -= 1
        return before < self.first

    def _has_verb_before(self, index: int) -> bool:
        before = index - 1
        word = self.tokens.words[before]
        return (
            before >= self.first
            # 累计改造危房: a link is no verb that governs
            and word not in LINKS
            and (word in load_plain_actions() or self.tokens.tags[before] == "v")
        )

    def read_topic(self, last: int) -> Span | None:
        """The noun phrase before the verb that ends at word `last`: 微型消防站 in 微型消防站建成33座."""
        index = last
        while index >= self.first and (
            index == last
            or self.is_link(index)
            # 公共财政收入完成9亿元: a verb to the dictionary that names a measure
            or (self.tokens.tags[index] in ("v", "vd") and not ATTRIBUTES.search(self.tokens.words[index]))
        ):
            index -= 1
        if index < self.first:
            return None
        part = self.tokens.words[index] in _PARTS and self.tokens.words[last] in ("实现", "完成")
        if self.tokens.tags[index] in ("ns", "nt", "nr") and not part:
            return None
        phrase = self.read_phrase(index)[0]
        if phrase is not None and phrase[1] - phrase[0] < 2 and self.text[phrase[0]] not in _GOODS:
            return None
        # 我局, 本站 report and are not counted
        return (
            None if phrase is None or self.text[phrase[0] - 1 : phrase[0]] in ("我", "本", "该") else phrase
        )

    def read_clause(self, last: int) -> Span | None:
        """The clause without a head that ends at word `last`: 参加诊所 in 其中已经参加诊所的达到9万人."""
        index = self.first
        while index < last and (self.is_link(index) or self.tokens.tags[index] in ("d", "r", "c", "t")):
            index += 1
        if all(self.tokens.words[at] not in BOUNDARIES for at in range(index, last)):
            return trim_phrase(self.text, (self.tokens.starts[index], self.span(last)[1]))
        return None

    def read_parts(self, first: int, last: int) -> tuple[Span, ...]:
        """小学、幼儿园 and 旅游人数和旅游收入: the members of a list that ends at word `last`."""
        tokens = self.tokens
        at = first
        while at - 2 >= self.first and tokens.words[at - 1] == "、":
            at -= 1
            end = at - 1
            while (
                at - 1 >= self.first
                and tokens.words[at - 1] not in BOUNDARIES
                and not self._ends_phrase(at - 1, end, nominal=True)
            ):
                at -= 1
        return split_list(tokens, at, last, self.span(last)[1])

    def is_link(self, index: int) -> bool:
        """Whether a word says nothing of what is counted (共, 约, 已)."""
        word, tag = self.tokens.words[index], self.tokens.tags[index]
        following = self.text[self.tokens.end(index) : self.tokens.end(index) + 1]
        if tag == "m" and (word in ("年", "月", "日") or following == "年" or _YEAR_WORD.fullmatch(word)):
            return True
        if word == "高" and following == "达":  # 仍高达11.3%
            return True
        if tag in ("m", "x") and is_in_year(self.text, self.tokens.starts[index]):
            return True
        if self._is_cut_ratio(index):
            return False
        if (
            word in LINKS
            or (tag == "t" and _TIME_WORD.search(word))
            or word.isspace()
            or word in ("的", "-", "—", "~")
        ):
            return True
        return tag in _FUNCTION_TAGS and not word.startswith("各") and word not in _NO_ADVERBS

    def _is_cut_ratio(self, index: int) -> bool:
        """生师比不高于13:1: 比 and 不 are one word to the dictionary, and the number begins with 不."""
        return self.tokens.words[index] == "比不" and self.tokens.end(index) > self.start

    def span(self, index: int) -> Span:
        """The part of a word that lies between the two offsets."""
        return max(self.left, self.tokens.starts[index]), min(self.tokens.end(index), self.start)
