"""Channels and off-ramps are found with their state and the parties that take part."""

from __future__ import annotations

import pytest

from tocsin import pipeline
from tocsin.positions import gather_channels
from tocsin.records import Article


def signs(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(sign.kind, sign.state, sign.parties) for sign in pipeline.read(text).channels]


@pytest.mark.parametrize(
    ("text", "kind", "state", "parties"),
    [
        ("Norway and Denmark held talks in Geneva on Monday.", "talks", "held", ("DNK", "NOR")),
        ("Norway refused to hold talks with Denmark.", "talks", "refused", ("DNK", "NOR")),
        ("Norway suspended talks with Denmark on the Finnish question.", "talks", "suspended", ("DNK", "NOR")),
        ("Denmark proposed a ceasefire to Norway.", "ceasefire", "proposed", ("DNK", "NOR")),
        ("Norway and Denmark agreed to a ceasefire.", "ceasefire", "agreed", ("DNK", "NOR")),
        ("Norway violated the ceasefire with Denmark, Sweden said.", "ceasefire", "broken", ("DNK", "NOR")),
        ("Norway and Denmark reopened their military hotline.", "hotline", "open", ("DNK", "NOR")),
        ("Norway opposed the creation of a contact group with Denmark.", "contact group", "refused", ("DNK", "NOR")),
        ("Norway signed a peace accord with Denmark.", "accord", "concluded", ("DNK", "NOR")),
        ("Norway offered to host a meeting with Denmark.", "talks", "proposed", ("DNK", "NOR")),
        ("Norway rejected a Danish proposal to send observers to Norway.", "mission", "refused", ("DNK", "NOR")),
        ("The raid led Norway to suspend cooperation with Denmark.", "cooperation", "suspended", ("DNK", "NOR")),
        ("Norway and Denmark agreed to keep their hotline open.", "hotline", "open", ("DNK", "NOR")),
        ("Norway and Denmark will hold talks on Sunday.", "talks", "agreed", ("DNK", "NOR")),
    ],
)
def test_the_words_above_a_channel_give_its_state(text: str, kind: str, state: str, parties: tuple[str, ...]) -> None:
    assert (kind, state, parties) in signs(text)


def test_a_sentence_without_a_channel_gives_none() -> None:
    assert signs("Norway beat Denmark by two goals to one.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Norway and Denmark could hold talks in May.",
        "Norway froze the tax while the talks with Denmark lasted.",
        "Norway and Denmark did not hold talks.",
        "Norway and Denmark gave a press conference.",
        "Norway and Denmark pay no ransoms to free hostages.",
        "Norway blamed Denmark for its failure to open talks.",
        "In those meetings Norway urged Denmark to buy fish.",
        "Norway is one of two countries to have signed a peace treaty with Denmark.",
        "Will Norway hold talks with Denmark?",
    ],
)
def test_talks_that_may_be_or_were_not_are_no_news(text: str) -> None:
    assert signs(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The summit of Norway and Denmark will not take place.", ("talks", "suspended", ("DNK", "NOR"))),
        (
            "Norway rejected the idea of attending a peace conference with Denmark.",
            ("talks", "refused", ("DNK", "NOR")),
        ),
        ("Norway announced its intention to sign an accord with Denmark.", ("accord", "agreed", ("DNK", "NOR"))),
        ("Sweden said that Norway had broken off talks with Denmark.", ("talks", "suspended", ("DNK", "NOR"))),
    ],
)
def test_a_channel_has_the_parties_of_its_own_clause(text: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    assert expected in signs(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Norway and Denmark held "serious, substantive" new peace talks.', "peace talks"),
        ("Norway expelled the Danish ambassador.", "diplomatic relations"),
        ("Norway offered to mediate between Denmark and Sweden.", "mediation"),
        ("Norway freed two Danish pilots.", "release of two Danish pilots"),
    ],
)
def test_a_channel_is_named_without_judgement(text: str, name: str) -> None:
    assert [sign.name for sign in pipeline.read(text, date="2019-04-10").channels] == [name]


def test_talks_of_years_ago_are_no_news() -> None:
    assert pipeline.read("Norway and Denmark held talks in March 2011.", date="2019-04-10").channels == ()


def test_two_talks_on_two_things_are_two_channels() -> None:
    told = [
        ("2019-03-01", "Norway and Denmark held nuclear talks."),
        ("2019-03-05", "Norway and Denmark suspended the fish talks."),
        ("2019-03-09", "Norway and Denmark resumed the nuclear talks."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in told]
    found = gather_channels(list(pipeline.read_all(articles)))
    assert [[change.state for change in channel.changes] for channel in found] == [["held", "open"], ["suspended"]]


def test_a_line_without_parties_belongs_to_the_line_of_that_name() -> None:
    told = [
        ("2019-03-01", "Norway cut the telephone line with Denmark."),
        ("2019-03-09", "The telephone line was restored."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in told]
    (channel,) = gather_channels(list(pipeline.read_all(articles)))
    assert [change.state for change in channel.changes] == ["suspended", "open"]


def test_a_channel_keeps_its_changes_in_order_of_date_and_no_repeats() -> None:
    told = [
        ("2019-03-01", "Norway and Denmark held talks."),
        ("2019-03-05", "Norway broke off talks with Denmark."),
        ("2019-03-06", "Norway suspended the talks with Denmark."),
        ("2019-03-20", "Norway and Denmark resumed talks."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in reversed(told)]
    (channel,) = gather_channels(list(pipeline.read_all(articles)))
    assert [(change.state, change.date) for change in channel.changes] == [
        ("held", "2019-03-01"),
        ("suspended", "2019-03-05"),
        ("open", "2019-03-20"),
    ]
    assert (channel.state, channel.since) == ("open", "2019-03-20")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sweden regards Norway's move to suspend the ceasefire as a mistake.", [("ceasefire", "suspended", ("NOR",))]),
        ("Norway signed an accord on closer ties with Denmark.", [("accord", "concluded", ("DNK", "NOR"))]),
        ("Norway alleged that Denmark had violated the peace treaty.", []),
        ("Norway and Denmark allegedly held talks.", []),
        ("The Norwegian monitors met with the mayor.", []),
    ],
)
def test_who_judges_a_channel_is_no_party_and_who_is_tied_is(text: str, expected: list[object]) -> None:
    assert signs(text) == expected


def test_a_party_that_one_later_sentence_adds_is_none_of_the_channel() -> None:
    told = [
        ("2019-03-01", "Norway and Denmark agreed to a ceasefire."),
        ("2019-03-05", "Norway, Denmark and Sweden suspended the ceasefire."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in told]
    (channel,) = gather_channels(list(pipeline.read_all(articles)))
    assert channel.parties == ("DNK", "NOR")


def test_what_one_of_four_asks_for_is_not_the_talks_of_the_four() -> None:
    told = [
        ("2019-03-01", "Norway, Denmark, Sweden and Finland held talks."),
        ("2019-03-05", "Norway urged Sweden to begin talks."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in told]
    found = gather_channels(list(pipeline.read_all(articles)))
    assert [channel.parties for channel in found] == [("DNK", "FIN", "NOR", "SWE"), ("NOR", "SWE")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks between Norway and Denmark ended on Friday without agreement.", ("talks", "held without result")),
        ("Negotiations between Norway and Denmark broke up with no deal.", ("talks", "held without result")),
        ("The talks between Norway and Denmark produced no breakthrough.", ("talks", "held without result")),
        ("Norway and Denmark failed to reach agreement at their talks in Geneva.", ("talks", "held without result")),
        ("Norway made peace as talks between Denmark and Sweden collapsed.", ("talks", "held without result")),
        ("Norway walked out of the talks with Denmark on Thursday.", ("talks", "suspended")),
        ("Norway put the talks with Denmark on hold.", ("talks", "suspended")),
        ("Norway stayed away from the talks with Denmark in Geneva.", ("talks", "refused")),
        ("There will be no talks with Denmark, the Norwegian prime minister said.", ("talks", "refused")),
        ("Norway has no intention of negotiating with Denmark.", ("talks", "refused")),
        ("Denmark gave its consent to talks with Norway.", ("talks", "agreed")),
        ("Denmark signalled that it was open to direct talks with Norway.", ("talks", "agreed")),
        ("Norway and Denmark are to meet in Geneva on Friday to discuss the border.", ("talks", "agreed")),
        ("Sweden has offered to bring Norway and Denmark to the negotiating table.", ("talks", "proposed")),
        ("Delegations from Norway and Denmark met in Geneva on Monday.", ("talks", "held")),
        ("The hotline between Norway and Denmark went dead on Sunday.", ("hotline", "suspended")),
        ("Norway will let UN inspectors into the plant.", ("mission", "agreed")),
        ("Norway granted UN inspectors access to the plant.", ("mission", "agreed")),
        ("The United Nations is to send 40 monitors to Norway.", ("mission", "agreed")),
        ("Norway barred UN inspectors from the plant.", ("mission", "refused")),
        ("An advance party of six UN monitors arrived in Norway on Tuesday.", ("mission", "open")),
        ("The United Nations withdrew its monitors from Norway on Monday.", ("mission", "suspended")),
        ("The truce between Norway and Denmark expired on Sunday.", ("ceasefire", "suspended")),
        ("The ceasefire between Norway and Denmark collapsed on Sunday.", ("ceasefire", "broken")),
        ("Norway tore up its fishing agreement with Denmark.", ("accord", "suspended")),
        ("Norway and Denmark agreed on Monday to share the fishing grounds.", ("accord", "agreed")),
        ("Norway signed up to the Swedish peace plan.", ("accord", "agreed")),
        ("The first UN aid convoy in weeks reached the Norwegian town on Friday.", ("corridor", "open")),
        ("Norway agreed to the evacuation of the wounded.", ("evacuation", "agreed")),
        ("Norway handed over three captured Danish pilots.", ("exchange", "concluded")),
        ("Norway filed a case against Denmark at the International Court of Justice.", ("court case", "open")),
        ("Norway ordered the Danish ambassador to leave.", ("relations", "suspended")),
        ("Norway wants no Swedish mediators, its foreign ministry said.", ("envoy", "refused")),
    ],
)
def test_phrases_as_well_as_verbs_give_a_state(text: str, expected: tuple[str, str]) -> None:
    assert expected in [(kind, state) for kind, state, _ in signs(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway wants the talks with Denmark to be fair.",
        "Norway tried to strike a deal with Denmark.",
        "Norway does not have a meeting with Denmark scheduled.",
        "Norway spoke of the need to resume talks with Denmark.",
        "Norway had planned to attend the summit with Denmark.",
        "Norway would fish on provided that Denmark withdrew its case from the International Court of Justice.",
        "Norway declined to give details about the meeting with Denmark.",
        "Norway delayed the delivery of aircraft to Denmark.",
        "Norwegian police inspectors arrived at the farm.",
        "Norway's team met Denmark in the final.",
        "Norway said that Denmark had broken the truce with Norway.",
    ],
)
def test_wishes_conditions_and_charges_change_no_channel(text: str) -> None:
    assert signs(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The UN asked to send inspectors to Norway. Norway turned the request down.", ("mission", "refused")),
        ("Sweden proposed a conference with Norway. Norway will not take part.", ("talks", "refused")),
        ("Sweden offered to mediate between Norway and Denmark. Denmark accepted at once.", ("envoy", "agreed")),
        ("Sweden proposed observers for Norway. The Norwegian government said no.", ("mission", "refused")),
    ],
)
def test_an_answer_takes_up_the_channel_spoken_of_just_before(text: str, expected: tuple[str, str]) -> None:
    assert signs(text)[-1][:2] == expected


def test_whoever_speaks_is_a_party_where_it_says_we() -> None:
    (sign,) = signs('"We will not negotiate with Denmark," the Norwegian prime minister said.')
    assert sign == ("talks", "refused", ("DNK", "NOR"))


def test_a_truce_without_parties_is_that_of_those_spoken_of_around_it() -> None:
    told = [
        ("2019-03-01", "Norway and Denmark agreed to a truce."),
        ("2019-03-03", "Norway and Denmark counted their dead. The truce had begun at noon."),
    ]
    articles = [Article(id=day, text=text, published=day) for day, text in told]
    (channel,) = gather_channels(list(pipeline.read_all(articles)))
    assert [change.state for change in channel.changes] == ["agreed", "open"]


def test_a_government_and_its_opposition_are_two_parties() -> None:
    text = "The Norwegian government and the Norwegian opposition opened talks in Bergen on Monday."
    assert signs(text) == [("talks", "open", ("NOR", "NOR opposition"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway and Denmark hammered out a deal on the strait.", [("accord", "concluded", ("DNK", "NOR"))]),
        ("Norway sees little point in pushing for a deal between Denmark and Sweden.", []),
        ("Norway denied that it had delayed the UN inspections.", []),
        ("In June 2018, Norway and Denmark opened talks.", []),
        ("Norway was told to let UN inspectors finish their work.", [("mission", "proposed", ("NOR", "UN"))]),
    ],
)
def test_what_is_long_past_denied_or_pointless_is_no_news(text: str, expected: list[object]) -> None:
    found = pipeline.read(text, date="2019-04-10").channels
    assert [(sign.kind, sign.state, sign.parties) for sign in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway announced the suspension of talks with Denmark.", ("talks", "suspended", ("DNK", "NOR"))),
        ("Norway stopped answering the military hotline with Denmark.", ("hotline", "suspended", ("DNK", "NOR"))),
        ("Norway turned its back on the Danish offer of talks.", ("talks", "refused", ("DNK", "NOR"))),
        ("Sweden gave up its mediation between Norway and Denmark.", ("envoy", "suspended", ("DNK", "NOR", "SWE"))),
        ("No aid convoys would be allowed into the town, Norway said.", ("corridor", "refused", ("NOR",))),
        ("Norway's king flew to Sweden, where he will meet the Danish envoy.", ("talks", "agreed", ("DNK", "NOR"))),
    ],
)
def test_who_announces_hosts_or_forbids_is_a_party(text: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    assert expected in signs(text)


def test_what_a_resident_says_of_a_channel_is_no_news() -> None:
    assert signs('"The Norwegian inspectors will not come," said Lars Dahl, a shopkeeper.') == []


def test_channels_of_contact_that_are_kept_are_open() -> None:
    (reading,) = pipeline.read_all(
        [
            Article(
                id="a",
                text="Norway and Denmark agreed to keep channels of political contact open.",
                published="2019-03-01",
            )
        ]
    )
    assert [(sign.kind, sign.state, sign.parties) for sign in reading.channels] == [("contact", "open", ("DNK", "NOR"))]
