import json
from typing import Any

from supplypact.domain.entry import Tlp
from supplypact.reporting.progress.exports import Publisher, export
from supplypact.reporting.progress.sites import sites_geojson
from tests.reporting.progress import given


def sites() -> dict[str, Any]:
    made = export(given.view(), Tlp.CLEAR, Publisher())
    found: dict[str, Any] = json.loads(sites_geojson(made))
    return found


def test_a_site_is_a_point_with_longitude_first() -> None:
    (ohio,) = sites()["features"]
    assert ohio["type"] == "Feature"
    assert ohio["geometry"] == {"type": "Point", "coordinates": [-82.9, 40.4]}
    told = ohio["properties"]
    assert (told["name"], told["host"]) == ("Gas power 9.2 GW, Ohio", "USA")
    assert (told["status"], told["rule"]) == ("at_risk", "P4")
    assert told["verdict"] == "first output has moved by more than 90 days in all"
    assert told["first_output"] == "2029-03-31"
    assert (told["ceiling_usd"], told["firm_usd"]) == ("0", "33300000000")


def test_projects_without_a_place_are_listed_beside_the_map() -> None:
    found = sites()
    assert found["type"] == "FeatureCollection"
    listed = [each["id"] for each in found["without_place"]]
    assert listed == ["gulflink", "diamond-grit", "copper-smelter"]
