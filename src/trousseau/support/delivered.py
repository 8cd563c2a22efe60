"""The skills a company begins with, in both languages: theirs to change, to add to and to put aside."""

from __future__ import annotations

SKILLS: tuple[tuple[str, str, str], ...] = (
    ("machining", "Machining and processes", "Usinage et procédés"),
    ("quality", "Supplier quality", "Qualité fournisseurs"),
    ("product-design", "Product design", "Conception produit"),
    ("materials", "Materials", "Matériaux"),
    ("carbon", "Carbon footprint", "Empreinte carbone"),
    ("ecodesign", "Ecodesign", "Écoconception"),
    ("logistics", "Logistics and deadlines", "Logistique et délais"),
    ("costing", "Costing and quotes", "Chiffrage et devis"),
    ("pricing", "Pricing and indexation", "Prix et indexation"),
    ("contracts", "Contracts and law", "Contrats et droit"),
    ("maintenance", "Maintenance and service", "Maintenance et service"),
    ("data", "Data and integration", "Données et intégration"),
    ("training", "Training of users", "Formation des utilisateurs"),
    ("safety", "Safety and standards", "Sécurité et normes"),
)
"""Code, English, French."""
