"""From a reading to its clean reports (清洗): repaired, told apart from the page, split, dated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpora.boilerplate import find_cuts, read_page
from corpora.documents import Document, Metadata, Reading, Removed, Source
from corpora.errors import ReadError
from corpora.lines import Line, find_lines
from corpora.metadata import find_doc_type, find_title, is_anonymised, is_truncated
from corpora.organisations import find_organisation
from corpora.page_data import PageData
from corpora.readers import read
from corpora.repair_readings import find_readings
from corpora.report_periods import find_report_period
from corpora.scripts import detect_script, write_working_text
from corpora.splitting import read_declared_count, split_report
from corpora.traced_text import Span, TracedText


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The reports of a reading and what was cut around and inside them."""

    documents: tuple[Document, ...]
    removed: tuple[Removed, ...]


def clean(reading: Reading, *, first_part: int = 0) -> Cleaned:
    """The clean reports of a reading, and every stretch of it that is not report.

    Blanks around lines and blank lines are left out without a row in `removed`; the title line of a report is
    in its metadata, not in its text. All else of the reading is in a document or in `removed`.

    Args:
        reading: decoded text.
        first_part: number of the first report, where the source's earlier readings gave some.
    """
    body, readings = _cut_readings(reading.body)
    script = detect_script(body.text)
    working = write_working_text(body.text, script=script)
    lines = find_lines(working)
    page = read_page(working, lines)
    kept = [index for index in range(len(lines)) if index not in page.reasons]
    head = sum(1 for index in kept if index < page.head)
    clean_lines = [lines[index] for index in kept]
    title, copies = find_title(clean_lines, head)
    page.reasons.update((kept[n], "metadata") for n in copies)
    told = {kept[n] for n in copies} | ({kept[title]} if title is not None else set())
    report = [lines[index] for index in kept if index not in told]
    declared = next(
        (
            n
            for i, r in page.reasons.items()
            if r == "site_notice" and (n := read_declared_count(lines[i].text))
        ),
        None,
    )
    parts = split_report(report, declared=declared)
    documents = []
    for number, part in enumerate(parts, start=first_part):
        part_title = report[part.title] if part.title is not None else None
        if part_title is None and title is not None and len(parts) == 1:
            part_title = clean_lines[title]
        documents.append(
            _write_document(
                reading, body, script, report[part.start : part.end], part_title, page.data, number
            )
        )
    if title is not None and not (len(parts) == 1 and documents and parts[0].title is None):
        page.reasons[kept[title]] = "metadata"
    cuts = find_cuts(lines, page.reasons)
    removed = [
        *reading.removed,
        *readings,
        *(_trace_cut(body, cut.start, cut.end, cut.reason) for cut in cuts),
    ]
    return Cleaned(
        tuple(documents), tuple(sorted(removed, key=lambda row: (row.source_start, row.source_end)))
    )


def read_documents(source: Source, *, failures: list[ReadError] | None = None) -> Cleaned:
    """The clean reports of a source, its parts numbered through all of its readings.

    Args:
        source: the file.
        failures: see :func:`corpora.readers.read`: where given, what cannot be read of the source is added here.

    Raises:
        ReadError: the source cannot be read.
    """
    documents: list[Document] = []
    removed: list[Removed] = []
    for reading in read(source, failures=failures):
        cleaned = clean(reading, first_part=len(documents))
        documents += cleaned.documents
        removed += cleaned.removed
    return Cleaned(tuple(documents), tuple(removed))


def _cut_readings(body: TracedText) -> tuple[TracedText, list[Removed]]:
    spans = find_readings(body.text)
    return body.cut(spans), [_trace_cut(body, start, end, "noise") for start, end in spans]


def _trace_cut(body: TracedText, start: int, end: int, reason: str) -> Removed:
    source_start, source_end = body.source_span(start, end)
    return Removed(reason, body.text[start:end], source_start, source_end)


def _write_document(
    reading: Reading,
    body: TracedText,
    script: str,
    lines: Sequence[Line],
    title: Line | None,
    data: PageData,
    number: int,
) -> Document:
    text = body.keep(_keep_lines(body.text, lines))
    written = body.text[title.start : title.end] if title else None
    title_text = title.text if title else None
    published = data.published or reading.given.published
    doc_type = find_doc_type(lines, title=title_text)
    metadata = Metadata(
        title=written or reading.given.title,
        org=find_organisation(lines, title=title_text) or data.publisher or data.source,
        period=find_report_period(lines, title=title_text, doc_type=doc_type, published=published),
        published=published,
        doc_type=doc_type,
    )
    return Document(
        source=reading.source.name,
        part=number,
        body=text,
        metadata=metadata,
        script=script,
        encoding=reading.encoding,
        anonymised=is_anonymised(text.text),
        truncated=is_truncated(lines),
    )


def _keep_lines(text: str, lines: Sequence[Line]) -> list[Span]:
    """The ranges of the lines, each with one line break of the text before the next."""
    spans: list[Span] = []
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        start = line.start
        if spans and spans[-1][1] == start:
            start = spans.pop()[0]
        spans.append((start, line.end))
        if following is None:
            break
        at = next(
            i
            for i in range(line.end, following.start + 1)
            if text[i] in "\n\r\u2028\u2029\x85\v\f\x1c\x1d\x1e"
        )
        if at == line.end:
            spans[-1] = (start, at + 1)
        else:
            spans.append((at, at + 1))
    return spans
