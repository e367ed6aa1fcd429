"""Text that knows, for each of its characters, where in the decoded source it came from (溯源文本)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Offsets = npt.NDArray[np.int32]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class TracedText:
    """A string with the half-open source range of every character.

    Attributes:
        text: the string, in code points.
        starts: int32 array, shape (len(text),): where the source range of each character starts.
        ends: int32 array, shape (len(text),): where it ends. A character copied from the source has
            ``ends == starts + 1``; one written for an HTML entity (``&nbsp;``) spans the entity; one
            that we inserted (the line break between two blocks) has ``ends == starts``.

    Example:
        >>> traced = TracedText.whole("區(qū)內道路8條").cut([(1, 5)])
        >>> traced.text, traced.source_span(0, 2)
        ('區內道路8條', (0, 6))
    """

    text: str
    starts: Offsets
    ends: Offsets
    # whether the source ranges come in the order of the text; found when first asked for
    _rising: bool | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.starts) == len(self.ends):
            raise ValueError(
                f"{len(self.text)} characters need as many offsets, "
                f"not {len(self.starts)} and {len(self.ends)}"
            )

    def __len__(self) -> int:
        return len(self.text)

    @classmethod
    def whole(cls, source: str, *, at: int = 0) -> TracedText:
        """The source itself, unchanged; `at` is where it starts in a larger source."""
        starts = np.arange(at, at + len(source), dtype=np.int32)
        return cls(source, starts, starts + 1)

    @classmethod
    def empty(cls) -> TracedText:
        """No text at all."""
        return cls.whole("")

    @classmethod
    def written(cls, text: str, start: int, end: int) -> TracedText:
        """`text` that stands for the source range [start, end) as a whole."""
        n = len(text)
        return cls(text, np.full(n, start, dtype=np.int32), np.full(n, end, dtype=np.int32))

    @classmethod
    def join(cls, parts: Iterable[TracedText], separator: str = "") -> TracedText:
        """The parts in order; the separator between two stands for an empty range after the first."""
        texts: list[str] = []
        starts: list[Offsets] = []
        ends: list[Offsets] = []
        last_end = 0
        for index, part in enumerate(parts):
            if index and separator:
                texts.append(separator)
                glue = np.full(len(separator), last_end, dtype=np.int32)
                starts.append(glue)
                ends.append(glue)
            texts.append(part.text)
            starts.append(part.starts)
            ends.append(part.ends)
            if len(part):
                last_end = int(part.ends[-1])
        if not texts:
            return cls.empty()
        return cls("".join(texts), np.concatenate(starts), np.concatenate(ends))

    def slice(self, start: int, end: int) -> TracedText:
        """The characters [start, end)."""
        return TracedText(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def keep(self, spans: Sequence[Span]) -> TracedText:
        """Only the characters inside `spans`, which are in order and do not overlap."""
        return TracedText.join(self.slice(start, end) for start, end in spans)

    def cut(self, spans: Iterable[Span]) -> TracedText:
        """The text without `spans`, which may touch, overlap and come in any order."""
        kept: list[Span] = []
        at = 0
        for start, end in sorted(spans):
            if start > at:
                kept.append((at, start))
            at = max(at, end)
        if not kept and not at:
            return self
        kept.append((at, len(self.text)))
        return self.keep(kept)

    def replace(self, start: int, end: int, text: str) -> TracedText:
        """The characters [start, end) written anew as `text`, which stands for their whole source range."""
        source_start, source_end = self.source_span(start, end)
        if start == end and start:
            # inside the characters that one entity gave, what is put in stands for the entity as they do
            source_end = max(source_end, int(self.ends[start - 1]))
        return TracedText.join(
            (
                self.slice(0, start),
                TracedText.written(text, source_start, source_end),
                self.slice(end, len(self.text)),
            )
        )

    def translate(self, text: str) -> TracedText:
        """Another string of the same length, character by character (width folding, script)."""
        return TracedText(text, self.starts, self.ends)

    def source_span(self, start: int, end: int) -> Span:
        """The smallest source range that holds the characters [start, end).

        Raises:
            IndexError: the range is outside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"[{start}, {end}) is outside a text of {len(self.text)} characters")
        if start == end:
            if not len(self.text):
                return 0, 0
            at = self.starts.item(start) if start < len(self.text) else self.ends.item(-1)
            return at, at
        if self._rising or self._is_rising():
            return self.starts.item(start), self.ends.item(end - 1)
        return int(self.starts[start:end].min()), int(self.ends[start:end].max())

    def _is_rising(self) -> bool:
        rising = self._rising
        if rising is None:
            rising = bool((np.diff(self.starts) >= 0).all() and (np.diff(self.ends) >= 0).all())
            object.__setattr__(self, "_rising", rising)
        return rising
