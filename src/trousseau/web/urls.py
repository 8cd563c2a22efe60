"""Every address of the site: the shell's own, sign-in, then the rooms in order."""

from django.urls import include, path

from trousseau.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("search/", views.search, name="search"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("", include("trousseau.access.urls")),
    path("", include("trousseau.jobs.urls")),
    path("", include("trousseau.notices.urls")),
    path("", include("trousseau.accounts.urls")),
    path("", include("trousseau.knowledge.urls")),
    path("", include("trousseau.costs.urls")),
    path("", include("trousseau.connectors.urls")),  # before what takes any name below data/
    path("", include("trousseau.imports.urls")),
    path("", include("trousseau.portfolio.urls")),
    path("", include("trousseau.exposure.urls")),
    path("", include("trousseau.selection.urls")),
    path("", include("trousseau.staffing.urls")),
    path("", include("trousseau.support.urls")),
    path("", include("trousseau.plans.urls")),
    path("", include("trousseau.trust.urls")),
    path("", include("trousseau.portal.urls")),
    path("", include("trousseau.api.urls")),
    path("", include("trousseau.webhooks.urls")),
]
handler400 = "trousseau.web.views.bad_request"
handler403 = "trousseau.web.views.forbidden"
handler404 = "trousseau.web.views.not_found"
handler500 = "trousseau.web.views.server_error"
