"""What field of public work a clause is about."""

from __future__ import annotations

import numpy as np
import pytest

from extractors.policy_topics import Topic, load_topics, weigh_topics


@pytest.mark.parametrize("topic", load_topics(), ids=lambda topic: topic.topic)
def test_every_topic_by_its_example(topic: Topic) -> None:
    weights = weigh_topics([topic.example]).toarray()[0]
    assert weights[load_topics().index(topic)] == weights.max() > 0


def test_topics_are_told_apart_by_name() -> None:
    names = [topic.topic for topic in load_topics()]
    assert len(names) == len(set(names))


def test_a_term_of_two_topics_counts_half_for_each() -> None:
    of_two = next(
        term
        for topic in load_topics()
        for term in topic.terms
        if sum(term in t.terms for t in load_topics()) == 2
    )
    weights = weigh_topics([of_two]).toarray()[0]
    assert np.allclose(weights[weights > 0], np.sqrt(0.5))


def test_what_is_about_nothing_has_no_weight() -> None:
    assert not weigh_topics(["今天天气很好", ""]).toarray().any()
