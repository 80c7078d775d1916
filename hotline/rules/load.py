"""What do the shipped rules say?

The only place that opens the YAML beside this file. It gives back frozen records of `tickets`; a rule that cannot be
read is refused here, with the file and the entry named, never later in front of a citizen.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tickets.danger import Danger
from tickets.departments import Department, Directory
from tickets.matter import Kind, Urgency
from tickets.places import Gazetteer, Jurisdiction, Place
from tickets.routing import LOCAL, Catalogue, Leaf, Word


def _rules(name: str) -> Any:
    return yaml.safe_load(files("hotline.rules").joinpath(name).read_text(encoding="utf-8"))


@cache
def dangers() -> tuple[Danger, ...]:
    """Every kind of danger, gravest first."""
    rules = _rules("danger.yml")
    return tuple(_danger(row, rules) for row in rules["dangers"])


def danger_examples() -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """What people in danger say, by kind, and what only sounds like it. Errors: `ValueError` on an unknown kind."""
    lines = files("hotline.rules").joinpath("danger_examples.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    spoken = {danger.kind: tuple(row["text"] for row in rows if row["kind"] == danger.kind) for danger in dangers()}
    unknown = {row["kind"] for row in rows if row["kind"]} - set(spoken)
    if unknown:
        raise ValueError(f"danger_examples.jsonl 里有 danger.yml 没有的险情：{'、'.join(sorted(unknown))}")
    return spoken, tuple(row["text"] for row in rows if not row["kind"])


def _danger(row: Mapping[str, Any], rules: Mapping[str, Any]) -> Danger:
    outruled_by = [rules["outrule"].get(each, each) for each in row["outruled_by"]]
    return Danger(
        kind=row["kind"],
        numbers=tuple(row["numbers"]),
        advice="".join(row["advice"].split()),
        source=row["source"],
        signs=_pattern(row["signs"], rules["words"]),
        outruled_by=_pattern(outruled_by, rules["words"]),
        insistence=re.compile(rules["insistence"]),
    )


def _pattern(phrases: list[str], words: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern out of many phrases, with <人> and the like spelled out."""
    text = "|".join(phrases)
    for name, spelled in words.items():
        text = text.replace(f"<{name}>", spelled)
    return re.compile(text)


@cache
def directory() -> Directory:
    """Every department a ticket can be given to."""
    return Directory(departments=tuple(_department(row) for row in _rules("departments.yml")["departments"]))


def _department(row: Mapping[str, Any]) -> Department:
    area = tuple(row["area"].split(",")) if "area" in row else ()
    return Department(**{**row, "area": area})


@cache
def gazetteer() -> Gazetteer:
    """The 12 streets and towns with their communities, and the neighbours outside."""
    rules = _rules("places.yml")
    inside = (place for row in rules["streets"] for place in _street_and_communities(row))
    return Gazetteer(places=(*inside, *map(_neighbour, rules["outside"])))


def _street_and_communities(row: Mapping[str, Any]) -> Iterator[Place]:
    street = Place(
        code=row["code"],
        name=row["name"],
        full_name=row["name"],
        street=row["name"],
        department=row["department"],
        jurisdiction=Jurisdiction(row["jurisdiction"]),
        also=tuple(row["also"]),
    )
    yield street
    yield from (_community(community, street) for community in row["communities"])


def _community(row: Mapping[str, Any], street: Place) -> Place:
    return replace(
        street,
        code=row["code"],
        name=row["name"],
        full_name=f"{street.name}{row['name']}{row['kind']}",
        also=(),
        community=True,
        only_after_street=row.get("only_after_street", False),
    )


def _neighbour(row: Mapping[str, Any]) -> Place:
    name = row["name"]
    return Place(
        code="",
        name=name,
        full_name=name,
        street=name,
        department="",
        jurisdiction=Jurisdiction.OUTSIDE,
        also=tuple(row["also"]),
    )


@cache
def catalogue() -> Catalogue:
    """The dispatch catalogue; a lead or co-handler that is not in the directory is refused."""
    rules = _rules("catalogue.yml")
    leaves = tuple(
        _leaf(f"{first}/{row['name']}", row, rules["weights"])
        for group in rules["leaves"]
        for first, rows in group.items()
        for row in rows
    )
    _refuse_unknown_departments(leaves)
    return Catalogue(
        version=str(rules["version"]),
        label=rules["label"],
        leaves=leaves,
        unknown=_leaf(rules["unknown"]["category"], rules["unknown"], {}),
        kinds=tuple((Kind(row["kind"]), re.compile(row["words"])) for row in rules["kinds"]),
        urgencies=tuple((Urgency(row["urgency"]), re.compile(row["words"])) for row in rules["urgencies"]),
    )


def _leaf(category: str, row: Mapping[str, Any], weights: Mapping[str, float]) -> Leaf:
    words = (
        Word(pattern=re.compile(word), weight=weight)
        for strength, weight in weights.items()
        for word in row.get(strength, "").split()
    )
    co = tuple(row.get("co", ()))
    return Leaf(category=category, lead=row["lead"], co=co, clause=row["clause"], words=tuple(words))


def _refuse_unknown_departments(leaves: Iterable[Leaf]) -> None:
    for leaf in leaves:
        for short in (leaf.lead, *leaf.co):
            if short != LOCAL:
                directory().named(short)
