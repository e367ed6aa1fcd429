"""What a report says of itself (元数据): title, period, kind, and whether it is masked or cut off."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from corpora.lines import Line
from corpora.page_data import MARKS

GENRES = Path(__file__).parent / "lexicons" / "genres.csv"
LONGEST_TITLE = 60
MOST_TITLE_LINES = 4
LONGEST_REST = 2  # characters of a title's last word that stand on the next line: 工作报|告
HEADING_LENGTH = 40
READ_LENGTH = 6000
LEAST_WEIGHT = 2
FEWEST_QUOTES = 2
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.]")
# People speak whole sentences in stories; reports quote words.
_QUOTED_SENTENCE = re.compile(r"“[^“”]{12,300}[。!?]”")
_NOT_A_TITLE = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十\d]{1,3}[)]|\d+[、.]|——|--|―|[(].*[)]$"
    r"|.*。|.*[;!?,:摄]$|.{0,12}[〔\[(]\d{4}[〕\])]\s*第?\d{1,5}号$|(?:尊敬的|各位|同志们|大家好)|.{0,8}(?:年|月|日)$"
)
_TITLE_END = re.compile(
    r"(?:意见|通知|决定|批复|函|答复|通报|报告|方案|办法|规定|条例|总结|计划|汇报|讲话|公报|决议|情况|请示)(?:\(.{1,12}\))?$"
)
# What a title on several lines opens with: 青石县人民政府关于…, or the issuer on a line of his own.
_ISSUER = re.compile(r"[\u4e00-\u9fff、 ]{2,30}?(?:关于|转发|批转|印发|对)")
_ISSUER_ALONE = re.compile(r"[\u4e00-\u9fff、 ]{2,30}[部院局厅委会府室]")
_ISSUED = re.compile(r"(?:关于|转发|批转|印发|对)")
_BROKEN_OFF = re.compile(r".*[的和与及、]$")
_SITE_PART = re.compile(r"^[【\[(<]|[_|]|\s-\s|网$")
# XX县, **党委, 20*年, ○○○; 党的十[八大]召开, 由[张三]同志兼任 where a filter took the words out.
_MASKS = re.compile(
    r"[*＊]{2,}|[xX×]{2,}(?=[\u4e00-\u9fff])|(?<=\d)[*×]{1,2}(?!\d)|○{2,}"
    r"|(?<![A-Za-z])[Xx]{1,3}(?=[省市区县镇乡村局公街])|党的十(?![一二三四五六七八九大届])|由同志|、同志(?=[、兼])"
)
_RULING = re.compile(r"(?:决议|决定|批复|复函|答复|公告|令)(?:\(.{1,12}\))?$")
_MODEL_TITLE = re.compile(
    r"^\W*(?:范文|例文|模板)\W|范文(?:\W|[一二三四五六七八九十\d]{1,3}篇|大全|精选|$)|(?:精选|通用|最新)\W?\d{1,2}\s*篇"
)
_NUMBER_ALONE = re.compile(r"[-+]?\d[\d,.]*%?")
_ENDING = re.compile(r".*[。!?;…”’\"')\]】》]$", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Genre:
    """A word that tells the kind of a report, a row of lexicons/genres.csv."""

    word: str
    doc_type: str
    place: str
    weight: int


def find_title(lines: Sequence[Line], head: int, *, given: str | None = None) -> tuple[range, list[int]]:
    r"""The title lines among the first `head` lines, and indexes of lines that say it before or after.

    Args:
        lines: clean lines, working form.
        head: how many of them stand before the report's first paragraph.
        given: the title by the page's own markup, working form; then only lines that make it up are title.

    Example:
        >>> from corpora.lines import find_lines
        >>> find_title(find_lines("【范文】春灌总结\n春灌总结\n今年春灌开闸早。"), 2)
        (range(1, 2), [0])
    """
    if given:
        return _find_given_title(lines, head, given)
    usable = [n for n in range(min(head, len(lines))) if _may_be_title(lines[n]) and not _is_inside(lines, n)]
    if not usable:
        return range(0), []
    first = usable[0]
    bare = lines[first].text.strip(MARKS)
    copies = [
        n
        for n in usable[1:]
        if len(lines[n]) >= 4 and lines[n].text.strip(MARKS) in bare and not _names_number(lines, n)
    ]
    # 【范文】春灌总结 over 春灌总结 is the site's line; 2015年春灌总结 over 春灌总结 says more than its copy.
    if copies and (len(lines[copies[-1]]) == len(lines[first]) or _SITE_PART.search(lines[first].text)):
        return range(copies[-1], copies[-1] + 1), [first, *copies[:-1]]
    return range(first, _find_title_end(lines, first, head)), copies


def _find_title_end(lines: Sequence[Line], first: int, head: int) -> int:
    """The line after a title that is set on several lines: 青石县人民政府关于…, or its last word is cut."""
    following = lines[first + 1].text if first + 1 < len(lines) else ""
    issued = _ISSUER.match(lines[first].text) or (
        _ISSUER_ALONE.fullmatch(lines[first].text) and _ISSUED.match(following)
    )
    cut = not _TITLE_END.search(lines[first].text) and 0 < len(following) <= LONGEST_REST
    if cut and _TITLE_END.search(lines[first].text + following):
        return first + 2
    if issued and not _TITLE_END.search(lines[first].text):
        for last in range(first + 1, min(len(lines), head, first + MOST_TITLE_LINES)):
            if not _may_be_title(lines[last]):
                break
            if _TITLE_END.search(lines[last].text):
                return last + 1
    return first + 1


def _is_inside(lines: Sequence[Line], n: int) -> bool:
    """Whether a line stands in the middle of a sentence that was broken around a link."""
    if _BROKEN_OFF.match(lines[n].text) and not _ISSUER.match(lines[n].text):
        return True
    before, after = lines[max(0, n - 1) : n], lines[n + 1 : n + 2]
    return any(_BROKEN_OFF.match(line.text) for line in before) or any(
        line.text.startswith(tuple("。,、;)》”")) for line in after
    )


def _may_be_title(line: Line) -> bool:
    if "\t" in line.text or line.text[1:].endswith("|") or line.text.count("|") > 1:
        return False  # of a table
    return len(line) <= LONGEST_TITLE and _NOT_A_TITLE.match(line.text) is None


def _names_number(lines: Sequence[Line], n: int) -> bool:
    """Whether a number alone stands below a line, which is the label of a table then."""
    below = (line.text.strip(" |") for line in lines[n + 1 : n + 3])  # a bar may part the two
    return _NUMBER_ALONE.fullmatch(next(filter(None, below), "")) is not None


def _find_given_title(lines: Sequence[Line], head: int, given: str) -> tuple[range, list[int]]:
    """The lines that together are the given title, the last such; those above are copies."""
    wanted = _squeeze(given)
    found = []
    for start in range(min(head, len(lines))):
        text = ""
        for end in range(start, min(start + MOST_TITLE_LINES, head, len(lines))):
            text += _squeeze(lines[end].text)
            if text == wanted:
                found.append(range(start, end + 1))
            if len(text) >= len(wanted):
                break
    if not found:
        return range(0), []
    return found[-1], [n for lines_of_copy in found[:-1] for n in lines_of_copy]


def _squeeze(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def find_doc_type(lines: Sequence[Line], *, title: str | None, topic: str | None = None) -> str | None:
    """One of DOC_TYPES by the title's words, else by the text's own; None where nothing tells.

    Args:
        lines: of the report, working form.
        title: its title.
        topic: what the page announces its reports as (8篇工作汇报), for a report that says nothing itself.

    Example:
        >>> find_doc_type([], title="在防汛会议上的讲话")
        'speech'
    """
    if _is_ruling(title or ""):
        return None
    return _read_genre(title or "") or _weigh_genres(lines) or _read_genre(topic or "")


def _is_ruling(title: str) -> bool:
    """Whether an official document rules something: none of DOC_TYPES, whatever it is about."""
    return _RULING.search(title) is not None


def _read_genre(title: str) -> str | None:
    known = [genre for genre in load_genres() if genre.place == "title" and genre.word in title]
    if not known:
        return None
    return max(known, key=lambda genre: (genre.weight, len(genre.word), -title.find(genre.word))).doc_type


def _weigh_genres(lines: Sequence[Line]) -> str | None:
    """The kind that headings and phrases of the text speak for."""
    text = "\n".join(line.text for line in lines)[:READ_LENGTH]
    numbered = [line.text[:HEADING_LENGTH] for line in lines if _NUMBERED.match(line.text)]
    if not numbered and len(_QUOTED_SENTENCE.findall(text)) >= FEWEST_QUOTES:
        return "news"
    headings = "\n".join(numbered)
    scores: Counter[str] = Counter()
    for genre in load_genres():
        if genre.place == "heading":
            scores[genre.doc_type] += genre.weight * (genre.word in headings)
        elif genre.place == "body":
            scores[genre.doc_type] += genre.weight * min(3, text.count(genre.word))
    best = scores.most_common(1)
    return best[0][0] if best and best[0][1] >= LEAST_WEIGHT else None


def is_anonymised(text: str) -> bool:
    """Whether names are blanked (XX, **, 20*, xx市)."""
    return _MASKS.search(text) is not None


def is_model_title(title: str) -> bool:
    """Whether a page's title says that its text is a model for others to copy (范文).

    Example:
        >>> is_model_title("【范文】春灌工作总结"), is_model_title("关于推广合同范本的报告")
        (True, False)
    """
    return _MODEL_TITLE.search(title) is not None


def is_truncated(lines: Sequence[Line]) -> bool:
    """Whether the report breaks off in mid-sentence."""
    if not lines:
        return False
    last = lines[-1].text
    return len(last) > 30 and not _ENDING.match(last)


@lru_cache(maxsize=1)
def load_genres() -> tuple[Genre, ...]:
    """The rows of lexicons/genres.csv."""
    with GENRES.open(encoding="utf-8", newline="") as file:
        return tuple(
            Genre(row["word"], row["doc_type"], row["place"], int(row["weight"]))
            for row in csv.DictReader(file)
        )
