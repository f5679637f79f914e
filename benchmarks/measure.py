"""CPU and memory, of calls in this process and of whole commands."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def cpu_of(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def cpu_of_all() -> float:
    """Return the CPU seconds of this process and its ended children so far."""
    mine, theirs = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def spread(values: Sequence[float]) -> str:
    """Return the median, with least and most in brackets."""
    middle = statistics.median(values)
    digits = 0 if middle >= 100 else 1 if middle >= 10 else 2
    low, high = min(values), max(values)
    return f"{middle:,.{digits}f} ({low:,.{digits}f} to {high:,.{digits}f})"


def cpu_of_command(arguments: Sequence[str]) -> tuple[float, float]:
    """Run ``supplypact`` in a fresh process; return its CPU seconds and its peak memory in MB."""
    command = [str(Path(sys.executable).parent / "supplypact"), *arguments]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command} left with {child.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
