from supplypact.reporting.chart import origin_style, rounded, value_axis


def test_unknown_values_stay_unknown() -> None:
    assert rounded([1.239, None]) == [1.24, None]


def test_only_the_concern_is_hatched() -> None:
    assert "decal" in origin_style("concern")
    assert origin_style("partner") == {"color": "--partner"}


def test_an_axis_ends_where_it_is_told() -> None:
    assert value_axis("%", most=100)["max"] == 100
    assert "max" not in value_axis("%")
