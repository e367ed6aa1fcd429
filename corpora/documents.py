"""What flows from a file to the extractors: Source, Reading, Document."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from corpora.page_data import PageData
from corpora.traced_text import TracedText

REMOVED_REASONS = ("site_notice", "navigation", "metadata", "spam", "footer", "noise")
DOC_TYPES = ("summary", "plan", "report", "speech", "news", "scheme")
SCRIPTS = ("simplified", "traditional")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read (来源): its name in the dataset and where its bytes are.

    Attributes:
        name: path with forward slashes, relative to the deepest folder that all given sources share.
        path: where the bytes lie; for a file inside an archive, the archive.
        data: the bytes of a file inside an archive, None for a file of its own.
        url: the address it was fetched from, where a web archive says so.
    """

    name: str
    path: Path
    data: bytes | None = field(default=None, repr=False)
    url: str | None = None

    def read_bytes(self) -> bytes:
        """The file's bytes. OSError where it cannot be read."""
        return self.path.read_bytes() if self.data is None else self.data

    def open(self) -> BinaryIO:
        """The file, to be read piece by piece and closed. OSError where it cannot be opened."""
        return self.path.open("rb") if self.data is None else BytesIO(self.data)


@dataclass(frozen=True, slots=True)
class Removed:
    """A stretch of the source that is not the report (剔除的片段), kept so that nothing is lost.

    Attributes:
        reason: one of REMOVED_REASONS.
        text: what was cut, as it stood in the decoded source (for HTML: the text of the block).
        source_start, source_end: its range in the decoded source, code points, half-open.
    """

    reason: str
    text: str
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a report without reading its sentences (元数据); None where nothing says it.

    Attributes:
        title: the report's title as written, 上半年民生工作总结.
        org: the issuing organisation as named in the source, 矿区服务事业部.
        period: EDTF, ``2016-01/2016-06``; an unstated year is X: ``XXXX-01/XXXX-06``.
        published: the page's own date, ISO, ``2016-08-26``.
        doc_type: one of DOC_TYPES.
        region: the administrative division of the organisation, 青石区.
        region_code: its code of GB/T 2260 @ the year the code is of, ``430102@2014``.
        org_level: the organisation's level, one of corpora.regions.LEVELS.
        url: the address of the page.
        author: who wrote it, as the page names them; where it names none, who edited it.
    """

    title: str | None = None
    org: str | None = None
    period: str | None = None
    published: str | None = None
    doc_type: str | None = None
    region: str | None = None
    region_code: str | None = None
    org_level: str | None = None
    url: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Divisions:
    """The pages of a pdf or the paragraphs of a docx (页、段), by which a person finds a place in it.

    Attributes:
        kind: ``"page"`` or ``"paragraph"``.
        starts: where each starts in `Reading.content`, rising, the first at 0.
    """

    kind: str
    starts: tuple[int, ...]

    def find(self, offset: int) -> int:
        """The number, from 1, of the division that a place in `Reading.content` lies in."""
        return bisect_right(self.starts, offset)


@dataclass(frozen=True, slots=True)
class Reading:
    """Decoded text and where it came from (读入的文本): one a file, or one a record of a file of records.

    Attributes:
        content: the decoded source that offsets count in, whole.
        body: the readable text of this reading; its offsets count in `content`.
        encoding: what the bytes were decoded as: ``utf-8``, ``gb18030``, ...
        removed: what the reader itself left out of `body` (a page's navigation).
        given: metadata that the container states (a page's <title>, a record's fields).
        stated: what a page says around its text of when, by whom and from where it was put up.
        divisions: pages or paragraphs, where `content` is not the file itself but the text that a pdf or docx
            holds; None otherwise.
    """

    source: Source
    content: str
    body: TracedText
    encoding: str
    removed: tuple[Removed, ...] = ()
    given: Metadata = field(default_factory=Metadata)
    stated: PageData = field(default_factory=PageData)
    divisions: Divisions | None = None


@dataclass(frozen=True)
class Document:
    """One clean report (文档): what extractors read.

    Attributes:
        source: name of the Source it came from.
        part: 0-based place among the reports of that source.
        body: clean text in the source's own script, traced to the decoded source.
        metadata: title, org, period, published, doc_type.
        script: one of SCRIPTS.
        encoding: of the source.
        anonymised: names are blanked (XX, **, 20*).
        truncated: the text breaks off in mid-sentence.
        template_site: its page is of a site that hands out model texts (范文网、文库); nobody may ever have
            reported it.
        duplicate_of: document_id of the earlier report of the same source that it repeats, else None.
        similarity: share of its character 4-grams that stand there too, 0 to 1, else None.
        divisions: those of its reading.
    """

    source: str
    part: int
    body: TracedText
    metadata: Metadata
    script: str = "simplified"
    encoding: str = "utf-8"
    anonymised: bool = False
    truncated: bool = False
    template_site: bool = False
    duplicate_of: str | None = None
    similarity: float | None = None
    divisions: Divisions | None = None

    @property
    def text(self) -> str:
        """The clean text; every record's text_start and text_end count in it."""
        return self.body.text

    @cached_property
    def document_id(self) -> str:
        """16 hex digits that follow the source's name and the part, not the run."""
        return name_document(self.source, self.part)

    @cached_property
    def working_text(self) -> str:
        """The text as extractors read it: simplified script, half-width forms, as long as `text`."""
        from corpora.scripts import write_working_text

        return write_working_text(self.text, script=self.script)


def name_document(source: str, part: int) -> str:
    """The document_id of a part of a source, 16 hex digits."""
    return sha256(f"{source}\0{part}".encode()).hexdigest()[:16]
