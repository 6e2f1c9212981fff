"""The few words that the brief adds to the sentences it quotes; nothing here says more than the records do."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.records import Channel, Detail, Event, Party, Statement

_TYPES = {
    "AGREE": "agreement", "CONSULT": "meeting or talks", "SUPPORT": "support", "CONCEDE": "concession",
    "COOPERATE": "cooperation", "AID": "aid", "RETREAT": "withdrawal or release", "REQUEST": "demand or appeal",
    "ACCUSE": "accusation", "REJECT": "refusal", "THREATEN": "threat", "PROTEST": "protest",
    "SANCTION": "sanction or reduced relations", "MOBILIZE": "military move", "COERCE": "coercion", "ASSAULT": "attack",
}  # fmt: skip


def coded(event: Event, day: str | None) -> str:
    """Name a development's day, type, mode, parties and modality: "2019-04-02 attack (aerial): Drennia → Halvera"."""
    kind = (f"{day} " if day else "") + _TYPES[event.type] + (f" ({event.mode})" if event.mode else "")
    actors, recipients = names(event.actors), names(event.recipients)
    if event.symmetric or not recipients:
        who = actors
    elif not actors:
        who = f"against {recipients}" if event.score < 0 else f"to {recipients}"
    else:
        who = f"{actors} → {recipients}"
    words = f"{kind}: {who}" if who else kind
    if event.modality == "future":
        words += "; announced, not yet done"
    if event.attributed_to:
        words += "; as claimed, not confirmed"
    return words


def names(parties: Sequence[Party]) -> str:
    """Join the names of parties as a reader would say them."""
    return ", ".join(dict.fromkeys(called(party) for party in parties))


def called(party: Party) -> str:
    """Return a party's name, an office or role in the number that the text has it in: "diplomats of Denmark"."""
    if not party.name:
        return party.text
    role, of, whose = party.name.partition(" of ")
    plural = role + "s"
    return plural + of + whose if of and plural.split()[-1] in party.text.lower().split() else party.name


def voice(statement: Statement) -> str:
    """Name the speaker with office and country, what the statement does, to whom, and whether it is anonymous."""
    speaker = statement.speaker
    who = (speaker.name or speaker.text) if speaker else "unnamed"
    if speaker and speaker.office and speaker.name:
        who += f" ({', '.join(part for part in (speaker.office, speaker.country) if part)})"
    words = f"{who}: {statement.act}, {statement.form}"
    if statement.addressee:
        words += f", to {statement.addressee.name or statement.addressee.text}"
    if statement.anonymous:
        words += ", anonymous" + (f" ({statement.anonymity_reason})" if statement.anonymity_reason else "")
    return words


def state_of(channel: Channel) -> str:
    """Name a channel, its parties, its state and since when."""
    since = f" since {channel.since}" if channel.since else ""
    return f"{channel.name} ({', '.join(channel.parties)}): {channel.state}{since}"


def differing(detail: Detail) -> str:
    """Set the figures of a detail side by side with who gives them: "dead: 7 (Independent Wire), 9 (Chronicle)"."""
    told = (
        f"{figure.value:g}" + (f" ({', '.join(figure.outlets)})" if figure.outlets else "") for figure in detail.figures
    )
    return f"{detail.unit}: {', '.join(told)}"
