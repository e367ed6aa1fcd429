"""What opens a clause before its verb."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.action_verbs import load_action_verbs, match_verb
from extractors.clauses import _compile_opening, read_opening


@given(st.from_regex(_compile_opening()))
def test_whatever_an_opening_starts_with_is_looked_at(text: str) -> None:
    match = _compile_opening().match(text)
    # a verb may start earlier or reach farther: 一体推进 is no 一
    if match is not None and match.end() > 0 and match_verb(text, 0, len(text)) is None:
        everywhere = b"\1" * (len(text) + 1)
        assert read_opening(text, 0, len(text), word_starts=everywhere).end >= match.end()


def test_no_verb_is_shorter_than_what_tells_where_one_starts() -> None:
    for verb in load_action_verbs():
        match = match_verb(verb, 0, len(verb))
        assert match is not None
        assert match.group() == verb
