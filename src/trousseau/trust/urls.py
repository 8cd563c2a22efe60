"""Addresses of the audit log and of privacy."""

from django.urls import include, path

from trousseau.trust.views import audit

pages = [
    path("settings/audit/", audit.audit, name="audit"),
    path("settings/audit/export.<str:kind>", audit.export, name="audit_export"),
    path("settings/audit/looks/", audit.looks, name="looks"),
]
urlpatterns = [path("", include((pages, "trust")))]
