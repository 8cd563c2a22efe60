"""Addresses of plans."""

from trousseau.plans import all_urls, plan_urls

app_name = "plans"
urlpatterns = [
    *plan_urls.urlpatterns,
    *all_urls.urlpatterns,
]
