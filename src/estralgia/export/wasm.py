"""A woman on a web page: draws, balance and days as a module of WebAssembly, a table of names, and the caller."""

import json
import zlib
from math import inf
from pathlib import Path
from typing import Any

from ..book import BOOK
from ..model.book import Book
from ..model.regimen import Regimen
from ..model.schema import WEIGHT, to_days
from ..model.theory import Theory
from ..people import Patient, as_women
from ..people.traits import purposes_of
from ..questions.asked import ask
from ..runners.arms import arms_of
from ..runners.program import Program
from ..runners.run import INTENDED_USE
from ..runners.wasm import write

CODE, TABLE, CALLER = "woman.wasm", "woman.json", "woman.js"


def wasm(
    regimen: "str | Regimen" = "letrozole",
    *,
    add: tuple[str, ...] = (),
    theory: "str | Theory" = "all",
    tablets: str = "as prescribed",
    record: tuple[str, ...] | None = None,
    book: Book = BOOK,
) -> dict[str, bytes]:
    """The files with which a page makes a woman and simulates her: name of the file -> its bytes.

    regimen, add: which drugs and treatments can be given; when, the page says. theory, tablets, record: as `simulate`.
    `woman.wasm` is the model, `woman.json` says what may be given and what is seen, with units, and `woman.js` is the
    ES module that reads both. Raises EstralgiaError as `simulate`.
    """
    her = as_women(Patient(), None)
    asked = ask(her, book, regimen, add=add, theory=theory, tablets=tablets, record=record, every=7)
    program = arms_of(asked)[0].program
    module = write(program, asked.theory, asked.record, her)
    table = _table(program, asked.theory, book) | {"places": module.places}
    for name, one in table["inputs"].items():
        one["at"], one["count"] = module.places["inputs"][name]
    table["seen"] = {name: _said(program, name) | _placed(place) for name, place in module.places["seen"].items()}
    caller = Path(__file__).with_name(CALLER).read_bytes()
    return {CODE: module.code, TABLE: json.dumps(table, separators=(",", ":")).encode(), CALLER: caller}


def _table(program: Program, theory: Theory, book: Book) -> dict[str, Any]:
    """What may be given to a woman and to a day, with its usual value and unit."""
    wiring, her, parameters = program.wiring, as_women(Patient(), None), program.parameters()
    traits = purposes_of(book, wiring, program.members, program.kinds)
    dice = wiring.of_kind("noise") + (wiring.of_kind("decision") if program.closed_loop else [])
    entries = {name: wiring.entries[name].details for name in traits}
    return {
        "intended_use": INTENDED_USE,
        "drugs": program.drugs,
        "treatments": program.treatments,
        "theory": theory.name,
        "tablets": "closed loop" if program.closed_loop else "as prescribed",
        "usual_doses": [1000 * book.usual_doses[name] for name in program.drugs],
        "resting": sorted(program.idle),
        "numbers": {
            name: _said(program, name) | {"value": [_json(x) for x in one.flat]} for name, one in parameters.items()
        },
        "weights": {name.removeprefix(WEIGHT): {"value": [one]} for name, one in theory.weights.items()},
        "covariates": {
            name: {"unit": row.unit, "in_days": to_days(row.unit)[0], "value": her.covariates[name].tolist()}
            for name, row in book.covariates.items()
        },
        "given": {name: vars(row) | {"meaning": row.meaning} for name, row in book.given.items()},
        "traits": {
            name: {"kind": kind, "purposes": [_number(one) for one in purposes]}
            | {one: entries[name][one] for one in ("correlated_with", "correlation") if one in entries[name]}
            for name, (kind, purposes) in traits.items()
        },
        "noises": {name: _number(f"{name} before") for name in wiring.of_kind("noise")},
        "dice": {name: _number(name) for name in dice},
        "inputs": {
            name: _said(program, name) | {"brings": wiring.entries[name].details.get("brings", "")}
            for name in wiring.of_kind("input")
            if wiring.entries[name].details.get("brings") or wiring.entries[name].clock == "days"
        },
    }


def _said(program: Program, name: str) -> dict[str, Any]:
    """What a name means, its unit with time in days, and for what it repeats."""
    entry = program.wiring.entries[name]
    found = {"meaning": entry.meaning, "unit": to_days(entry.unit)[1]}
    return found | ({"of": program.members[entry.per]} if entry.per else {})


def _json(value: float) -> float | str:
    """A number as JSON has it, which knows no infinity; JavaScript reads the word as one."""
    return "Infinity" if value == inf else float(value)


def _placed(place: tuple[int, int]) -> dict[str, int]:
    return dict(zip(("at", "count"), place, strict=True))


def _number(purpose: str) -> int:
    return zlib.crc32(purpose.encode())
