"""Saved: a run as a file, written whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from .model.errors import EstralgiaError
from .runners.run import Run


def write_run(run: Run, path) -> Path:
    """Write to a NetCDF file (.nc) or a table (.csv); an existing file is replaced only when all is written."""
    path = Path(path)
    writers = {".nc": _netcdf, ".csv": _table}
    if path.suffix not in writers:
        raise EstralgiaError(f"cannot save as '{path.suffix or path.name}'", str(path), "end the name in .nc or .csv")
    return replaced(path, lambda part: writers[path.suffix](run, part))


def replaced(path: Path, write: Callable[[Path], None]) -> Path:
    """What `write` writes, in place of what was there, when all is written."""
    part = path.with_name(path.name + ".part")
    try:
        write(part)
        part.replace(path)
    except OSError as error:
        raise EstralgiaError("the result cannot be written", f"{path}: {error}", "give another place") from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _netcdf(run, path):
    packed = {name: {"zlib": True, "complevel": 4} for name in run.data.data_vars}
    # In memory first: on a full disk the HDF5 library does not raise but ends the process.
    path.write_bytes(run.data.to_netcdf(engine="h5netcdf", encoding=packed))


def _table(run, path):
    plain = [name for name, one in run.data.data_vars.items() if set(one.dims) == {"arm", "patient", "time"}]
    run.data[plain].to_dataframe().to_csv(path)
