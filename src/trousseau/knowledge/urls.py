"""Addresses of what is known of clients."""

from django.urls import path

from trousseau.knowledge.views import documents

app_name = "knowledge"
urlpatterns = [
    path("knowledge/documents/<slug:public_id>/", documents.document, name="document"),
    path("knowledge/documents/<slug:public_id>/remove/", documents.remove, name="remove_document"),
    path("accounts/<slug:public_id>/knowledge/documents/", documents.keep, name="keep_documents"),
]
