"""What a client says and takes part in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trousseau.access.rules import access
from trousseau.accounts.posted import refuse
from trousseau.portal.access import member_or_403, window_or_404
from trousseau.portal.actions import comments, proposals
from trousseau.portal.models import Proposal
from trousseau.portal.pages import ideas as pages
from trousseau.portal.pages import threads as thread_pages
from trousseau.portal.queries.threads import thread_or_404
from trousseau.portal.voice_forms import CommentForm, ProposalForm


@access("client_space")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ideas(request: HttpRequest, public_id: str) -> HttpResponse:
    """The ideas between us; propose one."""
    if request.method != "POST":
        return render(request, "portal/ideas.html", pages.ideas(window_or_404(request, public_id)))
    window = member_or_403(request, public_id)
    form = ProposalForm(request.POST, auto_id="p-%s")
    if form.is_valid():
        try:
            proposals.propose(window, form.thought())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Thank you: we answer within the days we promised."))
            return redirect("portal:ideas", public_id)
    return render(request, "portal/ideas.html", pages.ideas(window, form), status=422)


@access("client_space")
@require_POST
def vote(request: HttpRequest, public_id: str, idea: str) -> HttpResponse:
    """Vote for an idea, or take the vote back."""
    window = member_or_403(request, public_id)
    found = Proposal.objects.filter(space=window.space, public_id=idea).first()
    if found is None:
        raise Http404
    try:
        proposals.vote(window, found, wanted=request.POST.get("wanted") != "0")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("portal:ideas", public_id)


@access("client_space")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, public_id: str, kind: str, item: str) -> HttpResponse:
    """What is said about one thing; say something."""
    window = member_or_403(request, public_id) if request.method == "POST" else window_or_404(request, public_id)
    found = thread_or_404(window, kind, item)
    form = None
    if request.method == "POST":
        form = CommentForm(request.POST, auto_id="c-%s")
        if form.is_valid():
            try:
                comments.comment(window, found, form.cleaned_data["text"])
            except ValidationError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Thank you: we answer within the days we promised."))
                return redirect("portal:thread", public_id, kind, item)
    context = thread_pages.thread(window, found, form)
    return render(request, "portal/thread.html", context, status=422 if form else 200)
