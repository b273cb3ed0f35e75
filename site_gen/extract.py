"""Extract: saved pages to records, without a site and without a store."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from site_gen.engines.choice import Chosen, read_file
from site_gen.errors import Skipped
from site_gen.load import walk
from site_gen.load.walk import text_name
from site_gen.models import Thread
from site_gen.threads.group import group, key_of
from site_gen.threads.join import assemble
from site_gen.threads.pictures import saved_copy
from site_gen.threads.states import Saved


def extract(
    paths: Sequence[Path], skipped: Callable[[str, str], None], engines: Chosen | None = None
) -> Iterator[bytes]:
    """The threads of the given files and folders as JSON records, by number.

    ``skipped`` is told (path, reason).
    """
    pages = []
    for path, root, name in pages_of(paths, skipped):
        try:
            data = path.read_bytes()
            reading = read_file(data, path.name, path.stat().st_mtime, engines)
        except Skipped as reason:
            skipped(str(path), str(reason))
        except OSError as error:
            skipped(str(path), f"the file cannot be read ({error.strerror})")
        else:
            pages.append(
                (
                    key_of(reading),
                    reading.title,
                    (root, Saved(name, hashlib.sha256(data).hexdigest(), reading)),
                )
            )
    for key, found in sorted(
        group(pages).items(), key=lambda item: (numbered(item[0].thread_id), item[0])
    ):
        root = found[0][0]
        thread = assemble(key.thread_id, [saved for _, saved in found])
        yield msgspec.json.encode(with_local(thread, root))


def pages_of(
    paths: Sequence[Path], skipped: Callable[[str, str], None]
) -> Iterator[tuple[Path, Path, str]]:
    """Every file to read: its path, the folder it is counted from, its path below that."""
    for given in paths:
        if given.is_dir():
            for found in walk(given):
                if found.kind in ("page", "text"):
                    yield given / found.path, given, found.path
                elif found.reason:
                    skipped(str(given / found.path), found.reason)
        else:
            yield given, given.parent, text_name(given.name)


def with_local(thread: Thread, root: Path) -> Thread:
    """The thread with the saved copies of its pictures."""

    def exists(path: str) -> bool:
        return (root / path).is_file() and not (root / path).is_symlink()

    posts = [
        msgspec.structs.replace(
            post,
            images=[
                msgspec.structs.replace(image, local=saved_copy(image.src, post.source, exists))
                for image in post.images
            ],
        )
        if post.images
        else post
        for post in thread.posts
    ]
    return msgspec.structs.replace(thread, posts=posts)


def numbered(text: str) -> tuple[int, str]:
    """A sort key that puts numbers in their order and before names."""
    match = re.fullmatch(r"\d{1,18}", text)
    return (int(text), "") if match else (1 << 62, text)
