"""The fullest page that a response can ask for: long names, twelve lines, many users."""

from dataclasses import replace

import polars as pl

from supplypact.domain.event import EventSource
from supplypact.domain.network import Network
from supplypact.domain.response import ACTIONS, Action, Response
from supplypact.reporting.response.view import ResponseView
from tests.reporting.response import given

MATERIALS = {
    "magnet_rare_earths": ("Magnet rare earths", "磁石用希土類"),
    "dysprosium_terbium": ("Dysprosium and terbium", "ジスプロシウム・テルビウム"),
    "zirconium": ("Zirconium minerals", "ジルコン"),
    "germanium": ("Germanium", "ゲルマニウム"),
}


def network() -> Network:
    base = given.network()
    (stage,) = base.materials[0].stages
    named = {
        "magnet_rare_earths": ("Finished neodymium-iron-boron magnet", "ネオジム磁石(完成品)"),
        "dysprosium_terbium": ("Heavy rare-earth concentrate", "重希土類精鉱"),
        "zirconium": ("Zirconium mineral concentrates", "ジルコン精鉱"),
        "germanium": ("Rhenium from molybdenite roasting", "モリブデン焙焼副産レニウム"),
    }
    more = tuple(
        replace(
            base.materials[0],
            id=material,
            name_en=en,
            name_ja=ja,
            stages=(replace(stage, product_en=named[material][0], product_ja=named[material][1]),),
        )
        for material, (en, ja) in MATERIALS.items()
    )
    return replace(base, materials=(*base.materials, *more))


def view() -> ResponseView:
    return given.view(network=network(), exercise=True, marking="TLP:AMBER+STRICT")


def actions() -> tuple[Action, ...]:
    """More lines than fit on the page, of long names."""
    one = given.actions()
    return tuple(
        replace(
            one[at % len(ACTIONS)],
            number=at + 1,
            material=list(MATERIALS)[at % 4],
            source="DEU;KOR;TJK" if one[at % len(ACTIONS)].source else "",
            owner=("USA", "JPN", "DEU", "KOR", "TJK", "CHN")[at % 6],
        )
        for at in range(15)
    )


def response() -> Response:
    base = given.response()
    copies = {
        name: pl.concat(
            [
                getattr(base, name),
                *(
                    getattr(base, name)
                    .filter(pl.col("material") == "gallium")
                    .with_columns(material=pl.lit(material))
                    for material in MATERIALS
                ),
            ]
        )
        for name in ("balance", "short")
    }
    event = replace(
        given.event(),
        title_en="China suspends exports of heavy rare earths, magnets, germanium and zirconium "
        "for the military users of all parties",
        title_ja="中国、重希土類・磁石・ゲルマニウム・ジルコンの輸出を全当事国の軍需向けに停止",
        delay_days=45.0,
        cuts=(replace(given.event().cuts[0], materials=("gallium", "antimony", *MATERIALS)),) * 4,
        sources=tuple(
            EventSource(
                text=f"Ministry of Commerce and General Administration of Customs, announcement "
                f"{number} of 2025 on the export control of dual-use items",
                url=f"https://example.org/announcements/2025/{number}",
            )
            for number in range(8)
        ),
    )
    return given.response(
        events=(event,),
        actions=actions(),
        materials=("gallium", "antimony", *MATERIALS),
        unknown_stocks=tuple(
            (holder, material) for holder in ("USA", "JPN") for material in MATERIALS
        ),
        estimates=tuple(MATERIALS),
        notes=(given.NOTE,) * 5,
        **copies,
    )
