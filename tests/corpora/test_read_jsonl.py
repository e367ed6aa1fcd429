import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.documents import Metadata, Reading, Source
from corpora.errors import ReadError
from corpora.read_jsonl import read_jsonl, trace_string


def read_lines(*lines: str, encoding: str = "utf-8") -> list[Reading | ReadError]:
    return list(read_jsonl(make_source("\n".join(lines).encode(encoding))))


def make_source(data: bytes) -> Source:
    return Source("a.jsonl", Path("a.jsonl"), data)


def test_a_reading_a_record_with_offsets_in_the_file() -> None:
    first = (
        '{"title": "一季总结", "text": "新建沟渠8条。\\n完成\\u0036成\\t投资", "date": "2016-08-26 10:00"}'
    )
    second = (
        '{"正文": "检修泵站12座。", "标题": "二季度总结", "发文机关": "青石镇水利站", "doc_type": "summary"}'
    )
    readings = [reading for reading in read_lines(first, "", second + "\r") if isinstance(reading, Reading)]
    assert [reading.body.text for reading in readings] == ["新建沟渠8条。\n完成6成\t投资", "检修泵站12座。"]
    assert readings[0].content is readings[1].content
    assert [reading.given for reading in readings] == [
        Metadata(title="一季总结", published="2016-08-26"),
        Metadata(title="二季度总结", org="青石镇水利站", doc_type="summary"),
    ]
    content, body = readings[0].content, readings[0].body
    assert content[slice(*body.source_span(8, 11))] == "完成\\u0036"
    assert content[slice(*readings[1].body.source_span(0, 4))] == "检修泵站"


def test_other_fields_are_kept_as_removed() -> None:
    [reading] = read_lines(
        '{"text": "新建沟渠8条。", "url": "http://example.org/1", "hits": 35, "tags": ["水利"]}'
    )
    assert isinstance(reading, Reading)
    assert [(row.reason, row.text) for row in reading.removed] == [
        ("metadata", "http://example.org/1"),
        ("metadata", "35"),
        ("metadata", "['水利']"),
    ]
    assert reading.content[reading.removed[1].source_start : reading.removed[1].source_end] == "35"


def test_html_in_a_field_is_read_as_a_page() -> None:
    html = '<a href="/">首页</a><p>全镇新建沟渠8条，总长3公里&nbsp;，受益320户。</p><p>检修泵站12座。</p>'
    for ascii_only in (True, False):
        [reading] = read_lines(json.dumps({"html": html, "title": "总结"}, ensure_ascii=ascii_only))
        assert isinstance(reading, Reading)
        assert reading.body.text == "全镇新建沟渠8条，总长3公里\xa0，受益320户。\n检修泵站12座。"
        for at, character in enumerate(reading.body.text):
            source = reading.content[slice(*reading.body.source_span(at, at + 1))]
            written = json.loads(f'"{source}"')
            assert written == character or (character, written) in {("\xa0", "&nbsp;"), ("\n", "")}
        assert ("navigation", "首页") in [(row.reason, row.text) for row in reading.removed]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "缺了结尾', "line 2: no JSON object"),
        ("不是记录", "line 2: no JSON object"),
        ('["甲", "乙"]', "line 2: no JSON object"),
        ('{"text": "甲",, "b": 5}', "line 2: no JSON object"),
        ('{"text": "甲"} {"text": "乙"}', "more than one JSON object"),
        ('{"id": 5, "url": "x"}', "no field with text: expected one of text, .* found id, url"),
        ('{"text": "  "}', "no text in the field text: it is empty"),
        ('{"text": 5}', "no field with text"),
        ("{}", "found none"),
        ('{"a": ' + "[" * 100_000, "line 2: no JSON object"),
        ('{"a": ' + "9" * 5000 + "}", "line 2: no JSON object"),
    ],
)
def test_a_bad_line_does_not_cost_the_others(line: str, message: str) -> None:
    first, bad, last = read_lines('{"text": "甲站"}', line, '{"text": "乙站"}')
    assert isinstance(first, Reading) and isinstance(last, Reading)
    assert (first.body.text, last.body.text) == ("甲站", "乙站")
    assert isinstance(bad, ReadError)
    with pytest.raises(ReadError, match=message):
        raise bad


@pytest.mark.parametrize(
    "content",
    [
        '[{"text": "甲站"}, {"text": "乙站", "id": 5}]',
        '[\n  {\n    "text": "甲站"\n  },\n  {\n    "text": "乙站"\n  }\n]\n',
        '{\n  "text": "甲站"\n}\n{\n  "text": "乙站"\n}\n',
    ],
)
def test_arrays_and_records_of_several_lines(content: str) -> None:
    first, second = read_lines(content)
    assert isinstance(first, Reading) and isinstance(second, Reading)
    assert (first.body.text, second.body.text) == ("甲站", "乙站")
    assert content[slice(*second.body.source_span(0, 2))] == "乙站"


def test_an_array_that_breaks_off_gives_what_is_whole() -> None:
    first, bad = read_lines('[{"text": "甲站"},\n{"text": "乙站')
    assert isinstance(first, Reading) and first.body.text == "甲站"
    assert isinstance(bad, ReadError) and str(bad).startswith("line 2: no JSON object")


def test_other_encodings() -> None:
    [reading] = read_lines('{"text": "全镇新建沟渠8条，总长3公里。"}', encoding="gb18030")
    assert isinstance(reading, Reading)
    assert (reading.body.text, reading.encoding) == ("全镇新建沟渠8条，总长3公里。", "gb18030")


@given(st.text(), st.booleans(), st.integers(0, 5))
def test_strings_are_traced_through_their_escapes(value: str, ascii_only: bool, before: int) -> None:
    value = value.encode("utf-8", "replace").decode("utf-8")
    string = json.dumps(value, ensure_ascii=ascii_only)
    content = " " * before + string + " "
    traced = trace_string(content, before, before + len(string))
    assert traced.text == value
    pieces = [content[start:end] for start, end in zip(traced.starts, traced.ends, strict=True)]
    assert [json.loads(f'"{piece}"') for piece in pieces] == list(value)


@given(st.binary(max_size=300))
def test_any_bytes_are_readings_or_read_errors(data: bytes) -> None:
    try:
        results = list(read_jsonl(make_source(b'{"text": "' + data)))
    except ReadError:
        return
    assert all(isinstance(result, Reading | ReadError) for result in results)
