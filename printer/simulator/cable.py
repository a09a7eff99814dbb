"""The simulated printer's end of a serial line: a pseudo-terminal that can be pulled out and put in again."""

from __future__ import annotations

import contextlib
import os
import select
import tty
from pathlib import Path

from assets.errors import Trouble
from assets.ownership import link_own


class LinkNotMade(Trouble):
    """The link to the port cannot be made where it was wanted."""


PORTS = Path("/dev/pts")
"""Where pseudo-terminals are: a link to one of them is one that a simulated printer has made."""


class Cable:
    """`link` is a path that becomes a link to the port and follows it when it is unplugged and plugged in.

    What is there already is left alone, but for a link that a simulated printer has left.
    """

    def __init__(self, link: Path | None) -> None:
        self._link = link
        self._master = self._slave = -1

    @property
    def plugged(self) -> bool:
        return self._master >= 0

    @property
    def fileno(self) -> int:
        """Of the printer's end, readable when bytes have come."""
        return self._master

    @property
    def terminal(self) -> Path:
        """The device itself."""
        return Path(os.ttyname(self._slave))

    @property
    def path(self) -> str:
        """Of the port to open: the link where there is one."""
        return str(self._link or self.terminal)

    def plug_in(self) -> None:
        """Raises LinkNotMade."""
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        if self._link:
            self._make(self._link)

    def _make(self, link: Path) -> None:
        try:
            _remove(link, PORTS)
            link_own(link, self.terminal)
        except OSError as error:
            self._pull_out()
            if isinstance(error, FileExistsError):
                raise LinkNotMade("{file} existe déjà ; donnez un autre chemin au lien.", file=link) from None
            raise LinkNotMade(
                "Impossible de faire le lien {file} ({why}) ; donnez-lui un autre chemin.",
                file=link,
                why=error.strerror,
            ) from None

    def unplug(self) -> None:
        if self._link and self.plugged:
            with contextlib.suppress(OSError):
                _remove(self._link, self.terminal)
        self._pull_out()

    def _pull_out(self) -> None:
        for fd in (self._slave, self._master):
            if fd >= 0:
                os.close(fd)
        self._master = self._slave = -1

    def send(self, data: bytes) -> None:
        """What nobody takes, or no cable carries, is lost."""
        if self.plugged:
            with contextlib.suppress(OSError):
                os.write(self._master, data)

    def heard(self) -> bool:
        """Whether bytes have come."""
        return self.plugged and bool(select.select([self._master], [], [], 0)[0])

    def read(self, most: int) -> bytes:
        """Up to `most` bytes; none where they cannot be read."""
        with contextlib.suppress(OSError):
            return os.read(self._master, most)
        return b""


def _remove(link: Path, to: Path) -> None:
    """Have `link` gone where it is a link that leads to `to`, or into it; whatever else it is stays."""
    if link.is_symlink() and to in (link.readlink(), link.readlink().parent):
        link.unlink()
