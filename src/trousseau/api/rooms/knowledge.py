"""What is known of clients: their people, who weighs on whom, facts with their sources, files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.api.problems import words
from trousseau.api.resources import Resource, resource
from trousseau.api.rooms.accounts import ACCOUNTS
from trousseau.api.verbs import verb
from trousseau.knowledge.actions import documents, facts, lines, merging, people, relations, structure_table
from trousseau.knowledge.kinds import KINDS, Kind
from trousseau.knowledge.models import Contact, Document, Fact, Influence, Merge, ReportingLine
from trousseau.knowledge.pages import structure_words
from trousseau.knowledge.structure_table import StructureTableError

CONTACTS_READ, READ = "read_contacts", "read_accounts"
PERSON = (
    "account", "name", "title", "unit", "email", "phone", "language", "buying_role", "stance", "importance", "owner",
    "last_touch", "source", "said_on",
)  # fmt: skip


def contacts(user: User) -> QuerySet[Contact]:
    """The people at the clients someone sees, who has left among them."""
    seen = Contact.objects.filter(account__in=access.visible_to(user))
    return seen if may(user, CONTACTS_READ) else seen.none()


def reporting(user: User) -> QuerySet[ReportingLine]:
    """Who reports to whom among them."""
    return ReportingLine.objects.filter(person__in=contacts(user), boss__in=contacts(user))


def influence(user: User) -> QuerySet[Influence]:
    """Who weighs on whom among them."""
    return Influence.objects.filter(by__in=contacts(user), on__in=contacts(user))


def merges(user: User) -> QuerySet[Merge]:
    """The merges of two into one that can be undone."""
    return Merge.objects.filter(kept__in=contacts(user), undone_at=None)


def files(user: User) -> QuerySet[Document]:
    """The files of the accounts someone sees."""
    return Document.objects.filter(account__in=access.visible_to(user), listed=True, removed_at=None)


CONTACTS = resource(
    Resource(
        "contacts", Contact, CONTACTS_READ, contacts, (*PERSON, "left_on"), "People at the clients.",
        filters=("account", "owner", "buying_role", "stance", "last_touch", "left_on"), search=True,
    )
)  # fmt: skip
LINES = resource(
    Resource("reporting-lines", ReportingLine, CONTACTS_READ, reporting, ("person", "boss", "dotted"),
             "Who reports to whom at a client.", filters=("person", "boss"))
)  # fmt: skip
INFLUENCES = resource(
    Resource(
        "influences", Influence, CONTACTS_READ, influence, ("by", "on", "strength", "supposed", "source", "said_on"),
        "Who weighs on whom at a client.", filters=("by", "on"),
    )
)  # fmt: skip
MERGES = resource(Resource("merges", Merge, CONTACTS_READ, merges, ("kept", "gone", "by", "at"), "Merged contacts."))
DOCUMENTS = resource(
    Resource(
        "documents", Document, READ, files, ("account", "name", "kind", "size", "subject", "shared", "by", "at"),
        "Files kept with an account.", filters=("account", "shared"),
    )
)  # fmt: skip


def change_contact(user: User, contact: Contact, values: dict[str, Any], *, seen: int) -> Contact:
    """Change what is told of a person."""
    return people.change_contact(user, contact, values, seen=seen).contact


def add_document(user: User, account: Account, pieces: Iterable[bytes], name: str, subject: str = "") -> Document:
    """Keep a file with an account, safe by its first bytes."""
    return documents.keep(user, account, ContentFile(b"".join(pieces), name=name), subject=subject)


verb(people.add_contact, on=ACCOUNTS, rule=CONTACTS_READ, columns=("values", Contact, PERSON[1:], False))
verb(
    change_contact, "change", on=CONTACTS, rule=CONTACTS_READ, columns=("values", Contact, PERSON, True),
    serves=(people.change_contact,),
)  # fmt: skip
verb(people.contact_left, "left", on=CONTACTS, rule=CONTACTS_READ)
verb(people.contact_back, "back", on=CONTACTS, rule=CONTACTS_READ)
verb(people.touched, on=CONTACTS, rule=CONTACTS_READ)
verb(merging.merge, on=CONTACTS, rule=CONTACTS_READ)
verb(merging.undo, "undo", on=MERGES, rule=CONTACTS_READ)
verb(lines.report_to, on=CONTACTS, rule=CONTACTS_READ)
verb(lines.stop_reporting, on=CONTACTS, rule=CONTACTS_READ)
verb(lines.influences, "influences", on=CONTACTS, rule=CONTACTS_READ, about=(Influence,))
verb(lines.stop_influencing, on=CONTACTS, rule=CONTACTS_READ)
verb(relations.place, "place", on=CONTACTS, rule=CONTACTS_READ, also={"seen": relations.Place | None})
verb(relations.tidy, "tidy-map", on=ACCOUNTS, rule=CONTACTS_READ)
verb(structure_table.take_structure, on=ACCOUNTS, rule=READ)
verb(add_document, on=ACCOUNTS, rule=READ, serves=(documents.keep,))
verb(documents.remove, "remove", on=DOCUMENTS, rule=READ)

NAMES = {"economics": "figures-told", "entity": "legal-entities", "control": "holdings", "stake": "stakes"}


def _seen(kind: Kind) -> Callable[[User], QuerySet[Any]]:
    def rows(user: User) -> QuerySet[Any]:
        found: QuerySet[Any] = kind.model.objects.filter(account__in=access.visible_to(user), removed_at=None)
        return found

    return rows


def _offer(kind: Kind) -> None:
    """The facts of one kind: to read, tell, change, confirm and take away."""
    name = NAMES.get(kind.name, f"{kind.name}s")
    one = resource(
        Resource(
            name, kind.model, READ, _seen(kind), ("account", *kind.fields, "author", "at"),
            f"{kind.model.__name__}s told of clients, with source and date.", filters=("account", "said_on"),
        )
    )  # fmt: skip

    def tell(user: User, account: Account, values: dict[str, Any]) -> Fact:
        return facts.tell(user, account, kind, values)

    def change(user: User, fact: Fact, values: dict[str, Any], *, seen: int) -> Fact:
        return facts.change(user, fact, values, seen=seen).fact

    also = {"return": kind.model}
    told = ("values", kind.model, kind.fields, False)
    verb(tell, f"tell-{kind.name}", on=ACCOUNTS, rule=READ, columns=told, also=also, serves=(facts.tell,))
    for action, verb_name, serves in (
        (change, "change", facts.change), (facts.confirm, "confirm", facts.confirm),
        (facts.remove, "remove", facts.remove),
    ):  # fmt: skip
        columns = ("values", kind.model, kind.fields, True) if action is change else None
        verb(action, verb_name, on=one, rule=READ, columns=columns, also={"fact": kind.model, **also}, serves=(serves,))


for _kind in KINDS.values():
    _offer(_kind)
words(
    facts.ChangedMeanwhileError,
    lambda error: _("%(who)s changed the same meanwhile: read it again.") % {"who": error.by},
)
words(relations.MovedError, lambda _error: _("Somebody moved it meanwhile: read it again."))
words(StructureTableError, lambda error: " ".join(structure_words.told(error)))
