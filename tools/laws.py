"""The house's own laws, those that no linter on the market knows.

Usage: `python tools/laws.py [ROOT]`; prints one line a breach and exits 1 where there is any.

Each law is a function from a file to breaches; `tests/laws` shows that each one bites.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
LANGUAGE = {"text", "plural"}  # methods of figures.Language
BANNED_NAMES = {"utils", "helpers", "common", "misc"}
LONGEST = 450
Breach = tuple[int, str]
Law = Callable[[Path, str], Iterator[Breach]]


def no_built_text_in_gettext(path: Path, content: str) -> Iterator[Breach]:
    """A translated string is a literal: one built by an f-string, `%` or `.format` is in no catalogue."""
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(content)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        method = isinstance(node.func, ast.Attribute)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in GETTEXT and not (method and name in LANGUAGE):
            continue
        first = node.args[0]
        formatted = (
            isinstance(first, ast.Call) and isinstance(first.func, ast.Attribute) and first.func.attr == "format"
        )
        if isinstance(first, ast.JoinedStr | ast.BinOp) or formatted:
            yield node.lineno, "text built inside gettext: pass a literal and its parameters"


def accounts_only_through_access(path: Path, content: str) -> Iterator[Breach]:
    """Rows of accounts are reached through `accounts/access.py`, where it is decided who may see what."""
    if path.suffix != ".py" or path.match("accounts/access.py") or "migrations" in path.parts:
        return
    for number, line in enumerate(content.splitlines(), 1):
        if re.search(r"\bAccount\.(objects|_default_manager|_base_manager)\b", line):
            yield number, "account rows are reached through accounts.access only"


def no_wandering_rooms(path: Path, content: str) -> Iterator[Breach]:
    """No `utils`, and no file so long that it is two rooms."""
    if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES:
        yield 1, f"a room is named after what it holds, not {path.stem!r}"
    lines = content.count("\n")
    if path.suffix in {".py", ".html", ".js", ".css"} and lines > LONGEST:
        yield lines, f"{lines} lines: is it two rooms? (at most {LONGEST})"


class _TemplateReader(HTMLParser):
    """Walks a template whose tags are blanked out, and collects what breaks a law."""

    spoken = frozenset({"title", "alt", "placeholder", "aria-label", "aria-description", "label"})
    silent = frozenset({"script", "style", "code", "kbd"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.breaches: list[Breach] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Inline handlers, styles and scripts; attributes that people read."""
        line = self.getpos()[0]
        values = dict(attrs)
        if tag in self.silent:
            self.open.append(tag)
        if tag == "style":
            self.breaches.append((line, "inline <style>: the policy forbids it, use a class"))
        if tag == "script" and "src" not in values and values.get("type") != "application/json":
            self.breaches.append((line, "inline <script>: the policy forbids it, use web/assets"))
        for name, value in attrs:
            if name == "style" or re.fullmatch(r"on[a-z]+", name):
                self.breaches.append((line, f"inline {name}=: the policy forbids it"))
            if name in self.spoken and _speaks(value or ""):
                self.breaches.append((line, f"text outside translation: {name}={value!r}"))

    def handle_endtag(self, tag: str) -> None:
        """Leave a silent element."""
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self.open and _speaks(data):
            self.breaches.append((self.getpos()[0], f"text outside translation: {data.strip()!r}"))


def _speaks(text: str) -> bool:
    """Whether a text holds a word that would need French; names and signs are the same in both languages."""
    same = {"Trousseau", "CSV", "XLSX", "PNG", "HTML", "FR", "EN", "Ctrl", "HHI", "KAM"}
    return any(word not in same for word in re.findall(r"[A-Za-zÀ-ÿ]{2,}", text))


def _without_tags(content: str) -> str:
    """The template with Django's tags, variables, comments and translated blocks blanked, lines kept."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group())  # noqa: E731
    for pattern in (
        r"{% *comment.*?endcomment *%}",
        r"{% *blocktrans(late)?\b.*?endblocktrans(late)? *%}",
        r"{#.*?#}",
        r"{%.*?%}",
        r"{{.*?}}",
    ):
        content = re.sub(pattern, blank, content, flags=re.DOTALL)
    return content


def templates_are_clean(path: Path, content: str) -> Iterator[Breach]:
    """No inline script, style or handler; no text outside translation."""
    if path.suffix != ".html" or "templates" not in path.parts:
        return
    reader = _TemplateReader()
    reader.feed(_without_tags(content))
    yield from reader.breaches


def no_hand_marked_html(path: Path, content: str) -> Iterator[Breach]:
    """What people type is escaped: `|safe` and `autoescape off` have no place."""
    if path.suffix not in {".html", ".j2"}:
        return
    for number, line in enumerate(content.splitlines(), 1):
        if re.search(r"\|\s*safe\b|autoescape (off|false)", line):
            yield number, "unescaped output: build markup in a template"


SQL = re.compile(r"\b(SELECT|WHERE|INSERT INTO|UPDATE|DELETE FROM|JOIN|COPY)\b")
QUOTED = re.compile(r"(?<!DATE )'\x00")


def values_are_bound(path: Path, content: str) -> Iterator[Breach]:
    """What people typed is bound to a query, never written into its text between quotes."""
    if path.suffix != ".py" or "migrations" in path.parts:
        return
    for node in ast.walk(ast.parse(content)):
        if not isinstance(node, ast.JoinedStr):
            continue
        parts = (part.value if isinstance(part, ast.Constant) else "\x00" for part in node.values)
        text = "".join(map(str, parts))
        if SQL.search(text) and QUOTED.search(text):
            yield node.lineno, "a value written into SQL: bind it (`$name` and params)"


CALLERS = {"httpx", "requests", "aiohttp", "http.client", "urllib.request", "urllib3", "smtplib", "ftplib"}
CALL_OUT = (
    "access/outgoing.py",
    "connectors/calling.py",
    "connectors/line.py",
    "rates/central_bank.py",
    "cli/serving.py",
)
"""The guard of addresses that people set, the European Central Bank at its one address, and our own server's answer."""


def calls_go_through_the_guard(path: Path, content: str) -> Iterator[Breach]:
    """The server calls no address but through `access/outgoing.py`, which knows where nothing may be called."""
    if path.suffix != ".py" or any(path.match(one) for one in CALL_OUT):
        return
    for node in ast.walk(ast.parse(content)):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        if CALLERS & set(names):
            yield node.lineno, "a call to elsewhere: use access.outgoing"


def redirects_stay_here(path: Path, content: str) -> Iterator[Breach]:
    """Where a form sends one on to is looked at by `access/hardening.py`, and by nobody else's judgement."""
    if path.suffix != ".py" or path.match("access/hardening.py"):
        return
    for number, line in enumerate(content.splitlines(), 1):
        if re.search(r"url_has_allowed_host_and_scheme|redirect\(\s*request\.(GET|POST|META|headers)", line):
            yield number, "a redirect to what was sent: use access.hardening.safe_place"


def a_lock_says_whose_rows(path: Path, content: str) -> Iterator[Breach]:
    """A lock beside joined tables names the rows it holds: PostgreSQL locks none that may be absent, SQLite none."""
    if path.suffix != ".py":
        return
    told: set[int] = set()
    for node in ast.walk(ast.parse(content)):
        chained: dict[str, ast.Call] = {}
        link: ast.expr = node if isinstance(node, ast.Call) else ast.Constant(None)
        while isinstance(link, ast.Call) and isinstance(link.func, ast.Attribute):
            chained[link.func.attr] = link
            link = link.func.value
        lock = chained.get("select_for_update")
        joined = "select_related" in chained and lock is not None and lock.lineno not in told
        if lock is not None and joined and not any(one.arg == "of" for one in lock.keywords):
            told.add(lock.lineno)
            yield lock.lineno, 'a lock beside joined tables: say of=("self",)'


TABLE_WRITERS = (
    "figures/export.py", "figures/tariff_workbook.py", "decks/book.py", "reading/quarantine.py", "actions/mending.py",
    "views/tables.py", "demo/costs.py",
)  # fmt: skip


def tables_are_written_in_few_places(path: Path, content: str) -> Iterator[Breach]:
    """Tables go out through `figures.export`, which disarms what a spreadsheet would run as a formula."""
    if path.suffix != ".py" or any(path.match(one) for one in TABLE_WRITERS):
        return
    for number, line in enumerate(content.splitlines(), 1):
        if re.search(r"\bcsv\.(writer|DictWriter)\(|xlsxwriter\.Workbook\(", line):
            yield number, "a table written by hand: use figures.export, or disarm formulas and say so in the laws"


LAWS: tuple[Law, ...] = (
    values_are_bound,
    calls_go_through_the_guard,
    redirects_stay_here,
    a_lock_says_whose_rows,
    tables_are_written_in_few_places,
    no_built_text_in_gettext,
    accounts_only_through_access,
    no_wandering_rooms,
    templates_are_clean,
    no_hand_marked_html,
)


def breaches(root: Path) -> Iterator[str]:
    """Every breach of every law under `root/src`, as `file:line: what`."""
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in {".py", ".html", ".j2", ".js", ".css"} or {"built", "node_modules"} & set(path.parts):
            continue
        content = path.read_text(encoding="utf-8")
        for law in LAWS:
            for line, what in law(path, content):
                yield f"{path.relative_to(root)}:{line}: {what}"


def lock_files(root: Path) -> Iterator[str]:
    """A lock file names no registry: whoever installs chooses where from."""
    for path in (root / "package-lock.json", *sorted((root / "requirements").glob("*.txt"))):
        if path.exists() and re.search(r'"resolved"|--(extra-)?index-url|--find-links', path.read_text()):
            yield f"{path.relative_to(root)}:1: names a registry"


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    found = [*breaches(root), *lock_files(root)]
    print("\n".join(found) if found else "The laws of the house are kept")
    sys.exit(1 if found else 0)
