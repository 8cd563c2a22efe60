"""The framework as delivered: fourteen competencies in five areas, five levels each, in both languages.

A level says what one can see someone do; each holds what the one before says. What someone sells is a result, and no
competency: a key account manager is not a better salesperson.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tongue = Literal["en", "fr"]

AREAS: dict[str, dict[Tongue, str]] = {
    "knowing": {"en": "Knowing the client", "fr": "Connaître le client"},
    "strategy": {"en": "Strategy and planning", "fr": "Stratégie et pilotage"},
    "relations": {"en": "Relationships and influence", "fr": "Relations et influence"},
    "leading": {"en": "Leading without authority", "fr": "Mobiliser sans lien hiérarchique"},
    "value": {"en": "Creating value", "fr": "Créer de la valeur"},
}
"""The five areas, in their order."""


@dataclass(frozen=True)
class Words:
    """A competency in one language: its name, and what one sees at each of the five levels."""

    name: str
    levels: tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Delivered:
    """A competency as delivered."""

    key: str
    area: str
    en: Words
    fr: Words

    def words(self, tongue: Tongue) -> Words:
        """The words of a language."""
        return self.fr if tongue == "fr" else self.en


COMPETENCIES: tuple[Delivered, ...] = (
    Delivered(
        "client_business",
        "knowing",
        Words(
            "The client’s business and economics",
            (
                "Knows the products the client buys and who orders them.",
                "Explains the client’s activities, sites and main customers without notes.",
                "Explains how the client earns money, its cost drivers and its key figures, with their sources.",
                "Puts a figure on what our proposals change in the client’s own accounts; the client agrees with it.",
                "Is asked by the client’s managers to challenge their business case.",
            ),
        ),
        Words(
            "Le métier et l’économie du client",
            (
                "Connaît les produits que le client achète et qui les commande.",
                "Présente sans notes les activités, les sites et les principaux clients du client.",
                "Explique comment le client gagne sa vie, ses coûts et ses chiffres clés, sources à l’appui.",
                "Chiffre ce que nos propositions changent dans les comptes du client, qui valide le calcul.",
                "Est sollicité par les dirigeants du client pour éprouver leurs propres calculs.",
            ),
        ),
    ),
    Delivered(
        "stakes",
        "knowing",
        Words(
            "Listening and finding the stakes",
            (
                "Notes what the client asks for.",
                "Asks open questions and repeats in the client’s words what was understood.",
                "Finds the stake behind a request, checks it with several people, notes it with its source.",
                "Uncovers stakes the client had not put into words and ranks them with the client.",
                "Sees stakes coming a year ahead; the client changes its priorities after the conversation.",
            ),
        ),
        Words(
            "Écoute et découverte des enjeux",
            (
                "Note ce que le client demande.",
                "Pose des questions ouvertes et reformule dans les mots du client.",
                "Trouve l’enjeu derrière la demande, le recoupe avec plusieurs personnes, le note avec sa source.",
                "Fait émerger des enjeux que le client n’avait pas formulés et les hiérarchise avec lui.",
                "Voit venir les enjeux un an à l’avance ; le client revoit ses priorités après l’échange.",
            ),
        ),
    ),
    Delivered(
        "industry",
        "knowing",
        Words(
            "Industry and markets",
            (
                "Names the client’s main competitors.",
                "Follows the trade press and passes on the news that concerns the account.",
                "Explains the trends, rules and rivals that weigh on the client and what they mean for us.",
                "Brings the client facts on its market that it did not have, and proposals drawn from them.",
                "Is recognised in the industry: speaks at its events, is consulted on where it is heading.",
            ),
        ),
        Words(
            "Secteur et marchés",
            (
                "Cite les principaux concurrents du client.",
                "Suit la presse professionnelle et relaie les nouvelles qui touchent le compte.",
                "Explique les tendances, règles et rivaux qui pèsent sur le client, et ce que cela change pour nous.",
                "Apporte au client des faits sur son marché qu’il n’avait pas, et des propositions qui en découlent.",
                "Est reconnu dans le secteur : y prend la parole, est consulté sur son évolution.",
            ),
        ),
    ),
    Delivered(
        "account_strategy",
        "strategy",
        Words(
            "Account strategy",
            (
                "Works from order to order; no ambition is written for the account.",
                "Writes yearly targets for the account.",
                "Sets an ambition for two or three years, with what is given up, from the client’s stakes.",
                "Has the strategy shared by the client and our divisions; corrects it when facts change.",
                "Joins both companies’ strategies; others take this account as their model.",
            ),
        ),
        Words(
            "Stratégie de compte",
            (
                "Avance de commande en commande ; aucune ambition n’est écrite pour le compte.",
                "Écrit des objectifs annuels pour le compte.",
                "Fixe une ambition à deux ou trois ans, avec ses renoncements, à partir des enjeux du client.",
                "Fait partager la stratégie au client et à nos divisions ; la corrige quand les faits changent.",
                "Articule les stratégies des deux entreprises ; son compte sert de modèle aux autres.",
            ),
        ),
    ),
    Delivered(
        "planning",
        "strategy",
        Words(
            "Planning and follow-through",
            (
                "Answers as things come; dates are missed without warning.",
                "Keeps a list of actions and their dates for own work.",
                "Runs a plan that says what, who and when; reviews it every month and warns before a date slips.",
                "Keeps several plans in several countries on course; priorities and days are weighed openly.",
                "Foresees what may go wrong, has the answer ready, and improves how the whole team plans.",
            ),
        ),
        Words(
            "Planification et suivi",
            (
                "Répond au fil de l’eau ; des échéances passent sans alerte.",
                "Tient la liste de ses actions et de leurs échéances.",
                "Pilote un plan qui dit quoi, qui et quand ; le revoit chaque mois et alerte avant tout retard.",
                "Tient le cap de plusieurs plans dans plusieurs pays ; arbitre au grand jour priorités et journées.",
                "Anticipe les aléas, a la parade prête, et améliore la façon de planifier de toute l’équipe.",
            ),
        ),
    ),
    Delivered(
        "figures",
        "strategy",
        Words(
            "Figures and risk",
            (
                "Quotes sales without margin or cost to serve.",
                "Reads the account’s sales and margin and explains their main changes.",
                "Explains net contribution, prices by zone and exposure of the account, and what moves them.",
                "Simulates choices before deciding and weighs gain against risk; finance trusts the figures.",
                "Brings both companies to decide on shared figures, risks included.",
            ),
        ),
        Words(
            "Chiffres et risques",
            (
                "Cite les ventes sans la marge ni le coût de service.",
                "Lit les ventes et la marge du compte et en explique les principales variations.",
                "Explique la contribution nette, les prix par zone, l’exposition du compte et ce qui les fait bouger.",
                "Simule les options avant de décider et pèse gain et risque ; la finance se fie à ses chiffres.",
                "Amène les deux entreprises à décider sur des chiffres partagés, risques compris.",
            ),
        ),
    ),
    Delivered(
        "network",
        "relations",
        Words(
            "Network at the client",
            (
                "Knows one or two people, mostly in purchasing.",
                "Is in regular touch with buyers and users.",
                "Knows who decides and who influences whom; each decision maker has a contact with us.",
                "Holds ties on several floors and sites; relationships survive departures on both sides.",
                "Is introduced by the client itself to those who count, inside and outside its walls.",
            ),
        ),
        Words(
            "Réseau chez le client",
            (
                "Connaît une ou deux personnes, surtout aux achats.",
                "Est en contact régulier avec les acheteurs et les utilisateurs.",
                "Sait qui décide et qui influence qui ; chaque décideur a un interlocuteur chez nous.",
                "Tient des liens à plusieurs niveaux et sites ; la relation survit aux départs des deux côtés.",
                "Est introduit par le client lui-même auprès de ceux qui comptent, chez lui et au-delà.",
            ),
        ),
    ),
    Delivered(
        "executives",
        "relations",
        Words(
            "Dialogue with executives",
            (
                "Leaves executives to others.",
                "Takes part in executive meetings and reports what was said.",
                "Prepares and leads a meeting with an executive around the client’s stakes; decisions follow.",
                "Has direct access to members of the board and brings ours in at the right time.",
                "Is one of the people the client’s board thinks with.",
            ),
        ),
        Words(
            "Dialogue avec les dirigeants",
            (
                "Laisse les dirigeants à d’autres.",
                "Participe aux rencontres de direction et en rend compte.",
                "Prépare et mène un entretien de direction autour des enjeux du client ; des décisions en sortent.",
                "A un accès direct à des membres du comité de direction et y engage les nôtres au bon moment.",
                "Compte parmi ceux avec qui la direction du client réfléchit.",
            ),
        ),
    ),
    Delivered(
        "intercultural",
        "relations",
        Words(
            "Cultures and languages",
            (
                "Works in own language and in own country’s ways.",
                "Works in English with help; knows the customs that must be respected.",
                "Leads meetings in the language of the account; adapts pace, form and way of deciding to people.",
                "Has teams from several cultures work together and clears up misunderstandings early.",
                "Works in three languages or more and turns differences into ideas for both companies.",
            ),
        ),
        Words(
            "Cultures et langues",
            (
                "Travaille dans sa langue et selon les usages de son pays.",
                "Travaille en anglais avec de l’aide ; connaît les usages à respecter.",
                "Mène des réunions dans la langue du compte ; adapte rythme, forme et façon de décider aux personnes.",
                "Fait travailler ensemble des équipes de plusieurs cultures et dissipe tôt les malentendus.",
                "Travaille en trois langues ou plus et tire des différences des idées pour les deux entreprises.",
            ),
        ),
    ),
    Delivered(
        "coordination",
        "leading",
        Words(
            "Coordinating experts",
            (
                "Passes requests on and waits.",
                "Calls on the right expert with a clear request and a date.",
                "Leads a team of several disciplines: each knows the goal, their part and our promises.",
                "Wins scarce experts although they report to others; settles conflicts of priority between divisions.",
                "Experts ask to be on this team; what it learns is used on other accounts.",
            ),
        ),
        Words(
            "Coordination des experts",
            (
                "Transmet les demandes et attend.",
                "Sollicite le bon expert par une demande claire et datée.",
                "Anime une équipe de plusieurs métiers : chacun connaît le but, sa part et nos promesses.",
                "Obtient des experts rares sans autorité sur eux ; règle les conflits de priorité entre divisions.",
                "Les experts demandent à rejoindre son équipe ; ses acquis servent à d’autres comptes.",
            ),
        ),
    ),
    Delivered(
        "advocacy",
        "leading",
        Words(
            "The client’s voice in our house",
            (
                "Reports the client’s complaints.",
                "Explains the client’s expectations to those who serve it.",
                "Has the house keep its promises: gets what is late unblocked and tells the client the truth.",
                "Has processes or offers changed for good, with facts, in the interest of both sides.",
                "Weighs on the company’s strategy with what key accounts show.",
            ),
        ),
        Words(
            "La voix du client dans la maison",
            (
                "Rapporte les réclamations du client.",
                "Explique les attentes du client à ceux qui le servent.",
                "Fait tenir les engagements : débloque ce qui tarde et dit la vérité au client.",
                "Fait évoluer durablement un processus ou une offre, faits à l’appui, dans l’intérêt des deux parties.",
                "Pèse sur la stratégie de l’entreprise par ce que montrent les comptes clés.",
            ),
        ),
    ),
    Delivered(
        "sharing",
        "leading",
        Words(
            "Sharing what is known",
            (
                "Keeps what is known in the head or in the mailbox.",
                "Writes minutes and shares them with the account team.",
                "Keeps the account’s knowledge up to date and sourced; a colleague could take over within a week.",
                "Shares methods and failures with peers; coaches a newcomer.",
                "Builds the company’s practice of key accounts; several colleagues have grown through it.",
            ),
        ),
        Words(
            "Partage de la connaissance",
            (
                "Garde ce qu’il sait en tête ou dans sa messagerie.",
                "Rédige des comptes rendus et les partage avec l’équipe compte.",
                "Tient la connaissance du compte à jour et sourcée ; un collègue pourrait reprendre en une semaine.",
                "Partage méthodes et échecs avec ses pairs ; accompagne un nouveau venu.",
                "Construit la pratique des comptes clés de l’entreprise ; plusieurs collègues ont grandi grâce à lui.",
            ),
        ),
    ),
    Delivered(
        "negotiation",
        "value",
        Words(
            "Negotiating",
            (
                "Bargains on price and gives way under pressure.",
                "Prepares targets and limits before meeting.",
                "Trades: each concession has something in return; knows both sides’ stakes and walk-away point.",
                "Leads negotiations over several countries and years that both sides call fair afterwards.",
                "Designs the frame of the agreement with the client: rules, indexation, shared gains.",
            ),
        ),
        Words(
            "Négociation",
            (
                "Marchande sur le prix et cède sous la pression.",
                "Prépare ses objectifs et ses limites avant la rencontre.",
                "Échange : à concession, contrepartie ; connaît les enjeux et le point de rupture des deux parties.",
                "Mène des négociations pluriannuelles sur plusieurs pays, que chacun juge équitables après coup.",
                "Conçoit avec le client le cadre de l’accord : règles, indexation, partage des gains.",
            ),
        ),
    ),
    Delivered(
        "value_creation",
        "value",
        Words(
            "Creating value with the client",
            (
                "Offers what is in the catalogue.",
                "Fits the offer to a need that was expressed.",
                "Builds a proposal that serves a stake of the client, and measures what it brought.",
                "Creates with the client something neither had: service, product, process; the value is confirmed.",
                "Opens themes beyond buying and selling that change the growth of both companies.",
            ),
        ),
        Words(
            "Création de valeur avec le client",
            (
                "Propose ce qui est au catalogue.",
                "Adapte l’offre à un besoin exprimé.",
                "Bâtit une proposition qui sert un enjeu du client, et mesure ce qu’elle a apporté.",
                "Crée avec le client ce qu’aucun n’avait : service, produit, procédé ; la valeur est confirmée.",
                "Ouvre des sujets au-delà de l’achat et de la vente, qui changent la croissance des deux entreprises.",
            ),
        ),
    ),
)  # fmt: skip
BY_KEY: dict[str, Delivered] = {one.key: one for one in COMPETENCIES}

ROLES = ("manager", "expert", "head")
"""The roles a level can be asked of."""
_ORDER = tuple(one.key for one in COMPETENCIES)
REQUIRED: dict[str, dict[str, int]] = {
    profile: dict(zip(_ORDER, levels, strict=True))
    for profile, levels in {
        "manager": (4, 4, 3, 4, 4, 3, 4, 3, 3, 4, 3, 3, 4, 4),
        "expert": (2, 3, 4, 2, 3, 2, 2, 2, 2, 3, 3, 4, 2, 4),
        "head": (3, 3, 4, 5, 4, 4, 3, 4, 3, 4, 5, 5, 4, 3),
        "tier:key": (4, 4, 4, 4, 4, 4, 4, 4, 3, 4, 4, 3, 4, 4),
        "tier:potential": (4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4),
        "tier:develop": (3, 3, 3, 3, 3, 3, 3, 2, 2, 3, 2, 2, 3, 3),
        "tier:maintain": (2, 2, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2),
    }.items()
}
"""The level asked of each competency, by role and by tier of account."""
