"""The names that columns of sales files bear, in French and English, for each field.

A name is compared by its words: accents, case, punctuation, units and small words do not count, and abbreviations
are written out (“Mt. H.T. (€)” is “montant ht”). The rank says how surely a name means the field: 3 its plain
name, 2 a usual one, 1 one that may also mean something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from trousseau.ledger.reading.currencies import plain

_PHRASES = (
    (r"\bn\s?-\s?[1-9]\b", " previous "),
    (
        r"\bn\s?[°º]|\bn(?=\s)|\bnum\b|\bnumero\b|\bnbr?\b(?=\s+(?:fact|piece|cli))|\bnr\b|\bnumber\b|#",
        " no ",
    ),
    (
        r"\bh\.?\s?t\.?(?=\W|$)|hors taxes?|(?:excl?|excluding|without|ex|before|net of)\W*(?:of\s+)?(?:tax(?:es)?|vat|tva|gst)\b",
        " ht ",
    ),
    (
        r"\bt\.?\s?t\.?\s?c\.?(?=\W|$)|toutes taxes(?: comprises)?|(?:incl?|including|with|after)\W*(?:of\s+)?(?:tax(?:es)?|vat|tva|gst)\b",
        " ttc ",
    ),
    (r"\bc\.\s?a\.?(?=\W|$)|chiffres? d[' ’]?\s?affaires?", " ca "),
    (
        r"\bp\.\s?u\.?(?=\W|$)|prix (?:de vente )?unit(?:aire)?|unit(?:ary)? (?:sales? |selling |net )?price|price per unit|prix a l[' ’]unite",
        " pu ",
    ),
    (r"\bb\.\s?u\.(?=\W|$)", " bu "),
    (r"raison\s+soc(?:iale)?\b", " raisonsociale "),
    (r"(?:sold|bill|ship|sell)[\s-]?to\b", lambda found: f" {found[0][:4]}to "),
    (r"\bk\s?€|\bk\s?eur\b|\bkeuros?\b|\bm\s?€|milliers?(?: d[' ’]euros)?|thousands?", " kunit "),
)
_WORDS = {
    "qte": "quantite",
    "qty": "quantite",
    "quantity": "quantite",
    "quantities": "quantite",
    "quantites": "quantite",
    "mt": "montant",
    "mnt": "montant",
    "mtt": "montant",
    "montants": "montant",
    "amt": "amount",
    "amounts": "amount",
    "lib": "libelle",
    "intitule": "libelle",
    "intit": "libelle",
    "denomination": "libelle",
    "cde": "commande",
    "fact": "facture",
    "fac": "facture",
    "factures": "facture",
    "facturation": "facture",
    "cli": "client",
    "clt": "client",
    "clients": "client",
    "cust": "customer",
    "customers": "customer",
    "dt": "date",
    "ref": "reference",
    "inv": "invoice",
    "invoicing": "invoice",
    "billing": "invoice",
    "billed": "invoice",
    "doc": "document",
    "docs": "document",
    "prod": "product",
    "art": "article",
    "articles": "article",
    "fam": "famille",
    "cat": "category",
    "categorie": "category",
    "dev": "devise",
    "curr": "currency",
    "cur": "currency",
    "ccy": "currency",
    "desc": "description",
    "designation": "description",
    "acct": "account",
    "fx": "currency",
    "identifiant": "id",
    "ident": "id",
    "key": "code",
    "cd": "code",
    "cod": "code",
    "reg": "region",
    "regions": "region",
    "div": "division",
    "disc": "discount",
    "rem": "remise",
    "ventes": "vente",
    "sale": "sales",
    "revenues": "revenue",
    "facturee": "facture",
    "facturees": "facture",
    "facturees.": "facture",
    "invoiced": "invoice",
    "products": "product",
    "items": "item",
    "lines": "line",
    "lignes": "ligne",
    "grp": "groupe",
    "cpt": "compte",
    "cpte": "compte",
    "ste": "societe",
    "tot": "total",
}
_SMALL = {
    "de", "du", "des", "d", "la", "le", "les", "l", "of", "the", "en", "in", "a", "au", "et", "and", "par", "by", "for", "pour",
    "eur", "euro", "euros", "usd", "gbp", "chf", "cad", "lcy",
}  # fmt: skip

LOOSE = ("date", "zone", "family", "division", "currency", "quantity", "cost")
"""Fields that a single word tells even among words that say nothing (“Zone export”); the others need two."""

VETO = {
    "amount": {
        "ttc", "tax", "taxe", "taxes", "tva", "vat", "gst", "unit", "unitaire", "pu", "remise", "discount", "rabais", "rebate", "cout",
        "cost", "cogs", "marge", "margin", "profit", "paye", "regle", "reglement", "paid", "payment", "due", "solde", "balance",
        "freight", "port", "frais", "transport", "shipping", "commission", "acompte", "deposit", "budget", "objectif", "target",
        "quota", "forecast", "prevision", "precedent", "previous", "last", "ly", "escompte", "poids", "weight", "taux", "rate",
        "percent", "pct", "percentage", "n1", "credit", "debit", "tarif", "list", "catalogue", "achat", "purchase", "brut",
        "gross", "encours", "ecotaxe", "rep",
    },
    "date": {
        "echeance", "due", "paiement", "payment", "reglement", "paid", "naissance", "birth", "debut", "fin", "start", "end",
        "validite", "maj", "update", "updated", "modified", "modification", "required", "promise", "promised", "requested",
        "expiry", "expiration", "creation", "created", "saisie", "relance", "souhaitee", "prevue", "heure", "time", "no",
    },
    "cost": {"unit", "unitaire", "pu", "standard", "center", "centre", "taux", "pct", "percent", "shipping", "freight"},
    "code": {"po", "purchase", "order", "commande", "group", "groupe", "type", "price", "postal", "article", "product", "item", "devise", "currency", "pays", "country", "tva", "vat", "zip", "famille"},
    "customer": {
        "no", "code", "id", "group", "groupe", "type", "category", "famille", "pays", "country", "ville", "city", "region",
        "zone", "address", "adresse", "email", "mail", "phone", "telephone", "tel", "contact", "po", "reference", "commande", "order",
        "commercial", "vendeur", "class", "classe", "segment", "since", "depuis", "date", "siret", "tva", "vat", "state", "zip",
        "postal", "secteur", "statut", "status", "manager", "rep", "currency", "devise", "balance", "key",
    },
    "discount": {"article", "no"},
    "document": {"article", "product", "item", "account", "compte", "revision", "version", "date", "type", "montant", "amount", "total", "adresse", "address", "ligne", "line", "status", "statut", "devise", "currency"},
    "line": {"discount", "amount", "total", "montant", "product", "produit", "type", "description", "famille", "business", "metier"},
    "product": {"famille", "category", "group", "groupe", "type", "line", "gamme", "cost", "price", "prix", "cout", "client", "customer", "facture", "invoice", "family", "subcategory", "class", "quantite"},
    "group": {"article", "product", "produit", "posting", "tva", "vat", "price", "prix", "item", "material"},
    "zone": {"code", "postal", "no", "id", "manager", "livraison"},
}  # fmt: skip
"""Words that tell another thing: a “montant TVA” is no amount of sales."""

FIELD_NAMES: dict[str, tuple[tuple[int, str], ...]] = {
    "customer": (
        (3, "customer|client|nom client|client nom|raisonsociale|raisonsociale client|customer name|name customer|client name|libelle client|account name|company name|nom tiers|libelle tiers"),
        (2, "client libelle|description client|billto customer name|billto name|soldto name|soldto party name|sellto customer name|sellto name|customer full name|libelle compte client|libelle compte tiers|name 1|nom 1|nom raisonsociale|client facture|client livre|nom compte|libelle compte auxiliaire|reseller name|reseller|buyer|acheteur|distributeur|dealer|dealer name|partner name|debtor name|ct intitule|societe client|nom societe|customer project|customer job|customer company|client final|donneur ordre|nom acheteur|store name|payer name|client divers|shipto name|ship name|name"),
        (1, "billto|soldto|tiers|compte client|compte tiers|company|account|partner|partenaire|societe|enseigne|nom|libelle|organisation|organization|entreprise|debtor|payer|shipto|compagnie|store|business partner|bp name|cardname"),
    ),
    "code": (
        (3, "customer code|code client|client code|no client|client no|customer no|customer id|id client|client id|code tiers|account no|account code|account id|soldto party|sellto customer no|billto customer no"),
        (2, "no tiers|tiers no|reference client|compte auxiliaire|compte tiers|no compte|no compte client|compte client|code compte|customer account|custaccount|invoiceaccount|invoice account|ct num|ct no|kunnr|cardcode|customer number|code compte tiers|code compte client|customer reference|matricule client|reseller code|reseller id|reseller no|debtor no|debtor code|debtor id|partner id|partner code|party id|code societe client|buyer id|buyer code|bp code|client code no|payer no|soldto|customer code id|store id|store code|billto code|soldto code|sellto code|billto no|soldto no|account reference"),
        (1, "billto party|payer|debtor|siret client|siren client|siret|no siret|siren|code|tiers"),
    ),
    "group": (
        (3, "group|groupe|groupe client|client groupe|customer group|parent company|maison mere|societe mere|parent account|parent customer"),
        (2, "groupe clients|grand compte|compte cle|key account|global account|ultimate parent|holding|corporate group|groupe societe|groupe societes|parent|global parent|account group|centrale|centrale achat|enseigne|group name|nom groupe|code groupe|groupement|tete groupe|customer parent"),
    ),
    "document": (
        (3, "document|no facture|facture no|invoice no|invoice|facture|document no|no document|invoice id|reference facture|code facture|no piece|piece no|id facture|numfacture|nofacture|invoiceno|invoicenumber|facture reference|invoice reference|document facture"),
        (2, "piece|do piece|document reference|reference document|invoice document|vbeln|docnum|document id|no avoir|transaction id|transaction no|voucher|voucher no|no pieces|ticket|no ticket|receipt no|id document|reference piece|num|piece comptable|no facture avoir|invoice name|sales invoice|no piece comptable|document code"),
        (1, "order no|order id|no commande|commande|sales order|sales order no|order|so no|commande no|order reference|id commande|reference commande|commande client|no bl|bl|bon livraison|no bon|bon|no|transaction|reference|delivery no"),
    ),
    "line": (
        (3, "line|ligne|no ligne|line no|line id|ligne no|no line|ligne facture|invoice line|document line"),
        (2, "position|pos|poste|line item|line item no|item no line|ligne document|posnr|dl ligne|linenum|line number|sales order line no|order line|no ligne facture|no ligne document|ligne commande|order line no|seq|sequence|rang|invoice line no|ligne piece|invoice item|item position|sales order line|line reference|sales document item|item|salesorderlinenumber|sales order line"),
    ),
    "date": (
        (3, "date facture|invoice date|date piece|date document|document date|facture date|date vente|sales date|date invoice"),
        (2, "date|date comptable|posting date|transaction date|date mouvement|txn date|date transaction|date operation|fkdat|budat|bldat|do date|accounting date|docdate|invoicedate|trans date|gl date|date ecriture|date compta|date avoir|date emission|issue date|date ticket|date pieces|period date|date document facture|invoice created|date achat|purchase date|date vente facture|tran date|dat facture"),
        (1, "order date|date commande|date livraison|delivery date|ship date|shipping date|date expedition|shipment date|jour|day|mois|month|periode|period|year month|annee mois|date bl|booking date|value date|date valeur|created at|creation date|date order|date saisie|date creation|mois facture|invoice month|date commande client|sales order date|order placed|calendar day|month year|mois annee|date livraison reelle|sales month|date depart"),
    ),
    "amount": (
        (3, "amount|net amount|amount ht|montant ht|montant net ht|ht montant|total ht|ca ht|ca net|ca net ht|sales amount|net sales|montant net|total net ht|net sales amount|montant ht net|net amount ht|total ht net|amount net|sales amount ht|line amount ht|total amount ht|valeur ht|ligne ht|total ligne ht|montant ligne ht|base ht|sous total ht|net revenue|montant facture ht|montant total ht|ca facture ht|ca facture|invoice amount ht|vente ht|prix total ht|net total|net value|sales ht"),
        (2, "montant|ca|revenue|turnover|sales|line amount|net line amount|amount line|montant ligne|line total|total line|total ligne|total amount|montant facture|ca realise|ht|total net|valeur nette|valeur nette facture|invoice amount|invoice net amount|net invoice amount|netwr|dl montantht|dl montant ht|montant vente|sales revenue|revenue net|sales value|net invoice|invoice value|extended amount|extended price|ext price|ext amount|amount document currency|montant devise|total sales|sales total|total revenue|linetotal|lineamount|montant euros|vente|montant total|amount total|ca mensuel|ca montant|montant ca|ca total|sales net|net price total|linetotal net|net value document currency|amount transaction currency|sales price total|montant hors remise ht|net extended amount|montant ligne net|amount home currency|sales turnover|revenue amount|subtotal|sous total"),
        (1, "total|valeur|value|net|price|prix|prix ht|net price|price ht|prix net|prix net ht|prix total|total price|total prix|total value|valeur totale|value net|base|extended|somme|sum"),
    ),
    "currency": (
        (3, "currency|devise|currency code|code devise|monnaie|document currency|transaction currency|devise document|devise facture|invoice currency|currency iso code|iso currency|devise piece|code monnaie|code iso devise|libelle devise|devise client|currency name|devise transaction"),
        (2, "waerk|waers|sales currency|order currency|devise vente|devise commande|billing currency|money|currency id|iso devise|currency symbol|customer currency|do devise"),
    ),
    "product": (
        (3, "product|produit|article|code article|code produit|product code|reference article|reference produit|item no|item code|sku|product id|article code|item|product no|no article|product reference|id article|id produit|product sku"),
        (2, "material|material no|matnr|ar ref|ar reference|item id|libelle article|libelle produit|description article|description produit|product name|item name|nom produit|nom article|product service|service|prestation|item reference|material code|part no|code material|article no|stock code|no produit|no item|part code|product key|itemcode"),
        (1, "description|libelle|reference|item description|product description|dl design|material description|line description|ean|gtin|modele|model|description ligne|designation"),
    ),
    "family": (
        (3, "family|famille|famille article|famille produit|product family|product category|category produit|category article|item family|code famille|libelle famille|famille produits|product group|item category|famille articles|category product"),
        (2, "category|product line|gamme|gamme produit|ligne produit|ligne produits|item group|groupe article|groupe articles|groupe produit|groupe produits|material group|product type|type produit|type article|type article produit|item category code|sous famille|subcategory|product subcategory|range|product range|segment produit|product class|category name|famille libelle|category code|product hierarchy|univers|rayon|item class|department produit|product department|marque|brand|family code|category principale"),
    ),
    "division": (
        (3, "division|business unit|bu|branche|business line|ligne metier|division commerciale|code division|libelle division|division name|business division|unite affaires|domaine activite|das"),
        (2, "activite|metier|pole|secteur activite|segment|business segment|profit center|centre profit|spart|department|filiale|subsidiary|entite|entity|entite juridique|legal entity|direction|business area|market segment|selling division|sales division|sales org|sales organization|organisation commerciale|business|operating unit|company code|unit|unite|centre resultat|activity|cost center|centre cout|domaine|axe analytique|section analytique"),
    ),
    "zone": (
        (3, "zone|zone geographique|region|territory|sales territory|territoire|sales region|zone commerciale|zone geo|sales zone|zone vente|geographic zone|region commerciale|region vente|zone client|region client|customer region|libelle zone|libelle region|nom zone|code zone|code region|region name|zone name"),
        (2, "pays|country|pays client|customer country|country region|country region code|country name|country code|pays facture|billto country|shipto country|soldto country|geography|area|sales area|secteur|secteur geographique|secteur commercial|secteur vente|market|marche|district|sales district|sales office|bureau vente|land1|pays livraison|destination|territory name|sales territory name|billto country region|state|province|departement|continent|area name|geo|pays destination|code pays|libelle pays|nom pays|country territory|shipping country|billing country|ship country|sales territory code|sales group region|region geographique|sales market|agence|branch"),
    ),
    "quantity": (
        (3, "quantite|quantite facture|quantite invoice|invoice quantite|order quantite|quantite vente|quantite livree|sales quantite|quantite ligne|line quantite|quantite commande|quantite article|dl quantite|quantite order|units|unites|invoice units|quantite sold|sold quantite|units sold|unites vendues|ordered quantite|quantite vendue|quantite vendues|shipped quantite|quantite shipped|quantite ordered|units invoice"),
        (2, "volume|volume vente|sales volume|fkimg|nb unites|nombre unites|nombre|nb|pieces|quantite ua|quantite uv|quantite kg|sales units|volumes|nb pieces|quantite totale|total quantite"),
    ),
    "cost": (
        (3, "cost|cost amount|total cost|cout|cout total|cout revient|cout revient total|prix revient|prix revient total|cost of goods sold|cost goods sold|cogs|total product cost|cout vente|cout ventes|cost sales|cost total|montant cout|cout achat total|cout total ht|line cost|cout ligne|cost of sales|sales cost|cost amount actual|montant revient|valeur revient"),
        (2, "cout achat|prix achat total|montant achat|extended cost|ext cost|cost value|cout marchandise|cout marchandises|cout matiere|cout production|product cost|wavwr|cogs amount|prmp total|total achat|total cout|cost price total|cost extended|valeur achat|actual cost|costs|couts|material cost|cout net"),
    ),
    "discount": (
        (3, "discount|remise|discount amount|montant remise|remise montant|line discount amount|total remise|total discount|remise totale|montant remise ht|remise ht|line discount|remise ligne|invoice discount|invoice discount amount|remise facture"),
        (2, "rabais|rebate|discount pct|discount percent|taux remise|remise pct|remise percent|pct remise|percent remise|unit price discount pct|ristourne|remises|discounts|discount rate|line discount pct|discount percentage|rebate amount|montant rabais"),
    ),
}  # fmt: skip  # noqa: E501


@dataclass(frozen=True)
class Meaning:
    """What a name may mean: a field, how surely (rank), and how many of its words say nothing of it (extra).

    `order` is the place of the name in `FIELD_NAMES`: of two equally sure names, the first is preferred.
    """

    field: str
    rank: int
    extra: int
    words: int
    order: int


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name that count, abbreviations written out: “Mt. H.T. (€)” gives montant, ht."""
    return tuple(word for word in _split(name) if word not in _SMALL and word != "kunit")


def is_in_thousands(name: str) -> bool:
    """Whether a name says that its amounts are in thousands (k€)."""
    return "kunit" in _split(name)


@lru_cache(maxsize=20_000)
def _split(name: str) -> tuple[str, ...]:
    name = re.sub(r" \(\d+\)$", "", name)  # the second column of that name
    spaced = re.sub(r"(?<=[a-z\u00e0-\u00ff0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
    text = plain(spaced.replace("_", " ").replace("%", " pct "))
    for pattern, replacement in _PHRASES:
        text = re.sub(pattern, replacement, text)
    words = re.findall(r"[a-z0-9]+", text)
    return tuple(_WORDS.get(word, word) for word in words)


@lru_cache(maxsize=1)
def _entries() -> dict[tuple[str, ...], list[tuple[str, int, int]]]:
    """Each written name, as its words in order of the alphabet, with the fields it means, their rank and order."""
    entries: dict[tuple[str, ...], list[tuple[str, int, int]]] = {}
    for field, ranks in FIELD_NAMES.items():
        order = 0
        for rank, names in ranks:
            for name in names.split("|"):
                order += 1
                known = entries.setdefault(tuple(sorted(set(words_of(name)))), [])
                if all(field != other for other, _, _ in known):
                    known.append((field, rank, order))
    return entries


@lru_cache(maxsize=20_000)
def meanings(name: str) -> tuple[Meaning, ...]:
    """The fields a column name may mean, the surest first."""
    words = set(words_of(name))
    if not words or len(words) > 8:
        return ()
    entries = _entries()
    found = {
        field: Meaning(field, rank, 0, len(words), order)
        for field, rank, order in entries.get(tuple(sorted(words)), ())
    }
    for entry, fields in entries.items():
        if len(entry) >= len(words) or not words.issuperset(entry):
            continue
        rest = words.difference(entry)
        for field, rank, order in fields:
            if VETO.get(field, set()) & rest:
                continue
            meaning = Meaning(field, rank, len(rest), len(entry), order)
            if (
                rank > 1
                and (len(entry) > 1 or field in LOOSE)
                and (field not in found or _surer(meaning, found[field]))
            ):
                found[field] = meaning
    return tuple(sorted(found.values(), key=lambda meaning: (meaning.extra, -meaning.rank, meaning.order)))


def _surer(one: Meaning, other: Meaning) -> bool:
    return (one.extra, -one.rank, one.order) < (other.extra, -other.rank, other.order)


def is_known(name: str) -> bool:
    """Whether a name is, word for word, one that sales files use."""
    name = name.strip("\ufeff\x1e\x1f \t")
    return 0 < len(name) <= 60 and any(meaning.extra == 0 for meaning in meanings(name))


def is_with_tax(name: str) -> bool:
    """Whether an amount is said to be with tax, or gross."""
    words = set(words_of(name))
    return bool(words & {"ttc", "brut", "gross"}) and not words & {
        "marge",
        "margin",
        "profit",
        "poids",
        "weight",
    }
