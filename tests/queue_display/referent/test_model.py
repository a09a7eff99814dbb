"""What the referent's window knows, may do and says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assets.errors import Trouble
from assets.wording import languages, wording
from queue_display.referent import model
from queue_display.referent.model import Act, Overview, PeriodCell, ReferentDesk

FRENCH = wording("fr")
TODAY = date(2026, 8, 3)
YEAR = PeriodCell("2026", 2026, None, 40, date(2027, 1, 1))
T2 = PeriodCell("2026-T2", 2026, 2, 20, date(2026, 7, 1))
T3 = PeriodCell("2026-T3", 2026, 3, 5, date(2026, 10, 1))
NONE = PeriodCell("2026-T1", 2026, 1, 0, date(2026, 4, 1))
LOG = Overview("Agglo Mobile", 154, 40, date(2026, 4, 1), date(2026, 7, 31), None, (YEAR, NONE, T2, T3))


def desk(chosen: str = "") -> ReferentDesk:
    found = model.looked(ReferentDesk(TODAY), LOG)
    return model.chose(found, chosen) if chosen else found


def plain(words: str) -> str:
    return words.replace("\N{NBSP}", " ")


def test_the_newest_period_that_is_over_is_chosen() -> None:
    assert desk().chosen == "2026-T2"
    assert model.looked(desk("2026"), LOG).chosen == "2026"


@pytest.mark.parametrize(("chosen", "may"), [("2026-T2", True), ("2026-T3", False), ("2026-T1", False)])
def test_a_report_is_of_a_period_that_is_over_and_has_days(chosen: str, may: bool) -> None:
    at = desk(chosen)
    assert at.can(Act.REPORT) is at.can(Act.SHEET) is may
    assert at.can(Act.PULL)


def test_one_thing_at_a_time() -> None:
    busy = model.began(desk(), Act.PULL)
    assert not any(busy.can(act) for act in Act)
    assert model.chose(busy, "2026") == busy
    assert plain(model.notice(busy, FRENCH)[0]) == "Recherche de la borne…"
    assert plain(model.notice(model.counted(busy, 2, 9), FRENCH)[0]) == "Partie 2 sur 9"
    assert model.ended(busy, "fait").can(Act.PULL)


def test_a_failure_is_said_in_the_readers_language() -> None:
    why = Trouble("Le journal d’ici est vide : tirez celui du camion.")
    words, mood, _ = model.notice(model.failed(model.began(desk(), Act.REPORT), why), wording("en"))
    assert words == "The log here is empty: pull that of the van."
    assert mood == "warn"


def test_it_says_what_there_is() -> None:
    assert plain(model.days(desk(), FRENCH)) == (
        "154 visites, 40 jours, du mercredi 1er avril 2026 au vendredi 31 juillet 2026"
    )
    assert plain(model.days(model.looked(ReferentDesk(TODAY), Overview()), FRENCH)) == (
        "Le journal d’ici est vide : tirez celui du camion."
    )
    assert plain(model.detail(desk("2026-T3"), FRENCH)) == (
        "T3 2026 n’est pas fini : le bilan sera possible à partir du jeudi 1er octobre 2026."
    )
    assert plain(model.detail(desk(), FRENCH)) == "20 jours avec des visites"
    assert model.button(desk(), Act.REPORT, FRENCH) == "Rapport du trimestre"
    copy = replace(desk(), overview=replace(LOG, pulled=TODAY))
    assert plain(model.pulled(copy, FRENCH)) == "Tiré le lundi 3 août 2026"


def test_it_tells_beforehand_what_the_first_report_settles() -> None:
    first = replace(LOG, periods=tuple(replace(cell, settled=False) for cell in LOG.periods))
    assert "un bilan par trimestre" in model.detail(model.looked(ReferentDesk(TODAY), first), FRENCH)


@pytest.mark.parametrize("language", languages())
def test_every_state_has_its_words(language: str) -> None:
    say = wording(language)
    for at in (ReferentDesk(TODAY), desk(), model.began(desk(), Act.SHEET), desk("2026-T3")):
        for words in (model.title, model.days, model.chosen):
            assert words(at, say)
        assert all(model.button(at, act, say) for act in Act)
