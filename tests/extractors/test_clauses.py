"""What opens a clause before its verb."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.action_verbs import load_action_verbs, match_verb
from extractors.clauses import _compile_opening, _may_open


@given(st.from_regex(_compile_opening()))
def test_whatever_an_opening_starts_with_is_looked_at(text: str) -> None:
    match = _compile_opening().match(text)
    if match is not None and match.end() > 0:
        assert _may_open(text[0])


def test_no_verb_is_shorter_than_what_tells_where_one_starts() -> None:
    for verb in load_action_verbs():
        match = match_verb(verb, 0, len(verb))
        assert match is not None
        assert match.group() == verb
