"""Folders of generated reports: variants of real ones, paragraphs shuffled, numbers and names changed."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from corpora.decoding import decode

REPORTS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "reports"
SURNAMES = "青松云石柳清东南北金玉龙凤安平永长新明宁"
ENDINGS = "坪湾岭川溪林山河泉岗桥塘浦滩洲原垣江湖田"
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<div class="nav"><a href="/">首页</a> <a href="/zw">政务公开</a> <a href="/hd">互动交流</a></div>
<div class="article"><h1>{title}</h1>
{paragraphs}
</div><div class="footer">版权所有 网站地图 联系我们</div></body></html>"""

_NAME = re.compile(r"[\u4e00-\u9fff]{2}(?=[省市县区镇乡]|街道)")
_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d)\d+")


def read_seeds() -> list[list[str]]:
    """The paragraphs of each real report."""
    texts = [decode(path.read_bytes())[0] for path in sorted(REPORTS.glob("*")) if path.is_file()]
    return [[line for line in text.splitlines() if line.strip()] for text in texts]


def write_reports(folder: Path, count: int, *, characters: int | None = None, mixed: bool = False) -> Path:
    """The folder, with `count` reports of about `characters` each (whole where not given), 500 a subfolder.

    With `mixed`, six in ten are pages, one and a half each plain UTF-8 and GB18030, one a record of JSON
    Lines, and one in a hundred is damaged.
    """
    chance = random.Random(count)
    seeds = read_seeds()
    for number in range(count):
        place = folder / f"{number // 500:04d}"
        place.mkdir(parents=True, exist_ok=True)
        lines = list(vary(chance.choice(seeds), chance, characters))
        name, data = _pack(lines, chance.random() if mixed else 1.0)
        (place / f"{number:06d}{name}").write_bytes(data)
    return folder


def vary(paragraphs: list[str], chance: random.Random, characters: int | None) -> Iterator[str]:
    """The paragraphs of one variant: title first, the others shuffled, other numbers, other names."""
    names: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        invented = chance.choice(SURNAMES) + chance.choice(ENDINGS)
        return names.setdefault(match.group(), invented)

    def renumber(match: re.Match[str]) -> str:
        digits = match.group()
        return str(chance.randint(1, 9)) + "".join(chance.choice("0123456789") for _ in digits[1:])

    body = paragraphs[1:]
    chance.shuffle(body)
    left = characters or 10**9
    for paragraph in [paragraphs[0], *body]:
        if left <= 0:
            return
        left -= len(paragraph)
        yield _NUMBER.sub(renumber, _NAME.sub(rename, paragraph))


def _pack(lines: list[str], kind: float) -> tuple[str, bytes]:
    text = "\n".join(lines)
    if kind < 0.6:
        paragraphs = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines[1:])
        return ".html", PAGE.format(title=html.escape(lines[0]), paragraphs=paragraphs).encode()
    if kind < 0.75:
        return ".gb.txt", text.encode("gb18030")
    if kind < 0.85:
        return ".jsonl", (json.dumps({"title": lines[0], "text": text}, ensure_ascii=False) + "\n").encode()
    if kind < 0.86:
        return ".pdf", b"%PDF-1.4\n" + text.encode()[:500]
    return ".txt", text.encode()
