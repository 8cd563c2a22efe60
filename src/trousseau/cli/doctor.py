"""`trousseau doctor`: is this installation sound, and what mends what is not."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from trousseau.cli import audit_file, audit_trail
from trousseau.cli.failures import Failure, Words
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import say, say_json

LEAST_SPACE = 1_000_000_000
"""Bytes that should be free in the data folder."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

OLD_RATES = 45
"""Days after which the newest exchange rates are called old."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `state` is ok, watch or bad; `said` tells what was found, and the mend."""

    name: str
    state: str
    said: str


@click.command()
@click.option("--audit", is_flag=True, help="Read the whole audit trail too: has anything in it been tampered with?")
@click.option(
    "--head", metavar="N:DIGEST", help="The head that an earlier --audit gave: nothing up to it was cut off since."
)
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --audit: check this export of the trail (JSON lines) instead; no installation is needed for it.",
)
@language_flag
@json_flag
def doctor(*, audit: bool, head: str | None, file: Path | None, language: str, as_json: bool) -> int:
    """Check this installation: Python, data folder, database, assets, ledger, exchange rates, mail.

    Leaves with 1 when something must be mended.
    """
    words = Words(language)
    noted = audit_trail.noted(head)
    if file is not None:
        findings = [_checked("audit", lambda words: Finding("audit", *audit_file.examined(words, file, noted)), words)]
    else:
        findings = list(examine(words))
    if (
        file is None
        and (audit or noted)
        and all(finding.name != "configuration" or finding.state == "ok" for finding in findings)
    ):
        findings.append(_checked("audit", lambda words: Finding("audit", *audit_trail.examined(words, noted)), words))
    sound = all(finding.state != "bad" for finding in findings)
    if as_json:
        say_json({"sound": sound, "findings": [vars(finding) for finding in findings]})
    else:
        marks = {"ok": "●", "watch": "▲", "bad": "◆"}
        width = max(len(finding.name) for finding in findings)
        say("\n".join(f"{marks[found.state]} {found.name:<{width}}  {found.said}" for found in findings))
    return 0 if sound else 1


def examine(words: Words) -> Iterator[Finding]:
    """Look at everything; a check that itself fails is a finding, not an end."""
    checks: tuple[tuple[str, Callable[[Words], Finding]], ...] = (
        ("python", _python),
        ("configuration", _configuration),
        ("folder", _folder),
        ("space", _space),
        ("database", _database),
        ("secrets", _secrets),
        ("assets", _assets),
        ("ledger", _ledger),
        ("rates", _rates),
        ("mail", _mail),
    )
    database_ready = True
    for name, check in checks:
        if name == "secrets" and not database_ready:
            continue
        finding = _checked(name, check, words)
        yield finding
        database_ready = database_ready and (name != "database" or finding.state == "ok")
        if finding.state == "bad" and name == "configuration":
            return  # nothing further can be known


def _checked(name: str, check: Callable[[Words], Finding], words: Words) -> Finding:
    try:
        return check(words)
    except Failure as failure:
        return Finding(name, "bad", failure.message or words.sentence(failure.code, failure.params))
    except Exception as error:  # noqa: BLE001 - whatever breaks a check is what the doctor is asked about
        return Finding(name, "bad", f"{type(error).__name__}: {error}")


def _python(words: Words) -> Finding:
    version = platform.python_version()
    if sys.maxsize < 2**32:
        said = words.text("{version}: use a 64-bit Python.").format(version=version)
        return Finding("python", "watch", said)
    return Finding("python", "ok", version)


def _configuration(words: Words) -> Finding:
    from trousseau.cli.database import ready  # noqa: PLC0415

    ready(migrated=False)
    from django.conf import settings  # noqa: PLC0415

    address = settings.ADDRESS or words.text("loopback only")
    return Finding("configuration", "ok", words.text("address: {address}").format(address=address))


def _home() -> Path:
    from django.conf import settings  # noqa: PLC0415

    return Path(settings.TROUSSEAU_HOME)


def _folder(words: Words) -> Finding:
    home = _home()
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        said = words.text("{path} is not writable by this user: change its owner, or choose another TROUSSEAU_HOME.")
        return Finding("folder", "bad", said.format(path=home))
    return Finding("folder", "ok", str(home))


def _space(words: Words) -> Finding:
    free = shutil.disk_usage(_home()).free
    size = f"{free / 1e9:.1f}"
    if free < LEAST_SPACE:
        said = words.text("{free} GB free: imports need more; free some space.")
        return Finding("space", "bad", said.format(free=size))
    return Finding("space", "ok", words.text("{free} GB free").format(free=size))


def _database(words: Words) -> Finding:
    from django.db import connection  # noqa: PLC0415

    from trousseau.cli.database import pending  # noqa: PLC0415

    due = pending()
    if due:
        said = words.text("{n} changes are due: run `trousseau migrate`.").format(n=len(due))
        return Finding("database", "bad", said)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            verdict = cursor.fetchone()[0]
        if verdict != "ok":
            said = words.text("damaged ({detail}): restore a copy.").format(detail=verdict)
            return Finding("database", "bad", said)
    return Finding("database", "ok", words.text("up to date and readable"))


def _secrets(words: Words) -> Finding:
    from trousseau.cli.secrets_kept import examined  # noqa: PLC0415

    return Finding("secrets", *examined(words))


def _assets(words: Words) -> Finding:
    import trousseau.web  # noqa: PLC0415

    built = Path(trousseau.web.__file__).parent / "static" / "built"
    if not built.is_dir() or not any(built.glob("*.css")) or not any(built.glob("*.js")):
        return Finding("assets", "bad", words.text("the pages have no style: run `make setup`."))
    return Finding("assets", "ok", words.text("built"))


def _ledger(words: Words) -> Finding:
    from trousseau.ledger.store import Ledger  # noqa: PLC0415

    version = Ledger(_home() / "ledger").version
    if version < 0:
        return Finding("ledger", "ok", words.text("empty: import a file to begin"))
    return Finding("ledger", "ok", words.text("version {version}").format(version=version))


def _rates(words: Words) -> Finding:
    from trousseau.imports.folders import ecb_file  # noqa: PLC0415
    from trousseau.ledger.rates import ecb_last_day  # noqa: PLC0415

    fetched = ecb_file()
    last = ecb_last_day(fetched if fetched.exists() else None)
    age = (date.today() - last).days  # noqa: DTZ011 - the day here is what the age is counted to
    if age > OLD_RATES:
        said = words.text("last day {day}: fetch newer ones with `trousseau rates --fetch`.")
        return Finding("rates", "watch", said.format(day=last))
    return Finding("rates", "ok", words.text("last day {day}").format(day=last))


def _mail(words: Words) -> Finding:
    """Whether letters leave under TLS; within this machine they need not."""
    from django.conf import settings  # noqa: PLC0415

    if not settings.EMAIL_CONFIGURED:
        return Finding("mail", "ok", words.text("no mail server: links are handed over by who makes them"))
    host = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS or settings.EMAIL_HOST in LOOPBACK:
        return Finding("mail", "ok", host)
    said = words.text("{host} without TLS: letters with links can be read on their way. Use port 587, or smtps://.")
    return Finding("mail", "watch", said.format(host=host))
