"""Heartbeats, attempts and waiting commands, on a clock of the test's own."""

from __future__ import annotations

from queue_display.link.pulse import BEAT_EVERY, DEAD_AFTER, PATIENCE, Backoff, Outbox, Pulse
from queue_display.messages import NOT_SENT, UNANSWERED, CallNext, Done

KNOWN_WITHIN = 3.0  # seconds, what is promised of a dead link


def test_a_beat_is_due_once_each_time() -> None:
    pulse = Pulse(100.0)
    assert not pulse.beat_due(100.0 + BEAT_EVERY / 2)
    assert pulse.beat_due(100.0 + BEAT_EVERY)
    assert not pulse.beat_due(100.0 + BEAT_EVERY)


def test_silence_is_death_within_what_is_promised() -> None:
    pulse = Pulse(100.0)
    now, beats = 100.0, 0
    pulse.hear(now)
    while not pulse.dead(now):
        beats += pulse.beat_due(now)
        now += max(pulse.wake(now), 1e-6)
    assert DEAD_AFTER <= now - 100.0 < KNOWN_WITHIN
    assert beats >= 2  # one lost beat is not death


def test_what_this_end_overslept_is_not_the_others_silence() -> None:
    pulse = Pulse(0.0)
    pulse.overslept(10.0)
    assert not pulse.dead(10.0 + DEAD_AFTER - 0.01)
    pulse.overslept(-1.0)
    assert pulse.dead(10.0 + DEAD_AFTER)


def test_who_is_heard_lives() -> None:
    pulse = Pulse(0.0)
    for second in range(60):
        pulse.hear(float(second))
        assert not pulse.dead(second + DEAD_AFTER - 0.01)


def test_attempts_come_at_once_then_slower_never_slow() -> None:
    backoff = Backoff()
    waits = [backoff.wait() for _ in range(20)]
    assert waits[0] == 0.0
    assert waits == sorted(waits)
    assert max(waits) < 1.0  # with a connection's own time still within what is promised
    backoff.reset()
    assert backoff.wait() == 0.0


def test_a_command_waits_for_the_link_and_is_sent_when_it_comes() -> None:
    outbox = Outbox()
    outbox.down(0.0)
    do = outbox.put("a", CallNext(), 10.0)
    assert outbox.overdue(10.0 + PATIENCE - 0.1) == []
    assert list(outbox.up()) == [do]
    assert outbox.wake(99.0) is None
    assert outbox.overdue(1e9) == []


def test_one_that_never_left_is_refused_as_such() -> None:
    outbox = Outbox()
    outbox.put("a", CallNext(), 10.0)
    assert outbox.wake(10.0) == PATIENCE
    assert outbox.overdue(10.0 + PATIENCE) == [Done("a", NOT_SENT)]
    assert outbox.overdue(1e9) == []
    assert outbox.wake(99.0) is None


def test_one_that_left_is_sent_again_then_called_unanswered() -> None:
    outbox = Outbox()
    list(outbox.up())
    do = outbox.put("a", CallNext(), 10.0)
    outbox.sent("a")
    outbox.down(11.0)
    outbox.down(12.0)  # being told twice does not lengthen the wait
    assert list(outbox.up()) == [do]
    outbox.down(20.0)
    assert outbox.overdue(20.0 + PATIENCE) == [Done("a", UNANSWERED)]
    assert list(outbox.up()) == []


def test_an_answer_ends_the_waiting() -> None:
    outbox = Outbox()
    outbox.put("a", CallNext(), 0.0)
    assert outbox.answered("a")
    assert not outbox.answered("a")
    assert outbox.overdue(1e9) == []
