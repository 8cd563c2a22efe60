"""What the client of an account says, as we read and answer it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.rules import access, person
from trousseau.accounts.access import account_or_404, may_write
from trousseau.accounts.models import Account
from trousseau.accounts.posted import refuse, revision
from trousseau.portal.actions import comments, proposals
from trousseau.portal.models import Proposal, Space
from trousseau.portal.pages import voices as pages
from trousseau.portal.queries.proposals import titles
from trousseau.portal.queries.threads import our_thread_or_404
from trousseau.portal.voice_forms import AcceptForm, CommentForm, DeclineForm, MergeForm, ProposalForm


def of_account(request: HttpRequest, public_id: str) -> tuple[User, Account, Space]:
    """Who asks, the account they see, and its space."""
    user = person(request)
    account = account_or_404(user, public_id)
    space = Space.objects.filter(account=account).first()
    if space is None:
        raise Http404
    space.account = account
    if request.method == "POST" and not may_write(user, account):
        raise PermissionDenied
    return user, account, space


@access("read_plans")
@require_GET
def voices(request: HttpRequest, public_id: str) -> HttpResponse:
    """What waits for our answer, ideas, opinions."""
    _user, account, space = of_account(request, public_id)
    return render(request, "portal/voices.html", pages.voices(request, account, space))


@access("read_plans")
@require_POST
def put_to_vote(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose an idea of ours."""
    user, account, space = of_account(request, public_id)
    form = ProposalForm(request.POST, auto_id="p-%s")
    if form.is_valid():
        try:
            proposals.put_to_vote(user, space, form.thought())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The people of the client see it and can vote."))
            return redirect("portal:voices", public_id)
    return render(request, "portal/voices.html", pages.voices(request, account, space, form=form), status=422)


@access("read_plans")
@require_POST
def answer_idea(request: HttpRequest, public_id: str, idea: str, verb: str) -> HttpResponse:
    """Take an idea up, merge it, or say why not."""
    user, account, space = of_account(request, public_id)
    found = Proposal.objects.select_related("space__account").filter(space=space, public_id=idea).first()
    if found is None or verb not in ANSWERS:
        raise Http404
    form, answer = ANSWERS[verb](request, found)
    if form.is_valid():
        try:
            answer(user)
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The client reads your answer."))
            return redirect("portal:voices", public_id)
    context = pages.voices(request, account, space, refused={(idea, verb): form})
    return render(request, "portal/voices.html", context, status=422)


@access("read_plans")
@require_http_methods(["GET", "HEAD", "POST"])
def our_thread(request: HttpRequest, public_id: str, kind: str, item: str) -> HttpResponse:
    """What was said about one thing; answer."""
    user, account, space = of_account(request, public_id)
    found = our_thread_or_404(space, kind, item)
    form = None
    if request.method == "POST":
        form = CommentForm(request.POST, auto_id="c-%s")
        if form.is_valid():
            try:
                comments.reply(user, space, found, form.cleaned_data["text"])
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("The client reads your answer."))
                return redirect("portal:our_thread", public_id, kind, item)
    context = pages.thread(request, account, space, found, form)
    return render(request, "portal/our_thread.html", context, status=422 if form else 200)


Doing = tuple[BaseForm, Callable[[User], object]]


def _accept(request: HttpRequest, found: Proposal) -> Doing:
    form = AcceptForm(request.POST, auto_id=f"a-{found.public_id}-%s")
    return form, lambda user: proposals.accept(user, found, form.said(user, found), revision(request))


def _merge(request: HttpRequest, found: Proposal) -> Doing:
    others = {key: title for key, title in titles(found.space).items() if key != found.public_id}
    form = MergeForm(request.POST, auto_id=f"m-{found.public_id}-%s", others=others)

    def answer(user: User) -> Proposal:
        into = Proposal.objects.get(space=found.space, public_id=form.cleaned_data["into"])
        return proposals.merge(user, found, into, form.cleaned_data["answer"], revision(request))

    return form, answer


def _decline(request: HttpRequest, found: Proposal) -> Doing:
    form = DeclineForm(request.POST, auto_id=f"d-{found.public_id}-%s")
    return form, lambda user: proposals.decline(user, found, form.cleaned_data["answer"], revision(request))


ANSWERS: dict[str, Callable[[HttpRequest, Proposal], Doing]] = {
    "accept": _accept,
    "merge": _merge,
    "decline": _decline,
}
