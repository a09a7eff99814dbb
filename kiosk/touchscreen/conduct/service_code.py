"""The code of the service screen, kept only as a salted hash. Pure but for the salt, which is passed in."""

from __future__ import annotations

import hashlib
import hmac

from kiosk.touchscreen.journey.agents import SERVICE_DIGITS

_COST = {"n": 2**14, "r": 8, "p": 1}
"""Of scrypt: 16 MiB and about 50 ms a try (RFC 7914, interactive use)."""


SALT = 16
"""Bytes of salt for each code: two hashes of one code differ (NIST SP 800-132, 5.1, asks for at least 16)."""


def well_formed(code: str) -> bool:
    """Whether `code` can be typed on the service screen."""
    return len(code) == SERVICE_DIGITS and code.isascii() and code.isdigit()


def hashed(code: str, salt: bytes) -> str:
    """What the settings hold of `code`: "scrypt:salt:hash", in hexadecimal."""
    return f"scrypt:{salt.hex()}:{_derived(code, salt).hex()}"


def matches(code: str, kept: str) -> bool:
    """Whether `code` is the one behind `kept`; False where `kept` is empty or makes no sense."""
    kind, _, rest = kept.partition(":")
    salt, _, derived = rest.partition(":")
    try:
        known = bytes.fromhex(derived)
        return kind == "scrypt" and hmac.compare_digest(_derived(code, bytes.fromhex(salt)), known)
    except ValueError:
        return False


def _derived(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, dklen=32, **_COST)
