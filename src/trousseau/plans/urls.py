"""Addresses of plans."""

from trousseau.plans import (
    all_urls,
    budget_urls,
    decks_urls,
    ideas_urls,
    kpis_urls,
    meeting_urls,
    negotiation_urls,
    plan_urls,
    playbooks_urls,
    programme_urls,
    template_urls,
    treatment_urls,
    value_urls,
    versions_urls,
    whitespace_urls,
)

app_name = "plans"
urlpatterns = [
    *all_urls.urlpatterns,
    *budget_urls.urlpatterns,
    *kpis_urls.urlpatterns,
    *meeting_urls.urlpatterns,
    *negotiation_urls.urlpatterns,
    *plan_urls.urlpatterns,
    *playbooks_urls.urlpatterns,
    *programme_urls.urlpatterns,
    *template_urls.urlpatterns,
    *treatment_urls.urlpatterns,
    *value_urls.urlpatterns,
    *decks_urls.urlpatterns,
    *ideas_urls.urlpatterns,
    *versions_urls.urlpatterns,
    *whitespace_urls.urlpatterns,
]
