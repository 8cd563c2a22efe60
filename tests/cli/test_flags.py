"""Flags: mappings in every spelling, languages, periods, and the sentence when they make no sense."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trousseau.cli
from trousseau.cli.failures import LANGUAGES, Failure, Words, default_language, shown
from trousseau.cli.file_flags import choices, mapped
from trousseau.cli.sentences import templates
from trousseau.ledger.lines import FIELDS

SOURCES = Path(trousseau.cli.__file__).parent
PLAIN = {"mapping": (), "dates": None, "decimal": None, "delimiter": None, "sheet": None, "header_row": None,
         "encoding": None}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["customer=Client"], {"customer": "Client"}),
        (["customer=Client,date=Date facture"], {"customer": "Client", "date": "Date facture"}),
        (["customer=Client", "date=Jour"], {"customer": "Client", "date": "Jour"}),
        (["customer=Nom, prénom,date=Jour"], {"customer": "Nom, prénom", "date": "Jour"}),
        (['customer="Nom, prénom",date=Jour'], {"customer": "Nom, prénom", "date": "Jour"}),
        ([r"customer=Nom\, prénom , date = Jour"], {"customer": "Nom, prénom", "date": "Jour"}),
        (["amount=Montant = HT"], {"amount": "Montant = HT"}),
        (["group=-"], {"group": "-"}),
        ([], {}),
    ],
)
def test_a_mapping_is_read_in_every_spelling(values, expected):
    assert mapped(values) == expected


@given(
    st.dictionaries(
        st.sampled_from(FIELDS),
        st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\"'\\="), min_size=1)
        .map(str.strip)
        .filter(bool),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_mapping_survives_being_written_down(mapping):
    assert mapped([",".join(f'{field}="{column}"' for field, column in mapping.items())]) == mapping


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("client=Client", "map_field"),
        ("customer", "map_form"),
        ("customer=", "map_form"),
        ("customer=A,customer=B", "map_twice"),
    ],
)
def test_a_mapping_that_makes_no_sense_names_the_flag(value, code):
    with pytest.raises(Failure) as refused:
        mapped([value])
    assert (refused.value.code, refused.value.exit, refused.value.flag) == (code, 2, "--map")


@pytest.mark.parametrize(("said", "meant"), [("tab", "\t"), (";", ";"), ("\\t", "\t"), ("semicolon", ";")])
def test_delimiters_have_names(said, meant):
    assert choices(**{**PLAIN, "delimiter": said}).delimiter == meant


def test_a_delimiter_is_one_character():
    with pytest.raises(Failure, match="delimiter"):
        choices(**{**PLAIN, "delimiter": "||"})


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE"}, "en"),
        ({"LANG": "fr_FR", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "fr_CA"}, "fr"),
    ],
)
def test_the_language_is_that_of_the_locale(environment, language):
    assert default_language(environment) == language


def test_control_and_direction_marks_of_a_name_do_nothing_on_a_terminal():
    assert shown("a\x1b[2Jb\u202ecsv.exe\n") == "a�[2Jb�csv.exe�"


def raised_codes():
    """The codes of failures that bring no sentence of their own."""
    calls = (
        node
        for path in SOURCES.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Failure"
    )
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.args[0], ast.Constant) and "message" not in {keyword.arg for keyword in call.keywords}
    }


def test_every_failure_has_its_sentence_in_both_languages():
    own = set(templates(lambda text: text))
    assert raised_codes()
    assert raised_codes() <= own
    for language in LANGUAGES:
        text = Words(language).text
        for code, sentence in templates(text).items():
            assert sentence.strip(), code
            assert re.findall(r"{(\w+)}", sentence).sort() == re.findall(r"{(\w+)}", templates(str)[code]).sort()


def test_french_is_french():
    english, french = templates(Words("en").text), templates(Words("fr").text)
    assert all(english[code] != french[code] for code in english)


def test_help_imports_neither_django_nor_arrow(shell):
    import subprocess
    import sys

    script = (
        "import sys\nfrom trousseau.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('django', 'pyarrow', 'duckdb', 'numpy') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert out.strip().endswith("[]")


@pytest.mark.parametrize(
    ("arguments", "flag"),
    [
        (["checkup", "x.csv", "--period", "r12"], "--period"),
        (["checkup", "x.csv", "--nominal", "--base", "USD"], "--base"),
        (["checkup", "x.csv", "--nominal", "--rates", "r.csv"], "--rates"),
        (["checkup", "x.csv", "--base", "EURO"], "--base"),
        (["checkup", "x.csv", "--from", "2025-02-01", "--to", "2025-01-01"], "--to"),
        (["checkup", "x.csv", "--from", "01/02/2025"], "--from"),
        (["checkup", "x.csv", "--map", "nom=Client"], "--map"),
        (["checkup", "x.csv", "--by", "zone"], "--by"),
        (["checkup", "--dates", "dmy"], "--dates"),
        (["checkup", "--nominal"], "--nominal"),
    ],
)
def test_wrong_flags_leave_with_two_and_name_the_flag(run, arguments, flag):
    plain = run(*arguments)
    assert (plain.code, plain.out) == (2, "")
    assert plain.err.count("\n") == 1
    assert run(*arguments, "--json").error["flag"] == flag


@pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["checkup", "--frobnicate"]])
def test_usage_errors_leave_with_two(run, arguments):
    answer = run(*arguments)
    assert answer.code == 2
    assert "Traceback" not in answer.err


def test_errors_speak_the_language_asked_for(run):
    french = run("checkup", "x.csv", "--nominal", "--base", "USD", "--lang", "fr")
    assert "gardez" in french.err.lower() or "donnez" in french.err.lower()
