"""Personal data of people who sign in, for the administrator: given out, erased."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.models import User
from trousseau.access.queries import people as everybody
from trousseau.access.rules import access
from trousseau.access.rules import person as asking
from trousseau.trust.actions.erasing import erase_person, give_out
from trousseau.trust.person_files import archive
from trousseau.trust.queries import person as queries

HERE = {"here_tab": "privacy", "here_part": "people"}


@access("manage_privacy")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """List everybody who signs in, or did."""
    return render(request, "trust/people.html", HERE | {"people": everybody().select_related("erasure")})


@access("manage_privacy")
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where somebody's name stands and what they answer for; erase them with a reason."""
    user = get_object_or_404(User, pk=pk, erasure=None)
    problems: list[str] = []
    if request.method == "POST":
        typed = request.POST.get("confirm", "")
        try:
            erase_person(asking(request), user, request.POST.get("reason", ""), confirmed=typed)
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _("Erased: “%(word)s” stands in their place.") % {"word": user.name})
            return redirect("trust:people")
    context = HERE | {
        "user_shown": user, "word": queries.word_for(user), "still": queries.responsibilities(user),
        "named": queries.preview(user), "problems": problems, "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "trust/person.html", context, status=422 if problems else 200)


@access("manage_privacy")
@require_POST
def person_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything held of somebody, as an archive."""
    user = get_object_or_404(User, pk=pk, erasure=None)
    made = archive(give_out(asking(request), user), str(user))
    name = f'attachment; filename="person-{user.pk}.zip"'
    return HttpResponse(
        made, content_type="application/zip", headers={"Content-Disposition": name, "Cache-Control": "no-store"}
    )
