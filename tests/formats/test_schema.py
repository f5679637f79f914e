"""A resource of a data package becomes a schema."""

from supplypact.formats.schema import Reference, read_schema


def resource(name: str) -> dict[str, object]:
    return {
        "name": name,
        "schema": {
            "fields": [
                {"name": "country", "type": "string", "constraints": {"required": True}},
                {"name": "share", "type": "number", "constraints": {"minimum": 0, "maximum": 1}},
                {"name": "source", "type": "string"},
            ],
            "primaryKey": ["country"],
            "foreignKeys": [
                {
                    "fields": ["country"],
                    "reference": {"resource": "countries", "fields": ["country"]},
                }
            ],
        },
    }


def test_a_schema_has_the_limits_and_the_key_of_the_resource() -> None:
    schema = read_schema(resource("shares"))
    country, share, source = schema.fields
    assert (country.required, share.required) == (True, False)
    assert (share.minimum, share.maximum) == (0, 1)
    assert source.enum == ()
    assert schema.key == ("country",)


def test_a_source_column_refers_to_the_sources_without_being_told() -> None:
    assert read_schema(resource("shares")).references == (
        Reference(field="country", table="countries", target="country"),
        Reference(field="source", table="sources", target="source"),
    )


def test_the_sources_do_not_refer_to_themselves() -> None:
    assert [each.table for each in read_schema(resource("sources")).references] == ["countries"]
