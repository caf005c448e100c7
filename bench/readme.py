# SPDX-License-Identifier: BSD-3-Clause
"""The few rows of the results that the README shows."""
import cells
import lookup

FEATURES = (2, 8, 64, 512)
PEERS = ("app1", "app2", "rbf_kernel", "cdist")


def peer_time(case, task):
    result, _ = lookup.peer(case, task, "reused")
    return cells.milliseconds(result["median"]) if result and result["status"] == "ok" else "–"


def peer_error(case, task):
    result, _ = lookup.peer(case, task, "reused")
    return cells.error(result.get("error")) if result else "–"


def row(case):
    task, seconds = lookup.limit(case)
    ours = lookup.ours(case)
    return [case["d"], case["type"], f"**{cells.milliseconds(ours['median'])}**",
            f"{task} {cells.milliseconds(seconds)}", *(peer_time(case, task) for task in PEERS),
            cells.error(ours["error"]), *(peer_error(case, task) for task in PEERS)]


def table(results):
    names = [lookup.PEER_TASKS[task] for task in PEERS]
    header = ["d", "type", "gausskern", "limit", *names, "error",
              *(name.removeprefix("numexpr ") for name in names)]
    chosen = [case for case in lookup.part(results, "main") if case["d"] in FEATURES]
    return "\n".join(cells.table(header, map(row, chosen)))
