"""When a button of the console is there, or can be pressed. Pure."""

from __future__ import annotations

from queue_display.console.days import offered
from queue_display.console.model import Console


def always(console: Console) -> bool:
    return True


def never(console: Console) -> bool:
    """There only to show what there will be."""
    return False


def is_open(console: Console) -> bool:
    return console.stop == "open"


def day_over(console: Console) -> bool:
    """There is a summary of the day."""
    return bool(console.view and console.view.summary)


def day_goes_on(console: Console) -> bool:
    return not day_over(console)


def finishing(console: Console) -> bool:
    return console.stop == "finishing"


def visit(console: Console) -> bool:
    return console.mine is not None


def visit_but_closed(console: Console) -> bool:
    return console.stop == "closed" and visit(console)


def free_closed(console: Console) -> bool:
    return console.stop in ("closed", "") and not visit(console)


def one_day(console: Console) -> bool:
    return free_closed(console) and len(offered(console)) < 2


def two_days(console: Console) -> bool:
    return free_closed(console) and not one_day(console)


def free(console: Console) -> bool:
    return not free_closed(console) and not visit(console)


def somebody_waits(console: Console) -> bool:
    return console.next is not None


def free_nobody(console: Console) -> bool:
    return free(console) and not somebody_waits(console)


def free_somebody(console: Console) -> bool:
    return free(console) and somebody_waits(console)


def visit_nobody(console: Console) -> bool:
    return visit(console) and not somebody_waits(console)


def visit_somebody(console: Console) -> bool:
    return visit(console) and somebody_waits(console)


def one_other_desk(console: Console) -> bool:
    return visit(console) and len(console.other_seats) == 1


def other_desks(console: Console) -> bool:
    return visit(console) and len(console.other_seats) > 1


def undoable(console: Console) -> bool:
    return bool(console.view and console.view.undo)


def shown(console: Console) -> bool:
    """Topics are."""
    return console.topics_shown


def hidden(console: Console) -> bool:
    """Topics are."""
    return not shown(console)
