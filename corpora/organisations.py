"""The organisation that a report speaks for (报告单位), as its text names it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from corpora.lines import Line

ENDINGS = Path(__file__).parent / "lexicons" / "organisation_endings.csv"
LONGEST_NAME = 24
LEAD_LENGTH = 400
# The body of a long report says no more of who speaks than its beginning.
READ_LENGTH = 6000
FEWEST_MENTIONS = 2
# A name that the text has but once is taken for one where it is this much longer than its ending.
SHORTEST_PROPER = 3
LONGEST_PROPER = 12
_DATE_LINE = re.compile(
    r"[(]?(?:[12]\d|二[〇○零O]|一九).{1,4}年.{1,3}月(?:.{1,3}日)?[)]?|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)
_CLAUSE = re.compile(
    r"(?:^|(?<=[\n。;!?,:、《“\"]))(?:以来|今年|去年|目前|同时|近年来?|上半年|下半年|\d{4}年|\d{1,2}月份?|全年|期间)*"
)
# What ends before a name in the middle of a clause begins.
_BEFORE = re.compile(
    r".*(?:组织|会同|配合|协调(?!中心)|按照|根据|通过|联系|由|在|向|和(?!平)|与|及|对(?!外)|为(?!民)|把|将|的|了|等|从|到|是|以|并|或|被"
    r"|各|该|据|请|让|给|经(?![济贸信开])|年|月|日(?!报)|来|后(?!勤)|前(?!进)|时|现|至)"
)
# With these a clause begins, not a name.
_NOT_FIRST = re.compile(
    r"[要须应已共有可能使做加是把在并也都还又就才再更最很不没各该本我其这那每凡与及由从将让请给被原]|全(?!国)|为(?!民)|对(?!外)|和(?!平)|向(?!阳)"
    r"|明确|要求|督促|召集|派出|制定|召开|参与|参加|依据|隶属|包含|希望|设立|成立|建立|推动|指导|支持|负责|鼓励|引导|争取"
)
_NOT_IN_NAMES = re.compile(
    r"[我本由]|应按|进行|规范|同意|产生|加强|推进|开展|完成|落实|配合|组织|会同|包括|主要|有关|相关|部分|其他|其中|多个|一些|逐级|上报|增加|严密|进一步|积极|召开|工程|计划"
)
_TITLE_START = re.compile(
    r"^\W*(?:关于|(?:19|20)\d\d(?:年度?|[-—至]\d{4}年)?|[上下]半年|[一二三四]季度|\d+月份?)*"
)
# **集团公司始建于…, 鹤塘乡把基层治理…, 我区综治办从4月1日起…: what follows a name at the start of a clause.
_INTRODUCED = re.compile(
    r"(?:^|(?<=[\n。,:]))(?:我(?=[省市县区镇乡]))?([*\u4e00-\u9fff]{2,16}?)"
    r"(?=始建于|成立于|位于|地处|现有|现辖|下辖|共有|把|以|从|坚持|认真|紧|围绕|全面|积极|深入|扎实|高度|始终|聚焦|立足|狠抓|切实)"
)
_MEDIA = re.compile(
    r"报$|报社|日报|晚报|晨报|网$|网站|新闻|客户端|电视台|广播|通讯社|周刊|杂志|新华社|微信|公众号|转载|互联网|本站|原创|未知|佚名"
)
# 我局, 本署; not 我们, 本行业, 我会 (I shall).
_SELF = re.compile(
    r"(?:本(?=[会行])|[我本](?![会行]))"
    r"(中心|街道|社区|公司|集团|油田|开发区|[局处厅署厂矿馆]|镇(?![村区域])|乡(?![村镇亲])|村(?![民庄级])|委(?![员托])"
    r"|办(?![法公事理好学案])|院(?![校线])|校(?![园区])|所(?![有以在属])|站(?![在点])|队(?!伍)|部(?![门分署队])|行(?![业政动为程])"
    r"|会(?![议员计场])|组(?!织)|园(?![区林])|场(?![地次所合比景]))"
    r"(?![门们周次月年人]|级)"
)
_PARTY = re.compile(r"(?<=..)(?:党委|党组|党支部|党工委|纪委|工会|团委)+$")
_TERRITORY = re.compile(r"我(省|市|县|区)")
_REPRESENTED = re.compile(
    r"(?:我|现)?(?:受.{2,20}委托,?)?(?:我)?代表([\u4e00-\u9fff]{2,20}?)(?=[,向作,]|汇报|报告)"
)
_HANDLED = re.compile(
    r"(?:我把|现将|现把|下面就|谨就|就|将)([\u4e00-\u9fff]{2,16})(?=\d{2,4}年|上半年|今年|主管|[\u4e00-\u9fff]{2,14}(?:工作|情况))"
)


def find_organisation(
    lines: Sequence[Line],
    *,
    title: str | None = None,
    source: str | None = None,
    publisher: str | None = None,
) -> str | None:
    r"""The body that reports, in working form; None where the text names nobody.

    By the first that tells: the signature under the report, its title, the page's own line of source or
    publisher (never a newspaper), whom the speaker says he speaks for, the full name behind 我局, 我中心 or
    事业部, the body that most often acts.

    Args:
        lines: of one report, working form, without page data.
        title: its title.
        source: from whom the page says it has the text.
        publisher: who put it up.

    Example:
        >>> from corpora.lines import find_lines
        >>> find_organisation(find_lines("今年以来,我局新修水渠3公里。\n青石县水务局\n2016年8月2日"))
        '青石县水务局'
    """
    text = "\n".join(line.text for line in lines)[:READ_LENGTH]
    stated = (
        name for name in (publisher, source) if name and _ends_as_name(name) and not _MEDIA.search(name)
    )
    return (
        _find_signature(lines)
        or _find_in_title(title or "")
        or next(stated, None)
        or _find_represented(text[:LEAD_LENGTH])
        or _find_actor(text)
        or _find_introduced(text[:LEAD_LENGTH])
    )


def _find_signature(lines: Sequence[Line]) -> str | None:
    """The name on one of the last lines, alone or above a date."""
    last = len(lines) - 1
    for index in range(last, max(last - 4, 0), -1):
        name = re.sub(r"[\s()]|^报告单位:|^单位:", "", lines[index].text)
        dated = index < last and _DATE_LINE.fullmatch(lines[index + 1].text.replace(" ", ""))
        if (dated or index == last) and 4 <= len(name) <= LONGEST_NAME + 8 and _ends_as_name(name):
            return None if _NOT_FIRST.match(name) or name.endswith(_no_organisations()) else name
    return None


def _find_in_title(title: str) -> str | None:
    """The name that a title opens with: 2015年青石县水务局工作总结."""
    title = _TITLE_START.sub("", re.sub(r"[\s“”\"]", "", title))
    match = _names_pattern().match(title)
    if match is None or (match.group() in _bare_endings() and match.group() not in _complete_names()):
        return None
    name, rest = match.group(), title[match.end() :]
    if re.search(r"会议|推进会|大会|在", name) or re.match(r"(?:改革|建设|管理|服务|治理|发展|整治)", rest):
        return None
    return name if not _NOT_IN_NAMES.search(name) else None


def _find_represented(lead: str) -> str | None:
    for pattern in (_REPRESENTED, _HANDLED):
        for match in pattern.finditer(lead):
            name = _names_pattern().match(match[1])
            if name and (pattern is _HANDLED or name.end() == len(match[1])):
                return name.group()
    return None


def _find_introduced(lead: str) -> str | None:
    """The body that the first paragraph describes or that is the first to act in it, named once."""
    for match in _INTRODUCED.finditer(lead):
        name = _names_pattern().fullmatch(match[1])
        if name and match[1] not in _bare_endings() and _is_plain(match[1]):
            return match[1]
    return None


def _find_actor(text: str) -> str | None:
    """The name that 我局 stands for, or that opens the most clauses."""
    actors = _count_actors(text)
    selves = _selves_of(text)
    if selves:
        name = _name_fully(selves.most_common(1)[0][0], text, actors)
        if name:
            return name
    territory = Counter(_TERRITORY.findall(text))
    named = Counter({name: count for name, count in actors.items() if name not in _bare_endings()})
    for ending in _bare_endings():
        if actors[ending] >= FEWEST_MENTIONS and (name := _name_fully(ending, text, actors)):
            named[name] += actors[ending]
    actors = Counter({name: count for name, count in actors.items() if len(name) <= LONGEST_PROPER})
    if territory and not (named and max(named.values()) > 2 * FEWEST_MENTIONS):
        government = f"{territory.most_common(1)[0][0]}政府"
        if government in text:
            return government
    best = max(
        ((count, len(name), name) for name, count in named.items() if count >= FEWEST_MENTIONS), default=None
    )
    return _extend(best[2], text) if best else _find_government(text)


def _selves_of(text: str) -> Counter[str]:
    return Counter(_SELF.findall(text))


def _name_fully(own: str, text: str, actors: Counter[str]) -> str | None:
    """The fullest name for a word such as 局, 中心, 事业部 that the text uses of its own body."""
    endings = _endings_of(own)
    counts = Counter({name: text.count(name) for name in actors if name.endswith(endings) and name != own})
    for match in re.finditer(rf"[\u4e00-\u9fff]{{1,16}}?(?:{'|'.join(endings)})", text):
        name = _BEFORE.sub("", match.group())
        if len(own) < len(name) <= LONGEST_PROPER and name not in actors and _is_plain(name):
            counts[name] += 1
    known = tuple(ending for ending in endings if ending in _bare_endings())
    # 中国银行 ends as names do; 进行 ends with 行 and has to be met twice to be taken for one.
    counts = Counter({name: n for name, n in counts.items() if name.endswith(known) or n >= FEWEST_MENTIONS})
    best = max(((count, len(name), name) for name, count in counts.items()), default=None)
    if best and (best[0] >= FEWEST_MENTIONS or len(best[2]) >= len(own) + SHORTEST_PROPER):
        return _extend(best[2], text)
    return own if actors[own] >= FEWEST_MENTIONS and len(own) > 1 else None


def _extend(name: str, text: str) -> str:
    """区人大常委会 becomes 柏川区人大常委会 where the text has that more than once."""
    longer = Counter(
        extended
        for match in re.finditer(rf"[\u4e00-\u9fff]{{2,6}}(?={name})", text)
        if len(extended := _BEFORE.sub("", match.group())) >= 2 and re.match(r"[市县区省镇乡]", name)
    )
    if longer:
        before, count = longer.most_common(1)[0]
        if count >= FEWEST_MENTIONS:
            return before + name
    return name


def _find_government(text: str) -> str | None:
    counts = Counter(
        re.findall(
            r"(?<![\u4e00-\u9fff])[省市县区镇乡]政府|(?<=[、,])[省市县区]政府|[市县区](?=委、[市县区]政府)",
            text,
        )
    )
    for level in "省市县区":
        counts[f"{level}政府"] += counts.pop(level, 0)
    name, count = counts.most_common(1)[0] if counts else ("", 0)
    return name if count >= FEWEST_MENTIONS else None


def _count_actors(text: str) -> Counter[str]:
    """How often each name opens a clause and something is said of it."""
    counts: Counter[str] = Counter()
    pattern = _names_pattern()
    for opening in _CLAUSE.finditer(text):
        match = pattern.match(text, opening.end(), opening.end() + LONGEST_NAME)
        if match is None:
            continue
        name, after = match.group(), text[match.end() : match.end() + 1]
        if after not in tuple("要应须、") and _is_plain(name):
            counts[_PARTY.sub("", name) or name] += 1
    return counts


def _is_plain(name: str) -> bool:
    """Whether a stretch is a name and not words that run into one (要逐级上报街道)."""
    if _NOT_FIRST.match(name) or _NOT_IN_NAMES.search(name):
        return False
    return not name.endswith(_no_organisations())


def _ends_as_name(text: str) -> bool:
    match = _names_pattern().fullmatch(re.sub(r"[\s、()“”]", "", text))
    return match is not None


@lru_cache(maxsize=1)
def _load_endings() -> tuple[tuple[str, str], ...]:
    """Each ending and the word that such a body uses of itself, longest first."""
    with ENDINGS.open(encoding="utf-8", newline="") as file:
        rows = [(row["ending"], row["self_name"]) for row in csv.DictReader(file)]
    return tuple(sorted(set(rows), key=lambda row: (-len(row[0]), row[0])))


@lru_cache(maxsize=1)
def _bare_endings() -> tuple[str, ...]:
    return tuple(ending for ending, self_name in _load_endings() if self_name)


@lru_cache(maxsize=1)
def _complete_names() -> frozenset[str]:
    """Endings that are names by themselves (国务院): the lexicon's example is the ending alone."""
    with ENDINGS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return frozenset(
            row["ending"] for row in rows if row["ending"] == row["example"] and row["self_name"]
        )


@lru_cache(maxsize=1)
def _no_organisations() -> tuple[str, ...]:
    """Words that end as names do (城镇, 格局) and name nobody."""
    return tuple(ending for ending, self_name in _load_endings() if not self_name)


@lru_cache(maxsize=64)
def _endings_of(own: str) -> tuple[str, ...]:
    return (*(ending for ending, self_name in _load_endings() if self_name == own and ending != own), own)


@lru_cache(maxsize=1)
def _names_pattern() -> re.Pattern[str]:
    """A stretch up to the first ending, and on where another follows directly (街道|办事处)."""
    endings = "|".join(ending for ending, _ in _load_endings())
    return re.compile(rf"[*\u4e00-\u9fffA-Za-z]{{0,16}}?(?:{endings})(?:{endings})*")
