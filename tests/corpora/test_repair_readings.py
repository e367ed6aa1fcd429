import pytest

from corpora.repair_readings import find_readings


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("園區(qū)內道路8條", "園區內道路8條"),
        ("發（fā）展供水事業(yè)", "發展供水事業"),
        (
            "統(tǒng)一調度,優(yōu)先灌溉,協(xié)會(huì)管水,規(gui)劃先行",
            "統一調度,優先灌溉,協會管水,規劃先行",
        ),
        ("水務(APP)上線,節水(app)下載", "水務(APP)上線,節水(app)下載"),
        ("青石供水公司(qs)新建泵站", "青石供水公司(qs)新建泵站"),
        ("(ā)開頭不是注音", "(ā)開頭不是注音"),
    ],
)
def test_readings_are_found_only_after_characters(damaged, clean):
    text = damaged
    for start, end in reversed(find_readings(damaged)):
        text = text[:start] + text[end:]
    assert text == clean
