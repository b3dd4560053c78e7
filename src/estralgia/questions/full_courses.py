"""Whole courses of any number of women, streamed to Zarr batch by batch: each chunk is written once, memory is flat."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from ..model.errors import InputError
from ..people import Women
from ..runners.run import Run
from .asked import AT_ONCE
from .batch_folder import said_once

CHUNK_BYTES = 100e6  # of the widest quantity, before it is pressed; those of one number a day are a tenth of it
WHOLE = "women of a batch"  # the attribute that is written when all else of an empty store is


def check_zarr() -> None:
    """Raises InputError where Zarr is not installed."""
    if find_spec("zarr") is None:
        raise InputError("zarr is not installed", "full = True", "pip install 'estralgia[large]', or leave it out")


def women_at_once(shell: xr.Dataset) -> int:
    """Women of a batch, so that the chunks of the widest quantity take at most CHUNK_BYTES where AT_ONCE women do.

    shell: the dataset of one woman.
    """
    widest = max(one.nbytes for one in shell.data_vars.values())
    return max(1, int(CHUNK_BYTES / widest) // AT_ONCE) * AT_ONCE


@dataclass(eq=False)
class FullCourses:
    """A Zarr store with a course for each woman, dims arm, patient, time, ... as in `Course.data`."""

    path: Path
    shell: xr.Dataset
    women: Women
    size: int
    _data: dict[str, np.ndarray] = field(init=False, default_factory=dict[str, np.ndarray])

    def prepare(self) -> None:
        """Make the store, empty, unless it is there."""
        with said_once(self.path.parent):
            self._prepare()

    def _prepare(self) -> None:
        import zarr

        try:
            if zarr.open_group(self.path, mode="r").attrs.get(WHOLE) == self.size:
                return
        except (OSError, ValueError, KeyError):
            pass
        shutil.rmtree(self.path, ignore_errors=True)
        group = zarr.open_group(self.path, mode="w", attributes=dict(self.shell.attrs))
        for name, one in self.shell.data_vars.items():
            self._make(group, str(name), one)
        of_all = {"patient": ("patient", self.women.ids)}
        coordinates = {name: one for name, one in self.shell.coords.items() if name != "patient"} | of_all
        axes = xr.Dataset(coords=coordinates)
        words = {name: one.astype(object) for name, one in axes.coords.items() if one.dtype.kind == "U"}
        axes.assign_coords(words).to_zarr(self.path, mode="a", consolidated=False)
        group.attrs[WHOLE] = self.size

    def _make(self, group: Any, name: str, one: xr.DataArray) -> None:
        from zarr.codecs import BloscCodec, Crc32cCodec

        shape = tuple(len(self.women) if dim == "patient" else size for dim, size in one.sizes.items())
        group.create_array(
            name, shape=shape, chunks=self.chunks_of(one), dtype=one.dtype, attributes=dict(one.attrs),
            dimension_names=one.dims, fill_value=np.nan if one.dtype.kind == "f" else 0,
            compressors=[BloscCodec(cname="zstd", clevel=1, shuffle="shuffle"), Crc32cCodec()],
        )  # fmt: skip

    def chunks_of(self, one: xr.DataArray) -> tuple[int, ...]:
        """The women of a batch; and some times where all would be more than CHUNK_BYTES."""
        times = -(-one.sizes.get("time", 1) // max(1, -(-one.nbytes * self.size // int(CHUNK_BYTES))))
        sizes = {"patient": self.size, "time": times}
        return tuple(max(1, sizes.get(str(dim), size)) for dim, size in one.sizes.items())

    def passing(self, start: int, runs: Iterable[Run]) -> Iterator[Run]:
        """These runs, the women of the batch that begins at `start`, whose courses are written when all have passed."""
        begin, many = 0, len(self.women[start : start + self.size])
        for run in runs:
            for name, one in run.data.data_vars.items():
                place = one.dims.index("patient")
                if begin == 0:
                    shape = tuple(many if dim == "patient" else size for dim, size in one.sizes.items())
                    self._data[str(name)] = np.empty(shape, one.dtype)
                to = (slice(None),) * place + (slice(begin, begin + len(run.women)),)
                self._data[str(name)][to] = one.values
            begin += len(run.women)
            yield run
        self._write(start, many)

    def _write(self, start: int, many: int) -> None:
        """Each quantity's chunk, once."""
        import zarr

        with said_once(self.path.parent):
            for name in list(self._data):
                place = self.shell[name].dims.index("patient")
                array = zarr.open_array(self.path / name, mode="r+")
                array[(slice(None),) * place + (slice(start, start + many),)] = self._data.pop(name)

    def files_of(self, start: int) -> dict[str, int]:
        """The files of a batch and their sizes: by these what is missing or torn is found."""
        found: dict[str, int] = {}
        for name, one in self.shell.data_vars.items():
            chunks = zip(one.sizes.items(), self.chunks_of(one), strict=True)
            places = [
                [start // self.size] if dim == "patient" else range(-(-many // chunk)) for (dim, many), chunk in chunks
            ]
            for place in product(*places):
                file = self.path.joinpath(str(name), "c", *map(str, place))
                if file.exists():  # nothing is written of a chunk of zeros
                    found[file.relative_to(self.path.parent).as_posix()] = file.stat().st_size
        return found
