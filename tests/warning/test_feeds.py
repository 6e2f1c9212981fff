from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tocsin.errors import UsageError
from tocsin.warning.feeds import Feed, read_feeds
from tocsin.warning.feeds.codes import TYPE_INDEX
from tocsin.warning.series import iso_day, merge_groups


def feed(tmp_path: Path, text: str, name: str = "feed.csv") -> Feed:
    path = tmp_path / name
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return read_feeds([path])


def kinds(found: Feed) -> list[tuple[str, str, int]]:
    counts = found.series.counts
    names = found.series.names
    return [
        (iso_day(day), "-".join(names[pair]), kind)
        for day, pair, kind in zip(counts.day.tolist(), counts.pair.tolist(), counts.kind.tolist(), strict=True)
    ]


def gdelt_row(columns: int, day: str, added: str, source: str, target: str, code: str) -> str:
    cells = [""] * columns
    cells[0], cells[1], cells[7], cells[17], cells[26] = "900000001", day, source, target, code
    cells[25], cells[33] = "1", "4"
    cells[59 if columns == 61 else 56] = added
    return "\t".join(cells)


@pytest.mark.parametrize("name", ["feed.csv", "feed.csv.gz"])
def test_a_plain_table_is_read_packed_or_not(tmp_path: Path, name: str) -> None:
    found = feed(
        tmp_path, "date,source,target,cameo,count\n2011-05-02,BEN,TGO,130,3\n2011-05-03,TGO,BEN,1823,1\n", name
    )
    assert kinds(found) == [
        ("2011-05-02", "BEN-TGO", TYPE_INDEX["THREATEN"]),
        ("2011-05-03", "BEN-TGO", TYPE_INDEX["ASSAULT"]),
    ]
    assert found.series.counts.copies.tolist() == [3, 1]


def test_plover_types_are_understood_in_a_plain_table(tmp_path: Path) -> None:
    found = feed(
        tmp_path, "date,source,target,type,count\n2011-05-02,BEN,TGO,MOBILIZE,1\n2011-05-04,BEN,TGO,accuse,1\n"
    )
    assert [kind for _, _, kind in kinds(found)] == [TYPE_INDEX["MOBILIZE"], TYPE_INDEX["ACCUSE"]]


def test_the_same_act_of_a_day_counts_once_and_its_reports_apart(tmp_path: Path) -> None:
    found = feed(
        tmp_path,
        "date,source,target,cameo,count\n2011-05-02,BEN,TGO,190,30\n2011-05-02,BEN,TGO,193,9\n2011-05-02,TGO,BEN,190,1\n",
    )
    assert found.series.counts.unique.tolist() == [1, 1]
    assert sorted(found.series.counts.copies.tolist()) == [1, 39]


def test_a_monthly_feed_is_known_only_at_the_end_of_its_months(tmp_path: Path) -> None:
    found = feed(tmp_path, "date,source,target,cameo,count\n2011-04-01,BEN,TGO,19,5\n2011-05-01,BEN,TGO,19,2\n")
    assert found.series.monthly
    assert [day for day, _, _ in kinds(found)] == ["2011-04-30", "2011-05-31"]
    assert found.series.counts.unique.tolist() == [5, 2]


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_gdelt_is_read_in_both_versions(tmp_path: Path, columns: int) -> None:
    added = "20140305101500" if columns == 61 else "20140305"
    rows = [
        gdelt_row(columns, "20140304", added, "BEN", "TGO", "0871"),
        gdelt_row(columns, "20130304", added, "BEN", "TGO", "190"),
        gdelt_row(columns, "20140305", added, "BEN", "", "190"),
        gdelt_row(columns, "20140305", added, "EUR", "TGO", "190"),
        "\t".join(["1", "20140305", "cut off"]),
    ]
    found = feed(tmp_path, "\n".join(rows) + "\n", "x.export.CSV")
    assert kinds(found) == [("2014-03-05", "BEN-TGO", TYPE_INDEX["RETREAT"])]
    assert dict(found.dropped) == {
        "a party is missing or no country": 2,
        "added over 30 days after the event": 1,
        "wrong number of columns": 1,
    }


def test_icews_names_countries_and_may_have_lost_its_leading_zeros(tmp_path: Path) -> None:
    header = "ID\tEvent Date\tSource Name\tSource Country\tText\tCAMEO Code\tTarget Name\tTarget Country\tPublisher"
    rows = [
        "1\t2012-02-03\tA\tRussian Federation\tconsult\t42\tB\tFinland\tP",
        "2\t2012-02-03\tA\tFinland\tstatement\t10\tB\tRussian Federation\tP",
        "3\t2012-02-04\tA\tFinland\tthreat\t138\tB\tNone\tP",
    ]
    found = feed(tmp_path, "\n".join([header, *rows]) + "\n", "events.tab")
    assert {kind for _, _, kind in kinds(found)} == {TYPE_INDEX["CONSULT"], TYPE_INDEX["COMMENT"]}
    assert found.series.names == (("FIN", "RUS"),)


def test_polecat_survives_stray_tabs_and_repeated_headers(tmp_path: Path) -> None:
    header = (
        "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Name\tActor Country\tRecipient Name\tRecipient Country"
    )
    rows = [
        "1\t2020-07-01\tCOERCE\tseize\tA\tBEN\tB\tTGO",
        header,
        "2\t2020-07-01\tASSAULT\taerial\tA\t\tstray\tBEN\tB\tTGO",
        "3\t2020-07-02\tYIELD\t\tA\tBEN\tB\tTGO",
    ]
    found = feed(tmp_path, "\n".join([header, *rows]) + "\n", "polecat.tsv")
    assert [kind for _, _, kind in kinds(found)] == [TYPE_INDEX["COERCE"], TYPE_INDEX["CONCEDE"]]
    assert found.series.counts.rung.tolist() == [6, 0]
    assert dict(found.dropped) == {"repeated header": 1, "wrong number of columns": 1}


def test_acled_counts_only_between_forces_of_states(tmp_path: Path) -> None:
    text = (
        "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,country,source\n"
        'X1,2021-03-04,Battles,Armed clash,"Military Forces of Benin (2016-)","Police Forces of Togo",Togo,S\n'
        'X2,05 March 2021,Protests,Peaceful protest,"Protesters (Togo)","",Togo,S\n'
    )
    found = feed(tmp_path, text)
    assert kinds(found) == [("2021-03-04", "BEN-TGO", TYPE_INDEX["ASSAULT"])]


def exported(events: list[dict[str, object]]) -> str:
    article = {"id": "a1", "text": "", "published": "2021-03-04"}
    return json.dumps({"schema": "tocsin/1", "article": article, "statements": [], "events": events})


def own_event(**given: object) -> dict[str, object]:
    def party(code: str) -> dict[str, object]:
        return {"text": code, "span": [0, 1], "country": code}

    return {
        "id": "e1", "type": "THREATEN", "mode": None, "contexts": [], "cameo": None, "score": -3.5,
        "actors": [party("BEN")], "recipients": [party("TGO"), party("GHA")], "symmetric": False,
        "modality": "asserted", "attributed_to": None, "date": "2021-03-03", "place": None,
        "trigger": {"text": "x", "span": [0, 1]}, "sentence": [0, 1], "confidence": 0.9, "rule": "r", **given,
    }  # fmt: skip


def test_our_own_export_counts_what_is_asserted_for_each_pair(tmp_path: Path) -> None:
    lines = exported([own_event(), own_event(modality="negated"), own_event(attributed_to="s1")])
    found = feed(tmp_path, lines + "\nno json\n", "read.jsonl")
    assert sorted(found.series.names) == [("BEN", "GHA"), ("BEN", "TGO")]
    assert {day for day, _, _ in kinds(found)} == {"2021-03-04"}, "known on the day of the article, not before"
    assert dict(found.dropped) == {
        "negated event": 1, "known only as another's words": 1, "no line of `tocsin read`": 1,
    }  # fmt: skip


def test_what_is_announced_counts_on_the_day_of_the_announcement(tmp_path: Path) -> None:
    ahead = own_event(modality="future", date="2021-04-20")
    found = feed(tmp_path, exported([ahead]) + "\n", "read.jsonl")
    assert {day for day, _, _ in kinds(found)} == {"2021-03-04"}


def test_a_threat_in_the_own_words_of_its_maker_counts_and_a_claim_about_the_other_side_does_not(
    tmp_path: Path,
) -> None:
    def said(by: str) -> str:
        speaker = {"text": by, "span": [0, 1], "country": by}
        statement = {
            "id": "s1", "speaker": speaker, "anonymous": False, "cue": None, "addressee": None,
            "content": {"text": "x", "spans": [[0, 1]]}, "form": "direct", "act": "state", "confidence": 1, "rule": "r",
        }  # fmt: skip
        line = json.loads(exported([own_event(attributed_to="s1")]))
        return json.dumps({**line, "statements": [statement]}) + "\n"

    assert feed(tmp_path, said("BEN"), "own.jsonl").kept == 1
    assert feed(tmp_path, said("TGO"), "claim.jsonl").kept == 0


def test_groups_of_the_users_own_are_series_beside_those_of_their_members(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(
        "date,source,target,cameo,count\n2011-05-02,BEN,TGO,130,1\n2011-05-02,NER,BEN,130,1\n2011-05-02,NER,TGO,130,1\n"
    )
    groups = merge_groups([("COAST", ("BEN", "TGO")), ("NORTH", ("NER", "MLI")), ("ALL", ("BEN", "TGO", "NER"))])
    found = read_feeds([path], groups=groups)
    one_day = {"-".join(found.series.names[pair]) for pair in found.series.counts.pair.tolist()}
    assert one_day == {"BEN-TGO", "BEN-NER", "NER-TGO", "COAST-NER", "BEN-NORTH", "NORTH-TGO", "COAST-NORTH"}
    assert found.series.counts.unique.tolist() == [1] * 7, "an act of two members on one day is one of the group"
    assert found.dropped == {}


def test_an_unknown_shape_is_named_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="date,source,target"):
        feed(tmp_path, "a,b\n1,2\n")


def test_bad_rows_are_left_out_and_counted_by_reason(tmp_path: Path) -> None:
    text = "date,source,target,cameo,count\nsoon,BEN,TGO,130,1\n2011-05-02,BEN,TGO,999,1\n2011-05-02,BEN,TGO,130,-2\n"
    found = feed(tmp_path, text)
    assert (found.rows, found.kept) == (3, 0)
    assert dict(found.dropped) == {"repeated header": 1, "unknown code": 1, "count is no positive number": 1}


def test_polecat_counts_from_the_day_of_publication(tmp_path: Path) -> None:
    header = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Country\tRecipient Country\tPublication Date"
    rows = ["1\t2020-07-01\tASSAULT\taerial\tBEN\tTGO\t2020-07-04", "2\t2020-01-01\tCOERCE\t\tBEN\tTGO\t2020-07-04"]
    found = feed(tmp_path, "\n".join([header, *rows]) + "\n", "polecat.tsv")
    assert [day for day, _, _ in kinds(found)] == ["2020-07-04"]
    assert dict(found.dropped) == {"added over 30 days after the event": 1}


def test_the_whole_header_of_icews_and_acled_is_understood(tmp_path: Path) -> None:
    icews = (
        "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
        "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\t"
        "Country\tLatitude\tLongitude\n"
        "7\t2012-02-04\tA\tB\tUnited States\tThreaten\t0138\t-7\tC\tD\tIran\t1\t2\tP\t\t\t\tIran\t35.7\t51.4\n"
        "8\t2012-02-04\tA\tB\tUnited States\tThreaten\t138\t-7\tC\tD\tIran\t1\t2\tP\t\t\t\tIran\t35.7\t51.4\n"
    )
    found = feed(tmp_path, icews, "icews.tab")
    assert found.series.names == (("IRN", "USA"),) and found.rows == 2
    acled = (
        "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
        "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
        "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n"
        "K1,05 March 2021,2021,1,Political violence,Battles,Armed clash,"
        '"Military Forces of Benin (2016-) Border Police",,1,'
        '"Military Forces of Togo (2005-)",,1,11,,768,Western Africa,Togo,A,B,,L,8.1,1.2,1,"One; Two",National,'
        '"They said ""go home"", and fired",2,,1700000000\n'
    )
    assert kinds(feed(tmp_path, acled, "acled.csv")) == [("2021-03-05", "BEN-TGO", TYPE_INDEX["ASSAULT"])]


def test_an_unclosed_quotation_mark_spoils_its_rows_and_no_others(tmp_path: Path) -> None:
    good = "2011-05-02,BEN,TGO,130,1\n"
    rows = [good, '2011-05-03,"BEN,TGO,130,1\n', *["2011-05-04,BEN,TGO,130,1\n"] * 9000]
    found = feed(tmp_path, "date,source,target,cameo,count\n" + "".join(rows))
    assert found.kept >= 1
    assert "damaged quotation marks" in found.dropped


def test_bytes_that_are_no_text_do_not_stop_a_feed(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_bytes(
        b"date,source,target,cameo,count\n2011-05-02,BEN,TGO,130,1\n\xff\xfe,\x00,TGO,130,1\n2011-05-03,BEN,TGO,130,1\n"
    )
    found = read_feeds([path])
    assert found.kept == 2 and sum(found.dropped.values()) == 1
