"""Client spaces, from our side: opening them, sharing, inviting, asking, answering. The client’s side is for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from django.db.models import Model, QuerySet

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.api.resources import Resource, resource
from trousseau.api.rooms.accounts import ACCOUNTS
from trousseau.api.verbs import verb, verb_each
from trousseau.portal.actions import asks, comments, inviting, opinions, proposals, sharing, signing, spaces, word
from trousseau.portal.items import KINDS
from trousseau.portal.models import Ask, Comment, Cosigning, Invite, Member, Proposal, Rating, Space
from trousseau.portal.queries.threads import our_thread_or_404

READ = "read_plans"


def ours(user: User) -> QuerySet[Space]:
    """The spaces of the accounts whose plans someone may read."""
    seen = Space.objects.filter(account__in=access.visible_to(user))
    return seen if may(user, READ) else seen.none()


def within(model: type[Model]) -> Callable[[User], QuerySet[Any]]:
    """What belongs to those spaces."""

    def rows(user: User) -> QuerySet[Any]:
        found: QuerySet[Any] = model._default_manager.filter(space__in=ours(user))  # noqa: SLF001 - documented door
        return found

    return rows


def invites(user: User) -> QuerySet[Invite]:
    """The invitations into them alone."""
    found = Invite.objects.filter(spaces__in=ours(user)).exclude(spaces__in=Space.objects.exclude(pk__in=ours(user)))
    return Invite.objects.filter(pk__in=found.values("pk"))


SPACES = resource(
    Resource("client-spaces", Space, READ, ours, ("account", "word", "opened_at", "opened_by", "closed_at",
        "answer_days"),
             "Client spaces.", filters=("account",))
)  # fmt: skip
MEMBERS = resource(
    Resource("client-members", Member, READ, within(Member), ("space", "user", "contact", "invited_by", "joined_at",
             "ended_at"), "People of clients in their space.", filters=("space",), beside=("space__account",))
)  # fmt: skip
INVITES = resource(
    Resource("client-invitations", Invite, READ, invites,
             ("email", "name", "language", "contact", "created_by", "created_at", "expires_at", "used_at",
             "withdrawn_at",
              "spaces"), "Invitations into client spaces.")
)  # fmt: skip
ASKS = resource(
    Resource("client-asks", Ask, READ, within(Ask),
             ("space", "to", "action", "objective", "commitment", "why", "asked_by", "asked_at", "state", "day",
             "reason"),
             "What clients were asked to take on.", filters=("space", "state"), beside=("space__account", "to__user"))
)  # fmt: skip
PROPOSALS = resource(
    Resource("proposals", Proposal, READ, within(Proposal),
             ("space", "wish", "title", "text", "author", "ours", "at", "state", "into", "initiative", "action",
             "answer",
              "answered_by"), "Ideas and needs of clients, and ours put to their vote.", filters=("space", "state"),
              beside=("space__account",))
)  # fmt: skip
COMMENTS = resource(
    Resource("comments", Comment, READ, within(Comment), ("space", "kind", "item", "text", "author", "ours", "at"),
             "What was said in client spaces.", filters=("space", "kind"), beside=("space__account",))
)  # fmt: skip
RATINGS = resource(
    Resource("ratings", Rating, READ, within(Rating), ("space", "author", "meeting", "quarter", "score", "word", "at"),
             "How clients rated meetings and quarters.", filters=("space", "meeting", "quarter"),
             beside=("space__account",))
)  # fmt: skip
SIGNINGS = resource(
    Resource("cosignings", Cosigning, READ, within(Cosigning),
             ("space", "version", "why", "asked_by", "asked_at", "withdrawn_at", "countersigned_by",
             "countersigned_at"),
             "Plan versions that clients were asked to sign.", filters=("space",), beside=("space__account",
             "version__plan"))
)  # fmt: skip


def share(user: User, account: Account, kind: str, item: str, *, confirmed: bool = False) -> None:
    """Let the client see one thing of an account."""
    sharing.share(user, account, kind, item, confirmed=confirmed)


def unshare(user: User, account: Account, kind: str, item: str) -> None:
    """Let the client no longer see one thing of an account."""
    sharing.share(user, account, kind, item, shared=False)


def reply(user: User, space: Space, kind: str, item: str, text: str) -> Comment:
    """Answer in a thread of a client space."""
    return comments.reply(user, space, our_thread_or_404(space, kind, item), text)


THING: dict[str, Any] = {"kind": Literal[tuple(KINDS)]}
verb(spaces.open_space, on=ACCOUNTS, rule=READ)
verb(share, on=ACCOUNTS, rule=READ, serves=(sharing.share,), also=THING)
verb(unshare, on=ACCOUNTS, rule=READ, serves=(sharing.share,), also=THING)
verb(reply, on=SPACES, rule=READ, serves=(comments.reply,), also={"kind": Literal[(*KINDS, "proposal")]})
verb_each(
    spaces.close_space,
    word.write,
    word.remove,
    proposals.put_to_vote,
    opinions.respond,
    signing.ask,
    on=SPACES,
    rule=READ,
)
verb(asks.ask, "ask-client", on=SPACES, rule=READ)
verb(spaces.end_membership, "end", on=MEMBERS, rule=READ)
verb(inviting.withdraw, on=INVITES, rule=READ)
verb_each(asks.agree, asks.refuse_day, asks.withdraw, on=ASKS, rule=READ)
verb_each(proposals.accept, proposals.merge, proposals.decline, on=PROPOSALS, rule=READ)
verb_each(signing.countersign, signing.withdraw, on=SIGNINGS, rule=READ)
