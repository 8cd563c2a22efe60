"""Addresses of what is known of clients."""

from django.urls import path

from trousseau.knowledge.views import coverage, documents, facts, people, questions, structure

app_name = "knowledge"
urlpatterns = [
    path("knowledge/coverage/", coverage.coverage, name="coverage"),
    path("knowledge/coverage.<slug:form>", coverage.table, name="coverage_table"),
    path("knowledge/questions/<slug:public_id>/<str:name>/", questions.answer, name="answer"),
    path("knowledge/documents/<slug:public_id>/", documents.document, name="document"),
    path("knowledge/documents/<slug:public_id>/remove/", documents.remove, name="remove_document"),
    path("knowledge/facts/<slug:kind>/<slug:public_id>/", facts.fact, name="fact"),
    path("knowledge/facts/<slug:kind>/<slug:public_id>/confirm/", facts.confirm, name="confirm_fact"),
    path("knowledge/facts/<slug:kind>/<slug:public_id>/remove/", facts.remove, name="remove_fact"),
    path("knowledge/facts/<slug:kind>/<slug:public_id>/restore/", facts.restore, name="restore_fact"),
    path("accounts/<slug:public_id>/knowledge/", facts.facts, name="facts"),
    path("accounts/<slug:public_id>/knowledge/documents/", documents.keep, name="keep_documents"),
    path("accounts/<slug:public_id>/knowledge/structure/", structure.take, name="structure_file"),
    path("accounts/<slug:public_id>/knowledge/structure.<slug:form>", structure.table, name="structure_table"),
    path("accounts/<slug:public_id>/knowledge/tell/<slug:kind>/", facts.tell, name="tell_fact"),
    path("accounts/<slug:public_id>/knowledge/<slug:kind>.<slug:form>", facts.table, name="facts_table"),
    path("accounts/<slug:public_id>/people/", people.people, name="people"),
    path("accounts/<slug:public_id>/people/add/", people.add, name="add_contact"),
    path("knowledge/people/<slug:public_id>/", people.contact, name="contact"),
    path("knowledge/people/<slug:public_id>/change/", people.change, name="change_contact"),
    path("knowledge/people/<slug:public_id>/left/", people.left, name="contact_left"),
    path("knowledge/people/<slug:public_id>/touched/", people.touched, name="contact_touched"),
    path("knowledge/people/<slug:public_id>/reporting/", people.reporting, name="contact_reporting"),
    path("knowledge/people/<slug:public_id>/influence/", people.influence, name="contact_influence"),
]
