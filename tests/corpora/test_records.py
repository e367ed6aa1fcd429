from pathlib import Path

import pytest

from corpora.documents import Metadata, Source
from corpora.errors import ReadError
from corpora.records import TEXT_FIELDS, Field, read_record
from corpora.traced_text import TracedText

SOURCE = Source("a", Path("a"))


def trace(content: str, start: int, end: int) -> TracedText:
    return TracedText.whole(content[start:end], at=start)


def make_fields(**values: str) -> tuple[str, list[Field]]:
    content, fields = "", []
    for name, value in values.items():
        fields.append(Field(name, value, len(content), len(content) + len(value)))
        content += value + "|"
    return content, fields


@pytest.mark.parametrize(
    ("values", "given"),
    [
        ({"Title": "一季总结"}, Metadata(title="一季总结")),
        ({"标题": " ", "name": "一季总结"}, Metadata(title="一季总结")),
        ({"发文机关": "青石镇水利站", "文种": "summary"}, Metadata(org="青石镇水利站", doc_type="summary")),
        ({"文种": "诗歌"}, Metadata()),
        (
            {"作者": "周青禾", "url": "http://a.example/3"},
            Metadata(author="周青禾", url="http://a.example/3"),
        ),
        (
            {"author": "admin", "link": "/t/3", "网址": "https://a.example/3"},
            Metadata(url="https://a.example/3"),
        ),
        ({"date": "昨天", "发布时间": "2016/8/6 10:00"}, Metadata(published="2016-08-06")),
    ],
)
def test_fields_that_say_what_the_text_is(values: dict[str, str], given: Metadata) -> None:
    content, fields = make_fields(**values, text="新建沟渠8条。")
    reading = read_record(SOURCE, content, "utf-8", fields, trace=trace)
    assert reading.given == given and reading.body.text == "新建沟渠8条。"


def test_a_record_may_name_several_authors() -> None:
    content = '["周青禾","林小满"]|新建沟渠8条。'
    fields = [Field("authors", ["周青禾", "林小满"], 0, 13), Field("text", "新建沟渠8条。", 14, 21)]
    assert read_record(SOURCE, content, "utf-8", fields, trace=trace).given.author == "周青禾、林小满"


def test_the_most_telling_field_is_the_text() -> None:
    content, fields = make_fields(html="<p>页面</p>", content="新建沟渠8条。", 摘要="新建")
    assert read_record(SOURCE, content, "utf-8", fields, trace=trace).body.text == "新建沟渠8条。"
    assert TEXT_FIELDS.index("content") < TEXT_FIELDS.index("html")


def test_a_record_without_text_says_what_it_has() -> None:
    content, fields = make_fields(url="x", 摘要="新建")
    with pytest.raises(ReadError, match=r"expected one of text, .*; found url, 摘要\."):
        read_record(SOURCE, content, "utf-8", fields, trace=trace)
