"""Negotiation sheets: those of an account, one of them, and every press on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.posted import whole
from trousseau.plans.actions import negotiation as actions
from trousseau.plans.actions import negotiation_end as ends
from trousseau.plans.models import Negotiation
from trousseau.plans.negotiation_access import account_or_403, may_write, sheet_or_404
from trousseau.plans.negotiation_forms import GivenForm, NextForm, OutcomeForm, TermForm, TradeForm, WordsForm
from trousseau.plans.pages import negotiation as pages
from trousseau.plans.pages import negotiations as lists
from trousseau.plans.pages.negotiation import Refused


@access("read_negotiations")
@require_http_methods(["GET", "HEAD", "POST"])
def negotiations(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sheets of an account; begin one, or say why not and keep what was typed."""
    user = person(request)
    account = account_or_403(user, public_id)
    form = None
    if request.method == "POST":
        if not may_write(user, account):
            raise PermissionDenied
        form = WordsForm(account, request.POST, auto_id="n-%s")
        if form.is_valid():
            try:
                made = actions.open_sheet(user, account, form.words())
            except ValidationError as error:
                _refuse(form, error)
            else:
                return redirect("plans:negotiation", public_id, made.public_id)
    return render(
        request, "plans/negotiations.html", lists.account(request, account, form), status=422 if form else 200
    )


@access("read_negotiations")
@require_GET
def negotiation(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """One sheet."""
    user = person(request)
    sheet = sheet_or_404(user, account_or_403(user, public_id), key)
    return render(request, "plans/negotiation.html", pages.sheet(request, sheet))


@access("read_negotiations")
@require_POST
def act(request: HttpRequest, public_id: str, key: str, verb: str) -> HttpResponse:
    """One press on a sheet; a refusal shows it again as it is now, with what was typed."""
    user = person(request)
    account = account_or_403(user, public_id)
    if verb not in VERBS:
        raise Http404
    if not may_write(user, account):
        raise PermissionDenied
    sheet = sheet_or_404(user, account, key)
    do, done = VERBS[verb]
    form = _form(request, sheet, verb)
    errors: list[str] = []
    if form is None or form.is_valid():
        try:
            do(user, sheet, form, request.POST)
        except ValidationError as error:
            errors = _refuse(form, error)
        else:
            messages.success(request, str(done))
            if verb == "discard":
                return redirect("plans:negotiations", public_id)
            return redirect("plans:negotiation", public_id, key)
    fresh = Negotiation.objects.filter(pk=sheet.pk).exists()
    if not fresh:
        messages.error(request, _("Somebody has taken it away meanwhile."))
        return redirect("plans:negotiations", public_id)
    refused = Refused(verb, form, tuple(errors), request.POST.get("row", ""))
    context = pages.sheet(request, sheet_or_404(user, account, key), refused)
    return render(request, "plans/negotiation.html", context, status=422)


def _form(request: HttpRequest, sheet: Negotiation, verb: str) -> Any:  # noqa: ANN401 - the form of the verb
    row = request.POST.get("row", "")
    if verb == "say":
        return WordsForm(sheet.account, request.POST, auto_id="w-%s")
    if verb == "term":
        return TermForm(sheet.account, request.POST, auto_id=f"t{row}-%s")
    if verb == "trade":
        return TradeForm(request.POST, auto_id=f"x{row}-%s")
    if verb == "concede":
        return GivenForm(request.POST, auto_id="c-%s")
    if verb == "end":
        return OutcomeForm(sheet.terms.all(), request.POST, auto_id="o-%s")
    return NextForm(request.POST, auto_id="s-%s") if verb == "next" else None


def _refuse(form: Form | None, error: ValidationError) -> list[str]:
    """Put each refusal beside its field; what belongs to none is given back."""
    above: list[str] = []
    for name, texts in error.message_dict.items():
        if form is not None and name in form.fields and name != NON_FIELD_ERRORS:
            for text in texts:
                form.add_error(name, text)
        else:
            above += texts
    return above


def _revision(post: Any) -> int:  # noqa: ANN401 - a QueryDict
    text = post.get("revision", "")
    return whole(text)


def _say(user: User, sheet: Negotiation, form: Any, post: Any) -> None:  # noqa: ANN401 - as `_form` gives it
    actions.say(user, sheet, form.words(), _revision(post))


def _term(user: User, sheet: Negotiation, form: Any, post: Any) -> None:  # noqa: ANN401
    actions.put_term(user, sheet, form.margin(), _revision(post), post.get("row", ""))


def _trade(user: User, sheet: Negotiation, form: Any, post: Any) -> None:  # noqa: ANN401
    actions.put_trade_off(user, sheet, form.trade(), _revision(post), post.get("row", ""))


def _concede(user: User, sheet: Negotiation, form: Any, post: Any) -> None:  # noqa: ANN401
    actions.concede(user, sheet, form.given(), _revision(post))


def _take_out(user: User, sheet: Negotiation, form: Any, post: Any) -> None:  # noqa: ANN401, ARG001
    kind = post.get("kind", "")
    if kind not in {"term", "trade", "concession"}:
        raise Http404
    actions.take_out(user, sheet, kind, post.get("row", ""), _revision(post))


def _freeze(user: User, sheet: Negotiation, form: Any, post: Any) -> None:  # noqa: ANN401, ARG001
    ends.freeze(user, sheet, _revision(post))


def _end(user: User, sheet: Negotiation, form: Any, post: Any) -> None:  # noqa: ANN401
    said = form.cleaned_data
    ends.end(
        user, sheet, form.obtained(), agreed=said["agreed"] == "yes", words=said["words"], revision=_revision(post)
    )


def _next(user: User, sheet: Negotiation, form: Any, post: Any) -> None:  # noqa: ANN401
    said, becomes = form.cleaned_data, post.get("becomes", "")
    if becomes not in {"action", "commitment"}:
        raise Http404
    ends.next_step(user, sheet, said["what"], due=said["due"], becomes=becomes, revision=_revision(post))


def _discard(user: User, sheet: Negotiation, form: Any, post: Any) -> None:  # noqa: ANN401, ARG001
    actions.discard(user, sheet, _revision(post))


VERBS: dict[str, tuple[Callable[[User, Negotiation, Any, Any], None], object]] = {
    "say": (_say, gettext_lazy("Kept.")),
    "term": (_term, gettext_lazy("Kept.")),
    "trade": (_trade, gettext_lazy("Kept.")),
    "concede": (_concede, gettext_lazy("Written into the log.")),
    "take-out": (_take_out, gettext_lazy("Taken out.")),
    "freeze": (_freeze, gettext_lazy("Frozen: what is planned stands.")),
    "end": (_end, gettext_lazy("The outcome is written down.")),
    "next": (_next, gettext_lazy("The next step is on its way.")),
    "discard": (_discard, gettext_lazy("The draft is thrown away.")),
}
