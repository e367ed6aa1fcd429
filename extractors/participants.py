"""Who carries out a measure and whom it is for (实施主体与受益对象), where the text names them."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from extractors import LEXICONS
from extractors.clauses import find_adverbs_before
from extractors.word_patterns import join_words

_GROUPS: Final = LEXICONS / "target_groups.csv"

# 派出所, 市水务局, 各网格长, 三家施工企业: what a body or its people are called at the end
_BODY: Final = re.compile(
    r"(?:委员会|办公室|领导小组|工作组|专班|指挥部|中心|公司|集团|企业|机关|单位|部门|街道|社区|学校|医院|银行|协会|商会"
    r"|合作社|党委|党组|支部|政府|法院|检察院|工会|妇联|共青团|团委|志愿者|网格员|网格长|负责人|责任人|队员|干部|班子成员|代表"
    r"|[局厅部委办处科室所站队院校会社厂镇乡村县市区团行组馆])$"
)
# 我局, 全市, 中心 alone: the reporting body itself
_REPORTER: Final = re.compile(r"我|本|全|咱|该|其|中心$|单位$|公司$|机关$|党委$|学校$|医院$")
_NO_BODY: Final = re.compile(
    r"[,;:。!?、\d的了“”《》()]|情况|方面|工作$|过程|期间|范围|小区$|布局$|试验区$|集聚区$|城镇$|城乡$|全社会$|先行$"
    r"|(?:还|也|都|就|才|将|可能|一定|必定|必然|不)会$"
    # 按企业, 授权地方政府, 使国民经济和社会: somebody else does that to it
    r"|^(?:在|按|对|向|从|被|使|让|将|把|据|根据|面向|进入|授权|落实|恢复|延续|拉动|带动|确保|新开工|通过|经|是|有|依据|聚焦|围绕|立足|深入|整)"
)
# 网格员逐村, 工作组分片: one after the other
_ONE_BY_ONE: Final = re.compile(r"(?:逐[\u4e00-\u9fff]|分[片批组级]|挨家挨户)+$")
# 支持企业牵头…: who is asked to act is who acts
_ASKED: Final = re.compile(r"^(?:支持|鼓励|引导|推动|督促|指导|组织|要求|责成|帮助|动员)")
_LONGEST_BODY: Final = 16
_FOR_WHOM: Final = re.compile(
    r"(?:面向|针对|对于|为|向|给予?|对|帮助|组织|引导|督促)(?P<whom>[^,;。、]{2,24})"
)
# What follows a broad group that a measure is for, where no preposition says so: the end, a list, or what the
# group has or needs. 农民收入, 学生、教师; of 企业管理 and 群众路线 the group is a modifier.
_SERVED: Final = re.compile(
    r"(?:家[庭属]|子女|人员|群体|户|们|合法|基本|医疗|急难|的)*"
    r"(?:[和及与或等、,;。)”\d]|$|收入|增收|工资|待遇|权益|利益|就业|创业|补[贴助]|津贴|负担|关爱|救助|慰问|生活|生计|困难|问题|诉求"
    r"|需求|意见|服务|帮扶|培训|保障|养老|就医|入学|住房|健康|安置|维权|减负|参保|融资|贷款|保险|福利|愁盼)"
)
_COUNTS: Final = re.compile(
    r"^(?:各种|全[市区县镇乡村省]|广大|各类|各|等|近|约)*(?:\d+[万余多]*(?:名|位|户|家|个|人)?)?"
)


@cache
def read_target_groups() -> tuple[dict[str, str], ...]:
    """The rows of lexicons/target_groups.csv: group, broad (yes: 企业 of any noun), example."""
    with _GROUPS.open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


@cache
def _load_broad_groups() -> frozenset[str]:
    return frozenset(row["group"] for row in read_target_groups() if row["broad"] == "yes")


@cache
def _compile_groups() -> re.Pattern[str]:
    # a group inside another word is none: 企业家, 人才战略, 领军人才
    groups = join_words(row["group"] for row in read_target_groups())
    return re.compile(f"{groups}(?!家(?![庭属])|集团|化|组织结构|强国|战略|联社)")


def _find_groups(text: str) -> list[re.Match[str]]:
    """The broad and narrow groups that a text names."""
    # `re` passes over all places where no group starts, as it does not where a pattern starts with (?<!领)
    groups = _compile_groups()
    found: list[re.Match[str]] = []
    at = 0
    while (match := groups.search(text, at)) is not None:
        start = match.start()
        if start and text[start - 1] == "领":
            at = start + 1
            continue
        found.append(match)
        at = match.end()
    return found


def find_actor(text: str, start: int, end: int, *, reporter: str | None) -> str | None:
    """Who acts, in text[start:end] before a verb phrase; None for the reporting body or where none is named.

    Args:
        text: the working text.
        start: where the opening of the clause ends.
        end: where the verb phrase starts.
        reporter: the organisation that the report is of.

    Example:
        >>> find_actor("派出所每月排查出租房", 0, 3, reporter="河东街道办事处")
        '派出所'
    """
    if end - start < 2:
        return None
    _, end = find_adverbs_before(text, start, end)
    body = _ONE_BY_ONE.sub("", _ASKED.sub("", text[start:end].strip()))
    if not 2 <= len(body) <= _LONGEST_BODY or _NO_BODY.search(body) or not _BODY.search(body):
        return None
    is_reporter = _REPORTER.match(body) is not None or (reporter is not None and body in reporter)
    return None if is_reporter else body


def is_asked(text: str, start: int, end: int) -> bool:
    """Whether who acts in text[start:end] is asked to: 企业 in 支持企业牵头组建联盟."""
    return _ASKED.match(text[start:end].lstrip()) is not None


def find_target_group(text: str) -> str | None:
    """Whom a measure is for, in the measure's own words: 离退休职工家属; None where it names nobody.

    Example:
        >>> find_target_group("为230名独居老人安装呼叫器")
        '独居老人'
    """
    groups = _find_groups(text)
    if not groups:
        return None
    for match in _FOR_WHOM.finditer(text):
        whom = match["whom"]
        if found := _find_groups(whom):
            words = _COUNTS.sub("", whom[: found[-1].end()])
            return words if len(words) <= _LONGEST_BODY and "的" not in words else found[-1].group()
    broad = _load_broad_groups()
    for match in groups:
        if match.group() not in broad or _SERVED.match(text, match.end()):
            return match.group()
    return None
