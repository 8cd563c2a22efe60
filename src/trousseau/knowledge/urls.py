"""Addresses of what is known of clients."""

from django.urls import include, path

from trousseau.knowledge.views import documents, merging, people, people_files, personal, relations

app_name = "knowledge"
urlpatterns = [
    path("", include("trousseau.knowledge.facts_urls")),
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
    path("accounts/<slug:public_id>/people/export.<slug:kind>", people_files.export, name="people_export"),
    path("accounts/<slug:public_id>/people/import/", people_files.take_in, name="people_import"),
    path("accounts/<slug:public_id>/people/duplicates/", merging.pairs, name="duplicates"),
    path("knowledge/people/<slug:public_id>/merge/<slug:other>/", merging.review, name="merge"),
    path("knowledge/merges/<int:pk>/undo/", merging.undo, name="undo_merge"),
    path("settings/personal-data/", personal.search, name="personal_data"),
    path("settings/personal-data/<slug:public_id>/", personal.one, name="personal_data_of"),
    path("settings/personal-data/<slug:public_id>/export.<slug:kind>", personal.export, name="personal_data_export"),
]
