"""Nothing of the document is forgotten, and nothing is cited that is not there."""

import hashlib
import importlib
from pathlib import Path

import pytest

from policy.citation import HEADING, IMPRINT, KINDS, LETTERHEAD, ROOT, Kind, Source, document, fold, outline, pieces, places, sentences
from policy.silent import SILENT

OWED = (Kind.RULE, Kind.WORKFLOW, Kind.CATALOGUE, Kind.DEADLINE)
CLAUSES = outline(document())
QUOTED = [place for place in places() if place.source is Source.DOCUMENT and place.by != "silent"]


def test_the_document_is_the_one_issued():
    assert hashlib.sha256(document().encode()).hexdigest() == "86525c18f09d47d723d262a0fef600cd91a46ec093aaf58d166260d6c494aa0c"


def test_the_pieces_are_the_whole_document():
    def letters(text):
        return [
            character
            for character in fold(text)
            if character not in "一二三四五六七八九十、()" and not character.isdecimal() and character != "."
        ]

    assert letters("".join(words for _, words in pieces(document()))) == letters(document())


@pytest.mark.parametrize("module", sorted(path.stem for path in Path(ROOT, "policy").glob("[!_]*.py")))
def test_every_quote_of_a_module_is_accepted(module):
    importlib.import_module(f"policy.{module}")


@pytest.mark.parametrize("place", QUOTED, ids=str)
def test_every_quote_stands_in_its_own_clause(place):
    assert fold(place.quote) in CLAUSES[place.ref]


@pytest.mark.parametrize("ref", [ref for ref, kind in KINDS.items() if kind in OWED])
def test_every_rule_workflow_catalogue_and_deadline_has_a_place(ref):
    assert ref in {place.ref for place in QUOTED}


def test_only_records_aims_and_words_outside_the_clauses_are_silent():
    for line in SILENT:
        assert line.ref in (LETTERHEAD, HEADING, IMPRINT) or KINDS[line.ref] in (Kind.RECORD, Kind.AIM)


def test_every_silence_is_a_sentence_of_the_document_and_has_a_reason():
    known = list(sentences(document()))
    for line in SILENT:
        assert (line.ref, fold(line.quote)) in known
        assert line.reason
    assert len({(line.ref, line.quote) for line in SILENT}) == len(SILENT)


@pytest.mark.parametrize(("ref", "sentence"), list(sentences(document())))
def test_every_sentence_is_cited_or_silent_but_not_both(ref, sentence):
    cited = any(place.ref == ref and (fold(place.quote) in sentence or sentence in fold(place.quote)) for place in QUOTED)
    silent = (ref, sentence) in [(line.ref, fold(line.quote)) for line in SILENT]
    assert cited is not silent
