"""The day log as the referent takes it away: two tables that nothing joins."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from assets.wording import wording
from kiosk.daylog import (
    KEYS,
    Dialect,
    InMemory,
    What,
    Words,
    from_rows,
    tables,
    to_csv,
    to_json,
    words,
)
from kiosk.record.counts import UNKNOWN, Counts

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
LOG = {
    TUESDAY: Counts({"retraite": 1}, {12: 1}),
    MONDAY: Counts({"retraite": 1, "impots": 3}, {10: 1, UNKNOWN: 1, 9: 2}),
}
FRENCH = words(wording("fr"), {"retraite": "Retraite", "impots": "Impôts"})


def test_two_tables_sorted_and_unknown_minutes_are_none() -> None:
    topics, minutes = tables(InMemory(LOG))
    assert (topics.name, topics.heads) == ("topics", ("day", "topic", "visits"))
    assert tuple(topics.rows) == ((MONDAY, "impots", 3), (MONDAY, "retraite", 1), (TUESDAY, "retraite", 1))
    assert (minutes.name, minutes.heads) == ("minutes", ("day", "minutes", "visits"))
    assert tuple(minutes.rows) == ((MONDAY, None, 1), (MONDAY, 9, 2), (MONDAY, 10, 1), (TUESDAY, 12, 1))


def test_one_of_them() -> None:
    assert [tables(InMemory(LOG), what=what)[0].what for what in What] == list(What)
    assert len(tables(InMemory(LOG), what=What.MINUTES)) == 1


def test_in_words_they_are_sorted_by_the_words() -> None:
    topics, minutes = tables(InMemory(LOG), FRENCH)
    assert (topics.name, topics.heads) == ("sujets", ("jour", "sujet", "visites"))
    assert (minutes.name, minutes.heads) == ("durées", ("jour", "minutes", "visites"))
    assert next(iter(topics.rows)) == (MONDAY, "Impôts", 3)
    reordered = tables(InMemory(LOG), Words(topics={"retraite": "A", "impots": "Z"}))[0]
    assert [row[1] for row in reordered.rows] == ["A", "Z", "A"]


def test_a_key_without_a_word_stays_and_topics_of_one_word_are_one() -> None:
    both = Words(topics={"caf": "CAF", "msa": "CAF"})
    (topics,) = tables(InMemory({MONDAY: Counts({"caf": 1, "msa": 2, "gone": 1}, {})}), both, What.TOPICS)
    assert tuple(topics.rows) == ((MONDAY, "CAF", 3), (MONDAY, "gone", 1))


def test_any_order_in_gives_the_same_bytes_out() -> None:
    turned = {
        day: Counts(dict(reversed([*c.topics.items()])), dict(reversed([*c.minutes.items()])))
        for day, c in LOG.items()
    }
    again = dict(reversed(turned.items()))
    assert list(again) != list(LOG)
    for write in (to_csv, to_json):
        assert write(tables(InMemory(LOG))) == write(tables(InMemory(again)))


def test_what_a_kiosk_sends_is_the_same() -> None:
    topics = [(TUESDAY, "retraite", 1), (MONDAY, "impots", 3), (MONDAY, "retraite", 1)]
    minutes = [(MONDAY, None, 1), (MONDAY, 9, 1), (MONDAY, 9, 1), (MONDAY, 10, 1), (TUESDAY, 12, 1)]
    assert from_rows(topics, minutes) == LOG


# --- CSV and JSON ------------------------------------------------------------------------------------


def test_what_a_french_excel_opens() -> None:
    assert to_csv(tables(InMemory({MONDAY: LOG[MONDAY]}), FRENCH)).decode("utf-8") == (
        "\ufeffjour;sujet;visites\r\n2026-03-02;Impôts;3\r\n2026-03-02;Retraite;1\r\n"
        "\r\n"
        "jour;minutes;visites\r\n2026-03-02;;1\r\n2026-03-02;9;2\r\n2026-03-02;10;1\r\n"
    )


def test_rfc_4180() -> None:
    one = tables(InMemory({TUESDAY: LOG[TUESDAY]}), KEYS, What.TOPICS)
    assert to_csv(one, Dialect.RFC4180) == b"day,topic,visits\r\n2026-03-03,retraite,1\r\n"


@pytest.mark.parametrize("dialect", list(Dialect))
def test_a_topic_with_separators_and_quotes_comes_back(dialect: Dialect) -> None:
    topic = 'a;b,"c"\nd'
    text = to_csv(tables(InMemory({MONDAY: Counts({topic: 1}, {})})), dialect).decode("utf-8-sig")
    delimiter = ";" if dialect is Dialect.EXCEL_FR else ","
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1][1] == topic


@pytest.mark.parametrize("topic", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
@pytest.mark.parametrize("named", [True, False])
def test_no_topic_becomes_a_formula(topic: str, named: bool) -> None:
    """Neither its key, nor the word that the settings give it."""
    key, names = ("key", Words(topics={"key": topic})) if named else (topic, KEYS)
    text = to_csv(tables(InMemory({MONDAY: Counts({key: 1}, {})}), names, What.TOPICS)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1][1] == "'" + topic


def test_json() -> None:
    assert json.loads(to_json(tables(InMemory({TUESDAY: LOG[TUESDAY]})))) == {
        "topics": [{"day": "2026-03-03", "topic": "retraite", "visits": 1}],
        "minutes": [{"day": "2026-03-03", "minutes": 12, "visits": 1}],
    }
    unknown = json.loads(to_json(tables(InMemory(LOG), FRENCH, What.MINUTES)))
    assert unknown["durées"][0] == {"jour": "2026-03-02", "minutes": None, "visites": 1}


def test_no_visits_leave_the_heads() -> None:
    assert to_csv(tables(InMemory({})), Dialect.RFC4180) == b"day,topic,visits\r\n\r\nday,minutes,visits\r\n"
    assert json.loads(to_json(tables(InMemory({})))) == {"topics": [], "minutes": []}
