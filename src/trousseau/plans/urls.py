"""Addresses of plans."""

from trousseau.plans import all_urls, decks_urls, kpis_urls, plan_urls

app_name = "plans"
urlpatterns = [
    *all_urls.urlpatterns,
    *kpis_urls.urlpatterns,
    *plan_urls.urlpatterns,
    *decks_urls.urlpatterns,
]
