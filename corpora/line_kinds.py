"""What a line of a report is by its form (行的种类): numbered, salutation, closing formula, title, date."""

from __future__ import annotations

import re

from corpora.lines import Line

_NUMERALS = "一二三四五六七八九十"
_TOP = re.compile(rf"([{_NUMERALS}]{{1,3}})\s*[、.]\s*")
_SECOND = re.compile(rf"[(]([{_NUMERALS}]{{1,3}})[)]")
_NUMBERED = re.compile(
    rf"[(][{_NUMERALS}]{{1,3}}[)]|[(]?\d{{1,2}}[)、.:](?!\d)|第[{_NUMERALS}]{{1,3}}[,、.是条]|[{_NUMERALS}]是|[①-⑳]"
)
_DIVISION = re.compile(
    rf"第[{_NUMERALS}\d]{{1,3}}(?:部分|章|编|节|大部分)|[壹贰叁肆伍陆柒捌玖拾]\s*、|附件?\s*\d*\s*[:.]|附件\d*$"
)
# 篇一:…, 第二篇, 【范文三】, …工作总结(4), …汇报材料 篇5
_MARKER = re.compile(
    rf"[【\[(]?(?:第\s*[{_NUMERALS}\d]{{1,3}}\s*篇|(?:篇|范文|例文|样本)\s*[{_NUMERALS}\d]{{1,3}})"
    r"(?:[】\])]|\s*[:、.\s]|$).{0,60}"
    r"|.{2,40}(?:总结|报告|汇报|材料|发言|讲话|方案|计划|范文|心得|体会)"
    rf"\s*(?:\(\s*[{_NUMERALS}\d]{{1,2}}\s*\)|(?:篇|第)\s*[{_NUMERALS}\d]{{1,2}}篇?)"
)
_TITLE = re.compile(
    r"(?!.*[。;!?]).{4,50}(?:总结|报告|汇报|汇报材料|交流材料|经验材料|情况通报|发言|发言材料|讲话|讲话稿|致辞|述职|方案|简报|纪实|要点|意见):?"
)
# 下半年工作计划 heads the second half of a report; 青石镇2015年工作总结 heads another report.
_SECTION_TITLE = re.compile(
    r"(?:\d{4}年|今年|明年|来年|上半年|下半年|今后|下一步|下步|下阶段|全年|主要|重点)*(?:工作|的)*"
    r"(?:总结|计划|打算|安排|要点|报告|回顾|方案)*"
)
_SECTION_WORD = re.compile(
    r"打算|思路|安排|措施|问题|不足|回顾|下一步|下步|今后|建议|部分|目标|任务|做法|成效|体会|经验|情况|计划|重点|要求|原则"
)
_SALUTATION = re.compile(
    r"(?:尊敬的|各位|同志们|大家好|主席|[一-龥]{2,6}(?:书记|市长|主任|局长))[^。]{0,30}[:!,]?$|大家好|各位[^。]{0,20}[:!]$|[^。]{2,12}们,?您?你?好!?$"
)
# 施署长某某:(9时24分)主席、各位委员。
_SPEAKER = re.compile(r"[\u4e00-\u9fff]{2,14}:(?:\([^()]{2,8}\))?主席、")
# (2016年1月20日青石县第三届人民代表大会第二次会议通过)
_PASSED = re.compile(r"[(](?:19|20)\d\d年\d{1,2}月\d{1,2}日.{4,50}(?:通过|批准)[)]")
# 青石县第三届人民代表大会第二次会议听取了…
_SESSION = re.compile(r".{0,12}第.{1,4}届.{2,16}第.{1,4}次(?:全体)?会议(?:听取|审议|通过|批准)")
_GREETING = re.compile(r"[^。]{0,20}(?:[您你大][们家]?好)!?")
# 青石县水务局2015年工作总结: whose, of when and what.
_FULL_TITLE = re.compile(
    r"(?!.*[。;!?])(?!(?:在|自|从|截至))[^\d、.]{2,24}(?:19|20)\d\d\s*年"
    r".{0,24}(?:总结|报告|汇报|计划|要点|方案)(?:[及暨].{4,16})?:?"
)
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,12}(?:位于|地处|坐落于|组建于|成立于|始建于)")
_CONTACT = re.compile(r"(?:[\u4e00-\u9fffA-Za-z ]{0,16}:\s*)?(?:(?:https?://|www\.)\S+|\S+@\S+\.\w+)")
_CLOSING = re.compile(
    r".*(?:谢谢大家|谢谢各位|汇报完毕|报告完毕|特此报告|以上汇报|以上发言|以上报告|批评指正|不妥之处|不当之处|请予审议|此致|敬礼)[^。]{0,20}[。!]?"
)
_DATE = re.compile(
    r"[(]?(?:[12]\d|二[〇○零]).{0,4}年.{1,3}月.{1,3}日[)]?|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)
_LEAD = re.compile(
    r"(?:为|根据|按照|今年|近年|近期|近几年|一年来|半年来|\d{4}年|上半年|下半年|自从|在.{2,30}(?:领导|指导|支持)下|现将|现就|下面)"
)
_ANNOUNCEMENT = re.compile(
    r"(?:汇报|报告|总结|介绍|通报|说明|成绩)如下|作.{0,6}(?:汇报|发言|交流)|向.{2,16}(?:汇报|报告)"
)
_HEADING_LENGTH = 40


def read_numeral(text: str) -> int:
    """The value of a heading's Chinese numeral up to 99; 0 for none.

    Example:
        >>> read_numeral("二十三"), read_numeral("十"), read_numeral("五")
        (23, 10, 5)
    """
    digits = {character: value for value, character in enumerate(_NUMERALS, start=1)}
    if "十" not in text:
        return digits.get(text[-1:], 0)
    tens, _, units = text.partition("十")
    return 10 * digits.get(tens, 1) + digits.get(units, 0)


def read_top_number(line: Line) -> int | None:
    """The number of a line that opens a section of the first level (三、…), else None."""
    match = _TOP.match(line.text)
    return read_numeral(match[1]) if match else None


def read_second_number(line: Line) -> int | None:
    """The number of a line that opens a section of the second level (（三）…), else None."""
    match = _SECOND.match(line.text)
    return read_numeral(match[1]) if match else None


def is_numbered(line: Line) -> bool:
    """Whether a line opens with a number of any level: （一）, 1、, 一是, 第三."""
    return _TOP.match(line.text) is not None or _NUMBERED.match(line.text) is not None


def is_division(line: Line) -> bool:
    """Whether a line heads a division above the sections: 第一部分, 壹、, 附件1."""
    return _DIVISION.match(line.text) is not None


def is_marker(line: Line) -> bool:
    """Whether a line heads one of several reports on a page: 篇一, 第二篇, 节水工作总结(3)."""
    return len(line) <= 70 and _MARKER.fullmatch(line.text) is not None


def is_title(line: Line) -> bool:
    """Whether a line is the title of a report, not that of a section."""
    return _TITLE.fullmatch(line.text) is not None and _SECTION_TITLE.fullmatch(line.text) is None


def is_heading(line: Line) -> bool:
    """Whether a line is short and no sentence."""
    return len(line) <= _HEADING_LENGTH and not line.text.endswith(("。", ";", ",", "!", "?"))


def is_section_heading(line: Line) -> bool:
    """Whether a line without a number heads a section: 下一步工作打算, 存在问题."""
    return is_heading(line) and _SECTION_WORD.search(line.text) is not None


def is_salutation(line: Line) -> bool:
    """Whether a line greets an audience: 尊敬的各位领导:, 大家好!"""
    return len(line) < 60 and _SALUTATION.match(line.text) is not None


def is_closing(line: Line) -> bool:
    """Whether a report ends with this line: a closing formula, a date."""
    return _CLOSING.fullmatch(line.text) is not None or _DATE.fullmatch(line.text) is not None


def is_contact(line: Line) -> bool:
    """Whether a line is a web or mail address, as stands below a signature."""
    return _CONTACT.fullmatch(line.text) is not None


def is_exhortation(line: Line) -> bool:
    """Whether a paragraph calls its hearers on, as the last one of a report does: …而努力奋斗!"""
    return len(line) >= _HEADING_LENGTH and line.text.endswith(("!", "奋斗。"))


def is_opening(line: Line) -> bool:
    """Whether a line opens a report and stands nowhere else: its speaker, the session that passed it."""
    return _SPEAKER.match(line.text) is not None or _PASSED.fullmatch(line.text) is not None


def is_session(line: Line) -> bool:
    """Whether a paragraph says what a session has heard or passed, as a resolution begins."""
    return _SESSION.match(line.text) is not None


def is_greeting(line: Line) -> bool:
    """Whether a line wishes its readers a good day: 大家好!, which is done once."""
    return _GREETING.fullmatch(line.text) is not None


def is_full_title(line: Line) -> bool:
    """Whether a title says whose report of when it is: 青石县水务局2015年工作总结."""
    return _FULL_TITLE.fullmatch(line.text) is not None


def introduces_place(line: Line) -> bool:
    """Whether a paragraph says where its subject lies or since when it exists: 鹤塘镇位于…."""
    return _PLACE.match(line.text) is not None


def is_lead(line: Line) -> bool:
    """Whether a paragraph opens as the first of a report does: 今年以来, 按照…部署, 现将…."""
    return _LEAD.match(line.text) is not None


def is_announcement(line: Line) -> bool:
    """Whether a paragraph says that a report follows: 现将有关情况汇报如下."""
    return _ANNOUNCEMENT.search(line.text) is not None
