"""What a process that reads is at (步骤): told before each step, so that it is known what ended it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from corpora.errors import ZhibiaoError


class TimeLimitError(ZhibiaoError):
    """One step of one document took longer than the setting `document_seconds`."""


class MemoryLimitError(ZhibiaoError):
    """One step of one document took more memory than the setting `document_memory_mb`."""


class ProcessDiedError(ZhibiaoError):
    """The process that read a document ended before it was done, three times at the same step."""


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of one document (步骤).

    Attributes:
        source: name of the file.
        stage: read, clean or extract.
        part: 0-based: which reading is read or cleaned, which document is extracted.
    """

    source: str
    stage: str
    part: int


@dataclass(frozen=True, slots=True)
class Failure:
    """What failed, as it goes into `quarantine` and into the log (失败)."""

    source: str
    document_id: str | None
    stage: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A source is done, with or without failures."""

    source: str


Event = Step | Failure | Finished


def _ignore(event: Event) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told of each step, failure and finished source of a batch.

    Attributes:
        tell: called with each event, before the step that it names.
        known: steps that are not to be tried again, and the error that stands for each.
    """

    tell: Callable[[Event], None] = _ignore
    known: Mapping[Step, ZhibiaoError] = field(default_factory=dict)

    def enter(self, source: str, stage: str, part: int) -> None:
        """To be called before a step. Raises the error that is known of it."""
        step = Step(source, stage, part)
        if step in self.known:
            raise self.known[step]
        self.tell(step)
