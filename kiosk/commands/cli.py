"""From rows to a command line: builds click's commands from `rows.ROWS`, in the language wanted."""

from __future__ import annotations

import gettext
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

import assets
from assets.errors import Trouble, first_trouble
from assets.wording import Text, Wording, languages, text, wording

if TYPE_CHECKING:
    from kiosk.settings import Settings

NAME = "halte"

Read = TypeVar("Read")

log = logging.getLogger(__name__)


class Unforeseen(Trouble):
    """A command failed for a reason that is a mistake of ours; the technical log says where."""


class KeptOut(Trouble):
    """A file or a folder is closed to the account that runs the command."""


@dataclass(frozen=True)
class Run:
    """What every command is given: the language, the settings file if there is one, the data folder."""

    say: Wording
    config: Path | None
    data: Path

    def settings(self) -> Settings:
        """Raises BadSettings."""
        from kiosk.settings import load

        return load(self.config)


class Option:
    """An option (its first name begins with a dash) or an argument that may be left out; `help` in French.

    `how` goes to click as it is, each `Text` in it in the language wanted.
    """

    def __init__(self, *names: str, help: Text | None = None, **how: Any) -> None:  # noqa: A002  # click's name
        self.names, self.help, self.how = names, help, how

    def built(self, say: Wording) -> click.Parameter:
        how: dict[str, Any] = {
            name: say(value) if isinstance(value, Text) else value for name, value in self.how.items()
        }
        if not self.names[0].startswith("-"):
            how |= {"metavar": f"[{how['metavar']}]", "required": False}
            return click.Argument(self.names, **how)
        return click.Option(self.names, help=say(self.help) if self.help else None, **how)


@dataclass(frozen=True)
class CommandRow:
    """One command: its name (two words where it belongs to a group), what it does, its body, its options.

    The body is called with a `Run` and its options by name; it raises a `Trouble` where it fails.
    """

    name: str
    does: Text
    body: Callable[..., None]
    options: Sequence[Option] = field(default=())


class later:  # noqa: N801  # read in the rows as a word: later("log.show")
    """The body "log.show", `show` in `kiosk/commands/log.py`; it is called with `given` besides its options.

    Its module is imported when it is called: `halte --help` starts without any part that does the work.
    """

    def __init__(self, name: str, **given: Any) -> None:
        self._module, _, self._function = name.rpartition(".")
        self.given = given

    def __call__(self, run: Run, **options: Any) -> None:
        self.found()(run, **self.given, **options)

    def found(self) -> Callable[..., None]:
        body: Callable[..., None] = getattr(import_module(f"kiosk.commands.{self._module}"), self._function)
        return body


def refuse_idle(run: Run, *names: str) -> None:
    """Raises click.UsageError where one of these options was given, which would change nothing here."""
    context = click.get_current_context()
    given = [
        option.opts[0]
        for option in context.command.params
        if option.name in names and context.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(run.say("{option} ne changerait rien ici : retirez-le.", option=given[0]))


def rightly(run: Run, read: Callable[..., Read], *given: object) -> Read:
    """What `read` makes of what was given. Raises click.UsageError where it raises a Trouble."""
    try:
        return read(*given)
    except Trouble as trouble:
        raise click.UsageError(trouble.said(run.say)) from None


EVERYWHERE = (
    Option(
        "--config",
        help=text("Le fichier des réglages, en TOML (ou HALTE_CONFIG)."),
        type=click.Path(path_type=Path),
        metavar=text("FICHIER"),
    ),
    Option(
        "--data",
        help=text("Le dossier des données (ou HALTE_DATA)."),
        type=click.Path(path_type=Path),
        metavar=text("DOSSIER"),
    ),
    Option("--lang", help=text("La langue."), type=click.Choice(languages())),
)


def default_config() -> Path:
    """Where `halte config init` writes and every command looks when no file is named."""
    from platformdirs import user_config_path

    return user_config_path(NAME, appauthor=False) / "halte.toml"


def default_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path(NAME, appauthor=False)


def speak(code: str) -> Wording:
    """Have click, and every process started from here, use this language too."""
    os.environ["LANGUAGE"] = code
    gettext.bindtextdomain("click", str(assets.path("locale")))
    gettext.textdomain("click")
    return wording(code)


def build(rows: Sequence[CommandRow], groups: Mapping[str, Text], say: Wording) -> click.Group:
    root = _group(NAME, say(groups[""]), say)
    root.params.append(_version(say))
    for row in rows:
        group = root
        *path, name = row.name.split()
        for part in path:
            if part not in group.commands:
                group.add_command(_group(part, say(groups[part]), say))
            group = group.commands[part]  # type: ignore[assignment]  # a row never has a command and a group's name
        group.add_command(_command(name, row, say))
    return root


def _group(name: str, does: str, say: Wording) -> click.Group:
    return click.Group(
        name,
        help=does,
        params=_everywhere(say),
        no_args_is_help=True,
        options_metavar="[OPTIONS]",
        subcommand_metavar=say("COMMANDE [ARGUMENTS]…"),
    )


def _command(name: str, row: CommandRow, say: Wording) -> click.Command:
    parameters = [option.built(say) for option in row.options] + _everywhere(say)
    return click.Command(name, help=say(row.does), params=parameters, callback=partial(_call, row.body, say))


def _everywhere(say: Wording) -> list[click.Parameter]:
    return [option.built(say) for option in EVERYWHERE]


def _version(say: Wording) -> click.Parameter:
    shown = click.version_option(
        package_name=NAME, message="%(prog)s %(version)s", help=say("Affiche la version.")
    )
    return shown(click.Command("")).params[0]


def _call(body: Callable[..., None], say: Wording, **values: Any) -> None:
    values.pop("lang")
    config, data = (values.pop(name) or _given_elsewhere(name) for name in ("config", "data"))
    if not config and default_config().exists():
        config = default_config()
    run = Run(say, config, data or default_data())
    from kiosk.technical_log import technical_log

    with technical_log(run.data):
        guarded(partial(body, run, **values), run)


def guarded(body: Callable[[], object], run: Run) -> None:
    """Run a command's body; whatever it raises leaves here as a `Trouble`, or as click's own."""
    try:
        body()
    except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
        raise
    except Exception as error:
        if trouble := first_trouble(error) or kept_out(error):
            raise trouble from None
        log.exception("a command failed in a way nobody foresaw")
        raise unforeseen(error, run.data) from None


def kept_out(error: Exception) -> KeptOut | None:
    """What to say where a file or a folder that somebody named is closed to this account."""
    if not isinstance(error, PermissionError) or error.filename is None:
        return None
    return KeptOut(
        "{file} est fermé au compte qui lance cette commande ; nommez un autre endroit, ou vérifiez"
        " ses droits.",
        file=os.fsdecode(error.filename),
    )


def unforeseen(error: Exception, data: Path) -> Unforeseen:
    """What is said of a failure that is a mistake of ours."""
    from kiosk.technical_log import file_in, place_of

    values = {"kind": type(error).__name__, "place": place_of(error), "file": file_in(data)}
    if not data.is_dir():
        return Unforeseen(
            "erreur imprévue ({kind}, {place}) ; signalez-la à la personne qui s’occupe de Halte.", **values
        )
    return Unforeseen(
        "erreur imprévue ({kind}, {place}) ; signalez-la à la personne qui s’occupe de Halte, avec le"
        " fichier {file}.",
        **values,
    )


def _given_elsewhere(name: str) -> Path | None:
    """The value given before the command's name (`halte --data DIR log days`), else by the environment."""
    context: click.Context | None = click.get_current_context()
    while context := context.parent if context else None:
        if value := context.params.get(name):
            return Path(value)
    value = os.environ.get(f"HALTE_{name.upper()}")
    return Path(value) if value else None
