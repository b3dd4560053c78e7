"""Saved: a run as a file, written whole or not at all, and read back with all that was asked of it."""

import json
from collections.abc import Callable
from functools import reduce
from pathlib import Path

import numpy as np
import xarray as xr

from .book import BOOK
from .model.book import Book
from .model.errors import InputError
from .model.prescription import read_prescription
from .model.theory import Theory
from .people import Women
from .questions.written import LIKE_ITSELF, all_that_was_asked
from .runners.engines import check_engine
from .runners.run import Asked, Run
from .tables.cells import TableText
from .tables.doses import read_doses

SCHEMA = 1  # of what a file holds beside the data
HER = {"covariates": "covariate_", "given": "given_"}  # what is said of the women, and how its variables begin
ASKED = "asked"


def write_run(run: Run, path) -> Path:
    """Write to a NetCDF file (.nc) or a table (.csv); an existing file is replaced only when all is written."""
    path = Path(path)
    writers = {".nc": _netcdf, ".csv": _table}
    if path.suffix not in writers:
        raise InputError(f"cannot save as '{path.suffix or path.name}'", str(path), "end the name in .nc or .csv")
    return replaced(path, lambda part: writers[path.suffix](run, part))


def write_data(data: xr.Dataset, path) -> Path:
    """Write a dataset to a NetCDF file (.nc); an existing file is replaced only when all is written."""
    path = Path(path)
    if path.suffix != ".nc":
        raise InputError(f"cannot save as '{path.suffix or path.name}'", str(path), "end the name in .nc")
    return replaced(path, lambda part: _pack(data, part))


def replaced(path: Path, write: Callable[[Path], None]) -> Path:
    """What `write` writes, in place of what was there, when all is written."""
    part = path.with_name(path.name + ".part")
    try:
        write(part)
        part.replace(path)
    except OSError as error:
        raise InputError("the result cannot be written", f"{path}: {error}", "give another place") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def read_run(path, book: Book = BOOK) -> Run:
    """The run that was written to a NetCDF file, with its women and all that was asked.

    book: the book it was simulated with, where that is not the package's own. Raises EstralgiaError for a file that
    cannot be read, does not come from here, or was made with another book.
    """
    try:
        with xr.open_dataset(path, engine="h5netcdf") as file:
            data = file.load()
        written = json.loads(str(data[ASKED].values))
    except (OSError, ValueError, KeyError, TypeError) as error:
        fix = "give a file that Course.save wrote with a name ending in .nc"
        raise InputError("this is no saved course", f"{path}: {error}", fix) from error
    if written["schema"] > SCHEMA:
        raise InputError("this file was written by a later version", str(path), "update estralgia")
    if written["book"] != book.digest:
        where = f"{path}: the book {written['book']}, not {book.digest}"
        by = f"estralgia {data.attrs.get('version_of_estralgia', 'of that day')}"
        fix = f"give its book, read_course(path, book=read_book(...)), or use {by}; its numbers: xarray.open_dataset"
        raise InputError("this course was simulated with another book", where, fix)
    parts = {what: _taken(data, begins) for what, begins in HER.items()}
    women = Women(data.patient.values, seed=written["seed"], names=tuple(written["names"]), **parts)
    hers = [f"{HER[what]}{name}" for what in HER for name in parts[what]]
    return Run(data.drop_vars([ASKED, *hers]), women, _asked(written, book))


def _asked(written, book):
    tables = [_read_again(told) for told in written["tables"]]
    theory = written["theory"]
    return Asked(
        book,
        {name: _arm(one, tables, book) for name, one in written["arms"].items()},
        record=tuple(written["record"]),
        theory=Theory(theory["name"], theory["weights"], tuple(theory["rivals"]), tuple(theory["always"])),
        numbers=written["numbers"],
        covariates=None if written["covariates"] is None else tables[written["covariates"]],
        engine=check_engine(None),
        **{name: written[name] for name in LIKE_ITSELF},
    )


def _read_again(told):
    return read_doses(**told | {"path": TableText(*told["path"])})


def _arm(written, tables, book):
    """What is taken in an arm: words, or [place of a table, what is added to it]."""
    if isinstance(written, str):
        return read_prescription(written, book)
    place, added = written
    return reduce(lambda table, words: table.with_addition(words, book), added, tables[place])


def _taken(data, begins):
    names = [str(name) for name in data.data_vars if str(name).startswith(begins)]
    return {name.removeprefix(begins): data[name].values for name in names}


def _with_all_that_was_asked(run):
    """The data of a run, and in it who was simulated (a variable each) and what was asked (as JSON)."""
    women, said = run.women, all_that_was_asked(run.asked, run.women, run.arms) | {"schema": SCHEMA}
    hers = {f"{begins}{name}": ("patient", np.asarray(value)) for what, begins in HER.items()
            for name, value in getattr(women, what).items()}  # fmt: skip
    return run.data.assign(hers).assign({ASKED: ((), json.dumps(said))})


def _netcdf(run, path):
    _pack(_with_all_that_was_asked(run), path)


def _pack(data, path):
    packed = {name: {"zlib": True, "complevel": 4} for name in data.data_vars if name != ASKED}
    # In memory first: on a full disk the HDF5 library does not raise but ends the process.
    path.write_bytes(data.to_netcdf(engine="h5netcdf", encoding=packed))


def _table(run, path):
    plain = [name for name, one in run.data.data_vars.items() if set(one.dims) == {"arm", "patient", "time"}]
    run.data[plain].to_dataframe().to_csv(path)
