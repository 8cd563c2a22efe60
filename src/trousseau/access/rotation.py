"""Every sealed text of the database: which keys are still needed, and sealing them anew under the newest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from trousseau.access import audit, vault
from trousseau.access.fields import SealedTextField
from trousseau.access.models import Organisation

A_TIME = 200
"""Rows sealed anew in one transaction: what is done stays done when it is interrupted."""
SEEDS = ("secret", "seed")
"""Where allauth keeps what a second factor hangs on: the key of an authenticator app, the seed of recovery codes."""


@dataclass(frozen=True)
class Standing:
    """How many sealed texts each key is needed for, those whose key is not given, and texts in the clear."""

    current: int
    older: int
    lost: int
    clear: int


def standing() -> Standing:
    """Count every sealed text by its key; nothing is opened."""
    newest, given = vault.in_force()[0].name, {key.name for key in vault.in_force()}
    found: Counter[str] = Counter(vault.key_of(text) for text in _stored())
    clear = found.pop("", 0)
    current = found.pop(newest, 0)
    older = sum(count for name, count in found.items() if name in given)
    return Standing(current, older, found.total() - older, clear)


def rotate() -> int:
    """Seal under the newest key whatever is not, clear texts too; gives how many. Again, it has nothing to do.

    Raises:
        SealError: a text whose key is not given; what was sealed anew before it stays so.
    """
    done = sum(_field(model, field) for model, field in _fields()) + _factors()
    if done and (house := Organisation.objects.first()) is not None:
        with transaction.atomic():
            audit.record(None, "secrets.rotated", house, after={"secrets": done})
    return done


def seal_factors(model: type[models.Model], change: Callable[[str], str]) -> int:
    """Change the secrets of second factors, a few rows a transaction; gives how many texts changed."""
    rows, done, last = model._base_manager.order_by("pk"), 0, 0  # noqa: SLF001 - a historical model has no other
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:A_TIME]):
        last = keys[-1]
        with transaction.atomic():
            for row in rows.select_for_update().filter(pk__in=keys):
                changed, texts = _changed(getattr(row, "data"), change)  # noqa: B009 - of a historical model
                if texts:
                    model._base_manager.filter(pk=row.pk).update(data=changed)  # noqa: SLF001
                    done += texts
    return done


def resealed(stored: str) -> str:
    """A text under the newest key, be it in the clear or under an older one."""
    if vault.is_current(stored):
        return stored
    return vault.sealed(vault.opened(stored) if vault.is_sealed(stored) else stored)


def _changed(data: dict[str, Any], change: Callable[[str], str]) -> tuple[dict[str, Any], int]:
    """The data of a factor with its secrets changed, and how many of them were."""
    made = dict(data)
    for name in SEEDS:
        if isinstance(data.get(name), str):
            made[name] = change(data[name])
    if isinstance(data.get("migrated_codes"), list):
        made["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    before, after = list(_texts(data)), list(_texts(made))
    return made, sum(old != new for old, new in zip(before, after, strict=True))


def _texts(data: dict[str, Any]) -> Iterator[str]:
    yield from (data[name] for name in SEEDS if isinstance(data.get(name), str))
    yield from data.get("migrated_codes") or ()


def _factors() -> int:
    return seal_factors(Authenticator, resealed)


def _fields() -> Iterator[tuple[type[models.Model], str]]:
    """Every sealed field of every room."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented door
            if isinstance(field, SealedTextField):
                yield model, field.attname


def _raw(model: type[models.Model], field: str) -> models.QuerySet[Any]:
    """The rows of a field as they are stored."""
    rows = model._base_manager.order_by("pk").annotate(stored=Cast(field, models.TextField()))  # noqa: SLF001
    stored: models.QuerySet[Any] = rows.exclude(stored="").exclude(stored=None)
    return stored


def _field(model: type[models.Model], field: str) -> int:
    done, last = 0, None
    while True:
        rows = _raw(model, field)
        batch = list((rows.filter(pk__gt=last) if last is not None else rows).values_list("pk", "stored")[:A_TIME])
        if not batch:
            return done
        last = batch[-1][0]
        with transaction.atomic():
            for key, stored in batch:
                if not vault.is_current(stored):
                    plain = vault.opened(stored) if vault.is_sealed(stored) else stored
                    done += _raw(model, field).filter(pk=key, stored=stored).update(**{field: plain})


def _stored() -> Iterator[str]:
    for model, field in _fields():
        yield from _raw(model, field).values_list("stored", flat=True).iterator()
    for data in Authenticator.objects.values_list("data", flat=True).iterator():
        yield from _texts(data)
