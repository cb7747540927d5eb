"""The commands; the only file that prints, catches all, or exits.

Exit codes: 0 done; 1 nothing done, the line on standard error says why; 2 a command that cannot
be understood; 3 done, but some inputs were refused (one line each on standard error), or
``verify`` found damage; 70 a fault of the program.
"""

import socket
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from accordingto import __version__
from accordingto.errors import AccordingToError
from accordingto.settings import Settings, load_settings

FAILED, REFUSED, FAULT = 1, 3, 70
FORMS = ("table", "json", "markdown")
SEED = 20260301  # of the draws behind the intervals: the same corpus gives the same figures

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

FIRST_STEPS = """\
accordingto reads news reports into a ledger: who did what to whom, according to whom.

  accordingto add reports/            read reports into accordingto.db
  accordingto show incidents          what happened, with every disagreement
  accordingto show ID                 one incident, event, statement or document
  accordingto serve                   the same as pages, on this machine only
  accordingto export --format csv     tables for other tools

`accordingto --help` lists every command; `accordingto COMMAND --help` explains one."""

ledger_option = click.option(
    "--ledger",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="The ledger file (default: accordingto.db in the current folder).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, not a table.")


@click.group(invoke_without_command=True)
@click.version_option(__version__, prog_name="accordingto")
@click.pass_context
def commands(context: click.Context) -> None:
    """Read contested news reports into an auditable ledger."""
    if context.invoked_subcommand is None:
        click.echo(FIRST_STEPS)


@commands.command()
@click.argument("paths", nargs=-1, required=True)
@ledger_option
@click.option("--processes", type=click.IntRange(min=0), default=None, help="0: one a core.")
def add(paths: tuple[str, ...], ledger: Path | None, processes: int | None) -> None:
    """Read reports (text, HTML, JSON Lines; files or folders) into the ledger."""
    from accordingto.acquire.sources import items, n_bytes
    from accordingto.pipeline import join, open_ledger, run
    from accordingto.share.tally import Tally
    from accordingto.workers.local import read_all

    settings = _settings(ledger=ledger, processes=processes)
    tally = Tally()
    with open_ledger(settings.ledger) as book:
        with _Progress(n_bytes(paths)) as counted:
            for outcome in run(
                counted(items(paths)),
                book,
                read=lambda batch: read_all(batch, settings),
                now=_now,
                on_known=tally.know,
            ):
                tally.add(outcome)
                _say_if_refused(outcome)
        incidents = join(settings.ledger, book, now=_now)
    for line in tally.lines(incidents, ledger=str(settings.ledger)):
        out.print(escape(line))
    if tally.n_refused:
        sys.exit(REFUSED)


@commands.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.option("--processes", type=click.IntRange(min=0), default=None, help="0: one a core.")
def code(paths: tuple[str, ...], form: str, processes: int | None) -> None:
    """Print one Reading a line, in input order, without a ledger (schema: accordingto schema)."""
    from accordingto.acquire.sources import items, n_bytes
    from accordingto.domain import Reading, to_json
    from accordingto.workers.local import read_all

    settings = _settings(processes=processes)
    n_refused = 0
    with _Progress(n_bytes(paths)) as counted:
        for outcome in read_all(counted(items(paths)), settings):
            n_refused += _say_if_refused(outcome)
            if isinstance(outcome, Reading):
                sys.stdout.buffer.write(to_json(outcome).encode() + b"\n")
    sys.stdout.buffer.flush()
    if n_refused:
        sys.exit(REFUSED)


@commands.command()
def schema() -> None:
    """Print the JSON Schema of a Reading."""
    from accordingto.domain import json_schema

    _print_json(json_schema())


@commands.command()
@click.argument("what")
@ledger_option
@json_option
def show(what: str, ledger: Path | None, as_json: bool) -> None:
    """Show incidents, events, statements, refused, or one thing by its ID (or its beginning)."""
    from accordingto.record.views import open_view
    from accordingto.share.console import shown

    with open_view(_existing(_settings(ledger=ledger).ledger)) as view:
        values, table = shown(view, what)
        if as_json:
            _print_json(values)
        else:
            out.print(table)


@commands.command()
@click.option("--format", "form", required=True, help="csv, jsonl or geojson.")
@click.option("--table", default="incidents", show_default=True, help="incidents, events, ...")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), default=None)
@ledger_option
def export(form: str, table: str, output: Path | None, ledger: Path | None) -> None:
    """Write the ledger's content for other tools, to a file or standard output."""
    from accordingto.record.views import open_view
    from accordingto.share import formats

    with open_view(_existing(_settings(ledger=ledger).ledger)) as view:
        n_rows = formats.export(view, form=form, table=table, output=output, stream=sys.stdout)
    if output is not None:
        err.print(f"{output}: {n_rows} {table}")


@commands.command()
@ledger_option
@json_option
def verify(ledger: Path | None, as_json: bool) -> None:
    """Check the ledger: the chain, every document, every span, every table."""
    from accordingto.record.audit import verify as audit

    path = _existing(_settings(ledger=ledger).ledger)
    findings = list(audit(path))
    if as_json:
        _print_json(msgspec.to_builtins(findings))
    for finding in [] if as_json else findings:
        where = "" if finding.sequence is None else f"entry {finding.sequence}, "
        line = f"{path}: {escape(where + finding.subject)}: {escape(finding.problem)}"
        err.print(line, soft_wrap=True)
    if findings:
        sys.exit(REFUSED)
    if not as_json:
        out.print(f"{path}: the chain, documents, spans and tables are as they were written.")


@commands.command()
@ledger_option
def rebuild(ledger: Path | None) -> None:
    """Compute every table of the ledger again from its entries."""
    from accordingto.pipeline import rebuild_tables

    path = _existing(_settings(ledger=ledger).ledger)
    out.print(f"{path}: the tables were computed again from {rebuild_tables(path)} entries.")


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--format", "form", type=click.Choice(FORMS), default="table", show_default=True)
@click.option("--processes", "--workers", type=click.IntRange(min=0), help="0: one a core.")
def evaluate(folder: Path, form: str, processes: int | None) -> None:
    """Read the marked reports in FOLDER as `add` would, and print how right that was."""
    from accordingto import scoring
    from accordingto.pipeline import run_aside
    from accordingto.workers.local import read_all

    settings = _settings(processes=processes)
    corpus = scoring.read_corpus(folder)
    items = list(scoring.inputs(corpus))
    with _Progress(sum(len(item.data) for item in items)) as counted:
        outcomes, incidents = run_aside(
            counted(items), read=lambda batch: read_all(batch, settings), now=_now
        )
    n_refused = sum(_say_if_refused(outcome) for outcome in outcomes)
    figures = scoring.evaluate(corpus, outcomes, incidents, random=Random(SEED))
    if form == "table":
        out.print(scoring.as_table(figures))
    elif form == "markdown":
        sys.stdout.buffer.write(scoring.as_markdown(figures).encode())
    else:
        _print_json(figures)
    if n_refused:
        sys.exit(REFUSED)


@commands.command()
@ledger_option
@click.option("--port", type=click.IntRange(1, 65535), default=8600, show_default=True)
def serve(ledger: Path | None, port: int) -> None:
    """Open the ledger as pages, on this machine only (loopback), until Ctrl-C."""
    import secrets

    import uvicorn

    from accordingto.serve.app import create_app

    path = _existing(_settings(ledger=ledger).ledger)
    _refuse_taken(port)
    token = secrets.token_urlsafe(16)
    app = create_app(path, token=token)
    out.print(f"Open http://127.0.0.1:{port}/?token={token}  (Ctrl-C stops)", soft_wrap=True)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


def main() -> None:
    """Run the command line; every error becomes one line that says what to do next."""
    try:
        commands(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        err.print("Stopped. What was acknowledged is in the ledger; run the same command again.")
        sys.exit(130)
    except AccordingToError as error:
        err.print(f"accordingto: {escape(str(error))}", soft_wrap=True)
        sys.exit(FAILED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FAILED)
    except Exception as error:
        kind = type(error).__name__
        fault = f"accordingto: a fault of the program ({kind}: {escape(str(error))})."
        err.print(fault, soft_wrap=True)
        err.print("Please report it with the line below and the input that caused it.")
        err.print(escape(_last_place(error)), soft_wrap=True)
        sys.exit(FAULT)


def _last_place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "no place known"
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


def _settings(**given: Any) -> Settings:
    chosen = {name: value for name, value in given.items() if value is not None}
    return msgspec.structs.replace(load_settings(), **chosen)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise click.ClickException(
            f"{path}: there is no such ledger. Make one: accordingto add PATH --ledger {path}"
        )
    return path


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = f"Port {port} cannot be used: {error.strerror}. Choose another with --port."
            raise click.ClickException(why) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class _Progress:
    """A bar over the bytes of the inputs, on standard error and only on a terminal."""

    def __init__(self, total: int) -> None:
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.fields[n]} read"),
            BarColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=err,
            transient=True,
            disable=not err.is_terminal,
        )
        self._task = self._bar.add_task("read", total=total, n=0, rate="")

    def __enter__(self) -> "_Progress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, items: Iterable[Any]) -> Iterator[Any]:
        for n, item in enumerate(items, 1):
            yield item
            speed = self._bar.tasks[0].finished_speed or self._bar.tasks[0].speed
            rate = f"{speed / 1000:.0f} kB/s" if speed else ""
            self._bar.update(self._task, advance=len(getattr(item, "data", b"")), n=n, rate=rate)


def _say_if_refused(outcome: Any) -> bool:
    from accordingto.domain import Refused

    if not isinstance(outcome, Refused):
        return False
    err.print(f"refused {escape(outcome.what)}: {escape(outcome.why)}", soft_wrap=True)
    return True


def _print_json(value: Any) -> None:
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()
