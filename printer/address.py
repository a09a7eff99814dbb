"""Where a printer is: `serial:///dev/ttyUSB0?baudrate=38400` and its like, read into parts. Pure.

serial://PATH?baudrate=N&flow=xonxoff|rtscts|none     PATH may be COM3 on Windows
usb://VENDOR:PRODUCT (hexadecimal, PRODUCT may be left out), with ?serial=TEXT or ?port=1-1.2 among twins
network://HOST:PORT          PORT is 9100 unless given
file:///dev/usb/lp0          cups://QUEUE          auto
simulated:FOLDER?model=pos-58   both may be left out
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from assets.errors import Trouble
from printer.simulator.models import MODELS, Model

RAW_PORT = 9100
"""The port on which network printers take raw bytes (IANA: pdl-datastream)."""

SPEEDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400)
FLOWS = ("xonxoff", "rtscts", "none")
USUAL_SPEED, USUAL_FLOW = 9600, FLOWS[0]
"""Of a serial line whose address names neither."""

OPTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"serial": ("baudrate", "flow"), "usb": ("serial", "port"), "simulated": ("model",)}
)
"""What may stand behind the ? of an address, by its kind; one that is misspelt would reach nothing."""

_EXAMPLES = "auto, serial:///dev/ttyUSB0, usb://04b8:0e15, network://192.0.2.5:9100, file:///dev/usb/lp0"


class BadAddress(Trouble):
    """The address of the printer cannot be read."""


@dataclass(frozen=True, slots=True)
class Address:
    """`kind` is the part before the colon, `place` a path, host, queue or vendor:product."""

    kind: str
    place: str = ""
    port: int = 0
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def option(self, name: str, default: str) -> str:
        return self.options.get(name, default)

    @property
    def speed(self) -> int:
        """Of a serial line, in bits a second."""
        return int(self.option("baudrate", str(USUAL_SPEED)))

    @property
    def flow(self) -> str:
        """How a serial line is held off: one of `FLOWS`."""
        return self.option("flow", USUAL_FLOW)


def parse(text: str) -> Address:
    """The parts of `text`. Raises BadAddress."""
    text = text.strip()
    if text == "auto":
        return Address("auto")
    kind, colon, _ = text.partition(":")
    if not colon or kind.lower() not in _READERS:
        raise BadAddress(
            "Adresse d’imprimante inconnue : « {address} ». Exemples : {known}.",
            address=text,
            known=_EXAMPLES,
        )
    try:
        parts = urlsplit(text)
        return _READERS[kind.lower()](parts, _options(parts))
    except ValueError:
        raise _incomplete(text) from None


def find_model(name: str) -> Model:
    """The simulated model called `name`. Raises BadAddress."""
    if name not in MODELS:
        raise BadAddress(
            "Modèle simulé inconnu : « {name} ». Possibles : {known}.", name=name, known=", ".join(MODELS)
        )
    return MODELS[name]


def _options(parts: SplitResult) -> Mapping[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    known = OPTIONS.get(parts.scheme, ())
    for option in options:
        if option not in known:
            raise BadAddress(
                "Option d’imprimante inconnue : « {option} ». Possibles : {known}.",
                option=option,
                known=", ".join(known) or "-",
            )
    return MappingProxyType(options)


def _incomplete(address: str) -> BadAddress:
    return BadAddress(
        "Adresse d’imprimante incomplète : « {address} ». Exemples : {known}.",
        address=address,
        known=_EXAMPLES,
    )


def _serial(parts: SplitResult, options: Mapping[str, str]) -> Address:
    speed, flow = options.get("baudrate", str(USUAL_SPEED)), options.get("flow", USUAL_FLOW)
    if not speed.isascii() or not speed.isdigit() or int(speed) not in SPEEDS:
        raise BadAddress(
            "Vitesse d’imprimante inconnue : « {speed} ». Possibles : {known}.",
            speed=speed,
            known=", ".join(map(str, SPEEDS)),
        )
    if flow not in FLOWS:
        raise BadAddress(
            "Contrôle de flux inconnu : « {flow} ». Possibles : {known}.", flow=flow, known=", ".join(FLOWS)
        )
    return _named("serial", unquote(parts.netloc + parts.path), options)


def _file(parts: SplitResult, options: Mapping[str, str]) -> Address:
    return _named("file", unquote(parts.netloc + parts.path), options)


def _cups(parts: SplitResult, options: Mapping[str, str]) -> Address:
    return _named("cups", unquote(parts.netloc), options)


def _named(kind: str, place: str, options: Mapping[str, str]) -> Address:
    if not place.strip("/"):
        raise ValueError(place)
    return Address(kind, place, options=options)


def _network(parts: SplitResult, options: Mapping[str, str]) -> Address:
    if not parts.hostname:
        raise ValueError(parts.netloc)
    return Address("network", parts.hostname, parts.port or RAW_PORT, options)


def _usb(parts: SplitResult, options: Mapping[str, str]) -> Address:
    vendor, _, product = parts.netloc.partition(":")
    wanted = [f"{int(vendor, 16):04x}"]
    if product:
        wanted.append(f"{int(product, 16):04x}")
    if any(len(number) != 4 for number in wanted):
        raise ValueError(parts.netloc)
    return Address("usb", ":".join(wanted), options=options)


def _simulated(parts: SplitResult, options: Mapping[str, str]) -> Address:
    if "model" in options:
        find_model(options["model"])
    return Address("simulated", unquote(parts.path), options=options)


_READERS: Mapping[str, Callable[[SplitResult, Mapping[str, str]], Address]] = MappingProxyType(
    {
        "serial": _serial,
        "file": _file,
        "network": _network,
        "usb": _usb,
        "cups": _cups,
        "simulated": _simulated,
    }
)
