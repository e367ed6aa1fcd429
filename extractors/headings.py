"""The headings of a report, each where it stands (章节标题), not yet placed in a tree.

A heading is a line of its own (一、上半年工作回顾), the numbered opening of a paragraph that ends in a full
stop (1、突出事前预防。我局…), or a numbered line whose paragraph was joined to it by a space. The items of a
list are headings or sentences together (heading_lists.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from extractors.heading_lists import Heading, Item, read_number, settle_lists
from extractors.outlooks import compile_outlook_words, find_outlook

_NUMERAL: Final = "一二三四五六七八九十百"

# Ordered from the outermost style to the innermost, as GB/T 9704-2012 (7.3.3) prescribes 一、 (一) 1. (1);
# the rest is what reports add to it. The order decides which style closes which.
_STYLES: Final = (
    ("part", rf"第[{_NUMERAL}\d]{{1,3}}(?:部分|编|篇|章)"),
    ("clause", rf"第[{_NUMERAL}\d]{{1,3}}节"),
    ("bracket", r"【(?=[^【】\n]{2,30}】)"),
    ("capital", r"[壹贰叁参肆伍陆柒捌玖拾]{1,2}[、.:]"),
    ("numeral", rf"[{_NUMERAL}]{{1,3}}(?:\x20*、|[.．:](?!\d))"),
    ("numeral_paren", rf"[（(][{_NUMERAL}]{{1,3}}[)）][、.]?"),
    ("digit", r"\d{1,2}(?:[、．:]|\.(?!\d))"),
    ("digit_paren", r"[（(]\d{1,2}[)）][、.]?|\d{1,2}[)）]"),
    ("circled", "[①-⑳⑴-⒇]"),
    (
        "first",
        r"(?:首先|其次|再次|最后|第[一二三四五六七八九十]{1,2}(?=[,，、](?![一二三四五六七八九十])))[,，、]?",
    ),
    ("is", r"[一二三四五六七八九十]{1,2}(?:是|要)"),
    ("line", "unnumbered line"),
)
_INSIDE_PARAGRAPHS: Final = frozenset(("first", "is"))
RANK: Final = {name: rank for rank, (name, _) in enumerate(_STYLES)}
_MARKER: Final = re.compile(
    r"[ \t\u3000\xa0]*(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _STYLES if " " not in pattern)
    + r")[ \t\u3000\xa0]*"
)
# 2.2025年底前建成泵站: a numbering where it counts on from the one before, else a number
_BEFORE_DIGIT: Final = re.compile(r"(?P<digit>\d{1,2}[.．])(?=\d)")
# before the first character of a numbering; after it, so that `re` passes over all other characters at once
_OPENS: Final = r"(?<![^。;:\n \u3000\xa0].)"
_RUN_IN: Final = re.compile(
    rf"[{_NUMERAL}首其再第(\d]{_OPENS}(?:(?<=[{_NUMERAL}])[{_NUMERAL}]?是|(?<=首)先|(?<=[其再])次"
    rf"|(?<=第)[{_NUMERAL}]{{1,2}}(?=[,、](?![{_NUMERAL}]))|(?<=\()[{_NUMERAL}]{{1,3}}\)[、.]?|(?<=\d)\d?[、.](?!\d))"
)
_LINE: Final = re.compile(r"[^\n]+")
_STOP: Final = re.compile(r"[。:：!?;；\n]")
_BLANKS: Final = " \t\u3000\xa0\r"
_NOT_AT_END: Final = "。!?;；,、:：)"
# what a line that was broken may end in, but no heading
_BROKEN_OFF: Final = "对在的和与是了向把将及为"
_HAN: Final = re.compile(r"[\u4e00-\u9fff“《]")
# 2030年工作回顾
_YEAR: Final = re.compile(r"(?:19|20)\d\d年[\u4e00-\u9fff]")
# signatures, dates, salutations and page furniture are short lines too
_NOT_A_HEADING: Final = re.compile(
    r"\d年\d{1,2}月|[。;；|>＞]|^(?:同志们|各位|尊敬的|附件|附表|单位[:：]|注[:：]|其中|备注|来源|时间|编辑|责任|作者|谢谢|此致|敬礼|下一[篇页]|上一[篇页]|报告完毕)|,|@|https?:|信箱|邮箱|会议上$|作.{0,6}报告$|(?:人民政府|委员会|统计局|调查队)$"
)
# what stands before a heading: the end of a sentence, or nothing
_ENDED: Final = re.compile(r"(?:[。!?:;”」》…]['\"]*|附件\d{0,2}|^)\s*$")
# what stands below no heading: the rest of its sentence, numbers of a table, the date of a signature
_GOES_ON_BELOW: Final = re.compile(
    r"\s*(?:[」)》”、,;。:]|是:|的|\(?\d{2,4}年\d{1,2}月|单位:|[-±#\d.,%/() ]+(?:\n|$)|$)"
)
# 县长 李某某: who speaks
_SPEAKER: Final = re.compile(
    r"(?:[省市州盟县区旗镇乡局厅部院校]长|主席|书记|主任|总理)[ \u3000\xa0]+\S{1,4}(?:[ ·]\S{1,8})*$"
)
# a space inside a numbered line, after a phrase and before a phrase: the heading was joined to its paragraph
_JOINED: Final = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000\xa0]+(?=[\u4e00-\u9fff“《])")
STARTS_NUMBERING: Final = re.compile(r"[（(]?[一1][)）、.．:]|一是|第[一1](?:部分|章|编|篇|节)|首先")

_INSIDE: Final = re.compile(rf"[{_NUMERAL}]{_OPENS}[{_NUMERAL}]?、")
_REST_OF_ANNOUNCEMENT: Final = re.compile(r"(?:工作|重点|安排|打算|思路|计划|情况|总结|回顾|及|和|与)+")
_GOES_ON: Final = re.compile(r"[今去本全]年|\d{2,4}年|一年来|[上下]半年|[我根按在围]")
_LONGEST_ANNOUNCED: Final = 18
_LINES_OF_TABLE: Final = 4
_LONGEST_LINE: Final = 40
_LONGEST_UNNUMBERED: Final = 26
_LONGEST_RUN_IN: Final = 32
_LONGEST_OF_LIST: Final = 60


def find_headings(text: str) -> Iterator[Heading]:
    """The headings of a working text in order, not yet placed in a tree.

    Unnumbered lines one right after the other are the cells of a table or a list, not headings.
    """
    headings = settle_lists(text, list(_read_lines(text)), RANK)
    for _, run in groupby(_number_runs(text, headings), key=itemgetter(0)):
        found = [heading for _, heading in run]
        if len(found) < _LINES_OF_TABLE:
            yield from found


def _number_runs(text: str, headings: Iterable[Heading]) -> Iterator[tuple[int, Heading]]:
    """Each heading with a number that unnumbered lines share where nothing stands between them."""
    number = 0
    last: Heading | None = None
    for heading in headings:
        if (
            last is None
            or not last.style == heading.style == "line"
            or text[last.end : heading.start].strip()
        ):
            number += 1
        yield number, heading
        last = heading


def _read_lines(text: str) -> Iterator[Item]:
    """The numberings and unnumbered headings that lines are, begin with or hold, in order."""
    above: Heading | None = None
    counted: int | None = None
    for line in _LINE.finditer(text):
        words = line.group()
        indent = len(words) - len(words.lstrip(_BLANKS))
        start, end = line.start() + indent, line.start() + len(words.rstrip(_BLANKS))
        if start >= end or "\t" in words:
            continue  # the row of a table is no heading
        marker = _MARKER.match(text, start, end) or _match_before_digit(text, start, end, counted)
        if marker is not None and marker.lastgroup == "digit":
            counted = read_number(marker.group())
        if marker is None:
            heading = _read_unnumbered(text, start, end, above=above)
            found = [] if heading is None else [Item(start, heading.style, None, heading)]
        else:
            heading = _read_numbered(text, start, end, marker)
            found = [] if marker.lastgroup in _INSIDE_PARAGRAPHS else [_make_item(text, end, marker, heading)]
        above = heading if heading is not None and heading.end == end else None
        at = start if heading is None else heading.end
        found.extend(_find_run_in(text, max(at, marker.end() if found and marker else at), end))
        found.extend(
            Item(inside.start, inside.style, None, inside) for inside in _find_announced(text, at, end)
        )
        yield from sorted(found, key=lambda item: item.start)


def _match_before_digit(text: str, start: int, end: int, counted: int | None) -> re.Match[str] | None:
    """The numbering before a digit that goes on from what was `counted` last: 3. of 3.20个村通水."""
    marker = None if counted is None else _BEFORE_DIGIT.match(text, start, end)
    return marker if marker is not None and read_number(marker.group()) == (counted or 0) + 1 else None


def _make_item(text: str, end: int, marker: re.Match[str], heading: Heading | None) -> Item:
    """A numbered line, with the heading that it opens where the others of its list are headings."""
    style = str(marker.lastgroup)
    stop = text.find("。", marker.end(), end)
    if stop < 0 and text[end - 1] not in _NOT_AT_END:
        stop = end
    longer = None
    if 0 < stop <= marker.end() + _LONGEST_OF_LIST:
        words = text[marker.end() : stop].strip(_BLANKS)
        longer = Heading(marker.start(), stop, style, marker.group().strip(_BLANKS), words)
    return Item(marker.start(), style, read_number(marker.group()), heading, longer)


def _read_numbered(text: str, start: int, end: int, marker: re.Match[str]) -> Heading | None:
    """The heading that a numbered line is, or begins with; None where it is a plain numbered sentence."""
    style = str(marker.lastgroup)
    if style in _INSIDE_PARAGRAPHS:
        return None
    at = marker.end()
    words_end = end
    if style == "bracket":
        words_end = text.find("】", at, end)
        return Heading(start, words_end + 1, style, "", text[at:words_end])
    if (joined := _JOINED.search(text, at, end)) and 4 <= joined.start() - at <= _LONGEST_LINE:
        words_end = joined.start()
    elif (stop := _STOP.search(text, at, end)) is not None:
        if stop.group() in ";；":
            return None
        words_end = stop.start()
    if (announced := _find_announcement(text, at, words_end)) and _GOES_ON.match(text, announced, words_end):
        words_end = announced
    longest = _LONGEST_LINE if words_end >= end - 1 else _LONGEST_RUN_IN
    words = text[at:words_end].strip(_BLANKS)
    if not 2 <= len(words) <= longest or words.count(",") > (2 if words_end == end else 1):
        return None
    return Heading(start, min(words_end, end), style, text[start:at].strip(_BLANKS), words)


def _find_run_in(text: str, start: int, end: int) -> Iterator[Item]:
    """Numberings inside a paragraph; 一是健全规章制度。 is a heading where the text goes on to say how."""
    matches = list(_RUN_IN.finditer(text, start, end))
    for index, match in enumerate(matches):
        style = _name_run_in(match.group())
        until = matches[index + 1].start() if index + 1 < len(matches) else end
        at = match.end() + (text[match.end() : match.end() + 1] in {",", "、"})
        stop = text.find("。", at, until)
        # a heading says what the sentences after it tell: 二是强化培训。三是… is a list, not headings
        tells = 0 <= stop < until - 4 and 3 <= stop - at <= _LONGEST_RUN_IN and text.count(",", at, stop) < 2
        heading = Heading(match.start(), stop, style, match.group(), text[at:stop]) if tells else None
        yield Item(match.start(), style, read_number(match.group()), heading)


def _find_announced(text: str, start: int, end: int) -> Iterator[Heading]:
    """Headings that nothing parts from their paragraph but that say which part of the report they open.

    一、工作总结 of 一、工作总结今年以来，我局…
    """
    for match in _INSIDE.finditer(text, start, end):
        if 0 < (stop := _find_announcement(text, match.end(), end)) < end - 4:
            yield Heading(match.start(), stop, "numeral", match.group().strip(), text[match.end() : stop])


def _find_announcement(text: str, start: int, end: int) -> int:
    """Where the words end that say at the start of text[start:end] which part of the report opens; or 0."""
    words = compile_outlook_words()[0].search(text, start, min(end, start + _LONGEST_ANNOUNCED))
    if words is None or _STOP.search(text, start, words.end()):
        return 0
    rest = _REST_OF_ANNOUNCEMENT.match(text, words.end(), end)
    return words.end() if rest is None else rest.end()


def _name_run_in(marker: str) -> str:
    """The style of a numbering inside a paragraph."""
    if marker.endswith("是"):
        return "is"
    if marker.startswith("("):
        return "numeral_paren"
    return "digit" if marker[0].isdigit() else "first"


def _read_unnumbered(text: str, start: int, end: int, *, above: Heading | None) -> Heading | None:
    """The heading that a line without numbering is: short, of words, not a sentence and not a signature.

    It opens the text, or follows a sentence that has ended or the heading `above` it: the rest of a line that
    was broken is no heading.
    """
    line = text[start:end]
    if (
        3 <= len(line) <= _LONGEST_UNNUMBERED
        and line[-1] not in _NOT_AT_END + _BROKEN_OFF
        and (_HAN.match(line) or (_YEAR.match(line) and find_outlook(line)))
        and not _NOT_A_HEADING.search(line)
        and not _SPEAKER.search(line)
        and (above is not None or _ENDED.search(text[max(0, start - 12) : start]) is not None)
        and not _GOES_ON_BELOW.match(text, end)
    ):
        return Heading(start, end, "line", "", line)
    return None
