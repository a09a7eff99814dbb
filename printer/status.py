"""What a printer says of itself: its real-time answers decoded, and each state in words.

A printer is asked with `DLE EOT n`, n = 1 to 4, and answers with one byte a question (Epson, "ESC/POS
Command Reference", DLE EOT). Bits 0, 1, 4 and 7 of such a byte are fixed, which tells it from noise.
An answer that does not come, or is no answer, is *unknown*: never *ready*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from assets.wording import Wording, text

ASK = b"".join(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4))
"""The four questions: printer, cause of being offline, error, paper sensors. 12 bytes; 4 come back."""

ANSWERS = 4

_FIXED_MASK, _FIXED = 0b1001_0011, 0b0001_0010
_PROCESS_HEADER, _PROCESS_LENGTH = b"\x37\x22", 7
_CLEARED = b"\x37\x25\x00"


class Paper(Enum):
    """What agents need to know at a glance."""

    OK = "ok"
    LOW = "low"
    OUT = "out"
    OPEN = "open"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


class Cause(Enum):
    """Why the printer is in its state; the value is the state it amounts to."""

    READY = (Paper.OK, 0)
    SIMULATED = (Paper.OK, 1)
    NEAR_END = (Paper.LOW, 0)
    NO_PAPER = (Paper.OUT, 0)
    COVER_OPEN = (Paper.OPEN, 0)
    CUTTER = (Paper.OFFLINE, 0)
    HOT = (Paper.OFFLINE, 1)
    BROKEN = (Paper.OFFLINE, 2)
    PAUSED = (Paper.OFFLINE, 3)
    NOT_FOUND = (Paper.OFFLINE, 4)
    NO_PERMISSION = (Paper.OFFLINE, 5)
    TAKEN = (Paper.OFFLINE, 6)
    UNPLUGGED = (Paper.OFFLINE, 7)
    STUCK = (Paper.OFFLINE, 8)
    NO_ANSWER = (Paper.UNKNOWN, 0)
    GARBLED = (Paper.UNKNOWN, 1)
    CANNOT_SAY = (Paper.UNKNOWN, 2)
    STARTING = (Paper.UNKNOWN, 3)


@dataclass(frozen=True, slots=True)
class PaperStatus:
    cause: Cause

    @property
    def paper(self) -> Paper:
        return self.cause.value[0]

    @property
    def can_print(self) -> bool:
        """Nothing is known that stops a ticket. A printer that cannot say may still be out of paper."""
        return self.paper in (Paper.OK, Paper.LOW) or self.cause is Cause.CANNOT_SAY

    @property
    def sentence(self) -> str:
        """The msgid of `said`; empty when all is well."""
        return _SENTENCES.get(self.cause, "")

    def said(self, say: Wording) -> str:
        """One sentence for the agents, what is the matter and what to do; empty when all is well."""
        return say(self.sentence) if self.sentence else ""


STARTING = PaperStatus(Cause.STARTING)

_SENTENCES = {
    Cause.SIMULATED: text(
        "Aucune imprimante trouvée, les tickets ne sortent pas sur papier : branchez l’imprimante."
    ),
    Cause.NEAR_END: text("Le rouleau de papier est presque fini : préparez-en un neuf."),
    Cause.NO_PAPER: text("L’imprimante n’a plus de papier : mettez un rouleau neuf."),
    Cause.COVER_OPEN: text("Le capot de l’imprimante est ouvert : refermez-le."),
    Cause.CUTTER: text(
        "Le massicot de l’imprimante est bloqué : éteignez-la, retirez le papier coincé, rallumez-la."
    ),
    Cause.HOT: text("L’imprimante est trop chaude : elle repart seule dès qu’elle a refroidi."),
    Cause.BROKEN: text("L’imprimante signale une panne : éteignez-la et rallumez-la."),
    Cause.PAUSED: text("L’imprimante est en pause : appuyez sur son bouton d’avance du papier."),
    Cause.NOT_FOUND: text(
        "Imprimante introuvable : vérifiez son câble, son alimentation et l’adresse réglée."
    ),
    Cause.NO_PERMISSION: text(
        "Halte n’a pas le droit d’utiliser l’imprimante : ajoutez son compte aux groupes dialout et lp."
    ),
    Cause.TAKEN: text("Un autre programme utilise l’imprimante : fermez-le."),
    Cause.UNPLUGGED: text("L’imprimante a été débranchée : rebranchez-la."),
    Cause.STUCK: text("L’imprimante ne prend plus de données : éteignez-la et rallumez-la."),
    Cause.NO_ANSWER: text("L’imprimante ne répond pas : vérifiez qu’elle est allumée et branchée."),
    Cause.GARBLED: text(
        "Les réponses de l’imprimante sont illisibles : vérifiez le câble et la vitesse réglée."
    ),
    Cause.CANNOT_SAY: text(
        "Cette imprimante ne dit pas si elle a du papier : regardez-la de temps en temps."
    ),
    Cause.STARTING: text("L’imprimante n’a pas encore répondu."),
}


def decode(answers: bytes) -> PaperStatus:
    """The state behind the four answers to `ASK`, gravest cause first; any other bytes are unknown."""
    if not answers:
        return PaperStatus(Cause.NO_ANSWER)
    if len(answers) != ANSWERS or not all(is_answer(byte) for byte in answers):
        return PaperStatus(Cause.GARBLED)
    return PaperStatus(next(_causes(*answers)))


def is_answer(byte: int) -> bool:
    return byte & _FIXED_MASK == _FIXED


def _causes(printer: int, offline: int, error: int, sensors: int) -> Iterator[Cause]:
    if offline & 0x04:
        yield Cause.COVER_OPEN
    if sensors & 0x60 or offline & 0x20:
        yield Cause.NO_PAPER
    if error & 0x08:
        yield Cause.CUTTER
    if error & 0x20:
        yield Cause.BROKEN
    if error & 0x40:
        yield Cause.HOT
    if offline & 0x40:
        yield Cause.BROKEN
    if printer & 0x28 or offline & 0x08:
        yield Cause.PAUSED
    yield Cause.NEAR_END if sensors & 0x0C else Cause.READY


@dataclass(frozen=True, slots=True)
class Heard:
    """Bytes from a printer, sorted. `processed` are identifiers of GS ( H; `rest` waits for more bytes."""

    answers: bytes = b""
    processed: tuple[bytes, ...] = ()
    noise: bytes = b""
    rest: bytes = b""


def sort_out(data: bytes) -> Heard:
    """Tell real-time answers, process-id responses (37h 22h, four bytes, 00h) and noise from each other."""
    answers, noise, processed = bytearray(), bytearray(), []
    while data:
        if is_answer(data[0]):
            answers.append(data[0])
            data = data[1:]
        elif data[:3] == _CLEARED:
            data = data[3:]
        elif data[:2] == _PROCESS_HEADER and len(data) >= _PROCESS_LENGTH:
            processed.append(data[2:6])
            data = data[_PROCESS_LENGTH:]
        elif len(data) < _PROCESS_LENGTH and _could_begin(data):
            break
        else:
            noise.append(data[0])
            data = data[1:]
    return Heard(bytes(answers), tuple(processed), bytes(noise), data)


def _could_begin(data: bytes) -> bool:
    return _PROCESS_HEADER.startswith(data[:2]) or _CLEARED.startswith(data[:3])
