"""The second factor: whose role needs one, and who has one.

A passkey signs somebody in by itself, with something they have and something they know or are: it counts as one.
"""

from allauth.mfa.models import Authenticator

from trousseau.access.models import Organisation, User

FOUND = "second_factor"
"""Where a session keeps that nothing more is asked; the founder is asked at their next sign-in."""
KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs(user: User) -> bool:
    """Whether one of the person's roles needs a second factor, as the organisation decided."""
    return bool(user.roles.intersection(Organisation.current().second_factor_roles))


def has(user: User) -> bool:
    """Whether the person has set one up."""
    return bool(Authenticator.objects.filter(user=user, type__in=KINDS).exists())


def lacks(user: User) -> bool:
    """Whether the person must set one up before anything else."""
    return needs(user) and not has(user)
