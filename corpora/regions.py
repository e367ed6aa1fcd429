"""The administrative division that an organisation belongs to (行政区划), with its code of GB/T 2260."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpora.organisation_names import list_complete_names

REGIONS = Path(__file__).parent / "lexicons" / "regions.csv"
# 维吾尔自治区 is no name by itself, and reports say 宁夏政府 as often as 宁夏回族自治区政府.
_AUTONOMOUS = re.compile(r"(?:壮族|回族|维吾尔)?自治区$")
_COMMON = ("矿区", "郊区", "城区")  # names of districts, and words
_ASSEMBLY = re.compile(r"在([\u4e00-\u9fff]{2,12}?)第[一二三四五六七八九十]{1,3}届人民代表大会")
_LEAD_LENGTH = 400
# 鹤塘镇位于平江县北部: what a place lies in.
_LIES = re.compile(
    r"([\u4e00-\u9fff]{0,12}?)(?:位于|地处|坐落于|座落于|隶属于?|属于?|(?<=[镇乡])于|(?<=[镇乡])是)"
    r"(?=([\u4e00-\u9fff]{2,16}))"
)
_OWN_TERRITORY = re.compile(r"[我全](?=[市县区旗])")
_LOCAL = re.compile(r"(?:镇|乡|村|街道|社区|办事处|委员会|政府|党委|[县市区][委局])$")
_FEWEST_MENTIONS = 2
_SHORTEST_INSIDE = 3  # 安县 and 任县 are taken for names only where nothing stands before them: 延安县城
READ_LENGTH = 3000
LEVELS = ("national", "province", "prefecture", "county", "township", "village", "enterprise", "institution")
_LEVEL_ENDINGS = (
    ("enterprise", re.compile(r"公司|集团|厂$|矿$|油田|银行$|农场$|林场$|合作社$|事业部")),
    (
        "institution",
        re.compile(r"(?:学校|中学|小学|大学|学院|幼儿园|医院|卫生院|研究院|研究所|图书馆|博物馆)$"),
    ),
    ("village", re.compile(r"[村社]区?(?:村民|居民)?委员?会$|社区$|村$|村(?:党|支|委)")),
    (
        "township",
        re.compile(r"[镇乡](?:人民政府|政府|党委|$)|街道(?:办事处|党工委|$)|[镇乡].{2,8}[所站]$|^办事处$"),
    ),
    (
        "national",
        re.compile(r"^(?:国务院|中共中央|中央|全国|国家|中华人民共和国|行政院|最高人民)(?!税务总局.)|总局$"),
    ),
)


@dataclass(frozen=True, slots=True)
class Region:
    """A division.

    Attributes:
        name: as the text names it, 青石区.
        code: six digits of GB/T 2260; None where the text does not tell which of several of the name it is.
        year: the edition of the code that has it, nearest to the report's year.
    """

    name: str
    code: str | None
    year: int | None

    @property
    def written_code(self) -> str | None:
        """The code with its year, 430102@2014."""
        return f"{self.code}@{self.year}" if self.code else None


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    since: int
    until: int


def find_region(org: str | None, title: str | None, text: str, *, year: int | None = None) -> Region | None:
    """The smallest division that the organisation's name states, else the title; None where none is told.

    Of a government that names none it is the one to whose people's congress it reports; of a township, or a
    text that speaks of 我县, the county that it says it lies in, or names most often by far. A national
    body belongs to none.

    Args:
        org: in working form.
        title: in working form.
        text: the report; its divisions also tell apart those of one name.
        year: the report's year; the latest edition where it is not known.

    Example:
        >>> find_region("岳阳市水务局", None, "", year=2012)
        Region(name='岳阳市', code='430600', year=2012)
    """
    if org is not None and find_level(org, None) == "national":
        return None
    assembly = _ASSEMBLY.search(text[:_LEAD_LENGTH])
    # What follows 青石县水务局关于 is what the document is about, not who issues it.
    issuer = re.split("(?<=.)关于", title or "")[0]
    for name in (org, issuer, assembly[1] if assembly else None):
        found = list(_find_names(name or ""))
        if found:
            region = _identify(found[-1], found[:-1], text[:READ_LENGTH], year)
            said = "\n".join((org or "", title or "", text[:_LEAD_LENGTH]))
            return Region(region.name, None, None) if _lies_elsewhere(region, said) else region
    text = text[:READ_LENGTH]
    if (org and _LOCAL.search(org)) or len(_OWN_TERRITORY.findall(text)) >= _FEWEST_MENTIONS:
        name = _find_location(text)
        return _identify(name, (), text, year) if name else None
    return None


def _find_location(text: str) -> str | None:
    """The county or city that a text says its place lies in, else the one that it names most by far."""
    stated = [name for match in _LIES.finditer(text[:_LEAD_LENGTH]) if (name := _read_location(match))]
    if stated:
        return max(stated, key=_measure_depth)
    counts = Counter(
        name for name in _find_names(text) if len(name) >= _SHORTEST_INSIDE and name[-1] in "县市区旗"
    )
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _FEWEST_MENTIONS or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _lies_elsewhere(region: Region, text: str) -> bool:
    """Whether the text puts the place into a city that the only division of its name does not lie in.

    临江市丰泽区 is no 丰泽区 of 泉州市.
    """
    if region.code is None:
        return False
    parents = _name_parents(region.code)
    above = re.findall(rf"([\u4e00-\u9fff]{{2,8}}(?:[省市州盟]|地区|自治区)){region.name}", text)
    return bool(above) and not any(name.endswith(parents) for name in above)


def _measure_depth(name: str) -> int:
    """0 for a province, 1 for a city, 2 for a county, by the codes that the name has had."""
    codes = [entry.code for entry in _load_regions()[name]]
    return max(0 if code.endswith("0000") else 1 if code.endswith("00") else 2 for code in codes)


def _read_location(match: re.Match[str]) -> str | None:
    """The county that lies somewhere (平江县位于岳阳市东部), else the smallest that something lies in."""
    subject = next(iter(_find_names(match[1])), None)
    if subject is not None and match[1] == subject:
        return subject
    found = [name for name in _find_names(match[2]) if len(name) >= _SHORTEST_INSIDE]
    return _last_of_chain(match[2], found) if found and match[2].startswith(found[0]) else None


def _last_of_chain(text: str, names: Sequence[str]) -> str:
    """The smallest of the divisions that stand one right after the other: 岳阳市|平江县."""
    at, last = 0, names[0]
    for name in names:
        if not text.startswith(name, at):
            break
        at, last = at + len(name), name
    return last


def find_level(org: str | None, region: Region | None) -> str | None:
    """The level of an organisation, one of LEVELS; None where its name does not tell it.

    Example:
        >>> find_level("鹤塘乡人民政府", None), find_level("市城管局", None)
        ('township', None)
    """
    if org is None:
        return None
    if org[-1:] in ("部", "院") and org in list_complete_names():  # 国务院, 水利部; not 教务处
        return "national"
    for level, pattern in _LEVEL_ENDINGS:
        if pattern.search(org):
            return level
    if region is not None and region.code is not None and region.name in org:
        return (
            "province"
            if region.code.endswith("0000")
            else "prefecture"
            if region.code.endswith("00")
            else "county"
        )
    if re.match(r"省|自治区", org):
        return "province"
    return "county" if org.startswith("县") else None


def _find_names(text: str) -> Iterator[str]:
    """The names of divisions in a short text, from left to right, longest first."""
    table, at, ended = _load_regions(), 0, 0
    longest = max(map(len, table))
    while at < len(text):
        name = next(
            (
                text[at:end]
                for end in range(min(len(text), at + longest), at + 1, -1)
                if text[at:end] in table
            ),
            None,
        )
        if name and (len(name) >= _SHORTEST_INSIDE or at == ended) and (name not in _COMMON or ended):
            yield name
            at = ended = at + len(name)
        else:
            at += 1


def _identify(name: str, above: Sequence[str], text: str, year: int | None) -> Region:
    """Which division of a name is meant: the only one, or the only one whose city or province is named."""
    entries = _load_regions()[name]
    held = [entry for entry in entries if year is None or entry.since <= year <= entry.until] or entries
    codes = {entry.code for entry in held}
    for context in (" ".join(above), text):
        if len(codes) > 1:
            codes = {
                code for code in codes if any(parent in context for parent in _name_parents(code))
            } or codes
    if len(codes) > 1:
        return Region(name, None, None)
    code = codes.pop()
    entry = max((entry for entry in held if entry.code == code), key=lambda entry: entry.until)
    return Region(name, code, entry.until if year is None else min(max(year, entry.since), entry.until))


def _name_parents(code: str) -> tuple[str, ...]:
    """The names that the city and the province of a division have had, with and without 市 and 省."""
    names = _load_names()
    parents = [*names.get(code[:4] + "00", ()), *names.get(code[:2] + "0000", ())]
    short = [name[:-1] for name in parents if len(name) > 2 and name[-1] in "省市"]
    return (*parents, *short)


@lru_cache(maxsize=1)
def _load_regions() -> dict[str, tuple[_Entry, ...]]:
    table: dict[str, list[_Entry]] = defaultdict(list)
    for row in _read_rows():
        entry = _Entry(row["code"], int(row["since"]), int(row["until"]))
        table[row["name"]].append(entry)
        if row["code"].endswith("0000") and _AUTONOMOUS.search(row["name"]):
            table[_AUTONOMOUS.sub("", row["name"])].append(entry)
    return {name: tuple(entries) for name, entries in table.items()}


@lru_cache(maxsize=1)
def _load_names() -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = defaultdict(list)
    for row in _read_rows():
        names[row["code"]].append(row["name"])
    return {code: tuple(found) for code, found in names.items()}


def _read_rows() -> Iterator[dict[str, str]]:
    with REGIONS.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
