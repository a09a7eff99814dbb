"""Who this machine is, and whom it knows: its own key and certificate, and those it was paired with.

Two files in a folder that only its owner can read: `identity.pem` and `paired.json`. Certificates are
self-signed and pinned: each end knows the other's whole certificate, and there is no authority. They
hold no name, no place and no date that means anything: a machine whose clock woke up in 1970 must still
be let in.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import ssl
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from assets.errors import Trouble
from assets.files import Disk
from assets.told import told
from queue_display import private_files
from queue_display.messages import Role
from queue_display.messages.bounds import Desk, Name
from queue_display.messages.roles import ROLES

log = logging.getLogger(__name__)

_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


LOOK_EVERY = 1.0
"""Seconds between two looks for a pairing or a revocation by another process."""


class TrustFailed(Trouble):
    """The keys cannot be used."""


class Paired(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The other end of a pairing. `certificate` is PEM text; `role` and `desk` are the display's.

    On a display `name` is the kiosk's, on a kiosk the display's.
    """

    certificate: str
    name: Name
    role: Role
    desk: Desk | None = None

    @property
    def der(self) -> bytes:
        return ssl.PEM_cert_to_DER_cert(self.certificate)

    @property
    def identifier(self) -> str:
        return identifier_of(self.der)

    def check(self) -> None:
        """Raises ValueError if the certificate is none."""
        _checked(self.der)


@dataclass(frozen=True, slots=True)
class TrustedKeys:
    """What the files said when last read. `tls` is for those who come to us, `dials` for each we go to."""

    paired: Mapping[str, Paired]
    tls: ssl.SSLContext
    dials: Mapping[str, ssl.SSLContext]

    def who(self, certificate: bytes | None) -> Paired | None:
        """Whom this certificate (DER) belongs to. A certificate counts as a whole or not at all."""
        paired = self.paired.get(identifier_of(certificate)) if certificate else None
        return paired if paired and paired.der == certificate else None


class Trust:
    """The keys of one machine. Open it before the event loop runs: it reads files.

    `known` is always the whole present truth; `refresh` reads again what another process changed.
    """

    def __init__(self, folder: Path, certificate: bytes) -> None:
        self.certificate = certificate
        self.identifier = identifier_of(certificate)
        self._folder = folder
        self._stamp: object = ()
        self._turn = threading.RLock()
        self._looked = asyncio.Event()
        self.known: TrustedKeys
        self.refresh()

    @classmethod
    def open(cls, folder: Path) -> Trust:
        """The keys in `folder`; made at the first time. Raises TrustFailed."""
        try:
            private_files.make_folder(folder)
            identity = folder / "identity.pem"
            if not identity.exists():
                private_files.write(identity, _new_identity())
            private_files.keep_private(identity)
            return cls(folder, _certificate_in(identity))
        except OSError as problem:
            raise TrustFailed(
                "Impossible d’utiliser le dossier des clés {folder} ({cause}) : vérifiez ses droits.",
                folder=folder,
                cause=problem.strerror or problem,
            ) from problem

    @property
    def folder(self) -> Path:
        """Where the keys are, and what is kept beside them."""
        return self._folder

    @property
    def paired(self) -> tuple[Paired, ...]:
        return tuple(self.known.paired.values())

    def add(self, paired: Paired) -> None:
        """Trust `paired` from now on, in place of an earlier pairing with the same key. Raises OSError."""
        with self._turn:
            self.refresh()
            self._write({**self.known.paired, paired.identifier: paired})

    def revoke(self, identifier: str) -> bool:
        """Trust it no longer; False if it was not known. Raises OSError."""
        with self._turn:
            self.refresh()
            if identifier not in self.known.paired:
                return False
            self._write({i: p for i, p in self.known.paired.items() if i != identifier})
            return True

    def refresh(self) -> None:
        """Read the file again if it has changed. Raises OSError, TrustFailed; `known` is then as before."""
        with self._turn:
            stamp = self._now_on_disk()
            if stamp != self._stamp:
                self.known = self._know({p.identifier: p for p in self._read()} if stamp else {})
                self._stamp = stamp

    async def changed(self) -> None:
        """Return once `known` is no longer what it is now, whoever changed it."""
        before, failed = self.known, ""
        while self.known is before:
            await asyncio.sleep(LOOK_EVERY)
            failed = await asyncio.to_thread(self._failing, failed)
            self._looked.set()

    async def looked(self) -> None:
        """Return once somebody who waits in `changed` has looked at the files again."""
        self._looked.clear()
        await self._looked.wait()

    def _failing(self, before: str) -> str:
        """Look; the kind of failure, empty if there was none. One that goes on is written down once."""
        try:
            self.refresh()
        except (OSError, TrustFailed) as problem:
            if type(problem).__name__ != before:
                log.warning("the pairings cannot be read: %s", type(problem).__name__)
            return type(problem).__name__
        return ""

    def _now_on_disk(self) -> object:
        try:
            status = (self._folder / "paired.json").stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _read(self) -> list[Paired]:
        file = self._folder / "paired.json"
        try:
            paired = msgspec.json.decode(_content(file), type=list[Paired])
            for one in paired:
                one.check()
            return [msgspec.structs.replace(one, name=told(one.name)) for one in paired]
        except msgspec.ValidationError as problem:  # well written, with words that this version does not have
            raise _newer(file) from problem
        except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
            raise _unreadable(file) from problem

    def _write(self, paired: Mapping[str, Paired]) -> None:
        content = msgspec.json.format(msgspec.json.encode(list(paired.values())))
        private_files.write(self._folder / "paired.json", content)
        self.refresh()

    def _know(self, paired: Mapping[str, Paired]) -> TrustedKeys:
        tls = self._context(ssl.PROTOCOL_TLS_SERVER, paired.values())
        dials = {i: self._context(ssl.PROTOCOL_TLS_CLIENT, [p]) for i, p in paired.items()}
        return TrustedKeys(paired, tls, dials)

    def _context(self, side: ssl._SSLMethod, others: Iterable[Paired]) -> ssl.SSLContext:
        """TLS 1.3 with our certificate, for the certificates of `others` alone."""
        context = ssl.SSLContext(side)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False  # the certificate itself is known: a name would add nothing
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(self._folder / "identity.pem")
        pinned = "\n".join(p.certificate for p in others)
        if pinned:
            context.load_verify_locations(cadata=pinned)
        if side is ssl.PROTOCOL_TLS_SERVER:
            context.num_tickets = 0  # no session is ever resumed: a revoked key is checked at each connection
        return context


def _content(file: Path) -> bytes:
    """Never waits, whatever is in the file's place. Raises OSError."""
    return Disk().read(file) or b""


def identifier_of(certificate: bytes) -> str:
    """Twelve hexadecimal digits for a certificate (DER): a name to find it by, not a proof of anything."""
    return hashlib.sha256(certificate).hexdigest()[:12]


def _certificate_in(identity: Path) -> bytes:
    """The certificate (DER) in a file of key and certificate. Raises OSError, TrustFailed."""
    try:
        _, begun, rest = _content(identity).decode("ascii").partition(ssl.PEM_HEADER)
        certificate = _checked(ssl.PEM_cert_to_DER_cert(f"{begun}{rest}"))
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(identity)
    except (ssl.SSLError, ValueError) as problem:
        raise _unreadable(identity) from problem
    return certificate


def _checked(certificate: bytes) -> bytes:
    """`certificate` (DER). Raises ValueError if it is none."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=certificate)
    except ssl.SSLError as problem:
        raise ValueError("no certificate") from problem
    return certificate


def pem(certificate: bytes) -> str:
    return ssl.DER_cert_to_PEM_cert(certificate)


def keys_folder(data: Path, role: Role | None = None, desk: int | None = None) -> Path:
    """Where the keys are under a data folder: the kiosk's, or a display's. Each display has its own."""
    if role is None:
        return data / "keys" / "kiosk"
    seat = ROLES[role].seat(desk)
    return data / "keys" / (f"{role.value}-{seat}" if seat else role.value)


def pair_locally(
    kiosk: Trust, display: Trust, *, van: str, name: str, role: Role, desk: int | None = None
) -> None:
    """Make the two known to each other without a code, where both folders are on this machine (the demo)."""
    kiosk.add(Paired(pem(display.certificate), name, role, desk))
    display.add(Paired(pem(kiosk.certificate), van, role, desk))


def _new_identity() -> bytes:
    """A new key and its self-signed certificate, as PEM text."""
    from cryptography import x509  # slow to import, and needed once in a machine's life
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    # Nothing but a random number: certificates are shown to whoever connects.
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"halte {secrets.token_hex(8)}")])
    certificate = (
        x509.CertificateBuilder(name, name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_ALWAYS[0])
        .not_valid_after(_ALWAYS[1])
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


def _newer(file: Path) -> TrustFailed:
    return TrustFailed(
        "Les écrans associés de {file} viennent d’une version plus récente de Halte ; rien n’a changé."
        " Remettez cette version, ou renommez ce fichier et associez de nouveau les écrans (halte pair).",
        file=file,
    )


def _unreadable(file: Path) -> TrustFailed:
    return TrustFailed(
        "Le fichier {file} est abîmé : renommez-le, puis associez de nouveau les écrans (halte pair).",
        file=file,
    )
