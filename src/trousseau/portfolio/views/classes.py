"""The rules of good and bad: read, tried, published, remembered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.figures.classes import problem_text
from trousseau.method.rules import RulesError
from trousseau.portfolio import actions, words
from trousseau.portfolio.following import follows
from trousseau.portfolio.models import RuleVersion
from trousseau.portfolio.pages import classes as pages
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.showing import show


@access("read_portfolio")
@require_GET
@follows("checkup", "portfolio:classes")
def classes(request: HttpRequest) -> HttpResponse:
    """Show the rules in force, or what a draft of others would do."""
    question = asked(person(request), {**request.GET.dict(), "by": "account"})
    page = pages.page(person(request), question, request.GET)
    if question is None:
        return render(request, "portfolio/classes.html", {"page": page})
    return show(request, "portfolio/classes.html", question, page=page)


@access("edit_rules")
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Put a draft in force, or say why not."""
    given = request.POST
    try:
        based_on = int(given.get("based_on", ""))
        version = actions.publish_rules(
            person(request), pages.read_draft(given), given.get("reason", "")[:500], based_on=based_on
        )
    except RulesError as error:
        problem = problem_text(error, words.language())
    except actions.PublishingError as error:
        problem = why_not(error.code)
    except ValueError:
        problem = why_not("rules_outdated")
    else:
        messages.success(request, _("The rules are in force from now on."))
        return redirect("portfolio:rules_version", version.number)
    question = asked(person(request), {"by": "account"})
    page = pages.page(person(request), question, given.dict(), problem)
    return render(request, "portfolio/classes.html", {"page": page}, status=422)


@access("read_portfolio")
@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show a version of the rules as it was published, and who moved with it."""
    found = get_object_or_404(RuleVersion.objects.select_related("published_by"), number=number)
    question = asked(person(request), {})
    page = pages.version_page(person(request), found, question.facts.base if question else None)
    return render(request, "portfolio/rules_version.html", {"page": page})


def why_not(code: str) -> str:
    """Why nothing was published."""
    return {
        "rules_outdated": _(
            "Someone published other rules while you were writing: they are shown here. Compare, then try yours again."
        ),
        "rules_unchanged": _("These are the rules in force already: nothing to publish."),
        "rules_reason": _("Say why the rules change: whoever reads them later will want to know."),
    }[code]
