"""Addresses of a plan and of writing it."""

from django.urls import path

from trousseau.plans.views import cloning, editing, plan, words

urlpatterns = [
    path("accounts/<slug:public_id>/plan/", plan.plan, name="plan"),
    path("accounts/<slug:public_id>/plan/words/", words.words, name="words"),
    path("accounts/<slug:public_id>/plan/clone/", cloning.clone, name="clone"),
    path("accounts/<slug:public_id>/plan/parts/<slug:name>/", plan.part, name="part"),
    path("accounts/<slug:public_id>/plan/undo/<int:event>/", editing.undo, name="undo_part"),
    path("accounts/<slug:public_id>/plan/edit/<slug:kind>/", editing.add, name="add_part"),
    path("accounts/<slug:public_id>/plan/edit/<slug:kind>/<slug:key>/", editing.edit, name="edit_part"),
    path("accounts/<slug:public_id>/plan/edit/<slug:kind>/<slug:key>/<slug:verb>/", editing.settle, name="settle_part"),
]
