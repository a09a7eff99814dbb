"""The command `halte` of a van's machine, /usr/local/bin/halte: it knows the service's account and folders.

`sudo halte ...` does as the service does: with its settings, its data, and its account, whose files stay its
own. Whoever is not root opens windows and the demonstration with folders of their own; what works on the
service's folders is asked of them by `sudo`.
"""

from __future__ import annotations

import os
import pwd
import sys
from collections.abc import Mapping, Sequence

from assets.errors import Trouble
from assets.wording import language_asked, wording
from kiosk.commands import cli, rows
from kiosk.install.machine import ACCOUNT, Sites
from queue_display.messages.roles import ROLES

COMMANDS = {row.name.split()[0] for row in rows.ROWS}
OWN = {"demo", "autostart", *(row.window.command for row in ROLES.values() if row.window)}
"""What anybody may run with folders of their own."""


class NeedsRoot(Trouble):
    """The command works on the service's folders, which only its account and root can read."""


def folders(environment: Mapping[str, str]) -> dict[str, str]:
    """Where the service's settings and data are, but for what `environment` already says."""
    sites = Sites()
    ours = {"HALTE_CONFIG": str(sites.settings), "HALTE_DATA": str(sites.data), "HOME": str(sites.data)}
    return ours | {name: environment[name] for name in ("HALTE_CONFIG", "HALTE_DATA") if name in environment}


def check(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Whether somebody who is not root may run this. Raises NeedsRoot."""
    command = next((word for word in arguments if word in COMMANDS), None)
    told = "HALTE_DATA" in environment or any(word.split("=")[0] == "--data" for word in arguments)
    if command and command not in OWN and not told and not {"--help", "--version"} & {*arguments}:
        raise NeedsRoot(
            "Les dossiers de cette machine ne s’ouvrent qu’à son compte : lancez « sudo halte {words} »"
            " (ou donnez un dossier à vous, avec --data).",
            words=" ".join(arguments),
        )


def become(entry: pwd.struct_passwd) -> None:
    """From root to this account, for good, in all its groups. Raises OSError."""
    os.initgroups(entry.pw_name, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def account() -> pwd.struct_passwd:
    """The service's. Raises NeedsRoot where there is none."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise NeedsRoot(
            "Le compte « {name} » manque : lancez de nouveau sudo make install.", name=ACCOUNT
        ) from None


def launch(arguments: Sequence[str]) -> int:
    """Run `halte` as whom it should be. Returns its exit status."""
    from kiosk.__main__ import main  # here: `python -m kiosk` is not to find it imported already

    entry = account()
    if os.geteuid() not in (0, entry.pw_uid):
        check(arguments, os.environ)
        return main(arguments)
    os.environ.update(folders(os.environ))
    if os.geteuid() == 0:
        become(entry)
    return main(arguments)


def told(arguments: Sequence[str]) -> int:
    """As `launch`; a refusal is one line."""
    from kiosk.__main__ import FAILED

    try:
        return launch(arguments)
    except Trouble as trouble:
        say = wording(language_asked(arguments, os.environ))
        print(f"{cli.NAME} : {trouble.said(say)}", file=sys.stderr)
        return FAILED


if __name__ == "__main__":
    sys.exit(told(sys.argv[1:]))
