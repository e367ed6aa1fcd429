"""The templates of the sites that a run reads (站点模板), learnt from some pages of each before planning.

What is learnt is kept in the dataset's state folder under the pages that taught it, so that a run whose
samples are as before reads none of them again. It only saves time: without it the same is learnt anew.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from corpora.documents import Source
from corpora.site_templates import FEWEST_PAGES, choose_sample, name_site
from flows.learning_processes import Template, learn_in_processes
from flows.limits import Limits
from flows.progress import tell
from flows.settings import Settings
from outputs.folders import Folder

PAGES = ("", ".html", ".htm", ".shtml", ".xhtml", ".php", ".asp", ".aspx", ".jsp", ".txt", ".text", ".md")
KEPT = "templates.json"
MOST_SECONDS = 10.0  # a page that takes longer teaches nothing
UNREADABLE = "unreadable"  # content of a file whose bytes could not be had


def find_templates(
    sources: Sequence[Source], contents: Sequence[str], *, folder: Folder, rules: str, settings: Settings
) -> list[Template]:
    """The lines that the site of each source sets on its pages, in the order of their letters.

    Only files that are pages have one: of what holds many records (JSON Lines, archives) each site is told
    apart when it is read.

    Args:
        sources: all of the run.
        contents: hash of each one's bytes.
        folder: of the dataset.
        rules: fingerprint of all that decides the rows.
        settings: of the run; `workers` and the limits of a document hold here too.
    """
    sites: dict[str, dict[str, Source]] = defaultdict(dict)
    for source, content in zip(sources, contents, strict=True):
        if _is_page(source) and content != UNREADABLE:
            sites[name_site(source.name)].setdefault(content, source)
    samples = {site: choose_sample(pages) for site, pages in sites.items() if len(pages) >= FEWEST_PAGES}
    known = _read_known(folder, rules)
    keys = {site: _name_sample(sample) for site, sample in samples.items()}
    missing = {keys[site]: [sites[site][page] for page in sample] for site, sample in samples.items()}
    missing = {key: pages for key, pages in missing.items() if key not in known}
    if missing:
        known |= _learn(missing, settings)
    if missing or len(known) > len(set(keys.values())):
        _write_known(folder, rules, {key: known[key] for key in sorted(set(keys.values()))})
    found = {site: known[key] for site, key in keys.items()}
    return [found.get(name_site(source.name), ()) if _is_page(source) else () for source in sources]


def mark_content(content: str, template: Template) -> str:
    """What a page and its template are known by: the hash of the page, and that of the template if any."""
    if not template:
        return content
    return f"{content}+{sha256(chr(0).join(template).encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _is_page(source: Source) -> bool:
    return os.path.splitext(source.name)[1].lower() in PAGES


def _name_sample(pages: Iterable[str]) -> str:
    return sha256("\0".join(pages).encode()).hexdigest()[:32]


def _learn(samples: Mapping[str, Sequence[Source]], settings: Settings) -> dict[str, Template]:
    tell("learn", 0, len(samples))
    templates = learn_in_processes(
        list(samples.values()),
        Limits(min(settings.document_seconds, MOST_SECONDS), settings.document_memory_mb),
        workers=settings.workers,
        tell=lambda done: tell("learn", done, len(samples)),
    )
    return dict(zip(samples, templates, strict=True))


def _read_known(folder: Folder, rules: str) -> dict[str, Template]:
    """What earlier runs learnt by the same rules; nothing where the file is not there or damaged."""
    try:
        kept = json.loads((folder.state / KEPT).read_text(encoding="utf-8"))
        return (
            {key: tuple(lines) for key, lines in kept["templates"].items()} if kept["rules"] == rules else {}
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write_known(folder: Folder, rules: str, known: Mapping[str, Template]) -> None:
    path = folder.state / KEPT
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}")
    try:
        aside.write_text(json.dumps({"rules": rules, "templates": known}), encoding="utf-8")
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
