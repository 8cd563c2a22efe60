"""An S3 prefix: what lies directly below it, at AWS or wherever the same calls are answered.

Each call is signed and goes through the guard of outgoing calls, to the machine that was checked; none follows a
redirect. Names come from the bucket and are never put together from what a form says.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import unquote_plus, urlsplit

from django.utils import timezone
from lxml import etree

from trousseau.access import outgoing
from trousseau.connectors.feeds.errors import FeedError
from trousseau.connectors.feeds.places import MOST, Entry
from trousseau.connectors.feeds.signature import Key, encoded, query, signed
from trousseau.connectors.models import Feed

PIECE, SECONDS, PAGE, LARGEST = 1 << 20, 3_600.0, 1_000, 16 << 20
"""Bytes at a time; how long one file may take; names in one answer; bytes of an answer that is read whole."""
WRONG_KEY = frozenset({"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken"})
ELSEWHERE = frozenset({"PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "IncorrectEndpoint"})


class Bucket:
    """The files directly below one prefix."""

    def __init__(self, feed: Feed) -> None:
        told = feed.told
        self._bucket, region = told.get("bucket", ""), told.get("region", "")
        self._base = endpoint(told)
        self._key = Key(told.get("key_id", ""), feed.secret, region)
        prefix = told.get("prefix", "").strip("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self.label = f"s3://{self._bucket}/{self._prefix}"

    def names(self) -> Sequence[Entry]:
        """See `Place`: the keys of the prefix, not of those below it."""
        asked = {"list-type": "2", "prefix": self._prefix, "delimiter": "/", "encoding-type": "url"}
        asked["max-keys"] = str(PAGE)
        found: list[Entry] = []
        while len(found) < MOST * 2:
            page = self._page(asked)
            found.extend(one for one in map(self._entry, page.iterfind("{*}Contents")) if one.name)
            further = page.findtext("{*}NextContinuationToken") or ""
            if page.findtext("{*}IsTruncated") != "true" or further in {"", asked.get("continuation-token")}:
                break
            asked["continuation-token"] = further
        return found

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """See `Place`: only the version that was listed is asked for."""
        read, until = 0, time.monotonic() + SECONDS
        said = {"if-match": f'"{entry.stamp}"', "accept-encoding": "identity"}
        with self._called("GET", self._prefix + entry.name, said) as answer:
            self._judged(answer, entry.name)
            for piece in answer.iter_raw(PIECE):
                read += len(piece)
                if read > entry.size:
                    raise FeedError("changed", name=entry.name)
                if time.monotonic() > until:
                    raise FeedError("bucket_away", place=self.label, why="timeout")
                yield piece
        if read != entry.size:
            raise FeedError("bucket_away", place=self.label, why=f"{read} / {entry.size}")

    def put(self, entry: Entry, folder: str) -> None:
        """See `Place`: copied, then deleted; a name that is there already gets the ETag before it."""
        key = self._prefix + entry.name
        try:
            name = f"{entry.stamp} {entry.name}" if self._there(f"{self._prefix}{folder}/{entry.name}") else entry.name
            source = encoded(f"/{self._bucket}/{key}", folders=True)
            said = {"x-amz-copy-source": source, "x-amz-copy-source-if-match": f'"{entry.stamp}"'}
            with self._called("PUT", f"{self._prefix}{folder}/{name}", said) as answer:
                self._judged(answer, entry.name)
                self._named(self._read(answer), "CopyObjectResult")
            with self._called("DELETE", key, {"if-match": f'"{entry.stamp}"'}) as answer:
                self._judged(answer, entry.name)
        except FeedError as error:
            if error.code in {"changed", "vanished"}:
                return
            why = str(error.told.get("why", "–"))
            raise FeedError("not_moved", name=entry.name, folder=folder, why=why) from error

    def _page(self, asked: dict[str, str]) -> etree._Element:
        with self._called("GET", "", {}, asked) as answer:
            self._judged(answer, "")
            page = self._read(answer)
        self._named(page, "ListBucketResult")
        return page

    def _entry(self, one: etree._Element) -> Entry:
        name = unquote_plus(one.findtext("{*}Key") or "", errors="replace").removeprefix(self._prefix)
        size, etag = one.findtext("{*}Size") or "", (one.findtext("{*}ETag") or "").strip('"')
        if not size.isascii() or not size.isdigit() or not etag or len(etag) > 100:
            raise FeedError("bucket_answer", place=self.label, why="Size, ETag")
        return Entry(name, int(size), etag)

    def _named(self, page: etree._Element, name: str) -> None:
        """Raise where an answer is not what was asked for; an error can come under a number that says success."""
        if etree.QName(page).localname != name:
            why = page.findtext("{*}Code") or etree.QName(page).localname
            raise FeedError("bucket_answer", place=self.label, why=why[:60])

    def _there(self, key: str) -> bool:
        with self._called("HEAD", key) as answer:
            return answer.status_code == HTTPStatus.OK

    @contextmanager
    def _called(
        self, method: str, key: str, said: dict[str, str] | None = None, asked: dict[str, str] | None = None
    ) -> Iterator[outgoing.Response]:
        """One signed call; whatever breaks, also while the answer is read, is a FeedError."""
        path = encoded(f"/{self._bucket}/{key}" if key else f"/{self._bucket}", folders=True)
        text, host = query(asked or {}), urlsplit(self._base).netloc
        headers = signed(self._key, method, host=host, path=path, asked=text, said=said or {}, at=timezone.now())
        try:
            with (
                outgoing.client(follow=False) as caller,
                caller.stream(method, f"{self._base}{path}{'?' if text else ''}{text}", headers=headers) as answer,
            ):
                yield answer
        except outgoing.RefusedError as error:
            raise FeedError("endpoint", why=str(error)) from error
        except outgoing.BrokenError as error:
            raise FeedError("bucket_away", place=self.label, why=type(error).__name__) from error

    def _judged(self, answer: outgoing.Response, name: str) -> None:
        """Raise what an answer that is no success says."""
        if answer.is_success:
            return
        code = self._code(answer)
        if name and answer.status_code == HTTPStatus.PRECONDITION_FAILED:
            raise FeedError("changed", name=name)
        if answer.status_code == HTTPStatus.NOT_FOUND and code != "NoSuchBucket" and name:
            raise FeedError("vanished", name=name)
        if code == "NoSuchBucket":
            raise FeedError("no_bucket", bucket=self._bucket, place=self._base)
        if answer.is_redirect or code in ELSEWHERE:
            region = answer.headers.get("x-amz-bucket-region", "–")
            raise FeedError("bucket_elsewhere", bucket=self._bucket, region=region[:40])
        if code in WRONG_KEY:
            raise FeedError("bucket_key", place=self.label, why=code)
        if answer.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise FeedError("object_denied" if name else "bucket_denied", place=self.label, name=name, why=code)
        if answer.is_server_error or answer.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            raise FeedError("bucket_away", place=self.label, why=code)
        raise FeedError("bucket_answer", place=self.label, why=code)

    def _code(self, answer: outgoing.Response) -> str:
        """What S3 calls it, else its number."""
        try:
            said = self._read(answer).findtext("{*}Code") or ""
        except FeedError:
            said = ""
        return said[:60] if said.isalnum() else str(answer.status_code)

    def _read(self, answer: outgoing.Response) -> etree._Element:
        """An answer as XML: bounded, nothing in it is fetched or unfolded."""
        taken = bytearray()
        for piece in answer.iter_bytes():
            taken += piece
            if len(taken) > LARGEST:
                raise FeedError("bucket_answer", place=self.label, why="> 16 MB")
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            return etree.fromstring(bytes(taken), parser)
        except etree.XMLSyntaxError as error:
            raise FeedError("bucket_answer", place=self.label, why=f"HTTP {answer.status_code}") from error


def endpoint(told: dict[str, str]) -> str:
    """Where a source calls: what it says, else AWS in its region."""
    region = told.get("region", "")
    below = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return told.get("endpoint", "").rstrip("/") or f"https://s3.{region}.{below}"
