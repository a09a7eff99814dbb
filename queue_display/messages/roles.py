"""What each role may see and do: one row a role, read by link, pairing, keys, windows and commands. Pure.

A new role is a name in `Role` and a view (both in `queue_display.messages`), a row here, and in `kiosk.views`
what builds its view; where one of them lacks, the program does not start. Its window, if any, comes besides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar, get_args

from assets.wording import Text, Wording, text
from queue_display.messages import AgentView, AnyAsk, AnyView, Ask, BoardView, LogView, PlanStops, Role, View

Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class RoleWindow:
    """What opens a role's window: `halte COMMAND`, whose help is `does`, and the `main` of a module."""

    command: str
    does: Text
    module: str


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role.

    `kind` says in a few words what such a display is, `name` is what one is called that was given no name.
    `follows`: it gets its view anew at each change; else once, when it connects, made on a thread, since that
    may read the disk. `desk`: it stands at a desk (`{desk}` in `name`), and has other keys for each.
    """

    view: type[View]
    kind: Text
    name: Text
    icon: str
    asks: tuple[type[Ask], ...] = ()
    follows: bool = True
    desk: bool = False
    window: RoleWindow | None = None

    def seat(self, desk: int | None) -> int | None:
        """The desk, if the role has one."""
        return desk if self.desk else None

    def may_ask(self, ask: Ask, desk: int | None) -> bool:
        """Whether a display of the role at `desk` may have `ask` carried out."""
        return type(ask) in self.asks and (desk is not None or not self.desk)

    def described(self, say: Wording, desk: int | None) -> str:
        """What such a display is, and at which desk: what is granted with a pairing."""
        return say("{kind}, bureau {desk}", kind=say(self.kind), desk=desk) if desk else say(self.kind)

    def called(self, say: Wording, desk: int | None) -> str:
        """The name of one that was given none."""
        return say(self.name, desk=desk)


def each_role(cells: Mapping[Role, Cell], roles: Iterable[Role] = Role) -> Mapping[Role, Cell]:
    """`cells` as they are. Raises TypeError where a role has none."""
    if lacking := set(roles) - cells.keys():
        raise TypeError(f"a table lacks: {', '.join(sorted(role.value for role in lacking))}")
    return MappingProxyType(dict(cells))


def checked(
    rows: Mapping[Role, RoleRow], roles: Iterable[Role] = Role, views: Iterable[type] = get_args(AnyView)
) -> Mapping[Role, RoleRow]:
    """`rows`, if each role has one and each view belongs to just one role. Raises TypeError otherwise."""
    shown = Counter(row.view for row in rows.values())
    if shown != Counter(views):
        raise TypeError("each role has a view of its own, which stands in AnyView")
    return each_role(rows, roles)


ROLES: Mapping[Role, RoleRow] = checked(
    {
        Role.AGENT: RoleRow(
            AgentView,
            kind=text("écran d’agent"),
            name=text("Bureau {desk}"),
            icon="monitor_account",
            asks=get_args(AnyAsk),
            desk=True,
            window=RoleWindow("display", text("Ouvre l’écran d’un agent."), "queue_display.console.start"),
        ),
        Role.BOARD: RoleRow(
            BoardView,
            kind=text("panneau"),
            name=text("Panneau"),
            icon="bulletin_board",
            window=RoleWindow(
                "board", text("Ouvre le panneau qui fait face aux visiteurs."), "queue_display.board.start"
            ),
        ),
        Role.REFERENT: RoleRow(
            LogView,
            kind=text("ordinateur du journal"),
            name=text("Ordinateur du journal"),
            icon="chart_box_outline",
            asks=(PlanStops,),
            follows=False,
        ),
    }
)
