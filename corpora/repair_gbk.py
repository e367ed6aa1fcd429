"""GBK text that lost a byte and was read one byte off (错位乱码): 全?。▍^)級渠道 was 全省（區）級渠道.

A program that looked for the two bytes of 。 (A1A3) or ！ (A3A1) found them across two characters. It left
the first byte alone, which became ``?``, and every character after was read one byte late, until a second
byte below 80 closed the gap. Full-width forms were then folded: Ｒ (A3D2) stands there as R. All bytes but
the first are still there, and the characters on both sides say which that was.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import opencc

from corpora.character_model import fold, load_model
from corpora.scripts import write_working_text

LONGEST_RUN = 120
# By how much the repaired reading must be likelier, natural logarithm a character; chance alone reaches 2.
LEAST_GAIN = 3.0
# Of repairs so sure in damaged lines of reports that the model was not counted from, 5 in 6 are right.
LEAST_CONFIDENCE = 0.65
MOST_READINGS = 64
MOST_TRIED = 50
MOST_CANDIDATES = 16
NEAR = 200  # characters on both sides that are looked at
LOOK_LENGTH = 6
SHORT_LOOK = 3
# Natural logarithm a character: reports lie around -4, what is read one byte off below -7.
LEAST_LIKELY = -6.0
# Natural logarithms. In 244 reports one character in 40 ends its sentence, of the first five of a sentence
# one in 3,000; nearly every line closes the quotes that it opens, and ends with a sentence.
SHORT_SENTENCE = 6
SHORT_SENTENCE_WEIGHT = -4.4
UNUSUAL_FORM_WEIGHT = -2.0  # the model counts 囌 as 苏; hardly anyone writes it
PAIRED_QUOTES_WEIGHT = 3.0
LINE_END_WEIGHT = 2.0
_START = re.compile(r"\?(?=[。!！])")
# A sentence starts after the last; words in quotes (“三保”) where a character stands before the quote.
_SENTENCE_START = re.compile(r"[。;!?；！？]|(?<=[\u4e00-\u9fff])“")
_MARKUP_END = re.compile(r"/?[a-z]{1,6}\d?>")
_LEADS = range(0x81, 0xFF)
_TRAILS = tuple(code for code in range(0x40, 0xFF) if code != 0x7F)


@dataclass(frozen=True, slots=True)
class Garbled:
    """A damaged stretch and what it said.

    Attributes:
        start, end: its range in the text.
        text: the characters that stood there.
        confidence: how likely these and no others are, 0 to 1.
    """

    start: int
    end: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to close the gap: the whole bytes after the lost one, the rest of the run, where it ends."""

    data: bytes
    end: int
    lost_last: bool


def find_garbled(text: str) -> list[Garbled]:
    """The stretches read one byte off, with their repair; those whose repair is not sure are left out.

    After MOST_TRIED places that only look like such stretches the rest of a text is left as it is.

    Example:
        >>> [garbled.text for garbled in find_garbled("全?。▍^)級渠道評比獲獎3項")]
        ['省（區']
    """
    found: list[Garbled] = []
    at = tried = 0
    while tried < MOST_TRIED and (match := _START.search(text, at)):
        at = match.end()
        if not _looks_garbled(text, match.start()):
            continue
        repair = _repair(text, match.start())
        if repair is None:
            tried += 1
        else:
            found.append(repair)
            at = repair.end
    return found


def _looks_garbled(text: str, start: int) -> bool:
    """Whether what follows the mark is unlike anything that reports say."""
    run = text[start + 2 : start + 2 + LOOK_LENGTH].partition("\n")[0]
    # Two odd characters may be all, and what is whole again follows them.
    looks = (look for look in (run[:SHORT_LOOK], run) if len(look) > 1)
    return "?" in run[:2] or any(_score(look) / (len(look) - 1) < LEAST_LIKELY for look in looks)


def _repair(text: str, start: int) -> Garbled | None:
    """The likeliest repair of the run at `start`; None where none is likely enough."""
    line = text[max(0, start - NEAR) : start].rpartition("\n")[2]
    best: tuple[float, _Reading, dict[str, float]] | None = None
    for reading in _read_shifted(text, start + 1):
        scores = _score_repairs(text, line, reading)
        if scores:
            top = max(scores.values()) / (len(next(iter(scores))) + 1)
            if best is None or top > best[0]:
                best = (top, reading, scores)
    if best is None:
        return None
    top, reading, scores = best
    written = max(scores, key=lambda repair: scores[repair])
    # 底綫 and 底線 are one word in two forms: both speak for it.
    likely = {repair: math.exp(score - scores[written]) for repair, score in scores.items()}
    same = sum(share for repair, share in likely.items() if _simplify(repair) == _simplify(written))
    confidence = same / sum(likely.values())
    damaged = text[start : reading.end]
    gain = top - _score(line[-1:] + damaged + text[reading.end : reading.end + 1]) / (len(damaged) + 1)
    if gain < LEAST_GAIN or confidence < LEAST_CONFIDENCE:
        return None
    return Garbled(start, reading.end, written, confidence)


@lru_cache(maxsize=4096)
def _is_usual_form(character: str) -> bool:
    """Whether a character is simplified, or its traditional form that is written by default: 線, not 綫."""
    simplified = write_working_text(character, script="traditional")
    return character == simplified or character == _load_converter().convert(simplified)


@lru_cache(maxsize=1)
def _load_converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def _score_repairs(text: str, line: str, reading: _Reading) -> dict[str, float]:
    """Each repair of a reading with the logarithm of its likelihood between its neighbours."""
    middle = _decode(reading.data[1:-1] if reading.lost_last else reading.data[1:])
    if middle is None:
        return {}
    rest = text[reading.end : reading.end + NEAR].partition("\n")[0]
    sentence = _SENTENCE_START.split(line)[-1]
    model, inner = load_model(), _simplify(middle)
    before, after, within = _simplify(line[-1:]) or "\n", _simplify(rest[:1]) or "\n", model.score(inner)
    firsts = _find_likeliest(before, _complete_first(reading.data[0]), inner[:1])
    lasts = (
        _find_likeliest(inner[-1:], _complete_last(reading.data[-1]), after) if reading.lost_last else [""]
    )
    scores = {}
    for first in firsts:
        for last in lasts:
            written = first + middle + last
            score = within + model.score(before + _simplify(first) + inner[:1])
            score += model.score((inner[-1:] or _simplify(first)) + _simplify(last) + after)
            score += UNUSUAL_FORM_WEIGHT * sum(not _is_usual_form(one) for one in (first, last) if one)
            if first == "。" and len(sentence) < SHORT_SENTENCE:
                score += SHORT_SENTENCE_WEIGHT
            if _has_paired_quotes(line + written + rest):
                score += PAIRED_QUOTES_WEIGHT
            if not rest and re.search("[。；！？]”?$", written):
                score += LINE_END_WEIGHT
            scores[written] = score
    return scores


def _find_likeliest(before: str, characters: Sequence[str], after: str) -> list[str]:
    """The few characters between two others that are worth a look, and quotation marks."""
    model = load_model()
    rated = sorted(characters, key=lambda character: -model.score(before + _simplify(character) + after))
    return [*rated[:MOST_CANDIDATES], *(mark for mark in rated[MOST_CANDIDATES:] if mark in "。“”")]


def _has_paired_quotes(line: str) -> bool:
    quotes = re.sub("[^“”]", "", line)
    return quotes == "“”" * (len(quotes) // 2)


def _score(text: str) -> float:
    return load_model().score(_simplify(text))


@lru_cache(maxsize=4096)
def _simplify(text: str) -> str:
    return fold(write_working_text(text, script="traditional"))


def _read_shifted(text: str, start: int) -> Iterator[_Reading]:
    """All ways to read the run after the ``?``: an ASCII character in it closes it or was full-width."""
    open_readings = [b""]
    for at in range(start, min(len(text), start + LONGEST_RUN)):
        character = text[at]
        if character == "?" and at > start:
            end = at + 1
            if markup := _MARKUP_END.match(text, end):
                end = markup.end()
            yield from (_Reading(data, end, lost_last=True) for data in open_readings)
            return
        encoded = _encode(character)
        if encoded is None:
            return
        if len(encoded) == 1:
            if 0x40 <= encoded[0] <= 0x7E and at > start:
                yield from (_Reading(data + encoded, at + 1, lost_last=False) for data in open_readings)
            encoded = bytes((0xA3, encoded[0] + 0x80))
        open_readings = [data + encoded for data in open_readings if _is_sound(data + encoded)][
            :MOST_READINGS
        ]
        if not open_readings:
            return


def _is_sound(data: bytes) -> bool:
    """Whether the bytes, the lost one before them and the last one open, make characters that exist."""
    return _decode(data[1:-1] if len(data) % 2 == 0 else data[1:]) is not None


@lru_cache(maxsize=8)
def _complete_first(trail: int) -> tuple[str, ...]:
    """The characters with this second byte."""
    return tuple(c for lead in _LEADS if (c := _decode(bytes((lead, trail)))) is not None and _is_usual(c))


@lru_cache(maxsize=256)
def _complete_last(lead: int) -> tuple[str, ...]:
    """The characters with this first byte."""
    return tuple(c for trail in _TRAILS if (c := _decode(bytes((lead, trail)))) is not None and _is_usual(c))


def _is_usual(character: str) -> bool:
    working = write_working_text(character, script="traditional")
    return working in load_model().places or working in "!?,.:;()"


def _decode(data: bytes) -> str | None:
    """GBK bytes as characters; None where they are none, or of the private use area."""
    try:
        text = data.decode("gbk")
    except UnicodeDecodeError:
        return None
    return text if not any("\ue000" <= c <= "\uf8ff" for c in text) else None


def _encode(character: str) -> bytes | None:
    """The bytes that a GBK decoder read as this character; None where it reads none as such."""
    code = ord(character)
    if code < 0x80:
        return bytes((code,)) if code > 0x20 else None
    if 0xE815 <= code <= 0xE864:
        # GBK leaves FE50 to FEA0 to private use, in this order, without 7F.
        trail = 0x50 + code - 0xE815
        return bytes((0xFE, trail + (trail >= 0x7F)))
    try:
        encoded = character.encode("gb18030")
    except UnicodeEncodeError:
        return None
    return encoded if len(encoded) == 2 else None
