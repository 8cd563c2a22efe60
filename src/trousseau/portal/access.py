"""Whose eyes a page of the client space is seen through, and what these eyes see.

A person of the client sees what is shared with the spaces they are a member of, and nothing else. One of us who may
read the plan of the account sees the same pages as the client does, to look only. No access is 404, whatever stands in
the address: a space that is not theirs looks like one that is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.portal.models import Member, Space

SHOWN = "with"
"""The name in the address of what a preview shows as though it were shared: `?with=kpi:9x2…`."""


@dataclass(frozen=True)
class Window:
    """A space as someone sees it: a member, or one of us who looks as the client does."""

    space: Space
    member: Member | None = None
    """None: one of us looks."""
    beside: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """(kind, public id) of what is shown as though it were shared; only ever for one of us."""

    @property
    def account(self) -> Account:
        """Whose space it is; its name is the only thing of it that is ever shown."""
        return self.space.account

    @property
    def preview(self) -> bool:
        """Whether one of us looks, and so can do nothing."""
        return self.member is None


def demand_sharing(user: User, account: Account) -> None:
    """Refuse who does not decide what the client of an account sees, or does not see the account at all."""
    if not access.sees(user, account) or not access.may_share(user, account):
        raise PermissionDenied


def is_client(user: User) -> bool:
    """Whether someone is of a client: they have the quiet shell, and nothing of ours."""
    return Role.CLIENT.value in user.roles


def memberships(user: User) -> QuerySet[Member]:
    """The places someone has in spaces now: not ended, of an open space, and not of a contact who left the client."""
    if not user.is_active or not is_client(user):
        return Member.objects.none()
    left = Q(contact__isnull=False) & (Q(contact__left_on__isnull=False) | Q(contact__erased_at__isnull=False))
    rows = Member.objects.filter(user=user, ended_at=None, space__closed_at=None).exclude(left)
    return rows.select_related("user", "space", "space__account", "space__account__manager", "space__word_by")


def company_of(user: User) -> str:
    """The company somebody of a client comes from; "" where it is not one, or they are one of us."""
    names = set(memberships(user).values_list("space__account__name", flat=True)[:2])
    return names.pop() if len(names) == 1 else ""


def window_or_404(request: HttpRequest, public_id: str) -> Window:
    """The space of an address as who asks may see it."""
    user = access.person(request)
    if is_client(user):
        member = memberships(user).filter(space__public_id=public_id).first()
        if member is None:
            raise Http404
        return Window(member.space, member)
    if not may(user, "read_plans"):
        raise Http404
    found = Space.objects.select_related("account", "account__manager", "word_by")
    space = found.filter(public_id=public_id, account__in=access.visible_to(user)).first()
    if space is None:
        raise Http404
    shown = frozenset((kind, one) for kind, _, one in (said.partition(":") for said in request.GET.getlist(SHOWN)))
    return Window(space, None, shown)


def member_or_403(request: HttpRequest, public_id: str) -> Window:
    """The space of an address for a member who does something there; one of us only looks."""
    window = window_or_404(request, public_id)
    if window.preview:
        raise PermissionDenied
    return window
