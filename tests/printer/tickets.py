"""Tickets with all that the van prints: the longest, in French, and the one in English that was judged."""

from __future__ import annotations

from printer.ticket import TicketText

FRENCH = TicketText(
    van="Agglo Mobile",
    number=12,
    heading="Votre numéro",
    day="lundi 23 novembre 2026",
    ahead="3 personnes avant vous",
    confidential="Votre visite est confidentielle.",
    phone="Téléphone\u00a0: 03 21 00 00 00",
    stops_heading="Prochains arrêts",
    stops=(
        "mardi 24 novembre, 9\u00a0h – 12\u00a0h\u00a030\u00a0: Cormont",
        "mercredi 25 novembre, 14\u00a0h – 17\u00a0h\u00a0: Hubersent",
    ),
)
ENGLISH = TicketText(
    van="Agglo Mobile",
    number=12,
    heading="Your number",
    day="Monday, November 23, 2026",
    ahead="3 people before you",
    confidential="Your visit is confidential.",
    phone="Phone: 03 21 00 00 00",
)
