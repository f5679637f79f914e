"""CPU and memory, of calls in this process and of whole commands."""

from __future__ import annotations

import os
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


def cpu_of_command(arguments: Sequence[str]) -> tuple[float, float]:
    """Run ``supplypact`` in a fresh process; return its CPU seconds and its peak memory in MB."""
    command = [str(Path(sys.executable).parent / "supplypact"), *arguments]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command} left with {child.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
