"""Addresses of what is known of clients."""

from django.urls import path

from trousseau.knowledge.views import documents, people, relations

app_name = "knowledge"
urlpatterns = [
    path("knowledge/documents/<slug:public_id>/", documents.document, name="document"),
    path("knowledge/documents/<slug:public_id>/remove/", documents.remove, name="remove_document"),
    path("accounts/<slug:public_id>/knowledge/documents/", documents.keep, name="keep_documents"),
    path("accounts/<slug:public_id>/map/", relations.show, name="map"),
    path("accounts/<slug:public_id>/map.svg", relations.picture, name="map_svg"),
    path("accounts/<slug:public_id>/map/place/", relations.place, name="map_place"),
    path("accounts/<slug:public_id>/map/draw/", relations.draw, name="map_draw"),
    path("accounts/<slug:public_id>/map/tidy/", relations.tidy, name="map_tidy"),
    path("accounts/<slug:public_id>/people/", people.people, name="people"),
    path("accounts/<slug:public_id>/people/add/", people.add, name="add_contact"),
    path("knowledge/people/<slug:public_id>/", people.contact, name="contact"),
    path("knowledge/people/<slug:public_id>/change/", people.change, name="change_contact"),
    path("knowledge/people/<slug:public_id>/left/", people.left, name="contact_left"),
    path("knowledge/people/<slug:public_id>/touched/", people.touched, name="contact_touched"),
    path("knowledge/people/<slug:public_id>/reporting/", people.reporting, name="contact_reporting"),
    path("knowledge/people/<slug:public_id>/influence/", people.influence, name="contact_influence"),
]
