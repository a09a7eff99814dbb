"""The clauses of a French text as one meaning; what one says and all may mean is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.calendar.french import but, seasons
from kiosk.calendar.french.days import DayGroup
from kiosk.calendar.french.tokens import NotSure
from kiosk.calendar.rules import Hours, Recurrence, Season, StopRule, Weeks


@dataclass
class Clause:
    """One of the text, while it is read. `closed`: its days have no hours."""

    bounds: seasons.Bounds
    weeks: Weeks | None = None
    season: Season | None = None
    groups: list[DayGroup] = field(default_factory=list)
    hours: tuple[Hours, ...] = ()
    half: str = ""
    closed: bool = False
    every_other: bool = False
    no_holidays: bool = False

    def rules(self) -> list[StopRule]:
        return [StopRule(g.days, self.hours, g.nth, self.weeks, self.season) for g in self.groups]


def together(clauses: list[Clause], buts: but.Buts, bounds: seasons.Bounds) -> Recurrence:
    opened = [clause for clause in clauses if not clause.closed]
    _check_scopes(opened, clauses, bounds, buts)
    closed = {day for clause in clauses if clause.closed for group in clause.groups for day in group.days}
    rules = _merged([rule for clause in opened for rule in clause.rules()])
    if closed & {day for rule in rules for day in rule.days}:
        raise NotSure("un jour est dit ouvert, et fermé")
    rules = but.without_days(rules, buts)
    if not rules:
        raise NotSure("rien n’est ouvert")
    return Recurrence(
        tuple(rules),
        tuple(buts.seasons),
        buts.holidays or any(clause.no_holidays for clause in opened),
        bounds.first,
        bounds.last,
        any(clause.every_other for clause in opened),
    )


def _check_scopes(
    opened: list[Clause], clauses: list[Clause], bounds: seasons.Bounds, buts: but.Buts
) -> None:
    """What stands with one clause of several may be meant of all of them."""
    for kind in ("weeks", "season", "every_other"):
        said = [bool(getattr(clause, kind)) for clause in opened]
        if any(said) and not all(said):
            raise NotSure("dites pour chaque jour si c’est une semaine sur deux, ou de quels mois")
    if any(clause.closed and (clause.weeks or clause.season) for clause in clauses):
        raise NotSure("« fermé » certaines semaines : dites plutôt lesquelles sont ouvertes")
    within = any(clause.no_holidays for clause in clauses)
    if (buts.of_the_last or within) and len(clauses) > 1:
        raise NotSure(
            "« {piece} » vaut-il pour tous les jours ? Écrivez-le avec « fermé »",
            piece=buts.word or "jours fériés",
        )
    if any(clause.every_other for clause in opened):
        _check_anchor(opened, bounds)


def _check_anchor(opened: list[Clause], bounds: seasons.Bounds) -> None:
    if bounds.first is None:
        raise NotSure("une fois sur deux : à partir de quand ? Ajoutez « à partir du » avec la date")
    days = [day for clause in opened for group in clause.groups for day in group.days]
    if any(group.nth for clause in opened for group in clause.groups) or any(c.weeks for c in opened):
        raise NotSure("une fois sur deux, et certaines semaines : gardez l’un des deux")
    if bounds.first.weekday() not in days:
        raise NotSure("le premier jour, {day}, n’est pas un de ces jours", day=f"{bounds.first:%d/%m/%Y}")


def _merged(rules: list[StopRule]) -> list[StopRule]:
    """Rules of just the same days are one, if the hours follow each other; others may share no day."""
    found: list[StopRule] = []
    for rule in rules:
        same = next((one for one in found if replace(one, hours=rule.hours) == rule), None)
        if same and same.hours[-1].closes < rule.hours[0].opens:
            found[found.index(same)] = replace(same, hours=same.hours + rule.hours)
        elif all(rule.apart(other) for other in found):
            found.append(rule)
        else:
            raise NotSure("un jour est nommé deux fois, avec des heures différentes")
    return found
