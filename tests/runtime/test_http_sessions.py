import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.runtime.http_sessions import SharedSession


def test_who_calls_at_the_same_time_shares_a_session_and_its_connections():
    async def scenario():
        ports, release = [], asyncio.Event()

        async def answer(request):
            ports.append(request.transport.get_extra_info("peername")[1])
            return web.Response()

        shared = SharedSession(lambda connector: aiohttp.ClientSession(connector=connector))

        async def hold():
            async with shared.opened() as session:
                await release.wait()
            return session

        app = web.Application()
        app.router.add_get("/", answer)
        async with TestServer(app) as server:
            url = server.make_url("/")
            holding = asyncio.create_task(hold())
            await asyncio.sleep(0)
            for _ in range(3):
                async with shared.opened() as session, session.get(url) as response:
                    await response.read()
            is_open = not session.closed
            release.set()
            is_same = await holding is session
            is_closed = session.closed
            async with shared.opened() as another, another.get(url) as response:
                await response.read()
        return len(set(ports[:3])), len(set(ports)), (is_open, is_same, is_closed, another is session, another.closed)

    assert asyncio.run(scenario()) == (1, 2, (True, True, True, False, True))
