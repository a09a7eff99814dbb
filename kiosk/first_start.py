"""The service screen's code, and who may choose it at the kiosk: whoever sets up one that nobody has set up.

    no code in the settings, none kept, nothing paired ─▶ *Premier démarrage* ─▶ kept: never offered again

The code of the settings counts before the one that was chosen here: one that is forgotten is replaced there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assets.errors import Trouble
from assets.files import Disk
from queue_display import private_files

FILE = "service-code"
"""In the folder of the kiosk's keys: the hash, as `kiosk.touchscreen.conduct.service_code` makes it."""


class FirstStartOver(Trouble):
    """Somebody has set this kiosk up already."""


class FirstStart:
    """Open it before the event loop runs: it reads a file. `usable` and `paired` ask the keys in `folder`."""

    def __init__(
        self, settings_code: str, folder: Path, *, usable: Callable[[], bool], paired: Callable[[], bool]
    ) -> None:
        self._file = folder / FILE
        self._usable, self._paired = usable, paired
        self._unreadable = False
        self.service_code = settings_code or self._kept()

    def _kept(self) -> str:
        """Empty where there is none. A file that cannot be read is one: then nobody begins anew."""
        try:
            return (Disk().read(self._file) or b"").decode("ascii").strip()
        except (OSError, ValueError):
            self._unreadable = True
            return ""

    @property
    def offered(self) -> bool:
        """Nobody has set this kiosk up: whoever stands before it may."""
        return not (self.service_code or self._unreadable) and self._usable() and not self._paired()

    def choose(self, code: str) -> None:
        """Keep the hash `code` from now on. Not for the event loop. Raises FirstStartOver, OSError."""
        if not self.offered:
            raise FirstStartOver("Cette borne est déjà réglée : ouvrez l’écran de service avec son code.")
        private_files.write(self._file, f"{code}\n".encode("ascii"))
        self.service_code = code
