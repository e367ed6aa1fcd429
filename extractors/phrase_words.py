"""Words that noun phrases before a number begin with, end before or hold, whatever their tag (短语用词)."""

from __future__ import annotations

from typing import Final

BOUNDARIES: Final = frozenset(",。;:!?\n、")
# 现代农业, 本科院校, 小微企业: what kind, to the dictionary a time, a pronoun or an adverb
KINDS_BY_NAME: Final = frozenset(
    (
        "现代 当代 近代 未来 夜间 日间 过夜 青年 老年 本科 本级 本地 自然 高速 长期 中期 正常 特别 特新 特许 "
        "小微 重复 初次 永久 永续 潜在 原住 税前 汛限 实时 反面 首发 假期 急难"
    ).split()
)
# one character of a noun that the dictionary parts: 农特产品, 内河轮驳船
NOUN_PARTS: Final = frozenset("县村轮农硕车奶井件")
# what 在 makes a kind of people or things of: 在园幼儿, 在库企业, 在训运动员
IN_PLACES: Final = frozenset("园 校 岗 库 训 编 册 读 籍 养 架 研 售 租 孕 矫 管 营 聘".split())
# cases that a cost is averaged over: 次均费用, 例均费用
PER_CASES: Final = frozenset("次 例 床 件 单 案 班 车 企 店".split())
TOWARDS: Final = frozenset("下进入驻到回")
# verbs that are nouns to the dictionary and govern what follows where they open the clause: 办理 居民 来信
OPENING_VERBS: Final = frozenset("惠及 培育 办理 建设 改造 清理 处置 重组".split())
# 完成 and how, one word to the dictionary
COMPLETED: Final = frozenset(
    "全面完成 共同完成 出色完成 圆满完成 如期完成 提前完成 超额完成 限期完成 顺利完成".split()
)
# words that may stand between what is counted and its number and say nothing of it
LINKS: Final = frozenset(
    (
        "可能 实际 进入 跻身 迈入 为 是 有 达 达到 达成 共 共计 合计 总计 累计 累计达 计 约 近 已 已达 仅 只 "
        "分别 分别为 分别达 "
        "分别是 均 均为 各 也 就 到 了 高达 总共 一共 占 实 实有 现 现有 共有 平均 平均每 拥有 约为 即 "
        "在 又 还 再 先后 不 从 由 至 于 目前 突破 超 超过 逾 每 其中 另 最高 最低 最多 最少 其 等 以 可 "
        "已有 "
        "第一季度 第二季度 第三季度 第四季度 一季度 二季度 三季度 四季度 前三季度 "
        "能 将 要 应 须 必须 需 预计 力争 争取 计划 控制 保持 维持 稳定 稳定在 保持在 控制在 维持在 位居 "
        "居 名列 列 位列 排 排在 不得 不能 不应 一度 仍 仍有 最 超出 不下 多达 少则 高至 历时 用时 拟用 "
        "逆势 稳居 跃居 跨过 跨 跨越 迈上 迈过 连 连跨 站上 跃上 有望 拟 双双 继续 可达 "
        "估计 编列 增列 减列 首批 第一批 第二批 第三批 以下 如下 "
        "需要 要求 只有 仅有 只用 仅用 全省 全市 全区 全县 全国 全镇 全乡 全街道 全校 全院 全局 全球 世界 "
        "年均 月均 日均 周均 首次 连续 全部 累计为 已经 一年 全年 也就是 相当于 折合 净"
    ).split()
)
# 新增就业, 净增人口: the verb is part of what is counted
NEW: Final = frozenset(
    (
        "新增 新建 净增 新植 新招聘 新购置 新开工 新认定 新引进 新登记 新改建 新发展 新开通 新培育 "
        "新改扩建 新购"
    ).split()
)
# verbs that reach a value and are no part of its name
ACHIEVE: Final = frozenset(
    (
        "实现 完成 取得 获得 投入 落实 安排 拨付 建成 新建 改造 发放 达到 增加 提高 压减 调减 "
        "减少 扩大 创造 筹集 争取 "
        "新增 引进 推动 带动 拉动"
    ).split()
)
# one character that makes a noun of the verb before it: 整改率, 疏导点, 托管班
NOUN_SUFFIXES: Final = frozenset(
    "率数量额费值比度点员班车站队组户款物品源网岗证卡书表单库房楼室线口器机箱桶厕所者案件类"
)
# words that end a phrase read backwards, whatever their tag
STOP_WORDS: Final = frozenset(
    (
        "高于 低于 高出 快于 慢于 优于 位列 位居 名列 是 有 为 占 被 把 将 了 着 过 对 向 在 给 让 使 "
        "由 从 通过 包括 其中"
    ).split()
)
# 规定债款支出, 共有村民: verbs before a phrase, nouns or links at its end
HAVING: Final = frozenset("规定 共有 现有 现共有 设有 建有 另有 还有 配有 辖有".split())
LIGHT_VERBS: Final = frozenset(
    "获 进行 得到 获得 发生 接到 达到 具有 拥有 发现 发出 实有 进入 查获 收到 涉及 惠及 覆盖".split()
)
# verbs that govern money, and nouns that say no more than that it is money
MONEY_VERBS: Final = frozenset(
    (
        "投入 投资 安排 拨付 拨款 筹集 筹措 落实 争取 争取到 使用 下达 列支 支出 整合 发放 募集 申请 "
        "补助 配套 斥资 出资 自筹 耗资 花费 编列 动支 核拨"
    ).split()
)
MONEY_NOUNS: Final = frozenset(
    "资金 经费 专项资金 财政资金 款 款项 金额 专款 项目资金 专项经费 补助资金 预算".split()
)
