"""Verbs that are nouns to the dictionary (兼作名词的动词) and govern what follows them in a clause."""

from __future__ import annotations

from typing import Final

from extractors.action_verbs import load_action_verbs, load_actions
from extractors.phrase_words import NEW, OPENING_VERBS
from extractors.tokens import Tokens

# nouns as often, which govern what follows where they open the clause: 检查 企业 30家 ...
_DEEDS: Final = frozenset(
    "培训 检查 排查 核查 复查 巡查 清查 整治 救助 奖励 通报 曝光 约谈 检修 检测 审查 评审 督查 硬化".split()
)
# ... but name what is for the deed, who does it or what comes of it before one of these: 检查 结果, 培训 机构
_OF_DEEDS: Final = frozenset(
    (
        "结果 报告 记录 表 表格 单 台账 清单 目录 事项 项目 工程 任务 指标 措施 办法 方案 计划 制度 标准 "
        "工作 活动 行动 会 会议 大会 人员 对象 单位 机构 部门 中心 基地 场所 平台 系统 设备 设施 仪器 站点 "
        "小组 专家 专班 队伍 课程 教材 资金 经费 支出 投入 费用 频次 时间 时长 课时 内容 体系 条件 服务 级"
    ).split()
)


def find_deed_start(tokens: Tokens, first: int, index: int, last: int) -> int:
    """The first of the verbs that end at word `index` and govern the phrase after it; -1 where it is none.

    They do if they open their clause, which is for the caller to see.

    Args:
        tokens: words of the text.
        first: the first word that may be one of them.
        index: the word before the phrase.
        last: the last word of the phrase.

    Example:
        In ``优化调整公交线路14条`` 调整 governs 公交线路, and 优化 is the first of two verbs.
    """
    words, tags = tokens.words, tokens.tags
    alone = index + 1 == last
    if index > first and not alone and words[index] in OPENING_VERBS:
        # 启动建设零碳园区: a noun as often, which another verb makes a verb
        return index - 1 if _is_deed(words[index - 1], tags[index - 1], words[last], alone=False) else -1
    if not _is_deed(words[index], tags[index], words[last], alone=alone):
        return -1
    while index > first and words[index - 1] in load_actions():
        index -= 1
    return index


def _is_deed(word: str, tag: str, last: str, *, alone: bool) -> bool:
    """Whether a word may govern the phrase that ends in `last` and is that word `alone`, or more."""
    # a plain verb is read as one, an adjective says of what kind: 配套文件
    if tag != "vn" and tag[:1] in ("v", "a", "d"):
        return False
    if word in _DEEDS:
        return last not in _OF_DEEDS
    verb = load_action_verbs().get(word)
    if verb is None or verb.nominal or verb.kind == "finish" or word in NEW or word in OPENING_VERBS:
        return False
    # 营造林, 引领型: with one character it is a noun
    return not alone or len(last) > 1
