"""What an organisation did, does or will do (举措): the stretch of text from a verb to its object.

A text is cut into clauses (clauses.py), a clause into what opens it, the actor, prepositional phrases, the
verb and its object (verb_phrases.py). Whether it says something that another organisation could copy is
weighed from the verb, the object and what stands before them: 建立楼栋长轮值制度 is a measure,
扎实做好各项工作 is an attitude, 成效明显 a result.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extractors.action_verbs import compile_verbs
from extractors.sections import Section, locate_source
from extractors.tokens import read_tokens
from extractors.verb_phrases import VerbPhrase, find_verb_phrases

COMPONENT = "zhibiao_measures"
STATUSES = ("actual", "planned")


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that the organisation did, does or will do (举措).

    Attributes:
        text_start, text_end: from the verb (with the prepositional phrase before it) to the end of its
            object, in the document's text, half-open.
        source_start, source_end: the same in the decoded source.
        text: the characters [text_start, text_end) of the document's text.
        head: the verb, 建立.
        object: what it acts on, without counts: 楼栋长轮值制度; None where the text names none.
        name: a programme's own name, 一刻钟服务圈 of “一刻钟服务圈”; None where there is none.
        status: one of STATUSES.
        section: index of the heading it stands under in the tuple of sections, or None.
        sentence: the sentence it stands in.
    """

    text_start: int
    text_end: int
    source_start: int
    source_end: int
    text: str
    head: str
    object: str | None
    name: str | None
    status: str
    section: int | None
    sentence: str


_QUANTITY = re.compile(
    r"\d|一[次批系套支条个名]|[两三四五六七八九十百千](?:个|次|名|项|类|大|支|批|家|所|处)"
)
_NAME = re.compile(r"“([^”\n]{2,40})”|《([^》\n]{2,60})》")
_CONCRETE = re.compile(
    r"(?:制度|机制|体系|方案|办法|细则|规定|标准|规范|预案|清单|台账|档案|名单|目录|平台|系统|数据库|网络|中心|基地|队伍|小组|专班|领导小组|协会|联盟|"
    r"活动|行动|会议|大会|例会|座谈会|培训|演练|检查|巡查|排查|宣传|讲座|竞赛|比赛|测评|考核|调研|走访|整治|治理|试点|工程|项目|设施|设备|装置|"
    r"协议|合同|责任书|责任状|通知|通知书|公告|意见|规划|计划|设计|模式|服务|热线|窗口|站点|服务点|服务站|示范点|示范区|园区|公园|道路|管网|"
    r"资金|补贴|补助|奖励|贷款|基金|床位|学位|泊位|岗位|试卷|手册|资料|教育|管理|改革|改造|建设|交流|学习|研讨|论坛|展览|工作法|责任制|值班|带班|巡回|保洁|策略|电话|岗亭|站|厅|室|点|卡|书|册|馆|园|亭|栏|网|库|执法|救助|帮扶|监督|抽检|体检|回访|"
    r"力度|频次|次数|范围|时间|周期)$"
)
_ABSTRACT = re.compile(
    r"(?:水平|能力|意识|问题|局面|氛围|作用|指导性|约束性|积极性|主动性|自觉性|目标|原则|合力|效率|质量|态势|成果|关系|责任|措施|精神|要求|任务|环境|形象|素质|效益|优势|"
    r"发展|困难|矛盾|思路|理念|观念|认识|部署|决策|职能|职责|基础|保障|成效|实效|效果|变化|突破|进展|目的|导向|主线|重点|难点|统一|衔接|配合|力|感|性|化|方针|政策|大局|步伐|进度|进程|面貌|活力|动力|转变|提升|提高|跨越|增长|稳定|安全|和谐|有序)$"
)
_PLANNED_SENTENCE = re.compile(
    r"^[\s\S]{0,12}?(?:下一步|下步|下阶段|下半年|明年|今后|接下来|未来)|(?:计划|预计|力争|争取)"
)
_DONE = re.compile(r"已|了|完成|累计")
# Log-odds that a clause with such a verb is a measure, before its object and its place are known. These and
# the weights in `weigh_measure` were fitted by logistic regression on hand-coded clauses and rounded.
_KIND = {"act": 0.9, "finish": -0.8, "light": -1.1, "weak": -1.3, "output": -1.4, "effect": -2.9}
_HEADING = {"line": 2.9, "run-in": 1.1}
_THRESHOLD = -0.7


def find_measures(doc: Doc, sections: Sequence[Section]) -> tuple[Measure, ...]:
    """All measures of a document in the order of the text.

    Args:
        doc: tokens with ``idx``; its text is the working text; ``doc._.document`` is the Document or None.
        sections: what `find_sections` found in it.

    Example:
        >>> [m.text for m in find_measures(nlp("社区建立了楼栋长轮值制度，每月召开一次碰头会。"), ())]
        ['建立了楼栋长轮值制度', '每月召开一次碰头会']
    """
    document = doc._.document if doc.has_extension("document") else None
    text = read_tokens(doc).text
    quoted = text if document is None else document.text
    found: list[Measure] = []
    place = _Place(text, sections)
    for phrase in find_verb_phrases(doc):
        section = place.find_section(phrase.start)
        heading = place.find_heading(phrase.start)
        outlook = sections[section].outlook if section is not None else None
        if weigh_measure(text, phrase, heading=heading, outlook=outlook) < _THRESHOLD:
            continue
        source_start, source_end = locate_source(document, phrase.start, phrase.end)
        clause = phrase.clause
        found.append(
            Measure(
                text_start=phrase.start,
                text_end=phrase.end,
                source_start=source_start,
                source_end=source_end,
                text=quoted[phrase.start : phrase.end],
                head=quoted[slice(*find_deed(text, phrase))],
                object=_read_object(quoted, phrase),
                name=find_name(quoted[phrase.start : phrase.end]),
                status=_choose_status(text, phrase, outlook),
                section=section,
                sentence=quoted[clause.sentence_start : clause.sentence_end].strip(),
            )
        )
    return tuple(found)


class _Place:
    """Where in the tree of sections an offset lies; offsets are asked for in rising order."""

    def __init__(self, text: str, sections: Sequence[Section]) -> None:
        self._text = text
        self._sections = sections
        self._current = -1

    def find_section(self, offset: int) -> int | None:
        while (
            self._current + 1 < len(self._sections) and self._sections[self._current + 1].text_start <= offset
        ):
            self._current += 1
        return self._current if self._current >= 0 else None

    def find_heading(self, offset: int) -> str | None:
        """``line`` or ``run-in`` where the offset lies inside a heading."""
        if self._current < 0 or offset >= (end := self._sections[self._current].text_end):
            return None
        return "line" if self._text[end : end + 2].strip("。 ")[:1] in ("", "\n") else "run-in"


def weigh_measure(text: str, phrase: VerbPhrase, *, heading: str | None, outlook: str | None) -> float:
    """Log-odds that a verb phrase says something that could be copied; a measure from `_THRESHOLD` on.

    Args:
        text: the working text.
        phrase: what is weighed.
        heading: ``line`` in a heading of its own line, ``run-in`` in one that opens its paragraph.
        outlook: the part of the report that it stands in, one of `sections.OUTLOOKS`.
    """
    words = text[phrase.object_start : phrase.end]
    kind = phrase.verb.kind
    governed = phrase.start < phrase.verb_start
    if not words and not governed:
        return -math.inf
    score = _KIND[kind]
    if governed and kind == "light":
        # 对…进行…: the deed is the noun, and what it is done to stands before it
        return score + 2.2
    if governed:
        score += 0.6
    if _CONCRETE.search(words):
        score += 0.8
    elif _ABSTRACT.search(words):
        score -= 1.4
    if kind == "finish" and not words:
        return 0.0
    if len(words) <= 4:
        score -= 1.1 if len(words) <= 2 else 0.7
    elif len(words) > 12:
        score += 0.8
    if words.endswith("工作"):
        score -= 1.0
    if _NAME.search(words):
        score += 0.2
    if kind == "output" and _QUANTITY.search(words):
        score -= 1.2
    if "attitude" in phrase.kinds:
        score -= 1.1
    if heading is not None:
        score -= _HEADING[heading]
    if outlook == "problems":
        score -= 0.6
    return score


def find_deed(text: str, phrase: VerbPhrase) -> tuple[int, int]:
    """Where the head stands: the verb, or the deed that 进行, 予以, 加以 carry: 验收 in 对农田进行验收."""
    if phrase.verb.kind == "light" and phrase.start < phrase.verb_start:
        deeds = [match.span() for match in compile_verbs().finditer(text, phrase.object_start, phrase.end)]
        if deeds and deeds[-1][1] == phrase.end:
            return deeds[-1]
    return phrase.verb_start, phrase.verb_end


def find_name(text: str) -> str | None:
    """A programme's own name in a measure: what stands in “…” or 《…》; several joined with 、; or None."""
    names = [match[1] or match[0] for match in _NAME.finditer(text)]
    return "、".join(names) or None


def _read_object(text: str, phrase: VerbPhrase) -> str | None:
    """What the verb acts on."""
    words = text[phrase.object_start : phrase.end].strip("、,")
    return words or None


def _choose_status(text: str, phrase: VerbPhrase, outlook: str | None) -> str:
    """Planned in the part of the report that looks ahead and after a modal; otherwise actual."""
    if "planned" in phrase.kinds or outlook in {"plan", "problems"}:
        return "planned"
    sentence = text[phrase.clause.sentence_start : phrase.clause.start]
    return "planned" if _PLANNED_SENTENCE.search(sentence) else "actual"


@Language.component(COMPONENT)
def add_measures(doc: Doc) -> Doc:
    """The same doc with its measures on ``doc._.measures``."""
    doc._.measures = find_measures(doc, doc._.sections)
    return doc


if not Doc.has_extension("measures"):
    Doc.set_extension("measures", default=())
