"""The passages that reports share (文本复用), quoted from a corpus whose texts stay on disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from corpora.portions import take_portions
from corpora.shared_passages import find_passages_among
from corpora.text_prints import TextPrints
from flows.known_documents import KnownDocument, read_texts
from outputs.corpus_tables import CopiedDocument, ReusedPassage
from outputs.datasets import Dataset

_FOUND = np.dtype(
    [
        *((name, np.int32) for name in ("second", "second_start", "second_end")),
        *((name, np.int32) for name in ("first", "first_start", "first_end", "chars")),
        ("containment", np.float64),
    ]
)
_TOGETHER = 1 << 12

Found = npt.NDArray[np.void]


def note_passages(
    documents: Sequence[KnownDocument], copies: Iterable[CopiedDocument], prints: TextPrints
) -> Iterator[Found]:
    """Where documents share a passage that are no copies of one another, 48 bytes each, some at a time.

    Of copies that are the same word for word one is looked at, the original where it is among them.
    """
    place_of = {document.document_id: place for place, document in enumerate(documents)}
    families = list(range(len(documents)))
    for copy in copies:
        families[place_of[copy.document_id]] = place_of[copy.duplicate_of]
    # originals stand before their copies
    order = sorted(range(len(documents)), key=lambda place: (families[place] != place, place))
    firsts: dict[tuple[int, bytes], int] = {}
    for place in order:
        firsts.setdefault((families[place], prints.digests[place]), place)
    passages = find_passages_among(
        prints,
        dates=[document.published for document in documents],
        kin=families,
        left_out=set(order) - set(firsts.values()),
    )
    names = _FOUND.names or ()
    rows = (tuple(getattr(passage, name) for name in names) for passage in passages)
    for some in take_portions(rows, _TOGETHER):
        yield np.array(some, dtype=_FOUND)


def find_reuse(
    dataset: Dataset, documents: Sequence[KnownDocument], noted: Iterable[Found], scratch: BinaryIO
) -> Iterator[ReusedPassage]:
    """The passages that were noted, with their words, in the order of the documents.

    Their words are in `scratch`, an empty file.
    """
    place_of = {document.document_id: place for place, document in enumerate(documents)}
    found = np.concatenate([np.empty(0, dtype=_FOUND), *noted])
    found = found[np.lexsort([found[name] for name in ("first_start", "first", "second_start", "second")])]
    quotes = _write_quotes(dataset, place_of, found, scratch)
    return _read_rows(documents, found, quotes, scratch)


def _write_quotes(
    dataset: Dataset, place_of: Mapping[str, int], found: Found, scratch: BinaryIO
) -> npt.NDArray[np.int64]:
    """Where in `scratch` the words of each passage start and end, shape (passages, 2)."""
    quotes = np.zeros((len(found), 2), dtype=np.int64)
    starts = np.searchsorted(found["second"], np.arange(len(place_of) + 1))
    for document_id, text in read_texts(dataset) if len(found) else ():
        place = place_of[document_id]
        for n in range(starts[place], starts[place + 1]):
            words = text[found["second_start"][n] : found["second_end"][n]].encode("utf-8", "surrogatepass")
            quotes[n, 0] = scratch.tell()
            scratch.write(words)
            quotes[n, 1] = scratch.tell()
    return quotes


def _read_rows(
    documents: Sequence[KnownDocument], found: Found, quotes: npt.NDArray[np.int64], scratch: BinaryIO
) -> Iterator[ReusedPassage]:
    """The passages as rows of `reuse`."""
    for n, (quote_start, quote_end) in enumerate(quotes):
        passage = found[n]
        one, other = documents[passage["first"]], documents[passage["second"]]
        scratch.seek(quote_start)
        yield ReusedPassage(
            document_id=other.document_id,
            text_start=int(passage["second_start"]),
            text_end=int(passage["second_end"]),
            other_document_id=one.document_id,
            other_text_start=int(passage["first_start"]),
            other_text_end=int(passage["first_end"]),
            chars=int(passage["chars"]),
            containment=round(float(passage["containment"]), 4),
            older=_tell_older(one, other),
            text=scratch.read(quote_end - quote_start).decode("utf-8", "surrogatepass"),
        )


def _tell_older(one: KnownDocument, other: KnownDocument) -> str | None:
    if one.published is None or other.published is None or one.published == other.published:
        return None
    return min((one, other), key=lambda document: document.published or "").document_id
