from hypothesis import given
from hypothesis import strategies as st

from corpora.lines import find_lines


def test_lines_leave_indentation_and_blank_lines_out():
    text = "\u3000\u3000一、供水\r\n\xa0\xa0\n  新建水窖3口。 \u200b\n"
    assert [line.text for line in find_lines(text)] == ["一、供水", "新建水窖3口。"]


@given(st.text(alphabet="水渠 \n\r\t\u3000\xa0\u2028。1", max_size=60))
def test_lines_are_slices_that_hold_every_character_but_blanks(text):
    lines = find_lines(text)
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert "".join("".join(line.text for line in lines).split()) == "".join(text.split())
    assert not any("\n" in line.text or "\r" in line.text for line in lines)
