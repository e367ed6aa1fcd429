"""jieba's hidden Markov model of word positions and tags (隐马尔可夫模型), decoded with arrays."""

from __future__ import annotations

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


class TaggingModel:
    """jieba's hidden Markov model over (position, tag) states, as arrays.

    Decodes to the same states as jieba's own: the same sums in the same order, and where two paths are
    equally probable the one whose state sorts last.
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
        """The most probable state of each character."""
        current, weights, _ = self._read_character(run[0])
        scores = self._start[current] + weights[current]
        path: list[tuple[IntArray, IntArray]] = []
        for character in run[1:]:
            _, weights, mask = self._read_character(character)
            leads_on, previous, expected = self._read_states(current)
            scores = scores[leads_on]
            following: IntArray = (mask & expected).nonzero()[0]
            if not following.size:
                following = expected.nonzero()[0] if expected.any() else self._everything
            steps: FloatArray = self._transitions[previous[:, None], following]
            table = scores[:, None] + steps + weights[following]
            # the last of equals, as states are in sorted order
            best = len(previous) - 1 - table[::-1].argmax(axis=0)
            scores = table[best, np.arange(len(following))]
            path.append((previous[best], following))
            current = following
        at = int(current[len(current) - 1 - scores[::-1].argmax()])
        states = [self._names[at]]
        for previous, following in reversed(path):
            at = int(previous[np.searchsorted(following, at)])
            states.append(self._names[at])
        states.reverse()
        return states
