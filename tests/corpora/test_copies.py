import random

from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.copies import find_copies
from corpora.fingerprints import (
    ANCHOR,
    WINDOW,
    hash_grams,
    measure_containment,
    read_codes,
    take_fingerprint,
)
from corpora.text_prints import TextPrints


def write_report(seed, length=800):
    return "".join(
        random.Random(seed).choices(
            "渠道清淤护坡巡查管护水库泵站灌溉节水投资新建改造完成项目资金群众受益", k=length
        )
    )


REPORT = write_report(1)


def pairs(texts, **options):
    return [(copy.document, copy.original) for copy in find_copies(texts, **options)]


def test_an_exact_and_a_corrected_copy_name_the_first():
    corrected = REPORT[:300] + "甲乙丙" + REPORT[303:]
    assert pairs([REPORT, write_report(2), REPORT, corrected]) == [(2, 0), (3, 0)]


def test_a_cut_copy_names_the_full_text_even_where_that_comes_later():
    assert pairs([REPORT[:200], REPORT]) == [(0, 1)]


def test_a_copy_inside_a_compilation_names_the_compilation():
    compilation = write_report(2) + REPORT + write_report(3)
    assert pairs([compilation, REPORT]) == [(1, 0)]


def test_the_older_of_two_is_the_original():
    assert pairs([REPORT, REPORT], dates=["2016-02-01", "2015-02-01"]) == [(0, 1)]
    assert pairs([REPORT, REPORT], dates=[None, "2015-02-01"]) == [(0, 1)]


def test_a_copy_in_the_other_script_and_with_other_marks_is_one():
    simplified = "全年新修沟渠12公里,清淤8处;组建管护队6支。" * 10
    traditional = "全年新修溝渠１２公里，清淤８處。組建管護隊６支！" * 10
    assert pairs([simplified, traditional]) == [(1, 0)]


def test_reports_of_two_periods_are_no_copies():
    assert pairs([REPORT, REPORT], periods=["2015", "2016"]) == []
    assert pairs([REPORT, REPORT], periods=["2015", "XXXX"]) == [(1, 0)]


def test_chains_of_copies_end_at_one_original():
    texts = [REPORT[: 800 - 30 * n] for n in range(8)]
    found = pairs(texts)
    assert {copy for copy, _ in found} == set(range(1, 8))
    assert not {original for _, original in found} & {copy for copy, _ in found}


def test_two_equal_copies_both_name_the_original():
    corrected = REPORT[:300] + "甲乙丙" * 9 + REPORT[327:]
    assert pairs([corrected, corrected, REPORT], dates=["2016", "2016", "2015"]) == [(0, 2), (1, 2)]


def test_short_and_empty_texts_repeat_nothing():
    assert pairs(["", "谢谢大家", "谢谢大家", ""]) == []


def test_a_thousand_texts_with_one_phrase_make_thousands_of_pairs_not_half_a_million():
    phrase = write_report(0, length=80)
    prints = TextPrints(write_report(n, length=50) + phrase for n in range(1, 1001))
    assert sum(len(met.first) for met in prints.find_meetings(range(1000))) < 60_000


@settings(deadline=None)
@given(st.text(max_size=80))
def test_what_counts_is_the_same_whatever_the_marks(text):
    codes = read_codes(text)
    assert read_codes("，".join(text)).tolist() == codes.tolist()
    assert (codes != 0).all()
    grams = hash_grams(codes)
    assert measure_containment(grams, grams) == (1.0 if len(grams) else 0.0)


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(0, 300))
def test_texts_that_share_sixty_characters_share_an_anchor(before, behind):
    shared = write_report(5, length=ANCHOR + WINDOW - 1)
    one = take_fingerprint(read_codes(write_report(6, length=before) + shared))
    other = take_fingerprint(read_codes(shared + write_report(7, length=behind)))
    assert set(one.anchors.tolist()) & set(other.anchors.tolist())
