"""What the console says and which buttons it has, for each state of the queue and of the link."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from assets.findings import found
from assets.wording import wording
from kiosk.queue import Reason
from queue_display import messages
from queue_display.console import health, model, words
from queue_display.console.buttons import buttons
from queue_display.console.dialogs import Dialog, dialog
from queue_display.console.model import Asked, Blank, Console, InTurn, Opened, Peek
from queue_display.console.notices import notices
from queue_display.link.display_end import Link
from queue_display.messages import (
    Absent,
    AgentView,
    Call,
    CallNext,
    Cancel,
    Close,
    Done,
    End,
    HandOver,
    Health,
    MachineFinding,
    Open,
    Park,
    PutBack,
    Recall,
    Take,
    TakeBack,
    TopicLabel,
    Undoable,
)
from tests.queue_display.agent_views import NOON, TODAY, at_desk, view, waiting

say = wording("fr")
LINE = (waiting(12, "retraite", 61, priority=True), waiting(13, "inconnu", 0, came_back=True))


def at(shown: AgentView, opened: Opened | None = None, desk: int = 1) -> Console:
    console = model.seen(model.linked(Console(desk), "up", 0.0), shown, 0.0)
    return model.pressed(console, opened, 0.0)[0]


def peeking(console: Console) -> Console:
    return model.pressed(console, Peek(on=True), 0.0)[0]


def lost(shown: AgentView) -> Console:
    return model.linked(at(shown), "lost", 0.0)


def presses(console: Console) -> dict[str, object]:
    """What can be pressed, but for the eye, and for what the lower edge has at any time."""
    there = buttons(console, say, 10.0)
    return {b.id: b.press for b in there if b.usable and b.place != "edge" and b.id != "peek"}


def choices(shown: Dialog | None) -> dict[str, object]:
    assert shown is not None
    return {c.id: c.press for c in shown.choices if c.usable}


def test_every_reason_of_the_queue_and_of_the_link_has_its_sentence() -> None:
    link = {
        messages.NOT_SENT,
        messages.UNANSWERED,
        messages.NOT_ALLOWED,
        messages.NOT_UNDERSTOOD,
        messages.FAILED,
    }
    names = {reason.name.lower() for reason in Reason} | link | {model.GONE}
    assert set(words.REFUSALS) == names - {messages.REPEATED}  # the link has taken that for done
    for sentence in words.REFUSALS.values():
        assert sentence.endswith(".")
        assert sentence.count(".") <= 2


def test_every_state_of_the_link_but_up_is_said_in_words() -> None:
    for link in Link:
        console = model.linked(Console(1, link="up"), link.value, 0.0)
        told = health.lost(console, say, 0.0)
        assert told is not None
        assert told.title
        assert told.advice
    assert len({health.lost(model.linked(Console(1), s.value, 0.0), say, 0.0) for s in Link}) == len(Link) - 1


def test_a_free_desk_calls_the_next() -> None:
    assert presses(at(view(line=LINE))) == {
        "next": CallNext(),
        "take_for": Opened("take"),
        "close": Opened("close"),
    }
    assert "next" not in presses(at(view()))


def test_a_closed_stop_can_only_be_opened() -> None:
    assert presses(at(view("closed"))) == {"open": Open(TODAY)}


def test_a_stop_about_to_close_serves_takes_nobody_and_can_reopen() -> None:
    assert presses(at(view("finishing", LINE))) == {
        "next": CallNext(),
        "close": Opened("close_again"),
        "open": Open(TODAY),
    }


def test_a_desk_that_serves_has_what_a_visit_may_need() -> None:
    found = presses(at(view(line=LINE, desks=(at_desk(1, 11), at_desk(2, 10)))))
    assert found == {
        "end_next": InTurn(End(11), CallNext()),
        "end": End(11),
        "end_other": Opened("topic", 11),
        "hand_over": HandOver(11, 2),
        "park": Park(11),
        "recall": Recall(11),
        "absent": Opened("absent", 11),
        "putback": PutBack(11),
        "take_for": Opened("take"),
        "close": Opened("close"),
    }


def test_the_other_agents_visit_is_not_mine() -> None:
    assert "next" in presses(at(view(line=LINE, desks=(at_desk(1, 11),)), desk=2))


def test_no_button_is_usable_while_a_command_takes_long() -> None:
    console, _ = model.pressed(at(view(line=LINE)), CallNext(), 0.0)
    assert [b.id for b in buttons(console, say, 5.0) if b.usable] == ["strip", "lock"]


def test_without_a_link_nothing_old_is_shown_as_new() -> None:
    console = lost(view(line=LINE, desks=(at_desk(1, 11, minutes=3), at_desk(2, 10)), visits_today=4))
    assert words.rows(console, say, 0.0) == ()
    assert words.line_title(console, say) == "File d’attente"
    assert words.other_desks(console, say, 0.0) == ""
    assert health.visits(console, say) == ""
    assert words.stop_words(console, say)[0] == "État inconnu"
    assert words.desk_words(console, say, 0.0) == "Dernier état connu, avant la coupure"
    assert {light.mood for light in health.lights(console, say)} == {"unknown", "bad"}
    assert presses(console) == {}
    assert dialog(console, say) is None


def test_a_row_says_who_waits_since_when() -> None:
    first, second = words.rows(peeking(at(view(line=LINE))), say, 119.0)
    assert (first.number, first.topic, first.since, first.long) == (
        12,
        "Retraite",
        "attend depuis 1 h 02",
        True,
    )
    assert [sign.words for sign in first.marks] == ["priorité"]
    assert (second.topic, second.since, second.long) == ("inconnu", "1 min", False)
    assert [sign.words for sign in second.marks] == ["2e tour"]


def test_topics_are_hidden_until_they_are_asked_for() -> None:
    lines = [(waiting(1, topic), waiting(2, for_desk=2, topic=None)) for topic in ("retraite", "logement")]
    desks = [(at_desk(1, 3, topic),) for topic in ("autre", "logement")]
    consoles = [at(view(line=line, desks=desk)) for line, desk in zip(lines, desks, strict=True)]
    dialogs = (None, Opened("ticket", 1), Opened("topic", 3))
    for shown in (str, lambda c: words.rows(c, say, 1.0), lambda c: words.desk_topic(c, say)):
        hidden = [shown(c) for c in consoles]
        assert (hidden[0] == hidden[1]) is (shown is not str)
        assert shown(peeking(consoles[0])) != shown(peeking(consoles[1]))
    for opened in dialogs:
        opens = [model.pressed(c, opened, 0.0)[0] for c in consoles]
        assert dialog(opens[0], say) == dialog(opens[1], say)
        assert opened is None or dialog(peeking(opens[0]), say) != dialog(peeking(opens[1]), say)


def test_who_is_parked_stands_first_and_can_be_taken_back() -> None:
    console = at(view(line=(waiting(5), waiting(6, for_desk=2)), parked=(waiting(3, None),)))
    shown = [(row.number, [sign.words for sign in row.marks]) for row in words.rows(console, say, 0.0)]
    assert shown == [(3, ["de côté"]), (5, []), (6, ["bureau 2"])]
    taken = dialog(model.pressed(console, Opened("ticket", 3), 0.0)[0], say)
    assert taken is not None
    assert (taken.choices[0].words, taken.choices[0].press) == ("Reprendre le 3", Call(3))
    assert console.next == waiting(5)


def test_who_was_handed_over_is_told_to_the_desk_that_is_next() -> None:
    mine = view(line=(waiting(6, for_desk=1), waiting(5)))
    assert words.received(at(mine), say) == "Le bureau 2 vous passe le numéro 6."
    assert words.received(at(mine, desk=2), say) == ""
    assert at(mine, desk=2).next == waiting(5)


def test_of_three_desks_a_dialog_asks_to_which_to_hand_over() -> None:
    console = at(view(desks=(at_desk(1, 3),), seats=3))
    assert presses(console)["hand_over"] == Opened("hand_over", 3)
    asked = dialog(model.pressed(console, Opened("hand_over", 3), 0.0)[0], say)
    assert choices(asked) == {"desk:2": HandOver(3, 2), "desk:3": HandOver(3, 3), "back": None}
    assert "hand_over" not in presses(at(view(desks=(at_desk(1, 3),), seats=1)))


def test_an_end_can_be_undone_and_the_seconds_are_counted() -> None:
    console = at(view(undo=Undoable(3, 20)))
    assert words.undo_words(console, say, 4.5) == "Visite du 3 terminée. Vous pouvez annuler."
    undo = next(b for b in buttons(console, say, 4.5) if b.id == "undo")
    assert (undo.words, undo.press, undo.usable) == ("Annuler (16 s)", TakeBack(), True)
    assert words.undo_words(console, say, 20.0) == ""
    assert "undo" not in presses(lost(view(undo=Undoable(3, 20))))


DONE: list[tuple[Asked, AgentView, str]] = [
    (HandOver(3, 2), view(), "Le numéro 3 est passé au bureau 2."),
    (
        HandOver(3, 2),
        view(desks=(at_desk(2, 4),)),
        "Le bureau 2 est occupé\N{NBSP}: le numéro 3 y passera ensuite.",
    ),
    (Park(3), view(), "Le numéro 3 est mis de côté. Il passera en premier à son retour."),
    (Take("autre"), view(), "Ticket 8 pris."),
    (
        TakeBack(),
        view(desks=(at_desk(1, 3),)),
        "C’est annulé\N{NBSP}: le numéro 3 est de nouveau à votre bureau.",
    ),
    (CallNext(), view(desks=(at_desk(1, 3),)), ""),
]


@pytest.mark.parametrize(("ask", "after", "said"), DONE)
def test_what_was_done_is_told_in_words_for_a_while(ask: Asked, after: AgentView, said: str) -> None:
    console, _ = model.pressed(at(view()), ask, 0.0)
    console = model.seen(model.answered(console, Done("1", number=8), 1.0), after, 1.0)
    assert words.told(console, say, 2.0) == said
    assert words.told(console, say, 1.0 + model.TOLD_SHOWN) == ""


def test_the_row_of_a_ticket_for_somebody_is_lit() -> None:
    console, _ = model.pressed(at(view()), Take("autre"), 0.0)
    console = model.seen(
        model.answered(console, Done("1", number=8), 1.0), view(line=(waiting(7), waiting(8))), 1
    )
    assert [row.lit for row in words.rows(console, say, 2.0)] == [False, True]


def test_the_windows_title_tells_the_task_bar_how_many_wait() -> None:
    titles = [words.window_title(c, say) for c in (at(view()), at(view(line=LINE)), lost(view(line=LINE)))]
    assert titles == ["Halte, bureau 1", "2 personnes attendent – Halte", "Halte, bureau 1"]


def test_what_is_only_not_known_yet_is_no_warning() -> None:
    for console in (Console(1), model.linked(Console(1), "up", 0.0)):
        assert {light.mood for light in health.lights(console, say)} == {"unknown"}
        looking = health.lost(console, say, 0.0)
        assert looking is not None
        assert looking.calm
    cut = health.lost(lost(view()), say, 0.0)
    assert cut is not None
    assert not cut.calm
    silent = at(view(printer=Health("unknown", "cannot_say")))
    assert health.lights(silent, say)[1].mood == "unknown"


def test_a_locked_screen_has_one_button_with_or_without_a_link() -> None:
    for console in (at(view(line=LINE)), lost(view()), Console(1)):
        locked, _ = model.pressed(peeking(console), Blank(on=True), 0.0)
        assert not locked.topics_shown
        assert [(b.id, b.usable) for b in buttons(locked, say, 10.0)] == [("unlock", True)]
        assert model.pressed(locked, CallNext(), 0.0) == (locked, None)
        assert not model.pressed(locked, Blank(on=False), 0.0)[0].locked


@pytest.mark.parametrize(
    ("n", "said"), [(0, "à l’instant"), (1, "1 min"), (59, "59 min"), (60, "1 h 00"), (125, "2 h 05")]
)
def test_a_length_of_time(n: int, said: str) -> None:
    assert words.minutes(say, n) == said


def test_how_often_and_since_when_mine_was_called() -> None:
    console = at(view(desks=(at_desk(1, 11, minutes=7, calls=3),)))
    assert words.desk_words(console, say, 60.0) == "depuis 8 min · appelé encore 2 fois"
    assert words.number(console) == "11"


def test_topics_are_shown_in_the_agents_language_and_in_french_where_the_van_has_no_other() -> None:
    console = at(view(line=(waiting(1, "logement"), waiting(2, "autre"), waiting(3, "jardin"))))
    shown = {
        language: [r.topic for r in words.rows(peeking(console), wording(language), 0.0)]
        for language in ("fr", "en")
    }
    assert shown == {"fr": ["Logement", "Autre", "jardin"], "en": ["Housing", "Autre", "jardin"]}
    assert TopicLabel("jardin", {"uk": "Сад"}).name("en") == "jardin"


def test_a_printer_that_never_tells_of_its_paper_takes_no_line_of_its_own() -> None:
    silent = at(view(printer=Health("unknown", "cannot_say"), visits_today=3))
    assert health.worth_a_line(health.lights(silent, say)) == ()
    assert "regardez-la" in health.note(silent, say)
    assert health.note(at(view(visits_today=3)), say) == "3 visites terminées aujourd’hui"
    empty = health.lights(at(view(printer=Health("out", "no_paper"))), say)
    assert health.worth_a_line(empty) == (empty[1],)


def test_a_console_at_a_desk_that_the_van_lacks_says_which_and_what_to_do() -> None:
    lacking = model.linked(Console(desk=3), "unknown_desk", 0.0)
    shown = health.lost(lacking, say, 1.0)
    assert shown is not None
    assert shown.title == "Le camion n’a pas de bureau 3"
    assert "--desk" in shown.advice
    assert "desks" in shown.advice


def test_health_says_what_to_do_and_only_when_needed() -> None:
    kiosk, printer, record, *_ = health.lights(at(view(printer=Health("out", "no_paper"))), say)
    assert (kiosk.mood, record.mood) == ("good", "good")
    assert (printer.mood, "mettez un rouleau" in printer.detail) == ("bad", True)
    assert health.lights(at(view(printer=Health("low", "near_end"))), say)[1].mood == "warn"


IN_A_WORD = [
    ("low", "near_end", "papier bientôt fini"),
    ("out", "no_paper", "plus de papier"),
    ("open", "cover_open", "capot ouvert"),
    ("offline", "unplugged", "ne marche pas"),
    ("unknown", "starting", "état inconnu"),
    ("a newer word", "flooded", "à vérifier"),
]


@pytest.mark.parametrize(("state", "cause", "said"), IN_A_WORD)
def test_the_printer_is_told_in_a_word_and_what_to_do_in_a_line(state: str, cause: str, said: str) -> None:
    found = health.lights(at(view(printer=Health(state, cause))), say)
    assert (found[1].words, bool(found[1].detail)) == (said, True)
    assert (found[1] in health.worth_a_line(found)) is (state != "unknown")


def found_of(check: str, name: str) -> MachineFinding:
    return MachineFinding.of(found(check, name, room="3", percent="9", engine="piper", languages="fr"))


LOOKED_AT = [
    ((), "unknown", "unknown"),
    (("disk", "room"), "good", "unknown"),
    (("disk", "nearly_full"), "bad", "unknown"),
    (("wear", "silent"), "unknown", "unknown"),  # as every card: nothing to be told
    (("voice", "none"), "unknown", "warn"),
    (("voice", "speaks"), "unknown", "good"),
]


@pytest.mark.parametrize(("finding", "disk", "voice"), LOOKED_AT)
def test_disk_and_voice_are_as_the_doctor_found_them(finding: tuple[str, ...], disk: str, voice: str) -> None:
    machine = (found_of(*finding),) if finding else ()
    shown = at(msgspec.structs.replace(view(), machine=machine))
    lights = health.lights(shown, say)
    assert [light.mood for light in lights[-2:]] == [disk, voice]
    assert [light.id for light in health.worth_a_line(lights)] == (["disk"] if disk == "bad" else [])


def test_the_clock_is_good_where_something_vouches_for_it_or_this_display_agrees() -> None:
    alone, agrees = view(), model.seen(model.linked(Console(1), "up", 0.0), view(), 0.0, NOON)
    clocks = [health.lights(console, say)[3] for console in (at(alone), agrees, at(view(vouched=True)))]
    assert [light.mood for light in clocks] == ["unknown", "good", "good"]
    late = model.seen(model.linked(Console(1), "up", 0.0), view(), 0.0, NOON + timedelta(hours=1))
    assert health.lights(late, say)[3].mood == "warn"
    assert [notice.id for notice in notices(late, say, 0.0)] == ["amiss:clock"]


def test_one_light_has_its_state_in_words_the_worst() -> None:
    lights = health.lights(at(view(printer=Health("low", "near_end"), record=Health("offline"))), say)
    assert health.worst(lights) is lights[2]
    assert health.worst(health.lights(at(view()), say)) is None


def test_a_cut_says_since_which_hour_and_what_is_old_does() -> None:
    cut = model.linked(at(view(desks=(at_desk(1, 11),))), "lost", 0.0, NOON)
    shown = health.lost(cut, say, health.JUST_NOW)
    assert shown is not None
    assert shown.title == "La connexion à la borne est coupée depuis 12\N{NBSP}h"
    assert words.desk_words(cut, say, 0.0) == "Dernier état connu, à 12\N{NBSP}h"
    first = health.lost(cut, say, 1.0)
    assert first is not None
    assert first.title == "La connexion à la borne est coupée"


def test_what_was_just_done_and_who_needs_help_have_their_lines_before_what_is_amiss() -> None:
    amiss = view(line=(waiting(1, help=True),), printer=Health("out", "no_paper"))
    console = replace(at(amiss), trouble="desk_busy", trouble_at=0.0)
    assert [notice.id for notice in notices(console, say, 1.0)] == ["trouble", "help"]
    assert [notice.id for notice in notices(at(amiss), say, 1.0)] == ["help", "amiss:printer"]


def test_a_printer_that_is_only_played_is_not_called_ready() -> None:
    played = health.lights(at(view(printer=Health("ok", "simulated"))), say)
    assert (played[1].mood, played[1].words) == ("warn", "à vérifier")
    assert health.worth_a_line(played) == (played[1],)


# --- Dialogs -------------------------------------------------------------------------------------


def test_a_waiting_ticket_can_be_called_out_of_turn_or_cancelled() -> None:
    shown = dialog(at(view(line=LINE), Opened("ticket", 13)), say)
    assert choices(shown) == {"call": Call(13), "cancel": Cancel(13), "back": None}


def test_a_busy_desk_cannot_call_and_the_dialog_says_why() -> None:
    shown = dialog(at(view(line=LINE, desks=(at_desk(1, 11),)), Opened("ticket", 13)), say)
    assert choices(shown) == {"cancel": Cancel(13), "back": None}
    assert shown is not None
    assert "terminez d’abord" in shown.text


def test_an_absent_may_come_back_once() -> None:
    once = dialog(at(view(desks=(at_desk(1, 11),)), Opened("absent", 11)), say)
    assert choices(once) == {"again": Absent(11, True), "drop": Absent(11, False), "back": None}
    twice = dialog(at(view(desks=(at_desk(1, 11, may_come_back=False),)), Opened("absent", 11)), say)
    assert choices(twice) == {"drop": Absent(11, False), "back": None}


def test_the_topic_can_be_corrected_at_the_end() -> None:
    shown = dialog(peeking(at(view(desks=(at_desk(1, 11),)), Opened("topic", 11))), say)
    assert choices(shown)["topic:autre"] == End(11, "autre")
    assert shown is not None
    assert [c.words for c in shown.choices if c.chosen] == ["Logement"]


def test_a_ticket_for_somebody_with_or_without_priority() -> None:
    shown = dialog(at(view(), Opened("take")), say)
    assert choices(shown)["topic:autre"] == Take("autre", False)
    marked = choices(shown)["priority"]
    assert isinstance(marked, Opened)
    assert choices(dialog(at(view(), marked), say))["topic:autre"] == Take("autre", True)


def test_closing_asks_what_follows_and_names_who_waits() -> None:
    shown = dialog(at(view(line=LINE), Opened("close")), say)
    assert choices(shown) == {"another_stop": Close(False), "day_over": Close(True), "back": None}
    assert shown is not None
    assert "2 personnes attendent encore (12, 13)" in shown.text


def test_a_long_line_is_named_in_part_and_counted() -> None:
    shown = dialog(at(view(line=tuple(waiting(n) for n in range(1, 61))), Opened("close")), say)
    assert shown is not None
    assert "(1, 2, 3, 4, 5, 6, 7, 8 et 52 autres)" in shown.text


def test_closing_at_once_waits_for_visits_and_tells_of_lost_tickets() -> None:
    visit = dialog(at(view("finishing", LINE, (at_desk(2, 9),)), Opened("close_again")), say)
    assert choices(visit) == {"back": None}
    alone = dialog(at(view("finishing", LINE), Opened("close_again")), say)
    assert choices(alone) == {"another_stop": Close(False), "day_over": Close(True), "back": None}
    assert alone is not None
    assert "retirés de la file" in alone.text


# --- The kiosk's machine --------------------------------------------------------------------------

MACHINE = (
    MachineFinding("swap", "none", "good"),
    MachineFinding("touch", "none", "wrong"),
    MachineFinding("clock", "alone", "see_to"),
)


def on_machine(*findings: MachineFinding, opened: Opened = Opened("machine")) -> Dialog:  # noqa: B008
    shown = dialog(at(msgspec.structs.replace(view("open"), machine=findings), opened), say)
    assert shown is not None
    return shown


def test_the_kiosks_machine_is_shown_the_worst_first_in_words_and_signs() -> None:
    shown = on_machine(*MACHINE)
    assert [c.id for c in shown.choices] == ["finding:touch", "finding:clock", "finding:swap", "back"]
    assert [c.kind for c in shown.choices[:3]] == ["danger", "warn", "good"]
    assert shown.choices[0].words == "Écran tactile\N{NBSP}: à réparer"
    assert len({c.icon for c in shown.choices}) == 4


def test_a_finding_is_shown_whole_and_goes_back_to_the_list() -> None:
    shown = on_machine(*MACHINE, opened=Opened("finding", check="touch"))
    assert shown.title == "Écran tactile"
    assert [line[:12] for line in shown.text.splitlines()] == ["Aucun écran ", "Sans lui, au", "Vérifiez son"]
    assert choices(shown) == {"back": Opened("machine")}
    good = on_machine(*MACHINE, opened=Opened("finding", check="swap"))
    assert len(good.text.splitlines()) == 1


def test_a_kiosk_that_has_not_looked_or_is_older_says_so_and_a_finding_that_went_is_no_riddle() -> None:
    assert "pas encore regardé" in on_machine().text
    assert on_machine(opened=Opened("finding", check="touch")).text == "Plus rien à en dire."


def test_the_dialog_of_the_machine_stays_whatever_the_queue_does() -> None:
    console = at(msgspec.structs.replace(view("open"), machine=MACHINE), Opened("machine"))
    assert model.seen(console, view("closed"), 1.0).opened == Opened("machine")
