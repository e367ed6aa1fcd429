"""The body of a page (正文): which of its blocks are the article, and what the others are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpora.blocks import Block, Element, Page
from corpora.lines import Line
from corpora.page_data import read_date, read_fields
from corpora.scripts import detect_script, write_working_text
from corpora.spam import find_spam

# A character of Han script, a Latin word or a run of digits counts as one token.
TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[A-Za-z]+|[0-9]+")
PUNCTUATION = re.compile(r"[，。；！？：、“”,;]")
SENTENCE_END = re.compile(r"[。！？；…”」』）：:.!?;]$")
FOOTER = re.compile(
    r"版权所有|ICP[备证]|icp备|公网安备|Copyright|©|(?:主办|承办)(?:单位)?:|网站标识码|网站地图|联系我们|不良信息",
    re.I,
)
NOTICE = re.compile(
    r"责任编辑|上一篇|下一篇|相关(?:阅读|新闻|链接|文章|推荐)|打印本|关闭窗口|分享到|扫一扫|登录|注册|网友评论|发表评论"
    r"|免责声明|转载|举报|点击排行|热门|客服|声明:|微信公众号|二维码|下载.{0,6}(?:客户端|APP)"
)
LONGEST_DATE_LINE = 40
LONGEST_NOTICE = 120
SHORTEST_SENTENCE = 10
MOST_OF_A_BLOCK = 200  # one long paragraph does not outweigh an article of ten
LINKED_OUTSIDE = 0.5  # share of characters in links from which a block speaks against the body
LINKED_INSIDE = 0.8  # and from which it is cut out of the middle of one
LINK_COST = 15.0
NOTICE_COST = 20.0
SHORT_COST = 4.0
SHORT_SENTENCE_GAIN = 4.0
ROW_GAIN = 2.0
JUMP_COST = 8.0  # for each level of the tree above the first that lies between two neighbours


def find_body(page: Page) -> list[int]:
    """Numbers of the blocks that are the article, in order; none where the page has no text.

    Every block gets a score for what it looks like and every step from a block to the next a cost for how far
    apart they stand in the tree; the body is the run of blocks with the highest sum, without the blocks of
    links inside it.
    """
    blocks = page.blocks
    script = detect_script("".join(block.text for block in blocks))
    best, best_run, score, first = 0.0, (0, 0), 0.0, 0
    for place, block in enumerate(blocks):
        if place:
            jump = _measure_jump(page.elements, blocks[place - 1].element, block.element)
            score -= JUMP_COST * max(0, jump - 1)
        if score <= 0:
            score, first = 0.0, place
        score += _score(block, script)
        if score > best:
            best, best_run = score, (first, place + 1)
    run = range(*best_run)
    return [place for place in run if not blocks[place].linked > LINKED_INSIDE * len(blocks[place].text)]


def name_furniture(text: str, *, script: str) -> str | None:
    """What a line of a page is by its words: one of REMOVED_REASONS, None where they tell nothing.

    Example:
        >>> name_furniture("发布时间：2016-08-26 来源：青石镇水利站", script="simplified")
        'metadata'
    """
    working = write_working_text(text, script=script)
    if len(working) <= LONGEST_NOTICE and FOOTER.search(working):
        return "footer"
    if any(True for _ in find_spam([Line(0, len(working), working)])):
        return "spam"
    if read_fields(working) or (len(working) < LONGEST_DATE_LINE and read_date(working)):
        return "metadata"
    if len(working) <= LONGEST_NOTICE and NOTICE.search(working):
        return "navigation"
    return None


def _score(block: Block, script: str) -> float:
    """How much a block looks like a piece of an article (above 0) or of what stands around one (below)."""
    linked = block.linked / len(block.text)
    if linked > LINKED_OUTSIDE:
        return -LINK_COST
    if name_furniture(block.text, script=script) is not None:
        return -NOTICE_COST
    unlinked = len(TOKEN.findall(block.text)) * (1 - linked)
    if unlinked >= SHORTEST_SENTENCE and PUNCTUATION.search(block.text):
        return min(unlinked, MOST_OF_A_BLOCK)
    if SENTENCE_END.search(block.text):
        return SHORT_SENTENCE_GAIN
    return ROW_GAIN if block.cells else -SHORT_COST


def _measure_jump(elements: Sequence[Element], first: int, second: int) -> int:
    """How many levels up the nearest common element of two lies, from the one deeper below it."""
    if first == second:
        return 0
    up_first = up_second = 0
    # Parents have lower numbers than their children: step up from the higher number until both meet.
    while first != second:
        if first > second:
            first = elements[first].parent
            up_first += 1
        else:
            second = elements[second].parent
            up_second += 1
    return max(up_first, up_second)
