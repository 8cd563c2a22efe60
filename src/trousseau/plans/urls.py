"""Addresses of plans."""

from trousseau.plans import meeting_urls, plan_urls

app_name = "plans"
urlpatterns = [
    *meeting_urls.urlpatterns,
    *plan_urls.urlpatterns,
]
