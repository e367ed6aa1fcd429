"""Clean text to records: sections, quantities, indicators, measures, practices (提取)."""
