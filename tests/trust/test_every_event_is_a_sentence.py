"""Whatever verb the code records reads as a sentence, in English and in French."""

import ast
import re
from pathlib import Path

from django.apps import apps
from django.utils import translation

import trousseau
from trousseau.access.audit import SENTENCES
from trousseau.notices import kinds

SOURCE = Path(trousseau.__file__).parent
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
NO_VERBS = {"request.climbed", "request.taken", "request.unanswered"}
"""What a notice says of a request, as `tell_of` names it."""


def said_in(path):
    """Every text of a module that looks like a verb, f-strings as patterns."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VERB.fullmatch(node.value):
            yield re.escape(node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = (re.escape(p.value) if isinstance(p, ast.Constant) else "[a-z_]+" for p in node.values)
            pattern = "".join(parts)
            if re.fullmatch(r"[a-z_]+\\\.[a-z_]*(\[a-z_\]\+)?[a-z_]*", pattern):
                yield pattern


def records(path):
    """Whether a module writes events itself."""
    return re.search(r"\b(record|record_all|audit\.event|event)\(", path.read_text(encoding="utf-8")) is not None


def test_every_verb_that_is_recorded_has_a_sentence_in_both_languages():
    objects = {verb.partition(".")[0] for verb in SENTENCES}
    told = {kind.name for kind in kinds.known()} | NO_VERBS | {one._meta.label_lower for one in apps.get_models()}
    found = {
        verb: path
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and "demo" not in path.parts and records(path)
        for verb in said_in(path)
        if verb.partition("\\.")[0] in objects and verb.replace("\\", "") not in told
    }
    silent = {v: str(p.relative_to(SOURCE)) for v, p in found.items() if not any(re.fullmatch(v, s) for s in SENTENCES)}
    assert silent == {}
    assert len(found) > 150

    for verb, sentence in SENTENCES.items():
        with translation.override("en"):
            english = str(sentence)
        with translation.override("fr"):
            french = str(sentence)
        assert VERB.fullmatch(english) is None, verb
        assert (french and french != english) or len(english.split()) == 1, f"{verb} reads {english!r} in French"
