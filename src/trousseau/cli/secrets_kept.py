"""`trousseau rotate-secrets`, and what the doctor says of the keys that secrets are sealed under."""

from __future__ import annotations

import click

from trousseau.cli.failures import Failure, Words
from trousseau.cli.options import json_flag, language_flag
from trousseau.cli.output import say, say_json


@click.command(name="rotate-secrets")
@click.option("--draw", is_flag=True, help="Only draw a new key, to be put in front of TROUSSEAU_SECRETS_KEYS.")
@language_flag
@json_flag
def rotate_secrets(*, draw: bool, language: str, as_json: bool) -> None:
    """Seal every secret in the database under the first of TROUSSEAU_SECRETS_KEYS.

    May be interrupted and run again: what is sealed under the newest key is left as it is. The older keys are needed
    until it has ended.
    """
    from cryptography.fernet import Fernet  # noqa: PLC0415

    if draw:
        key = Fernet.generate_key().decode()
        say_json({"key": key}) if as_json else say(key)
        return
    from trousseau.cli.database import ready  # noqa: PLC0415

    ready()
    from trousseau.access import rotation  # noqa: PLC0415 - models exist once Django is ready
    from trousseau.access.vault import SealError  # noqa: PLC0415

    try:
        done = rotation.rotate()
    except SealError as error:
        raise Failure("seal_broken" if error.code == "damaged" else "seal_key_missing", key=error.key) from error
    if as_json:
        say_json({"sealed": done})
        return
    words = Words(language)
    said = words.text("Secrets sealed under the newest key: {n}. The older keys may go.").format(n=done)
    say(said if done else words.text("Every secret is under the newest key already."))


def examined(words: Words) -> tuple[str, str]:
    """The state of the sealed secrets, and what is said of it."""
    from trousseau.access import rotation  # noqa: PLC0415

    found = rotation.standing()
    if found.lost:
        said = words.text("Secrets whose key TROUSSEAU_SECRETS_KEYS does not give: {n}. Put it back.")
        return "bad", said.format(n=found.lost)
    if found.older or found.clear:
        said = words.text("Secrets that still need an older key: {n}. Run `trousseau rotate-secrets` before it goes.")
        return "watch", said.format(n=found.older + found.clear)
    return "ok", words.text("sealed under the newest key: {n}").format(n=found.current)
