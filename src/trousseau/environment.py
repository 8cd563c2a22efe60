"""Reading the environment: each variable typed, checked, refused with a sentence that says how to mend it.

Every function takes the variables as a mapping, so that they are tested without touching the process.
`NAME_FILE` may name a file that holds the value, as container platforms hand out secrets.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})
PLAIN = frozenset({"localhost", "127.0.0.1", "::1"})
SAML_ATTRIBUTES = {
    "email": [
        "email", "mail", "urn:oid:0.9.2342.19200300.100.1.3",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    ],
    "email_verified": ["email_verified", "http://schemas.auth0.com/email_verified"],
}  # fmt: skip
HOST_NAME = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*\.?")
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def text(variables: Mapping[str, str], name: str, default: str = "") -> str:
    """Give the value of `name`, or what the file named by `name_FILE` holds, or the default."""
    file = variables.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {file}, which cannot be read ({error.strerror}). "
                f"Check the path and its permissions, or set {name} itself."
            ) from error
    return variables.get(name, "").strip() or default


def flag(variables: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    """Give a yes or no; anything that is neither is refused."""
    value = text(variables, name, "1" if default else "0").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 (yes) or 0 (no).")


def choice(variables: Mapping[str, str], name: str, options: tuple[str, ...]) -> str:
    """Give one of `options`, the first by default."""
    value = text(variables, name, options[0])
    if value not in options:
        raise ImproperlyConfigured(f"{name} is {value!r}: write one of {', '.join(options)}.")
    return value


def days(variables: Mapping[str, str], name: str, default: int) -> int:
    """Give a number of days from 1 to a year."""
    value = text(variables, name, str(default))
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= 366):
        raise ImproperlyConfigured(f"{name} is {value!r}: write a number of days from 1 to 366.")
    return int(value)


def address(variables: Mapping[str, str]) -> str:
    """Give the public address of the site (`https://kam.example.com`), or "" on loopback only."""
    value = text(variables, "TROUSSEAU_ADDRESS").rstrip("/")
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"TROUSSEAU_ADDRESS is {value!r}: write the scheme and the host people type, "
            "for example https://kam.example.com"
        )
    return value


def hosts(variables: Mapping[str, str]) -> list[str]:
    """Give the host names answered to: loopback, the public address, and TROUSSEAU_ALLOWED_HOSTS."""
    named = [host.strip() for host in text(variables, "TROUSSEAU_ALLOWED_HOSTS").split(",") if host.strip()]
    for host in named:
        if "/" in host or " " in host:
            raise ImproperlyConfigured(
                f"TROUSSEAU_ALLOWED_HOSTS has {host!r}: write host names only, separated by commas."
            )
    public = urlsplit(address(variables)).hostname
    return [*LOOPBACK, *([public] if public else []), *named]


def outgoing(variables: Mapping[str, str]) -> dict[str, tuple[object, ...]]:
    """Give the names and networks inside that people's addresses may call: TROUSSEAU_OUTGOING_ALLOWED.

    Comma-separated host names (`crm.corp.example`, `*.corp.example`) and networks (`10.20.0.0/16`).
    """
    names: list[str] = []
    networks: list[IPv4Network | IPv6Network] = []
    for one in filter(None, map(str.strip, text(variables, "TROUSSEAU_OUTGOING_ALLOWED").split(","))):
        if "/" in one or ":" in one or one.replace(".", "").isdigit():
            try:
                networks.append(ip_network(one))
            except ValueError as error:
                raise ImproperlyConfigured(
                    f"TROUSSEAU_OUTGOING_ALLOWED has {one!r}: write a network such as 10.20.0.0/16, or a host name."
                ) from error
        elif HOST_NAME.fullmatch(one.lower()):
            names.append(one.lower().rstrip("."))
        else:
            raise ImproperlyConfigured(
                f"TROUSSEAU_OUTGOING_ALLOWED has {one!r}: write host names (crm.corp.example, *.corp.example) "
                "and networks (10.20.0.0/16), separated by commas."
            )
    return {"names": tuple(names), "networks": tuple(networks)}


def watched(variables: Mapping[str, str]) -> tuple[Path, ...]:
    """Give the folders below which sources may be watched: TROUSSEAU_WATCHED, absolute paths parted by colons."""
    named = [Path(one) for one in filter(None, map(str.strip, text(variables, "TROUSSEAU_WATCHED").split(os.pathsep)))]
    for one in named:
        if not one.is_absolute() or ".." in one.parts:
            raise ImproperlyConfigured(
                f"TROUSSEAU_WATCHED has {str(one)!r}: write absolute paths of folders, parted by {os.pathsep!r}."
            )
    return tuple(named)


def home(variables: Mapping[str, str]) -> Path:
    """Give the one folder that holds everything (TROUSSEAU_HOME, ./data by default), made if missing."""
    folder = Path(text(variables, "TROUSSEAU_HOME", "data")).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"TROUSSEAU_HOME is {folder}, which cannot be made ({error.strerror}). "
            "Name a folder where this user may write."
        ) from error
    return folder


def secret_key(variables: Mapping[str, str], folder: Path) -> str:
    """Give TROUSSEAU_SECRET_KEY, or the key kept in `folder`, drawn at the first start (mode 0600)."""
    given = text(variables, "TROUSSEAU_SECRET_KEY")
    if given:
        if len(given) < 32:
            raise ImproperlyConfigured(
                "TROUSSEAU_SECRET_KEY is shorter than 32 characters. "
                "Leave it out (one is drawn and kept in TROUSSEAU_HOME) or give a longer one."
            )
        return given
    path = folder / "secret_key"
    try:
        if not path.exists():
            _draw_key(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be kept in {path} ({error.strerror}). "
            "Let this user write in TROUSSEAU_HOME, or set TROUSSEAU_SECRET_KEY."
        ) from error


def secrets_keys(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Give TROUSSEAU_SECRETS_KEYS, the newest first: what secrets in the database are sealed under."""
    given = tuple(filter(None, map(str.strip, text(variables, "TROUSSEAU_SECRETS_KEYS").split(","))))
    for place, key in enumerate(given, 1):
        try:
            sound = len(base64.urlsafe_b64decode(key)) == 32
        except (ValueError, binascii.Error):
            sound = False
        if not sound:
            raise ImproperlyConfigured(
                f"TROUSSEAU_SECRETS_KEYS: key {place} of {len(given)} is no key. "
                "Draw one with `trousseau rotate-secrets --draw`, and put it in front of the others, after it a comma."
            )
    return given


def _draw_key(path: Path) -> None:
    """Write a fresh key whole or not at all: server and worker may start at the same moment."""
    draft = path.with_name(f"secret_key.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)  # the first one wins; the other reads what the first wrote
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def email(variables: Mapping[str, str]) -> dict[str, object]:
    """Give Django's e-mail settings from TROUSSEAU_EMAIL_URL (`smtp://user:password@host:587`, `smtps://`)."""
    url = text(variables, "TROUSSEAU_EMAIL_URL")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "TROUSSEAU_EMAIL_URL does not name a mail server: "
            "write smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465."
        )
    implicit = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if implicit else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": not implicit and parts.port != 25,
        "EMAIL_TIMEOUT": 20,
    }


def database(variables: Mapping[str, str], folder: Path) -> dict[str, object]:
    """Give Django's database settings: SQLite in `folder`, write-ahead log, immediate transactions.

    Immediate: a transaction takes the write lock when it begins, so two writers queue instead of one of
    them failing half-way; readers never wait (WAL). TROUSSEAU_DATABASE_URL names a PostgreSQL server instead.
    """
    if text(variables, "DATABASE_URL"):
        raise ImproperlyConfigured(
            "DATABASE_URL is set, but the records are kept in SQLite under TROUSSEAU_HOME, or where "
            "TROUSSEAU_DATABASE_URL says. Remove DATABASE_URL."
        )
    if url := text(variables, "TROUSSEAU_DATABASE_URL"):
        return _postgresql(url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "trousseau.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
        },
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.hostname or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "TROUSSEAU_DATABASE_URL does not name a database: write postgresql://user:password@host:5432/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
    }


def single_sign_on(variables: Mapping[str, str]) -> dict[str, dict[str, object]]:
    """Give django-allauth's providers: OpenID Connect, SAML, both or none, each only where it is set whole."""
    domains = [name.strip().lower() for name in text(variables, "TROUSSEAU_SSO_DOMAINS").split(",") if name.strip()]
    trust: dict[str, object] = {"verified_email": domains} if domains else {}
    providers: dict[str, dict[str, object]] = {}
    oidc = _whole(variables, "TROUSSEAU_OIDC", ("URL", "CLIENT_ID", "SECRET"))
    if oidc:
        app: dict[str, object] = {
            "provider_id": "oidc",
            "name": text(variables, "TROUSSEAU_OIDC_NAME", "OpenID Connect"),
            "client_id": oidc["CLIENT_ID"],
            "secret": oidc["SECRET"],
            "settings": {
                "server_url": _safe_url("TROUSSEAU_OIDC_URL", oidc["URL"]),
                "oauth_pkce_enabled": True,
                **trust,
            },
        }
        providers["openid_connect"] = {"APPS": [app], "OAUTH_PKCE_ENABLED": True}
    saml = _whole(variables, "TROUSSEAU_SAML", ("ENTITY_ID", "URL", "CERTIFICATE"))
    if saml:
        idp = {
            "entity_id": saml["ENTITY_ID"],
            "sso_url": _safe_url("TROUSSEAU_SAML_URL", saml["URL"]),
            "x509cert": saml["CERTIFICATE"],
        }
        advanced = {
            "strict": True,
            "want_assertion_signed": True,
            "want_name_id": True,
            "allow_single_label_domains": True,  # https://kam, as it is called inside many a house
        }
        app = {
            "provider_id": saml["ENTITY_ID"],
            "name": text(variables, "TROUSSEAU_SAML_NAME", "SAML"),
            "client_id": "saml",
            "settings": {"idp": idp, "advanced": advanced, "attribute_mapping": SAML_ATTRIBUTES, **trust},
        }
        providers["saml"] = {"APPS": [app]}
    return providers


def _whole(variables: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> dict[str, str]:
    """All of them or none: a door that is set by half opens to nobody knows whom."""
    found = {name: text(variables, f"{prefix}_{name}") for name in names}
    missing = [f"{prefix}_{name}" for name, value in found.items() if not value]
    if 0 < len(missing) < len(names):
        raise ImproperlyConfigured(f"{', '.join(missing)} is missing: set it, or remove the others of {prefix}_….")
    return {} if missing else found


def _safe_url(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in PLAIN)):
        return value.rstrip("/")
    raise ImproperlyConfigured(f"{name} is {value!r}: write the address of the provider, beginning with https://.")
