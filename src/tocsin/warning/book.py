"""The alarm book: which alarms stand, since when, and why they were stood down; kept in a file between runs.

Invariants: an alarm of a pair rings once and stands until it is stood down with a reason; days that the book has seen
are never judged again, so that a feed that rewrites its dates does not ring twice; for 28 days after a stand-down the
pair stays silent, since what would ring then is the same crisis told again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from tocsin.errors import UsageError, why

Level = Literal["watch", "warning", "alert"]

_CALM = 14  # days without an event of the rung of reduced relations or above after which an alarm is stood down
_STEPS = 7  # days without one that suffice where steps down were taken since
_LONGEST = 180  # days after which an alarm that nobody confirms has become the usual state
_SILENT = 28


class Alarm(msgspec.Struct):
    """An alarm of one pair: its level, the days (ISO) it rang and was last confirmed, its stand-down with reason."""

    dyad: tuple[str, str]
    level: Level
    rang: str
    confirmed: int
    day: int
    ended: int | None = None
    reason: str | None = None


class Book(msgspec.Struct):
    """All alarms, newest last, and the last day that has been judged (days from 1970-01-01)."""

    seen_until: int = -(1 << 30)
    alarms: list[Alarm] = []

    def standing(self, dyad: tuple[str, str]) -> Alarm | None:
        """Return the alarm of a pair that stands, or None."""
        return next((alarm for alarm in reversed(self.alarms) if alarm.dyad == dyad and alarm.ended is None), None)

    def may_ring(self, dyad: tuple[str, str], day: int, last_hostile: int) -> bool:
        """Tell whether an alarm of the pair could ring: none stands, and what is hostile is newer than the last one.

        For four weeks after a stand-down none rings.
        """
        last = next((alarm for alarm in reversed(self.alarms) if alarm.dyad == dyad), None)
        if last is None:
            return True
        return last.ended is not None and day - last.ended > _SILENT and last_hostile > last.ended

    def ring(self, dyad: tuple[str, str], level: Level, iso: str, day: int) -> Alarm:
        """Ring an alarm."""
        alarm = Alarm(dyad, level, iso, day, day)
        self.alarms.append(alarm)
        return alarm


def stand_down_reason(alarm: Alarm, day: int, last_hostile: int, steps_down: int, *, silent: bool) -> str | None:
    """Return why an alarm should be stood down, or None while it should stand; a silent feed is no calm.

    `last_hostile` is the last day of an event of the rung of reduced relations or above, `steps_down` how many steps of
    de-escalation came after it.
    """
    calm = day - max(last_hostile, alarm.day)
    if calm >= _STEPS and steps_down >= 2:
        return f"{steps_down} steps down the ladder and nothing hostile for {calm} days"
    if calm >= _CALM and not silent:
        return f"nothing hostile for {calm} days"
    if day - alarm.confirmed >= _LONGEST:
        return f"no further rise in {_LONGEST} days"
    return None


def encode_book(book: Book) -> str:
    """Write a book as JSON, to be kept in a ledger."""
    return msgspec.json.encode(book).decode()


def decode_book(text: str | None) -> Book:
    """Read a book that a ledger kept, or begin a new one where it kept none."""
    return msgspec.json.decode(text, type=Book) if text else Book()


def load_book(path: Path | None) -> Book:
    """Read the book of an earlier run, or begin a new one; raises UsageError where the file is no alarm book."""
    if path is None or not path.exists():
        return Book()
    try:
        return msgspec.json.decode(path.read_bytes(), type=Book)
    except (msgspec.ValidationError, msgspec.DecodeError, OSError) as error:
        raise UsageError(f"{path}: no alarm book of Tocsin ({why(error)}); name another --state file") from error


def save_book(book: Book, path: Path | None) -> None:
    """Write the book so that a crash leaves either the old or the new one."""
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(msgspec.json.format(msgspec.json.encode(book)))
    temporary.replace(path)
