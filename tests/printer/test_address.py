from __future__ import annotations

import pytest

from printer.address import Address, BadAddress, parse


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("serial:///dev/ttyUSB0", Address("serial", "/dev/ttyUSB0")),
        (
            "serial:///dev/ttyUSB0?baudrate=38400",
            Address("serial", "/dev/ttyUSB0", options={"baudrate": "38400"}),
        ),
        ("serial://COM3", Address("serial", "COM3")),
        ("usb://04b8:0e15", Address("usb", "04b8:0e15")),
        ("usb://4B8", Address("usb", "04b8")),
        ("network://192.0.2.5", Address("network", "192.0.2.5", 9100)),
        ("network://[2001:db8::5]:9101", Address("network", "2001:db8::5", 9101)),
        ("file:///dev/usb/lp0", Address("file", "/dev/usb/lp0")),
        ("cups://tickets", Address("cups", "tickets")),
        ("simulated:", Address("simulated")),
        ("simulated:/a%20b?model=pos-58", Address("simulated", "/a b", options={"model": "pos-58"})),
        ("usb://04b8?serial=X1", Address("usb", "04b8", options={"serial": "X1"})),
        ("auto", Address("auto")),
    ],
)
def test_addresses(text: str, address: Address) -> None:
    assert parse(text) == address


@pytest.mark.parametrize(
    "text",
    ["", "ttyUSB0", "http://x", "serial://", "usb://", "usb://xyz", "usb://123456:1", "network://", "cups://",
     "network://h:99999", "serial:///dev/x?baudrate=fast", "serial:///dev/x?baudrate=7", "serial:///d?flow=maybe",
     "serial:///dev/x?&&", "serial:///dev/x?baud=38400", "file:///dev/x?model=a", "simulated:?model=TM-T88"],
)  # fmt: skip
def test_a_bad_address_gets_one_sentence_with_what_to_write(text: str) -> None:
    with pytest.raises(BadAddress) as error:
        parse(text)
    said = str(error.value)
    assert "\n" not in said
    assert any(word in said for word in ("Exemples", "Possibles"))
