"""From a reading to its clean reports (清洗): repaired, told apart from the page, split, described."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from corpora.boilerplate import Page, find_cuts, offers_model_texts, read_page
from corpora.copies import find_copies
from corpora.documents import Document, Metadata, Reading, Removed, Source
from corpora.edtf import find_year
from corpora.errors import ReadError
from corpora.flattened_pages import unfold
from corpora.lines import Line, find_lines
from corpora.metadata import find_doc_type, find_title, is_anonymised, is_model_title, is_truncated
from corpora.organisations import find_organisation
from corpora.readers import read
from corpora.regions import find_level, find_region
from corpora.repair import Repair, repair, trace_cut
from corpora.report_periods import find_report_period
from corpora.scripts import detect_script, write_working_text
from corpora.soft_breaks import find_soft_breaks
from corpora.splitting import read_declared_count, split_report
from corpora.traced_text import Span, TracedText

_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The reports of a reading, what was cut around and inside them, and what was written anew."""

    documents: tuple[Document, ...]
    removed: tuple[Removed, ...]
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A repaired reading, its working form, and which of its lines are what."""

    reading: Reading
    body: TracedText
    working: str
    script: str
    lines: list[Line]
    page: Page


@dataclass(frozen=True, slots=True)
class _Report:
    """The lines of one report on a sheet, by their indexes, and those of its title."""

    lines: list[int]
    title: list[int]


def clean(reading: Reading, *, first_part: int = 0, template: Collection[str] = ()) -> Cleaned:
    """The clean reports of a reading, and every stretch of it that is not report.

    Blanks around lines and blank lines are left out without a row in `removed`; the title line of a report is
    in its metadata, not in its text. All else of the reading is in a document or in `removed`.

    Args:
        reading: decoded text.
        first_part: number of the first report, where the source's earlier readings gave some.
        template: lines that the site of the source sets on its pages.
    """
    repaired = repair(reading.body)
    body = repaired.body
    script, working, lines = _lay_out(body)
    page = read_page(working, lines, template=template)
    sheet = _Sheet(reading, body, working, script, lines, page)
    reports = _find_reports(sheet)
    template_site = _is_of_template_site(sheet)
    documents = _mark_copies(
        _write_document(sheet, report, part=part, alone=len(reports) == 1, template_site=template_site)
        for part, report in enumerate(reports, start=first_part)
    )
    used = {index for report in reports for index in (*report.lines, *report.title)}
    reasons = {n: page.reasons.get(n, "metadata") for n in range(len(lines)) if n not in used}
    cut = (trace_cut(body, (cut.start, cut.end), cut.reason) for cut in find_cuts(lines, reasons))
    removed = sorted(
        (*reading.removed, *repaired.removed, *cut), key=lambda row: (row.source_start, row.source_end)
    )
    return Cleaned(documents, tuple(removed), repaired.repairs)


def read_lines(reading: Reading) -> list[Line]:
    """The lines of a reading as `clean` sees them, before anything is cut."""
    return _lay_out(repair(reading.body).body)[2]


def _lay_out(body: TracedText) -> tuple[str, str, list[Line]]:
    """Script, working form and lines of a repaired text."""
    script = detect_script(body.text)
    working = write_working_text(body.text, script=script)
    return script, working, unfold(find_lines(working))


def read_documents(
    source: Source, *, failures: list[ReadError] | None = None, template: Collection[str] = ()
) -> Cleaned:
    """The clean reports of a source, its parts numbered through all of its readings.

    Args:
        source: the file.
        failures: where given, what cannot be read is added here, see :func:`corpora.readers.read`.
        template: lines that the site of the source sets on its pages.

    Raises:
        ReadError: the source cannot be read.
    """
    documents: list[Document] = []
    removed: list[Removed] = []
    repairs: list[Repair] = []
    for reading in read(source, failures=failures):
        cleaned = clean(reading, first_part=len(documents), template=template)
        documents += cleaned.documents
        removed += cleaned.removed
        repairs += cleaned.repairs
    return Cleaned(tuple(documents), tuple(removed), tuple(repairs))


def _find_reports(sheet: _Sheet) -> list[_Report]:
    """The reports of a page in order, each with its title lines."""
    lines, page = sheet.lines, sheet.page
    kept = [n for n in range(len(lines)) if n not in page.reasons]
    head = sum(n < page.head for n in kept)
    title, copies = find_title([lines[n] for n in kept], head, given=_fold_title(sheet.reading.given.title))
    left_out = {*copies, *title}
    body = [n for place, n in enumerate(kept) if place not in left_out]
    titles = [kept[place] for place in title]
    announced = _find_announcement(sheet, titles)
    parts = split_report(
        [lines[n] for n in body], declared=read_declared_count(announced) if announced else None
    )
    if len(parts) == 1 and parts[0].title is None:
        return [_Report(body[parts[0].start : parts[0].end], titles)]
    return [
        _Report(body[part.start : part.end], [body[part.title]] if part.title is not None else [])
        for part in parts
    ]


def _find_announcement(sheet: _Sheet, titles: Sequence[int] = ()) -> str | None:
    """What a page says of holding several reports: 为您精选了8篇河道保洁工作汇报."""
    telling = [n for n, reason in sheet.page.reasons.items() if reason == "site_notice"]
    texts = (sheet.lines[n].text for n in (*telling, *titles))
    return next((text for text in texts if read_declared_count(text)), None)


def _fold_title(title: str | None) -> str | None:
    return write_working_text(title, script="traditional") if title else None


def _mark_copies(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The reports of one page; one that repeats an earlier names it."""
    marked = list(documents)
    if len(marked) > 1:
        for copy in find_copies([document.text for document in marked]):
            copied, original = marked[copy.document], marked[copy.original]
            marked[copy.document] = replace(
                copied, duplicate_of=original.document_id, similarity=round(copy.similarity, 4)
            )
    return tuple(marked)


def _is_of_template_site(sheet: _Sheet) -> bool:
    """Whether a page's site hands out model texts: by its lines, those the reader left out, its title."""
    if sheet.page.offers_model_texts or is_model_title(_fold_title(sheet.reading.given.title) or ""):
        return True
    left_out = (line for row in sheet.reading.removed for line in row.text.split("\n"))
    return any(offers_model_texts(write_working_text(line, script=sheet.script)) for line in left_out)


def _write_document(
    sheet: _Sheet, report: _Report, *, part: int, alone: bool, template_site: bool
) -> Document:
    own = [sheet.lines[n] for n in report.lines]
    soft = find_soft_breaks(sheet.working, own)
    text = sheet.body.keep(_keep_lines(sheet.body.text, own, soft=soft))
    return Document(
        source=sheet.reading.source.name,
        part=part,
        body=text,
        metadata=_describe(sheet, own, report.title, alone=alone),
        script=sheet.script,
        encoding=sheet.reading.encoding,
        anonymised=is_anonymised(text.text),
        truncated=is_truncated(own),
        template_site=template_site,
        divisions=sheet.reading.divisions,
    )


def _describe(sheet: _Sheet, own: Sequence[Line], title_lines: Sequence[int], *, alone: bool) -> Metadata:
    """What is known of a report; what its page states as a whole is of a report that it holds alone."""
    given, written = sheet.reading.given, sheet.body.text
    data = sheet.page.data.complete(sheet.reading.stated)
    stated = data.title or given.title
    title = "".join(sheet.lines[n].text for n in title_lines) or (_fold_title(stated) if alone else None)
    topic = _find_announcement(sheet) or _fold_title(stated)
    doc_type = given.doc_type or find_doc_type(own, title=title, topic=topic)
    published = data.published or given.published
    org = given.org or find_organisation(
        own, title=title, source=data.source if alone else None, publisher=data.publisher if alone else None
    )
    period = given.period or find_report_period(
        own,
        title=title,
        doc_type=doc_type,
        published=published if alone else None,
        first_hand=sheet.page.is_first_hand,
    )
    year = find_year(period) or (int(published[:4]) if published else None)
    region = find_region(org, title, "\n".join(line.text for line in own), year=year)
    return Metadata(
        title="".join(written[sheet.lines[n].start : sheet.lines[n].end] for n in title_lines)
        or (stated if alone else None),
        org=_write_as_source(org, written, sheet.working),
        period=period,
        published=published,
        doc_type=doc_type,
        region=region.name if region else None,
        region_code=region.written_code if region else None,
        org_level=find_level(org, region),
        url=given.url or data.url,
        author=given.author or ((data.author or data.editor) if alone else None),
    )


def _write_as_source(name: str | None, text: str, working: str) -> str | None:
    """A name found in the working text as the source writes it."""
    at = working.find(name) if name else -1
    return text[at : at + len(name)] if name and at >= 0 else name


def _keep_lines(text: str, lines: Sequence[Line], *, soft: set[int]) -> list[Span]:
    """The ranges of the lines, each with one line break of the text before the next where it is not soft."""
    spans: list[Span] = []
    for index, line in enumerate(lines):
        if index and index - 1 not in soft:
            between = range(lines[index - 1].end, line.start)
            at = next((n for n in between if text[n] in _BREAKS), None)
            # Two pieces of one line have none between them: a blank stands for it.
            at = at if at is not None else between.start
            if text.startswith("\r\n", at):
                at += 1
            spans.append((at, min(at + 1, line.start)))
        spans.append((line.start, line.end))
    return _join_touching(spans)


def _join_touching(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
