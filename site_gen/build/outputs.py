"""The files of the site that is being made: new ones, and those taken over from the old site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from site_gen.build.workplace import Workplace, keep, write
from site_gen.store.outputs import outputs
from site_gen.store.schema import Output
from site_gen.store.store import Store


class Outputs:
    """The files of one site in its stage, and those of the site before, by path."""

    def __init__(self, store: Store, place: Workplace) -> None:
        self.place = place
        self.before: Mapping[str, Output] = outputs(store)
        self.made: list[Output] = []
        self.written = 0

    def paths(self) -> list[str]:
        """Return the paths of all files that are made so far."""
        return [output.path for output in self.made]

    def by_key(self) -> dict[str, list[str]]:
        """Return the paths of the old site's files by what they were made from."""
        found: dict[str, list[str]] = {}
        for output in self.before.values():
            found.setdefault(output.key, []).append(output.path)
        return found

    def take_over(self, key: str, paths: Sequence[str]) -> bool:
        """Take files over that stand in the old site as they would be made now: all, or none."""
        wanted = [(path, key) for path in paths]
        kept = kept_files(self.before, wanted, self.place.output, self.place.stage)
        self.made += kept or []
        return kept is not None

    def add(self, made: Iterable[Output]) -> None:
        """Note files that a task has written into the stage."""
        made = list(made)
        self.made += made
        self.written += len(made)

    def put(self, path: str, key: str, data: bytes) -> None:
        """Write one file, unless the old site has it."""
        if not self.take_over(key, [path]):
            self.add([write_output(self.place.stage, path, key, data)])

    def is_whole(self) -> bool:
        """Tell whether every file of the published site is as it was left."""
        for output in self.before.values():
            try:
                status = (self.place.output / output.path).lstat()
            except OSError:
                return False
            if (status.st_size, status.st_mtime_ns) != (output.size, output.mtime_ns):
                return False
        return self.place.output.is_dir()


def write_output(stage: Path, path: str, key: str, data: bytes) -> Output:
    """Write one file into the stage."""
    size, mtime_ns = write(stage, path, data)
    return Output(path, key, size, mtime_ns)


def kept_files(
    before: Mapping[str, Output], wanted: Sequence[tuple[str, str]], old: Path, stage: Path
) -> list[Output] | None:
    """Take files over into a stage, as (path, key): all of them, or ``None``."""
    known = list(_known(before, wanted))
    if len(known) < len(wanted):
        return None
    kept = []
    for output in known:
        if not keep(old, stage, output.path, output.size, output.mtime_ns):
            break
        kept.append(output)
    if len(kept) == len(wanted):
        return kept
    for output in kept:
        (stage / output.path).unlink()
    return None


def _known(before: Mapping[str, Output], wanted: Sequence[tuple[str, str]]) -> Iterator[Output]:
    for path, key in wanted:
        output = before.get(path)
        if output is not None and output.key == key:
            yield output
