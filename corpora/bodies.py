"""The body of a page (正文): which of its blocks are the article, and what the others are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora.blocks import Block, Element
from corpora.furniture import name_kind
from corpora.pages import Page
from corpora.scripts import detect_script

# A character of Han script, a Latin word or a run of digits counts as one token.
TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[A-Za-z]+|[0-9]+")
HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
PUNCTUATION = re.compile(r"[，。；！？：、“”「」,;]")
SENTENCE_END = re.compile(r"[。！？；…”」』）：:.!?;]$")
SHORTEST_TITLE = 5
FEWEST_GRAMS = 4  # pairs of characters below which a line or a part of <title> tells no subject
# What joins the title of an article to the names of its site in <title>.
TITLE_JOINT = re.compile(r"\s*(?:_+|[|｜]|--+|——|-|–|»|>|<)\s*")

SHORTEST_SENTENCE = 10  # tokens
MOST_OF_A_BLOCK = 200.0  # one long paragraph does not outweigh an article of ten
MOST_LINKED = 0.5  # share of characters in links from which a block speaks against the body
LINK_COST = 15.0
FURNITURE_COST = 20.0
SHORT_COST = 4.0
SHORT_SENTENCE_GAIN = 4.0
ROW_GAIN = 2.0
CUT_INSIDE = frozenset({"footer", "spam", "metadata"})  # what is cut even out of the middle of an article
JUMP_COST = 14.0  # for each level of the tree between the elements that hold two neighbours
MOST_DROP = 40.0  # what a run may lose on its way to more text: a line of links and two steps in the tree
LEAST_AFFINITY = 0.2  # what a run counts for that shares no word with the title
HEADED_GAIN = 3.0
LEAST_TEXT = 80.0  # score of a run that counts as a text of its own
HEAD_REACH = 20  # blocks between a title and the text under it
MOST_HEAD = 0.3  # share of the text that may stand above the title inside the same run
# Elements that hold one paragraph, list or table of a text rather than a text.
PARTS = frozenset(
    {
        "blockquote",
        "caption",
        "center",
        "dd",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
    }
    | {"h6", "li", "ol", "p", "pre", "table", "tbody", "thead", "tfoot", "tr", "ul"}
)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring blocks that read like one text: [start, end) and the sum of their scores."""

    start: int
    end: int
    score: float


def find_body(page: Page) -> list[int]:
    """Numbers of the blocks that are the article, in order; none where nothing on the page reads like one.

    Every block gets a score for what it looks like, every step to the next a cost for how far apart the two
    stand in the tree. Runs of blocks that score are joined where one element holds them; the text that scores
    most, shares most words with the title and stands under it is the article. It takes in the short lines
    beside it in the same element (headings, signature, date) and leaves out titles, page data and links.
    """
    blocks, elements = page.blocks, page.elements
    script = detect_script("".join(block.text for block in blocks))
    kinds = [name_kind(block.text, script=script) for block in blocks]
    for place in _find_hidden(page):
        kinds[place] = kinds[place] or "navigation"
    scores = [_score(block, kind) for block, kind in zip(blocks, kinds, strict=True)]
    hosts = _find_hosts(blocks, elements)
    runs = list(_find_runs(elements, hosts, scores))
    texts: dict[int, list[Run]] = {}
    for run in runs:
        weights: Counter[int] = Counter()
        for place in range(run.start, run.end):
            weights[hosts[place]] += max(0, int(scores[place]))
        texts.setdefault(max(weights, key=lambda host: (weights[host], -host)), []).append(run)
    if not texts:
        return []
    titles = find_title_lines(page)
    headed = _find_headed(runs, titles)
    host, best = max(texts.items(), key=lambda text: _rate(page, text[1], headed))
    return _complete(page, kinds, titles, host=host, runs=best)


def find_title_lines(page: Page) -> set[int]:
    """Numbers of the blocks that say what <title> says, whole or most of it, and are no link."""
    stated = page.title.text if page.title is not None else ""
    words = find_grams(stated)
    return {
        place
        for place, block in enumerate(page.blocks)
        if len(block.text) >= SHORTEST_TITLE
        and not _is_linked(block)
        and (block.text in stated or _is_like(find_grams(block.text), words))
    }


def _find_hidden(page: Page) -> list[int]:
    """Blocks that styles keep from readers; none where those are most of the page: scripts show it then."""
    hidden = [place for place, block in enumerate(page.blocks) if page.elements[block.element].hidden]
    length = sum(len(page.blocks[place].text) for place in hidden)
    return hidden if 2 * length < sum(len(block.text) for block in page.blocks) else []


def _score(block: Block, kind: str | None) -> float:
    """How much a block looks like a piece of an article (above 0) or of what stands around one (below)."""
    if _is_linked(block):
        return -LINK_COST
    if kind is not None:
        return -FURNITURE_COST
    unlinked = len(TOKEN.findall(block.text)) * (1 - block.linked / len(block.text))
    if unlinked >= SHORTEST_SENTENCE and PUNCTUATION.search(block.text):
        return min(unlinked, MOST_OF_A_BLOCK)
    if SENTENCE_END.search(block.text):
        return SHORT_SENTENCE_GAIN
    return ROW_GAIN if block.cells else -SHORT_COST


def _find_runs(elements: Sequence[Element], hosts: Sequence[int], scores: Sequence[float]) -> Iterable[Run]:
    """Runs of blocks from one that scores to where the sum stands highest before it falls by MOST_DROP."""
    start = 0
    while start < len(scores):
        if scores[start] <= 0:
            start += 1
            continue
        score = best = scores[start]
        end = start + 1
        for place in range(start + 1, len(scores)):
            score -= JUMP_COST * _measure_jump(elements, hosts[place - 1], hosts[place])
            lowest = score + min(0.0, scores[place])
            score += scores[place]
            if score > best:
                best, end = score, place + 1
            if lowest <= max(0.0, best - MOST_DROP):
                break
        yield Run(start, end, best)
        start = end


def _measure_jump(elements: Sequence[Element], first: int, second: int) -> int:
    """How many levels up the nearest common element of two lies, from the one deeper below it."""
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


def _find_hosts(blocks: Sequence[Block], elements: Sequence[Element]) -> list[int]:
    """For every block the innermost element that holds a text: several blocks, and no mere part of one."""
    held = [0] * len(elements)
    for block in blocks:
        held[block.element] += 1
    hosts = list(range(len(elements)))
    for number in range(len(elements) - 1, 0, -1):
        held[elements[number].parent] += held[number]
    for number in range(1, len(elements)):
        if elements[number].tag in PARTS or held[number] < 2:
            hosts[number] = hosts[elements[number].parent]
    return [hosts[block.element] for block in blocks]


def _find_headed(runs: Sequence[Run], titles: Iterable[int]) -> set[int]:
    """Where runs start that stand under a title, or start with one, and no longer text stands between."""
    headed: set[int] = set()
    starts = [run.start for run in runs]
    for title in titles:
        for run in runs[bisect_left(starts, title - 1) :]:
            if run.start > title + HEAD_REACH:
                break
            headed.add(run.start)
            if run.score >= LEAST_TEXT:
                break
    return headed


def _rate(page: Page, runs: Sequence[Run], headed: set[int]) -> float:
    """How likely the runs are the article: their scores, words shared with the title, a title above them."""
    stated = page.title.text if page.title is not None else ""
    said: set[str] = set()
    for run in runs:
        said.update(*(find_grams(block.text) for block in page.blocks[run.start : run.end]))
    parts = [grams for part in TITLE_JOINT.split(stated) if len(grams := find_grams(part)) >= FEWEST_GRAMS]
    affinity = max((len(grams & said) / len(grams) for grams in parts), default=0.0)
    gain = HEADED_GAIN if any(run.start in headed for run in runs) else 1.0
    return sum(run.score for run in runs) * (LEAST_AFFINITY + affinity) * gain


def _complete(
    page: Page, kinds: Sequence[str | None], titles: set[int], *, host: int, runs: Sequence[Run]
) -> list[int]:
    """The blocks of the article: its runs, and the lines of the host beside and between them."""
    blocks = page.blocks
    held = [False] * len(page.elements)
    for number, element in enumerate(page.elements):
        held[number] = number == host or (number > host and held[element.parent])

    def is_line(place: int) -> bool:
        """Whether a block of the host is text, or the date under a signature."""
        return (
            held[blocks[place].element] and not _is_linked(blocks[place]) and kinds[place] in (None, "date")
        )

    first, last = runs[0].start, runs[-1].end
    while last < len(blocks) and is_line(last):
        last += 1
    while first and first - 1 not in titles and is_line(first - 1) and kinds[first - 1] is None:
        first -= 1
    inside = {place for run in runs for place in range(run.start, run.end)}
    places = [
        place
        for place in range(first, last)
        if is_line(place)
        or (place in inside and not _is_linked(blocks[place]) and kinds[place] not in CUT_INSIDE)
    ]
    return _cut_head(page, places, kinds)


def _cut_head(page: Page, places: list[int], kinds: Sequence[str | None]) -> list[int]:
    """Without what stands above the article's title, where that is not far down, and page data under it."""
    blocks = page.blocks
    length = sum(len(blocks[place].text) for place in places)
    stated = page.title.text if page.title is not None else ""
    parts = {stated, *TITLE_JOINT.split(stated)}
    head = passed = 0
    for at, place in enumerate(places):
        if passed > MOST_HEAD * length:
            break
        passed += len(blocks[place].text)
        if blocks[place].text in parts:
            head = at + 1
    while head < len(places) and (kinds[places[head]] is not None or blocks[places[head]].text in parts):
        head += 1
    return places[head:]


def _is_linked(block: Block) -> bool:
    return block.linked > MOST_LINKED * len(block.text)


def find_grams(text: str, *, length: int = 2) -> set[str]:
    """All groups of `length` neighbouring Han characters of a text, which stand for its words."""
    return {run[at : at + length] for run in HAN_RUN.findall(text) for at in range(len(run) - length + 1)}


def _is_like(line: set[str], title: set[str]) -> bool:
    return len(line) >= FEWEST_GRAMS and len(line & title) >= 0.7 * len(line)
