"""Line breaks that cut a sentence in two (断行): a page ended there, or a link stood on a line of its own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from corpora.character_model import fold, load_model
from corpora.lines import Line

# Shorter lines without a full stop are headings, names, cells of tables.
SHORTEST_BROKEN = 20
SHORTEST_PARAGRAPH = 40
# Pointwise mutual information, natural logarithm, from which two characters are taken for one word (病历 has
# 3.0, 考核 6.2). Of 183 headings with a comma none has 2.7 with its paragraph; inside sentences 2 in 5 have.
LEAST_BOND = 3.0
MOSTLY = 0.6
FEWEST_LINES = 8
_END = re.compile(r".*[。!?:;….”’\"')\]】》>|]$", re.DOTALL)
_UNFINISHED = re.compile(r".*[,、并和与及在以将把被或且而]$", re.DOTALL)
_OPENING_MARKS = "《“‘("
_CONTINUES = re.compile(r"[,。;、!?)》”’\]]")
_HAN_START = re.compile(
    r"(?!(?:[(]?\d{1,3}[)、.:]))[“‘《(「]?(?![一二三四五六七八九十]{1,3}[、.)是]|[壹贰叁肆伍陆柒捌玖拾]、|第.{1,3}[章条部节,、])[\u4e00-\u9fff\d]"
)
_OPENS = re.compile(
    r"[(]?[一二三四五六七八九十\d]{1,3}[)、.．:]|第[一二三四五六七八九十\d]{1,3}[章条部节,、]|[-—=*#●■◆▲·]|[壹贰叁肆伍陆柒捌玖拾]、"
)


def find_soft_breaks(text: str, lines: Sequence[Line]) -> set[int]:
    r"""Indexes of the lines whose line break is none of the report's.

    Args:
        text: working text.
        lines: those of one report.

    Example:
        >>> from corpora.lines import find_lines
        >>> text = "查处占渠行为9起,各管护站每日巡渠,每月评比,并\n将结果上墙公示。"
        >>> find_soft_breaks(text, find_lines(text))
        {0}
    """
    soft: set[int] = set()
    spaced, width = _has_blank_lines(text, lines), _find_width(lines)
    for index in range(len(lines) - 1):
        line, following = lines[index], lines[index + 1]
        filled = width is not None and len(line) >= width - 2 and not _is_indented(text, following)
        loose = spaced and _is_close(text, line, following)
        in_paragraph = loose and (len(line) >= SHORTEST_PARAGRAPH or index - 1 in soft)
        if _goes_on(line.text, following.text, filled=filled, in_paragraph=in_paragraph):
            soft.add(index)
    return soft


def _goes_on(text: str, following: str, *, filled: bool, in_paragraph: bool) -> bool:
    """Whether a line goes on with the next.

    Args:
        text: the line.
        following: the next.
        filled: the line is as wide as its text was wrapped.
        in_paragraph: it has no blank line after it in a text that has one after each paragraph.
    """
    ended = _END.match(text) is not None
    if _CONTINUES.match(following):
        return not ended
    if text[-1] in _OPENING_MARKS:
        return True
    if not _HAN_START.match(following) or not (_is_han(text[-1]) or _UNFINISHED.match(text)):
        return False
    return filled or (not ended and (in_paragraph or _breaks_off(text, following)))


def _breaks_off(text: str, following: str) -> bool:
    """Whether a long line stops in the middle of a clause that the next goes on with."""
    if len(text) < SHORTEST_BROKEN or not re.search(r"[,;。]", text):
        return False
    if len(text) < SHORTEST_PARAGRAPH and _OPENS.match(text):
        return False
    if _UNFINISHED.match(text):
        return True
    return load_model().score_bond(fold(text[-1]), fold(following[0])) >= LEAST_BOND


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _is_close(text: str, line: Line, following: Line) -> bool:
    """Whether no blank line parts two lines, the first of which is no heading."""
    return text.count("\n", line.end, following.start) == 1 and not _OPENS.match(line.text)


def _is_indented(text: str, line: Line) -> bool:
    return line.start > 0 and text[line.start - 1] not in "\n\r"


def _has_blank_lines(text: str, lines: Sequence[Line]) -> bool:
    """Whether most paragraphs of the text have a blank line after them."""
    if len(lines) < FEWEST_LINES:
        return False
    blank = sum(
        text.count("\n", line.end, following.start) > 1 for line, following in itertools.pairwise(lines)
    )
    return blank >= MOSTLY * (len(lines) - 1)


def _find_width(lines: Sequence[Line]) -> int | None:
    """The width at which a text was wrapped: most of its lines are within two characters of the longest."""
    if len(lines) < FEWEST_LINES:
        return None
    longest = max(map(len, lines))
    if not 20 <= longest <= 100:
        return None
    return longest if sum(len(line) >= longest - 2 for line in lines) >= MOSTLY * len(lines) else None
