import pytest

from corpora.repair import repair
from corpora.traced_text import TracedText


def repaired(text):
    result = repair(TracedText.whole(text))
    for at in range(len(result.body)):
        start, end = result.body.source_span(at, at + 1)
        assert 0 <= start < end <= len(text)
    for row in (*result.removed, *result.repairs):
        written = row.text if row in result.removed else row.damaged
        assert text[row.source_start : row.source_end] == written
    return result


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("該渠1 9 9 3 年開工,1 9 9 7 年完工,投資7 4 7 2 萬元", "該渠1993 年開工,1997 年完工,投資7472 萬元"),
        ("第 １ ２ 条 第 １ ３ 条 第 １ ４ 条", "第 １２ 条 第 １３ 条 第 １４ 条"),
        ("共1 2 座水窖", "共1 2 座水窖"),
        ("1 2 3\n4 5 6\n7 8 9\n", "1 2 3\n4 5 6\n7 8 9\n"),
        ("上半年&nbsp;&nbsp;&nbsp;新修渠道3公里", "上半年 新修渠道3公里"),
        ("&ldquo;五型&rdquo;泵站A&B公司;R&D投入", "“五型”泵站A&B公司;R&D投入"),
        ("園區(qū)內統(tǒng)一供水", "園區內統一供水"),
    ],
)
def test_damage_is_undone(damaged, clean):
    assert repaired(damaged).body.text == clean


def test_what_was_cut_or_written_anew_is_kept():
    result = repaired("園區(qū)內\n全?。▍^)級渠道評比獲獎3項")
    assert result.body.text == "園區內\n全省（區)級渠道評比獲獎3項"
    assert [(row.reason, row.text) for row in result.removed] == [("noise", "(qū)"), ("noise", "?。▍^")]
    (mended,) = result.repairs
    assert (mended.damaged, mended.text) == ("?。▍^", "省（區")
    assert 0.5 <= mended.confidence <= 1


def test_reports_without_damage_stay_as_they_are(shared):
    for path in sorted((shared / "corpora" / "reports").glob("*.txt")):
        content = path.read_bytes().decode("gb18030" if path.name.startswith("cnpack") else "utf-8")
        result = repair(TracedText.whole(content))
        assert not result.repairs, path.name
        # nothing but the tags of pictures that a crawler left in some
        assert all(row.text.startswith("<") for row in result.removed), path.name
        rest = content
        for row in result.removed:
            rest = rest.replace(row.text, "", 1)
        assert "".join(result.body.text.split()) == "".join(rest.split()), path.name


def test_tags_that_a_crawler_left_in_a_text_are_cut_and_kept_aside():
    content = (
        '新修渠道<br/>12公里。\n<img SRC="//a.example/b" WIDTH="5">\n<p class="x">清淤8处,a<b且b>c。</p>'
    )
    result = repair(TracedText.whole(content))
    assert result.body.text == "新修渠道12公里。\n\n清淤8处,a<b且b>c。"
    assert [row.text for row in result.removed] == [
        "<br/>",
        '<img SRC="//a.example/b" WIDTH="5">',
        '<p class="x">',
        "</p>",
    ]
    assert all(content[row.source_start : row.source_end] == row.text for row in result.removed)
