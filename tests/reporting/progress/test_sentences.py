from dataclasses import replace

from supplypact.domain.progress import Progress
from supplypact.reporting.progress import asks, sentences
from supplypact.reporting.progress.promises import promises
from supplypact.reporting.progress.view import ProgressView
from tests.reporting.progress import given


def test_the_headline_counts_every_promise_the_worst_first() -> None:
    assert sentences.headline(given.view()) == (
        "14 promises: 1 late, 6 at risk, 4 not known, 2 on track and 1 met."
    )
    assert sentences.headline(given.view("ja")) == (
        "約束14件：遅延1件、要注意6件、不明4件、順調2件、達成1件。"
    )


def test_money_is_told_measure_by_measure_against_amount_and_time() -> None:
    # 444 of 1233 days have gone by from 4 September 2025 to 19 January 2029
    view = given.view("en", *given.paid())
    whole = next(each for each in view.progress.envelope if each.scope == "whole")
    assert sentences.envelope(whole, view) == (
        "The whole as the parties state it: of USD 550.0 bn due by 19 January 2029, USD 1.5 bn "
        "(0.3%) is disbursed and USD 10.0 bn committed; pledged are USD 38.4 bn as firm sums and "
        "up to USD 188.0 bn as ceilings; 36% of the time has gone by. USD 25 mn has been repaid."
    )


def test_a_line_of_which_nothing_is_recorded_says_so() -> None:
    told = sentences.envelope(given.progress().envelope[0], given.view())
    assert "nothing is recorded, neither pledges nor payments" in told


def test_a_target_is_told_now_expected_and_needed() -> None:
    first, second = given.progress().targets
    view = given.view()
    assert sentences.target(first, view) == (
        "Testium, refined: at least 30% from 2030: 12.0% in 2024, 24.0% expected, 19.0% if every "
        "project comes late; 30% is needed."
    )
    assert sentences.target(second, view).endswith(
        "Reached by 30 Jun 2029; by 30 Jun 2030 if every project is late."
    )
    late = replace(second, reached_late=None)
    assert "not within the horizon if every project is late" in sentences.target(late, view)
    held = replace(first, now=second.expected)
    assert sentences.target(held, view).endswith("Held already in 2024.")


def test_milestones_tell_what_is_late_and_what_is_due_next() -> None:
    assert sentences.milestones(given.view()) == [
        "1 met, 1 late, 0 due within 30 days, 1 further ahead.",
        "Late: A ministerial on minerals is held.",
        "Next due: Gas power 9.2 GW, Ohio: first output, 31 March 2029 (in 860 days).",
    ]


def test_a_published_total_stands_beside_ours_with_the_reason() -> None:
    (found,) = given.progress().reported
    told = sentences.reported(found, given.view())
    assert "published about USD 400.0 bn" in told
    assert "of which USD 117.4 bn counts. 2 entries have no amount. Only five" in told
    assert "共同ファクトシート" in sentences.reported(found, given.view("ja"))
    assert "5件だけがある" in sentences.reported(found, given.view("ja"))


def test_who_must_act_stands_once_for_each_promise_the_worst_first() -> None:
    rows = asks.asks(given.view())
    assert rows[0].who == "United States and Japan"
    assert asks.ask(rows[0], given.view()) == (
        "United States and Japan: A ministerial on minerals is held (✖ late), by 26 Apr 2026"
    )
    assert len({(row.name, row.who) for row in rows}) == len(rows)


def test_projects_of_which_nothing_is_known_are_one_line() -> None:
    told = [asks.ask(row, given.view()) for row in asks.asks(given.view())]
    assert told[-1] == (
        "Japan: schedule and cost of 2 projects (Texas GulfLink, Western US copper smelter …) "
        "(? not known)"
    )


def test_a_pact_without_promises_says_so() -> None:
    empty: Progress = replace(
        given.progress(),
        envelope=(),
        targets=(),
        milestones=(),
        projects=(),
        stocks=(),
        indicators=(),
        drawn=None,
    )
    view = ProgressView(progress=empty, pact=given.pact(), network=given.network())
    assert sentences.headline(view).startswith("The pact states no promise")
    assert sentences.milestones(view) == ["No milestone is stated."]
    assert asks.asks(view) == []


def test_milestones_and_indicators_of_the_pact_are_japanese_in_japanese() -> None:
    told = [each.name for each in promises(given.view("ja"))]
    assert "鉱物に関する閣僚会合が開かれる" in told
    assert "日本：防衛費の対GDP比" in told
    assert "A ministerial on minerals is held" in [each.name for each in promises(given.view())]
