import hashlib

from supplypact.domain.pact import Reading
from supplypact.domain.plan import PlanOptions
from supplypact.reporting.plan.method import method
from supplypact.reporting.plan.view import View
from tests.reporting.given import network, pact, plan, view


def test_the_pact_is_named_with_the_hash_of_its_file() -> None:
    digest = hashlib.sha256(pact().text.encode()).hexdigest()
    assert dict(method(view()))["Pact"] == f"test, SHA-256 {digest}"


def test_what_was_asked_is_told() -> None:
    assert dict(method(view()))["Asked of this run"] == "nothing beside the pact"
    options = PlanOptions(
        relaxed=True,
        reading=Reading.WORLD,
        goals=(("testium", 0.4),),
        budgets=(("USA", 2e9),),
        without=("opal",),
        delays=(("ruby", 2),),
    )
    asked = View(plan(options=options), pact(), network(), view().say)
    assert dict(method(asked))["Asked of this run"] == (
        "projects may start in parts; targets read as share of world output; "
        "goal of testium 40.0%; budget of USA USD 2.0 bn; without opal; ruby 2 years later"
    )
