"""The settings that are not people: one's own profile, the organisation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access import actions, factors
from trousseau.access.forms import OrganisationForm, ProfileForm
from trousseau.access.models import Organisation, User
from trousseau.access.rules import SIGNED_IN, access, may, person


@access(SIGNED_IN)
@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """Open the first of the settings that the person may open."""
    for rule, place in (("manage_organisation", "access:organisation"), ("manage_people", "access:people")):
        if may(request.user, rule):
            return redirect(place)
    return redirect("access:profile")


@access(SIGNED_IN)
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name and language; the ways to password and second factor."""
    person = User.objects.get(pk=request.user.pk or 0)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        person.refresh_from_db()  # the form has already changed it
        actions.change_own_profile(person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("access:profile")
    context = {
        "form": form,
        "second_factor": factors.has(person),
        "here_tab": "profile",
    }
    return render(request, "access/profile.html", context, status=422 if request.method == "POST" else 200)


@access("manage_organisation")
@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    """Show and change the organisation's settings."""
    form = OrganisationForm(request.POST or None, instance=Organisation.current())
    if request.method == "POST" and form.is_valid():
        actions.change_organisation(person(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("access:organisation")
    context = {"form": form, "here_tab": "organisation"}
    return render(request, "access/organisation.html", context, status=422 if request.method == "POST" else 200)
