"""People of the house, as everybody who works here may name them."""

from __future__ import annotations

from django.db.models import QuerySet

from trousseau.access.models import Role, User
from trousseau.api.resources import Resource, resource


def colleagues(_user: User) -> QuerySet[User]:
    """Who works here: whoever has a role that is not a client's."""
    return User.objects.filter(assignments__role__in=set(Role) - {Role.CLIENT}).distinct()


PEOPLE = resource(
    Resource("people", User, "make_tokens", colleagues, ("name", "email", "is_active"), "People of the house.")
)
