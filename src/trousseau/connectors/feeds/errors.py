"""What can go wrong between a source and us; each says in the reader's language what happened and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from trousseau.imports import wording

SENTENCES: Mapping[str, Any] = {
    "no_roots": _("No folder may be watched here: name one in TROUSSEAU_WATCHED, then start the server again."),
    "root_closed": _("%(folder)s is no longer among the folders that may be watched (TROUSSEAU_WATCHED)."),
    "no_folder": _("The folder %(folder)s is not there: put it back, or choose another one in the settings."),
    "not_readable": _("%(folder)s cannot be read (%(why)s): give the server’s user the right to read it."),
    "too_many": _(
        "%(folder)s holds more than %(most)s files: those beyond, in the order of their names, were left; put what is "
        "done with elsewhere."
    ),
    "odd_name": _("The name %(name)s holds signs that cannot be shown: rename the file, it was left."),
    "changed": _("%(name)s changed while it was read: it is taken in once it is left alone."),
    "vanished": _("%(name)s was there and is gone: if that was not meant, put it back."),
    "not_moved": _("%(name)s is dealt with and could not be put into %(folder)s/ (%(why)s): it stays where it is."),
    "first": _("%(name)s is the first of this source: somebody matches its columns and loads it, the rest follows."),
    "columns": _("%(name)s does not fit what is known of this source: somebody answers for it on its page."),
    "replacing": _("%(name)s has lines without a number and others are there already: somebody says which count."),
    "put_aside": _("%(name)s was put aside by a person: its next version is looked at again."),
    "ledger_busy": _("The ledger could not be written to (%(why)s): it goes on by itself with the next run."),
    "endpoint": _("It is not called: %(why)s An administrator allows the host by TROUSSEAU_OUTGOING_ALLOWED."),
    "bucket_away": _(
        "%(place)s does not answer, or broke off (%(why)s): what was loaded before stays; the next run tries again."
    ),
    "bucket_answer": _("%(place)s answers with something that S3 does not say (%(why)s): check the endpoint."),
    "bucket_key": _("%(place)s does not take the key (%(why)s): write its id and its secret anew in the settings."),
    "bucket_denied": _("%(place)s refuses the key (%(why)s): allow it there to list and to read below the prefix."),
    "object_denied": _("%(name)s cannot be fetched (%(why)s): allow the key there to read it."),
    "bucket_elsewhere": _("The bucket “%(bucket)s” is in another region (%(region)s): correct region or endpoint."),
    "no_bucket": _("There is no bucket “%(bucket)s” at %(place)s: correct its name."),
    "no_sqlalchemy": _("Databases are read by SQLAlchemy: install trousseau[warehouses] on the server."),
    "no_driver": _("This database is read by the package %(package)s: install it on the server, then try again."),
    "adbc_unknown": _("By ADBC these are read: %(known)s. Write the address as adbc+postgresql://user@host/database."),
    "address": _("Write the address as postgresql+psycopg://user@host:5432/database."),
    "password_inside": _("Leave the password out of the address: there is a field for it, where it is sealed."),
    "address_query": _("The address may not say %(names)s: after “?” only %(known)s."),
    "host": _("The database is not called: %(why)s An administrator allows its host by TROUSSEAU_OUTGOING_ALLOWED."),
    "file_closed": _("A database that is a file must lie below a folder of TROUSSEAU_WATCHED."),
    "database": _("The database answers: %(why)s. What was read before that is kept; the next run goes on from there."),
    "no_view": _("There is no view or table %(view)s: choose one of those that are listed."),
    "no_column": _("%(view)s has no column “%(column)s”: it has %(known)s. Choose one in the settings."),
    "null_rows": _(
        "%(rows)s rows have no %(key)s or no %(changed)s and were left: fill both in the view, they then come."
    ),
    "key_doubled": _("%(key)s is not unique: “%(value)s” came twice. Choose a column that names one row."),
    "line_elsewhere": _(
        "The number of the line must come from %(key)s: undo the imports of this source, then match that column again."
    ),
    "many_gone": _(
        "%(missing)s of %(total)s rows are missing from the view at once: none is taken out; look whether a right was "
        "taken away there."
    ),
}  # fmt: skip
OURS_TO_MEND = frozenset(
    {
        "no_roots", "root_closed", "no_folder", "not_readable", "no_sqlalchemy", "no_driver", "adbc_unknown", "address",
        "password_inside", "address_query", "host", "file_closed", "database", "no_view", "no_column",
        "endpoint", "bucket_away", "bucket_answer", "bucket_key", "bucket_denied", "bucket_elsewhere", "no_bucket",
    }
)  # fmt: skip
"""What ends a run as failed: nothing of the place can be read."""
GONE = frozenset({"endpoint", "bucket_away", "bucket_key", "bucket_elsewhere", "no_bucket"})
"""What ends a run in the middle: the next file would meet the same."""


class FeedError(Exception):
    """Something between a source and us; `code` is a key of SENTENCES, `told` what its sentence names."""

    def __init__(self, code: str, **told: Any) -> None:
        super().__init__(code, told)
        self.code = code
        self.told: dict[str, Any] = told


class _Told(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "–"


def sentence(code: str, told: Mapping[str, Any]) -> str:
    """One thing that went wrong, in words: ours, or those of files and of the ledger."""
    if code in SENTENCES:
        return str(SENTENCES[code]) % _Told({name: str(value) for name, value in told.items()})
    return wording.problem(code, told)
