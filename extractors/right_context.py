"""What stands right of a number (数量右侧语境): the noun phrase that it counts, what money is for."""

from __future__ import annotations

import re
from typing import Final

from corpora.traced_text import Span
from extractors.action_verbs import load_actions, load_nominal_actions, load_plain_actions
from extractors.phrase_edges import CLOSING, OPENING
from extractors.phrase_words import BOUNDARIES, COMPLETED, KINDS_BY_NAME, NOUN_SUFFIXES
from extractors.tokens import Tokens

_MARKS: Final = ("", ",", "。", ";", ":", "!", "?", "\n")
_USED_FOR: Final = re.compile(r"[,]?(?:主要用于|专门用于|用于|用作|用以|用来)?")
_CLAUSE: Final = re.compile(r"[^,。;:!?\n]{2,40}")
_STATE_VERBS: Final = frozenset("是 有 为 需要 得到 享受 进行 参加 成为 实现 获得 通过 达到".split())
# verbs that say something of the noun before them, never part of its name
_PREDICATES: Final = frozenset(
    (
        "荣获 入选 获评 获 占 达 达到 列入 纳入 建成 投产 跻身 居 位居 扎实 如期 全部 "
        "之间 之后 之前 以后 以来 正增长 负增长 没有 尚未 未能"
    ).split()
)
# verbs that say what a noun before them did: 9家企业获批, 事项落地见效
_DEEDS: Final = frozenset(
    (
        "落地 见效 落地见效 上线 加入 获批 获评 入围 上榜 亮相 来自 降至 升至 用于 得以 投运 投用 受益 "
        "参与 启动 面向 展开 推开 铺开 推广 "
        "面向社会 达到 实现 完成 进入 召开 赴 销往 退出 设置 开展 建立 提前 恢复 遍布 纳入 投入 "
        "顺利 成功 有序"
    ).split()
)
# verbs that stand between two nouns of one name: 产业集聚区, 农村互助幸福院, 民族团结进步示范县
_MODIFYING: Final = frozenset(
    (
        "集聚 验证 示范 互助 集成 进步 健身 共享 传承 自主 创新 租赁 配送 应用 照护 救治 回收 充电 度假 疏堵 "
        "制造 免签 加固 产能 采煤"
    ).split()
)
# verbs to the dictionary, nouns after a number
DEED_NAMES: Final = frozenset("举措 建议 提案 诉求 应用 试点".split())
_PASSIVE: Final = frozenset("被 得到 得以".split())
_STOP_TAGS: Final = frozenset("p d c ul uz ug r y m t uj e ud".split())
# 32万台(套)农业机械: another unit of the same number
_OTHER_UNIT: Final = re.compile(r"\([^()\d,。]{1,3}\)")
_ALL: Final = re.compile(r"(?:全部|均|都|全面|全|有序|稳步|顺利|加快|同步|持续|相继|陆续|双双|加力)$")
_SORTS: Final = ("型", "性", "式")
_COUNTS_NOTHING: Final = ("首次", "左右", "全部", "一起", "一定", "许多")
# 三个新版本的主要|增强: what is of the noun goes on as a clause
_OF_KIND: Final = re.compile(r"的(?:主要|重要|重点|全部|整体)$")
_TIME_NOUN: Final = re.compile(
    r"(?:的)?(?:时间)?(?:之?内|以?后|左右|以?来|期间)?[,]?(?:就(?!业|医|读|近|地|餐)|便|已|即)?(?:全部|全面|顺利|提前)?"
)


def read_noun_phrase(tokens: Tokens, end: int, right: int, *, clause: bool = False) -> Span | None:
    """The noun phrase that follows a quantity directly or after 的.

    Args:
        tokens: words of the text.
        end: where the quantity, with 以上 or 左右, ends.
        right: where its clause ends or the next quantity starts.
        clause: take all up to the end of the clause (80%的家属能就近就医).
    """
    if end >= right:
        return None
    if (other := _OTHER_UNIT.match(tokens.text, end)) is not None:
        end = other.end()
        if end >= right:
            return None
    index = tokens.find(end)
    start = end
    if tokens.starts[index] == end:
        index += tokens.words[index] == "的"
        if index >= len(tokens.words) or tokens.starts[index] >= right:
            return None
        start = tokens.starts[index]
    first, stop, depth = index, start, 0
    while index < len(tokens.words) and tokens.starts[index] < right:
        word = tokens.words[index]
        if word in OPENING:
            depth += 1
        elif word in CLOSING:
            if not depth:
                break
            depth -= 1
        elif not depth and _ends_phrase(tokens, index, first, right, clause=clause):
            break
        stop = min(tokens.end(index), right)
        index += 1
    text = tokens.text
    of = text.rfind("的", start + 1, stop - 1)
    if of > 0 and not clause and (stop == right or _ends_in_verb(tokens, stop)):
        # 8个项目的土地征收428亩, 84个企业的统计: what 的 leads to is another thing
        stop = of
    if text[right : right + 1] not in _MARKS and (joined := _find_join(tokens, first, stop)) is not None:
        # 6个项目和配套工程12个: what 和 leads to has a number of its own
        stop = min(stop, joined)
    if (of_kind := _OF_KIND.search(text, start, stop)) is not None:
        stop = of_kind.start()
    if (all_of := _ALL.search(text, start, stop)) is not None and _starts_word(tokens, all_of.start()):
        stop = all_of.start()
    if depth and (opening := max(text.rfind(mark, start, stop) for mark in OPENING)) > start:
        stop = opening  # 百余个品种(其中畅销的8个: the bracket holds the next number
    while stop > start and (text[stop - 1] in " 和及、的与等或" or text[stop - 1] in OPENING):
        stop -= 1
    if text[start:stop] == "处":
        return None  # 位于县城西南19公里处: where, not what
    return (start, stop) if stop > start and text[start] not in ",。;:、!?\n ()（" else None


def _starts_word(tokens: Tokens, offset: int) -> bool:
    """Whether a word starts here: 全 of 均全 does, 全 of 安全 does not."""
    return tokens.starts[tokens.find(offset)] == offset


def _find_join(tokens: Tokens, first: int, stop: int) -> int | None:
    """Where the last 和 or 与 of a phrase stands, None where it has none."""
    last = tokens.find(stop - 1)
    return next(
        (tokens.starts[at] for at in range(last, first, -1) if tokens.words[at] in ("和", "与", "及")), None
    )


def _ends_in_verb(tokens: Tokens, stop: int) -> bool:
    return tokens.tags[tokens.find(stop - 1)][:1] == "v"


def _ends_phrase(tokens: Tokens, index: int, first: int, right: int, *, clause: bool) -> bool:
    word, tag = tokens.words[index], tokens.tags[index]
    if word in BOUNDARIES or word.isspace():
        return word != "、" or not clause
    if clause:
        return False
    after = index + 1
    last = after >= len(tokens.words) or tokens.starts[after] >= right
    if word in ("和", "及", "与", "或", "以及"):
        # 泵站3座和水闸2座: what 和 opens belongs to the next number
        begins = index == first and not tokens.text.startswith(("和美乡", "和美村"), tokens.starts[index])
        return begins or last or tokens.tags[after][:1] in ("m", "v", "p", "d")
    if word == "的":
        return index == first
    if index == first + 1 and tokens.words[first] == "新" and not last and tokens.tags[after][:1] == "n":
        return False  # 9个新投产项目
    if word in _PREDICATES or word in COMPLETED:
        return True
    if word in ("免费", "免費") and not last:
        return tokens.tags[after][:1] == "v"
    if index > first and word in _DEEDS and tokens.tags[index - 1][:1] in tuple("nxqjlv"):
        return last or tokens.words[after] not in NOUN_SUFFIXES
    if word.startswith("各") or word in ("直", "级", "老") or (word in NOUN_SUFFIXES and index > first):
        return False
    if index > first and (word, tokens.words[index - 1]) == ("振兴", "乡村"):
        return False
    if index > first and not last and word in _MODIFYING and tokens.tags[after][:1] in tuple("nvabsjk"):
        return False
    if index > first and word.endswith("刻钟"):
        return False  # 城市一刻钟生活圈
    if index == first and not last and _opens_noun(word, tag, tokens.words[after], tokens.tags[after]):
        return False
    if index == first and tag == "m" and not last and tokens.words[after] in ("级", "量级"):
        # 2家千亿级园区
        return False
    if index == first and tag == "d" and not last and tokens.tags[after][:1] in ("n", "g"):
        return False
    if tag[:1] == "v" and tag not in ("vn", "vd"):
        if last:
            return (index == first and word not in DEED_NAMES) or word in load_plain_actions()
        if tokens.words[after] in NOUN_SUFFIXES:
            return False
        if index == first and tokens.words[after] in _PASSIVE:
            # 1000平方米违建被拆除
            return False
        if index > first and tag == "v" and len(word) > 1 and tokens.tags[index - 1][:1] == "n":
            # 行政审批事项, but 党员参加活动
            return word not in load_nominal_actions() or not _leads_to_noun(tokens, after, right)
        if tokens.tags[after][:1] in ("n", "v", "a", "b"):
            # 巡查小组, 违规运输车辆: a verb that stands as a noun before its noun
            return word in load_plain_actions() or word in _STATE_VERBS
        return True
    if tag == "t" and index > first and not last:
        # 儿童日间照料中心
        return tokens.tags[after] not in ("n", "vn")
    return tag in _STOP_TAGS


def _leads_to_noun(tokens: Tokens, index: int, right: int) -> bool:
    """Whether a noun follows, with but verbs that may be nouns before it: 修复项目 of 保护修复项目."""
    while tokens.starts[index] < right and tokens.words[index] in load_nominal_actions():
        index += 1
        if index >= len(tokens.words):
            return False
    return tokens.starts[index] < right and tokens.tags[index][:1] == "n"


def _opens_noun(word: str, tag: str, following: str, following_tag: str) -> bool:
    """现代产业园, 千亿台阶, 引领型企业: words with the tag of a time, a number or a verb that open a noun."""
    if following in _SORTS or (word, following) == ("自", "贸"):
        return True
    nominal = following_tag[:1] in ("n", "j") or following_tag in ("vn", "l")
    if tag == "m":
        # no quantity of its own, which would end the words that may be read
        return nominal and word not in _COUNTS_NOTHING and word[0] != "整"
    return nominal and (word in KINDS_BY_NAME or following_tag in ("k", "b"))


def read_purpose(tokens: Tokens, end: int) -> Span | None:
    """What money is for: the clause that follows it (投入6万元,对锅炉房进行改造).

    Args:
        tokens: words of the text.
        end: where the quantity ends.
    """
    text = tokens.text
    match = _USED_FOR.match(text, end)
    start = match.end() if match else end
    clause = _CLAUSE.match(text, start)
    if clause is None:
        return None
    comma = text[end : end + 1] == ","
    used_for = start > end + comma
    index = tokens.find(start)
    word, tag = tokens.words[index], tokens.tags[index]
    if (
        used_for
        or text[start] in "对为给"
        or word in load_actions()
        or (not comma and tag[:1] in ("v", "n", "b", "a"))
    ):
        return start, clause.end()
    return None


def read_deed(tokens: Tokens, end: int, right: int, *, beyond: bool = False) -> Span | None:
    """What is done in a stretch of time or so many times (历时46天完成拆迁, 5次组织干部锻炼).

    Args:
        tokens: words of the text.
        end: where the quantity ends.
        right: where its clause ends or the next quantity starts.
        beyond: the deed may fill the clause after it (用三年的时间,治理河道).
    """
    match = _TIME_NOUN.match(tokens.text, end)
    start = match.end() if match else end
    if beyond and start > right and tokens.text[start - 1] == ",":
        following = _CLAUSE.match(tokens.text, start)
        right = following.end() if following else right
    clause = _CLAUSE.match(tokens.text, start, right)
    if clause is None:
        return None
    index = tokens.find(start)
    word = tokens.words[index]
    stop = clause.end()
    if stop == right and stop - start <= 2 and (whole := _CLAUSE.match(tokens.text, start)) is not None:
        # 45天完成12个片区搬迁: the deed holds another quantity
        return start, whole.end()
    if word in load_plain_actions() or tokens.tags[index] == "v":
        at = tokens.end(index)
        while at < stop and tokens.text[at] in "了对全部的":
            at += 1
        stop -= tokens.text[stop - 1] == "的"
        if stop - at >= 2:
            return at, stop
    return start, stop
