"""The desks of a van, numbered from 1: how many there are is in its settings. Pure."""

from __future__ import annotations

from assets.errors import Trouble


class NoSuchDesk(Trouble):
    """A display is for a desk that this van does not have; what to do."""


def has(desk: int, desks: int | None) -> bool:
    """Whether a van of so many `desks` has this one; None: of any number."""
    return desk >= 1 and (desks is None or desk <= desks)


def check(desk: int | None, desks: int) -> None:
    """Raises NoSuchDesk; None, as of a board, is at no desk."""
    if desk is not None and not has(desk, desks):
        raise NoSuchDesk(
            "Ce camion n’a pas de bureau {desk}, ses réglages disent « desks = {desks} » : donnez un autre"
            " numéro avec --desk, ou corrigez ce réglage.",
            desk=desk,
            desks=desks,
        )
