"""Maps drawn on the server: land, borders and circles, in Web Mercator.

The same circles lie over the moving map where a browser can draw one.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

import msgspec

from accordingto.domain import Count, Place, Value
from accordingto.serve.words import PRECISIONS, VAGUE_FROM

OUTLINE = Path(__file__).with_name("outline.json")
WORLD = (-170.0, -57.0, 190.0, 78.0)
KM_PER_DEGREE = 111.2
SMALLEST, LARGEST = 5.0, 46.0  # radius of a circle, in pixels

Box = tuple[float, float, float, float]  # west, south, east, north, in degrees


class Country(Value, frozen=True):
    """A country's name, where to write it, and its rings as steps of 1/scale degree."""

    name: str
    at: tuple[int, int]
    rings: tuple[tuple[int, ...], ...]


class Outline(Value, frozen=True):
    """The world's countries, thinned; ``frontend/scripts/outlines.mjs`` makes the file."""

    credit: str
    scale: int
    countries: tuple[Country, ...]


class Circle(Value, frozen=True):
    """A place on a map: ``km`` is how far off the true place may lie, ``r`` is in pixels."""

    key: str
    href: str
    title: str
    family: str
    longitude: float
    latitude: float
    km: float
    toll_radius: float
    x: float = 0.0
    y: float = 0.0
    r: float = 0.0

    @property
    def vague(self) -> bool:
        """Return whether the place is an area, not a point."""
        return self.km >= PRECISIONS[VAGUE_FROM][1]


class Label(Value, frozen=True):
    """A country's name at its place on the picture and on the globe."""

    name: str
    x: float
    y: float
    longitude: float
    latitude: float


class Picture(Value, frozen=True):
    """Everything a template needs to draw a map of ``width`` by ``height`` pixels."""

    width: int
    height: int
    bounds: Box
    land: tuple[str, ...]
    labels: tuple[Label, ...]
    circles: tuple[Circle, ...]


class Frame(Value, frozen=True):
    """The part of the globe a picture shows: its left and top in Mercator degrees, its scale."""

    left: float
    top: float
    scale: float
    width: int
    height: int

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return the pixel of a place, x to the right and y downwards."""
        return (longitude - self.left) * self.scale, (self.top - northing(latitude)) * self.scale

    @property
    def box(self) -> Box:
        """Return the frame's edges in degrees."""
        east = self.left + self.width / self.scale
        south = latitude_of(self.top - self.height / self.scale)
        return self.left, south, east, latitude_of(self.top)


def northing(latitude: float) -> float:
    """Return the Mercator height of a latitude, in degrees of the equator."""
    held = max(-84.0, min(84.0, latitude))
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(held) / 2)))


def latitude_of(height: float) -> float:
    """Return the latitude at a Mercator height: the reverse of :func:`northing`."""
    return math.degrees(2 * math.atan(math.exp(math.radians(height))) - math.pi / 2)


@cache
def outline() -> Outline:
    """Read the world's outline; it ships with the package."""
    return msgspec.json.decode(OUTLINE.read_bytes(), type=Outline)


def circle(
    place: Place, killed: Count | None, *, key: str, href: str, title: str, family: str
) -> Circle:
    """Make the circle of a place; its area follows the toll's upper value."""
    upper = 0 if killed is None else killed.high or killed.low or 0
    return Circle(
        key=key,
        href=href,
        title=f"{title} ({PRECISIONS[place.precision][0]})",
        family=family,
        longitude=place.longitude,
        latitude=place.latitude,
        km=PRECISIONS[place.precision][1],
        toll_radius=round(min(LARGEST, max(SMALLEST, 3.2 * math.sqrt(upper))), 1),
    )


def picture(circles: Sequence[Circle], *, width: int, height: int, least_span: float) -> Picture:
    """Draw the circles on the smallest map that holds them all.

    Args:
        least_span: Degrees of longitude shown at least, so that one place is seen in its country.
    """
    frame = _frame(circles, width=width, height=height, least_span=least_span)
    placed = tuple(_placed(c, frame) for c in circles)
    return Picture(
        width=width,
        height=height,
        bounds=frame.box,
        land=tuple(path for c in outline().countries for path in _paths(c, frame)),
        labels=tuple(_labels(frame)),
        # The large ones first, so that a small one on top can be clicked.
        circles=tuple(sorted(placed, key=lambda c: (-c.r, c.key))),
    )


def _frame(circles: Sequence[Circle], *, width: int, height: int, least_span: float) -> Frame:
    west, south, east, north = _bounds(circles)
    top, bottom = northing(north), northing(south)
    margin = 1.0 if not circles else 1.35
    across = max((east - west) * margin, least_span)
    down = max((top - bottom) * margin, least_span * height / width)
    scale = min(width / across, height / down)
    left = (west + east) / 2 - width / scale / 2
    return Frame(
        left=left,
        top=(top + bottom) / 2 + height / scale / 2,
        scale=scale,
        width=width,
        height=height,
    )


def _bounds(circles: Sequence[Circle]) -> Box:
    if not circles:
        return WORLD
    around = [(c, c.km / KM_PER_DEGREE) for c in circles]
    return (
        min(c.longitude - d for c, d in around),
        min(c.latitude - d for c, d in around),
        max(c.longitude + d for c, d in around),
        max(c.latitude + d for c, d in around),
    )


def _placed(item: Circle, frame: Frame) -> Circle:
    x, y = frame.at(item.longitude, item.latitude)
    # Mercator stretches a distance by 1 / cos(latitude).
    stretch = math.cos(math.radians(max(-84.0, min(84.0, item.latitude))))
    uncertain = item.km / KM_PER_DEGREE / stretch * frame.scale
    return msgspec.structs.replace(
        item, x=round(x, 1), y=round(y, 1), r=round(max(item.toll_radius, uncertain), 1)
    )


def _ring(steps: Sequence[int], scale: int) -> list[tuple[float, float]]:
    across = accumulate(steps[::2])
    up = accumulate(steps[1::2])
    return [(x / scale, y / scale) for x, y in zip(across, up, strict=True)]


def _paths(country: Country, frame: Frame) -> Iterable[str]:
    west, south, east, north = frame.box
    for steps in country.rings:
        ring = _ring(steps, outline().scale)
        if max(x for x, _ in ring) < west or min(x for x, _ in ring) > east:
            continue
        if max(y for _, y in ring) < south or min(y for _, y in ring) > north:
            continue
        points = (frame.at(*point) for point in ring)
        yield "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def _labels(frame: Frame) -> Iterable[Label]:
    for country in outline().countries:
        longitude, latitude = (part / outline().scale for part in country.at)
        x, y = frame.at(longitude, latitude)
        room = _width(country) * frame.scale
        inside = 30 < x < frame.width - 30 and 12 < y < frame.height - 8
        if inside and room > 6.5 * len(country.name):
            yield Label(
                name=country.name,
                x=round(x, 1),
                y=round(y, 1),
                longitude=longitude,
                latitude=latitude,
            )


@cache
def _width(country: Country) -> float:
    across = list(accumulate(country.rings[0][::2]))
    return (max(across) - min(across)) / outline().scale
