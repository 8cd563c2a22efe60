"""Addresses of plans."""

from trousseau.plans import decks_urls, kpis_urls, plan_urls, versions_urls

app_name = "plans"
urlpatterns = [
    *kpis_urls.urlpatterns,
    *plan_urls.urlpatterns,
    *decks_urls.urlpatterns,
    *versions_urls.urlpatterns,
]
