"""Status of a quantity (指标状态): what is, is planned, is required, or is compared with."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from extractors.bounds import HARD
from extractors.quantities import Quantity

STATUSES: Final = ("actual", "planned", "required", "baseline")

# every alternative begins with a character, which lets `re` pass over all places where none of them stands
_PLANNED: Final = re.compile(
    r"预计|预期(?<![稳超于达过合]预期)(?!寿命)|力争|争取(?!得|到|了|上级|中央|省|国家|资金|项目|各类|专项|[^,。;\n]{0,24}(?:资金|国债|债券|试点))|有望|计(?<![度定级产项部济]计)(?<![完占]成年计)(?<!占年计)(?<![比较超]计)(?<!完成计)(?<![一二三四五六七八九十]年计)(?<![善养坚育持才]计)(?<!行动计)(?<!招生计)划(?![,、;。:)”」》]|项目|专家|经费|补助|成本|价格|供应|入选|期间|初期|定额|数字|惠及|启动|深入|顺利|扎实|提质|生育|单列|外|内|的|经济|书|任务|指标|总|所|执行|规定)|拟(?<!出拟)(?!定|订)|打算|即将|标(?<!目标)(?!准)为|目标(?:是|为|任务(?=[是为:]))|届时|到(?<!年到)(?<!截到)(?<!截止到)(?<![加高少升降展长大]到)20\d\d年(?:底|末)?(?!的|底|末)|年底前(?!已)|月底前(?!已)"
    r"|要(?<![只衹隻主重首需必想若正不紧纪摘概还是]要)(?=(?:再|基本|全部|分别|比\S{1,6})?(?:降低|下降|降到|降至|提高|提升|增长|增加|减少|达到|控制在|完成|实现|新增|新建|建成|确保|力争|超过|突破|争取))|可(?:节约|新增|实现|带动|解决|增加|创造)|能(?<![储功智产性动势节职效]能)(?:节约|新增|实现|带动|解决|增加|创造)|将(?=(?:为|对|比|向|再|新|投|建|达|实|完|于|有|在|会|陆续|全部|力|继续|进一步|开|突|增|新增|超|逐步))"
)
_REQUIRED: Final = re.compile(
    r"必须|须(?!知)|不得|应当|应(?=在|按|于|不|达|配|每|完)|要求|任务(?:为|是|数|$)|规(?<![依按照据合例法]规)定(?!$)|凡|一律|不(?:少|低|多|高)于|至少|每(?:完成|低于|高于|逾期|超过)|列入[^,。;]{0,8}任务"
    r"|需(?<![所必急亟供军民内刚]需)(?![求要方量氧])"
)
_RULE: Final = re.compile(r"(?:^|[,;。])(?:凡|每(?:完成|低于|高于|逾期|超过)|反之)")
# 200万亩任务, but not 改革任务有序推进
_TASK_AFTER: Final = re.compile(
    r"^[^,。;!?\n完已]{0,8}任务(?![^,。;!?\n]{0,4}(?:完成|推进|实施|落[地实]|铺开|探索|见效))"
)
# 完成春播任务1200亩: what a task was is done
_DONE_TASK: Final = re.compile(r"完成[^,。;:!?\n]{0,24}任务$")
# 36项重点任务: tasks that are counted are there
_NO_TASK: Final = frozenset(("%", "‰", "项", "个", "方面", "件"))
_ROUTINE: Final = re.compile(r"每(?<!每[人户亩生]每)(?:半?年|季度?|个?月|周|星期|日|天)")
_PLANNED_AFTER: Final = re.compile(
    r"^[^,。;!?\n]{0,14}(?:年底前|月底前|将陆续|将于|也将|预计|即将)"
    r"|^[^,。;!?\n]{0,12},(?:预计|计划|力争|争取)[^,。;]{0,12}(?:完成|完工|建成|投用|竣工|交付|启用)"
)
# 五年后产值翻两番的目标, 自给率达四成之目标, but not 实现了翻两番的目标
_AIM_AFTER: Final = re.compile(
    r"(?:以上|左右)?[的之](?:奋斗|预期|发展|宏伟|战略|阶段性)?目标(?!已|提前|如期|基本|顺利|全面)"
)
_REQUIRED_NOT: Final = re.compile(r"保持|达到?$|实现|完成")
_SOFT: Final = re.compile(r"力争|争取|左右|努力|预期|原则上|有望")
# 计划3000万元,实际3450万元,超额15%: the plan is what the number is more than
_EXCEEDS: Final = re.compile(r",超(?:额|计划|预算)$")
_PAST: Final = re.compile(
    r"已(?!经?列入)|去(?<![比较]去)年|上(?<![比较]上)年|过去|一年来|[三四五]年来|截[至止]|累计|实际|完成了|实现了|目前|现有"
)
_NAMED: Final = re.compile(r"(?:“|^)[^“”\n]{1,20}”")
# 先后试点了9个县: done already, though the part of the report looks ahead
_DONE: Final = re.compile(r"(?<![为除到])了[^了,。;:!?\n]{0,8}$")
_FROM: Final = re.compile(r"(?:从|由|自)[^,。;:!?\n]*$")
_NUMERAL: Final = r"[\d一二三四五六七八九两十百第近约]"
_TO: Final = re.compile(
    r"^(?:的|左右|以上|以下)?(?:"
    rf"[^,。;:!?\n\d]{{1,8}}?(?:到|至|为|成)了?(?={_NUMERAL})|"
    r"[^,。;:!?\n\d]{0,8}?(?:上升|提高|增加|增长|提升|扩大|发展|上涨|下降|降低|减少|压缩|压减|缩短|缩减|回落|调整|跃升|攀升|延长)"
    r"(?:了)?(?:到|至|为|成))"
)
# 由前年的42%左右,提高到60%
_FROM_ALONE: Final = re.compile(r"(?:从|由)[^,。;:!?\n到至]*$")
_TO_NEXT: Final = re.compile(
    r"^(?:左右|以上|以下)?,(?:预计|已|将)?(?:上升|提高|增加|扩大|发展|下降|降低?|减少|压缩|缩短|回落)了?[到至为]"
)
_LAST_YEAR_VALUE: Final = re.compile(
    r"(?<![到至])(?:[去上]年(?:同期)?|上月)[仅只]?[为是有的]$|^而(?:20\d\d年|去年|上年)[^,。;]{0,8}$"
)
_LAST_YEAR_ENDS: Final = frozenset("为是有的")
# 比2019年的704亿元增长66%
_COMPARED: Final = re.compile(
    r"[比较](?<![同环占对评之]比)(?<!比(?=[率例重值]))(?<!较(?=[大高多好快强低小]))[^,。;:!?\n比较达占为]{1,14}的?$"
)
_CHANGED: Final = re.compile(
    r"^(?:[^,。;:!?\n\d]{0,4})(?:增长|增加|提高|上升|上涨|下降|减少|降低|回落|缩短|多|少|高|低)(?![于数量])"
)
# 较上年度预算数10亿元,减少1亿元
_STATED_BEFORE: Final = re.compile(r"[比较][^,。;:!?\n比较增减]{1,12}(?:数|额|量|水平)$")
_CHANGED_NEXT: Final = re.compile(r"^,(?:增加|减少|增长|下降|提高|降低)")
# 平均为20天,现缩短为3天
_NOW: Final = re.compile(
    r"^(?:左右)?,(?:现在?|目前|如今|今年)已?[^,。;\d]{0,3}(?:缩短|压缩|减少|下降|降低|提高|增加|上升|扩大)(?:到|至|为)"
)
# 主要预期目标是:…, 2020年目标:…, 计划规定,…: all that the sentence goes on to name
_AIMS: Final = re.compile(
    r"目标(?<!完成目标)(?:任务)?(?:是|为)?:|(?:计划|预算)(?:草案)?(?:规定|要求|安排|提出)(?!的),?|(?:按照?|根据)[^,。;:!?\n]{0,12}(?:计划|规划),"
)
# a clause without end is no clause
_FARTHEST: Final = 200
# how far a cue may stand from its number, in characters
_NEAR: Final = 60


class Status(NamedTuple):
    """Status, whether a constraint is hard or soft, and the words that decided.

    Attributes:
        constraint: ``hard`` (确保, 必须, 不低于), ``soft`` (力争, 左右) or None.
    """

    name: str
    constraint: str | None
    cues: tuple[str, ...]


def find_status(
    text: str, quantity: Quantity, *, sentence_start: int, clause_start: int, outlook: str
) -> Status:
    """The status of a quantity by the words before it and the part of the report it stands in.

    Args:
        text: working text.
        quantity: what was counted.
        sentence_start: where its sentence starts.
        clause_start: where its clause starts.
        outlook: ``retrospect``, ``problems`` or ``plan``: the part of the report.

    Example:
        ``预计年内新增泊位300个`` is planned; ``满意度由91%提高到95%`` has a baseline, then an actual value.
    """
    before = text[max(clause_start, quantity.bound.start - _FARTHEST) : quantity.bound.start]
    after = text[quantity.bound.end : quantity.bound.end + 14]
    multiple = quantity.unit is not None and quantity.unit.dimension in ("ratio", "share")
    last_year = (
        # most clauses neither end nor begin as one does that names the value of another year
        (before[-1:] in _LAST_YEAR_ENDS or before[:1] == "而")
        and not (multiple and before.endswith("的"))
        and _LAST_YEAR_VALUE.search(before)
    )
    compared = (_COMPARED.search(before) and _CHANGED.search(after)) or _NOW.search(after)
    compared = compared or (_STATED_BEFORE.search(before) and _CHANGED_NEXT.search(after))
    risen = (_FROM.search(before) and _TO.search(after)) or (
        _TO_NEXT.search(after) and _FROM_ALONE.search(before)
    )
    if risen or last_year or compared:
        return Status("baseline", None, ())
    near = text[max(sentence_start, quantity.end - _NEAR) : quantity.end]
    if "”" in near:
        # “青苗计划”已实施: a cue inside a name says nothing of the number
        before, near = _NAMED.sub("", before), _NAMED.sub("", near)
    cue = " ".join(quantity.bound.cues)
    required = _last(_REQUIRED, before) or _last(HARD, cue)
    settled = _PAST.search(before) or _EXCEEDS.search(text, sentence_start, quantity.bound.start)
    planned = _last(_PLANNED, before) or (None if settled else _last(_PLANNED, near))
    if not planned and (said := text[sentence_start : quantity.start]) and _may_aim(said):
        planned = _last(_AIMS, said)
    planned = planned or _last(_PLANNED_AFTER, text[quantity.bound.end : quantity.bound.end + 40])
    if not planned and not settled and (aim := _AIM_AFTER.match(text, quantity.bound.end)) is not None:
        planned = aim.group()
    soft = _last(_SOFT, before + cue)
    if required == "任务" and _DONE_TASK.search(before):
        required = None
    required = required or _last(_RULE, text[sentence_start : quantity.start])
    if quantity.unit is not None and quantity.unit.norm not in _NO_TASK:
        required = required or _last(_TASK_AFTER, after)
    if outlook == "plan" and (quantity.unit is None or "event" in quantity.unit.traits):
        required = required or _last(_ROUTINE, before)
    if planned and not (outlook == "plan" and required):
        return Status("planned", "soft" if soft else None, (planned,))
    if required and not _PAST.search(before) and not _REQUIRED_NOT.search(before[-4:]):
        return Status("required", "hard", (required,))
    if outlook == "plan" and not _PAST.search(before) and not _DONE.search(before):
        hard = HARD.search(before + cue)
        constraint = "hard" if hard else "soft" if soft else None
        return Status("planned", constraint, (hard.group(),) if hard else ())
    return Status("actual", None, ())


def _may_aim(said: str) -> bool:
    """Whether a text holds a character without which _AIMS does not match: most hold none."""
    return "划" in said or "标" in said or "算" in said


def _last(pattern: re.Pattern[str], text: str) -> str | None:
    if (first := pattern.search(text)) is None:
        return None
    found = first.group()
    for match in pattern.finditer(text, first.end()):
        found = match.group()
    return found
