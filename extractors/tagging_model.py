"""jieba's hidden Markov model of word positions and tags (隐马尔可夫模型), its likely paths first."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import numpy.typing as npt

State = tuple[str, str]
IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

# jieba's weight of a character that a state never emits
_NEVER = -3.14e100
# so many different sets of states are kept
_MOST_STATES = 1 << 14
# so many crossings from a state to a character are kept: some 60 MB
_MOST_CROSSINGS = 1 << 18


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
        # by number of the state: the weights of all that may follow it, and its own where it opens a run
        self._following = [
            {self._numbers[other]: weight for other, weight in transitions[state].items()}
            for state in self._names
        ]
        self._opening = {
            number: start[state] for number, state in enumerate(self._names) if start[state] > _NEVER
        }
        self._emitted: dict[str, dict[int, float]] = {}
        self._crossings: dict[tuple[int, str], list[tuple[int, float, float]]] = {}
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

    def _read_emitting_states(self, character: str) -> dict[int, float]:
        """The states a character may be in that emit it, and their weights."""
        emitted = self._emitted.get(character)
        if emitted is None:
            allowed = self._states.get(character)
            numbers = (
                range(len(self._names)) if allowed is None else (self._numbers[name] for name in allowed)
            )
            weights = {number: self._emissions[number].get(character, _NEVER) for number in numbers}
            emitted = {number: weight for number, weight in weights.items() if weight > _NEVER}
            self._emitted[character] = emitted
        return emitted

    def _find_crossings(self, state: int, character: str) -> list[tuple[int, float, float]]:
        """The states of a character that emit it and may follow a state; the weights of both."""
        emitted, following = self._read_emitting_states(character), self._following[state]
        found = [(other, following[other], emitted[other]) for other in following.keys() & emitted.keys()]
        if len(self._crossings) >= _MOST_CROSSINGS:
            self._crossings.clear()
        self._crossings[state, character] = found
        return found

    def _find_emitting_path(self, run: str) -> list[int] | None:
        """The most probable path on which each state emits its character; None where there is none."""
        size = len(self._names)
        nowhere = -math.inf
        scores = [nowhere] * size
        reached: list[int] = []
        for state, weight in self._read_emitting_states(run[0]).items():
            opening = self._opening.get(state)
            if opening is not None:
                scores[state] = opening + weight
                reached.append(state)
        steps: list[list[int]] = []
        for character in run[1:]:
            earlier, scores = scores, [nowhere] * size
            before = [0] * size
            # of equals, the last in the order of the states
            reached.sort()
            states, reached = reached, []
            for state in states:
                score = earlier[state]
                crossings = self._crossings.get((state, character))
                if crossings is None:
                    crossings = self._find_crossings(state, character)
                for other, crossing, weight in crossings:
                    total = score + crossing + weight
                    known = scores[other]
                    if total >= known:
                        if known == nowhere:
                            reached.append(other)
                        scores[other] = total
                        before[other] = state
            steps.append(before)
        if not reached:
            return None
        _, at = max((scores[state], state) for state in reached)
        path = [at]
        for before in reversed(steps):
            path.append(before[path[-1]])
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
