"""The run record: everything that is needed to run the same again."""

import platform
from importlib.metadata import PackageNotFoundError, version


def run_record(**settings: object) -> dict[str, str]:
    """Versions and settings as text, to be carried by every result."""
    record = {f"version_of_{name}": _version(name) for name in ("estralgia", "jax", "jaxlib", "numpy", "xarray")}
    record["version_of_python"] = platform.python_version()
    record["processor"] = platform.machine()
    return record | {name: str(value) for name, value in settings.items()}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
