"""What a measure is made of (举措成分): its verb, its object without counts, and a programme's own name."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import Final

from extractors import LEXICONS
from extractors.action_verbs import compile_verbs, match_verb
from extractors.verb_phrases import VerbPhrase
from extractors.word_patterns import join_words

_PROGRAMMES: Final = LEXICONS / "programme_names.csv"
_QUOTED: Final = re.compile(r"[“「](?P<name>[^”」\n]{2,40})[”」]")
# “十四五”: years of a plan, no programme of its own
_YEARS_OF_PLAN: Final = re.compile("[一二三四六七八九十]{1,2}五|十[一二三四五六]?五")
_TITLED: Final = re.compile(r"《[^》\n]{2,60}》")
_GOVERNED: Final = re.compile(r"(?:针对|对于?|将|把|为|向|与|给)(?P<words>.+)")
# 八项规定 and 三项制度 are called so
_COUNTS: Final = re.compile(
    r"(?:约|近|超过?|逾|共|共计)?(?<![\d.])[\d一二两三四五六七八九十百][\d一二两三四五六七八九十百千万亿]*(?:\.\d+)?[万亿]{0,2}[余多]?[万亿]?(?:"
    r"个|名|家(?!庭|属)|处|次|场次|场|台|份|件|项|条|套|座|栋|株|块|支|批|间|辆|部|户|期|篇|人次|万元|元|人|亩|公里|平方米|米|吨|只|张|本|盏|%)(?:以上|左右)?(?!规定|制度|原则|纪律|机制)"
)
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
    carried = phrase.verb.kind == "light" and deed_start > phrase.verb_start
    if not text[start:end].strip("、,") or carried:
        governed = _GOVERNED.search(text, phrase.start, phrase.verb_start)
        start, end = governed.span("words") if governed else (phrase.start, phrase.verb_start)
    kept: list[str] = []
    counts = _COUNTS.finditer(text, start, end) if _NUMBER.search(text, start, end) else ()
    for count in counts:
        if text.count("“", start, count.start()) > text.count("”", start, count.start()):
            continue  # “十张网” is a name
        kept.append(quoted[start : count.start()])
        start = count.end()
    words = "".join([*kept, quoted[start:end]])
    if "、、" in words:
        words = re.sub("(?<=、)、+", "", words)
    return words.strip("、,了的 ") or None
