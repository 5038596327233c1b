"""One mechanism for everything that can be extended: semantic types, formats, importers, model providers.

A registry is a package whose modules are the families; where it is `nested`, a large family is a folder of
modules, each with entries. Looking up `person.email` imports `rowsmith.generators.person` and no other module;
listing the names imports them all. Other packages add families through an entry-point group, so nothing keeps a
list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Generic, TypeVar

from rowsmith.cache import fingerprint
from rowsmith.errors import NotFound

T = TypeVar("T")


class UnknownName(NotFound):
    """A name that no registry entry has; the message offers the nearest ones."""

    status = 422

    def __init__(self, kind: str, name: str, nearest: list[str]) -> None:
        hint = f"; did you mean {' or '.join(repr(n) for n in nearest)}?" if nearest else ""
        super().__init__(f"unknown {kind} {name!r}{hint}")
        self.nearest = nearest


class Registry(Generic[T]):
    """Named entries of one kind, found in the modules of one package and of its entry-point group."""

    def __init__(self, kind: str, package: str, group: str, *, nested: bool = False) -> None:
        self.kind = kind
        self._nested = nested
        self._package = package
        self._group = group
        self._entries: dict[str, T] = {}
        self._resolvers: dict[str, Callable[[str], T]] = {}
        self._complete = False
        self._found: list[str] = []

    def add(self, name: str, entry: T) -> T:
        """Enter one entry; a second one of the same name is a programming error."""
        if name in self._entries:
            raise ValueError(f"{self.kind} {name!r} is registered twice")
        self._entries[name] = entry
        return entry

    def add_resolver(self, family: str, resolve: Callable[[str], T]) -> None:
        """Let a family make its entries on demand, as `faker.*` does for every Faker provider."""
        self._resolvers[family] = resolve

    def get(self, name: str) -> T:
        """Return the entry called `name`, or raise `UnknownName` with the nearest names."""
        if name not in self._entries:
            self._import_family(name)
        if name not in self._entries:
            family, _, member = name.partition(".")
            if member and family in self._resolvers:
                self._entries[name] = self._resolvers[family](member)
        if name not in self._entries:
            raise UnknownName(self.kind, name, self.nearest(name))
        return self._entries[name]

    def __contains__(self, name: str) -> bool:
        try:
            self.get(name)
        except UnknownName:
            return False
        return True

    def names(self) -> list[str]:
        """Every name, sorted; imports every family."""
        self._import_all()
        return sorted(self._entries)

    def __iter__(self) -> Iterator[T]:
        return (self._entries[name] for name in self.names())

    def nearest(self, name: str, limit: int = 2) -> list[str]:
        """The registered names most like `name`: `["person.email"]` for `person.emal`."""
        from rapidfuzz import fuzz, process

        found = process.extract(name[:200], self.names(), scorer=fuzz.WRatio, limit=limit, score_cutoff=75)
        return [choice for choice, _, _ in found]

    def fingerprint(self) -> str:
        """A name for what is registered: other files or other installed packages give another."""
        from importlib import metadata

        points = sorted(f"{point.name}={point.value}" for point in metadata.entry_points(group=self._group))
        folder = Path(next(iter(import_module(self._package).__path__)))
        files = [path for path in folder.rglob("*") if path.suffix in (".py", ".tsv")]
        return f"{self._group}-{fingerprint(files)}-{'-'.join(points) or 'own'}"[:200].replace("/", "_")

    def _import_family(self, name: str) -> None:
        family = name.partition(".")[0]
        for _ in self._modules(family):
            if name in self._entries or family in self._resolvers:
                return
        self._load_entry_points()

    def _import_all(self) -> None:
        if self._complete:
            return
        for family in self._families():
            for _ in self._modules(family):
                pass
        self._load_entry_points()
        self._complete = True

    def _families(self) -> list[str]:
        if not self._found:
            self._found = [module.name for module in iter_modules(import_module(self._package).__path__)]
        return self._found

    def _modules(self, family: str) -> Iterator[ModuleType]:
        """Import a family's module, or its folder and then the modules in it, one after the other."""
        if family not in self._families():
            return
        outer = import_module(f"{self._package}.{family}")
        yield outer
        for inner in iter_modules(getattr(outer, "__path__", [])) if self._nested else ():
            yield import_module(f"{outer.__name__}.{inner.name}")

    def _load_entry_points(self) -> None:
        from importlib import metadata

        for point in metadata.entry_points(group=self._group):
            point.load()
