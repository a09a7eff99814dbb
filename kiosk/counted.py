"""What reports count by: a topic's operator of France services, its theme of the Coop numérique.

Keys stand in the settings and in `assets/topics.toml`; the words are those that the report prints. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assets.wording import Text, text

NOBODY = "none"
"""The operator, and the theme, of a topic that has none."""

REPORTED_BY = ("topic", "operator", "theme")
"""What a report's visits may be counted by."""

LEAST = 11
"""Visits of a report's line at least: the threshold of French official statistics where people are counted
(INSEE, "Guide du secret statistique": 11 in what comes of tax records)."""

FEWEST = 5
"""A lower threshold protects nobody, and is refused."""

OPERATORS: Mapping[str, Text] = MappingProxyType(
    {
        "caf": text("CAF"),
        "msa": text("MSA"),
        "cnam": text("Assurance maladie"),
        "cnav": text("Assurance retraite"),
        "france-travail": text("France Travail"),
        "dgfip": text("Finances publiques"),
        "france-titres": text("France Titres"),
        "la-poste": text("La Poste"),
        "justice": text("Ministère de la Justice"),
        "france-renov": text("France Rénov’"),
        "cheque-energie": text("Chèque énergie"),
        "urssaf": text("Urssaf"),
        NOBODY: text("aucun opérateur"),
    }
)
"""The partners of France services (france-services.gouv.fr, 2025)."""

THEMES: Mapping[str, Text] = MappingProxyType(
    {
        "travail_formation": text("Travail, formation"),
        "social_sante": text("Social, santé"),
        "famille_scolarite": text("Famille, scolarité"),
        "logement": text("Logement"),
        "transports_mobilite": text("Transports, mobilité"),
        "argent_impots": text("Argent, impôts"),
        "justice": text("Justice"),
        "papiers_elections_citoyennete": text("Papiers, élections, citoyenneté"),
        "etrangers_europe": text("Étrangers, Europe"),
        "email": text("E-mail"),
        "securite_numerique": text("Prévention en sécurité numérique"),
        "aide_aux_demarches_administratives": text("Aide aux démarches administratives"),
        NOBODY: text("aucun thème"),
    }
)
"""Those of the Coop de la médiation numérique that a van's topics fall into, in its words, with commas for
its dashes (coop-numerique.anct.gouv.fr)."""
