"""The organisation that a report speaks for (报告单位), as its text names it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpora.lines import Line
from corpora.organisation_names import (
    BEFORE,
    NOT_FIRST,
    ends_as_name,
    get_names_pattern,
    is_plain,
    list_bare_endings,
    list_complete_names,
    list_endings_of,
    list_false_endings,
)

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
_TITLE_START = re.compile(
    r"^\W*(?:关于|(?:19|20)\d\d(?:年度?|[-—至]\d{4}年)?|[上下]半年|[一二三四]季度|\d+月份?)*"
)
# **集团公司始建于…, 鹤塘乡把基层治理…, 我区综治办从4月1日起…: what follows a name at the start of a clause.
_INTRODUCED = re.compile(
    r"(?:^|(?<=[\n。,:]))(?:我(?=[省市县区镇乡]))?([*\u4e00-\u9fff]{2,16}?)"
    r"(?=始建于|成立于|位于|地处|现有|现辖|下辖|共有|把|以|从|坚持|认真|紧|围绕|全面|积极|深入|扎实|高度|始终|聚焦|立足|狠抓|切实)"
)
# 青石县人民政府办公室关于…, 国务院批转…: who issues an official document opens its title (GB/T 9704, 7.3.1).
_ISSUES = r"(?=关于|转发|批转|印发|公布|对[^,。]{2,40}的(?:答复|批复|意见))"
_ORDINAL = r"[一二三四五六七八九十\d]{1,3}"
# 第三届全国人民代表大会第二次会议
_SESSION = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{0,10}}?)第{_ORDINAL}届(?P<body>[\u4e00-\u9fff]{{2,16}}?)第{_ORDINAL}次(?:全体)?会议"
)
_SESSION_ACTS = re.compile(rf"{_SESSION.pattern}(?=听取|审议|审查|通过|批准|同意|决定)")
_RESOLUTION = re.compile(r"(?:决议|决定|公报|公告)(?:\(.{1,12}\))?$")
_DELEGATED = re.compile(r"我?受([\u4e00-\u9fff]{2,20}?)的?委托")
# Whom a report is given to is not who gives it.
_LISTENERS = re.compile(
    r"(?:贵|大院|向|邀请|列席|召开)([\u4e00-\u9fff]{1,16}?(?:委员会|代表大会|常委会|政协))"
)
# Lines between a signature and its date: an address, a telephone number.
_CONTACT = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?:电话|联系电话|邮箱|电子邮箱|地址|网址)\s*:.{0,60}"
)
_PERSON = r"(?:[\u4e00-\u9fff]{2,4}|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)?)"
_SIGNED_BY = re.compile(rf"(\S{{4,24}})\s+{_PERSON}(?:[、\s]+{_PERSON})*")
_MOST_CONTACTS = 4
LONGEST_OFFICE = 10
# 柏川区园林绿化处2012年工作总结: what stands before the year is whose report it is.
_WHOSE = re.compile(r"([\u4e00-\u9fff]{3,20}[处科室站所队办部组股])(?=(?:19|20)\d\d年)")
# What names a kind of body rather than the one that speaks, where nothing stands before it.
_KIND = re.compile(
    r"银行|医院|卫生院|学校|[中小大]学|学院|幼儿园|[农林]场|煤矿|[电水]厂|协会|联合会|合作社|开发区|法院|检察院"
)
# Whom we do something with is not us: 与中国人民银行签署.
_BESIDE = ("与", "和", "及", "会同", "配合", "联合")
# Who says 我局 so often is no other body that is named, even where his own name is not.
_ENOUGH_SELVES = 4
# A report that speaks of 全县 is no firm's and no township's.
_WHOLE_TERRITORY = re.compile(r"[我全][省市县区]")
_PART_OF_IT = re.compile(r"(?:公司|集团|厂|矿|银行|[农林]场|合作社|镇|乡|村|社区|街道)$")
_BYLINE_LINES = 4
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
    r"(?:我|现)?(?:受.{2,20}委托,?)?(?:我)?代表([\u4e00-\u9fff]{2,20}?)(?=[,向作就]|针对|汇报|报告)"
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

    By the first that tells: who issues it by its title (…关于…), the signature under the report or under its
    title, its title, whom the speaker says he speaks for, the page's own line of source or publisher (never a
    newspaper), whose work he presents, the full name behind 我局, 我中心 or 事业部,
    the body that acts most often.

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
    stated = [name for name in (publisher, source) if name and ends_as_name(name) and not _MEDIA.search(name)]
    spoken = _find_spoken(text[:LEAD_LENGTH], (_REPRESENTED, _DELEGATED))
    issuer, signature = _find_issuer(title or ""), _find_signature(lines)
    return (
        (signature if issuer and signature and signature.endswith(issuer) else issuer)
        or _find_byline(lines)
        or signature
        or _find_session(lines[:1])
        or _find_in_title(title or "")
        or next((name for name in stated if spoken and name.endswith(spoken)), spoken)
        or next(iter(stated), None)
        or _find_spoken(text[:LEAD_LENGTH], (_HANDLED,))
        or _find_actor(text)
        or _find_introduced(text[:LEAD_LENGTH])
    )


def _find_issuer(title: str) -> str | None:
    """The name that issues a document by its title, or the congress that resolves it."""
    title = re.sub(r"[\s“”\"]", "", title)
    match = re.match(rf"(\S{{2,{LONGEST_NAME}}}?){_ISSUES}", title)
    if match:
        names = re.split("[、,]", match[1])
        if all(ends_as_name(name) and is_plain(name) for name in names) and _is_full(names[0]):
            return names[0]
    return _read_session(title) if _RESOLUTION.search(title) else None


def _find_session(lines: Sequence[Line]) -> str | None:
    """The congress that says of itself what its session has heard or resolved."""
    match = _SESSION_ACTS.match(lines[0].text) if lines else None
    return _read_session(match[0]) if match else None


def _read_session(text: str) -> str | None:
    session = _SESSION.match(text)
    name = session["place"] + session["body"] if session else ""
    return name if ends_as_name(name) else None


def _is_full(name: str) -> bool:
    """Whether a name is more than an ending (局, 办事处), or one that is a name by itself (国务院)."""
    return name not in list_bare_endings() or name in list_complete_names()


def _find_byline(lines: Sequence[Line]) -> str | None:
    """The first of the names that stand alone between the title of a report and a date."""
    for index, line in enumerate(lines[:_BYLINE_LINES]):
        if index and _DATE_LINE.fullmatch(line.text.replace(" ", "")):
            names = [re.sub(r"\s", "", above.text) for above in lines[:index]]
            named = all(4 <= len(name) <= LONGEST_NAME and ends_as_name(name) for name in names)
            return names[0] if named and is_plain(names[0]) else None
    return None


def _find_signature(lines: Sequence[Line]) -> str | None:
    """The name on one of the last lines, alone, before a person's, or above a date and how to reach it."""
    lines = [line for line in lines[-4 - _MOST_CONTACTS :] if not _CONTACT.fullmatch(line.text)]
    last = len(lines) - 1
    for index in range(last, max(last - 4, 0), -1):
        signed = _SIGNED_BY.fullmatch(lines[index].text)
        name = re.sub(r"[\s()]|^报告单位:|^单位:", "", signed[1] if signed else lines[index].text)
        dated = index < last and _DATE_LINE.fullmatch(lines[index + 1].text.replace(" ", ""))
        if (dated or index == last) and 4 <= len(name) <= LONGEST_NAME + 8 and ends_as_name(name):
            if name in list_complete_names():
                return name
            return None if NOT_FIRST.match(name) or name.endswith(list_false_endings()) else name
    return None


def _find_in_title(title: str) -> str | None:
    """The name that a title opens with: 2015年青石县水务局工作总结."""
    title = _TITLE_START.sub("", re.sub(r"[\s“”\"]", "", title))
    match = get_names_pattern().match(title)
    if match is None or not _is_full(match.group()):
        whose = _WHOSE.match(title)
        return whose[1] if whose and is_plain(whose[1]) else None
    name, rest = match.group(), title[match.end() :]
    # 青石县政府|卫生局: the office of a government, not the government.
    office = get_names_pattern().match(rest) if name.endswith("政府") else None
    if office and len(office.group()) <= LONGEST_OFFICE and is_plain(office.group()):
        name, rest = name + office.group(), rest[office.end() :]
    if re.search(r"会议|推进会|大会|在", name) or re.match(r"(?:改革|建设|管理|服务|治理|发展|整治)", rest):
        return None
    return name if is_plain(name) else None


def _find_spoken(lead: str, patterns: Sequence[re.Pattern[str]]) -> str | None:
    """Whom the speaker speaks for: 我代表…, 受…委托; whose work he presents: 现将…工作."""
    for pattern in patterns:
        for match in pattern.finditer(lead):
            stated = match[1].removesuffix("主管")
            name = get_names_pattern().fullmatch(stated)
            if name is None and pattern is _HANDLED:
                name = get_names_pattern().match(stated)
            if name and is_plain(name.group()):
                return name.group()
    return None


def _find_introduced(lead: str) -> str | None:
    """The body that the first paragraph describes or that is the first to act in it, named once."""
    for match in _INTRODUCED.finditer(lead):
        name = get_names_pattern().fullmatch(match[1])
        if name and match[1] not in list_bare_endings() and is_plain(match[1]):
            return match[1]
    return None


def _find_actor(text: str) -> str | None:
    """The name that 我局 stands for, or that opens the most clauses."""
    actors = _count_actors(text)
    selves = _selves_of(text)
    if selves:
        own, count = selves.most_common(1)[0]
        name = _name_fully(own, text, actors)
        if name or count >= _ENOUGH_SELVES:
            return name
    territory = Counter(_TERRITORY.findall(text))
    named = Counter({name: count for name, count in actors.items() if name not in list_bare_endings()})
    for ending in list_bare_endings():
        if actors[ending] >= FEWEST_MENTIONS and (name := _name_fully(ending, text, actors)):
            named[name] += actors[ending]
    actors = Counter({name: count for name, count in actors.items() if len(name) <= LONGEST_PROPER})
    if territory and not (named and max(named.values()) > 2 * FEWEST_MENTIONS):
        government = f"{territory.most_common(1)[0][0]}政府"
        if government in text:
            return government
    local = len(_WHOLE_TERRITORY.findall(text)) >= FEWEST_MENTIONS
    for name in [*_LISTENERS.findall(text), *(name for name in named if local and _PART_OF_IT.search(name))]:
        del named[name]
    best = max(
        ((count, len(name), name) for name, count in named.items() if count >= FEWEST_MENTIONS), default=None
    )
    return _extend(best[2], text) if best else _find_government(text)


def _selves_of(text: str) -> Counter[str]:
    return Counter(_SELF.findall(text))


def _name_fully(own: str, text: str, actors: Counter[str]) -> str | None:
    """The fullest name for a word such as 局, 中心, 事业部 that the text uses of its own body."""
    endings = list_endings_of(own)
    named = (name for name in actors if name.endswith(endings) and name != own and not _KIND.fullmatch(name))
    counts = Counter({name: text.count(name) for name in named})
    listeners = set(_LISTENERS.findall(text))
    # 会 and 行 alone end too many words that name nobody (社会, 采行).
    written = "|".join(re.escape(ending) for ending in endings if ending not in ("会", "行"))
    for match in re.finditer(rf"[\u4e00-\u9fff]{{1,16}}?(?:{written})", text):
        name = BEFORE.sub("", match.group())
        beside = match.group()[: -len(name)].endswith(_BESIDE)
        if beside or name in listeners or not _is_full(name):
            continue
        if len(own) < len(name) <= LONGEST_PROPER and name not in actors and is_plain(name):
            counts[name] += 1
    known = tuple(ending for ending in endings if ending in list_bare_endings())
    # 中国银行 ends as names do; 进行 ends with 行 and has to be met twice to be taken for one.
    counts = Counter({name: n for name, n in counts.items() if name.endswith(known) or n >= FEWEST_MENTIONS})
    best = max(((count, len(name), name) for name, count in counts.items()), default=None)
    if best and (
        best[0] >= FEWEST_MENTIONS
        or (own != "会" and len(best[2]) >= len(own) + SHORTEST_PROPER)
        or best[2].startswith(tuple(list_complete_names()))
    ):
        return _extend(best[2], text)
    stands_alone = actors[own] >= FEWEST_MENTIONS and len(own) > 1 and not _KIND.fullmatch(own)
    return own if stands_alone else None


def _extend(name: str, text: str) -> str:
    """区人大常委会 becomes 柏川区人大常委会 where the text has that more than once."""
    longer = Counter(
        extended
        for match in re.finditer(rf"[\u4e00-\u9fff]{{2,6}}(?={re.escape(name)})", text)
        if len(extended := BEFORE.sub("", match.group())) >= 2 and re.match(r"[市县区省镇乡]", name)
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
    pattern = get_names_pattern()
    for opening in _CLAUSE.finditer(text):
        match = pattern.match(text, opening.end(), opening.end() + LONGEST_NAME)
        if match is None:
            continue
        name, after = match.group(), text[match.end() : match.end() + 1]
        if after not in tuple("要应须、") and is_plain(name):
            counts[_PARTY.sub("", name) or name] += 1
    return counts
