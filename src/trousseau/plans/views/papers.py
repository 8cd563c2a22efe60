"""How the company's files look, under Settings: template, logo, colour."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access.rules import access, person
from trousseau.plans.actions import papers as actions
from trousseau.plans.decks import company, files, template
from trousseau.plans.models.papers import THE_ONE, Papers
from trousseau.plans.papers_forms import PapersForm
from trousseau.plans.views.decks import answer


@access("manage_organisation")
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """Show it, change it."""
    kept = Papers.objects.select_related("changed_by").defer("template").filter(pk=THE_ONE).first() or Papers()
    form = PapersForm(request.POST or None, request.FILES or None, initial={"brand": kept.brand})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(person(request), form.change(), version=form.cleaned_data["version"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved: the next file looks like this."))
            return redirect("plans:papers")
    context = {
        "form": form,
        "kept": kept,
        "logo": base64.b64encode(bytes(kept.logo)).decode() if kept.logo else "",
        "colour": kept.brand or template.BRAND,
        "lacks": [company.fallback(one) for one in kept.lacks],
        "here_tab": "papers",
    }
    return render(request, "plans/papers.html", context, status=422 if request.method == "POST" else 200)


@access("manage_organisation")
@require_GET
def starter(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view takes it
    """A template to begin with: ours in the company's colour, its placeholders named as they must be."""
    brand = Papers.objects.filter(pk=THE_ONE).values_list("brand", flat=True).first()
    made = files.File("trousseau-template.pptx", files.TYPES["pptx"], template.ours(brand or template.BRAND))
    return answer(made)
