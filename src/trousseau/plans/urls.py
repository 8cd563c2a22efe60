"""Addresses of plans."""

from trousseau.plans import decks_urls, kpis_urls, meeting_urls, plan_urls, value_urls

app_name = "plans"
urlpatterns = [
    *kpis_urls.urlpatterns,
    *meeting_urls.urlpatterns,
    *plan_urls.urlpatterns,
    *value_urls.urlpatterns,
    *decks_urls.urlpatterns,
]
