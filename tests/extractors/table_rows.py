"""What a text with a table gives, row by row (表格行)."""

from corpora.documents import Document, Metadata
from corpora.traced_text import TracedText
from extractors.pipeline import extract


def read(text: str, period: str | None = None) -> list[tuple[object, ...]]:
    """Subject, quantity, value and unit in the norm, kind, direction and period of each indicator."""
    document = Document("a.txt", 0, TracedText.whole(text), Metadata(period=period))
    return [
        (i.subject, i.quantity, i.value_norm, i.unit_norm, i.kind, i.direction, i.period)
        for i in extract(document).indicators
    ]
