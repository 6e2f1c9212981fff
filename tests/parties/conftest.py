"""Reads texts of our own with the whole party room; `find` gives the mention of a surface."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tocsin.parties import PartyReader, register
from tocsin.reading import analyse
from tocsin.records import Article, Mention, Reading

INVENTED = """\
kind,name,aliases,code,adjectives,demonyms,capital,country,sectors,office,from,to,lat,lon
country,Ostravia,Republic of Ostravia,OSV,Ostravian,Ostravians,Velm,,,,,,,
country,Quenland,,QNL,Quenlandic,Quenlanders,Torhaven,,,,,,,
organisation,Northern Compact,the Compact,NCP,,,,,IGO,,,,,
group,Hill Brigades,,,,,,QNL,REB,,,,,
metonym,Grey House,,,,,,OSV,GOV,,,,,
person,Milo Harrant,,,,,,OSV,GOV,foreign minister,2010-01-01,2019-12-31,,
person,Dena Aldisk,,,,,,QNL,GOV,foreign minister,2012-03-01,,,
person,Anton Reyle,,,,,,OSV,GOV,president,2012-05-01,,,
person,Sorrel Vane,Sorrell Vane,,,,,NCP,,secretary-general,2014-01-01,,,
place,Brack,,,,,,QNL,,,,,-10.5,20.25
"""


class Found:
    """One article's mentions, found by their surface."""

    def __init__(self, reading: Reading, reader: PartyReader) -> None:
        self.text = reading.article.text
        self.sentences = reading.sentences
        self.mentions: list[Mention] = []
        for mentions in reader.find_mentions(reading):
            self.mentions += [mentions[head] for head in sorted(mentions)]

    def __call__(self, surface: str, nth: int = 0) -> Mention:
        """Return the nth mention written as `surface`; the message of a failure lists what was found."""
        found = [mention for mention in self.mentions if mention.party.text == surface]
        assert len(found) > nth, [mention.party.text for mention in self.mentions]
        return found[nth]

    def has(self, surface: str) -> bool:
        """Tell whether a mention is written as `surface`."""
        return any(mention.party.text == surface for mention in self.mentions)


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A parties file of two invented states."""
    path = tmp_path_factory.mktemp("parties") / "invented.csv"
    path.write_text(INVENTED, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def find(invented: Path) -> Callable[..., Found]:
    """Read a text, with the invented states, at a date in 2014 unless another is given."""

    def read(
        text: str, date: str | None = "2014-06-10", dateline: str | None = None, outlet: str | None = None
    ) -> Found:
        article = Article(id="a", text=text, published=date, dateline=dateline, outlet=outlet)
        return Found(next(analyse([article])), register(invented))

    return read
