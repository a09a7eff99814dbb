"""The pieces of a text, read one after the other; the grammar's hand. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from assets.wording import Text, text
from kiosk.calendar.french.tokens import NotSure, Piece, PieceKind

_ARTICLES = ("le", "la", "les", "de", "du", "des", "d", "l", "chaque", "tous", "toutes")
_OPEN = ("ouvert", "ouverte", "ouverts", "ouverture", "horaire", "horaires", "public", "accueil", "libre")
_VAN = ("permanence", "permanences", "bus", "camion", "arret", "passage", "presence")
_INCLUDED = ("inclus", "inclue", "incluse", "compris", "comprise")
FILLERS = frozenset([*_ARTICLES, *_OPEN, *_VAN, *_INCLUDED, "uniquement", "seulement"])
"""Words that change nothing wherever they stand between days and hours. "Tous" is one before a day alone:
"tous les jours", "tous les 15 jours" are refused for what follows it."""

_APPOINTMENT = frozenset(["rendez-vous", "rendez vous", "rendezvous", "rdv", "r.d.v.", "r.d.v"])
_PAIRS = {
    ("au", "public"),
    ("en", "continu"),
    ("sans", "interruption"),
    ("toute", "annee"),
    ("ainsi", "que"),
    ("(", ")"),
}
"""Two that change nothing together."""

_PASSED_OVER = FILLERS | {"'", "’"}


class Reader:
    """`next` is the piece to be read; fillers are passed over."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = _without_fillers(pieces)
        self._at = 0

    @property
    def next(self) -> Piece:
        return self.ahead(0)

    @property
    def before(self) -> Piece:
        """The last one that was taken."""
        return self._pieces[self._at - 1]

    def ahead(self, places: int) -> Piece:
        return self._pieces[min(self._at + places, len(self._pieces) - 1)]

    def take(self) -> Piece:
        piece = self.next
        self._at += 1
        return piece

    def mark(self) -> int:
        return self._at

    def back_to(self, mark: int) -> None:
        self._at = mark

    def is_kind(self, *kinds: PieceKind) -> bool:
        return self.next.kind in kinds

    def is_word(self, *words: str) -> bool:
        return self.next.word in words

    def take_words(self, *words: str) -> bool:
        """Take these words if they come next, one after the other."""
        if all(self.ahead(n).word == word for n, word in enumerate(words)):
            self._at += len(words)
            return True
        return False

    def take_any(self, words: Collection[str]) -> Piece | None:
        return self.take() if self.next.word in words and self.next.kind is not PieceKind.END else None

    def skip(self, words: Collection[str]) -> None:
        while self.take_any(words):
            pass

    def refuse(self, piece: Piece | None = None) -> NotSure:
        """That of a piece which has no place here, with what to write instead, where that is known."""
        piece = piece or self.next
        if piece.kind is PieceKind.END:
            return NotSure("les heures manquent à la fin")
        return _advice(piece) or NotSure("« {piece} » n’est pas compris ici", piece=piece.text)


def _without_fillers(pieces: Sequence[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        before = kept[-1].word if kept else ""
        if (before, piece.word) in _PAIRS or (before == "sans" and piece.word in _APPOINTMENT):
            kept.pop()
        elif before == "sur" and piece.word in _APPOINTMENT:
            kept[-1] = replace(piece, text=f"{kept[-1].text} {piece.text}")
        elif piece.word not in _PASSED_OVER:
            kept.append(piece)
    return kept


def _advice(piece: Piece) -> NotSure | None:
    for words, why in _ADVICE:
        if piece.word in words:
            return NotSure(why, piece=piece.text)
    return None


_ADVICE: Sequence[tuple[Collection[str], Text]] = (
    (
        {"vacances", "scolaires", "scolaire", "periode"},
        text("« {piece} » : Halte ne connaît pas les vacances scolaires ; donnez les dates"),
    ),
    (_APPOINTMENT, text("« {piece} » : n’écrivez que les heures où l’on vient sans rendez-vous")),
    (
        {"jours", "jour", "semaine", "semaines", "week-end", "week end", "weekend"},
        text("« {piece} » ne dit pas quels jours : nommez-les, comme « du lundi au vendredi »"),
    ),
    (
        {"hiver", "ete", "printemps", "automne"},
        text("« {piece} » : donnez les mois, comme « d’avril à octobre »"),
    ),
    ({"ou"}, text("« {piece} » laisse le choix : dites lequel")),
    (
        {"matin", "matins", "matinee", "apres-midi", "apres midi", "apres-midis"},
        text("« {piece} » : donnez les heures"),
    ),
)
