"""The Model Context Protocol over standard input and output: an agent's way to the documents.

It introduces itself at once; what is called before the index is loaded waits for that.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from importlib.metadata import version

from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from qa import screen
from qa.engine import Engine
from qa.errors import VerbatimError
from qa.loading import Loading
from qa.settings import Settings
from qa.tools import INSTRUCTIONS, TOOLS

PATIENCE = 45.0
"""Seconds that a call waits for the index: most clients give up after 60."""
LOOK = 0.05
"""Seconds between two looks whether it is there."""

_HARMLESS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_Context = ServerRequestContext[dict[str, object]]

log = logging.getLogger(__name__)


def serve(settings: Settings) -> bool:
    """Serves until standard input ends; whether the index could be loaded, or still might."""
    # Else Ctrl-C waits for the thread that reads standard input.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    engine = Engine(settings)
    handlers = Handlers(engine, Loading(engine, settings, _remark))
    asyncio.run(_serve(handlers))
    # A last collection of all that the models hold outlasts the two seconds that clients wait.
    gc.freeze()
    return handlers.loading.failure is None


@dataclass(frozen=True, slots=True)
class Handlers:
    """What the protocol's requests do, with an engine that may still be loading."""

    engine: Engine
    loading: Loading

    async def list_tools(self, _: _Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=_told())

    async def call_tool(self, _: _Context, params: CallToolRequestParams) -> CallToolResult:
        """The tool's reply; whatever goes wrong inside it is one too, that says what."""
        if params.name not in TOOLS:
            raise MCPError(INVALID_PARAMS, f"Unknown tool: {params.name}")
        try:
            return await self._called(params)
        except VerbatimError as error:
            return _failed(error.code, str(error))
        except Exception:
            log.exception("%s failed", params.name)
            return _failed("internal", "Something went wrong inside. The log has the reason.")

    async def _called(self, params: CallToolRequestParams) -> CallToolResult:
        tool = TOOLS[params.name]
        arguments = tool.read(params.arguments or {})
        await self._loaded()
        reply = await asyncio.to_thread(tool.reply, self.engine, arguments)
        text = TextContent(type="text", text=reply.text)
        return CallToolResult(content=[text], structured_content=reply.value)

    async def _loaded(self) -> None:
        """Returns when the engine is ready, or patience at an end; raises why it never will be."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not (self.engine.ready or self.loading.failure):
                    await asyncio.sleep(LOOK)
        if self.loading.failure:
            raise self.loading.failure


def serving(handlers: Handlers) -> Server[dict[str, object]]:
    """The server, for any transport."""
    return Server(
        "verbatim",
        title="Verbatim",
        version=version("verbatim-qa"),
        instructions=INSTRUCTIONS,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
    )


async def _serve(handlers: Handlers) -> None:
    server = serving(handlers)
    async with stdio_server() as (requests, replies):
        # The protocol has standard output to itself: what a library prints goes to the log.
        with redirect_stdout(sys.stderr):
            handlers.loading.start()
            await server.run(requests, replies, server.create_initialization_options())


def _told() -> list[Tool]:
    return [
        Tool(
            name=name,
            title=tool.title,
            description=tool.description,
            input_schema=tool.arguments.model_json_schema(),
            annotations=_HARMLESS,
        )
        for name, tool in TOOLS.items()
    ]


def _failed(code: str, message: str) -> CallToolResult:
    error = {"code": code, "message": message}
    text = TextContent(type="text", text=message)
    return CallToolResult(content=[text], structured_content={"error": error}, is_error=True)


def _remark(error: Exception) -> None:
    if isinstance(error, VerbatimError):
        screen.say(str(error))
    else:
        log.error("The index could not be loaded", exc_info=error)
