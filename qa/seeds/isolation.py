"""Files read in a process of their own, so that one which hangs or crashes its reader harms none.

The process lasts for many files. It is sent a line of JSON with the kind and the size of a file,
then the file, and replies with a line of JSON: the text, or why there is none.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

from qa.seeds.canonical import CutShortError, Front, NoTextError, Text
from qa.seeds.formats import TRUSTED, UNREAD, read
from qa.types import Block, Span

SECONDS = 20
"""What reading one file may take."""
MEMORY = 2 * 2**30
"""Bytes of address space of the process."""


_ERRORS = {one.__name__: one for one in (ValueError, NoTextError, CutShortError)}
_PROGRAM = "from qa.seeds.isolation import serve; serve()"


class Readers:
    """Reads files of every kind; to be closed, since it may have started a process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, suffix: str, data: bytes) -> Text:
        """The text of a file of this kind; raises `ValueError` with a reason: `NoTextError` when it
        holds none, `CutShortError` when that may be another time's luck."""
        if suffix in TRUSTED or suffix in UNREAD:
            return read(suffix, data)
        reply = self._ask(suffix, data)
        if "error" in reply:
            raise _ERRORS[reply["kind"]](reply["error"])
        return _text(reply)

    def _ask(self, suffix: str, data: bytes) -> dict[str, Any]:
        self._process = self._process or _started()
        to, back = _pipes(self._process)
        try:
            to.write(_line({"suffix": suffix, "size": len(data)}) + data)
            to.flush()
            reply: dict[str, Any] = json.loads(back.readline())
        except (OSError, ValueError):  # it is gone, in the middle of what it had to say
            return _failed(CutShortError, self._end())
        return reply

    def _end(self) -> str:
        """Why the process ended."""
        process = self._process
        self._stop()
        if process and process.returncode == -signal.SIGALRM:
            return f"it takes longer than {SECONDS} s to read"
        return "its reader crashed"

    def _stop(self) -> None:
        if self._process is not None:
            for pipe in _pipes(self._process):
                _close(pipe)
            try:
                self._process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def serve() -> None:
    """Read the files that come on standard input, until it ends."""
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what libraries print is no reply
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while line := sys.stdin.buffer.readline():
        asked = json.loads(line)
        data = sys.stdin.buffer.read(asked["size"])
        signal.alarm(SECONDS)  # ends the process, whatever it is doing
        reply = _reply(asked["suffix"], data)
        signal.alarm(0)
        replies.write(_line(reply))
        replies.flush()


def _reply(suffix: str, data: bytes) -> dict[str, Any]:
    try:
        return asdict(read(suffix, data))
    except ValueError as error:
        return _failed(NoTextError if isinstance(error, NoTextError) else ValueError, str(error))
    except MemoryError:
        return _failed(CutShortError, f"it needs more than {MEMORY >> 30} GB of memory")
    except Exception as error:  # of a library, over a file that nobody has foreseen
        return _failed(ValueError, f"its reader failed ({type(error).__name__}: {error})")


def _failed(kind: type[ValueError], reason: str) -> dict[str, Any]:
    return {"error": reason, "kind": kind.__name__}


def _started() -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": path},
        start_new_session=True,  # an interrupt at the terminal is for us to deal with
    )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    """Where it is asked, and where it replies."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process was started without pipes")
    return process.stdin, process.stdout


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):  # what was left to write has nobody to read it
        pipe.close()


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _text(reply: dict[str, Any]) -> Text:
    blocks = tuple(Block(**one | {"span": Span(**one["span"])}) for one in reply.pop("blocks"))
    front = reply.pop("front")
    return Text(**reply, blocks=blocks, front=Front(**front | {"authors": tuple(front["authors"])}))
