"""What a measure is made of (举措成分): its verb, its object without counts, and a programme's own name."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from corpora.traced_text import Span
from extractors import LEXICONS
from extractors.action_verbs import compile_verbs, match_verb
from extractors.units import find_unit
from extractors.verb_phrases import VerbPhrase
from extractors.word_patterns import join_words

_PROGRAMMES: Final = LEXICONS / "programme_names.csv"
_QUOTED: Final = re.compile(r"[“「](?P<name>[^”」\n]{2,40})[”」]")
# “十四五”: years of a plan, no programme of its own
_YEARS_OF_PLAN: Final = re.compile("[一二三四六七八九十]{1,2}五|十[一二三四五六]?五")
_TITLED: Final = re.compile(r"《[^》\n]{2,60}》")
_GOVERNED: Final = re.compile(r"(?:针对|对于?|将|把|为|向|与|给)(?P<words>.+)")
# 不少于 of 不少于4次, 达到 of 总里程达到879公里
_BOUND: Final = (
    r"(?:(?:(?<![年月人户])均|[各共]|分别|累计|预计)?(?:不[得能]?[少低多高]于|不超过|至少|最少|最多|突破|达到|(?<!到)达"
    r"|稳定在|保持在|控制在|超过?|逾|约|近|共计?|各|分别|累计))?"
)
# 八项规定 and 三项制度 are called so
_COUNTS: Final = re.compile(
    _BOUND + r"(?<![\d第一二两三四五六七八九十百])(?<!\d[.,])"
    r"[\d一二两三四五六七八九十百][\d一二两三四五六七八九十百千万亿]*(?:\.\d+)?[万亿]{0,2}[余多]?[万亿]?"
    r"(?:[个名家处场台份件项套间辆部户批轮趟班]次|个(?!月|百分点|工作日|小时|星期|季度)|名|家(?!庭|属)|处|次|场|台|份|件|项|条|套"
    r"|(?<=[\d余多万])所|座|栋|株|块|支|批|间|辆|部|户|期|篇|人次|万元|元|人|亩|公里|平方米|米|吨|只|张|本|盏|%)"
    r"(?:\([^()]\))?(?:以上|左右)?(?!规定|制度|原则|纪律|机制)"
)
_DIGITS: Final = re.compile(
    _BOUND + r"(?<![\d第A-Za-z])(?<!\d[.,])(?:\d+万)?\d[\d,]*(?:\.\d+)?"
    r"(?:[—~至-]\d[\d.]*)?[余多]?[万亿千百]{0,3}[余多]?"
)
# 新型储能200万千瓦 ends in a count, 70万千瓦热电项目 in what is built
_COUNT_ENDS: Final = re.compile(r"(?:以上|以下|以内|左右)?(?=[,;]|[、和及与](?![\d以])|$)")
# these tell one from another: 2.0版, 5级
_NO_COUNTS: Final = frozenset(("版", "代", "级", "层", "届", "伏", "千伏"))
_COMMA: Final = re.compile(r",(?!\d{3})|;")
_BRACKETS: Final = ("“”", "《》", "()", "「」")
_LAST_UNIT: Final = re.compile(r"\d[余多万亿千百]*(?P<unit>[^\d,;]{1,4}?)(?:以上|左右)?$")
_NUMBER: Final = re.compile("[\\d一二两三四五六七八九十百]")
# the second of two verbs that act as one: 启动实施, 改造提升
_SECOND_VERBS: Final = frozenset(
    (
        "实施",
        "建设",
        "成立",
        "组建",
        "壮大",
        "提升",
        "完善",
        "修订",
        "改造",
        "改建",
        "扩建",
        "改扩建",
        "利用",
        "拓展",
        "优化",
        "调整",
    )
)
# 加快建设水厂: what is done is the second
_HASTENS: Final = frozenset(("加快",))
_HASTENED: Final = frozenset(("发展", "培育", "构建", "形成", "推进"))
# 启动建设项目, 加快发展步伐: the second is a noun
_NOUN_OF_DEED: Final = re.compile(
    "[的者]|项目|工程|单位|用地|规划|方[案式]|工作|领域|投资|资金|力度|能力|水平|成果|体系|效率|步伐|进[度程]|周期|规模|战略|理念|动能|格局|质量"
)
_JOINED_BY: Final = frozenset("和及或")
# what these are done to may be called by a verb: 实施提升服务质量行动
_DONE_TO_NAMES: Final = frozenset(("实施", "开展", "出台", "制定", "印发", "发布", "启动", "推动"))
_SECOND_OF_THESE: Final = frozenset(("实施", "建设", "修订"))


def find_deed(text: str, phrase: VerbPhrase) -> tuple[int, int]:
    """Where the head stands: the verb, or the deed that 进行, 予以, 加以 carry: 验收 in 对农田进行验收."""
    if phrase.verb.kind == "light" and phrase.start < phrase.verb_start:
        deeds = [match.span() for match in compile_verbs().finditer(text, phrase.object_start, phrase.end)]
        if deeds and deeds[-1][1] == phrase.end:
            return deeds[-1]
    return _join_second_verb(text, phrase)


def _join_second_verb(text: str, phrase: VerbPhrase) -> tuple[int, int]:
    """The verb with one that acts with it (制定实施, 新建和改造), or that it hastens: 建设 of 加快建设."""
    own = phrase.verb_start, phrase.verb_end
    if phrase.object_start != phrase.verb_end:
        return own
    joined = phrase.verb_end < phrase.end and text[phrase.verb_end] in _JOINED_BY
    second = match_verb(text, phrase.verb_end + joined, phrase.end)
    if second is None or phrase.end - second.end() < 2 or _NOUN_OF_DEED.match(text, second.end()):
        return own
    if not joined and phrase.verb.verb in _HASTENS:
        acts = second.verb.kind == "act" or second.group() in _HASTENED
        return second.span() if acts else own
    seconds = _SECOND_OF_THESE if phrase.verb.verb in _DONE_TO_NAMES else _SECOND_VERBS
    return (phrase.verb_start, second.end()) if joined or second.group() in seconds else own


@cache
def read_programme_names() -> tuple[dict[str, str], ...]:
    """The rows of lexicons/programme_names.csv: name, example."""
    with _PROGRAMMES.open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


@cache
def _compile_programme_names() -> re.Pattern[str]:
    return re.compile(join_words(row["name"] for row in read_programme_names()))


def find_name(text: str) -> str | None:
    """A programme's own name in a measure; several joined with 、; None where it has none.

    What stands in “…” is the name, otherwise a document's title in 《…》, otherwise a name that is known.

    Example:
        >>> find_name("推行“板凳夜话”议事会")
        '板凳夜话'
    """
    for pattern in (_QUOTED, _TITLED, _compile_programme_names()):
        found = [match.group().strip("“”「」") for match in pattern.finditer(text)]
        if names := [name for name in found if not _YEARS_OF_PLAN.fullmatch(name)]:
            return "、".join(names)
    return None


def find_object(text: str, quoted: str, phrase: VerbPhrase) -> str | None:
    """What the verb acts on, without counts: 路灯、座椅 of 新增路灯30盏、座椅12张.

    Where the verb ends the phrase, and in 对…进行…, it is what the preposition governs.

    Args:
        text: the working text.
        quoted: the document's text, as long.
        phrase: the measure.
    """
    deed_start, deed_end = find_deed(text, phrase)
    start, end = max(phrase.object_start, deed_end), phrase.end
    end = _find_clause_end(text, start, end)
    carried = phrase.verb.kind == "light" and deed_start > phrase.verb_start
    if not text[start:end].strip("、,") or carried:
        governed = _GOVERNED.search(text, phrase.start, phrase.verb_start)
        start, end = governed.span("words") if governed else (phrase.start, phrase.verb_start)
    kept: list[str] = []
    counts = _find_counts(text, start, end) if _NUMBER.search(text, start, end) else []
    for count_start, count_end in counts:
        if text.count("“", start, count_start) > text.count("”", start, count_start):
            continue  # “十张网” is a name
        kept.append(quoted[start:count_start])
        start = count_end
    words = "".join([*kept, quoted[start:end]])
    if "、、" in words:
        words = re.sub("(?<=、)、+", "", words)
    return words.strip("、,;了的 ") or None


def _find_clause_end(text: str, start: int, end: int) -> int:
    """Where the clause of an object ends: 检查商铺30家 of 检查商铺30家,发现隐患2处.

    A list that counts in one unit goes on over commas: 停车位30个,充电桩10个.
    """
    counted: str | None = None
    begin = start
    for comma in _COMMA.finditer(text, start, end):
        at = comma.start()
        if any(text.count(left, start, at) > text.count(right, start, at) for left, right in _BRACKETS):
            continue
        unit = _read_last_unit(text, begin, at)
        following = _COMMA.search(text, at + 1, end)
        until = end if following is None else following.start()
        if (
            unit is None
            or (counted or unit) != unit
            or _read_last_unit(text, at + 1, until) != unit
            or compile_verbs().search(text, at + 1, until)
        ):
            return at
        counted, begin = unit, at + 1
    return end


def _read_last_unit(text: str, start: int, end: int) -> str | None:
    """The unit that text[start:end] ends in: 个 of 充电桩10个."""
    found = _LAST_UNIT.search(text, start, end)
    return found["unit"] if found is not None else None


def _find_counts(text: str, start: int, end: int) -> list[Span]:
    """The counts in an object, with the bound before them."""
    counts = [count.span() for count in _COUNTS.finditer(text, start, end)]
    for number in _DIGITS.finditer(text, start, end):
        unit = find_unit(text, number.end())
        if unit is None or unit.dimension == "time" or unit.text in _NO_COUNTS:
            continue
        if unit.dimension == "count" and len(unit.text) > 1 and not unit.text.endswith("次"):
            continue  # 5个泊位: what is counted is the object
        ends = _COUNT_ENDS.match(text, number.end() + len(unit.text), end)
        if ends is not None:
            counts.append((number.start(), ends.end()))
    found: list[Span] = []
    for count in sorted(counts):
        if not found or count[0] >= found[-1][1]:
            found.append(count)
        elif count[0] == found[-1][0]:
            found[-1] = count  # the longer of two that start together
    return found
