"""What a command says itself is in the language asked for, whichever room's catalogue has the words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import trousseau.cli.options
from trousseau.figures.language import Language

CLI = Path(trousseau.cli.options.__file__).parent
SAME = {"fragile"}
"""Words that are alike in both languages."""


def spoken():
    """Every text that a command hands to a `Language`."""
    for file in sorted(CLI.glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args:
                text = call.args[0]
                asked = call.func.attr in {"text", "plural"} and "language" in ast.unparse(call.func.value)
                if asked and isinstance(text, ast.Constant):
                    yield call.func.attr, [one.value for one in call.args if isinstance(one, ast.Constant)][:2]


@pytest.mark.parametrize(("how", "words"), [*spoken()])
def test_every_word_of_a_command_is_french_in_french(how, words):
    french = Language("fr")
    said = french.plural(words[0], words[-1], 2) if how == "plural" else french.text(words[0])
    assert said not in words or words[0] in SAME
