"""What a page reads of a form that was sent, and how it shows what an action refused."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest


def refuse(form: BaseForm, error: ValidationError) -> None:
    """Put each refusal of an action beside its field, and what belongs to none above the form."""
    for name, texts in error.message_dict.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def whole(text: str) -> int:
    """A small whole number as it was sent; 0 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def revision(request: HttpRequest) -> int:
    """The revision that a form was filled in over; 0, which nothing has, where none is told."""
    return whole(request.POST.get("revision", ""))
