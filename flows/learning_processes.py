"""Templates learnt in processes of their own (学习进程): a page that ends its process teaches nothing.

What only the processes need is imported in them: the run itself need not wait for it.
"""

from __future__ import annotations

import json
import pickle
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from corpora.documents import Source
from corpora.errors import DatasetError
from flows.child_processes import run_child
from flows.limits import Limits, MemoryLimit

Template = tuple[str, ...]
Page = tuple[int, int]  # number of the site, and of the page among those that teach its template

MOST_DEATHS_AT_ONE_PAGE = 3  # whoever is killed from outside is innocent: twice at one page is chance


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a process is to learn from: pages of each site, from the site `start` on, save those left out."""

    samples: Sequence[Sequence[Source]]
    limits: Limits
    start: int
    left_out: frozenset[Page]


def learn_in_processes(
    samples: Sequence[Sequence[Source]], limits: Limits, *, workers: int, tell: Callable[[int], None]
) -> list[Template]:
    """The template of each site, from the pages that teach it; `tell` is called with how many sites are done.

    Raises:
        DatasetError: processes die and no page is to blame.
    """
    found: dict[int, Template] = {}
    shares = [range(n, len(samples), workers) for n in range(min(workers, len(samples)))]

    def learn_share(share: range) -> None:
        for site, template in zip(share, _learn([samples[n] for n in share], limits), strict=True):
            found[site] = template
            tell(len(found))

    with ThreadPoolExecutor(len(shares)) as threads:
        list(threads.map(learn_share, shares))
    return [found[site] for site in range(len(samples))]


def _learn(samples: Sequence[Sequence[Source]], limits: Limits) -> Iterator[Template]:
    """The template of each site, in order, whatever its pages do to the process that reads them."""
    left_out: set[Page] = set()
    deaths: Counter[Page | None] = Counter()
    start = 0
    while start < len(samples):
        page: Page | None = None
        lesson = Lesson(samples, limits, start, frozenset(left_out))
        with run_child("flows.learning_processes", lesson) as process:
            assert process.stdout is not None
            for said in map(json.loads, process.stdout):
                if "page" in said:
                    page = (said["page"][0], said["page"][1])
                else:
                    yield tuple(said["template"])
                    start, page = start + 1, None
            status = process.wait()
        if start == len(samples):
            return
        deaths[page] += 1
        if page is not None and (status == -signal.SIGALRM or deaths[page] == MOST_DEATHS_AT_ONE_PAGE):
            left_out.add(page)
        elif page is None and deaths[None] > MOST_DEATHS_AT_ONE_PAGE:
            raise DatasetError(
                f"each process that was to read {samples[start][0].name} ended with status {status}; run "
                "again with fewer workers if memory is short"
            )


def main() -> None:
    """Learn the lesson on stdin; tell on stdout each page before it is read, and each template."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the run ends this one
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    from corpora.site_templates import learn_template

    lesson: Lesson = pickle.load(sys.stdin.buffer)

    def say(said: dict[str, Page | list[str]]) -> None:
        print(json.dumps(said), flush=True)

    memory = MemoryLimit()
    for site in range(lesson.start, len(lesson.samples)):
        pages = []
        for number, source in enumerate(lesson.samples[site]):
            if (site, number) in lesson.left_out:
                continue
            say({"page": (site, number)})
            signal.setitimer(signal.ITIMER_REAL, lesson.limits.seconds)
            memory.allow(lesson.limits.memory_mb << 20)
            pages.append(read_page(source))
            signal.setitimer(signal.ITIMER_REAL, 0)
        say({"template": sorted(learn_template(page for page in pages if page))})


def read_page(source: Source) -> list[str]:
    """The lines of a source that is one page, as cleaning sees them; none of any other."""
    from corpora.cleaning import read_lines
    from corpora.readers import read

    try:
        readings = list(islice(read(source, failures=[]), 2))
        return [line.text for line in read_lines(readings[0])] if len(readings) == 1 else []
    except Exception:  # what is wrong with it is said when its batch is built
        return []
