"""Addresses of what is known of clients."""

from django.urls import path

from trousseau.knowledge.views import documents, relations

app_name = "knowledge"
urlpatterns = [
    path("knowledge/documents/<slug:public_id>/", documents.document, name="document"),
    path("knowledge/documents/<slug:public_id>/remove/", documents.remove, name="remove_document"),
    path("accounts/<slug:public_id>/knowledge/documents/", documents.keep, name="keep_documents"),
    path("accounts/<slug:public_id>/map/", relations.show, name="map"),
    path("accounts/<slug:public_id>/map.svg", relations.picture, name="map_svg"),
    path("accounts/<slug:public_id>/map/place/", relations.place, name="map_place"),
    path("accounts/<slug:public_id>/map/tidy/", relations.tidy, name="map_tidy"),
]
