from dataclasses import replace

import polars as pl
import pytest

from supplypact.domain.assessment import AssessOptions
from supplypact.reporting.assessment.published import share_of_imports
from supplypact.reporting.assessment.sentences import (
    driver_short,
    driver_words,
    key_sentence,
    lowered,
    with_band,
)
from supplypact.reporting.assessment.view import AssessmentView
from supplypact.reporting.assessment.words import answers, estimated, mood, verdict, worst_first
from supplypact.reporting.plan.supply_tables import estimated_share
from supplypact.units import Year
from tests.reporting.assessment.given import assessment, frame, view


def without_flows() -> AssessmentView:
    made = assessment()
    empty = {
        name: getattr(made, name).clear() for name in ("sourcing", "routes", "ranking", "outlook")
    }
    known = made.indicators.filter(pl.col("party") == "world")
    return view(assessment(indicators=known, **empty))


def test_the_verdict_counts_stages_above_a_half_and_names_the_worst_with_its_band() -> None:
    # of 98, 83, 33 and 25% two are above a half; the band is 4 points to each side
    assert verdict(view()) == (
        "In 2024 the parties together depend on CHN for more than half at 2 of 4 material stages; "
        "firmly (whole band above half) at 2. "
        "Worst: solium at the stage 'refine', 98% (94–102%)."
    )
    assert mood(view()) == "bad"


def test_a_stage_whose_band_reaches_below_a_half_is_not_firm() -> None:
    made = assessment()
    wide = (pl.col("indicator") == "traced_concern_share") & (pl.col("material") == "testium")
    lower = pl.when(wide).then(0.3).otherwise("low").alias("low")
    told = verdict(view(assessment(indicators=made.indicators.with_columns(lower))))
    assert "at 2 of 4 material stages; firmly (whole band above half) at 1." in told


def test_the_verdict_counts_only_what_is_asked() -> None:
    assert "at 1 of 2 material stages" in verdict(
        view(), "*", [("testium", "refine"), ("testium", "mine")]
    )
    # Japan uses no orium
    assert verdict(view(), "JPN", [("orium", "mine")]).startswith("No share that comes from CHN")


def test_the_second_sentence_tells_how_much_is_an_estimate() -> None:
    part = estimated_share(view().network.flow.filter(pl.col("material") == "testium"))
    assert part is not None
    told = estimated(view(), [("testium", "refine")])
    assert told == f"Of the world's flows of testium, {part:.0%} are fitted estimates."
    assert estimated(view()).startswith("In the median material, ")


def test_an_upper_bound_has_its_sign() -> None:
    assert with_band(view(), "solium", "refine", "USA") == "≤ 98% (94–102%)"


def test_a_share_without_a_flow_says_so() -> None:
    made = assessment()
    none = (pl.col("indicator") == "traced_concern_share") & (pl.col("material") == "solium")
    zero = [pl.when(none).then(0.0).otherwise(c).alias(c) for c in ("value", "low", "high")]
    seen = view(assessment(indicators=made.indicators.with_columns(zero)))
    assert with_band(seen, "solium", "refine", "*") == "0% (no flow in the tables)"


def test_the_profile_says_where_published_shares_clash_with_the_flows() -> None:
    told = key_sentence(view(), "testium", "USA")
    assert told.endswith(
        "The data clash at the stage 'refine': published statistics give CHN 50% of imports, "
        "our flows 93%."
    )
    assert "clash" not in key_sentence(view(), "testium", "JPN")


def test_what_is_made_at_home_is_no_import() -> None:
    # Japan buys 22 t from China and makes 8 t: all that it imports is Chinese
    assert share_of_imports(view(), "testium", "refine", "JPN") == pytest.approx(1.0)


def test_the_verdict_of_one_party_counts_what_it_uses() -> None:
    # Japan: 98, 73 and 29%; it uses no orium
    assert verdict(view(), "JPN").startswith(
        "In 2024 JPN depends on CHN for more than half at 2 of 3"
    )


def test_the_worst_stage_stands_first() -> None:
    assert worst_first(view(), "USA") == [
        ("solium", "refine"),
        ("testium", "refine"),
        ("testium", "mine"),
        ("orium", "mine"),
    ]


def test_what_is_bought_stands_against_where_the_content_was_made() -> None:
    assert key_sentence(view(), "testium", "USA") == (
        "USA: of the refine that it buys, 93.3% comes from CHN; "
        "of the testium in all that it uses, 93% (89–97%) was refined "
        "and 37% (33–41%) mined there. Most was mined in AUS (62.7%). "
        "The data clash at the stage 'refine': published statistics give CHN 50% of imports, "
        "our flows 93%."
    )


def test_a_material_of_one_stage_says_that_there_is_no_other() -> None:
    told = key_sentence(view(), "orium", "USA")
    assert told.startswith("USA: 25% (21–29%) of the orium that it uses (mine) was mined in CHN;")


def test_a_party_that_uses_none_is_told_so() -> None:
    assert "no use of orium" in key_sentence(view(), "orium", "JPN")


def test_the_answers_tell_who_depends_and_how_sure_it_is() -> None:
    told = dict(answers(view()))
    assert (
        "USA: more than half from CHN at 2 of the 4 stages whose content it uses."
        in (told["Who depends, and on whom?"])
    )
    # bands are 8 points wide; of three neighbours 99 and 80% keep their order, 60% does not
    sure = " ".join(told["How sure is it?"])
    assert "wider than 8.0 points" in sure
    assert "Of the 3 neighbours among the 10 worst, 2 keep their order" in sure


def test_hidden_dependence_is_content_above_purchases_before_the_last_stage() -> None:
    # neither party buys testium ore, and 37 and 29% of what they use was mined in the concern
    told = dict(answers(view(assessment())))["What do purchases hide?"]
    assert told[0].startswith(
        "Of 2 cases before the last stage of a chain (a stage, a party), in 2"
    )
    assert "in 2 of them the party buys none at that stage" in told[0]
    assert told[1].startswith("Most of all: USA buys none at the stage 'mine'")
    assert "37.3% was mined" in told[1]


def test_without_draws_the_page_says_that_there_are_no_bands() -> None:
    bare = assessment().indicators.with_columns(
        pl.lit(None, pl.Float64).alias(name) for name in ("low", "median", "high")
    )
    made = assessment(indicators=bare)
    told = dict(answers(view(made)))
    assert told["How sure is it?"] == ["No draws were made, so there are no bands."]
    assert verdict(view(made)).endswith("'refine', 98%.")


def test_without_flows_the_verdict_is_about_world_output() -> None:
    seen = without_flows()
    assert verdict(seen) == (
        "In 2024 CHN made the largest part of world output at 4 of 4 material stages. "
        "There are no flows of this year, so dependence cannot be traced."
    )
    assert mood(seen) == "neutral"
    assert answers(seen) == []
    later = replace(seen.assessment, options=AssessOptions(year=Year(2030)))
    assert verdict(view(later)).startswith("In 2030 CHN is projected to make the largest part")


def test_drivers_are_told_in_few_words() -> None:
    seen = view()
    told = [
        driver_short(seen, driver)
        for driver in (
            "flow/refine/CHN>ROW/estimate",
            "flow/refine/CHN>CHN/estimate",
            "demand/mine/JPN/official",
            "price///reported",
            None,
        )
    ]
    assert told == [
        "exports of CHN to others",
        "home supply of CHN",
        "demand of JPN",
        "price",
        None,
    ]


def test_drivers_are_told_in_words() -> None:
    seen = view()
    told = driver_words(seen, "flow/refine/CHN>JPN/estimate")
    assert told == "flow from CHN to JPN, refine (estimate)"
    assert (
        driver_words(seen, "flow/refine/CHN>CHN/reported") == "flow within CHN, refine (reported)"
    )
    assert driver_words(seen, "demand/mine/AUS/official") == "use in AUS, mine (official)"
    assert driver_words(seen, "output/mine/AUS/official") == "output of AUS, mine (official)"
    assert driver_words(seen, "price///reported") == "price (reported)"
    assert driver_words(seen, "governance//CHN/official") == "governance of CHN (official)"
    assert driver_words(seen, "something else") == "something else"
    assert driver_words(seen, None) is None


def test_abbreviations_keep_their_capitals() -> None:
    assert lowered("Lithium chemicals") == "lithium chemicals"
    assert lowered("NdFeB magnets") == "ndFeB magnets"
    assert lowered("SX-EW copper") == "SX-EW copper"


def test_the_year_of_the_assessment_is_the_year_of_the_verdict() -> None:
    made = assessment(ranking=frame("ranking", []))
    assert made.options == AssessOptions()
    assert verdict(view(made)).startswith("In 2024")
