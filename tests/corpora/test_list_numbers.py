import pytest

from corpora.list_numbers import write_number


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [
        (1, "decimal", "1"),
        (10, "chineseCounting", "十"),
        (11, "japaneseCounting", "十一"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (2010, "chineseCountingThousand", "二千零一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (12, "ideographDigital", "一二"),
        (3, "ideographTraditional", "丙"),
        (11, "ideographTraditional", "11"),
        (3, "decimalEnclosedCircle", "③"),
        (14, "upperRoman", "XIV"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (7, "decimalFullWidth", "７"),
        (7, "unknownFormat", "7"),
        (0, "chineseCounting", "0"),
    ],
)
def test_number_formats(number: int, style: str, written: str) -> None:
    assert write_number(number, style=style) == written
