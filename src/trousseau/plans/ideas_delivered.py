"""The ideas a company begins with, in both languages: ways to bring a client value beyond what it buys."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from trousseau.accounts.models import folded


@dataclass(frozen=True)
class Words:
    """An idea in one language; `stakes`: what of a client's stakes it answers, as they are compared with them."""

    title: str
    how: str
    reckoned: str
    stakes: tuple[str, ...]


@dataclass(frozen=True)
class Ready:
    """An idea as delivered, with the days it takes of us."""

    key: str
    category: str
    days: str
    en: Words
    fr: Words

    @property
    def words(self) -> Words:
        """The words in the reader's language."""
        return self.fr if (get_language() or "en").startswith("fr") else self.en

    @property
    def effort(self) -> Decimal:
        """Days it takes of us, once."""
        return Decimal(self.days)

    def searchable(self) -> str:
        """What a search finds it by, in whichever language."""
        return folded(*(part for one in (self.en, self.fr) for part in (one.title, one.how, *one.stakes)))


IDEAS: tuple[Ready, ...] = (
    Ready(
        "line_stops", "risk", "6",
        Words("Foresee line stops from what our equipment measures",
              "Choose with their maintenance the three stops that cost most; measure, warn, keep "
              "count of those avoided.",
              "Stops avoided a year × cost of a stop, their own figure.",
              ("line stops", "downtime", "availability", "breakdowns")),
        Words("Prévoir les arrêts de ligne à partir de nos mesures",
              "Choisir avec leur maintenance les trois arrêts les plus coûteux ; mesurer, alerter, "
              "compter ceux évités.",
              "Arrêts évités par an × coût d’un arrêt, selon leur propre chiffre.",
              ("arrêts de ligne", "pannes", "disponibilité", "continuité de production")),
    ),
    Ready(
        "buffer_stock", "capital", "8",
        Words("Take over part of their buffer stock",
              "List the references that sleep longest; deliver on call from our store, with a "
              "promised service level.",
              "Average stock released × their cost of capital.",
              ("stock", "working capital", "inventory", "cash")),
        Words("Reprendre une partie de leur stock tampon",
              "Lister les références qui dorment le plus ; livrer à l’appel depuis notre magasin, "
              "taux de service promis.",
              "Stock moyen libéré × leur coût du capital.",
              ("stock", "besoin en fonds de roulement", "trésorerie", "simplifier la gamme")),
    ),
    Ready(
        "lead_time", "sales", "10",
        Words("Shorten their lead time together",
              "Map the chain from their order to their customer with both planners; take out one "
              "waiting time a quarter.",
              "Orders won for the shorter lead time × their margin, as their sales people tell it.",
              ("lead time", "delivery times", "deadlines")),
        Words("Raccourcir ensemble leurs délais",
              "Suivre le flux de leur commande à leur client avec les deux ordonnancements ; ôter "
              "une attente par trimestre.",
              "Affaires gagnées grâce au délai × leur marge, selon leurs commerciaux.",
              ("délais de livraison", "délais", "cadence")),
    ),
    Ready(
        "total_cost", "cost", "12",
        Words("Reckon the cost over the whole life, not the price",
              "Build the cost of ownership with their buyer and their user; agree on the three "
              "items that weigh most.",
              "Cost of ownership before and after × units in service.",
              ("cost of ownership", "total cost", "cost reduction", "competitiveness")),
        Words("Chiffrer le coût sur toute la vie, pas le prix",
              "Bâtir le coût de possession avec leur acheteur et leur utilisateur ; retenir les "
              "trois postes les plus lourds.",
              "Coût de possession avant et après × unités en service.",
              ("coût de possession", "coût total", "réduction des coûts", "compétitivité", "prix des importations")),
    ),
    Ready(
        "quality_gate", "cost", "7",
        Words("Halve what they refuse at reception",
              "Sort the refusals of a year by cause; put the check where the cause is, at ours or at theirs.",
              "Refusals avoided × cost of a refusal (sorting, stop, penalty).",
              ("quality", "ppm", "scrap", "complaints", "non-conformities")),
        Words("Diviser par deux leurs refus à réception",
              "Classer par cause les refus d’un an ; placer le contrôle là où naît la cause, chez nous ou chez eux.",
              "Refus évités × coût d’un refus (tri, arrêt, pénalité).",
              ("qualité", "ppm", "rebuts", "réclamations", "non-conformités")),
    ),
    Ready(
        "carbon", "marketing", "9",
        Words("Hand them the carbon footprint of what they buy",
              "Reckon it reference by reference by a recognised method; give the figures their own "
              "customers ask for.",
              "Tenders where the figure was asked × their margin × share of the decision, as they tell it.",
              ("carbon footprint", "carbon", "decarbonisation", "climate")),
        Words("Leur fournir l’empreinte carbone de ce qu’ils achètent",
              "La calculer référence par référence selon une méthode reconnue ; donner les chiffres "
              "que leurs clients exigent.",
              "Appels d’offres où le chiffre est exigé × leur marge × part dans la décision, selon eux.",
              ("empreinte carbone", "carbone", "décarboner", "climat")),
    ),
    Ready(
        "energy", "cost", "5",
        Words("Bring down the energy our products use at their site",
              "Meter two weeks before, set, meter two weeks after; write the setting into their instructions.",
              "Metered kWh before and after × their average price.",
              ("energy", "energy costs", "consumption")),
        Words("Réduire l’énergie que nos produits consomment chez eux",
              "Relever deux semaines avant, régler, relever deux semaines après ; inscrire le "
              "réglage dans leurs consignes.",
              "kWh relevés avant et après × leur prix moyen.",
              ("énergie", "coûts d’énergie", "consommation")),
    ),
    Ready(
        "apprentices", "people", "6",
        Words("Train their newcomers in our workshop",
              "Two sessions a year for setters and technicians; certificates; the best become correspondents.",
              "People trained × public price of the course; months of learning saved × wage, where they reckon it.",
              ("training", "skills", "young workers", "retirements", "shortage of labour")),
        Words("Former leurs nouveaux dans notre atelier",
              "Deux sessions par an pour régleurs et techniciens ; attestations ; les meilleurs "
              "deviennent correspondants.",
              "Personnes formées × prix public ; mois d’apprentissage gagnés × salaire, s’ils le chiffrent.",
              ("formation", "compétences", "former la relève", "départs en retraite", "pénurie de main-d’œuvre")),
    ),
    Ready(
        "recruiting", "people", "3",
        Words("Open our network when they recruit",
              "Pass on their vacancies to our schools, former employees and partners; introduce two "
              "people each time.",
              "Recruitments × fee of an agency.",
              ("recruitment", "shortage of labour", "skills")),
        Words("Ouvrir notre réseau à leurs recrutements",
              "Relayer leurs postes auprès de nos écoles, anciens et partenaires ; présenter deux "
              "personnes à chaque fois.",
              "Recrutements × honoraires d’un cabinet.",
              ("recrutement", "pénurie de main-d’œuvre", "compétences")),
    ),
    Ready(
        "introduction", "network", "2",
        Words("Introduce them to one of our clients or partners",
              "Choose someone they want to meet, ask both, prepare the meeting, follow up after a month.",
              "Margin of the first order that came of it, as they tell it; otherwise not in money.",
              ("new markets", "export", "partners", "growth", "market access")),
        Words("Les mettre en relation avec un de nos clients ou partenaires",
              "Choisir qui ils veulent rencontrer, demander aux deux, préparer l’entretien, revenir un mois après.",
              "Marge de la première affaire qui en est née, selon eux ; sinon, sans montant.",
              ("nouveaux marchés", "exportation", "partenaires", "croissance", "ouverture d’un site")),
    ),
    Ready(
        "tender_watch", "opportunity", "4",
        Words("Tell them of tenders we see before they do",
              "Watch the markets we know better; a note within two days, with whom to call.",
              "Margin of tenders won × the share they grant us.",
              ("new orders", "order book", "growth", "tenders")),
        Words("Leur signaler les appels d’offres que nous voyons avant eux",
              "Suivre les marchés que nous connaissons mieux ; une note sous deux jours, avec la personne à appeler.",
              "Marge des marchés gagnés × la part qu’ils nous reconnaissent.",
              ("carnet de commandes", "croissance", "appels d’offres", "nouveaux marchés")),
    ),
    Ready(
        "joint_stand", "marketing", "8",
        Words("Show together at their customers’ trade fair",
              "One stand, one story about the end product; share the contacts the same evening.",
              "Half of what the stand costs; contacts that became customers × their margin.",
              ("visibility", "brand", "new markets", "growth")),
        Words("Exposer ensemble au salon de leurs clients",
              "Un seul stand, une histoire autour du produit final ; partager les contacts le soir même.",
              "Moitié du coût du stand ; contacts devenus clients × leur marge.",
              ("notoriété", "marque", "nouveaux marchés", "croissance")),
    ),
    Ready(
        "second_source", "risk", "7",
        Words("Secure a part of which they have one source",
              "List what only one site makes; qualify the second, here or elsewhere, before it is needed.",
              "Weeks of stop avoided × probability within a year × cost of a week, agreed with them.",
              ("supply", "secure supplies", "dependence", "resilience")),
        Words("Sécuriser une pièce dont ils n’ont qu’une source",
              "Lister ce qu’un seul site fabrique ; qualifier le second, chez nous ou ailleurs, "
              "avant d’en avoir besoin.",
              "Semaines d’arrêt évitées × probabilité sur un an × coût d’une semaine, convenus avec eux.",
              ("approvisionnements", "sécuriser les approvisionnements", "dépendance", "résilience")),
    ),
    Ready(
        "certification", "sales", "11",
        Words("Prepare with them the file of a certification",
              "Give tests, certificates and calculations ready for use; keep someone reachable until it is granted.",
              "Months won × their margin a month on what could be sold.",
              ("certification", "approval", "compliance", "standards", "time to market")),
        Words("Préparer avec eux le dossier d’une homologation",
              "Fournir essais, certificats et calculs prêts à l’emploi ; garder quelqu’un joignable "
              "jusqu’à l’accord.",
              "Mois gagnés × leur marge mensuelle sur ce qui peut être vendu.",
              ("homologation", "certification", "conformité", "normes", "mise sur le marché")),
    ),
    Ready(
        "range", "cost", "9",
        Words("Simplify the range they have to manage",
              "Compare their references two by two; propose the ones that do for several; retire "
              "the others with them.",
              "References retired × yearly cost of managing one, their figure.",
              ("range", "complexity", "number of references", "standardisation")),
        Words("Simplifier la gamme qu’ils doivent gérer",
              "Comparer leurs références deux à deux ; proposer celles qui en remplacent plusieurs "
              "; retirer le reste avec eux.",
              "Références retirées × coût annuel de gestion d’une référence, selon eux.",
              ("simplifier la gamme", "complexité", "nombre de références", "standardisation")),
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in IDEAS}
