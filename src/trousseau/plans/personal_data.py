"""What this room keeps of people, and why: plans, meetings and negotiations."""

from django.utils.translation import gettext_lazy as _

from trousseau.access.processing import TEAM, WITH_ITS_OBJECT, Basis, Kind, People, Processing, declare, impersonal

declare(
    Processing(
        "plans.work",
        _("Plans: who does what"),
        _("To follow what was agreed with a client."),
        (
            People.STAFF,
            People.CONTACT,
        ),
        (
            Kind.TRACES,
            Kind.TEXTS,
            Kind.RELATIONS,
        ),
        Basis.CONTRACT,
        WITH_ITS_OBJECT,
        TEAM,
        {
            "plans.plan": "ambition approved_by created_by",
            "plans.objective": "title why start_text target_text owner",
            "plans.recommendation": "text reason",
            "plans.risk": "what answer owner",
            "plans.initiative": "title why",
            "plans.action": "what how owner contact reason search_text",
            "plans.milestone": "name",
            "plans.delivered": "what method evidence said_by said created_by search_text",
            "plans.idea": "title how reckoned stakes retired_for created_by search_text",
            "plans.ideause": "by",
            "plans.readingsfile": "by name before",
            "plans.kpi": "name owner",
            "plans.reading": "entered_by note",
            "plans.kpiversion": "said reason by",
            "plans.papers": "lacks logo_name changed_by",
            "plans.playbookversion": "name said retired_for by",
            "plans.playbookstart": "occasion because by",
            "plans.programmeline": "what note owner",
            "plans.maturityround": "by note",
            "plans.maturityrating": "evidence",
            "plans.plantemplate": "created_by",
            "plans.templateversion": "said reason by",
            "plans.review": "next_quarter",
            "plans.treatment": "what owner reason created_by",
            "plans.planversion": "by content",
            "plans.whitecell": "place note by",
        },
    ),
    Processing(
        "plans.time",
        _("Days spent on clients"),
        _("To know what a client costs and whether a plan can be kept."),
        (People.STAFF,),
        (
            Kind.TIME,
            Kind.TEXTS,
        ),
        Basis.INTEREST,
        WITH_ITS_OBJECT,
        TEAM,
        {
            "plans.spending": "by note",
        },
    ),
    Processing(
        "plans.meetings",
        _("Meetings, minutes and calendars"),
        _("To meet the right people and keep what was said."),
        (
            People.STAFF,
            People.CONTACT,
        ),
        (
            Kind.IDENTITY,
            Kind.TRACES,
            Kind.TEXTS,
        ),
        Basis.CONTRACT,
        WITH_ITS_OBJECT,
        TEAM,
        {
            "plans.meeting": "title where organiser reason minutes created_by search_text",
            "plans.agendapoint": "text",
            "plans.decision": "text owner contact by",
            "plans.invitation": "user contact occasion by",
            "plans.calendarfeed": "user",
        },
    ),
    Processing(
        "plans.negotiation",
        _("Negotiations"),
        _("To prepare and remember an agreement."),
        (
            People.STAFF,
            People.CONTACT,
        ),
        (
            Kind.TEXTS,
            Kind.TRACES,
        ),
        Basis.INTEREST,
        WITH_ITS_OBJECT,
        _("who prepares it, heads and directors"),
        {
            "plans.negotiation": "subject objective ours frozen_by kept outcome created_by",
            "plans.term": "what",
            "plans.tradeoff": "what known in_return",
            "plans.concession": "what who in_return",
        },
    ),
)
impersonal(
    {
        "plans.health": "factors",
        "plans.idea": "industry",
        "plans.readingsfile": "choices",
        "plans.kpi": "formula path",
        "plans.kpistanding": "forecast",
        "plans.term": "unit zone",
        "plans.papers": "brand template_name",
        "plans.maturityrating": "dimension",
        "plans.touchpromise": "tier",
        "plans.whitecell": "unit offer",
    }
)
