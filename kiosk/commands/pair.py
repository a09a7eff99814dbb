"""`halte pair`: kiosk and display made known to each other with a short code; on either machine."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kiosk import desks
from kiosk.commands.cli import Run, refuse_idle
from kiosk.commands.windows import check_desk
from queue_display.messages import Role
from queue_display.messages.roles import ROLES

if TYPE_CHECKING:
    from queue_display.trust import Paired, Trust


def pair(
    run: Run,
    code: str | None,
    role: str | None,
    desk: int,
    name: str,
    wanted: str,
    listed: bool,
    revoked: str | None,
) -> None:
    """With a code, on the kiosk: pair with the display that shows it, `wanted` if several wait; `role` is
    then what it has to be. Without, on a display: show one.

    To list and to revoke, the keys are the kiosk's unless `role` names a display's.
    """
    from queue_display.pairing import tool

    settings = run.settings()
    interfaces = settings.network.interfaces or None
    if listed:
        refuse_idle(run, "code", "name", "wanted", "revoked")
        tool.show_paired(run.say, _trust(run, role, desk))
    elif revoked:
        refuse_idle(run, "code", "name", "wanted")
        tool.revoke(run.say, _trust(run, role, desk), revoked)
    elif code:
        refuse_idle(run, "desk", "name")
        admit = partial(_admit, settings.desks)
        meant = Role(role) if role else None
        tool.give_code(run.say, _trust(run, None, desk), settings.van, code, interfaces, wanted, meant, admit)
    else:
        waits = Role(role) if role else Role.AGENT
        seat = ROLES[waits].seat(desk)
        refuse_idle(run, "wanted", *(["desk"] if seat is None else []))
        check_desk(run, seat)
        named = name or ROLES[waits].called(run.say, desk)
        tool.wait_with_code(run.say, _trust(run, waits.value, desk), named, waits, seat, interfaces)


def _admit(most: int, display: Paired) -> None:
    desks.check(display.desk, most)


def _trust(run: Run, role: str | None, desk: int) -> Trust:
    from queue_display.trust import Trust, keys_folder

    return Trust.open(keys_folder(run.data, Role(role) if role else None, desk))
