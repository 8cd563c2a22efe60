"""The playbooks a company begins with, in both languages: who does what by when after which event.

A step is never changed under its number: what should read otherwise is a new `VERSION` of its playbook, so that the
trail of a plan says which one its actions came from.
"""

from __future__ import annotations

from trousseau.plans.playbook import Playbook, Step, Words

PLAYBOOKS = (
    Playbook(
        "first_100_days", 1,
        Words("A new key account’s first 100 days", "Les 100 premiers jours d’un nouveau compte clé"),
        Words("Day it became a key account", "Jour où il est devenu compte clé"),
        (
            Step("handover", Words("Take over the file: contracts, prices, open claims, promises made",
                 "Reprendre le dossier : contrats, prix, réclamations ouvertes, promesses faites"), "manager", 5, 5),
            Step("kickoff", Words("Bring the account team together and share out the roles",
                 "Réunir l’équipe du compte et répartir les rôles"), "manager", 10, 3, 1, ("handover",)),
            Step("sponsor", Words("Sponsor’s first call to the client’s management",
                 "Premier appel du parrain à la direction du client"), "sponsor", 20, 5, 2, ("handover",)),
            Step("map", Words("Map who decides, who influences, and whom we do not know yet",
                 "Cartographier qui décide, qui influence, et qui nous ne connaissons pas encore"),
                 "manager", 30, 15, 2, ("kickoff",)),
            Step("stakes", Words("Hear the client’s stakes in three conversations and write them down",
                 "Entendre les enjeux du client en trois entretiens et les écrire"), "manager", 40, 20, 3, ("map",)),
            Step("site", Words("Visit their main site and note what we could improve",
                 "Visiter leur site principal et noter ce que nous pourrions améliorer"), "expert", 50, 15, 2,
                 ("map",)),
            Step("plan", Words("Hand in the account plan", "Remettre le plan de compte"), "manager", 60, 10, 3,
                 ("stakes", "site")),
            Step("review", Words("First 100 days told to the client: heard, done, next",
                 "Bilan des 100 premiers jours devant le client : entendu, fait, à venir"),
                 "sponsor", 71, 5, 3, ("plan",)),
        ),
    ),
    Playbook(
        "business_review", 1,
        Words("Business review prepared", "Revue d’affaires préparée"),
        Words("Day of the review", "Jour de la revue"),
        (
            Step("date", Words("Agree on date, participants and what they expect",
                 "Convenir de la date, des participants et de ce qu’ils attendent"), "manager", -15, 3),
            Step("figures", Words("Check the figures: sales, indicators, claims, deliveries",
                 "Vérifier les chiffres : ventes, indicateurs, réclamations, livraisons"), "sales", -10, 4, 2),
            Step("value", Words("Have the value we brought confirmed before the day",
                 "Faire confirmer avant le jour la valeur que nous avons apportée"), "manager", -7, 5, 2, ("figures",)),
            Step("deck", Words("Write the review: growth told straight, then what is proposed",
                 "Rédiger la revue : la croissance dite sans fard, puis ce qui est proposé"), "manager", -4, 4, 2,
                 ("figures", "value")),
            Step("rehearse", Words("Rehearse with the sponsor: three messages, two requests",
                 "Répéter avec le parrain : trois messages, deux demandes"), "sponsor", -2, 1, 1, ("deck",)),
            Step("minutes", Words("Send the minutes, with who does what by when",
                 "Envoyer le compte rendu : qui fait quoi pour quand"), "manager", 2, 1, 2, ("deck",)),
        ),
    ),
    Playbook(
        "contract_renewal", 1,
        Words("Contract renewal", "Renouvellement de contrat"),
        Words("Day the contract ends", "Jour où le contrat prend fin"),
        (
            Step("notice", Words("Read the contract: notice, tacit renewal, indexing",
                 "Relire le contrat : préavis, tacite reconduction, indexation"), "manager", -130, 5),
            Step("worth", Words("Reckon what the account leaves after all its costs",
                 "Calculer ce que laisse le compte, tous coûts déduits"), "finance", -110, 10, 2),
            Step("sound", Words("Sound out the client: satisfied with what, tempted by whom",
                 "Sonder le client : satisfait de quoi, tenté par qui"), "manager", -100, 15, 3, ("notice",)),
            Step("room", Words("Settle our margin of manoeuvre and our walk-away point",
                 "Arrêter notre marge de manœuvre et notre seuil de rupture"), "head", -80, 5, 3, ("worth", "sound")),
            Step("offer", Words("Hand over the offer", "Remettre l’offre"), "manager", -60, 10, 3, ("room",)),
            Step("bargain", Words("Negotiate, with the sponsor for the last word",
                 "Négocier, le parrain ayant le dernier mot"), "sponsor", -25, 30, 3, ("offer",)),
            Step("sign", Words("Have the new contract signed", "Faire signer le nouveau contrat"), "manager", -10, 10,
                 3, ("bargain",)),
        ),
    ),
    Playbook(
        "loss_alert", 1,
        Words("Loss alert", "Alerte de perte"),
        Words("Day of the alert", "Jour de l’alerte"),
        (
            Step("verify", Words("Check the alert in the figures: which products, which sites, since when",
                 "Vérifier l’alerte dans les chiffres : quels produits, quels sites, depuis quand"), "sales", 2, 2),
            Step("call", Words("Call the client and ask what has changed",
                 "Appeler le client et demander ce qui a changé"), "manager", 3, 1, 3, ("verify",)),
            Step("cause", Words("Name the cause: price, quality, deadline, person, competitor",
                 "Nommer la cause : prix, qualité, délai, personne, concurrent"), "expert", 8, 5, 2, ("call",)),
            Step("answer", Words("Decide the answer and what it may cost",
                 "Décider de la réponse et de ce qu’elle peut coûter"), "head", 10, 2, 3, ("cause",)),
            Step("meet", Words("Present the answer to the client in person",
                 "Présenter la réponse au client de vive voix"), "sponsor", 15, 5, 3, ("answer",)),
            Step("check", Words("Look at the orders again: did they come back?",
                 "Regarder de nouveau les commandes : sont-elles revenues ?"), "manager", 60, 5, 2, ("meet",)),
        ),
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in PLAYBOOKS}
