"""Requests: the board and list, one request, asking from an account, what is promised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404
from trousseau.accounts.models import Account
from trousseau.accounts.pages import head
from trousseau.support.actions import promises, thread
from trousseau.support.actions import requests as actions
from trousseau.support.models import AnswerPromise, Request, Urgency
from trousseau.support.pages import asking
from trousseau.support.pages import request as request_page
from trousseau.support.pages import requests as pages
from trousseau.support.problems import SupportError
from trousseau.support.queries import days, requests
from trousseau.support.queries.requests import Ask
from trousseau.support.views.experts import as_file


@access("read_team")
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the requests someone sees, as a board or a list."""
    ask = Ask.of(request.GET.dict())
    other = request.GET.copy()
    other["view"] = "board" if ask.view == "list" else "list"
    page = pages.page(person(request), ask, request.GET.urlencode(), other.urlencode())
    return render(request, "support/requests.html", {"page": page})


@access("read_team")
@require_GET
def table(request: HttpRequest, form: str) -> FileResponse:
    """Give the list as a file."""
    return as_file(pages.table(person(request), Ask.of(request.GET.dict())), form)


@access("read_team")
@require_GET
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one request."""
    return _show(request, requests.request_or_404(person(request), public_id))


@access("read_team")
@require_POST
def do(request: HttpRequest, public_id: str, verb: str) -> HttpResponse:
    """Do something with a request, and come back to it; say why not where it cannot be done."""
    if verb not in VERBS:
        raise Http404
    user = person(request)
    found = requests.request_or_404(user, public_id) if verb not in OFFERED else _offered(user, public_id)
    try:
        done = VERBS[verb](request, user, found)
    except SupportError as error:
        return _refused(request, user, public_id, verb, error)
    messages.success(request, done)
    back = {"board": "support:requests", "home": "home"}.get(request.POST.get("next", ""))
    if back:
        return redirect(back)
    seen = requests.visible_to(user).filter(public_id=public_id).exists()
    return redirect("support:request", public_id) if seen else redirect("support:requests")


def _offered(user: User, public_id: str) -> Request:
    """A request someone sees or was asked to take: who comes second is told so rather than sent away."""
    found = Request.objects.filter(public_id=public_id, offers__user=user).first()
    return found or requests.request_or_404(user, public_id)


def _refused(request: HttpRequest, user: User, public_id: str, verb: str, error: SupportError) -> HttpResponse:
    """What was refused on the page of the request, or on the board for who no longer sees it."""
    seen = requests.visible_to(user).select_related("account", "asker", "owner").filter(public_id=public_id).first()
    if seen is None:
        messages.error(request, error.sentence)
        return redirect("support:requests")
    return _show(request, seen, error, verb)


def _accept(_request: HttpRequest, user: User, found: Request) -> str:
    actions.accept(user, found)
    return _("It is yours: who asked has been told.")


def _decline(request: HttpRequest, user: User, found: Request) -> str:
    actions.decline(user, found, request.POST.get("reason", ""))
    return _("You said no; it goes on to someone else.")


def _hand_on(request: HttpRequest, user: User, found: Request) -> str:
    target = User.objects.filter(pk=_whole(request.POST.get("person", ""))).first()
    if target is None:
        raise SupportError(_("Choose whom to hand it on to."))
    actions.hand_on(user, found, target, request.POST.get("reason", ""))
    return _("{name} is asked to take it.").format(name=target)


def _propose(request: HttpRequest, user: User, found: Request) -> str:
    actions.propose(user, found, asking.chosen(request.POST))
    return _("They are asked in that order.")


def _finish(request: HttpRequest, user: User, found: Request) -> str:
    actions.finish(user, found, request.POST.get("answer", ""))
    return _("Done: who asked has been told.")


def _reopen(request: HttpRequest, user: User, found: Request) -> str:
    actions.reopen(user, found, request.POST.get("reason", ""))
    return _("It is open again.")


def _withdraw(request: HttpRequest, user: User, found: Request) -> str:
    actions.withdraw(user, found, request.POST.get("reason", ""))
    return _("It is withdrawn; everyone asked has been told.")


def _write(request: HttpRequest, user: User, found: Request) -> str:
    thread.write(user, found, request.POST.get("text", ""), request.FILES.getlist("file"))
    return _("Written.")


VERBS: dict[str, Callable[[HttpRequest, User, Request], str]] = {
    "accept": _accept,
    "decline": _decline,
    "hand-on": _hand_on,
    "propose": _propose,
    "finish": _finish,
    "reopen": _reopen,
    "withdraw": _withdraw,
    "write": _write,
}
OFFERED = frozenset({"accept", "decline"})


@access("ask_experts")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the form that asks the experts about an account; find who could answer; ask."""
    user = person(request)
    account = account_or_404(user, public_id)
    if not actions.may_ask(user, account):
        raise PermissionDenied
    if request.method != "POST":
        return _form(request, asking.page(account, request.GET.dict()))
    try:
        wish = asking.read(request.POST)
        if "find" in request.POST:
            return _proposed(request, user, account, wish)
        people = asking.chosen(request.POST)
        if "found" not in request.POST:
            people = asking.best(asking.found(user, account, wish))
        made = actions.ask(user, account, wish, people, at_once=request.POST.get("at_once") == "1")
    except SupportError as error:
        return _form(request, asking.page(account, request.POST.dict(), problem=error.sentence), status=422)
    messages.success(request, _("Asked; you are told as soon as someone takes it."))
    return redirect("support:request", made.public_id)


def _proposed(request: HttpRequest, user: User, account: Account, wish: actions.Wish) -> HttpResponse:
    """The form with who could answer."""
    found = asking.found(user, account, wish)
    keys = [one.pk for one in asking.chosen(request.POST) or asking.best(found)]
    shown = asking.proposals(found, wish.skills, wish.language, wish.zone, keys)
    return _form(request, asking.page(account, request.POST.dict(), proposals=shown))


def _form(request: HttpRequest, page: asking.AskPage, status: int = 200) -> HttpResponse:
    context = {**head(request, page.account, "team"), "page": page}
    return render(request, "support/ask.html", context, status=status)


@access("read_team")
@require_GET
def of_account(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the requests about an account, in the list."""
    account = account_or_404(person(request), public_id)
    return redirect(f"{reverse('support:requests')}?view=list&account={account.public_id}")


@access("edit_support")
@require_http_methods(["GET", "HEAD", "POST"])
def promised(request: HttpRequest) -> HttpResponse:
    """Show within how many working hours answers are promised; change it."""
    found, refused = AnswerPromise.current(), ""
    typed = request.POST.dict() or _as_typed(found)
    if request.method == "POST":
        try:
            _set_promise(person(request), typed)
        except SupportError as error:
            refused = error.sentence
            typed["revision"] = str(AnswerPromise.current().revision)
        else:
            messages.success(request, _("The promise is saved; it holds for what is asked from now on."))
            return redirect("support:promised")
    shown = {
        "urgencies": [(one.value, one.label, typed.get(one.value, "")) for one in Urgency],
        "typed": typed,
        "problem": refused,
        "promise": found,
        "countries": days.country_choices(),
    }
    return render(request, "support/promised.html", shown, status=422 if refused else 200)


def _as_typed(found: AnswerPromise) -> dict[str, str]:
    hours = {urgency: str(found.hours(urgency)) for urgency in Urgency.values}
    return {
        **hours,
        "country": found.country,
        "opens": f"{found.opens:%H:%M}",
        "closes": f"{found.closes:%H:%M}",
        "revision": str(found.revision),
    }


def _set_promise(user: User, typed: dict[str, str]) -> None:
    """Read the form and save it."""
    hours = {
        one: int(typed[one]) if typed.get(one, "").isdecimal() and len(typed[one]) < 5 else 0 for one in Urgency.values
    }
    try:
        opens, closes = (dt.time.fromisoformat(typed.get(name, "")) for name in ("opens", "closes"))
    except ValueError:
        raise SupportError(_("Write the hours of a day like 09:00.")) from None
    revision = _whole(typed.get("revision", ""))
    promises.promise(user, hours, typed.get("country", ""), opens, closes, revision=revision)


def _whole(text: str) -> int:
    """A whole number of a field; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _show(request: HttpRequest, found: Request, error: SupportError | None = None, opened: str = "") -> HttpResponse:
    """The page of a request; with what was refused, what was typed is kept."""
    page = request_page.page(
        person(request),
        found,
        problem=error.sentence if error else "",
        typed=request.POST.dict() if error else None,
        opened=opened,
    )
    return render(request, "support/request.html", {"page": page}, status=422 if error else 200)
