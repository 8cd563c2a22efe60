"""Addresses of the audit log and of privacy."""

from django.urls import include, path

from trousseau.trust.views import audit, person, privacy

pages = [
    path("settings/audit/", audit.audit, name="audit"),
    path("settings/audit/export.<str:kind>", audit.export, name="audit_export"),
    path("settings/audit/looks/", audit.looks, name="looks"),
    path("settings/privacy/", privacy.privacy, name="privacy"),
    path("settings/privacy/record.<str:kind>", privacy.record_file, name="record_file"),
    path("settings/privacy/keeping/", privacy.kept, name="keeping"),
    path("settings/privacy/people/", person.people, name="people"),
    path("settings/privacy/people/<int:pk>/", person.one, name="person"),
    path("settings/privacy/people/<int:pk>/archive/", person.person_file, name="person_file"),
]
urlpatterns = [path("", include((pages, "trust")))]
