"""The fields that practices belong to, and what they are called."""

from __future__ import annotations

import numpy as np

from extractors.themes import find_themes

NURSING = ["新建镇级养老驿站", "为独居老年人开设助餐点"]
NURSERY = ["增设社区托育点托位", "发放婴幼儿育儿补贴"]
METRO = ["延长地铁二号线", "增开地铁早班车"]
DRIVE = ["拿出成势见效的硬招", "推出成势见效的实招"]


def find_labels(groups: list[list[list[str]]]) -> tuple[list[str], dict[int, str]]:
    """The labels of themes and the label of each practice, where the practices of a group point one way."""
    practices = [practice for group in groups for practice in group]
    centres = np.eye(len(groups), dtype=np.float32)
    pointing = [number for number, group in enumerate(groups) for _ in group]
    ids = [f"{number:016x}" for number in range(len(practices))]
    counts = [dict.fromkeys(practice, 1) for practice in practices]
    owners = [np.zeros(1, dtype=np.int64)] * len(practices)
    theme_of, themes = find_themes(centres[pointing], counts, owners, ids)
    labels = {theme.theme_id: theme.label for theme in themes}
    return sorted(labels.values()), {number: labels[theme] for number, theme in theme_of.items()}


def test_a_theme_is_called_after_one_topic_or_two() -> None:
    assert find_labels([[NURSING, NURSING]])[0] == ["养老"]
    assert find_labels([[NURSING, NURSERY]])[0] == ["养老、托育"]


def test_what_no_topic_holds_together_is_no_theme() -> None:
    assert find_labels([[DRIVE, DRIVE]]) == ([], {})


def test_groups_of_one_name_are_one_theme() -> None:
    labels, label_of = find_labels([[METRO, METRO], [METRO, METRO]])
    assert labels == ["停车交通"]
    assert set(label_of) == {0, 1, 2, 3}


def test_a_practice_without_a_group_belongs_to_the_theme_of_its_topic() -> None:
    _, label_of = find_labels([[METRO, METRO], [METRO], [DRIVE]])
    assert label_of == {0: "停车交通", 1: "停车交通", 2: "停车交通"}
