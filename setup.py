"""Compiles the modules that every character passes through, where a C compiler is at hand.

They are the same modules in the same places, made into C extensions by mypyc, and give the same records in
less time. Without a compiler the build says so and goes on, and Python reads them as they stand. With
ZHIBIAO_COMPILE=0 in the environment nothing is compiled.
"""

from __future__ import annotations

import os

from setuptools import setup

COMPILED = """
    action_verbs bounds change_claims change_verbs checks claims clauses compared_bases concepts
    confidence countability counted_nouns described_nouns flat_tables general_subjects
    governing_periods heading_lists headings indicator_periods indicators instruments joined_numbers
    kinds left_context measure_odds measure_parts measures member_lists non_quantities
    number_patterns numerals object_words opening_deeds outlooks participants phrase_edges
    phrase_words phrases printed_numbers quantities right_context row_labels sections segmentation
    share_claims shares statuses subject_memory subjects sum_claims surroundings table_grids
    table_heads table_words tables tagging_model tokens unit_contexts units verb_attributes
    verb_heads verb_phrases word_patterns word_trie
""".split()

extensions = []
if os.environ.get("ZHIBIAO_COMPILE") != "0":
    from mypyc.build import mypycify

    extensions = mypycify(
        [
            "--config-file=",  # the checks of `make types` need packages that a build does not
            "--ignore-missing-imports",
            *(f"extractors/{name}.py" for name in COMPILED),
        ],
        group_name="extractors.compiled",
    )
    for extension in extensions:
        extension.optional = True

setup(ext_modules=extensions)
