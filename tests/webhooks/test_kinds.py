"""The table of what can be told says only what is so."""

import ast
from pathlib import Path

from django.apps import apps
from django.utils import translation

import trousseau
from trousseau.access.audit import SENTENCES
from trousseau.access.rules import RULES
from trousseau.api import resources, service
from trousseau.webhooks.kinds import AREAS, BY_VERB, KINDS
from trousseau.webhooks.subjects import SUBJECTS

LITERALS = {
    node.value
    for path in Path(trousseau.__file__).parent.rglob("*.py")
    if not path.stem.endswith("shell") and "webhooks" not in path.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}


def test_each_verb_is_one_that_an_action_records_and_has_one_kind():
    verbs = [verb for area in AREAS for kind in area.kinds for verb in kind.verbs]
    assert len(verbs) == len(set(verbs))
    assert set(BY_VERB) <= set(SENTENCES)
    computed = {verb for verb in verbs if verb.partition(".")[0] in {"ask", "commitment", "cosign"}}  # of a state
    assert set(verbs) - computed <= LITERALS
    assert {kind.rule for kind in KINDS.values()} <= set(RULES)


def test_each_kind_has_a_sentence_of_its_own_in_both_languages():
    for language in ("en", "fr"):
        with translation.override(language):
            said = [str(kind.label) for kind in KINDS.values()]
            assert len(set(said)) == len(said)
    with translation.override("en"):
        english = {name: str(kind.label) for name, kind in KINDS.items()}
    with translation.override("fr"):
        assert [name for name, kind in KINDS.items() if str(kind.label) == english[name]] == []


def test_each_thing_is_served_by_the_api_or_says_itself_who_may_see_it():
    service.open_rooms()
    for name, subject in SUBJECTS.items():
        assert subject.rows is not None or resources.of(apps.get_model(name)) is not None, name
