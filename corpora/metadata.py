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
HEADING_LENGTH = 40
READ_LENGTH = 6000
LEAST_WEIGHT = 2
FEWEST_QUOTES = 2
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、.]")
# People speak whole sentences in stories; reports quote words.
_QUOTED_SENTENCE = re.compile(r"“[^“”]{12,300}[。!?]”")
_NOT_A_TITLE = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|[(][一二三四五六七八九十\d]{1,3}[)]|\d+[、.]|——|--|―|[(].*[)]$"
    r"|.*。|.*[;!?,:摄]$|(?:尊敬的|各位|同志们|大家好)|.{0,8}(?:年|日)$"
)
_SITE_PART = re.compile(r"^[【\[(<]|[_|]|\s-\s|网$")
_MASKS = re.compile(
    r"[*＊]{2,}|[xX×]{2,}(?=[\u4e00-\u9fff])|(?<=\d)[*×]{1,2}(?!\d)|○{2,}|(?<![A-Za-z])[Xx]{1,3}(?=[省市区县镇乡村局公街])"
)
_ENDING = re.compile(r".*[。!?;…”’\"')\]】》]$", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")


@dataclass(frozen=True, slots=True)
class Genre:
    """A word that tells the kind of a report, a row of lexicons/genres.csv."""

    word: str
    doc_type: str
    place: str
    weight: int


def find_title(lines: Sequence[Line], head: int) -> tuple[int | None, list[int]]:
    r"""Index of the title line among the first `head` lines, and indexes of lines that say it before.

    Args:
        lines: clean lines, working form.
        head: how many of them stand before the report's first paragraph.

    Example:
        >>> from corpora.lines import find_lines
        >>> find_title(find_lines("【范文】春灌总结\\n春灌总结\\n今年春灌开闸早。"), 2)
        (1, [0])
    """
    usable = [
        n
        for n in range(min(head, len(lines)))
        if len(lines[n]) <= LONGEST_TITLE and not _NOT_A_TITLE.match(lines[n].text)
    ]
    if not usable:
        return None, []
    first = usable[0]
    bare = lines[first].text.strip(MARKS)
    copies = [n for n in usable[1:] if len(lines[n]) >= 4 and lines[n].text.strip(MARKS) in bare]
    if not copies:
        return first, []
    # 【范文】春灌总结 over 春灌总结 is the site's line; 2015年春灌总结 over 春灌总结 says more than its copy.
    if len(lines[copies[-1]]) == len(lines[first]) or _SITE_PART.search(lines[first].text):
        return copies[-1], [first, *copies[:-1]]
    return first, copies


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
    return _read_genre(title or "") or _weigh_genres(lines) or _read_genre(topic or "")


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
