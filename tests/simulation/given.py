"""Small pictures: two parties that use 10 a month, two pools, a store each."""

import numpy as np

from supplypact.domain.picture import Course, MaterialPicture, Picture

MONTHS = 24
YEARS = (2030, 2031, 2032)


def survival(stay: float, months: int = MONTHS) -> np.ndarray:
    """Return the chance to be still on after t months, t = 0 .. months."""
    return stay ** np.arange(months + 1.0)


def material(
    *,
    hazards: int = 2,
    years: int = len(YEARS),
    months: int = MONTHS,
    stock: tuple[float, float] = (20.0, 30.0),
    loss: float = 6.0,
    lag: tuple[int, int] = (1, 2),
    spare: float = 2.0,
    **changes: object,
) -> MaterialPicture:
    """Hazard n is that maker n stops; the other one helps.  Nothing is planned.

    A party loses ``loss`` a month from month 0 on.  A shortage costs 10 for half of the use, 40
    for the rest; two steps of orderly savings of a tenth each cost 3 and 9.
    """
    users, stores, pools = 2, 2, 2
    makers = max(hazards, 2)
    given: dict[str, object] = {
        "material": "testium",
        "users": (("JPN", "refine"), ("USA", "refine")),
        "stores": (("JPN", "refine"), ("USA", "refine")),
        "use": np.full((years, users), 10.0),
        "stock": np.tile(np.array(stock), (years, 1)),
        "buying": np.full((years, stores), 12.0),
        "lag": np.array([[lag[0]] * 2, [lag[1]] * 2], dtype=np.int32),
        "maker_pool": (np.arange(makers) % pools).astype(np.int32),
        "spare": np.full((years, makers), spare),
        "hazard": np.arange(hazards, dtype=np.int32),
        "helps": ~np.eye(hazards, makers, dtype=bool),
        "reaches": np.ones((hazards, pools), dtype=bool),
        "loss": np.full((hazards, years, users), loss),
        "first": np.zeros((hazards, users), dtype=np.int32),
        "takes": np.full((hazards, years, stores, users), 10.0),
        "ramp_months": 2.0,
        "handling": 0.25,
        "mutual": 0.3,
        "surge_cost": 0.5,
        "release_cost": np.full(stores, 0.1),
        "response_share": np.array([0.1, 0.1]),
        "response_cost": np.array([[3.0, 9.0]] * users),
        "end_use_share": np.array([[0.5, 0.5]] * users),
        "shortage_cost": np.array([[10.0, 40.0]] * users),
        "tonnes": np.full(users, 1.0),
        "course": nothing_planned(hazards, years, months),
    }
    return MaterialPicture(**{**given, **changes})  # type: ignore[arg-type]


def nothing_planned(hazards: int, years: int, months: int = MONTHS) -> Course:
    """Return the course of two pools, stores and users that leaves all to the rule."""
    return Course(
        surge=np.zeros((hazards, years, months, 2, 2)),
        release=np.zeros((hazards, years, months, 2, 2)),
        response=np.zeros((hazards, years, months, 2)),
        short=np.zeros((hazards, years, months, 2)),
    )


def picture(
    *materials: MaterialPicture,
    rate: float = 0.5,
    stay: float = 0.8,
    kinds: tuple[str, ...] = ("embargo", "embargo"),
    names: tuple[str, ...] = ("first", "second"),
) -> Picture:
    """Return a picture of two hazards, or as many as there are names."""
    given = materials or (material(),)
    years = len(given[0].use)
    months = given[0].course.surge.shape[2]
    return Picture(
        years=tuple(range(2030, 2030 + years)),
        parties=("JPN", "USA"),
        hazards=names,
        kinds=kinds,
        rate=np.full((len(names), years), rate),
        alive=np.tile(survival(stay, months), (len(names), 1)),
        monthly_discount=0.995,
        materials=given,
    )
