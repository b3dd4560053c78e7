"""Stopping at any moment: at once also inside a compiler that knows nothing of Ctrl-C, and without half a file."""

import os
import signal
import sys
import threading
from contextlib import contextmanager, suppress

STOPPED = "Stopped before the end: unfinished work is lost."
INTERRUPTED = 128 + signal.SIGINT  # the exit code
_unfinished = set()  # files that are being written
_last_words = [STOPPED]


def stop_at_once():
    """From now on Ctrl-C, or being asked to end, ends this process at once, with one line and without half a file.

    A KeyboardInterrupt would wait for the compiler, could be swallowed by a callback of a library, and leaves threads
    behind that crash the interpreter on its way out. Where signals are handled by somebody else, nothing is done.
    """
    is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not is_ours or threading.current_thread() is not threading.main_thread():
        return
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: None)  # so that Python passes it on to the watcher, and does nothing else
    threading.Thread(target=_watch, args=(heard,), daemon=True).start()


@contextmanager
def unfinished(path):
    """While this file is being written: it is removed whatever happens."""
    _unfinished.add(path)
    try:
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        _unfinished.discard(path)


def when_stopped(said=STOPPED):
    """What is said from now on if this command is stopped."""
    _last_words[:] = [said]


def last_words():
    """The one line of a command that is stopped."""
    return _last_words[0]


def _watch(heard):
    (which,) = os.read(heard, 1)
    for path in list(_unfinished):
        with suppress(OSError):
            path.unlink()
    clean = b"\r\x1b[2K\x1b[?25h" if sys.stderr is not None and sys.stderr.isatty() else b""  # no bar, a cursor
    os.write(2, clean + last_words().encode() + b"\n")
    os._exit(128 + which)
