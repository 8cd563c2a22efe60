"""The signature of a call to S3 (AWS Signature Version 4), for calls without a body: all that a source makes."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Key:
    """Who calls, and in which region the signature counts."""

    id: str
    secret: str
    region: str


def encoded(text: str, *, folders: bool = False) -> str:
    """A text as it stands in an address and is signed; `folders` keeps the slashes between them."""
    return quote(text, safe="-_.~/" if folders else "-_.~")


def query(asked: Mapping[str, str]) -> str:
    """What is asked, in the order in which it is signed."""
    return "&".join(sorted(f"{encoded(name)}={encoded(value)}" for name, value in asked.items()))


def signed(
    key: Key, method: str, *, host: str, path: str, asked: str, said: Mapping[str, str], at: dt.datetime
) -> dict[str, str]:
    """The headers of a call, `said` among them, with its signature. `path` and `asked` as they stand in the address."""
    moment = at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": host, "x-amz-content-sha256": NOTHING, "x-amz-date": moment}
    headers |= {name.lower(): value.strip() for name, value in said.items()}
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    whole = f"{method}\n{path}\n{asked}\n{lines}\n{names}\n{NOTHING}"
    scope = f"{moment[:8]}/{key.region}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(whole.encode()).hexdigest()))
    by = f"AWS4{key.secret}".encode()
    for part in scope.split("/"):
        by = hmac.digest(by, part.encode(), "sha256")
    mark = hmac.digest(by, text.encode(), "sha256").hex()
    who = f"AWS4-HMAC-SHA256 Credential={key.id}/{scope}, SignedHeaders={names}, Signature={mark}"
    return headers | {"authorization": who}
