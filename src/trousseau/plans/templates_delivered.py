"""The templates of plans a company begins with, in both languages.

What one of them says never changes once delivered: a plan's trail names its version.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import get_language

from trousseau.plans.outlines import Aim, Danger, Deed, Gauge, Outline

Said = Callable[[str, str], str]
"""Chooses between the English and the French words."""
LEDGER, PLAN = "ledger", "plan"


def delivered(key: str) -> Outline:
    """A delivered template in the language in force; KeyError where there is none of that key."""
    french = (get_language() or "en").startswith("fr")
    return DELIVERED[key](lambda en, fr: fr if french else en)


def _of_year(measure: str) -> dict[str, object]:
    return {"measure": measure, "by": "account", "months": 12}


def _first_plan(say: Said) -> Outline:
    return Outline(
        name=say("Key account: the first plan", "Compte clé : le premier plan"),
        ambition=say(
            "Become the supplier this client plans with, on a contract and with its management.",
            "Devenir le fournisseur avec lequel ce client prépare l’avenir, sous contrat et avec sa direction.",
        ),
        months=36,
        tiers=("key",),
        aims=(
            Aim(say("Know who decides and what they are after", "Savoir qui décide et ce qu’ils recherchent"), "short",
                6, say("decision makers met and their stakes written down", "décideurs rencontrés, enjeux écrits"),
                say("all of them", "tous"), weight=3),
            Aim(say("Deliver what is promised, every month", "Tenir les promesses de livraison, chaque mois"), "short",
                12, say("promises kept by their day", "promesses tenues à leur date"),
                say("agreed with the client", "convenu avec le client"), weight=3),
            Aim(say("Sign a framework contract", "Signer un contrat-cadre"), "medium", 18,
                say("the contract itself", "le contrat lui-même"), say("signed", "signé"), weight=2),
            Aim(say("Raise our share of what they buy", "Augmenter notre part de leurs achats"), "long", 36,
                say("share of wallet, source and date given", "part de portefeuille, source et date à l’appui"),
                weight=2),
        ),
        gauges=(
            Gauge(say("Sales, 12 months", "Ventes sur 12 mois"), LEDGER, _of_year("revenue"), "money", aim=4),
            Gauge(say("Net contribution, 12 months", "Contribution nette sur 12 mois"), LEDGER,
                  _of_year("contribution"), "money", aim=3),
            Gauge(say("Share of wallet", "Part de portefeuille"), LEDGER, _of_year("share_of_wallet"), "percent",
                  "yearly", 4),
            Gauge(say("Promises kept", "Promesses tenues"), PLAN, {"measure": "commitments_kept"}, "percent", aim=2),
        ),
        deeds=(
            Deed(say("Go through contracts, prices, claims and promises with whoever led the account",
                     "Reprendre contrats, prix, réclamations et promesses avec l’ancien responsable"), "manager",
                 10, 8, weight=2, aim=2),
            Deed(say("Bring the account team together and share out the roles",
                     "Réunir l’équipe compte et répartir les rôles"), "manager", 15, 5, aim=2, after=(1,)),
            Deed(say("Call their management", "Appeler leur direction"), "sponsor", 25, 5, weight=2, aim=1),
            Deed(say("Map who decides and who influences", "Cartographier qui décide et qui influence"), "manager",
                 40, 20, weight=2, aim=1, after=(2,)),
            Deed(say("Hear their stakes and write them down", "Entendre leurs enjeux et les écrire"), "manager",
                 60, 30, weight=3, aim=1, after=(4,)),
            Deed(say("Visit their main site", "Visiter leur site principal"), "expert", 70, 15, aim=1),
            Deed(say("Say what they expect of the first year", "Dire ce qu’ils attendent de la première année"),
                 "client", 65, 10, aim=2),
            Deed(say("First business review with the sponsor", "Première revue d’affaires avec le parrain"), "sponsor",
                 125, 15, weight=3, aim=2, after=(5, 7)),
            Deed(say("Propose the framework contract", "Proposer le contrat-cadre"), "manager", 260, 40, weight=3,
                 aim=3, after=(8,)),
            Deed(say("Approve the margin of manoeuvre", "Arrêter la marge de manœuvre"), "head", 250, 10, weight=2,
                 aim=3),
        ),
        dangers=(
            Danger(say("The relationship hangs on one person on each side", "La relation tient à une seule personne"
                       " de chaque côté"),
                   say("Two contacts at every level, and a back-up for the manager",
                       "Deux interlocuteurs à chaque niveau, et un suppléant du responsable"), "manager"),
            Danger(say("We promise more than our plants deliver", "Nous promettons plus que nos usines ne livrent"),
                   say("Every promise goes through the register, with its owner and its day",
                       "Chaque promesse passe par le registre, avec son responsable et sa date"), "head"),
        ),
        playbooks=("first_100_days", "business_review"),
    )  # fmt: skip


def _defended(say: Said) -> Outline:
    return Outline(
        name=say("A customer to defend", "Client à défendre"),
        ambition=say(
            "Win back the confidence of this client before its next decision.",
            "Retrouver la confiance de ce client avant sa prochaine décision.",
        ),
        months=12,
        tiers=("key", "potential", "develop"),
        aims=(
            Aim(say("Name the cause and have the client confirm it", "Nommer la cause et la faire confirmer"), "short",
                2, say("the client’s own words", "les mots du client"), say("confirmed", "confirmée"), weight=3),
            Aim(say("Stop the loss of sales", "Arrêter la perte de ventes"), "short", 6,
                say("sales against the year before", "ventes comparées à l’année précédente"),
                say("no further fall", "plus de recul"), weight=3),
            Aim(say("Be chosen again at the next decision", "Être retenu à la prochaine décision"), "medium", 12,
                say("contract or renewed order", "contrat ou commande renouvelée"), say("renewed", "renouvelé"),
                weight=2),
        ),
        gauges=(
            Gauge(say("Growth of sales on the year before", "Croissance des ventes sur un an"), LEDGER,
                  {"measure": "growth", "by": "account", "months": 3}, "percent", aim=2),
            Gauge(say("Orders, 3 months", "Commandes sur 3 mois"), LEDGER,
                  {"measure": "orders", "by": "account", "months": 3}, "count", aim=2),
            Gauge(say("Promises kept", "Promesses tenues"), PLAN, {"measure": "commitments_kept"}, "percent", aim=1),
        ),
        deeds=(
            Deed(say("Check in the figures which products and sites fell, and since when",
                     "Vérifier dans les chiffres quels produits et quels sites reculent, et depuis quand"), "sales",
                 3, 3, aim=1),
            Deed(say("Ask the client in person what has changed", "Demander de vive voix au client ce qui a changé"),
                 "manager", 6, 3, weight=3, aim=1, after=(1,)),
            Deed(say("Decide the answer and what it may cost", "Décider de la réponse et de ce qu’elle peut coûter"),
                 "head", 12, 4, weight=2, aim=1, after=(2,)),
            Deed(say("Present the answer to their management", "Présenter la réponse à leur direction"), "sponsor",
                 20, 5, weight=3, aim=2, after=(3,)),
            Deed(say("Confirm that the answer holds on site", "Confirmer sur site que la réponse tient"), "expert",
                 60, 15, weight=2, aim=2, after=(4,)),
            Deed(say("Say whether the cause is dealt with", "Dire si la cause est réglée"), "client", 65, 5, weight=2,
                 aim=2, after=(5,)),
            Deed(say("Prepare the next decision: criteria, deciders, offer",
                     "Préparer la prochaine décision : critères, décideurs, offre"), "manager", 150, 30, weight=3,
                 aim=3),
        ),
        dangers=(
            Danger(say("The alternative is already chosen", "L’alternative est déjà choisie"),
                   say("Ask outright; defend first what is hardest to move",
                       "Poser la question ; défendre d’abord ce qui se déplace le moins"), "manager"),
            Danger(say("We keep the volume and lose the margin", "Nous gardons le volume et perdons la marge"),
                   say("A walk-away point settled before any price is named",
                       "Un seuil de rupture arrêté avant tout prix annoncé"), "head"),
        ),
        playbooks=("loss_alert", "contract_renewal"),
    )  # fmt: skip


def _growth(say: Said) -> Outline:
    return Outline(
        name=say("Growth in an industry", "Croissance dans un secteur"),
        ambition=say(
            "Become the reference of this client’s industry, with what works here carried to its peers.",
            "Devenir la référence du secteur de ce client, en portant chez ses pairs ce qui réussit chez lui.",
        ),
        months=24,
        tiers=("potential", "develop"),
        aims=(
            Aim(say("Understand the economics of the industry", "Comprendre l’économie du secteur"), "short", 4,
                say("stakes common to several clients, sourced", "enjeux communs à plusieurs clients, sourcés"),
                weight=2),
            Aim(say("Prove the value on one pilot", "Prouver la valeur sur un pilote"), "short", 10,
                say("value confirmed by the client", "valeur confirmée par le client"), say("confirmed", "confirmée"),
                weight=3),
            Aim(say("Enter the offers they do not buy from us yet",
                    "Entrer dans les offres qu’ils n’achètent pas encore chez nous"), "medium", 18,
                say("cells of the white space won", "cases de l’espace blanc gagnées"),
                weight=2),
            Aim(say("Grow faster than the industry", "Croître plus vite que le secteur"), "long", 24,
                say("our growth against theirs, without inflation", "notre croissance et la leur, hors inflation"),
                weight=2),
        ),
        gauges=(
            Gauge(say("Growth of sales on the year before", "Croissance des ventes sur un an"), LEDGER,
                  {"measure": "growth", "by": "account", "months": 12}, "percent", aim=4),
            Gauge(say("Margin rate, 12 months", "Taux de marge sur 12 mois"), LEDGER,
                  _of_year("margin_rate"), "percent", aim=3),
            Gauge(say("Value confirmed by the client", "Valeur confirmée par le client"), "entered", {}, "money",
                  "quarterly", 2),
        ),
        deeds=(
            Deed(say("Write a note on the industry: players, margins, rules to come",
                     "Rédiger une note sur le secteur : acteurs, marges, règles à venir"), "marketing", 30, 20, aim=1),
            Deed(say("Choose the pilot with the client: site, measure, day",
                     "Choisir le pilote avec le client : site, mesure, date"), "manager", 50, 15, weight=2, aim=2,
                 after=(1,)),
            Deed(say("Run the pilot and measure before and after", "Mener le pilote et mesurer avant et après"),
                 "expert", 150, 90, weight=3, aim=2, after=(2,)),
            Deed(say("Confirm the value of the pilot", "Confirmer la valeur du pilote"), "client", 160, 5, weight=2,
                 aim=2, after=(3,)),
            Deed(say("Fill in the white space, unit by unit", "Remplir l’espace blanc, unité par unité"), "sales",
                 90, 30, aim=3),
            Deed(say("Propose the next two offers", "Proposer les deux offres suivantes"), "manager", 220, 30,
                 weight=3, aim=3, after=(4, 5)),
            Deed(say("Open doors at a peer of theirs", "Ouvrir une porte chez un de leurs pairs"), "sponsor", 260, 20,
                 weight=2, aim=4, after=(4,)),
        ),
        dangers=(
            Danger(say("The pilot stays a pilot", "Le pilote reste un pilote"),
                   say("Agree beforehand on the measure that decides what follows",
                       "Convenir à l’avance de la mesure qui décide de la suite"), "manager"),
            Danger(say("The industry turns down", "Le secteur se retourne"),
                   say("No capacity built for this client alone", "Aucune capacité bâtie pour ce seul client"), "head"),
        ),
        playbooks=("business_review",),
    )  # fmt: skip


DELIVERED: dict[str, Callable[[Said], Outline]] = {
    "first_plan": _first_plan,
    "defended": _defended,
    "industry_growth": _growth,
}
