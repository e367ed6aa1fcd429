"""Readings of Word documents (docx): the text of its paragraphs as Word shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree.ElementTree import Element

from corpora.documents import Divisions, Reading, Removed, Source
from corpora.errors import ReadError
from corpora.list_numbers import ListNumbers, find_child, get_name, get_value
from corpora.table_rows import LONGEST_CELL, WIDEST_SPAN
from corpora.traced_text import TracedText
from corpora.zip_files import open_zip, parse_part, read_member

BODY = "word/document.xml"
PARTS = re.compile(r"word/(?:document|numbering|styles|footnotes|endnotes|header\d*|footer\d*)\.xml")
MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
# What nobody sees: tracked deletions, the former place of moved text, what repeats a text box for old
# versions, readings over characters, codes of fields, and properties.
UNSEEN = frozenset({"del", "moveFrom", "Fallback", "rt", "instrText", "delText", "rPr", "pPr", "sectPr"})
CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
CONTENTS = re.compile(r"toc \d", re.IGNORECASE)  # styles of a table of contents


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a row of a table: its text, and why it is not part of the body, "" where it is."""

    text: str
    reason: str = ""


def read_docx(source: Source) -> Iterator[Reading]:
    """One reading: paragraphs as lines, table rows with tabs between cells, text boxes after their paragraph.

    Numbers that Word writes before paragraphs (一、, （一）, 1.) are part of the text. Insertions that are
    tracked are kept, deletions left out. Notes, headers, footers and the table of contents are Removed.
    Offsets count in all the text so written; `divisions` has its paragraphs.

    Raises:
        ReadError: no Word document, damaged, or without text.
    """
    with source.open() as file:
        parts = _read_parts(file)
    try:
        paragraphs = _write_document(parts)
    except RecursionError as error:
        raise ReadError("The document nests tables or text boxes too deep to be read.") from error
    if not any(paragraph.text.strip() for paragraph in paragraphs if not paragraph.reason):
        raise ReadError("The document holds no text, perhaps only images of pages.")
    content = "\n".join(paragraph.text for paragraph in paragraphs)
    kept: list[TracedText] = []
    removed: list[Removed] = []
    starts: list[int] = []
    at = 0
    for paragraph in paragraphs:
        starts.append(at)
        end = at + len(paragraph.text)
        if not paragraph.reason:
            kept.append(TracedText.whole(paragraph.text, at=at))
        elif paragraph.text.strip():
            removed.append(Removed(paragraph.reason, paragraph.text, at, end))
        at = end + 1
    yield Reading(
        source,
        content,
        TracedText.join(kept, "\n"),
        "utf-8",
        removed=tuple(removed),
        divisions=Divisions("paragraph", tuple(starts)),
    )


def _read_parts(file: BinaryIO) -> dict[str, Element]:
    archive = open_zip(file)
    members = {member.filename: member for member in archive.infolist() if PARTS.fullmatch(member.filename)}
    if BODY not in members:
        raise ReadError(f"No Word document: the zip file has no {BODY}.")
    parts: dict[str, Element] = {}
    for name, member in members.items():
        try:
            parts[name] = parse_part(read_member(archive, member), name)
        except ReadError as error:
            if name == BODY:
                raise ReadError(f"The Word document cannot be read: {error}") from error
    return parts


def _write_document(parts: dict[str, Element]) -> list[Paragraph]:
    styles = parts.get("word/styles.xml")
    writer = _Writer(ListNumbers(parts.get("word/numbering.xml"), styles), _find_contents_styles(styles))
    paragraphs = list(writer.write_blocks(parts[BODY]))
    for name, root in parts.items():
        reason = "footer" if MARGIN.fullmatch(name) else "noise" if name in NOTES else ""
        if reason:
            paragraphs += [Paragraph(found.text, reason) for found in writer.write_blocks(root) if found.text]
    return paragraphs


def _find_contents_styles(styles: Element | None) -> frozenset[str]:
    return frozenset(
        get_value(style, "styleId")
        for style in (styles if styles is not None else ())
        if CONTENTS.fullmatch(get_value(find_child(style, "name")))
    )


class _Writer:
    """Writes the blocks of a document in order, for its lists are counted on the way."""

    def __init__(self, numbers: ListNumbers, contents: frozenset[str]) -> None:
        self.numbers = numbers
        self.contents = contents

    def write_blocks(self, element: Element) -> Iterator[Paragraph]:
        """The paragraphs and table rows inside an element, whatever is wrapped around them."""
        for child in element:
            name = get_name(child)
            if name == "p":
                yield from self.write_paragraph(child)
            elif name == "tbl":
                yield from self.write_table(child)
            elif name not in UNSEEN:
                yield from self.write_blocks(child)

    def write_paragraph(self, paragraph: Element) -> Iterator[Paragraph]:
        """A paragraph with its number, then the paragraphs of the text boxes that hang on it."""
        properties = find_child(paragraph, "pPr")
        boxes: list[Element] = []
        text = "".join(_write_runs(paragraph, boxes))
        number = self.numbers.write(properties)  # counts an empty paragraph as well
        if text.strip():
            text = number + text
        style = get_value(find_child(properties, "pStyle")) if properties is not None else ""
        yield Paragraph(text, "navigation" if style in self.contents else "")
        for box in boxes:
            yield from self.write_blocks(box)

    def write_table(self, table: Element) -> Iterator[Paragraph]:
        """A line for every row; the paragraphs themselves where its cells are too long for one."""
        for row in _find_rows(table):
            cells: list[list[Paragraph]] = []
            for cell in row:
                if get_name(cell) in ("tc", "sdt"):
                    cells.append([one for one in self.write_blocks(cell) if one.text.strip()])
                    cells.extend([] for _ in range(_count_columns(cell) - 1))
            texts = [" ".join(paragraph.text.strip() for paragraph in cell) for cell in cells]
            if len(texts) > 1 and all(len(text) <= LONGEST_CELL for text in texts):
                yield Paragraph("\t".join(texts).rstrip("\t").replace("\n", " "))
            else:
                yield from (paragraph for cell in cells for paragraph in cell)


def _count_columns(cell: Element) -> int:
    """How many columns a cell takes: the numbers of a row stand below their heads."""
    properties = find_child(cell, "tcPr")
    span = find_child(properties, "gridSpan") if properties is not None else None
    columns = get_value(span)
    return min(int(columns), WIDEST_SPAN) if re.fullmatch("[1-9][0-9]{0,2}", columns) else 1


def _find_rows(table: Element) -> Iterator[Element]:
    for child in table:
        name = get_name(child)
        if name == "tr":
            properties = find_child(child, "trPr")
            if properties is None or find_child(properties, "del") is None:
                yield child
        elif name not in UNSEEN:
            yield from _find_rows(child)


def _write_runs(element: Element, boxes: list[Element]) -> Iterable[str]:
    """The text inside a paragraph; its text boxes are added to `boxes`."""
    for child in element:
        name = get_name(child)
        if name == "t":
            yield child.text or ""
        elif name == "txbxContent":
            boxes.append(child)
        elif name in CHARACTERS:
            yield CHARACTERS[name]
        elif name == "sym":
            yield _write_symbol(get_value(child, "char"))
        elif name not in UNSEEN and not (name == "r" and _is_hidden(child)):
            yield from _write_runs(child, boxes)


def _is_hidden(run: Element) -> bool:
    properties = find_child(run, "rPr")
    hidden = find_child(properties, "vanish") if properties is not None else None
    return hidden is not None and get_value(hidden) not in ("0", "false", "off")


def _write_symbol(code: str) -> str:
    """A character of a symbol font; those in the private area are pictures that no other font has."""
    value = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else 0
    return chr(value) if 0x20 <= value < 0xD800 else ""
