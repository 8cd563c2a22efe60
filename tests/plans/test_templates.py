"""Templates of plans: what is delivered, versions, what is refused, and who may change them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from trousseau.access.audit import history
from trousseau.accounts.models import Account
from trousseau.plans.actions.templates import bring_back, checked, retire, save
from trousseau.plans.models import PlanTemplate, TemplateVersion
from trousseau.plans.outlines import Aim, Danger, Deed, Gauge, Outline, read, texts
from trousseau.plans.queries.templates import newest
from trousseau.plans.templates_delivered import DELIVERED, delivered

SMALL = Outline(
    "A small plan",
    "Be their first choice.",
    12,
    ("key",),
    ("Railway",),
    (Aim("Hear their stakes", "short", 3), Aim("Sign the contract", "medium", 12, target="signed", weight=2)),
    (Gauge("Sales", "ledger", {"measure": "revenue", "by": "account", "months": 12}, "money", "monthly", 2),),
    (Deed("List the sites", "manager", 5, 3, aim=1),
     Deed("Propose the contract", "manager", 60, 10, aim=2, after=(1,))),
    (Danger("A competitor underbids", "A walk-away point"),),
    ("loss_alert",),
)  # fmt: skip
EMPTY = {
    "aims": {"horizon": "short", "weight": 1},
    "gauges": {"rhythm": "monthly", "aim": 0},
    "deeds": {"who": "manager", "takes": 0, "weight": 1, "aim": 0},
    "dangers": {"who": "manager"},
}
"""What the editor sends of a line that nothing was typed in."""


def template(key="first_plan"):
    return PlanTemplate.objects.get(key=key)


def typed(outline, seen=1, **changed):
    """An outline as the editor sends it."""
    sent = {
        "seen": seen, "name": outline.name, "ambition": outline.ambition, "months": outline.months,
        "tiers": list(outline.tiers), "playbooks": list(outline.playbooks), "industries": "; ".join(outline.industries),
        "reason": "",
    }  # fmt: skip
    for kind in ("aims", "gauges", "deeds", "dangers"):
        rows = getattr(outline, kind)
        sent |= {f"{kind}-TOTAL_FORMS": len(rows) + 1, f"{kind}-INITIAL_FORMS": len(rows)}
        for n, one in enumerate(rows):
            said = dict(vars(one))
            if kind == "gauges":
                formula, source = said.pop("formula"), said.pop("source")
                said["what"] = f"{source}:{formula['measure']}" if "measure" in formula else source
                said |= {"months": formula.get("months", ""), "detail": "; ".join(formula.get("families", ()))}
            if kind == "deeds":
                said["after"] = ", ".join(str(number) for number in said["after"])
            sent |= {f"{kind}-{n}-{name}": value for name, value in said.items()}
        sent |= {f"{kind}-{len(rows)}-{name}": value for name, value in EMPTY[kind].items()}
    return sent | changed


@pytest.mark.parametrize("key", DELIVERED)
def test_a_delivered_template_says_all_in_both_languages_and_would_be_accepted(house, key):
    with translation.override("en"):
        english, kept = delivered(key), checked(house["director"], delivered(key))
    with translation.override("fr"):
        french = delivered(key)

    assert len(texts(english)) == len(texts(french))
    assert all(bool(en) == bool(fr) for en, fr in zip(texts(english), texts(french), strict=True))
    assert english.name != french.name
    assert [one.title for one in kept.aims] == [one.title for one in english.aims]
    assert english.playbooks


def test_an_outline_is_kept_as_it_is_said():
    assert read(SMALL.plain()) == SMALL


def test_each_save_is_a_version_and_what_changed_is_told(client, house):
    client.force_login(house["director"])
    one = template()
    changed = replace(delivered("first_plan"), aims=delivered("first_plan").aims[1:], gauges=(), deeds=(), dangers=())

    sent = client.post(reverse("plans:edit_template", args=[one.public_id]), typed(changed, name="Our first plan"))

    assert sent.status_code == 302
    assert [row.number for row in one.versions.all()] == [2, 1]
    page = client.get(reverse("plans:template", args=[one.public_id])).content.decode()
    assert "Our first plan" in page
    assert "Know who decides" in page.partition('id="changes-title"')[2]
    old = client.get(reverse("plans:template", args=[one.public_id]), {"version": "1"}).content.decode()
    assert "Key account: the first plan" in old
    assert history(one).filter(verb="template.saved", after__version=2).exists()


def test_what_the_editor_shows_is_what_it_saves(client, house):
    client.force_login(house["director"])
    made = save(house["director"], None, SMALL)
    address = reverse("plans:edit_template", args=[made.template.public_id])

    shown = client.get(address).content.decode()
    assert "Hear their stakes</textarea>" in shown
    assert client.post(address, typed(SMALL)).status_code == 302

    assert made.template.versions.count() == 1
    assert made.template.versions.get().outline == SMALL


def test_a_delivered_template_saved_as_it_is_keeps_both_languages(house):
    save(house["director"], template(), delivered("first_plan"), seen=1)

    assert template().versions.count() == 1


def test_a_line_taken_out_moves_what_points_behind_it(client, house):
    client.force_login(house["director"])
    made = save(house["director"], None, SMALL)
    address = reverse("plans:edit_template", args=[made.template.public_id])

    refused = client.post(address, typed(SMALL) | {"aims-0-DELETE": "on"})
    assert refused.status_code == 422
    assert "Action 1: it is for objective 1, which is taken out" in refused.content.decode()

    sent = typed(SMALL) | {"aims-0-DELETE": "on", "deeds-0-DELETE": "on", "deeds-1-after": ""}
    assert client.post(address, sent).status_code == 302
    now = made.template.versions.first().outline
    assert [one.title for one in now.aims] == ["Sign the contract"]
    assert (now.gauges[0].aim, now.deeds[0].aim, now.deeds[0].after) == (1, 1, ())


def test_more_lines_are_offered_and_nothing_is_saved(client, house):
    client.force_login(house["director"])
    before = TemplateVersion.objects.count()

    page = client.post(reverse("plans:new_template"), typed(SMALL) | {"more": "1"})

    assert page.status_code == 200
    assert 'name="aims-5-title"' in page.content.decode()
    assert TemplateVersion.objects.count() == before


def test_of_two_editors_the_second_is_told_and_keeps_what_was_typed(client, house):
    client.force_login(house["director"])
    one = template()
    address = reverse("plans:edit_template", args=[one.public_id])
    client.post(address, typed(SMALL, name="Mine"))

    second = client.post(address, typed(SMALL, name="Theirs <b>"))

    assert second.status_code == 422
    assert "Changed meanwhile" in second.content.decode()
    assert "Theirs &lt;b&gt;" in second.content.decode()
    assert str(one) == "Mine"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"aims": (), "gauges": (), "deeds": ()}, "at least one objective"),
        ({"aims": tuple(Aim(f"The aim of rank {n}", "short", 3) for n in range(1000))}, "1000 objectives: .* most 20"),
        ({"gauges": (Gauge("Sales", "ledger", {"measure": "gone"}, "money"),)}, "Indicator 1: Choose what is measured"),
        ({"playbooks": ("long_retired",)}, "playbook “long_retired” is retired or unknown"),
        ({"tiers": ("platinum",)}, "no tier “platinum”"),
        ({"months": 60}, "one to three years"),
        ({"aims": (Aim("x" * 201, "short", 3), Aim("y", "short", 3))}, "Objective 1: 201 characters"),
        ({"aims": (Aim("Twice", "short", 3), Aim("twice", "long", 3))}, "Objective 2: it says the same as line 1"),
        ({"deeds": (Deed("Call", "boss", 3),)}, "Action 1: choose whose role"),
        ({"deeds": (Deed("Call", "manager", 3, 5),)}, "Action 1: it takes 5"),
        ({"deeds": (Deed("Call", "manager", 9, after=(2,)), Deed("See", "manager", 10))}, "Action 1: it waits for"),
        ({"deeds": (Deed("Call", "manager", 9, aim=7),)}, "Action 1: it is for objective 7"),
        ({"dangers": (Danger("Flood", "", "client"),)}, "Risk 1: choose whose role"),
        ({"ambition": " "}, "Say an ambition"),
    ],
)  # fmt: skip
def test_what_a_template_cannot_be_is_refused_with_its_line(house, changed, said):
    with pytest.raises(ValidationError, match=said):
        save(house["director"], None, replace(SMALL, **changed))

    assert PlanTemplate.objects.count() == len(DELIVERED)


def test_too_many_lines_are_refused_by_the_page(client, house):
    client.force_login(house["director"])

    page = client.post(reverse("plans:new_template"), typed(SMALL) | {"aims-TOTAL_FORMS": "1000"})

    assert page.status_code == 422
    assert "Objectives: at most 20 lines." in page.content.decode()


def test_a_form_that_came_incomplete_is_told(client, house):
    client.force_login(house["director"])
    assert client.post(reverse("plans:new_template"), {"name": "x"}).status_code == 422
    assert client.post(reverse("plans:new_template"), {"name": "x", "more": "1"}).status_code == 200


def test_a_client_is_named_nowhere(house):
    Account.objects.create(key="Z9", name="Vernay Turbines SA", manager=house["manager"], search_text="vernay")

    with pytest.raises(ValidationError, match="Vernay Turbines"):
        save(house["director"], None, replace(SMALL, ambition="Do as at Vernay Turbines."))


@pytest.mark.parametrize("who", ["manager", "head", "expert"])
def test_only_a_director_changes_templates(client, house, who):
    with pytest.raises(PermissionDenied):
        save(house[who], template(), SMALL, seen=1)
    with pytest.raises(PermissionDenied):
        retire(house[who], template(), 1)
    client.force_login(house[who])
    assert client.get(reverse("plans:edit_template", args=[template().public_id])).status_code == 403
    page = client.get(reverse("plans:template", args=[template().public_id])).content.decode()
    assert "Retire it" not in page


def test_a_template_is_retired_and_comes_back(client, house):
    client.force_login(house["director"])
    address = reverse("plans:settle_template", args=[template().public_id, "retire"])

    assert client.post(address, {"seen": "7"}).status_code == 422
    assert client.post(address, {"seen": "²"}).status_code == 422
    assert client.post(address, {"seen": "1"}).status_code == 302
    assert "Key account: the first plan" not in client.get(reverse("plans:templates")).content.decode()
    assert "Key account: the first plan" in client.get(reverse("plans:templates") + "?retired=1").content.decode()

    bring_back(house["director"], template(), 1)
    assert template() in {one.template for one in newest(house["manager"])}


def test_the_pages_read_in_french_and_cost_few_queries(client, house, django_assert_max_num_queries):
    house["director"].language = "fr"
    house["director"].save()
    client.force_login(house["director"])
    client.cookies["language"] = "fr"
    address = reverse("plans:template", args=[template().public_id])

    for where in (reverse("plans:templates"), address, reverse("plans:edit_template", args=[template().public_id])):
        with django_assert_max_num_queries(25):
            assert client.get(where).status_code == 200
    assert client.get(address, {"version": "9"}).status_code == 404
