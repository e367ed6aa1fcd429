import pytest

from corpora.boilerplate import read_page
from corpora.lines import find_lines
from corpora.site_templates import FEWEST_PAGES, learn_template, name_site


def write_page(number, *, notice="青石水务在线:本站文稿未经许可不得摘编,违者由青石县节水中心依规处理。"):
    return "\n".join(
        [
            "青石水务在线",
            f"第{number}管护站春灌纪事",
            f"今年春灌开闸早,第{number}管护站全员上岗,巡渠{number}次,查处占渠行为{number}起,群众普遍满意。",
            "一、清淤",
            "计量单位",
            f"清淤{number}处,护坡{number}公里,整修闸门{number}座,渠系水利用系数提高到历年最好水平。",
            notice,
            "版面设计",
        ]
    )


def learn(pages):
    return learn_template([line.text for line in find_lines(page)] for page in pages)


def test_lines_on_nearly_all_pages_are_the_site_s_but_headings_never():
    template = learn([write_page(n) for n in range(10)])
    assert "青石水务在线" in template
    assert "版面设计" in template
    assert "一、清淤" not in template


def test_a_short_line_is_cut_around_the_report_and_kept_inside():
    pages = [write_page(n) for n in range(10)]
    text = pages[3]
    lines = find_lines(text)
    reasons = {
        lines[n].text: reason for n, reason in read_page(text, lines, template=learn(pages)).reasons.items()
    }
    assert reasons["青石水务在线"] == "navigation"
    assert reasons["版面设计"] == "navigation"
    assert "计量单位" not in reasons
    assert [reason for text, reason in reasons.items() if text.startswith("青石水务在线:")] == ["site_notice"]


@pytest.mark.parametrize(
    ("with_line", "pages", "learnt"), [(4, 4, False), (5, 5, True), (8, 10, False), (9, 10, True)]
)
def test_the_evidence_must_hold_at_its_lower_bound(with_line, pages, learnt):
    texts = [f"站名\n第{n}页" if n < with_line else f"第{n}页" for n in range(pages)]
    assert ("站名" in learn(texts)) is learnt


def test_one_report_taken_many_times_proves_nothing():
    assert learn([write_page(1)] * FEWEST_PAGES) == frozenset()


def test_sites_are_folders():
    assert name_site("qingshi.gov.cn/2016/t08.html") == "qingshi.gov.cn/2016"
    assert name_site("t08.html") == ""
