"""What the demonstration's people judge of losing their largest accounts: things that no order tells yet."""

from __future__ import annotations

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.exposure.actions.outlooks import judge
from trousseau.exposure.models import Outlook

JUDGED: tuple[tuple[str, float, str], ...] = (
    ("Alstrom Deutschland GmbH", 0.04, "Suit la décision du groupe"),
    ("Alstrom SA", 0.04, "Contrat-cadre jusqu’en 2028, mais les achats groupe étudient un second fournisseur"),
    ("Vernay Turbinen GmbH", 0.06, "Un concurrent local a remporté l’appel d’offres de Brême"),
    ("Vernay Turbines UK Ltd", 0.05, "Droits de douane et délais : ils testent un atelier à Coventry"),
    ("Vernay Hidro Ibérica SL", 0.03, "Suit la décision du groupe"),
    ("Vernay Turbines SA", 0.03, "Relation ancienne ; nouveau directeur des achats depuis juin"),
    ("Kessler Fluid Power Inc.", 0.05, "Demande les prix d’Asie pour l’Amérique du Nord"),
    ("Kessler Hydraulik AG", 0.08, "Litige sur les pénalités de retard, réunion de direction en janvier"),
    ("Nordvik Offshore AS", 0.05, "Programme offshore reconduit pour deux ans, sans engagement de volume"),
    ("Aérolys SA", 0.02, "Qualification renouvelée en mars ; changer de fournisseur leur prendrait deux ans"),
    ("Brévent Énergie SAS", 0.10, "Appel d’offres européen annoncé pour le printemps"),
    ("Castelmar SA", 0.06, "Rachat de leur activité portuaire en discussion"),
    ("Orvane Mobilité SAS", 0.03, "Volumes engagés jusqu’à fin 2027"),
    ("Ferroval SA", 0.15, "Commandes plus espacées, notre interlocuteur ne répond plus depuis l’été"),
    ("Nordhaven Marine A/S", 0.04, "Satisfaits, mais liés à la construction navale"),
    ("Beaumont Énergie SAS", 0.03, "Contrat de service pluriannuel signé en 2025"),
    ("Lorquin Aciers SA", 0.20, "Demande de baisse de 8 % et audit d’un concurrent italien sur le site"),
    ("Voltané SAS", 0.02, "Croissance portée par leur nouvelle usine, nous y sommes seuls"),
    ("Cie des Eaux du Gers SA", 0.01, "Concession jusqu’en 2034"),
    ("Ferrovia Ibérica SA", 0.07, "Le budget public espagnol n’est pas voté"),
    ("Duroc Frères SAS", 0.15, "Mix tiré vers le bas, l’acheteur parle de revenir au catalogue"),
    ("Halvorsen Kraft AS", 0.10, "Remises disputées à chaque commande"),
    ("Okanda Rail K.K.", 0.10, "Un seul projet : la suite dépend du lot 2 en 2027"),
    ("Tavira Naval SA", 0.12, "Paie de plus en plus tard ; banque prévenue"),
    ("Solenzara Naval SAS", 0.05, "Carnet de commandes plein, mais un seul chantier"),
)
"""Name, probability of losing it within a year, why; a group's first company last: the latest counts for the group."""


def tell(director: User) -> None:
    """Record the judgements, each by the account's manager or else the director; what was judged since stays."""
    if Outlook.objects.exists():
        return
    accounts = {account.name: account for account in access.every_account().select_related("manager")}
    for name, probability, reason in JUDGED:
        if name in accounts:
            judge(accounts[name].manager or director, accounts[name], probability, reason)
