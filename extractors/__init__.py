"""Clean text to records: sections, quantities, indicators, measures, practices (提取)."""

from pathlib import Path

# a compiled module's own __file__ is where its library lies, so all take the word lists from here
LEXICONS = Path(__file__).parent / "lexicons"
