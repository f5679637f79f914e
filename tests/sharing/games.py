"""Small games: from textbooks, and drawn."""

from hypothesis import strategies as st

from supplypact.sharing.game import Coalition, Game, coalitions, evaluate, from_costs, negated

PARTIES = ("A", "B", "C", "D", "E")
SIZES = st.integers(2, len(PARTIES))
money = st.floats(-1e3, 1e3).map(lambda cost: round(cost, 3))


def airport() -> Game:
    """A runway for planes that need 1, 2 and 3: a coalition pays for its longest.

    Littlechild and Owen 1973, Management Science 20(3):370-372.
    """
    need = {"A": 1.0, "B": 2.0, "C": 3.0}
    return evaluate("ABC", lambda some: max(need[party] for party in some))


def gloves() -> Game:
    """Two have a left glove, one a right glove; a pair is worth 1."""
    return negated(
        evaluate(("L1", "L2", "R"), lambda some: float("R" in some and len(some) > 1)),
    )


def no_way_to_agree() -> Game:
    """Alone or two together 1, all three 2: two can always do better without the third."""
    return evaluate("ABC", lambda some: 2.0 if len(some) == 3 else 1.0)


@st.composite
def any_games(draw: st.DrawFn, sizes: st.SearchStrategy[int] = SIZES) -> Game:
    parties = PARTIES[: draw(sizes)]
    return from_costs(parties, {each: draw(money) for each in coalitions(parties)})


@st.composite
def concave_games(draw: st.DrawFn) -> Game:
    """Facilities, each paid once by a coalition if one of its users is a member.

    What a party adds to the cost falls as the coalition grows.
    """
    parties = PARTIES[: draw(SIZES)]
    users = st.frozensets(st.sampled_from(parties), min_size=1)
    facilities = draw(st.lists(st.tuples(users, st.floats(0, 100)), min_size=1, max_size=8))

    def cost(coalition: Coalition) -> float:
        return sum(price for needed_by, price in facilities if needed_by & coalition)

    return evaluate(parties, cost)
