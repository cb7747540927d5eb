"""What a row is, and the columns that several tables share."""

from accordingto.domain import Count, DateRange, Place, Value

Cell = str | int | float | bool | list[str] | None
Row = dict[str, Cell]


def columns(value: Value | None, **attributes: str) -> Row:
    """Return columns, each given as ``column="attribute"``: all empty where there is no value."""
    return {
        column: None if value is None else getattr(value, attribute)
        for column, attribute in attributes.items()
    }


def columns_of_date(date: DateRange | None) -> Row:
    """Return the columns of a date."""
    return columns(
        date,
        date_first="first",
        date_last="last",
        date_precision="precision",
        date_text="text",
    )


def columns_of_place(place: Place | None) -> Row:
    """Return the columns of a place; one that is not known is empty, never at 0, 0."""
    return columns(
        place,
        place_name="name",
        gazetteer_id="gazetteer_id",
        latitude="latitude",
        longitude="longitude",
        admin1="admin1",
        admin2="admin2",
        country="country",
        country_name="country_name",
        place_precision="precision",
    )


def columns_of_count(name: str, count: Count | None) -> Row:
    """Return the columns ``name_low`` and ``name_high``: empty where open or unknown."""
    return columns(count, **{f"{name}_low": "low", f"{name}_high": "high"})
