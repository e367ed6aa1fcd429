from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.documents import Metadata, Reading, Source
from corpora.errors import ReadError
from corpora.read_csv import read_csv


def read_table(text: str, encoding: str = "utf-8") -> list[Reading | ReadError]:
    return list(read_csv(Source("a.csv", Path("a.csv"), text.encode(encoding))))


def test_a_reading_a_row_with_offsets_in_the_file() -> None:
    table = '标题,正文,日期\r\n一季,"新建沟渠8条，\r\n""示范渠""3条。",2016-08-26\r\n二季,检修泵站12座。,\r\n'
    first, second = read_table(table)
    assert isinstance(first, Reading) and isinstance(second, Reading)
    assert first.body.text == '新建沟渠8条，\r\n"示范渠"3条。' and second.body.text == "检修泵站12座。"
    assert first.given == Metadata(title="一季", published="2016-08-26")
    assert table[slice(*first.body.source_span(9, 14))] == '""示范渠""'
    assert table[slice(*second.body.source_span(0, 4))] == "检修泵站"
    assert [(row.reason, row.text) for row in second.removed] == [("metadata", "二季")]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters(delimiter: str) -> None:
    [reading] = read_table(f"url{delimiter}content\nhttp://x.example{delimiter}新建沟渠8条。", "gb18030")
    assert isinstance(reading, Reading)
    assert (reading.body.text, reading.encoding) == ("新建沟渠8条。", "gb18030")


def test_rows_without_text_and_stray_quotes_cost_only_themselves() -> None:
    results = read_table('content,id\n甲站,1\n,2\n\n"乙站,3\n丙"站,4\n')
    texts = [result.body.text for result in results if isinstance(result, Reading)]
    assert texts == ["甲站", '"乙站', '丙"站']
    [bad] = [result for result in results if isinstance(result, ReadError)]
    assert str(bad).startswith("line 3: no text in the field")


@pytest.mark.parametrize("table", ["", "年份,数值\n2016,5\n", "\n\n"])
def test_a_table_without_a_column_of_text(table: str) -> None:
    with pytest.raises(ReadError, match="the header has no field with text"):
        read_table(table)


@given(st.text(alphabet=st.sampled_from('甲,"\n\r;a'), max_size=80))
def test_every_cell_is_where_it_says(table: str) -> None:
    for result in read_table(f"text,b\n{table}"):
        if isinstance(result, Reading):
            for at, character in enumerate(result.body.text):
                source = result.content[slice(*result.body.source_span(at, at + 1))]
                assert source == character or (source, character) == ('""', '"')
