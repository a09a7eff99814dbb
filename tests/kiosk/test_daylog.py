"""The day log as the referent takes it away."""

import csv
import io
from datetime import date

import pytest

from kiosk.commands.rows import FORM
from kiosk.daylog import Dialect, days, of_days, rows, to_csv
from kiosk.record.schema import VisitCount

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
LOG = [
    VisitCount(MONDAY, "impôts", 9, 2),
    VisitCount(MONDAY, "impôts", 10, 1),
    VisitCount(MONDAY, "retraite", None, 1),
    VisitCount(TUESDAY, "retraite", 12, 1),
]


def test_days_count_their_visits() -> None:
    assert days(LOG) == [(MONDAY, 4), (TUESDAY, 1)]


def test_one_row_a_visit_and_unknown_minutes_empty() -> None:
    assert list(rows(LOG)) == [
        ("2026-03-02", "impôts", "9"),
        ("2026-03-02", "impôts", "9"),
        ("2026-03-02", "impôts", "10"),
        ("2026-03-02", "retraite", ""),
        ("2026-03-03", "retraite", "12"),
    ]


def test_what_a_french_excel_opens() -> None:
    assert to_csv(LOG[3:]) == b"\xef\xbb\xbfday;topic;minutes\r\n2026-03-03;retraite;12\r\n"


def test_rfc_4180() -> None:
    assert to_csv(LOG[3:], Dialect.RFC4180) == b"day,topic,minutes\r\n2026-03-03,retraite,12\r\n"


@pytest.mark.parametrize("dialect", list(Dialect))
def test_a_topic_with_separators_and_quotes_comes_back(dialect: Dialect) -> None:
    topic = 'a;b,"c"\nd'
    text = to_csv([VisitCount(MONDAY, topic, 1, 1)], dialect).decode("utf-8-sig")
    delimiter = ";" if dialect is Dialect.EXCEL_FR else ","
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))[1][1] == topic


@pytest.mark.parametrize("topic", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_no_topic_becomes_a_formula(topic: str) -> None:
    ((_, cell, _),) = rows([VisitCount(MONDAY, topic, 1, 1)])
    assert cell == "'" + topic


def test_the_commands_offer_every_dialect() -> None:
    (option,) = [option for option in FORM if "--dialect" in option.names]
    assert list(option.how["type"].choices) == [dialect.value for dialect in Dialect]


def test_a_stretch_of_days() -> None:
    assert of_days(LOG, TUESDAY) == of_days(LOG, TUESDAY, TUESDAY) == LOG[3:]
    assert of_days(LOG, None, MONDAY) == LOG[:3]
    assert of_days(LOG) == LOG
