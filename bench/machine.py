# SPDX-License-Identifier: BSD-3-Clause
"""What stands with the numbers: the machine, the system, the time, the command."""
import datetime
import os
import pathlib
import platform
import shlex
import subprocess
import sys


def processors():
    return len(os.sched_getaffinity(0))


def first_line(path, default=""):
    try:
        return pathlib.Path(path).read_text(encoding="ascii", errors="replace").splitlines()[0]
    except (OSError, IndexError):
        return default


def table(path):
    """The "key : value" lines of a file, the first of each key."""
    values = {}
    with open(path, encoding="ascii", errors="replace") as lines:
        for line in lines:
            key, _, value = line.partition(":")
            values.setdefault(key.strip(), value.strip())
    return values


def available_memory():
    return meminfo("MemAvailable")


def binary(size):
    """Bytes with their unit, such as 1 MiB."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            return f"{size:.3g} {unit}"
        size /= 1024


def meminfo(key):
    """Bytes; 0 where the system does not say."""
    return int(table("/proc/meminfo").get(key, "0").split()[0]) * 1024


def cache_size(text):
    """Of "1024K"; what is not of this form stays as it is."""
    return binary(int(text[:-1]) * 1024) if text[:-1].isdigit() and text[-1] == "K" else text


def kernel():
    """Its version as far as it is public: the rest is the builder's own name for it."""
    numbers = platform.release().split(".")[:2]
    return f"{platform.system()} {'.'.join(numbers)}"


def caches():
    """Sizes by level, such as {"L2": "1 MiB"}."""
    sizes = {}
    for folder in sorted(pathlib.Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        if first_line(folder / "type") != "Instruction":
            sizes["L" + first_line(folder / "level")] = cache_size(first_line(folder / "size"))
    return sizes


def processor():
    values = table("/proc/cpuinfo")
    name = values.get("model name", platform.machine())
    keys = [key for key in ("cpu family", "model", "stepping") if key in values]
    numbers = [f"{key} {values[key]}" for key in keys]
    return f"{name} ({', '.join(numbers)})" if numbers else name


def distribution():
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        return ""


def commit(root):
    """The revision that was measured, with a mark if the tree has changed since."""
    try:
        answer = subprocess.run(
            ["git", "-C", root, "describe", "--always", "--dirty", "--abbrev=12"],
            capture_output=True, text=True, check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return answer.stdout.strip()


def command(root):
    """The command line, with paths below the project's root told from there."""
    words = ["bench/run.py", *sys.argv[1:]]
    return shlex.join(word.replace(f"{root}/", "") for word in words)


def describe(root):
    kept = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OMP_WAIT_POLICY", "OMP_PROC_BIND",
            "NUMPY_MADVISE_HUGEPAGE", "GLIBC_TUNABLES")
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": commit(root),
        "machine": {
            "processor": processor(),
            "processors": processors(),
            "caches": caches(),
            "memory": binary(meminfo("MemTotal")),
            "available memory": binary(meminfo("MemAvailable")),
            "huge pages": first_line("/sys/kernel/mm/transparent_hugepage/enabled"),
            "system": distribution(),
            "kernel": kernel(),
            "python": platform.python_version(),
            "load before": os.getloadavg()[0],
        },
        "environment": {name: os.environ[name] for name in kept if name in os.environ},
    }
