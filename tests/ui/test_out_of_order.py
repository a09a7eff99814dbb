"""What a window that cannot start shows, on each screen the kiosk is made for: nothing is left out, whatever
is in the way."""

from __future__ import annotations

from typing import Any

import pytest

from assets.wording import wording
from kiosk.record.log_file import RecordFailed
from kiosk.settings import BadSettings
from kiosk.touchscreen.screens.size import px_per_mm
from tests.ui.kiosk_stage import SIZES

LONG = "/media/cle-usb-de-la-communaute-d-agglomeration/donnees/halte/keys/kiosk/identity.pem"

REASONS = {
    "short": RecordFailed(
        "Le journal {file} vient d’une version plus récente de Halte. Mettez Halte à jour.", file="halte.day"
    ),
    "long": BadSettings(
        "{file}, « {where} » : {fault}",
        file=LONG,
        where="printer.address",
        fault="Adresse d’imprimante inconnue : « carrier-pigeon://loft ». Exemples : auto,"
        " serial:///dev/ttyUSB0, usb://04b8:0e15, network://192.0.2.5:9100, file:///dev/usb/lp0.",
    ),
}


@pytest.mark.parametrize("why", REASONS)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_all_of_it_has_room(size: str, language: str, why: str) -> None:
    from queue_display.windows.look import Look
    from queue_display.windows.out_of_order import SCALE, OutOfOrder, OutOfOrderRoot

    say, (pixels, inches) = wording(language), SIZES[size]
    look = Look(px_per_mm=px_per_mm(pixels, inches, whole_screen=False), scale=SCALE, language=language)
    root = OutOfOrderRoot(look=look, size=pixels)
    advice = say("Demandez-nous de l’aide.")
    said = OutOfOrder(say("La borne ne marche pas"), advice, REASONS[why].said(say), "03 21 06 66 66")
    root.show(said, say)
    laid_out(root)
    texts = shown(root)
    assert all(label.words for label in texts)
    for label in texts:
        x, y = label.to_window(label.x, label.y)
        assert not label.overflows, label.words
        assert y >= 0, label.words
        assert y + label.height <= pixels[1] + 1, label.words
        assert 0 <= x <= x + label.texture_size[0] <= pixels[0] + 1, label.words
    tops = [label.to_window(0, label.top)[1] for label in texts]
    assert tops == sorted(tops, reverse=True)


def laid_out(root: Any) -> None:
    """As several frames would: heights follow widths."""
    from kivy.base import EventLoop

    from queue_display.windows.widgets import walk

    for _ in range(6):
        for widget in walk(root):
            if hasattr(widget, "do_layout"):
                widget.do_layout()
        EventLoop.idle()


def shown(root: Any) -> list[Any]:
    from queue_display.windows.widgets import find

    return [find(root, name) for name in ("headline", "advice", "phone", "why", "retry")]
