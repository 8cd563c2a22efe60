"""What this room keeps of people, and why: people who sign in and of the trail."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "access.people",
        _("People who sign in, and their roles"),
        _("To let in who may come in, and to show each only what is theirs."),
        (
            People.STAFF,
            People.CLIENT,
        ),
        (
            Kind.IDENTITY,
            Kind.SIGN_IN,
            Kind.RELATIONS,
        ),
        Basis.CONTRACT,
        _("As long as they work with us; afterwards until they are erased. Invitations: as the page of privacy sets."),
        _("administrators; names: everybody who works with them"),
        {
            "access.user": "password email name reports_to",
            "access.roleassignment": "user",
            "access.invitation": "email name reports_to user created_by",
            "access.visit": "user device address",
            "access.apitoken": "user name",
            "account.emailaddress": "email user",
            "mfa.authenticator": "data user",
            "sessions.session": "session_data",
        },
    ),
    Processing(
        "access.trail",
        _("Audit log"),
        _("To prove who decided what, and to find what went wrong."),
        (
            People.STAFF,
            People.CLIENT,
        ),
        (
            Kind.TRACES,
            Kind.TEXTS,
        ),
        Basis.OBLIGATION,
        _("As the page of privacy sets; names leave it when somebody is erased."),
        _("directors; administrators: what concerns people and settings"),
        {
            "access.auditevent": "actor actor_label target_label before after",
        },
    ),
)
impersonal(
    {
        "access.roleassignment": "zones divisions",
        "access.organisation": "name base_currency left_out second_factor_roles",
        "access.invitation": "roles zones divisions",
        "access.auditevent": "verb target_type target_id",
        "access.apitoken": "scopes",
        "access.auditlink": "salt texts",
    }
)
