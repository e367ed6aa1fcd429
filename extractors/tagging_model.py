"""jieba's hidden Markov model of word positions and tags (隐马尔可夫模型), its likely paths first."""

from __future__ import annotations

import math
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from librt.strings import read_f64_le
from librt.vecs import append, vec
from mypy_extensions import i64

State = tuple[str, str]
# the numbers of states that emit a character, rising, and the weights with which they do
Emitted = tuple[list[int], list[float]]
IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# jieba's weight of a character that a state never emits
_NEVER: Final = -3.14e100
# so many different sets of states are kept
_MOST_STATES: Final = 1 << 14
# of a floating-point number
_NUMBER_BYTES: Final[i64] = 8
# most characters are emitted by fewer states
_ROOM: Final[i64] = 24


class TaggingModel:
    """jieba's hidden Markov model over (position, tag) states.

    Decodes to the same states as jieba's own: the same sums in the same order, and where two paths are
    equally probable the one whose state sorts last. A path on which each state emits its character beats all
    others, so those are looked at first: some ten states of 256. Only where there is none are all compared,
    as arrays.
    """

    def __init__(
        self,
        states: dict[str, tuple[State, ...]],
        start: dict[State, float],
        transitions: dict[State, dict[State, float]],
        emissions: dict[State, dict[str, float]],
    ) -> None:
        self._names = sorted(transitions)
        self._numbers = {state: number for number, state in enumerate(self._names)}
        size = len(self._names)
        self._start = np.array([start[state] for state in self._names])
        self._transitions = np.full((size, size), -np.inf)
        self._follows = np.zeros((size, size), dtype=bool)
        for state, following in transitions.items():
            for other, weight in following.items():
                self._transitions[self._numbers[state], self._numbers[other]] = weight
                self._follows[self._numbers[state], self._numbers[other]] = True
        self._leads_on: BoolArray = np.array(self._follows.any(axis=1), dtype=bool)
        self._states = states
        self._emissions = [emissions[state] for state in self._names]
        # by number of the state: the weights of all that it may follow, a row; its own where it opens a run
        self._n_states: i64 = size
        self._crossings: bytes = self._transitions.T.tobytes()
        self._opening: list[float] = [
            weight if weight > _NEVER else -math.inf for weight in self._start.tolist()
        ]
        # a word that is begun goes on, and what follows a whole one begins another
        self._begins = [position in "BS" for position, _ in self._names]
        self._is_whole = [position in "ES" for position, _ in self._names]
        self._emitted: dict[str, Emitted] = {}
        self._everything = np.arange(size)
        self._known_states: dict[bytes, tuple[BoolArray, IntArray, BoolArray]] = {}
        self._read_character = cache(self._read_emissions)

    def _read_emissions(self, character: str) -> tuple[IntArray, FloatArray, BoolArray]:
        """The states a character may be in, the weight of it in every state, and the states as a mask."""
        allowed = self._states.get(character)
        numbers = (
            self._everything
            if allowed is None
            else np.array(sorted(self._numbers[state] for state in allowed))
        )
        weights = np.array([emitted.get(character, _NEVER) for emitted in self._emissions])
        mask = np.zeros(len(self._names), dtype=bool)
        mask[numbers] = True
        return numbers, weights, mask

    def _read_states(self, current: IntArray) -> tuple[BoolArray, IntArray, BoolArray]:
        """Which of some states lead on, those, and a mask of all that may follow; few differ."""
        key = current.tobytes()
        known = self._known_states.get(key)
        if known is None:
            leads_on = self._leads_on[current]
            previous = current[leads_on]
            known = leads_on, previous, np.array(self._follows[previous].any(axis=0), dtype=bool)
            if len(self._known_states) >= _MOST_STATES:
                self._known_states.clear()
            self._known_states[key] = known
        return known

    def decode(self, run: str) -> list[State]:
        """The most probable state of each character.

        Example:
            >>> from extractors.segmentation import load_segmenter
            >>> [position for position, _ in load_segmenter()._model.decode("衢丰乡")]
            ['B', 'E', 'S']
        """
        path = self._find_emitting_path(run) or self._find_any_path(run)
        return [self._names[state] for state in path]

    def _read_emitting_states(self, character: str) -> Emitted:
        """The states a character may be in that emit it, rising, and their weights; they are kept."""
        allowed = self._states.get(character)
        states: list[int] = []
        weights: list[float] = []
        for number in (
            range(len(self._names)) if allowed is None else sorted(map(self._numbers.__getitem__, allowed))
        ):
            weight = self._emissions[number].get(character, _NEVER)
            if weight > _NEVER:
                states.append(number)
                weights.append(weight)
        emitted = self._emitted[character] = states, weights
        return emitted

    def _find_emitting_path(self, run: str) -> list[int] | None:
        """The most probable path on which each state emits its character; None where there is none."""
        nowhere: float = -math.inf
        row_bytes: i64 = self._n_states * _NUMBER_BYTES
        reached = vec[i64](capacity=_ROOM)
        scores = vec[float](capacity=_ROOM)
        states, weights = self._emitted.get(run[0]) or self._read_emitting_states(run[0])
        for at in range(len(states)):
            total: float = self._opening[states[at]] + weights[at]
            if total > nowhere:
                reached = append(reached, states[at])
                scores = append(scores, total)
        # the states on the way to each character, and for each the place of the one before it
        ways: list[tuple[vec[i64], vec[i64]]] = [(reached, vec[i64]())]
        for character in run[1:]:
            begun = vec[i64](capacity=_ROOM)
            whole = vec[i64](capacity=_ROOM)
            for at in range(len(reached)):
                if self._is_whole[reached[at]]:
                    whole = append(whole, at)
                else:
                    begun = append(begun, at)
            before, earlier = reached, scores
            reached = vec[i64](capacity=_ROOM)
            scores = vec[float](capacity=_ROOM)
            places = vec[i64](capacity=_ROOM)
            states, weights = self._emitted.get(character) or self._read_emitting_states(character)
            for at in range(len(states)):
                state: i64 = states[at]
                weight: float = weights[at]
                row: i64 = state * row_bytes
                best: float = nowhere
                place: i64 = -1
                sources = whole if self._begins[state] else begun
                for source in sources:
                    score = (
                        earlier[source]
                        + read_f64_le(self._crossings, row + before[source] * _NUMBER_BYTES)
                        + weight
                    )
                    # of equals, the last in the order of the states
                    if score >= best:
                        best = score
                        place = source
                if best > nowhere:
                    reached = append(reached, state)
                    scores = append(scores, best)
                    places = append(places, place)
            if not len(reached):
                return None
            ways.append((reached, places))
        best = nowhere
        place = -1
        for at in range(len(reached)):
            if scores[at] >= best:
                best = scores[at]
                place = at
        if place < 0:
            return None
        path: list[int] = []
        for states_there, places in reversed(ways):
            path.append(states_there[place])
            if len(places):
                place = places[place]
        path.reverse()
        return path

    def _find_any_path(self, run: str) -> list[int]:
        """The most probable path, of states that emit their character or not."""
        current, weights, _ = self._read_character(run[0])
        scores = self._start[current] + weights[current]
        steps: list[tuple[IntArray, IntArray]] = []
        for character in run[1:]:
            _, weights, mask = self._read_character(character)
            leads_on, previous, expected = self._read_states(current)
            scores = scores[leads_on]
            following: IntArray = (mask & expected).nonzero()[0]
            if not following.size:
                following = expected.nonzero()[0] if expected.any() else self._everything
            crossings: FloatArray = self._transitions[previous[:, None], following]
            table = scores[:, None] + crossings + weights[following]
            # the last of equals, as states are in sorted order
            best = len(previous) - 1 - table[::-1].argmax(axis=0)
            scores = table[best, np.arange(len(following))]
            steps.append((previous[best], following))
            current = following
        path = [int(current[len(current) - 1 - scores[::-1].argmax()])]
        for previous, following in reversed(steps):
            path.append(int(previous[np.searchsorted(following, path[-1])]))
        path.reverse()
        return path
