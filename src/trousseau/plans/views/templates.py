"""Templates of plans: all of them, one with its versions, the editor, retiring one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.posted import whole
from trousseau.plans.access import plan_or_404
from trousseau.plans.actions import templates as actions
from trousseau.plans.models import Plan, TemplateVersion
from trousseau.plans.outlines import Outline
from trousseau.plans.pages import templates as pages
from trousseau.plans.queries import templates as queries
from trousseau.plans.queries.templating import outline_of
from trousseau.plans.template_forms import TemplateForm, longer

PAGE, EDITOR = "plans/template.html", "plans/template_edit.html"


@access("read_plans")
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """All templates."""
    return render(request, "plans/templates.html", pages.listing(request))


@access("read_plans")
@require_GET
def template(request: HttpRequest, template: str) -> HttpResponse:
    """One template: a version of it, and what changed between two."""
    found = queries.all_of(person(request), template)
    asked = request.GET.get("version")
    shown = queries.version_of(found, whole(asked)) if asked else found[0]
    return render(request, PAGE, pages.one(request, found, shown))


@access("run_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new template; `plan`: made of that plan."""
    key = request.GET.get("plan", "")[:16].replace("\x00", "")
    plan = plan_or_404(person(request), key) if key else None
    outline, left = outline_of(plan) if plan is not None else (Outline(""), [])
    return _edited(request, None, outline, plan, left)


@access("run_programme")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, template: str) -> HttpResponse:
    """Change a template: its next version."""
    last = queries.all_of(person(request), template)[0]
    return _edited(request, last, last.outline)


@access("run_programme")
@require_POST
def settle(request: HttpRequest, template: str, verb: str) -> HttpResponse:
    """Retire a template (`retire`), or bring it back (`bring-back`)."""
    user = person(request)
    found = queries.all_of(user, template)
    done = {"retire": actions.retire, "bring-back": actions.bring_back}.get(verb)
    if done is None:
        raise Http404
    try:
        done(user, found[0].template, whole(request.POST.get("seen", "")))
    except ValidationError as error:
        return render(request, PAGE, pages.one(request, found, found[0], error.messages), status=422)
    said = _("It is offered no longer; plans that came of it keep what they say.")
    messages.success(request, said if verb == "retire" else _("It is offered again."))
    return redirect("plans:template", template)


def _edited(
    request: HttpRequest,
    last: TemplateVersion | None,
    outline: Outline,
    plan: Plan | None = None,
    left: list[str] | None = None,
) -> HttpResponse:
    """The editor; save what was typed as a new version, or say why not and keep it."""
    if request.method != "POST":
        return render(request, EDITOR, pages.editor(TemplateForm(outline=outline), last, plan, left or ()))
    more = "more" in request.POST
    form = TemplateForm(longer(request.POST) if more else request.POST)
    if not more and form.is_valid():
        try:
            made = actions.save(
                person(request),
                last.template if last is not None else None,
                form.outline(),
                seen=whole(request.POST.get("seen", "")),
                reason=form.reason,
                source=plan,
            )
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved as version %(n)s.") % {"n": made.number})
            return redirect("plans:template", made.template.public_id)
    return render(request, EDITOR, pages.editor(form, last, plan, left or ()), status=200 if more else 422)
