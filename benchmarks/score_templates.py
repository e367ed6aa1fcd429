"""What learning the templates of sites costs, and what is cut with them, on generated sites.

    python -m benchmarks.score_templates

Reports of ../shared/corpora/reports, each on a page of one of some sites, with lines around it that the site
sets on all its pages: names, links and a notice, made up here, that no list of ours knows.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpora.cleaning import read_documents
from corpora.documents import Source
from corpora.readers import read
from corpora.site_templates import choose_sample, learn_template
from extractors.pipeline import extract
from flows.learning_processes import read_page

REPORTS = Path("../shared/corpora/reports")
PAGES_OF_SITE = (6, 12, 24, 48)
CHARACTERS = "青岚白石柳坝云岭东渡松坪湾清澜桃源梧桐枫林溪谷河畔新声之窗在线频道专栏特稿快递"


@dataclass(frozen=True, slots=True)
class Furniture:
    """The lines that a site sets above and below each report."""

    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def lines(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.above, *self.below))


def make_furniture(seed: int) -> Furniture:
    """Lines of a site of its own."""
    pick = random.Random(seed)

    def name(length: int) -> str:
        return "".join(pick.choices(CHARACTERS, k=length))

    notice = f"{name(4)}栏目刊登的稿件由{name(6)}选送,转用时请先与{name(5)}联系,未经同意的一律不予认可。"
    return Furniture((name(6), name(4), name(8)), (name(5), notice, name(9)))


def write_site(folder: Path, texts: Sequence[str], furniture: Furniture) -> list[Source]:
    """A file for each text, in a folder of its own."""
    folder.mkdir()
    sources = []
    for n, text in enumerate(texts):
        path = folder / f"{n:03}.txt"
        path.write_text("\n".join((*furniture.above, text, *furniture.below)), encoding="utf-8")
        sources.append(Source(f"{folder.name}/{path.name}", path))
    return sources


def main() -> None:
    texts = []
    for path in sorted(REPORTS.iterdir()):
        (reading,) = read(Source(path.name, path))
        if 500 <= len(reading.content) <= 12_000:
            texts.append(reading.content)
    extract("松坪镇新建公园3处。")
    print(f"{len(texts)} reports; all sites of one size hold {max(PAGES_OF_SITE)} pages together")
    for size in PAGES_OF_SITE:
        measure_sites(texts, size)


def measure_sites(texts: Sequence[str], size: int) -> None:
    """Print what sites of so many pages cost, and what is cut of them."""
    learning = reading = extracting = 0.0
    set_around = left_without = left_with = lost = 0
    with TemporaryDirectory() as folder:
        for site in range(max(PAGES_OF_SITE) // size):
            own = [texts[(site * size + n * 3) % len(texts)] for n in range(size)]
            furniture = make_furniture(size * 100 + site)
            sources = write_site(Path(folder) / f"{size}-{site}", own, furniture)
            start = time.process_time()
            sample = choose_sample(source.name for source in sources)
            template = learn_template([read_page(source) for source in sources if source.name in sample])
            learnt = time.process_time()
            with_template = [read_documents(source, template=template) for source in sources]
            read_all = time.process_time()
            for cleaned in with_template:
                for document in cleaned.documents:
                    extract(document)
            learning += learnt - start
            reading += read_all - learnt
            extracting += time.process_time() - read_all
            for source, cleaned in zip(sources, with_template, strict=True):
                plain = [line for d in read_documents(source).documents for line in d.text.split("\n")]
                kept = [line for document in cleaned.documents for line in document.text.split("\n")]
                set_around += sum(map(len, furniture.lines))
                left_without += sum(len(line) for line in plain if line in furniture.lines)
                left_with += sum(len(line) for line in kept if line in furniture.lines)
                titles = {document.metadata.title for document in cleaned.documents}
                plain = [line for line in plain if line not in titles]
                lost += len("".join(plain)) - len("".join(kept))
    lost -= left_without - left_with
    print(
        f"sites of {size} pages: of {set_around:,} characters set around {left_without:,} are left without a"
    )
    print(f"  template, {left_with:,} with it; {lost:,} others are lost (titles aside)")
    print(
        f"  learning {learning:.2f} s, reading and cleaning {reading:.2f} s, extraction {extracting:.2f} s:"
    )
    print(f"  learning adds {learning / (reading + extracting):.1%}")


if __name__ == "__main__":
    main()
