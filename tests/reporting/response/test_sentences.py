from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from supplypact.domain.response import Note
from supplypact.errors import UsageError
from supplypact.reporting.response import event_words, sentences
from supplypact.reporting.response.view import MARKINGS, ResponseView
from supplypact.units import Share, Usd
from tests.reporting.response.given import (
    action,
    balance,
    event,
    nothing_struck,
    response,
    view,
)

EN, JA = view(), view("ja")


def test_the_headline_tells_who_lacks_what_by_when_to_act_and_what_that_saves() -> None:
    assert sentences.headline(response(), EN) == (
        "United States: up to 60% of its gallium missing from 10 December 2024. Japan: up to 25% "
        "of its gallium (and one other shortage) missing from 10 December 2024. 8 actions, the "
        "first by 5 December 2024, cut the expected loss from USD 430 mn to USD 120 mn."
    )
    one = response(actions=response().actions[:1])
    assert "One action, by 5 December 2024, cuts" in sentences.headline(one, EN)
    none = response(actions=())
    assert sentences.headline(none, EN).endswith(
        "No action helps; the expected loss is USD 430 mn."
    )


def test_a_plan_that_carries_on_with_nothing_new_says_so() -> None:
    decided = tuple(replace(each, decided=True) for each in response().actions)
    told = sentences.headline(response(actions=decided), EN)
    assert told.endswith("to USD 120 mn; nothing new has to be ordered.")


def test_a_note_names_events_and_materials() -> None:
    title = "China bans gallium and antimony for the United States and Japan"
    assert event_words.notes(response(), EN) == [
        (
            f"The events {title} and {title} cut the same shipments of gallium and antimony; "
            "the deeper cut counts."
        )
    ]
    ended = Note(key="ended", values={"event": "old-ban", "date": "2024-11-27"})
    assert event_words.notes(response(notes=(ended,)), EN) == [
        "'old-ban' ended on 27 November 2024: it is not counted."
    ]
    foreknown = Note(key="foreknown", values={"date": "2025-01-01"})
    assert "begins (1 January 2025)" in event_words.notes(response(notes=(foreknown,)), EN)[0]
    early = Note(key="in_flows", values={"event": "us-ban-2024", "year": "2024"})
    assert event_words.notes(response(notes=(early,)), EN)[0].startswith(f"{title} began by 2024:")
    shares = {"materials": "USA:gallium;JPN:antimony", "ours": "0%;20%", "published": "95%;70%"}
    apart = Note(key="share_apart", values=shares)
    assert event_words.notes(response(notes=(apart,)), EN) == [
        (
            "For the United States (gallium) and Japan (antimony) the flows have 0% and 20% from "
            "the supplier, published import shares 95% and 70%: the loss may be far off."
        )
    ]
    part = Note(key="part", values={"whole": "gallium", "part": "antimony"})
    assert event_words.notes(response(notes=(part,)), EN) == [
        "Gallium contains antimony: their losses overlap."
    ]
    new = Note(key="new", values={"a": "b"})
    assert event_words.notes(response(notes=(new,)), EN) == ["new: b"]


def test_nothing_to_do_is_told_plainly_in_both_languages() -> None:
    assert sentences.headline(nothing_struck(), EN).endswith("there is nothing to do.")
    assert sentences.headline(nothing_struck(), JA).endswith("措置は不要。")


def test_a_loss_that_is_covered_leaves_nobody_short() -> None:
    covered = balance().with_columns(short=0.0, restrain=0.0)
    told = sentences.headline(response(balance=covered, actions=()), EN)
    assert told.startswith("No party goes short")


def test_for_whom_nothing_is_missing_stands_in_one_line() -> None:
    calm_in_japan = balance().with_columns(
        pl.when(pl.col("party") == "JPN").then(0.0).otherwise(pl.col(name)).alias(name)
        for name in ("short", "restrain")
    )
    one, quiet = sentences.shortfalls(response(balance=calm_in_japan), EN, most=5)
    assert one.startswith("United States, primary low-purity gallium: missing from")
    assert quiet == (
        "Nothing is missing for Japan (primary low-purity gallium and antimony (ore and "
        "concentrate))."
    )
    first, more = sentences.shortfalls(response(), EN, most=2)[1:]
    assert first.startswith("Japan, primary low-purity gallium")
    assert more.startswith("One further pair")
    some = sentences.shortfalls(response(), EN, most=1)[-1]
    assert some.startswith("2 further pairs")


def test_an_event_tells_supplier_kind_share_buyers_and_dates() -> None:
    assert event_words.happened(response(), EN) == [
        (
            "China, export ban: gallium and antimony, taken as 88% (68 to 88%) of its exports to "
            "the United States and Japan, not measured; from 3 December 2024, end not known"
        )
    ]
    (cut,) = event().cuts
    known = replace(
        event(),
        kind="licence",
        delay_days=45.0,
        end=date(2025, 11, 10),
        cuts=(replace(cut, low=Share(0.88), buyers=()),),
    )
    assert event_words.happened(response(events=(known,)), EN) == [
        (
            "China, export licences: gallium and antimony, taken as 88% of its exports to all "
            "buyers, not measured; from 3 December 2024 to 9 November 2025; nothing leaves for the "
            "first 45 days"
        )
    ]
    strike = replace(event(), kind="strike")
    assert "of all that it makes" in event_words.happened(response(events=(strike,)), EN)[0]


def test_every_action_is_told_in_both_languages() -> None:
    english = [EN.does(each) for each in response().actions]
    assert english[0] == (
        "Release 12.3 t of primary low-purity gallium from the stock of Japan to the United States"
    )
    assert english[7] == (
        "Set aside the aim to buy less from Tajikistan: buy 98.8 t of antimony (ore and "
        "concentrate) for Japan"
    )
    lent = replace(response().actions[7], owner="USA", source="USA", user="JPN")
    assert EN.does(lent).endswith("of the United States to Japan, beyond what is owed")
    japanese = [JA.does(each) for each in response().actions]
    assert japanese[0] == "日本の備蓄から米国へ一次ガリウム12.3トンを放出"
    assert EN.does(response().actions[0], bare=True).startswith("Release 12.3 t of gallium from")
    own = action(1, "release", source="USA", owner="USA")
    assert EN.does(own).endswith("from the stock of the United States")
    assert EN.does(action(1, "release", decided=True)).endswith("(decided)")


def test_several_end_uses_and_projects_are_listed() -> None:
    assert EN.end_use("electronics;ev_battery") == "electronics and vehicles and batteries"
    assert EN.project("opal;unknown") == "Opal and unknown"


def test_a_limit_names_its_place() -> None:
    told = [EN.limit(each) for each in response().actions]
    assert told[0] == "the stock of Japan"
    assert told[1] == "what other buyers of goods from Germany let go"
    assert JA.limit(response().actions[2]) == "ドイツの設備の立ち上げ速度"


def test_how_sure_tells_the_band_and_what_is_not_known() -> None:
    told = sentences.sure(response(), EN)
    assert told[0] == "Doing nothing costs USD 430 mn (at least USD 250 mn, at most USD 810 mn)."
    assert "for Japan (gallium and antimony) and the United States (gallium)." in told[4]
    assert told[-1] == "Stocks as of 2024-11; flows of 2024."
    ended = response(events=(replace(event(), end=date(2025, 11, 10)),))
    assert "The end of the event is taken as known." in sentences.sure(ended, EN)
    assert sentences.sure(nothing_struck(), EN)[-1] == "Flows of 2024; no stocks entered."


def test_ends_of_a_range_that_are_the_same_are_no_range() -> None:
    same = response(nothing_low=Usd(429e6), nothing_high=Usd(431e6))
    assert sentences.sure(same, EN)[0] == "Doing nothing costs USD 430 mn (no range known)."
    assert sentences.sure(same, JA)[0].endswith("（幅は不明）。")


def test_stocks_of_a_file_without_a_day_say_so() -> None:
    given = response().stocks.with_columns(as_of=pl.lit(None, pl.String), tonnes=pl.lit(5.0))
    assert sentences.sure(response(stocks=given), EN)[-1] == (
        "Stocks: your file (2 rows, day not given); flows of 2024."
    )


def test_a_plan_that_stays_as_it_was_is_told_in_one_sentence() -> None:
    (change,) = response().changes
    kept = response(changes=(replace(change, what="kept"),) * 2)
    assert sentences.changes(kept, EN) == ["Nothing changes."]
    project = replace(change, kind="expedite", source="opal")
    assert "Opal → United States" in sentences.change(project, EN)


def test_makers_without_a_name_come_last_and_the_giver_that_limits_first() -> None:
    surge = action(1, "surge", source="ROW;DEU;KOR", limit_place="KOR")
    told = EN.does(surge)
    assert "from South Korea, Germany and unnamed makers for the United States" in told
    four = replace(surge, source="ROW;DEU;KOR;TJK;CHN")
    assert "ほか2か国に" in JA.does(four)


@pytest.mark.parametrize("what", ["added", "dropped", "more", "less", "kept"])
def test_every_change_is_told(what: str) -> None:
    (change,) = response().changes
    assert "Japan → United States" in sentences.change(replace(change, what=what), EN)
    restrained = replace(change, what=what, kind="restrain", source="")
    assert "restrain, gallium, United States" in sentences.change(restrained, EN)


def test_a_marking_that_tlp_does_not_know_is_refused() -> None:
    for marking in MARKINGS:
        assert view(marking=marking).marking == marking
    with pytest.raises(UsageError, match="no marking of TLP"):
        view(marking="TLP:WHITE")
    with pytest.raises(UsageError, match="has no language 'fr'"):
        view("fr")


def test_a_code_without_a_name_stands_for_itself() -> None:
    assert isinstance(EN, ResponseView)
    assert (EN.country("XKX"), EN.material("oddium"), EN.goods("oddium", "mine")) == (
        "XKX",
        "oddium",
        "oddium",
    )
