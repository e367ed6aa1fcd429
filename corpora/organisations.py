"""The organisation that a report speaks for (报告单位), as its text names it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.lines import Line

_SUFFIXES = (
    "人民政府|市政府|县政府|区政府|省政府|镇政府|乡政府|人大常委会|常委会|管委会|管理委员会|委员会|党工委|办事处|管理处|服务处"
    "|管理中心|服务中心|协调中心|指挥中心|中心|事业部|公司|集团|街道|社区|管理局|分局|支队|大队|总队|局|厅|署|部|委|处|院|校|所|站"
)
_ORGANISATION = re.compile(rf"[\u4e00-\u9fff]{{1,16}}?(?:{_SUFFIXES})")
_SIGNATURE = re.compile(
    rf"(?:[\u4e00-\u9fff()、“”\d]|\s){{2,30}}(?:{_SUFFIXES}|政府|党委|支部|总支|开发组|办公室|学校|医院|村|小组|队)"
)
_DATE_LINE = re.compile(
    r"[(]?(?:[12]\d|二[〇○零O]).{1,4}年.{1,3}月.{1,3}日?[)]?|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)
_SELVES = {
    "中心": ("中心",),
    "局": ("局",),
    "处": ("办事处", "管理处", "服务处", "处"),
    "镇": ("镇",),
    "乡": ("乡",),
    "街道": ("街道", "街道办事处", "办事处"),
    "社区": ("社区",),
    "公司": ("公司",),
    "委": ("委", "委员会"),
    "办": ("办", "办公室"),
    "院": ("院",),
    "校": ("校", "学校", "中学", "小学", "大学", "学院"),
    "所": ("所",),
    "站": ("站",),
    "队": ("队",),
    "部": ("部",),
    "厅": ("厅",),
    "署": ("署",),
    "行": ("行",),
    "会": ("会",),
    "集团": ("集团",),
}
_SELF = re.compile(
    r"[我本](中心|街道|社区|公司|集团|[局处镇乡委办院校所站队部厅署行])(?!门|们|周|次|月|年|年度|次)"
)
_TERRITORY = re.compile(r"我(省|市|县|区)")
# Words that end before a name begins; the first of them to the left of a suffix bounds the name.
_BEFORE = re.compile(
    r".*(?:组织|会同|配合|协调|按照|根据|通过|联系|由于|由|在|向|和|与|及|对|为|把|将|的|了|等|从|到|是|以|并|或|被|各|该|全|据|请|让|给|经|到|年|月|日|上半年|下半年|来|后|前|时|同时|目前|现|至)"
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    weight: float


def find_organisation(lines: Sequence[Line], *, title: str | None = None) -> str | None:
    r"""The body that reports: signature, then who the lead says it is, then who the text most speaks of.

    Args:
        lines: of one report, working form, without page data.
        title: its title.

    Returns:
        The name as the text writes it (working form), or None where it names nobody.

    Example:
        >>> from corpora.lines import find_lines
        >>> find_organisation(find_lines("今年以来,我局新修水渠3公里。\\n青石县水务局\\n2016年8月2日"))
        '青石县水务局'
    """
    return (
        _find_signature(lines) or _find_in_title(title or "") or _find_in_lead(lines) or _find_in_body(lines)
    )


def _find_signature(lines: Sequence[Line]) -> str | None:
    for index in range(len(lines) - 1, max(len(lines) - 5, 0), -1):
        text = re.sub(r"\s", "", lines[index].text)
        if _SIGNATURE.fullmatch(text) and (
            index + 1 == len(lines) or _DATE_LINE.fullmatch(lines[index + 1].text.replace(" ", ""))
        ):
            return text
    return None


def _find_in_title(title: str) -> str | None:
    match = re.match(
        rf"(?:关于)?((?!.*(?:会议|推进会|大会).*)[\u4e00-\u9fff]{{2,24}}?(?:{_SUFFIXES}))(?=\d|[(]|上半年|下半年|关于|工作|年)",
        title,
    )
    return match[1] if match else None


def _find_in_lead(lines: Sequence[Line]) -> str | None:
    for line in lines[:4]:
        text = line.text[:300]
        match = re.search(r"(?:我|现)?代表([\u4e00-\u9fff]{2,20}?)(?:,|向|作|汇报)", text)
        if match and re.search(rf"(?:{_SUFFIXES}|政府|国务院|党委)$", match[1]):
            return match[1]
        match = re.search(r"我把([\u4e00-\u9fff]{2,12}?(?:社区|街道|村|镇|乡|公司|局|中心))", text)
        if match:
            return match[1]
    return None


def _find_in_body(lines: Sequence[Line]) -> str | None:
    text = "\n".join(line.text for line in lines)
    counts = _count_names(text)
    selves = Counter(_SELF.findall(text))
    if selves:
        self_name = selves.most_common(1)[0][0]
        endings = _SELVES[self_name]
        named = [
            (count, len(name), name)
            for name, count in counts.items()
            if name.endswith(endings) and len(name) > len(self_name)
        ]
        if named:
            return max(named)[2]
    territory = Counter(_TERRITORY.findall(text))
    if territory:
        government = f"{territory.most_common(1)[0][0]}政府"
        if text.count(government) >= 2:
            full = [
                (count, name) for name, count in counts.items() if name.endswith(government) and len(name) > 3
            ]
            return max(full)[1] if full else government
    best = [(count, len(name), name) for name, count in counts.items() if count >= 3]
    return max(best)[2] if best else None


def _count_names(text: str) -> Counter[str]:
    """How often each name stands in the text, bounded on the left by words that cannot be in it."""
    counts: Counter[str] = Counter()
    for match in _ORGANISATION.finditer(text):
        name = _BEFORE.sub("", match.group())
        if len(name) >= 2:
            counts[name] += 1
    return counts
