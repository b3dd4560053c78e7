"""A chapter: what its text and its table say. Its functions are called with the words of a reading."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from .errors import BookError
from .schema import Entry, read_entries

HOME = "estralgia.disease"  # whose words every chapter calls, wherever its file lies


class Source(NamedTuple):
    """A chapter as it is written: the text of its functions and the content of its table."""

    text: str
    table: dict[str, Any]


@dataclass(frozen=True)
class Function:
    """One function of the book: the quantity that it computes and the causes that it names.

    `call` computes with plain numbers; `said_in` gives the same function with the words of another reading.
    """

    name: str
    chapter: str
    causes: tuple[str, ...]
    call: Callable[..., Any]
    sentence: str

    def said_in(self, words: ModuleType) -> Callable[..., Any]:
        """The function with the words of a reading (see `model.readings`) in place of those on plain numbers."""
        return _said_in(self.call, words)


@cache
def _said_in(call: Callable[..., Any], words: ModuleType) -> Callable[..., Any]:
    own = {name: one for name, one in vars(words).items() if callable(one) and not name.startswith("_")}
    if not isinstance(call, FunctionType):
        return call
    spoken = {name: own[name] for name in call.__globals__ if name in own}
    return FunctionType(call.__code__, call.__globals__ | spoken, call.__name__, call.__defaults__, call.__closure__)


@dataclass(frozen=True)
class Chapter:
    """Functions and table of one chapter, e.g. "drug" or "alternatives.level"; `about` is what it says of itself."""

    name: str
    about: str
    functions: dict[str, Function] = field(repr=False)
    entries: dict[str, Entry] = field(repr=False)


def read_chapter(name: str, source: Source, axes: tuple[str, ...]) -> Chapter:
    """Read one chapter. Raises BookError where its text is no Python or its table has a mistake."""
    package = f"{HOME}.{name}".rpartition(".")[0]
    own = {"__name__": f"{HOME}.{name}", "__package__": package}
    try:
        exec(compile(source.text, f"{name.replace('.', '/')}.py", "exec"), own)
    except Exception as error:  # whatever a text of somebody else can do when it is read
        what = f"the chapter '{name}' cannot be read: {error}"
        raise BookError(what, f"{name}.py", "a chapter holds functions that call the words of its book") from error
    functions: dict[str, Function] = {}
    for one, call in own.items():
        if inspect.isfunction(call) and call.__module__ == own["__name__"]:
            causes = tuple(inspect.signature(call).parameters)
            functions[one] = Function(one, name, causes, call, inspect.getdoc(call) or "")
    about = inspect.cleandoc(str(own.get("__doc__") or ""))
    return Chapter(name, about, functions, read_entries(source.table, name, axes))
