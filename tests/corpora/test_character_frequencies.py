import math
from pathlib import Path

import pytest

from corpora.character_frequencies import FREQUENCIES, load_frequencies, make_tables, score_text
from corpora.count_frequencies import count_frequencies, read_words, write_frequencies


def test_right_readings_are_likelier_than_wrong_ones() -> None:
    tables = load_frequencies()
    text = "全镇新建沟渠八条"
    misread = text.encode("gbk").decode("cp950", "replace")
    assert score_text(text, tables["simplified"]) > score_text(misread, tables["traditional"]) + 20
    assert score_text("全鎮新建溝渠八條", tables["traditional"]) > score_text(text, tables["traditional"])


@pytest.mark.parametrize(
    ("likelier", "rarer"), [("的", "氍"), ("氍", "𠀀"), ("a", "α"), ("\n", "\x01"), ("я", "\ufffd")]
)
def test_characters_that_no_table_has_are_ranked(likelier: str, rarer: str) -> None:
    table = load_frequencies()["simplified"]
    assert score_text(likelier, table) > score_text(rarer, table)


def test_counting_writing_and_reading_give_the_same_table(tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("堤坝 30 n\n水渠 10 n\n", encoding="utf-8")
    counted = count_frequencies(["水渠水坝"], ["水渠", "水壩"], words=read_words(words))
    assert math.isclose(sum(simplified for simplified, _ in counted.values()), 1_000_000)
    assert math.isclose(sum(traditional for _, traditional in counted.values()), 1_000_000)
    assert counted["壩"][0] == 0 and counted["坝"][1] == 0 and counted["堤"][1] > 0
    write_frequencies(counted, tmp_path / "table.csv")
    lines = (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines()
    assert (
        lines[0] == FREQUENCIES.read_text(encoding="utf-8").splitlines()[0] and len(lines) == len(counted) + 1
    )
    tables = make_tables(counted)
    assert math.isclose(math.exp(tables["any"]["水"]), sum(counted["水"]) / 2_000_000)
