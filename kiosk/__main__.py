"""The `halte` command: language, exit status. The commands themselves are in `kiosk.commands.rows`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from assets.errors import Trouble
from assets.wording import language_asked
from kiosk.commands import cli, rows

DONE, FAILED, INTERRUPTED = 0, 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `halte` with `arguments` (by default the process's own).

    Returns the exit status: 0 done, 1 failed (one line on stderr says what), 2 wrong usage, 130 interrupted.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    say = cli.speak(language_asked(given, os.environ))
    try:
        ended: int | None = cli.build(rows.ROWS, rows.GROUPS, say).main(
            given, cli.NAME, standalone_mode=False
        )
        sys.stdout.flush()
        return ended or DONE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # as in `halte log show | head`: the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Trouble as trouble:
        click.echo(f"{cli.NAME} : {trouble.said(say)}", err=True)
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
