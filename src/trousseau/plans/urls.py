"""Addresses of plans."""

from trousseau.plans import decks_urls, plan_urls

app_name = "plans"
urlpatterns = [
    *plan_urls.urlpatterns,
    *decks_urls.urlpatterns,
]
