"""A Chromium without a window, driven over two pipes: what a reader's browser makes of a page."""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = f"no browser: none of {', '.join(NAMES)} is on the path (Debian: apt-get install chromium)"
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
PATIENCE = 60  # seconds
# The browser reads commands from descriptor 3 and answers on descriptor 4, each ended by a zero byte.
START = """
import os, sys
spare = [os.dup(int(one)) for one in sys.argv[1:3]]
while min(spare) < 5:
    spare = [os.dup(one) for one in spare]
os.dup2(spare[0], 3)
os.dup2(spare[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


def find_browser() -> str | None:
    """Where a Chromium is, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One page in a Chromium. Use as a context: `with Browser(width=360, dark=True) as page: page.open(path)`."""

    def __init__(self, width: int = 1200, height: int = 800, dark: bool = False):
        program = find_browser()
        if program is None:
            raise FileNotFoundError(MISSING)
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        commands, self._commands = os.pipe()
        self._answers, answers = os.pipe()
        given = [program, *FLAGS, "--remote-debugging-pipe", f"--user-data-dir={self._folder.name}", "about:blank"]
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, str(commands), str(answers), *given],
            pass_fds=(commands, answers),
            stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(answers)
        self._buffer, self._number, self._session = b"", 0, None
        self.requested: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self._ask(f"{domain}.enable")
        self._ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, path):
        """Show a file, and wait until it has loaded."""
        self._loaded = False
        self._ask("Page.navigate", url=Path(path).resolve().as_uri())
        while not self._loaded:
            self._read()

    def value(self, script: str):
        """What a line of JavaScript amounts to on the page, once it is known where it promises something."""
        found = self._ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise ValueError(found["exceptionDetails"]["exception"]["description"])
        return found["result"].get("value")

    def medium(self, name: str):
        """Show the page as on this medium: "screen" or "print"."""
        self._ask("Emulation.setEmulatedMedia", media=name, features=[])

    def screenshot(self, path, clip: dict | None = None):
        """The whole page, or a part of it (x, y, width, height), as a PNG file."""
        part = {"clip": clip | {"scale": 2}} if clip else {}
        shot = self._ask("Page.captureScreenshot", captureBeyondViewport=True, **part)
        Path(path).write_bytes(base64.b64decode(shot["data"]))

    def print(self, path):
        """The page on A4 paper, as a PDF file."""
        found = self._ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False)
        Path(path).write_bytes(base64.b64decode(found["data"]))

    def _ask(self, method, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise ValueError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def _read(self):
        while b"\0" not in self._buffer:
            if not select.select([self._answers], [], [], PATIENCE)[0]:
                raise TimeoutError(f"the browser has said nothing for {PATIENCE} s")
            part = os.read(self._answers, 1 << 16)
            if not part:
                raise ConnectionError("the browser has gone")
            self._buffer += part
        text, self._buffer = self._buffer.split(b"\0", 1)
        message = json.loads(text)
        if message.get("method") == "Page.loadEventFired":
            self._loaded = True
        if message.get("method") == "Network.requestWillBeSent":
            self.requested.append(message["params"]["request"]["url"])
        return message

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        os.close(self._commands)
        self._process.terminate()
        self._process.wait(timeout=20)
        os.close(self._answers)
        self._folder.cleanup()
