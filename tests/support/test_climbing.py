"""Overdue promises climb: on the days set, once, whatever worker comes; nothing stays unseen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from support.promises import made
from trousseau.notices.models import Notice
from trousseau.support.actions import commitments as actions
from trousseau.support.actions.climbing import climb, set_climb
from trousseau.support.models.commitments import Climb, Direction, Level


def told():
    return sorted(str(notice.user) for notice in Notice.objects.filter(kind="commitment.late"))


def test_each_level_on_its_day_and_only_once(scene):
    one = made(scene, owner=scene.expert, in_days=-1)
    assert climb(one.due) == 0
    assert climb(scene.today) == 1
    assert told() == ["Sophie Lacaze", "Thomas Weber"]
    assert climb(scene.today) == 0
    assert climb(one.due + dt.timedelta(days=5)) == 1
    assert climb(one.due + dt.timedelta(days=40)) == 1
    assert climb(one.due + dt.timedelta(days=41)) == 0
    assert told() == ["Claire Dumas", "Julien Arnaud", "Sophie Lacaze", "Thomas Weber"]


def test_settled_ones_do_not_climb_and_a_new_day_begins_anew(scene):
    one = made(scene, in_days=-6)
    assert climb() == 2
    one = actions.renegotiate(
        scene.manager, one, due=scene.today + dt.timedelta(days=2), reason="r", agreed_by="a", revision=1
    )
    assert climb() == 0
    assert climb(one.due + dt.timedelta(days=1)) == 1
    actions.withdraw(scene.manager, one, reason="x", revision=2)
    assert climb(one.due + dt.timedelta(days=50)) == 0


def test_where_nobody_is_left_the_directors_are_told(scene):
    scene.manager.is_active = False
    scene.manager.save()
    scene.account.manager = None
    scene.account.save()
    made(scene, by=scene.director, owner=scene.director, in_days=-20)
    climb()
    assert set(told()) == {"Claire Dumas"}
    assert Climb.objects.count() == 3


def test_what_they_owe_us_goes_no_further_than_the_manager(scene):
    made(scene, in_days=-30, direction=Direction.THEIRS)
    assert climb() == 1
    assert told() == ["Sophie Lacaze"]


def test_the_days_are_a_director_s_to_set(scene):
    set_climb(scene.director, {Level.MANAGER: 2, Level.HEAD: None, Level.DIRECTOR: 3}, revision=1)
    made(scene, in_days=-3)
    assert climb() == 2
    with pytest.raises(PermissionDenied):
        set_climb(scene.manager, {Level.MANAGER: 1}, revision=2)
    for days, revision in (({Level.MANAGER: 5, Level.HEAD: 2}, 2), ({Level.MANAGER: 0}, 2), ({Level.MANAGER: 1}, 1)):
        with pytest.raises(ValidationError):
            set_climb(scene.director, days, revision=revision)
