"""Files kept with an account."""

from __future__ import annotations

import re
import unicodedata
from typing import BinaryIO, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge import filestore
from trousseau.knowledge.access import may_tell
from trousseau.knowledge.filetypes import RefusedError, recognised
from trousseau.knowledge.models import Document

LIMIT = 20 * 2**20
"""The largest file kept, in bytes."""
LONGEST_NAME = 120
REFUSED: dict[str, str | Promise] = {
    "executable": gettext_lazy("“%(name)s” is a program or a script: these are not kept. Send what it says as a PDF."),
    "markup": gettext_lazy(
        "“%(name)s” is a web page or a drawing that can run scripts: print it to a PDF and send that."
    ),
    "macros": gettext_lazy("“%(name)s” holds macros: save it without them (.docx, .xlsx, .pptx) and send it again."),
    "archive": gettext_lazy("“%(name)s” is an archive: unpack it and send the files themselves."),
    "old_office": gettext_lazy(
        "“%(name)s” is in an old Office format, which may hold macros: save it as .docx, .xlsx, .pptx or PDF."
    ),
    "broken": gettext_lazy("“%(name)s” is damaged or locked with a password: open it, save it again and send that."),
    "renamed": gettext_lazy(
        "“%(name)s” is not what its ending %(said)s says: rename it as what it is, and send it again."
    ),
    "empty": gettext_lazy("“%(name)s” is empty: choose the file again."),
    "unknown": gettext_lazy(
        "“%(name)s” is of no type kept here: PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, GIF, WebP, CSV, "
        "text, e-mail, calendar or card."
    ),
}


def keep(user: User, account: Account, upload: File[bytes], *, subject: str = "", listed: bool = True) -> Document:
    """Keep a file with an account; `listed=False` for one that belongs to a thread and is listed there.

    Whoever sees the account may add to a thread; the account's own list is for those who may tell facts of it.

    Raises:
        PermissionDenied: may not.
        ValidationError: too large, empty, or of a type that is not kept, in one sentence.
    """
    if not _may_keep(user, account, listed=listed):
        raise PermissionDenied
    name = harmless(upload.name or "")
    kind, name = _checked(upload, name)
    digest, size = filestore.digest_of(upload.chunks())
    document = Document(
        account=account, name=name, kind=kind, size=size, digest=digest,
        subject=" ".join(subject.split())[:200], listed=listed, by=user,
    )  # fmt: skip
    try:
        filestore.write(document, upload.chunks())
    except OSError as error:
        raise ValidationError(
            _("“%(name)s” could not be stored: the disk of the server is full or not writable.") % {"name": name},
            code="not_stored",
        ) from error
    try:
        with transaction.atomic():
            document.save()
            audit.record(
                user, "document.kept", account, after={"name": name, "size": size, "subject": document.subject}
            )
    except BaseException:
        filestore.drop(document)
        raise
    return document


def remove(user: User, document: Document) -> None:
    """Take a file away: who kept it, or who may tell facts of the account; its content is deleted for good.

    Raises:
        PermissionDenied: may not.
    """
    if not may_remove(user, document):
        raise PermissionDenied
    with transaction.atomic():
        held = Document.objects.select_for_update().get(pk=document.pk)
        if held.removed_at is not None:
            return
        held.removed_at = timezone.now()
        held.save(update_fields=["removed_at"])
        audit.record(user, "document.removed", held.account, before={"name": held.name, "size": held.size})
        transaction.on_commit(lambda: filestore.drop(held))


def may_remove(user: User, document: Document) -> bool:
    """Whether someone may take a file away."""
    return access.visible_to(user).filter(pk=document.account_id).exists() and (
        document.by_id == user.pk or may_tell(user, document.account)
    )


def harmless(name: str) -> str:
    """A file's name without folders, control signs, direction marks or length: `../a/b.pdf` is `b.pdf`."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    plain = " ".join(re.sub(r'[<>:"|?*]', "_", plain).split()).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not dot:
        return plain[:LONGEST_NAME] or "document"
    return f"{stem[: LONGEST_NAME - 14].strip('. ') or 'document'}.{suffix[:12]}"


def _may_keep(user: User, account: Account, *, listed: bool) -> bool:
    if listed:
        return may_tell(user, account)
    return may(user, "read_accounts") and access.sees(user, account)


def _checked(upload: File[bytes], name: str) -> tuple[str, str]:
    """The type of a file and its name; ValidationError with one sentence for one not kept."""
    if upload.size > LIMIT:
        raise ValidationError(
            _("“%(name)s” has %(size)s MB, more than the 20 MB kept of a file: send a smaller version.")
            % {"name": name, "size": -(-upload.size // 2**20)},
            code="too_large",
        )
    try:
        found = recognised(name, cast("BinaryIO", upload.file))
    except RefusedError as refused:
        text = str(REFUSED[refused.code]) % {"name": name, "said": refused.said}
        raise ValidationError(text, code=refused.code) from None
    return found.kind, found.name
