"""The code of the service screen is kept as a hash."""

from __future__ import annotations

from kiosk.touchscreen.conduct import service_code


def test_only_the_code_matches_its_hash() -> None:
    kept = service_code.hashed("271828", b"salt")
    assert "271828" not in kept
    assert service_code.matches("271828", kept)
    assert not service_code.matches("271829", kept)
    assert not service_code.matches("271828", service_code.hashed("271828", b"tlas")[:-2] + "00")
    assert not any(service_code.matches("271828", bad) for bad in ("", "scrypt", "scrypt:zz:zz", "md5:00:00"))
