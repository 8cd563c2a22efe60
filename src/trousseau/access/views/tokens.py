"""API tokens: the list, making one, revoking one."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access import queries
from trousseau.access.forms import TokenForm
from trousseau.access.rules import access, person
from trousseau.access.tokens import make_token, revoke_token


@access("make_tokens")
@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens that stand: one's own, and everybody's for who manages people."""
    standing = list(queries.tokens(person(request)))
    mine = [token for token in standing if token.user_id == request.user.pk]
    context = {"mine": mine, "others": standing[len(mine) :], "here_tab": "tokens"}
    return render(request, "access/tokens.html", context)


@access("make_tokens")
@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a token; its text is on the answer, and nowhere else ever."""
    form = TokenForm(request.POST or None)
    context = {"form": form, "here_tab": "tokens"}
    if request.method == "POST" and form.is_valid():
        token, text = make_token(person(request), **form.cleaned_data)
        return render(request, "access/token_made.html", {"token": token, "text": text, "here_tab": "tokens"})
    return render(request, "access/new_token.html", context, status=422 if request.method == "POST" else 200)


@access("make_tokens")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke a token."""
    token = get_object_or_404(queries.tokens(person(request)), pk=pk)
    revoke_token(person(request), token)
    messages.success(request, _("“%(name)s” no longer opens anything.") % {"name": token})
    return redirect("access:tokens")
