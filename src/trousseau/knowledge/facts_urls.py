"""Addresses of the facts of clients, of their coverage and of small questions."""

from django.urls import path

from trousseau.knowledge.views import coverage, facts, questions, structure

urlpatterns = [
    path("knowledge/coverage/", coverage.coverage, name="coverage"),
    path("knowledge/coverage.<slug:form>", coverage.table, name="coverage_table"),
    path("knowledge/questions/", questions.questions, name="questions"),
    path("knowledge/questions/<slug:public_id>/<str:name>/", questions.answer, name="answer"),
    path("knowledge/facts/<slug:kind>/<slug:public_id>/", facts.fact, name="fact"),
    path("knowledge/facts/<slug:kind>/<slug:public_id>/confirm/", facts.confirm, name="confirm_fact"),
    path("knowledge/facts/<slug:kind>/<slug:public_id>/remove/", facts.remove, name="remove_fact"),
    path("knowledge/facts/<slug:kind>/<slug:public_id>/restore/", facts.restore, name="restore_fact"),
    path("accounts/<slug:public_id>/knowledge/", facts.facts, name="facts"),
    path("accounts/<slug:public_id>/knowledge/structure/", structure.take, name="structure_file"),
    path("accounts/<slug:public_id>/knowledge/structure.<slug:form>", structure.table, name="structure_table"),
    path("accounts/<slug:public_id>/knowledge/tell/<slug:kind>/", facts.tell, name="tell_fact"),
    path("accounts/<slug:public_id>/knowledge/<slug:kind>.<slug:form>", facts.table, name="facts_table"),
]
