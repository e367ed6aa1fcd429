"""Names of organisations (机构名称): by how they end, and by what never opens or stands in one."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

ENDINGS = Path(__file__).parent / "lexicons" / "organisation_endings.csv"
# What ends before a name in the middle of a clause begins.
BEFORE = re.compile(
    r".*(?:组织|会同|配合|协调(?!中心)|按照|根据|通过|联系|由|在|向|包括|和(?!平)|与|及|对(?!外)|为(?!民)|把|将|的|了|等|从|到|是|以|并|或|被"
    r"|各|该|据|请|让|给|经(?![济贸信开])|年|月|日(?!报)|来|后(?!勤)|前(?!进)|时|现|至)"
)
# With these a clause begins, not a name.
NOT_FIRST = re.compile(
    r"[个要须应已共有可能使做加是把在并也都还又就才再更最很不没各该本我其这那每凡与及由从将让请给被原]|全(?!国)|为(?!民)|对(?!外)|和(?!平)|向(?!阳)"
    r"|[万亿]元|会议|大会|关于|通过|位于|国有(?!资产)|来(?![宾安凤])|明确|要求|督促|召集|派出|制定|召开|参与|参加|依据|隶属|包含|希望|设立|成立|建立|推动|指导|支持|负责|鼓励|引导|争取"
)
NOT_IN_NAMES = re.compile(
    r"[我本由的]|应按|进行|规范|同意|产生|加强|推进|开展|完成|落实|配合|组织|会同|包括|主要|有关|相关|部分|其他|其中|多个|一些|逐级|上报|增加|严密|进一步|积极|召开|工程|计划|先进|优秀|模范|示范(?!区)"
)


def is_plain(name: str) -> bool:
    """Whether a stretch is a name and not words that run into one (要逐级上报街道)."""
    if NOT_FIRST.match(name) or NOT_IN_NAMES.search(name):
        return False
    return not name.endswith(list_false_endings())


def ends_as_name(text: str) -> bool:
    """Whether a text is one name and nothing else, blanks and brackets aside."""
    match = get_names_pattern().fullmatch(re.sub(r"[\s、()“”]", "", text))
    return match is not None


@lru_cache(maxsize=1)
def load_endings() -> tuple[tuple[str, str], ...]:
    """Each ending and the word that such a body uses of itself, longest first."""
    with ENDINGS.open(encoding="utf-8", newline="") as file:
        rows = [(row["ending"], row["self_name"]) for row in csv.DictReader(file)]
    return tuple(sorted(set(rows), key=lambda row: (-len(row[0]), row[0])))


@lru_cache(maxsize=1)
def list_bare_endings() -> tuple[str, ...]:
    """The endings themselves (局, 办事处), longest first."""
    return tuple(ending for ending, self_name in load_endings() if self_name)


@lru_cache(maxsize=1)
def list_complete_names() -> frozenset[str]:
    """Endings that are names by themselves (国务院): the lexicon's example is the ending alone."""
    with ENDINGS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return frozenset(
            row["ending"] for row in rows if row["ending"] == row["example"] and row["self_name"]
        )


@lru_cache(maxsize=1)
def list_false_endings() -> tuple[str, ...]:
    """Words that end as names do (城镇, 格局) and name nobody."""
    return tuple(ending for ending, self_name in load_endings() if not self_name)


@lru_cache(maxsize=64)
def list_endings_of(own: str) -> tuple[str, ...]:
    """The endings of bodies that use `own` of themselves, and `own`: a 委员会 says 本会 as well."""
    ends = (
        ending
        for ending, self_name in load_endings()
        if self_name and ending != own and (self_name == own or (own == "会" and ending.endswith(own)))
    )
    return (*ends, own)


@lru_cache(maxsize=1)
def get_names_pattern() -> re.Pattern[str]:
    """A stretch up to the first ending, and on where another follows directly (街道|办事处)."""
    # 财政部门 is no ministry, 中心城区 no centre, 东部局部地区 no bureau.
    after = {"部": "(?![门队署分位])", "中心": "(?!城)", "局": "(?![部势面限促])"}
    endings = "|".join(
        re.escape(ending) + next((no for end, no in after.items() if ending.endswith(end)), "")
        for ending, _ in load_endings()
    )
    return re.compile(rf"[*\u4e00-\u9fffA-Za-z]{{0,16}}?(?:{endings})(?:{endings})*")
