"""Explains records and rules in plain words, from what the rooms say of their own rules."""

from __future__ import annotations

from tocsin import events, parties, statements
from tocsin.records import Party, Reading, Statement


def rule(name: str) -> str | None:
    """Return the public explanation of a rule by its name, or None where no rule is called so."""
    for rules in (events.RULES, statements.RULES, parties.RULES):
        if name in rules:
            return rules[name]
    return None


def record(identifier: str, reading: Reading) -> list[str]:
    """Return why the record with this id was coded as it is; empty where the reading holds no such record."""
    for event in reading.events:
        if event.id == identifier:
            lines = [f"{event.id}: {event.type}, {event.modality}", f"  “{_text(reading, event.sentence)}”"]
            lines += [f"  {line}" for line in events.explain_event(event, reading)]
            return lines + _parties(reading, (*event.actors, *event.recipients))
    for statement in reading.statements:
        if statement.id == identifier:
            return _statement(statement, reading)
    return []


def _statement(statement: Statement, reading: Reading) -> list[str]:
    """Explain one statement."""
    lines = [
        f"{statement.id}: {statement.act}, {statement.form}, confidence {statement.confidence:.2f}",
        f"  content: “{statement.content.text}”",
        f"  rule {statement.rule}: {statements.RULES[statement.rule]}",
    ]
    if statement.cue:
        lines.append(f"  cue: “{statement.cue.text}”")
    if statement.anonymous:
        lines.append(f"  anonymous: {statement.anonymity_reason or 'the source is not named'}")
    named = tuple(party for party in (statement.speaker, statement.addressee) if party is not None)
    return lines + _parties(reading, named)


def _parties(reading: Reading, named: tuple[Party, ...]) -> list[str]:
    """Explain how each party was resolved."""
    by_span = {mention.party.span: mention.rule for mentions in reading.mentions for mention in mentions.values()}
    lines: list[str] = []
    for party in named:
        found = by_span.get(party.span)
        means = " ".join(part for part in (party.name, party.office, party.code) if part) or "nobody that is known"
        why = f" (rule {found}: {parties.RULES[found]})" if found in parties.RULES else ""
        lines.append(f"  “{party.text}” means {means}{why}")
    return lines


def _text(reading: Reading, span: tuple[int, int]) -> str:
    """Return a stretch of the article on one line."""
    return " ".join(reading.article.text[span[0] : span[1]].split())
