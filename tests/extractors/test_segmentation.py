"""Words and tags are jieba's own, and together they are the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jieba import posseg

from extractors import segmentation
from extractors.jieba_tokenizer import find_universal_pos
from extractors.pipeline import load
from extractors.segmentation import Segmenter, load_segmenter

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"
# characters whose neighbours decide how they are split: common and rare Han characters, digits, Latin letters
# of both widths, marks, spaces, ends of lines of both kinds
CHARACTERS = (
    "全市新建口袋公园三处完成投资约千万元比上年同期增长百分之五其中居民满意率达到以上的了和在不"
    "龘靐麤乚㐀𠀀萬億個與區"
    "0123456789０１２.,%‰+#&_-—~…°℃"
    "abcXYZａｂＰＭ"
    "，。；：！？、“”《》（）()[]【】 \t\r\n\u3000\u00a0\u200b"
)
MIXED = st.text(st.one_of(st.sampled_from(CHARACTERS), st.characters(exclude_categories=["Cs"])), max_size=80)
LINES = st.lists(st.text(st.sampled_from(CHARACTERS), max_size=20), max_size=6).map("\r\n".join)


def tag_as_jieba(text: str) -> list[tuple[str, str]]:
    return [(pair.word, pair.flag) for pair in posseg.cut(text)]


@pytest.mark.parametrize(
    "text",
    [
        "全年新建口袋公园3处，完成投资1.2亿元，同比增长8.5%。",
        "街道办事处主任龘某走访慰问困难户一百二十余户。",
        "Wi-Fi6覆盖率达98.7%，PM2.5浓度降至32微克/立方米；A4纸节约20包。",
        "第一行\r\n第二行\n\r第三行\r\n\r\n",
        "臺北市補助原住民族1,200萬元，與各區公所合辦講座３６場次。",
        "１２３ＡＢＣ　全角　空格",
        "。。。，，，!!!",
        "a.b_c+d#e&f 3.14.15 v1.0.2",
        "的的的了了了",
        "乚㐀𠀀😀",
        " ",
        "",
    ],
)
def test_words_and_tags_are_those_of_jieba(text: str) -> None:
    assert load_segmenter().segment(text) == tag_as_jieba(text)


@pytest.mark.parametrize(
    "name",
    [
        "1957_qinglan_gongzuobaogao.txt",
        "wgh_gongzuohuibao_4pian.txt",
        "yewubaogao_103nian.txt",
        "show-88-1203-1.html",
    ],
)
def test_words_and_tags_of_samples_are_those_of_jieba(name: str) -> None:
    text = (SAMPLES / name).read_bytes().decode()
    assert load_segmenter().segment(text) == tag_as_jieba(text)


@settings(deadline=None)
@given(MIXED | LINES)
def test_words_and_tags_of_any_text_are_those_of_jieba(text: str) -> None:
    assume(not any(clause in text for clause in segmentation.CLAUSES))  # words of jieba that we part
    assert load_segmenter().segment(text) == tag_as_jieba(text)


@settings(deadline=None)
@given(MIXED | LINES)
def test_words_together_are_the_text(text: str) -> None:
    assert "".join(word for word, _ in load_segmenter().segment(text)) == text


@settings(deadline=None)
@given(MIXED | LINES)
def test_a_doc_holds_the_text_and_the_tags(text: str) -> None:
    doc = load().make_doc(text)
    assert doc.text == text
    assert [(token.text, token.tag_) for token in doc] == load_segmenter().segment(text)
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@pytest.mark.parametrize("before", ["", "推进", "大力推进", "第3批"])
@pytest.mark.parametrize("even", ["环扣环", "丁丁丁", "愿谨愿", "庆寿庆", "眉月眉"])
@pytest.mark.parametrize(
    "after", ["", "了", "建设", "的农业人口", "全面推进依法行政", "。环扣环", "a1环扣环"]
)
def test_where_two_ways_are_as_probable_what_stands_around_decides(
    before: str, even: str, after: str
) -> None:
    text = before + even + after
    assert load_segmenter().segment(text) == tag_as_jieba(text)


def test_a_text_is_split_alike_with_and_without_what_was_split_before() -> None:
    segmenter = Segmenter()
    texts = [
        (SAMPLES / name).read_bytes().decode() for name in ("show-88-1203-1.html", "t20180117_40213.html")
    ]
    first = [segmenter.segment(text) for text in texts]
    assert [segmenter.segment(text) for text in texts] == first
    assert [Segmenter().segment(text) for text in texts] == first


def test_what_is_kept_of_texts_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segmentation, "_MOST_RUNS", 10)
    segmenter = Segmenter()
    for name in ("show-88-1203-1.html", "t20180117_40213.html"):
        text = (SAMPLES / name).read_bytes().decode()
        assert segmenter.segment(text) == load_segmenter().segment(text)
        assert 0 < len(segmenter._runs) <= 10


@pytest.mark.parametrize("size", [1, 2, 199, 200, 201, 5000])
def test_a_block_of_any_length_is_split_as_jieba_splits_it(size: int) -> None:
    text = ("全面推进依法行政的农业人口第3批a1" * size)[:size]
    assert load_segmenter().segment(text + "。\r" + text) == tag_as_jieba(text + "。\r" + text)


def test_a_long_run_of_unknown_characters_is_split_as_jieba_splits_it() -> None:
    text = "鑫淼焱垚犇骉羴猋蟲赑" * 6
    assert load_segmenter().segment(text) == tag_as_jieba(text)


@pytest.mark.parametrize(
    ("tag", "pos"),
    [
        ("n", "NOUN"),
        ("ns", "PROPN"),
        ("nrt", "PROPN"),
        ("vn", "NOUN"),
        ("v", "VERB"),
        ("m", "NUM"),
        ("uj", "PART"),
        ("eng", "X"),
        ("", "X"),
        ("完全没有", "X"),
    ],
)
def test_universal_pos_goes_by_the_longest_prefix(tag: str, pos: str) -> None:
    assert find_universal_pos(tag) == pos


def test_tokens_carry_universal_pos() -> None:
    doc = load().make_doc("新建公园3处")
    assert [token.pos_ for token in doc] == [find_universal_pos(token.tag_) for token in doc]
