"""Each law of the house, broken on purpose: a law that does not bite is not one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BREACHES = {
    "an f-string inside gettext": ("access/x.py", '_(f"Hello {name}")', "text built inside gettext"),
    "a format inside gettext": ("access/x.py", '_("Hello {}".format(name))', "text built inside gettext"),
    "a percent inside gettext": (
        "access/x.py",
        'language.text("Hello %s" % name)',
        "text built inside gettext",
    ),
    "account rows by the back door": ("portfolio/x.py", "Account.objects.all()", "through accounts.access"),
    "a utils module": ("access/utils.py", "x = 1", "named after what it holds"),
    "a file that is two rooms": ("access/x.py", "x = 1\n" * 500, "is it two rooms"),
    "an inline script": ("web/templates/web/x.html", "<script>alert(1)</script>", "inline <script>"),
    "an inline style": ("web/templates/web/x.html", '<p style="color:red">{{ a }}</p>', "inline style="),
    "an inline handler": ("web/templates/web/x.html", '<p onclick="go()">{{ a }}</p>', "inline onclick="),
    "a style element": ("web/templates/web/x.html", "<style>p {}</style>", "inline <style>"),
    "a word outside translation": ("web/templates/web/x.html", "<p>Hello there</p>", "outside translation"),
    "a title outside translation": (
        "web/templates/web/x.html",
        '<p title="Hello">{{ a }}</p>',
        "outside translation",
    ),
    "a value between quotes in SQL": ("ledger/x.py", "con.sql(f\"SELECT 1 WHERE a = '{name}'\")", "bind it"),
    "a call past the guard": ("plans/x.py", "import httpx", "use access.outgoing"),
    "a call by another name": ("plans/x.py", "from urllib import request", "use access.outgoing"),
    "a redirect to what was sent": ("plans/x.py", 'redirect(request.POST["next"])', "safe_place"),
    "a lock of joined tables": (
        "plans/x.py",
        'Plan.objects.select_for_update().filter(pk=1).select_related("account").get()',
        "a lock beside joined tables",
    ),
    "a table written by hand": ("plans/x.py", "csv.writer(file)", "use figures.export"),
    "unescaped output": ("web/templates/web/x.html", "<p>{{ a|safe }}</p>", "unescaped output"),
}


def laws(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "tools" / "laws.py", root], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_named(tmp_path: Path, breach: str):
    name, content, expected = BREACHES[breach]
    path = tmp_path / "src" / "trousseau" / name
    path.parent.mkdir(parents=True)
    path.write_text(content)

    done = laws(tmp_path)

    assert done.returncode == 1
    assert expected in done.stdout
    assert f"src/trousseau/{name}:" in done.stdout


def test_what_is_allowed_passes(tmp_path: Path):
    page = tmp_path / "src" / "trousseau" / "web" / "templates" / "web" / "x.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        '{% load i18n %}<h1 class="finding">{% translate "Today" %}</h1>'
        '<script type="application/json">{{ a }}</script><script src="{{ b }}"></script>'
        "{% blocktranslate trimmed %}All is well{% endblocktranslate %} CSV"
    )
    (page.parent / "x.py").write_text('_("Hello %(name)s") % {"name": name}\n')

    done = laws(tmp_path)

    assert done.returncode == 0, done.stdout


def test_a_lock_file_that_names_a_registry_is_refused(tmp_path: Path):
    (tmp_path / "src").mkdir()
    (tmp_path / "package-lock.json").write_text('{"resolved": "somewhere"}')

    assert "names a registry" in laws(tmp_path).stdout


ARROWS = {
    "the method imports the ledger": ("method/bad.py", "from trousseau.ledger import lines\n"),
    "the ledger imports Django": ("ledger/bad.py", "import django.conf\n"),
    "figures import the ledger": ("figures/bad.py", "from trousseau.ledger import lines\n"),
    "an earlier app imports a later one": ("access/bad.py", "import trousseau.portfolio\n"),
    "an app imports the shell": ("accounts/bad.py", "import trousseau.web\n"),
}


@pytest.mark.parametrize("arrow", ARROWS)
def test_an_arrow_the_wrong_way_is_refused(tmp_path: Path, arrow: str):
    name, content = ARROWS[arrow]
    shutil.copytree(
        ROOT / "src",
        tmp_path / "src",
        ignore=shutil.ignore_patterns("built", "__pycache__", "locale", "templates"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src" / "trousseau" / name).write_text(f'"""A breach."""\n{content}')

    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "src"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_a_missing_translation_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    sys.path.insert(0, str(ROOT / "tools"))
    import catalogues

    room = tmp_path / "access"
    (room / "locale").mkdir(parents=True)
    (room / "views.py").write_text('_("Good morning")\nngettext("one", "many", n)\n')
    (room / "templates").mkdir()
    (room / "templates" / "x.html").write_text('{% load i18n %}{% translate "Good evening" %}')
    monkeypatch.setattr(catalogues, "SOURCE", tmp_path)

    found = list(catalogues.faults(room))

    assert any("Good morning" in fault for fault in found)
    assert any("Good evening" in fault for fault in found)
    assert any("'one'" in fault for fault in found)

    catalogues.update()
    assert any("not translated: 'Good morning'" in fault for fault in catalogues.faults(room))


@pytest.mark.parametrize(
    ("french", "told"),
    [
        ("Prix : 4", True), ("Prix\u00a0: 4", False), ("Vraiment ?", True), ("Vraiment\u202f?", False),
        ("« prix »", True), ("«\u00a0prix\u00a0»", False), ("à 12:30, a != b", False),
    ],
)  # fmt: skip
def test_a_space_that_breaks_before_french_punctuation_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, french: str, told: bool
):
    sys.path.insert(0, str(ROOT / "tools"))
    import catalogues

    room = tmp_path / "access"
    (room / "locale").mkdir(parents=True)
    (room / "views.py").write_text('_("Price")')
    monkeypatch.setattr(catalogues, "SOURCE", tmp_path)
    catalogues.update()
    path = catalogues.catalogue_of(room)
    path.write_text(path.read_text().replace('msgid "Price"\nmsgstr ""', f'msgid "Price"\nmsgstr "{french}"'))

    assert any("breaks" in fault for fault in catalogues.faults(room)) is told
