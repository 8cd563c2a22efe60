"""Addresses of plans."""

from trousseau.plans import plan_urls, value_urls

app_name = "plans"
urlpatterns = [
    *plan_urls.urlpatterns,
    *value_urls.urlpatterns,
]
