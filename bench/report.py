# SPDX-License-Identifier: BSD-3-Clause
"""The results as one Markdown text, and into docs/performance.md.

`report.py RESULTS.json FOLDER [README.md]` writes the document of an earlier run once more, and the
rows that the README shows.
"""
import json
import pathlib
import sys

import lookup
import readme
import tables
import tables_parts
import targets


def name(results):
    """gram, and what was asked to be other than the default."""
    settings = results["settings"]
    words = ["gram"] + [settings[key] for key in ("isa", "blas") if settings[key]]
    if settings["threads"] != results["machine"]["processors"]:
        words.append(f"{settings['threads']}-threads")
    return "-".join(words)


def rounds(results):
    """How many there were in each part: fewer in some cases."""
    texts = []
    for part, cases in results["parts"].items():
        counts = [case["rounds"] for case in cases]
        ends = sorted({min(counts), max(counts)}) if counts else []
        texts.append(f"{part} {'–'.join(map(str, ends)) or 'none'}")
    return ", ".join(texts)


def duration(minutes):
    return f"{minutes:.0f} minutes" if minutes >= 10 else f"{60 * minutes:.0f} seconds"


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
        f"- {results['date']}, `{results['command']}`, revision {results['commit'] or 'unknown'}; "
        f"{duration(results['minutes'])}",
        f"- {place['processor']}, {place['processors']} processors, {cache} "
        f"(as the system tells it), memory {place['memory']}; {place['system']}, "
        f"{place['kernel']}; huge pages: `{place['huge pages']}`; load before the run {place['load before']:.2f}",
        f"- gausskern {library['gausskern']}, {library['isa']}, built by {library['compiler']} as "
        f"{library['build type']}; {library['blas']} (the limits: {blas['kernels']} kernels)",
        f"- {', '.join(dict.fromkeys(versions)) or 'no peers'}; Python {place['python']}",
        f"- threads of everybody: {settings['threads']}; rounds: {rounds(results)}; variance 5"
        f"{'; ' if variables else ''}{' '.join(variables)}",
        "",
    ]


SECTIONS = (
    ("main", tables.times),
    ("avx2", tables.avx2),
    ("shapes", tables_parts.shapes),
    ("threads", tables_parts.threads),
    ("n", lambda results: tables_parts.sweep(results, "n", "Time against the number of points")),
    ("n", tables_parts.exponents),
    ("d", lambda results: tables_parts.sweep(results, "d", "Time against the number of features")),
    ("small", tables_parts.small),
    ("", tables.memory),
    ("main", tables.error_table),
    ("main", tables.hard),
)


def markdown(results, pictures=()):
    """pictures: (part, path) of those to show, each after its part's first heading."""
    lines, left = [*about(results), *tables.aims(results)], dict(pictures)
    for part, section in SECTIONS:
        if part and not results["parts"].get(part):
            continue
        text = section(results)
        if part in left:
            text[1:1] = ["", f"![{text[0].lstrip('# ')}]({left.pop(part)})"]
        lines += text
    return "\n".join(lines)


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


def draw(results, folder):
    """The pictures, as (part, file); none without matplotlib."""
    try:
        import plot
        import plot_sweeps
    except ImportError:
        return []
    drawn = []
    for part, suffix, picture in (("main", "", plot.times), ("n", "-n", plot_sweeps.over_points),
                                  ("d", "-d", plot_sweeps.over_features)):
        if results["parts"].get(part):
            path = folder / f"performance-{name(results)}{suffix}.svg"
            picture(results, path)
            drawn.append((part, path.name))
    return drawn


def write_document(results, folder):
    """performance.md and its pictures; the paths that were written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "performance.md"
    pictures = draw(results, folder)
    text = f"{heading(results)}\n\n{markdown(results, pictures)}"
    document = path.read_text(encoding="utf-8") if path.exists() else "# Performance\n"
    path.write_text(replace_section(document, name(results), text), encoding="utf-8")
    return [*(folder / picture for _, picture in pictures), path]


def write_readme(results, path):
    """The rows that the README shows."""
    document = path.read_text(encoding="utf-8")
    path.write_text(replace_section(document, "measured", readme.table(results)), encoding="utf-8")
    return path


def main():
    source, folder = map(pathlib.Path, sys.argv[1:3])
    results = json.loads(source.read_text(encoding="utf-8"))
    results["targets"] = targets.judge(results)
    for path in write_document(results, folder):
        print(path)
    for path in map(pathlib.Path, sys.argv[3:]):
        print(write_readme(results, path))


if __name__ == "__main__":
    main()
