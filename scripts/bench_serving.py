"""Sixteen clients at once for a minute: errors, times, and whether memory stays flat.

    python scripts/bench_serving.py [--seconds 60] [--clients 16]

A real `qa serve` over the shipped seed is asked the article's golden questions over HTTP, by one
keep-alive connection a client. Memory is the server's resident set, after a quarter of the time and
at the end.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from qa.questions import read

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "tests" / "data" / "article.jsonl"
COMMAND = "from qa.cli import main; main()"


@dataclass
class Heard:
    """Milliseconds of each answer, and what was no answer."""

    spent: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def served(folder: str) -> tuple[subprocess.Popen[str], int]:
    """A server that is ready, and its port."""
    arguments = ["serve", "--seeds", str(ROOT / "seeds"), "--index", folder, "--port", "0"]
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", COMMAND, *arguments],
        stderr=subprocess.PIPE,
        text=True,
    )
    port = 0
    for line in server.stderr or ():
        if found := re.search(r"listening on http://[^:]+:(\d+)", line):
            port = int(found[1])
        if line.rstrip().endswith("ready"):
            break
    threading.Thread(target=lambda: list(server.stderr or ()), daemon=True).start()
    return server, port


def ask(port: int, questions: list[str], start: int, end: float, heard: Heard) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for question in itertools.cycle(questions[start:] + questions[:start]):
        if time.monotonic() > end:
            break
        begin = time.perf_counter()
        body = json.dumps({"question": question})
        connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
        if response.status == 200 and answer["question"]["text"] == question:
            heard.spent.append((time.perf_counter() - begin) * 1e3)
        else:
            heard.errors.append(f"{response.status} {answer}")
    connection.close()


def resident(pid: int) -> float:
    """MB that a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=16)
    given = parser.parse_args()
    questions = [item.question for item in read(ARTICLE, ROOT / "seeds").items]
    heard = Heard()
    with tempfile.TemporaryDirectory() as folder:
        server, port = served(folder)
        end = time.monotonic() + given.seconds
        clients = [
            threading.Thread(target=ask, args=(port, questions, 11 * number, end, heard))
            for number in range(given.clients)
        ]
        for client in clients:
            client.start()
        time.sleep(given.seconds / 4)
        early = resident(server.pid)
        for client in clients:
            client.join()
        late = resident(server.pid)
        server.terminate()
        server.wait()
    cuts = quantiles(heard.spent, n=20)
    print(f"{len(heard.spent)} answers, {len(heard.errors)} errors {heard.errors[:3]}")
    print(f"p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms")
    print(f"memory {early:.0f} MB, then {late:.0f} MB ({late / early - 1:+.1%})")
    sys.exit(bool(heard.errors))


if __name__ == "__main__":
    main()
