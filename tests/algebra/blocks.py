"""One small model for each block of the algebra, in one year or two."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from supplypact.algebra.budget import BudgetInputs, add_budget
from supplypact.algebra.columns import OperationColumns
from supplypact.algebra.model import Index, Model
from supplypact.algebra.operation import add_operation
from supplypact.algebra.project import ProjectColumns, add_projects
from supplypact.algebra.recourse import RecourseSet, add_recourse, add_state
from supplypact.algebra.response import add_response
from supplypact.algebra.response_sides import Rules
from supplypact.algebra.sets import Chain, Numbers, ProjectSet, StageSet
from supplypact.algebra.solve import Solver
from supplypact.algebra.stock import StockSet, add_stock
from supplypact.algebra.target import add_target, share_terms
from supplypact.algebra.trade import add_trade
from supplypact.domain.incident import Grid
from supplypact.domain.pact import Reading
from supplypact.domain.risk import Cover
from tests.responding.by_hand import rich

GOLDEN = Path(__file__).parent / "golden"
CONCERN, PARTY, PARTNER = 0, 1, 2


def ints(*values: int) -> Numbers:
    return np.array(values, dtype=np.int32)


def chain() -> Chain:
    """Ore from AUS (6) and CHN (4) is refined in CHN (8) with a tenth of scrap, and JPN (2).

    JPN uses 5 of what is refined, CHN 5.  A project in JPN could refine 3 more.
    """
    mine = StageSet(
        id="mine",
        recovery=1.0,
        other_feed_share=0.0,
        capacity=np.array([[7.0], [5.0], [0.0]]),
        demand=np.zeros((3, 1)),
        exporter=ints(0, 0, 1),
        importer=ints(1, 2, 1),
        reference=np.array([4.2, 1.8, 3.0]).reshape(3, 1, 1),
        composition=np.ones((3, 1, 1)),
        project=ints(),
        project_country=ints(),
        project_output=np.zeros(0),
    )
    mix = np.zeros((3, 4, 1))
    mix[1, :, 0] = 0.1 + 0.9 * 3.0 / 7.2, 0, 0.9 * 4.2 / 7.2, 0
    mix[2, :, 0] = 0, 0.1, 0.9, 0
    flow = np.array([5.0, 3.0, 2.0])
    refine = StageSet(
        id="refine",
        recovery=1.0,
        other_feed_share=0.1,
        capacity=np.array([[0.0], [9.0], [2.5]]),
        demand=np.array([[0.0], [5.0], [5.0]]),
        exporter=ints(1, 1, 2),
        importer=ints(1, 2, 2),
        reference=flow[:, None, None] * mix[[1, 1, 2]],
        composition=mix,
        project=ints(0),
        project_country=ints(2),
        project_output=np.array([3.0]),
    )
    return Chain(
        material="ore",
        unit=1.0,
        price=100.0,
        priced=1,
        countries=("AUS", "CHN", "JPN"),
        origin=ints(PARTNER, CONCERN, PARTY),
        party=np.array([False, False, True]),
        years=(2030,),
        stages=(mine, refine),
    )


def projects(years: tuple[int, ...] = (2030,)) -> ProjectSet:
    """One plant: 10 USD in its first year, half output at once, full output a year later."""
    count = len(years)
    ramp, spending = np.zeros((1, count, count)), np.zeros((1, count, count))
    for start in range(count):
        spending[0, start, start] = 10.0
        ramp[0, start, start] = 0.5
        ramp[0, start, start + 1 :] = 1.0
    return ProjectSet(
        ids=("plant",),
        years=years,
        may_start=np.ones((1, count), dtype=bool),
        ramp=ramp,
        spending=spending,
        premium=0.2 * ramp,
    )


def project() -> Model:
    return _projects((2030, 2031))[0]


def budget() -> Model:
    model, starts = _projects((2030, 2031))
    given = BudgetInputs(
        parties=("USA", "JPN"),
        cost_share=np.array([0.25, 0.75]),
        public_share=0.4,
        per_year=np.array([[2.0, 2.0], [6.0, 6.0]]),
        total=np.array([3.0, 9.0]),
    )
    add_budget(model, projects((2030, 2031)), starts, given)
    return model


def operation() -> Model:
    return _operation()[0]


def trade() -> Model:
    model, running, columns = _operation()
    add_trade(model, chain(), columns, running, growth=0.2)
    return model


def target() -> Model:
    model, _, columns = _operation()
    for reading in Reading:
        shares = ((share_terms(chain(), columns, 1, reading), 1.0),)
        add_target(model, f"goal_{reading.value}", shares, years=(2030,), first=0, goal=0.3)
    return model


def stock() -> Model:
    model, starts = _projects((2030, 2031))
    given = BudgetInputs(
        parties=("USA", "JPN"),
        cost_share=np.array([0.25, 0.75]),
        public_share=0.4,
        per_year=np.array([[2.0, 2.0], [6.0, 6.0]]),
        total=np.array([3.0, 9.0]),
    )
    add_budget(model, projects((2030, 2031)), starts, given)
    rows = {block.name: block.start for block in model.row_blocks}
    funded = np.arange(4, dtype=np.int32).reshape(2, 2) + rows["P3_support"]
    add_stock(model, stocks(), discount=np.array([1.0, 0.5]), funded=funded.astype(np.int32))
    return model


def stocks() -> StockSet:
    """Ore at 100 USD: 4 % on top when buying, 10 % a year to hold, half of it left at the end."""
    return StockSet(
        materials=("ore", "ore"),
        forms=("mine", "refine"),
        holders=("USA", "JPN"),
        years=(2030, 2031),
        feed=np.array([1.0, 1.2]),
        use=np.array([[[4.0, 4.0], [5.0, 5.0]]] * 2),
        opening=np.array([[0.5, 0.0], [0.0, 0.0]]),
        storage=np.array([[[2.0, 2.0], [2.5, 2.5]]] * 2),
        buying=np.array([[[1.0, 1.0], [1.25, 1.25]]] * 2),
        price=np.array([100.0, 120.0]),
        premium=0.04,
        holding=0.1,
        salvage=0.5,
        covers=(Cover(material="ore", holder="JPN", days=73.0, first_year=2031),),
    )


def recourse() -> Model:
    model, running, columns = _operation()
    add_state(model, chain(), columns, running)
    add_recourse(model, recourse_set())
    return model


def recourse_set() -> RecourseSet:
    """Three months; one user with two end uses, a near and a far group, and a holder abroad."""
    return RecourseSet(
        users=("JPN,refine",),
        stores=("USA,mine", "JPN,mine", "USA,refine", "JPN,refine"),
        groups=("near", "far"),
        end_uses=("chips", "lamps"),
        owner=ints(1),
        store_holder=ints(0, 1, 0, 1),
        store_form=ints(0, 0, 1, 1),
        lag=np.array([[0], [1]], dtype=np.int32),
        first_months=(0, 1),
        weight=np.array([1.0, 0.5, 0.25]),
        ramp_months=2.0,
        handling=0.4,
        mutual=0.3,
        surge_cost=0.5,
        release_cost=np.full(4, 0.1),
        response_share=np.array([0.05, 0.05]),
        response_cost=np.array([[3.0, 9.0]]),
        end_use_share=np.array([[0.25, 0.75]]),
        shortage_cost=np.array([[50.0, 20.0]]),
    )


def response() -> Model:
    """Return an incident of two months: a store, a maker, a plant, a swap, a step, two uses."""
    model = Model()
    given = rich(fed=np.array([0.5, 1.0]))
    grid = Grid(start=given.grid.start[:2], days=given.grid.days[:2])
    short = replace(given, grid=grid, weight=given.weight[:2], loss=given.loss[:, :2])
    add_response(model, short, Rules())
    return model


BLOCKS: dict[str, Callable[[], Model]] = {
    "project": project,
    "budget": budget,
    "operation": operation,
    "trade": trade,
    "target": target,
    "stock": stock,
    "recourse": recourse,
    "response": response,
}


def written(model: Model, folder: Path) -> str:
    """Return the model as LP text."""
    path = folder / "model.lp"
    Solver(model).write(path)
    return path.read_text("utf-8")


def _projects(years: tuple[int, ...]) -> tuple[Model, ProjectColumns]:
    model = Model()
    discount = np.array([1.0, 0.5])[: len(years)]
    return model, add_projects(model, projects(years), discount=discount, relaxed=False)


def _operation() -> tuple[Model, Index, OperationColumns]:
    model, starts = _projects((2030,))
    columns = add_operation(
        model,
        chain(),
        starts.running,
        shortage_cost=np.array([1000.0]),
        switching_cost=np.array([5.0]),
    )
    return model, starts.running, columns
