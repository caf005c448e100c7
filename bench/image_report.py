# SPDX-License-Identifier: BSD-3-Clause
"""What the reports of density.py, filter.py, products.py and kde.py share."""
import json
import pathlib
import sys

import cells
import report

OWN = ("gausskern", "limits")


def is_peer(result):
    """One that computes the same; a call without work is none."""
    return result["worker"] not in OWN and result["task"] != "call"


def time_cell(result, against=None, bold=False, show=cells.milliseconds):
    """The time with range or ratio, and error; a peer's ratio below 1 in bold."""
    if not result or "median" not in result:
        return cells.trouble(result)
    text = show(result["median"])
    text = f"**{text}**" if bold else text
    if bold:
        low, high = (show(result[end], result["median"]) for end in ("min", "max"))
        text += f" [{low}–{high}]"
    elif against:
        ratio = result["median"] / against
        mark = "**" if ratio < 1 and is_peer(result) else ""
        text += f" ({mark}{cells.ratio(ratio)} ×{mark})"
    return text + (f", {cells.error(result['error'])}" if result["error"] is not None else "")


def lost(cases, names):
    """The rows where a peer was faster than the library's best way to compute the same."""
    found = []
    for case in cases:
        own = [r["median"] for r in case["results"]
               if r["worker"] == "gausskern" and "median" in r]
        for result in filter(is_peer, case["results"]):
            if result["task"] in names and "median" in result and own:
                if result["median"] < min(own):
                    found.append(f"{case['variant']}, {case['type']} ({names[result['task']]})")
    return found


def pixels(settings):
    return f"{settings['size']} × {settings['size']} pixels"


def about(results, versions, notes):
    """Where and with what it was measured; versions: the names of those to be shown."""
    place, software = results["machine"], results["software"]
    library, settings = software["gausskern"], results["settings"]
    known = dict(pair for entry in software.values() for pair in entry.items()
                 if pair[0] in versions)
    absent = [f"{name}: {entry['problem']}" for name, entry in software.items()
              if "problem" in entry]
    variables = [f"{key}={value}" for key, value in results["environment"].items()]
    return [
        f"- {results['date']}, `{results['command']}`, revision {results['commit'] or 'unknown'}; "
        f"{report.duration(results['minutes'])}",
        f"- {place['processor']}, {place['processors']} processors, memory {place['memory']}; "
        f"{place['system']}, {place['kernel']}; load before the run {place['load before']:.2f}",
        f"- gausskern {library['gausskern']}, {library['isa']}; "
        f"{', '.join(f'{name} {version}' for name, version in known.items())}; "
        f"Python {place['python']}{'; **' + '; '.join(absent) + '**' if absent else ''}",
        f"- {settings.get('size words') or pixels(settings)}; threads: {settings['threads']}; "
        f"rounds: {settings['rounds']}; all take turns, call by call"
        f"{'; ' if variables else ''}{' '.join(variables)}",
        f"- {notes}",
        "",
    ]


def write(marker, text, folder):
    """Into performance.md; its path."""
    path = folder / "performance.md"
    document = path.read_text(encoding="utf-8") if path.exists() else "# Performance\n"
    path.write_text(report.replace_section(document, marker, text), encoding="utf-8")
    return path


def write_readme(marker, text, path):
    document = path.read_text(encoding="utf-8")
    path.write_text(report.replace_section(document, marker, text), encoding="utf-8")
    return path


def rewrite(marker, markdown, readme=None):
    """The section of an earlier run once more: arguments RESULTS.json FOLDER [README.md]."""
    source, target, *documents = map(pathlib.Path, sys.argv[1:])
    results = json.loads(source.read_text(encoding="utf-8"))
    print(write(marker, markdown(results), target))
    for path in documents if readme else []:
        print(write_readme(marker, readme(results), path))
