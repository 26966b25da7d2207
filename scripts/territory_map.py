"""Draws the departments: from a TopoJSON file to short SVG paths, for `build_territory`."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from cordee.core.text import words

Point = tuple[float, float]
Projection = Callable[[Point], Point]
Ring = list[int]

WIDTH, HEIGHT = 1000, 1120
TOLERANCE = 0.9  # in drawing units: less than a pixel at full width
SOURCE_NAMES = {"guyane francaise": "guyane", "seien et marne": "seine et marne", "haute rhin": "haut rhin"}
SOURCE_NAMES["meurhe et moselle"] = "meurthe et moselle"  # the source's own spellings, put right
INNER_PARIS = ("75", "92", "93", "94")
OVERSEAS = ("971", "972", "973", "974", "976")
INNER_PARIS_BOX = (35, 55, 160, 145)  # x, y, width, height
OVERSEAS_BOX = (30, 990, 140, 90)  # the first; the others follow every 200 units


def decode(topology: dict[str, Any]) -> list[list[Point]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy, *_ in deltas:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def lambert() -> Projection:
    """The Lambert conic projection of France (parallels 44° and 49°), scaled to the drawing."""
    rad = math.radians

    def tan(parallel: float) -> float:
        return math.tan(math.pi / 4 + rad(parallel) / 2)

    n = math.log(math.cos(rad(44)) / math.cos(rad(49))) / math.log(tan(49) / tan(44))
    f = math.cos(rad(44)) * tan(44) ** n / n
    r0 = f / tan(46.5) ** n

    def project(point: Point) -> Point:
        r, angle = f / tan(point[1]) ** n, n * rad(point[0] - 3)
        return 505 + 5500 * r * math.sin(angle), 455 - 5500 * (r0 - r * math.cos(angle))

    return project


def fit(points: list[Point], box: tuple[float, float, float, float]) -> Projection:
    """A local projection that centres these points in a box."""
    x, y, width, height = box
    longitudes, latitudes = [p[0] for p in points], [p[1] for p in points]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = min(width / ((east - west) * squeeze), height / (north - south))
    left = x + (width - (east - west) * squeeze * scale) / 2
    top = y + (height - (north - south) * scale) / 2
    return lambda p: (left + (p[0] - west) * squeeze * scale, top + (north - p[1]) * scale)


def simplify(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas–Peucker: the fewest points that stay within `tolerance` of the line; both ends are kept."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def distance(p: Point) -> float:
        if not length:
            return math.hypot(p[0] - ax, p[1] - ay)
        return abs((bx - ax) * (ay - p[1]) - (ax - p[0]) * (by - ay)) / length

    index, far = max(((i, distance(p)) for i, p in enumerate(points[1:-1], 1)), key=lambda pair: pair[1])
    if far <= tolerance:
        return [points[0], points[-1]]
    return simplify(points[: index + 1], tolerance)[:-1] + simplify(points[index:], tolerance)


class Pen:
    """Writes rings of arcs as whole-number, relative SVG paths. Neighbours share arcs, so no gap appears between them."""

    def __init__(self, arcs: list[list[Point]], project: Projection) -> None:
        self.arcs, self.project = arcs, project
        self._drawn: dict[int, list[Point]] = {}

    def arc(self, index: int) -> list[Point]:
        key = index if index >= 0 else ~index
        if key not in self._drawn:
            self._drawn[key] = simplify([self.project(p) for p in self.arcs[key]], TOLERANCE)
        return self._drawn[key] if index >= 0 else self._drawn[key][::-1]

    def rings(self, rings: list[Ring], close: str = "z") -> str:
        return "".join(self._line([p for i in ring for p in self.arc(i)], close) for ring in rings)

    def _line(self, points: list[Point], close: str) -> str:
        steps: list[tuple[int, int]] = []
        for x, y in points:
            if not steps or steps[-1] != (round(x), round(y)):
                steps.append((round(x), round(y)))
        if len(set(steps)) < (3 if close else 2):
            return ""
        moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(steps)]
        return f"M{steps[0][0]} {steps[0][1]}l" + " ".join(f"{dx} {dy}" for dx, dy in moves).replace(" -", "-") + close


def borders(shapes: dict[str, list[Ring]], region_of: dict[str, str], pen: Pen) -> str:
    """The lines between two regions, once each."""
    sides: dict[int, set[str]] = defaultdict(set)
    for code, rings in shapes.items():
        for ring in rings:
            for index in ring:
                sides[index if index >= 0 else ~index].add(region_of[code])
    return pen.rings([[index] for index, regions in sorted(sides.items()) if len(regions) > 1], close="")


def rings_by_department(topology: dict[str, Any], departments: list[dict[str, Any]]) -> dict[str, list[Ring]]:
    codes = {" ".join(words(d["nom"])): d["code"] for d in departments}
    shapes = {}
    for geometry in next(iter(topology["objects"].values()))["geometries"]:
        name = " ".join(words(geometry["properties"]["name"] or ""))
        if code := codes.get(SOURCE_NAMES.get(name, name)):
            polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
            shapes[code] = [ring for polygon in polygons for ring in polygon]
    return shapes


def build_map(topology: dict[str, Any], departments: list[dict[str, Any]], regions: dict[str, str]) -> dict[str, Any]:
    """The drawing: per department a path and, around Paris, a second one in a larger inset."""
    arcs, shapes = decode(topology), rings_by_department(topology, departments)
    mainland = Pen(arcs, lambert())

    def points(*codes: str) -> list[Point]:
        return [p for code in codes for ring in shapes[code] for i in ring for p in arcs[i if i >= 0 else ~i]]

    zoom = Pen(arcs, fit(points(*INNER_PARIS), INNER_PARIS_BOX))
    pens = {}
    for place, code in enumerate(OVERSEAS):
        x, y, width, height = OVERSEAS_BOX
        pens[code] = Pen(arcs, fit(points(code), (x + 200 * place, y, width, height)))
    drawn = []
    for department in sorted(departments, key=lambda d: d["code"]):
        code = department["code"]
        drawn.append(
            {
                "code": code,
                "name": department["nom"],
                "region": regions[department["region"]],
                "path": pens.get(code, mainland).rings(shapes.get(code, [])),
                "zoom": zoom.rings(shapes[code]) if code in INNER_PARIS else "",
            }
        )
    region_of = {d["code"]: d["region"] for d in departments}
    inland = {code: rings for code, rings in shapes.items() if code not in OVERSEAS}
    return {"width": WIDTH, "height": HEIGHT, "borders": borders(inland, region_of, mainland), "departments": drawn}
