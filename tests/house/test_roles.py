"""Each role is in each table, and a role or a view that lacks something does not get in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from typing import get_args

import pytest

from assets import theme
from assets.wording import languages, wording
from kiosk import settings, views
from kiosk.clock import Moment
from kiosk.commands.rows import OWN, ROWS
from kiosk.queue import State
from kiosk.views import BUILDERS, VanFacts
from queue_display import messages
from queue_display.messages import AnyView, Role, View
from queue_display.messages.bounds import LARGEST_NUMBER
from queue_display.messages.roles import ROLES, RoleRow, checked, each_role

NOW = Moment(datetime(2026, 11, 23, 10, 0, tzinfo=UTC), 0.0, "boot")
VAN = VanFacts(settings.load(None), State(NOW.day), NOW)


@pytest.mark.parametrize("role", Role)
def test_a_role_is_in_each_table_and_they_agree(role: Role) -> None:
    row = ROLES[role]
    view = BUILDERS[role](VAN)
    assert type(view) is row.view
    assert type(view.widest()) is row.view
    assert theme.icon(row.icon)
    for language in languages():
        say = wording(language)
        assert say(row.kind)
        assert ("7" in row.called(say, 7)) is row.desk


@pytest.mark.parametrize("role", [role for role in Role if ROLES[role].window])
def test_a_role_with_a_window_has_its_command(role: Role) -> None:
    window = ROLES[role].window
    assert window
    command = next(row for row in ROWS if row.name == window.command)
    options = {name for option in command.options for name in option.names}
    assert ("--desk" in options) is ROLES[role].desk
    assert find_spec(window.module)
    own = {option.names[-1].removeprefix("--").replace("-", "_") for option in OWN.get(role, ())}
    assert set(signature(import_module(window.module).main).parameters) == {"setup", *own}


def test_the_tables_are_about_roles_that_exist() -> None:
    assert set(ROLES) == set(BUILDERS) == set(Role)
    assert OWN.keys() <= {role for role in Role if ROLES[role].window}


def test_only_what_a_role_may_ask_is_carried_out() -> None:
    for ask in get_args(messages.AnyAsk):
        asking = {role for role in Role if ask in ROLES[role].asks}
        assert asking == {Role.AGENT}
    row, next_one = ROLES[Role.AGENT], messages.CallNext()
    assert row.may_ask(next_one, 1)
    assert not row.may_ask(next_one, None)  # an agent's display that does not know its desk
    assert not replace(row, asks=(messages.Open,)).may_ask(next_one, 1)
    assert not ROLES[Role.BOARD].may_ask(next_one, 1)


# --- What is made up, and lacks something ----------------------------------------------------------


class MadeUp:
    """In the place of one more member of `Role`."""

    value = "greeter"


GREETER: Role = MadeUp()  # type: ignore[assignment]


class HowMany(View, frozen=True, tag="greeter"):
    waiting: int

    def widest(self) -> HowMany:
        return HowMany(LARGEST_NUMBER)


ROW = RoleRow(HowMany, kind=ROLES[Role.BOARD].kind, name=ROLES[Role.BOARD].name, icon="monitor")
ROLES_NOW, VIEWS_NOW = (*Role, GREETER), (*get_args(AnyView), HowMany)


def test_a_whole_new_role_gets_in() -> None:
    assert checked({**ROLES, GREETER: ROW}, ROLES_NOW, VIEWS_NOW)[GREETER] is ROW


def test_a_role_without_a_row_is_refused() -> None:
    with pytest.raises(TypeError, match="greeter"):
        each_role(ROLES, ROLES_NOW)
    with pytest.raises(TypeError):
        checked(ROLES, ROLES_NOW, VIEWS_NOW)


def test_a_role_whose_view_nobody_builds_is_refused() -> None:
    with pytest.raises(TypeError, match="greeter"):
        each_role(views.BUILDERS, ROLES_NOW)


def test_a_view_that_is_no_message_is_refused() -> None:
    with pytest.raises(TypeError, match="AnyView"):
        checked({**ROLES, GREETER: ROW}, ROLES_NOW, get_args(AnyView))


def test_two_roles_with_one_view_are_refused() -> None:
    row = replace(ROW, view=messages.BoardView)
    with pytest.raises(TypeError, match="a view of its own"):
        checked({**ROLES, GREETER: row}, ROLES_NOW, get_args(AnyView))


def test_a_view_that_does_not_say_how_wide_it_may_be_cannot_be_defined() -> None:
    with pytest.raises(TypeError, match="Narrow"):

        class Narrow(View, frozen=True, tag="narrow"):
            waiting: int
