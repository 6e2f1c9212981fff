"""The records that the rooms hand to each other; plain, frozen, comparable and picklable.

Algorithm of the whole: intake makes an Article; the reading room lays it out and parses it (Reading); the party room
adds `mentions`, the statement room `statements`, the event room `events`. Nothing is changed in place: each room
returns records and pipeline.py puts them into a wider Reading.

Invariants, which tests hold every room to:
- every offset is a Unicode code point into `article.text`, every span is half open `[start, end)`;
- the `text` of a record equals `article.text[start:end]` of its span;
- what is unknown is None, never a guess.

The records of which an article gives many are kept from the garbage collector (`gc=False`): they hold only each other,
without cycles, and looking through them would cost a quarter of the time of the rooms that make them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

SCHEMA = "tocsin/1"

Span = tuple[int, int]

Form = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "state", "accuse", "deny", "reject", "demand", "urge", "warn", "threaten", "promise", "offer", "agree", "praise",
    "ask", "decline",
]  # fmt: skip
Tense = Literal["past", "present", "future", "earlier"]
Modality = Literal["asserted", "future", "hypothetical", "negated", "historical"]
BlockKind = Literal["headline", "subhead", "byline", "dateline", "caption", "body", "credit", "boilerplate"]


class Boilerplate(msgspec.Struct, frozen=True, gc=False):
    """A stretch of `article.text` that is not the article's own: `kind` is appeal, newsletter, navigation, ..."""

    span: Span
    kind: str


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """One article as it was published, its text unchanged.

    `published` is ISO 8601 (a day, or a time with its zone), `published_from` where it was found ("field", "json-ld",
    "meta", "text", ...), `dateline` as written, `agencies` the wire services credited, `source` the input.
    """

    id: str
    text: str
    url: str | None = None
    outlet: str | None = None
    agencies: tuple[str, ...] = ()
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    published_from: str | None = None
    dateline: str | None = None
    language: str | None = None
    boilerplate: tuple[Boilerplate, ...] = ()
    source: str | None = None

    def quote(self, span: Span, record: str | None = None) -> Evidence:
        """Quote a stretch of the text as evidence; `record` is the id of what was found in it."""
        return Evidence(
            article=self.id, span=span, text=self.text[span[0] : span[1]], outlet=self.outlet,
            published=self.published, record=record, source=self.source,
        )  # fmt: skip


class FeedState(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of a feed between two visits; times are ISO 8601 in UTC.

    `etag` and `modified` are what its server said for asking again, `newest` the latest publication among its entries,
    `articles` how many articles it has given in all. `error` says why the last visit failed (None: it did not).
    """

    url: str
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    checked: str | None = None
    succeeded: str | None = None
    newest: str | None = None
    articles: int = 0
    error: str | None = None


class Block(msgspec.Struct, frozen=True, gc=False):
    """A paragraph, headline, caption or other stretch between line breaks, without surrounding white space."""

    span: Span
    kind: BlockKind


class Quote(msgspec.Struct, frozen=True, gc=False):
    """What stands between a pair of quotation marks within one block.

    `span` excludes the marks, `outer` includes them. `closed` is False where the block ends first, which by the
    newspaper rule lets the quotation run on into the next block (`continues` is then the index of the Quote that it
    takes up, in `Reading.quotes`; None for a quotation of its own). `depth` is 0 for an outermost quotation.
    """

    span: Span
    outer: Span
    block: int
    closed: bool
    continues: int | None
    depth: int


class TimeMention(msgspec.Struct, frozen=True, gc=False):
    """An expression of time resolved against the publication date ("Saturday", "last March", "in 2012").

    `start` and `end` are ISO days, both inclusive; `precision` is "day", "week", "month", "season" or "year".
    `historical` is True for a time well before the article's own (more than about five weeks).
    """

    span: Span
    start: str
    end: str
    precision: str
    historical: bool


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """One sentence with its tokens as parallel tuples (empty where the sentence was not parsed).

    Token i has `words[i]`, `lowers[i]`, `lemmas[i]`, Penn tag `tags[i]`, dependency label `deps[i]` (CLEAR style, as
    spaCy's English models give it), `heads[i]` (index in this sentence; the root's head is itself), `children[i]`
    (ascending) and text offsets `starts[i]`, `ends[i]`. `block` indexes `Reading.blocks`.
    """

    index: int
    span: Span
    block: int
    kind: BlockKind
    words: tuple[str, ...] = ()
    lowers: tuple[str, ...] = ()
    lemmas: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    deps: tuple[str, ...] = ()
    heads: tuple[int, ...] = ()
    children: tuple[tuple[int, ...], ...] = ()
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


class Party(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who: a state, an organisation, an office holder or a group, as written and as resolved.

    `text` and `span` are the mention as written; `name` is whom it resolves to; `country` an ISO 3166 alpha-3 code
    (plus KOS) or the code of an organisation; `sectors` PLOVER sectors; `office` the office held at the article's
    date; `code` country and first sector together ("RUSGOV"). An unknown party keeps its text, the rest is None.
    """

    text: str
    span: Span
    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    code: str | None = None

    @property
    def key(self) -> str:
        """What the party counts as when dyads are compared: its country or organisation, else its name."""
        return self.country or (self.name or self.text).lower()


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A noun phrase that can name a party: head token, token range [first, last], and whom it resolves to.

    `kind` is how it names: "name", "office", "state", "organisation", "metonym", "common", "group", "place", "pronoun".
    `rule` names the rule that resolved it; `entity` is a key shared by all mentions of one party in the article
    (None where unresolved). `human` is True for a person or people, False for a thing, None where unknown. `parts` are
    the parties of a phrase that names several ("the two sides", "the navies of X and Y", "they"), else empty.
    """

    party: Party
    head: int
    first: int
    last: int
    kind: str
    rule: str
    entity: str | None = None
    human: bool | None = None
    parts: tuple[Party, ...] = ()


class Cue(msgspec.Struct, frozen=True, gc=False):
    """The word or phrase that reports speech, as written."""

    text: str
    span: Span


class Content(msgspec.Struct, frozen=True, gc=False):
    """What was said: its stretches in order; `text` joins them with one space."""

    text: str
    spans: tuple[Span, ...]


class Statement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who said what: speaker (None where the text names nobody), cue, addressee, content, form and act.

    `tense` is when it is said, seen from the article's day: "earlier" is well before it ("had said", "said last
    month"), "future" ahead ("will say"); None where neither the cue nor a time tells.
    """

    id: str
    speaker: Party | None
    anonymous: bool
    cue: Cue | None
    addressee: Party | None
    content: Content
    form: Form
    act: Act
    confidence: float
    rule: str
    anonymity_reason: str | None = None
    targets: tuple[Party, ...] = ()
    issue: str | None = None
    relayed_by: Party | None = None
    tense: Tense | None = None


class Place(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where: as written, with the country's alpha-3 code and WGS 84 degrees where the gazetteer knows them.

    `precision` is "point" (a city, base or building), "region", "sea" or "country".
    """

    text: str
    span: Span
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: str | None = None


class Trigger(msgspec.Struct, frozen=True, gc=False):
    """The word or phrase that carries an event, as written."""

    text: str
    span: Span


class Event(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who did what to whom, in PLOVER.

    `score` runs from -10 (conflict) to 10 (cooperation); `attributed_to` is the id of the statement that claims the
    event; `date` an ISO day, month ("2014-03") or year; `date_from` says whence it is: "text" (its own sentence),
    "story" (the sentences before it) or "published" (news in the past tense without a day is of the day it appeared);
    `sentence` is the span of the sentence that it stands in.
    """

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    score: float
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    symmetric: bool
    modality: Modality
    attributed_to: str | None
    date: str | None
    place: Place | None
    trigger: Trigger
    sentence: Span
    confidence: float
    rule: str
    runner_up: str | None = None
    date_from: str | None = None


class ChannelSign(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence's word on a channel between parties: what it is, the state it is said to be in, and who takes part.

    `kind` is "talks", "hotline", ...; `name` the noun phrase; `state` as in Channel; `parties` are keys, sorted, `near`
    those named around a sign without any; `attributed_to` says so; `date` is the ISO day that the sentence names.
    """

    kind: str
    name: str
    state: str
    parties: tuple[str, ...]
    span: Span
    sentence: Span
    attributed_to: str | None = None
    date: str | None = None
    near: tuple[str, ...] = ()


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence's word on an issue, a measure or a military activity.

    `group` is "stance", "measure", "military" or "claim"; `kind` the issue, kind of thing or act of speech; `name` the
    noun phrase; `state` the stance ("for", "against", "conditional", "silent") or the state of the thing. `parties`
    hold or do it, `others` are those it is done to; `attributed_to` is the statement that says so, `date` an ISO day.
    """

    group: str
    kind: str
    name: str
    state: str
    parties: tuple[Party, ...]
    span: Span
    sentence: Span
    cue: str
    others: tuple[str, ...] = ()
    place: str | None = None
    attributed_to: str | None = None
    date: str | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """An article with everything that the rooms have found in it so far.

    `mentions[i]` maps head tokens of `sentences[i]` to the parties they name; it is empty until the party room has
    run, as `statements` and `events` are until theirs have.
    """

    article: Article
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    quotes: tuple[Quote, ...] = ()
    times: tuple[TimeMention, ...] = ()
    mentions: tuple[Mapping[int, Mention], ...] = ()
    places: tuple[Place, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    channels: tuple[ChannelSign, ...] = ()
    signs: tuple[Sign, ...] = ()


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """The stored sentence that a finding stands on: `text` is `article.text[start:end]` of its span.

    `record` is the id of the event or statement found in it; `published` the article's date, `source` its input.
    """

    article: str
    span: Span
    text: str
    outlet: str | None = None
    published: str | None = None
    record: str | None = None
    source: str | None = None


class Count(msgspec.Struct, frozen=True):
    """How widely a thing is reported: reports (articles), outlets, and independent origins (wire copies count once)."""

    reports: int
    outlets: tuple[str, ...]
    origins: int


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as reports give it: its value, the words of the first of them, and who gives it."""

    value: float
    words: str
    articles: tuple[str, ...]
    outlets: tuple[str, ...]


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """A figure on which the reports of a development differ: what is counted ("dead") and what each says, in order."""

    unit: str
    figures: tuple[Figure, ...]


class Development(msgspec.Struct, frozen=True, kw_only=True):
    """One event in the world, however many articles report it; `evidence` holds a sentence of each report.

    `lead` is the event record that tells it best; `date` its ISO day where known; `details` are figures on which the
    reports differ, each with the outlets that give it.
    """

    id: str
    lead: Event
    events: tuple[str, ...]
    date: str | None
    count: Count
    evidence: tuple[Evidence, ...]
    details: tuple[Detail, ...] = ()


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Articles on one event or its direct consequences: `origins` groups their ids by independent origin.

    `headline` is that of the most central article; `first` and `last` are ISO days of publication, None where unknown.
    `corrections` say what a person has put right in it, who and when.
    """

    id: str
    headline: str
    first: str | None
    last: str | None
    articles: tuple[str, ...]
    origins: tuple[tuple[str, ...], ...]
    corrections: tuple[str, ...] = ()


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a dispute: who holds it, and the sentence in which they do."""

    party: Party | None
    says: str
    evidence: Evidence


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """Two sentences that are held to conflict.

    `kind` is "denial" (an accusation or claim denied), "contrary" (a claim and its contrary), "versions" (one incident
    told in two ways) or "reversal" (a party against its own earlier words); `reason` says in plain words why.
    """

    id: str
    kind: str
    topic: str
    first: Side
    second: Side
    reason: str
    confidence: float


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A change of a channel's state, with its ISO day and sentence."""

    state: str
    date: str | None
    evidence: Evidence


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A talk, hotline, envoy, ceasefire, mission or proposal between parties, with its present state and its changes.

    `state` is "proposed", "agreed", "open", "held", "held without result", "refused", "suspended", "concluded" or
    "broken".
    """

    id: str
    kind: str
    name: str
    parties: tuple[str, ...]
    state: str
    since: str | None
    changes: tuple[Change, ...]


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """A party's stance on an issue from one day to another; `evidence` holds its sentences, the earliest first.

    `strength` runs from 0 to 1 and grows with sentences that agree; `end` is None for the phase that still lasts.
    """

    stance: str
    start: str | None
    end: str | None
    strength: float
    evidence: tuple[Evidence, ...]


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Where a party stands on an issue: its present stance and all its phases in order of date."""

    id: str
    party: str
    name: str
    issue: str
    stance: str
    since: str | None
    phases: tuple[Phase, ...]


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """A measure (sanctions, embargo, expulsion) or a military activity (exercise, deployment, near miss) over time.

    `by` are the party keys of those who do it, `on` of those it is done to; `state` is the latest of `changes`.
    """

    id: str
    kind: str
    name: str
    by: tuple[str, ...]
    on: tuple[str, ...]
    place: str | None
    state: str
    since: str | None
    changes: tuple[Change, ...]
