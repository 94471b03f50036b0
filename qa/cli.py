"""The command line: `qa index`, `ask`, `serve`, `mcp`, `verify`, `eval`.

Standard output holds results only; progress and errors go to standard error. Status: 0 all well,
1 nothing done or a line that could not be asked, 2 usage, 3 an index without some of its seeds.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from qa import screen
from qa.contract import AskBody, check_question
from qa.errors import AddressError, VerbatimError
from qa.rendering import answer_json, in_one_line
from qa.settings import Settings

_INTERRUPTED = 128 + signal.SIGINT


class _Folder(click.Path):
    """A folder that may be missing, but is named: an empty path would mean the current one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value):
            self.fail("it is empty; name a folder.", param, ctx)
        return super().convert(value, param, ctx)


_FOLDER = _Folder(path_type=Path)
_seeds = click.option("--seeds", type=_FOLDER, help="Folder of the documents [QA_SEEDS].")
_index = click.option("--index", type=_FOLDER, help="Folder of the index [QA_INDEX].")


class _Commands(click.Group):
    """Ends every expected failure with one line and a status, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except VerbatimError as error:
            screen.say(str(error))
            ctx.exit(1)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)


@click.group(cls=_Commands)
@click.version_option(package_name="verbatim-qa", prog_name="qa")
def main() -> None:
    """Answers questions about French documents with quotations."""
    # What is printed is French whatever the locale says.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@_seeds
@_index
@click.pass_context
def index(ctx: click.Context, seeds: Path | None, index: Path | None) -> None:
    """Build the index of the documents."""
    settings = Settings.from_env(seeds=seeds, index=index)
    from qa.engine import build

    info = build(settings, screen.progress())
    screen.remark(info)
    if any(one.status != "read" for one in info.files):
        screen.say(screen.tally(info))
    click.echo(screen.summary(info))
    ctx.exit(3 if info.failures else 0)


@main.command()
@_index
@click.option("--json", "as_json", is_flag=True, help="Print the API's answer object.")
@click.argument("question")
@click.pass_context
def ask(ctx: click.Context, index: Path | None, as_json: bool, question: str) -> None:
    """Answer a QUESTION; `-` with --json: one question a line on standard input."""
    settings = Settings.from_env(index=index)
    if question != "-":
        check_question(question)  # before the models are loaded
    elif not as_json:
        raise click.UsageError("`-` reads questions from standard input: it needs --json.")
    from qa.engine import Engine
    from qa.lines import answer_lines

    engine = Engine(settings)
    engine.load()
    if question == "-":
        ctx.exit(0 if answer_lines(engine, sys.stdin.buffer, sys.stdout) else 1)
    answer = engine.ask(AskBody(question=question))
    if as_json:
        click.echo(in_one_line(answer_json(answer)))
    else:
        click.echo(screen.shown(answer))


@main.command()
@_index
def verify(index: Path | None) -> None:
    """Check every checksum and span of the index."""
    settings = Settings.from_env(index=index)
    from qa.engine import verify

    click.echo(f"{screen.summary(verify(settings))}, all whole")


@main.command()
@_index
def rollback(index: Path | None) -> None:
    """Put the index before the last one back in use, until the next build."""
    settings = Settings.from_env(index=index)
    from qa.engine import rollback

    click.echo(f"{screen.summary(rollback(settings))}, in use again")


@main.command()
@_seeds
@_index
@click.option("--host", help="Address to listen on [QA_HOST].")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on [QA_PORT].")
@click.option("--watch/--no-watch", default=None, help="Follow changes of the seeds [QA_WATCH].")
def serve(**given: Any) -> None:
    """Serve the chat and the API, once the index is built from the documents."""
    settings = Settings.from_env(**given)
    import web
    from qa.engine import Engine
    from qa.loading import Loading

    engine = Engine(settings)
    # It stops the server, and is raised again when that has ended.
    loading = Loading(engine, settings, lambda _: os.kill(os.getpid(), signal.SIGTERM))

    def listening(url: str) -> None:
        screen.say(f"listening on {url}")
        loading.start()

    hosts = (*settings.allowed_hosts, settings.host)
    app = web.create_app(
        engine,
        allowed_hosts=hosts,
        uploads=settings.uploads,
        api_keys=settings.api_keys,
        rate_limit=settings.rate_limit,
        log_questions=settings.log_questions,
    )
    try:
        with suppress(SystemExit):  # a signal that comes before the first request
            web.serve(app, settings.host, settings.port, listening)
    except (OSError, ValueError) as error:  # waitress has ValueError for an unknown host
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise AddressError(settings.host, settings.port, reason) from error
    if loading.failure:
        raise loading.failure


@main.command()
@_seeds
@_index
@click.pass_context
def mcp(ctx: click.Context, seeds: Path | None, index: Path | None) -> None:
    """Serve an agent over standard input and output, by the Model Context Protocol."""
    settings = Settings.from_env(seeds=seeds, index=index)
    from qa.mcp import serve

    ctx.exit(0 if serve(settings) else 1)


@main.command("eval")
@_seeds
@click.option("--split", type=click.Choice(["calibration", "evaluation", "all"]), default="all")
@click.option("--own-document", is_flag=True, help="Ask each question of its own document only.")
@click.option(
    "--follow-ups", is_flag=True, help="Ask authored follow-ups, each after its question."
)
@click.option("--baselines", is_flag=True, help="BM25 alone and dense search alone beside.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a file.")
@click.argument("files", nargs=-1, required=True, type=_FOLDER, metavar="FILE...")
def evaluate(seeds: Path | None, files: tuple[Path, ...], as_json: bool, **given: Any) -> None:
    """Score the answers to the questions of each FILE; golden ones are asked of the documents."""
    settings = Settings.from_env(seeds=seeds)
    from qa import questions, tables
    from qa.evaluation import evaluate

    part = {"split": given.pop("split"), "follow_ups": given.pop("follow_ups")}
    for dataset in [questions.read(file, settings.seeds, **part) for file in files]:
        report = evaluate(dataset, settings, **given, progress=screen.progress())
        click.echo(in_one_line(report) if as_json else f"{tables.shown(report)}\n")
