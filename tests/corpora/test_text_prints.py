import random
import time

import pytest

from corpora.copies import find_copies, find_copies_among
from corpora.shared_passages import find_passages_among, find_shared_passages
from corpora.text_prints import TextPrints

CHARACTERS = "渠道清淤护坡巡查管护水库泵站灌溉节水投资新建改造完成项目资金群众受益"


def write_text(seed, length):
    return "".join(random.Random(seed).choices(CHARACTERS, k=length))


PASSAGE = write_text(0, 90)
HARD = {
    "the same word for word": lambda n: PASSAGE * 2 + write_text(1, 120),
    "the same but for a number": lambda n: write_text(1, 300)[: 100 + n % 200] + f"{n}" + write_text(2, 300),
    "the same passage in each": lambda n: PASSAGE + write_text(n + 3, 200),
    "a passage again and again": lambda n: PASSAGE * 4 + write_text(n % 5, 50),
}


def search(texts):
    """Processor time that the search took, and how many rows it gave."""
    start = time.process_time()
    copies = find_copies(texts)
    families = list(range(len(texts)))
    for copy in copies:
        families[copy.document] = copy.original
    passages = find_shared_passages(texts, kin=families)
    return time.process_time() - start, len(copies) + len(passages)


@pytest.mark.parametrize("name", HARD)
def test_hard_corpora_cost_in_proportion(name):
    write = HARD[name]
    few, many = [[write(n) for n in range(count)] for count in (250, 2000)]
    (time_few, rows_few), (time_many, rows_many) = search(few), search(many)
    assert rows_many < 12 * rows_few, "eight times the texts: all pairs would be 64 times the rows"
    assert time_many < 24 * max(time_few, 0.02), "and would take 64 times as long"


@pytest.mark.slow
def test_ten_thousand_reports_that_are_one(tmp_path):
    spent, rows = search([PASSAGE + write_text(1, 900)] * 10_000)
    assert rows == 9_999 and spent < 60


def test_texts_in_a_file_are_found_as_those_in_memory(tmp_path):
    texts = [write_text(n, 150) + PASSAGE + "，" + write_text(n % 3, 200) for n in range(9)]
    with TextPrints(texts, folder=tmp_path) as prints:
        in_file = [(prints.read_codes(n).tolist(), prints.find_places(n).tolist()) for n in range(9)]
    in_memory = TextPrints(texts)
    assert in_file == [
        (in_memory.read_codes(n).tolist(), in_memory.find_places(n).tolist()) for n in range(9)
    ]
    assert list(tmp_path.iterdir()) == []


def test_what_was_written_to_files_in_between_is_found_as_well(tmp_path, monkeypatch):
    texts = [write_text(n, 150 + 40 * n) + PASSAGE + write_text(n % 5, 200) for n in range(30)]
    texts += [texts[7] + "。", texts[3][:400]]
    order = random.Random(4).sample(range(len(texts)), len(texts))
    expected = find_copies(texts), find_shared_passages(texts)
    assert len(expected[0]) == 5 and len(expected[1]) > 30
    monkeypatch.setattr("corpora.anchor_files._WRITTEN_TOGETHER", 50)
    with TextPrints((texts[n] for n in order), folder=tmp_path) as prints:
        prints.arrange(order)
        assert (find_copies_among(prints), list(find_passages_among(prints))) == expected


def test_texts_that_are_left_out_meet_no_other(monkeypatch):
    monkeypatch.setattr("corpora.anchor_files._WRITTEN_TOGETHER", 10)
    prints = TextPrints(write_text(n, 120) + PASSAGE for n in range(6))
    met = list(prints.find_meetings([4, 1, 2]))
    pairs = {(first, second) for part in met for first, second in zip(part.first, part.second, strict=True)}
    assert pairs == {(0, 1), (0, 2), (1, 2)}


def test_texts_can_come_in_any_order():
    texts = [write_text(n, 300) for n in range(6)]
    shuffled = [3, 0, 5, 1, 4, 2]
    prints = TextPrints(texts[n] for n in shuffled)
    prints.arrange(shuffled)
    for n, text in enumerate(texts):
        assert prints.read_codes(n).tolist() == TextPrints([text]).read_codes(0).tolist()
        assert prints.digests[n] == TextPrints([text]).digests[0]
