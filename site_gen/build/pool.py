"""A process pool that keeps memory flat.

Results come back in order, and only a few tasks are under way at once.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, islice
from types import TracebackType
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

CHUNK = 16  # tasks sent at once: pages are small, pipes are slow
AHEAD = 3  # chunks waiting for each worker
# malloc.h: M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD, in bytes
MALLOC = ((-1, 256 << 20), (-2, 16 << 20), (-3, 32 << 20))
FEW = 48  # fewer tasks than this are done faster than a pool starts


class Pool:
    """``jobs`` worker processes, started when there is enough to do.

    A handful of tasks is done in this process.

    Each process that does tasks makes one worker, ``kind(*arguments)``, and hands it to them.
    """

    def __init__(self, jobs: int, kind: Callable[..., Any], *arguments: Any) -> None:
        self.jobs = jobs
        self.kind = kind
        self.arguments = arguments
        self.executor: ProcessPoolExecutor | None = None

    @cached_property
    def here(self) -> Any:
        """The worker of this process."""
        return self.kind(*self.arguments)

    def map(
        self, function: Callable[[Any, Task], Result], tasks: Iterable[Task], chunk: int = CHUNK
    ) -> Iterator[Result]:
        """Yield ``function(worker, task)`` of every task, in the order of the tasks.

        Tasks are read as results are taken. ``function`` and the tasks travel to other processes,
        so they must be picklable. ``chunk`` tasks are sent at once: few where each is much work.
        """
        source = iter(tasks)
        first = list(islice(source, FEW + 1))
        if self.jobs > 1 and (len(first) > FEW or self.executor):
            yield from self._spread(function, _chunks(first, source, chunk))
            return
        for task in chain(first, source):
            yield function(self.here, task)

    def _spread(
        self, function: Callable[[Any, Task], Result], chunks: Iterator[list[Task]]
    ) -> Iterator[Result]:
        executor = self._started()
        waiting: deque[Future[list[Result]]] = deque()
        for chunk in chunks:
            with _uninterrupted():  # a process is begun where one is wanted
                waiting.append(executor.submit(_run, function, chunk))
            if len(waiting) >= self.jobs * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()

    def _started(self) -> ProcessPoolExecutor:
        if self.executor is None:
            context = multiprocessing.get_context("spawn")
            self.executor = ProcessPoolExecutor(
                self.jobs, context, _start, (self.kind, self.arguments)
            )
        return self.executor

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.executor is not None:
            self.executor.shutdown(wait=True, cancel_futures=True)


def _chunks(first: list[Task], rest: Iterator[Task], size: int) -> Iterator[list[Task]]:
    for start in range(0, len(first), size):
        chunk = first[start : start + size]
        yield chunk + list(islice(rest, size - len(chunk)))
    while chunk := list(islice(rest, size)):
        yield chunk


class _Process:
    """What a process of the pool keeps between tasks."""

    worker: Any = None


def _run(function: Callable[[Any, Task], Result], chunk: list[Task]) -> list[Result]:
    return [function(_Process.worker, task) for task in chunk]


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ignore Ctrl-C for a moment, so that processes which begin meanwhile are born deaf to it.

    A terminal sends it to all of them; the build alone decides what ends.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _start(kind: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Begin a process of the pool: it must not outlive a build that was killed."""
    gc.freeze()  # what is loaded now stays
    gc.set_threshold(
        50_000, 20, 20
    )  # pages make few cycles; looking for them took a tenth of the time
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _keep_memory()
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_die_with, args=(parent,), daemon=True).start()
    _Process.worker = kind(*arguments)


def _keep_memory() -> None:
    """Have the C library keep what a page's tree gives back for the next one.

    Asking the system anew took a tenth of the time.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):  # another C library than glibc
        return
    for option, size in MALLOC:
        mallopt(option, size)


def _die_with(parent: Any) -> None:
    parent.join()
    os._exit(1)
