# SPDX-License-Identifier: BSD-3-Clause
"""The results as Markdown tables, and into docs/performance.md."""
import math

PEER_TASKS = {
    "app0": "numexpr app0",
    "app1": "numexpr app1",
    "app2": "numexpr app2",
    "rbf_kernel": "scikit-learn",
    "cdist": "torch",
    "loop": "numpy, loop",
}
WORKER_OF = {"rbf_kernel": "scikit-learn", "cdist": "torch", "loop": "numpy"}
OUTPUTS = {
    "reused": "Output reused",
    "fresh": "Output fresh, on the pages that malloc gives",
    "fresh-huge": "Output fresh, on the huge pages of gk_alloc",
}
LEGEND = "Milliseconds; in brackets the range, or the ratio to gausskern; then the largest error."
DATA = {
    "standard_normal": "standard normal",
    "far_from_origin": "the same, moved by 1000",
    "near_duplicates": "pairs of near duplicates",
    "distant_clusters": "two clusters at ±10 000",
}
DIRECT = 16  # below so many features no matrix product is needed, and the output alone is the limit
MIB = 1024 * 1024


def name(results):
    """gram, and what was asked to be other than the default."""
    settings = results["settings"]
    words = ["gram"] + [settings[key] for key in ("isa", "blas") if settings[key]]
    if settings["threads"] != results["machine"]["processors"]:
        words.append(f"{settings['threads']}-threads")
    return "-".join(words)


def find(case, task, output):
    for result in case["results"]:
        if (result["task"], result["output"]) == (task, output):
            return result
    return None


def peer(case, task, output):
    """A peer's row for a kind of output, and whether it is a fresh one instead of a reused: some
    peers always return a new array. They choose its pages themselves."""
    if output == "reused":
        result = find(case, task, "reused")
        if result:
            return result, False
    return find(case, task, "fresh"), output == "reused"


def limit(case, output):
    """What bounds this case: its name, and its seconds."""
    fill = find(case, "fill", output)
    syrk = find(case, "syrk", "reused")
    known = [(r["task"], r["median"]) for r in (fill, syrk) if r and r["status"] == "ok"]
    if case["d"] < DIRECT:
        known = [entry for entry in known if entry[0] == "fill"]
    return max(known, key=lambda entry: entry[1], default=(None, math.nan))


def milliseconds(seconds):
    value = 1000 * seconds
    if math.isnan(value):
        return "–"
    if seconds >= 10:
        return f"{seconds:.0f} s"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 4
    return f"{value:.{digits}f}"


def error(value):
    return "–" if value is None else f"{value:.0e}"


def ratio(value):
    return f"{value:.{0 if value >= 99.5 else 1 if value >= 9.95 else 2}f}"


def our_cells(ours, bound):
    if ours["status"] != "ok":
        return [f"failed: {ours['status']}", "", "–"]
    spread = f"[{milliseconds(ours['min'])}–{milliseconds(ours['max'])}]"
    task, seconds = bound
    return [
        f"**{milliseconds(ours['median'])}** {spread}, {error(ours.get('error'))}",
        f"{task} {milliseconds(seconds)}" if task else "–",
        ratio(ours["median"] / seconds) if task else "–",
    ]


def peer_cell(case, ours, task, output):
    result, other = peer(case, task, output)
    if result is None:
        return "not asked"
    if result["status"] != "ok":
        return "not installed" if "not installed" in result["status"] else "failed"
    marks = "†" if other else ""
    if result.get("rows", case["n"]) < case["n"]:
        marks += "‡"
    text = f"{milliseconds(result['median'])}{marks}"
    if ours["status"] == "ok":
        times = result["median"] / ours["median"]
        text += f" ({ratio(times)} ×)" if times >= 1 else f" (**{ratio(times)} ×**)"
    return f"{text}, {error(result.get('error'))}"


def row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(header, rows):
    return [row(header), "|" + "---|" * len(header), *map(row, rows)]


def tasks(results):
    """The peers that took part, installed or not."""
    present = {result["task"] for case in results["cases"] for result in case["results"]}
    return [task for task in PEER_TASKS if task in present]


def sizes(case):
    return [case["n"], case["d"], case["type"]]


def lost(results, output):
    """The cases in which a peer was faster, with who was."""
    rows = []
    for case in results["cases"]:
        ours, faster = find(case, "gram", output), []
        for task in tasks(results):
            result, _ = peer(case, task, output)
            if not result or result["status"] != "ok" or ours["status"] != "ok":
                continue
            if result["median"] < ours["median"]:
                faster.append(PEER_TASKS[task])
        if faster:
            rows.append(f"n = {case['n']}, d = {case['d']}, {case['type']} ({', '.join(faster)})")
    return rows


def times(results, output):
    asked = tasks(results)
    rows = []
    for case in results["cases"]:
        ours = find(case, "gram", output)
        cells = sizes(case) + our_cells(ours, limit(case, output))
        rows.append(cells + [peer_cell(case, ours, task, output) for task in asked])
    header = ["n", "d", "type", "gausskern", "limit", "÷ limit"]
    lines = [f"### {OUTPUTS[output]}", "", LEGEND, ""]
    lines += table(header + [PEER_TASKS[task] for task in asked], rows)
    if asked:
        rows = lost(results, output)
        lines += ["", "Rows lost to a peer: " + ("; ".join(rows) if rows else "none") + "."]
    return lines + [""]


def memory(results):
    asked = tasks(results)
    rows = []
    for case in results["cases"]:
        cells = sizes(case)
        for task in ["gram", *asked]:
            known = [r["extra_bytes"] for r in case["results"]
                     if r["task"] == task and r["output"] != "reused" and r["status"] == "ok"]
            cells.append(f"{max(known) / MIB:.0f}" if known else "–")
        rows.append(cells)
    lines = ["### Memory beyond input and output, MiB at the peak", ""]
    header = ["n", "d", "type", "gausskern"] + [PEER_TASKS[task] for task in asked]
    return lines + table(header, rows) + [""]


def hard(results):
    asked = tasks(results)
    rows = []
    for entry in results["hard data"]:
        errors = entry["errors"]
        cells = [DATA[entry["data"]], *sizes(entry), error(errors.get("bound"))]
        cells += [error(errors.get(task)) for task in ["gram", *asked]]
        rows.append(cells)
    lines = ["### Largest error of K / variance on other data", ""]
    header = ["data", "n", "d", "type", "bound", "gausskern"] + [PEER_TASKS[task] for task in asked]
    return lines + table(header, rows) + [""]


def rounds(results):
    """How many there were: fewer in some cases if time was short."""
    counts = {len(find(case, "gram", "reused").get("seconds", [])) for case in results["cases"]}
    return "–".join(str(count) for count in sorted({min(counts), max(counts)}))


def about(results):
    """Where and with what it was measured."""
    place, software = results["machine"], results["software"]
    library, blas = software["gausskern"], software["limits"]
    versions = []
    for entry in software.values():
        versions += [f"{key} {value}" for key, value in entry.items()
                     if key in ("numpy", "numexpr", "scipy", "scikit-learn", "torch")]
    cache = ", ".join(f"{level} {size}" for level, size in place["caches"].items())
    settings = results["settings"]
    variables = [f"{key}={value}" for key, value in results["environment"].items()]
    return [
        f"- {results['date']}, `{results['command']}`, revision {results['commit'] or 'unknown'}",
        f"- {place['processor']}, {place['processors']} processors, {cache} a core as the system "
        f"tells it, {place['memory']}; {place['system']}, {place['kernel']}; huge pages: "
        f"`{place['huge pages']}`; load before the run {place['load before']:.2f}",
        f"- gausskern {library['gausskern']}, {library['isa']}, built by {library['compiler']} as "
        f"{library['build type']}; {library['blas']} (the limits: {blas['kernels']} kernels)",
        f"- {', '.join(dict.fromkeys(versions)) or 'no peers'}; Python {place['python']}",
        f"- threads of everybody: {settings['threads']}; rounds: {rounds(results)}; "
        f"gamma = 1/(2 d), variance 5{'; ' if variables else ''}{' '.join(variables)}",
        "",
    ]


def markdown(results):
    lines = about(results)
    for output in OUTPUTS:
        lines += times(results, output)
    return "\n".join(lines + memory(results) + hard(results))


def replace_section(document, marker, text):
    """The document with the text between the marker's two comments; at its end if it has none."""
    begin, end = f"<!-- begin {marker} -->", f"<!-- end {marker} -->"
    if begin not in document or end not in document:
        document = document.rstrip("\n") + f"\n\n{begin}\n{end}\n"
    before, rest = document.split(begin, 1)
    after = rest.split(end, 1)[1]
    return f"{before}{begin}\n{text.rstrip()}\n{end}{after}"


def heading(results):
    """What distinguishes this measurement from the plain one."""
    if name(results) == "gram":
        return "## Measured"
    return f"## Measured with {name(results).removeprefix('gram-').replace('-', ', ')}"


def write_document(results, folder):
    """performance.md and its plot; the paths that were written. Without matplotlib no plot."""
    folder.mkdir(parents=True, exist_ok=True)
    path, written = folder / "performance.md", []
    text = markdown(results)
    try:
        import plot
    except ImportError:
        plot = None
    if plot:
        picture = folder / f"performance-{name(results)}.svg"
        plot.times(results, picture)
        text = f"![Time and error of each, d by type]({picture.name})\n\n{text}"
        written.append(picture)
    text = f"{heading(results)}\n\n{text}"
    document = path.read_text(encoding="utf-8") if path.exists() else "# Performance\n"
    path.write_text(replace_section(document, name(results), text), encoding="utf-8")
    return [*written, path]
