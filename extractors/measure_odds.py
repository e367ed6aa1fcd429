"""How likely a verb phrase is a measure (举措判别): its verb, its object and its place weighed together."""

from __future__ import annotations

import math
import re
from typing import Final

from extractors.action_verbs import load_action_verbs, match_verb
from extractors.object_words import NUMBER_ONLY, ends_in_state, names_measure
from extractors.verb_phrases import VerbPhrase
from extractors.word_patterns import group_endings

_QUANTITY: Final = re.compile(
    r"\d|一[次批系套支条个名]|[两三四五六七八九十百千](?:个|次|名|项|类|大|支|批|家|所|处)"
)
_NAME: Final = re.compile(r"“[^”\n]{2,40}”|《[^》\n]{2,60}》")
_CONCRETE: Final = group_endings(
    "制度|机制|体系|方案|办法|细则|规定|标准|规范|预案|清单|台账|档案|名单|目录|平台|系统|数据库|网络|中心|基地|队伍|小组|专班|领导小组|协会|联盟|"
    "活动|行动|会议|大会|例会|座谈会|培训|演练|检查|巡查|排查|宣传|讲座|竞赛|比赛|测评|考核|调研|走访|整治|治理|试点|工程|项目|设施|设备|装置|"
    "协议|合同|责任书|责任状|通知|通知书|公告|意见|规划|计划|设计|模式|服务|热线|窗口|站点|服务点|服务站|示范点|示范区|园区|公园|道路|管网|"
    "资金|补贴|补助|奖励|贷款|基金|床位|学位|泊位|岗位|试卷|手册|资料|教育|管理|改革|改造|建设|交流|学习|研讨|论坛|展览|工作法|责任制|值班|带班|巡回|保洁|策略|电话|岗亭|站|厅|室|卡|书|册|馆|园|亭|栏|网|库|执法|救助|帮扶|监督|抽检|体检|回访|"
    "力度|频次|次数|范围|时间|周期"
)
# 服务站点, but no 亮点
_PLACE, _NO_PLACES = "点", frozenset("亮重难热焦特优弱起终观要")
_ABSTRACT: Final = group_endings(
    "水平|能力|意识|问题|局面|氛围|作用|指导性|约束性|积极性|主动性|自觉性|目标|原则|合力|效率|质量|态势|成果|关系|责任|措施|精神|要求|任务|环境|形象|素质|效益|优势|"
    "困难|矛盾|思路|国家|强国|社会|理念|观念|认识|部署|决策|职能|职责|基础|保障|成效|实效|效果|变化|突破|进展|目的|导向|主线|重点|难点|统一|衔接|配合|力|感|性|化|方针|政策|大局|步伐|进度|进程|面貌|活力|动力|转变|格局|提升|提高|跨越|增长|稳定|安全|和谐|有序"
)
# 推行这项工作, 组织各有关单位: what is done stands elsewhere
_VAGUE: Final = re.compile(r"(?:这项|此项|各项|有关|相关|上述|本项)?(?:工作|措施|任务|人员|活动)$")
_ONLY_PEOPLE: Final = re.compile(r"[^,]*(?:公司|单位|部门|人员|机构)$")
_EXPECTED: Final = re.compile(r"预计|计划|力争|争取|预定|将")
# 取得明显成效, 开放开发取得新发展, 坚持以安全为指导: what came of it, and by which light
_RESULT: Final = group_endings("成效|效果|见效|发展|成绩|进展|突破|为指导|为指引|为引领")
# 由30个增加到46个, 增加到一九六二年的七百所: what it came to
_CAME_TO: Final = re.compile(r"[到至][^,]*(?:\d|[一二三四五六七八九十]{2})")
# 种植面积, 签约总额, 成立时间: verbs that stand before a measure of them, and before no other noun
_MEASURED_VERBS: Final = frozenset(("种植", "签约", "成立"))
# 体制更加完善, 机构增至24家
_BECOME: Final = re.compile(r"(?:更加|更为|不尽|日益|日趋)[^,、]{2,3}$|[增降]至\d\S*$")
# the rest of a title or of a quotation that was cut
_CUT_OFF: Final = re.compile("[)》」』”]")
_AREA: Final = re.compile("面积(?:可|共|已)?(?:达到?|为)")
# deeds that are counted as routine output
_ROUTINE: Final = re.compile(r"(?:拆除|清理|清除|处理|处置|查处|整改|整治|维修|修复|检修)$")
# but what a disaster destroyed is built anew: 修复水毁堤防9处
_DESTROYED: Final = re.compile("[水灾震损冲]毁|受灾|受损|震损|倒塌")
_MENDS: Final = frozenset(("修复", "检修", "修补", "整治", "治理"))
# Log-odds that a clause with such a verb is a measure, before its object and its place are known. These and
# the weights in `weigh_measure` were fitted by logistic regression on hand-coded clauses and rounded.
_KIND: Final = {"act": 0.9, "finish": -0.8, "light": -1.1, "weak": -1.3, "output": -1.4, "effect": -2.9}
# verbs of which the object alone tells whether something was done
_SOFT: Final = frozenset(("weak", "effect"))
_HEADING: Final = {"line": 3.4, "run-in": 1.1}
# a measure from here on; below the odds of one to one, because a missed measure costs more than a false one
THRESHOLD: Final = -1.1


def weigh_measure(text: str, phrase: VerbPhrase, *, heading: str | None, outlook: str | None) -> float:
    """Log-odds that a verb phrase says something that could be copied; a measure from `THRESHOLD` on.

    Args:
        text: the working text.
        phrase: what is weighed.
        heading: ``line`` in a heading of its own line, ``run-in`` in one that opens its paragraph.
        outlook: the part of the report that it stands in, one of `sections.OUTLOOKS`.
    """
    words = text[phrase.object_start : phrase.end]
    kind = _find_kind(text, phrase)
    governed = phrase.start < phrase.verb_start
    if (not words and not governed) or _CUT_OFF.match(words):
        return -math.inf
    score = _KIND[kind]
    if governed and kind == "light":
        # 对…进行…: the deed is the noun, and what it is done to stands before it
        counted = _QUANTITY.search(text, phrase.start, phrase.verb_start) and _ROUTINE.search(words)
        return score + (0.6 if counted else 2.2)
    if phrase.start < phrase.clause.start:
        score += 0.8
    if governed and kind != "weak":
        score += 0.6
    soft = kind in _SOFT
    last = words[-1:]
    if words.endswith(_CONCRETE.get(last, ())) or (last == _PLACE and words[-2:-1] not in _NO_PLACES):
        score += 0.8
    elif (
        words.endswith(_RESULT.get(last, ()))
        or ends_in_state(words)
        or _AREA.search(words)
        or _BECOME.search(words)
    ):
        score -= 3.0
    elif words.endswith(_ABSTRACT.get(last, ())):
        score -= 1.4
    if kind == "finish" and not words:
        return (
            -2.0
            if "planned" in phrase.kinds or _EXPECTED.search(text, phrase.start, phrase.verb_start)
            else 0.0
        )
    if (
        NUMBER_ONLY.fullmatch(words)
        or (_is_noun_as_often(phrase) and names_measure(words))
        or _CAME_TO.match(words)
    ):
        score -= 3.5
    if _VAGUE.match(words) or (phrase.verb.verb == "组织" and _ONLY_PEOPLE.match(words)):
        score -= 1.5
    if len(words) <= 4:
        score -= 1.1 if len(words) <= 2 else 0.7
    elif len(words) > 12:
        score += 0.8
    elif soft and len(words) >= 8:
        score += 0.4
    if words.endswith("工作"):
        score -= 1.0
    if _NAME.search(words):
        score += 0.2
    if kind == "output" and _DESTROYED.match(words) and phrase.verb.verb in _MENDS:
        score += 2.4
    elif kind in {"output", "weak"} and _QUANTITY.search(words):
        score -= 1.2
    if "attitude" in phrase.kinds:
        score -= 0.5 if soft else 1.1
    if heading is not None:
        score -= _HEADING[heading]
    if outlook == "problems":
        score -= 0.6
    return score


def _is_noun_as_often(phrase: VerbPhrase) -> bool:
    """Whether a verb stands before a noun as a part of it as often: 通车里程, 建设规模."""
    verb = phrase.verb
    return verb.nominal or verb.kind == "finish" or verb.verb in _MEASURED_VERBS


def _find_kind(text: str, phrase: VerbPhrase) -> str:
    """The kind of the verb, or of the one that follows it at once: 研究制定 acts as 制定 does."""
    kind = phrase.verb.kind
    if kind in {"weak", "effect", "output"}:
        following = match_verb(text, phrase.verb_start + len(phrase.verb.verb), phrase.end)
        if following is not None:
            verb = load_action_verbs()[following.group()]
            if verb.kind == "act" and not verb.nominal:
                return "act"
    return kind
