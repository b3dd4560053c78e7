"""A cluster of the user's own: work is sent to the workers of a Dask scheduler, who may die and join meanwhile."""
# pyright: reportUnknownMemberType=false

from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any, cast

from ..model.errors import InputError, RunError

PATIENCE = 30  # seconds until a scheduler that does not answer is given up


def check_distributed() -> None:
    """Raises InputError where Dask distributed is not installed."""
    if find_spec("distributed") is None:
        fix = "pip install 'estralgia[cluster]' here and on every worker"
        raise InputError("dask distributed is not installed", "cluster = ...", fix)


def spread(address: str, work: Callable[..., Any], shared: Any, each: Mapping[int, Any]) -> Iterator[tuple[int, Any]]:
    """Yield (number, work(shared, one)) for each numbered one, as they come.

    Work whose worker dies is done by another (by default of Dask, until four have died at it). Raises RunError for a
    scheduler that does not answer, and for work that fails.
    """
    import distributed

    fix = "give the address of a running scheduler, e.g. tcp://localhost:8786 (`dask scheduler`, `dask worker ADDRESS`)"
    try:
        client = cast(Any, distributed.Client)(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError("no scheduler answers", f"cluster = {address}: {error}", fix) from error
    with client, client.as_current():
        given = client.submit(_same, shared, pure=False)
        numbers = {client.submit(work, given, one, pure=False): place for place, one in each.items()}
        for future in cast(Any, distributed.as_completed)(list(numbers)):
            if future.status != "finished":
                what = "a batch failed on the cluster"
                raise RunError(what, f"cluster = {address}: {future.exception()!r}", "see the log of its worker")
            yield numbers.pop(future), future.result()
            future.release()


def _same(one: Any) -> Any:
    return one
