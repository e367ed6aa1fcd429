"""Pages that a crawler wrote on one line (压平的网页): head, report and foot told apart as if on lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpora.lines import Line

SHORTEST_FLAT = 200
MOST_LINES = 12
HEAD_LENGTH = 240
TAIL_LENGTH = 120
_DATE = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
_LABEL = (
    r"(?:发布时间|发布日期|发表时间|更新时间|时间|日期|来源|信息来源|作者|浏览次数|阅读次数|点击数|字体|字号)"
)
_WIDGET = r"(?:微信|微博|QQ空间|分享到?|打印|收藏|关闭|字体|【|】|大|中|小|\+|-|\||繁体|简体|无障碍|关怀版)"
# 当前位置:首页 > 统计信息 …(title) 时间:2023-08-22 15:31 微信 微博 QQ空间 | the report.
_HEAD = re.compile(
    rf"(?P<path>(?:您|你)?(?:的|现在|所在)?(?:当前)?的?位置\s*:[^。]{{0,120}}?)?(?<!\S)"
    rf"(?P<fields>{_LABEL}\s*:\s*{_DATE}(?:\s+{_LABEL}\s*:\s*[^\s。]{{0,30}})*)"
    rf"(?P<widgets>(?:[\s:]+{_WIDGET}[\s:]*)*)\s+"
)
_TAIL = re.compile(
    rf"(?<=[\s。])(?P<foot>(?:\(?(?:信息)?来源\s*:\s*[^\s。]{{2,30}}|(?:责任)?编辑\s*:\s*\S{{2,12}}|附件下载|{_WIDGET})(?:\s+|$)"
    rf"(?:(?:责任)?编辑\s*:\s*\S{{2,12}}\s*|附件下载\s*|扫一扫在手机打开当前页\s*|打印本页\s*|关闭窗口\s*|{_WIDGET}\s*)*)$"
)


def unfold(lines: Sequence[Line]) -> list[Line]:
    """The lines, with page data before and behind a report of one long line as lines of their own.

    A page that has its lines is left as it is; so are labels further inside, which are the report's.

    Example:
        >>> from corpora.lines import find_lines
        >>> report = "新修渠道12公里,清淤8处,组建管护队6支,巡渠210次。" * 8
        >>> page = find_lines(f"位置:首页 水务动态 时间:2016-08-26 10:15 微信 微博 {report} 编辑:周青禾")
        >>> [line.text for line in unfold(page) if len(line) < 40]
        ['位置:首页 水务动态', '时间:2016-08-26 10:15', '微信 微博', '编辑:周青禾']
    """
    if len(lines) > MOST_LINES:
        return list(lines)
    unfolded: list[Line] = []
    for line in lines:
        if len(line) < SHORTEST_FLAT:
            unfolded.append(line)
        else:
            unfolded += _unfold_line(line)
    return unfolded


def _unfold_line(line: Line) -> list[Line]:
    cuts = [0]
    head = _HEAD.search(line.text, 0, HEAD_LENGTH)
    if head and (head.start() == 0 or head["path"] is None):
        cuts += [head.start(), head.start("fields"), head.start("widgets"), head.end()]
    tail = _TAIL.search(line.text, max(cuts[-1], len(line) - TAIL_LENGTH))
    if tail:
        cuts.append(tail.start())
    pieces = []
    for start, end in zip(cuts, [*cuts[1:], len(line)], strict=True):
        text = line.text[start:end]
        bare = text.strip()
        if bare:
            at = line.start + start + len(text) - len(text.lstrip())
            pieces.append(Line(at, at + len(bare), bare))
    return pieces
