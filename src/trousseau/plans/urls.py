"""Addresses of plans."""

from trousseau.plans import kpis_urls, plan_urls, versions_urls

app_name = "plans"
urlpatterns = [
    *kpis_urls.urlpatterns,
    *plan_urls.urlpatterns,
    *versions_urls.urlpatterns,
]
