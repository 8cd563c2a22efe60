"""How mature key account management is: eight dimensions, five levels each, in both languages.

A level says what one can see in the company; each holds what the one before says. It is the company's own judgement of
itself, with evidence, and no measure of people.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy

LEVELS = (
    gettext_lazy("improvised"),
    gettext_lazy("begun"),
    gettext_lazy("defined"),
    gettext_lazy("steered"),
    gettext_lazy("rooted"),
)
"""What the levels are called, 1 to 5."""


@dataclass(frozen=True)
class Words:
    """A dimension in one language: its name, and what one sees at each level."""

    name: str
    levels: tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Dimension:
    """What is judged."""

    key: str
    en: Words
    fr: Words

    @property
    def words(self) -> Words:
        """The words in the reader's language."""
        return self.fr if (get_language() or "en").startswith("fr") else self.en


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        "strategy",
        Words("Strategy and sponsorship", (
            "Large customers are served as they ask; nobody has said what the company wants of them.",
            "Management speaks of key accounts; aims and means are not written down.",
            "Aims, means and what a key account gets that others do not are written down and known.",
            "Management follows the programme each quarter against its aims and moves means accordingly.",
            "Key accounts shape the company’s own strategy: offers, investments, where it goes.",
        )),
        Words("Stratégie et soutien de la direction", (
            "Les grands clients sont servis à la demande ; personne n’a dit ce que l’entreprise en attend.",
            "La direction parle de comptes clés ; ni les buts ni les moyens ne sont écrits.",
            "Les buts, les moyens et ce qu’un compte clé reçoit de plus sont écrits et connus.",
            "La direction suit le programme chaque trimestre face à ses buts et déplace les moyens en conséquence.",
            "Les comptes clés orientent la stratégie de l’entreprise : offres, investissements, implantations.",
        )),
    ),
    Dimension(
        "selection",
        Words("Selection of accounts", (
            "The list is that of the largest customers, or of whoever insists.",
            "Criteria exist; each division applies its own.",
            "One grid for the whole company, judged by several people, with a capacity that is kept.",
            "The list is reviewed every year with evidence; accounts enter and leave, and it is said why.",
            "The criteria themselves are tested on what happened, and changed when they no longer foretell growth.",
        )),
        Words("Sélection des comptes", (
            "La liste est celle des plus gros clients, ou de ceux qui insistent.",
            "Des critères existent ; chaque division applique les siens.",
            "Une seule grille pour toute l’entreprise, jugée à plusieurs, avec une capacité tenue.",
            "La liste est revue chaque année, preuves à l’appui ; des comptes entrent ou sortent, on dit pourquoi.",
            "Les critères sont éprouvés sur ce qui s’est passé, et changés quand ils n’annoncent plus la croissance.",
        )),
    ),
    Dimension(
        "people",
        Words("People and teams", (
            "Sellers keep key accounts beside the rest of their customers.",
            "Managers are named; their task, time and competencies are not defined.",
            "Managers are matched to accounts by competencies and load; experts and sponsors are named.",
            "Teams of several disciplines work for the account; gaps in competencies have a plan that is followed.",
            "Leading a key account is a recognised career; teams work across divisions without being asked.",
        )),
        Words("Personnes et équipes", (
            "Les commerciaux gardent les comptes clés à côté de leurs autres clients.",
            "Des responsables sont nommés ; leur tâche, leur temps et leurs compétences ne sont pas définis.",
            "Les responsables sont affectés selon compétences et charge ; experts et parrains sont nommés.",
            "Des équipes de plusieurs métiers servent le compte ; les écarts de compétences ont un plan suivi.",
            "Diriger un compte clé est une carrière reconnue ; les équipes franchissent d’elles-mêmes les divisions.",
        )),
    ),
    Dimension(
        "plan",
        Words("Account plans", (
            "No plan; a sales target stands for one.",
            "Some plans exist, written once and not opened again.",
            "Every key account has an approved plan: objectives, actions with owner and day, risks.",
            "Plans live: actions move, indicators are read, those off course are put right or rewritten.",
            "The client takes part in its plan and follows it with us.",
        )),
        Words("Plans de compte", (
            "Pas de plan ; un objectif de vente en tient lieu.",
            "Quelques plans existent, écrits une fois et jamais rouverts.",
            "Chaque compte clé a un plan approuvé : objectifs, actions avec responsable et date, risques.",
            "Les plans vivent : les actions avancent, les indicateurs sont lus, ce qui dévie est redressé ou réécrit.",
            "Le client prend part à son plan et le suit avec nous.",
        )),
    ),
    Dimension(
        "rhythm",
        Words("Rhythm and relations", (
            "We meet when there is an order or a problem.",
            "Regular meetings with buyers; little beyond them.",
            "Touchpoints are promised by tier and level; business reviews are planned a year ahead.",
            "What is promised is kept; every decision maker has someone of ours; minutes become actions.",
            "Both managements steer the relation together, several years ahead.",
        )),
        Words("Rythme et relations", (
            "On se voit pour une commande ou un problème.",
            "Des rencontres régulières avec les acheteurs ; peu au-delà.",
            "Des échanges sont promis par catégorie et par niveau ; les revues d’affaires sont fixées à un an.",
            "Ce qui est promis est tenu ; chaque décideur a son vis-à-vis ; les comptes rendus deviennent des actions.",
            "Les deux directions pilotent la relation ensemble, à plusieurs années.",
        )),
    ),
    Dimension(
        "value",
        Words("Value brought to clients", (
            "We speak of our products and prices.",
            "Success stories are told; nobody has reckoned them.",
            "What we bring is reckoned by a method and shown to the client.",
            "Clients confirm it; ideas that worked at one are tried at others.",
            "Clients count on it in their own plans and pay for it.",
        )),
        Words("Valeur apportée aux clients", (
            "Nous parlons de nos produits et de nos prix.",
            "On raconte des réussites ; personne ne les a chiffrées.",
            "Ce que nous apportons est chiffré selon une méthode et montré au client.",
            "Les clients le confirment ; les idées qui ont réussi chez l’un sont essayées chez d’autres.",
            "Les clients y comptent dans leurs propres plans et la rémunèrent.",
        )),
    ),
    Dimension(
        "data",
        Words("Data and tools", (
            "Sales of a client can be added up by hand, country by country.",
            "Reports by client exist; each division has its own figures.",
            "One ledger in one currency; groups add up; costs to serve are known.",
            "Indicators, plans and what we know of clients stand in one place, dated, and are used every week.",
            "Data foretell: erosion, risk and potential are seen before the client says so.",
        )),
        Words("Données et outils", (
            "Les ventes d’un client s’additionnent à la main, pays par pays.",
            "Des états par client existent ; chaque division a ses chiffres.",
            "Un seul registre, une seule devise ; les groupes se consolident ; les coûts de service sont connus.",
            "Indicateurs, plans et connaissance des clients sont au même endroit, datés, et servent chaque semaine.",
            "Les données annoncent : érosion, risque et potentiel se voient avant que le client n’en parle.",
        )),
    ),
    Dimension(
        "governance",
        Words("Governance", (
            "Conflicts between divisions are settled account by account, by whoever is stronger.",
            "A person leads the programme, without a mandate that others know.",
            "Who decides what is written: prices across zones, priorities, means; a committee meets.",
            "Decisions are traced and kept; pay follows the result of the account, not that of one division.",
            "The programme runs itself and renews its rules; newcomers find their way in it within weeks.",
        )),
        Words("Gouvernance", (
            "Les conflits entre divisions se règlent compte par compte, au profit du plus fort.",
            "Une personne mène le programme, sans mandat connu des autres.",
            "Qui décide quoi est écrit : prix entre zones, priorités, moyens ; un comité se réunit.",
            "Les décisions sont tracées et tenues ; la prime suit le résultat du compte, non celui d’une division.",
            "Le programme vit de lui-même et renouvelle ses règles ; les arrivants s’y repèrent en quelques semaines.",
        )),
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in DIMENSIONS}

STAGES: tuple[tuple[str, str, str], ...] = (
    ("frame", "Say what we want of key accounts, and who decides",
     "Dire ce que nous attendons des comptes clés, et qui décide"),
    ("measure", "Measure the portfolio: sales by group, net contribution, exposure",
     "Mesurer le portefeuille : ventes par groupe, contribution nette, exposition"),
    ("select", "Choose the accounts by one grid, judged together",
     "Choisir les comptes par une seule grille, jugée à plusieurs"),
    ("staff", "Match managers, name sponsors and experts", "Affecter les responsables, nommer parrains et experts"),
    ("pilot", "Pilot: first plans on a few accounts", "Pilote : premiers plans sur quelques comptes"),
    ("spread", "Spread: a plan, a rhythm and indicators for every key account",
     "Généraliser : un plan, un rythme et des indicateurs pour chaque compte clé"),
    ("clients", "Open plans to the clients, who follow and confirm",
     "Ouvrir les plans aux clients, qui suivent et confirment"),
    ("renew", "Ask whether the criteria still work, and renew",
     "Demander si les critères sont encore justes, et renouveler"),
)  # fmt: skip
"""Stages of rolling out key account management: key, English, French; theirs to date, change and take away."""


def stage(key: str) -> str:
    """What a delivered stage is called in the reader's language."""
    french = (get_language() or "en").startswith("fr")
    return next((fr if french else en for one, en, fr in STAGES if one == key), key)
