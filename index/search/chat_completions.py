"""Asks a language model over HTTP, by OpenAI's chat completions; the reply comes in time, or none does."""

import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

import httpx

from index.errors import JudgeFailedError, JudgeLateError, JudgeUnreadableError, SettingsError
from index.proxies import proxy_name, proxy_of

_LONGEST_REPLY_BYTES = 262_144
_Result = TypeVar("_Result")

# What a model may refuse: it is then asked without.
_STRICT: Mapping[str, Any] = {"temperature": 0, "response_format": {"type": "json_object"}}
_REFUSALS = (400, 422)
_FIXES = {
    401: "set QUOTEBOT_LLM_KEY to a key that it accepts",
    403: "set QUOTEBOT_LLM_KEY to a key that may use this model",
    404: "see that QUOTEBOT_LLM_URL ends as its maker says, mostly with /v1, and that it has this model",
    429: "it takes no more requests for now, or the account has no credit left",
}


class ChatModel:
    """One model on a server that speaks OpenAI's chat completions; safe to use from several threads.

    Args:
        model: Its name on the server.
        url: Where the server is, such as http://localhost:11434/v1.
        key: Sent as `Authorization: Bearer …`; it stands in no message and no repr.
        patience_seconds: How long a reply may take, from the first step to its last byte.

    Raises:
        SettingsError: The proxy or the certificates that the environment names cannot be used.
    """

    def __init__(self, model: str, url: str, key: str | None, *, patience_seconds: float) -> None:
        self.model = model
        self.url = url
        self.patience_seconds = patience_seconds
        self._options = _STRICT
        self._proxy = proxy_of(url)
        headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
        try:
            transport = httpx.HTTPTransport(proxy=self._proxy)
        except OSError as error:
            raise SettingsError("SSL_CERT_FILE and SSL_CERT_DIR name no certificates that can be read") from error
        self._client = httpx.Client(headers=headers, timeout=patience_seconds, transport=transport, trust_env=False)

    def reply(self, instructions: str, content: str) -> str:
        """Return what the model says to `content`, word for word.

        Raises:
            JudgeLateError: It did not say so in time.
            JudgeFailedError: The server cannot be reached, or refuses.
            JudgeUnreadableError: It answers, and not as chat completions do.
        """
        messages = [{"role": "system", "content": instructions}, {"role": "user", "content": content}]
        body = self._in_time(lambda deadline: self._complete(messages, deadline))
        try:
            said = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, RecursionError, LookupError, TypeError) as error:
            raise JudgeUnreadableError(f"the server at {self.url} does not answer as chat completions do") from error
        if not isinstance(said, str):
            raise JudgeUnreadableError(f"the model {self.model!r} at {self.url} says nothing")
        return said

    def known_models(self) -> list[str]:
        """Return the models that the server says it has, none where it does not say.

        Raises:
            JudgeLateError: It did not say so in time.
            JudgeFailedError: The server cannot be reached, or refuses.
        """
        body = self._in_time(lambda deadline: self._fetch("GET", "models", None, deadline)[1])
        try:
            return [str(model["id"]) for model in json.loads(body)["data"]]
        except (ValueError, RecursionError, LookupError, TypeError):
            return []

    def _complete(self, messages: list[dict[str, str]], deadline: float) -> bytes:
        body = {"model": self.model, "messages": messages}
        status, content = self._fetch("POST", "chat/completions", {**body, **self._options}, deadline)
        if status in _REFUSALS and self._options:
            status, content = self._fetch("POST", "chat/completions", body, deadline)
            if status == httpx.codes.OK:
                self._options = {}
        if status != httpx.codes.OK:
            raise self._failure(f"it answers {status}", _FIXES.get(status, "look at its log"))
        return content

    def _fetch(self, method: str, path: str, body: Mapping[str, Any] | None, deadline: float) -> tuple[int, bytes]:
        """Return the status of a response and what it holds, up to the longest that anybody needs."""
        content = None if body is None else json.dumps(body).encode()
        request = self._client.build_request(
            method, f"{self.url}/{path}", content=content, headers={"Content-Type": "application/json"}
        )
        try:
            response = self._client.send(request, stream=True)
            try:
                return response.status_code, _read(response, deadline)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise self._late() from error
        except httpx.HTTPError as error:
            by = f" by the proxy {proxy_name(self._proxy)}, or name it in NO_PROXY" if self._proxy else ""
            fix = f"see that it runs, and that QUOTEBOT_LLM_URL leads there{by}"
            raise self._failure(str(error) or type(error).__name__, fix) from error

    def _in_time(self, call: Callable[[float], _Result]) -> _Result:
        """Return what a call returns, if it does so in time; it is told until when, on the monotonic clock.

        It has a thread of its own: httpx limits each step of a call, but neither the whole nor looking up a name. One
        that is not waited for any more ends by those limits, and keeps no process from ending.
        """
        done: Future[_Result] = Future()
        deadline = time.monotonic() + self.patience_seconds
        Thread(target=_settle, args=(done, call, deadline), name="judge", daemon=True).start()
        try:
            return done.result(self.patience_seconds)
        except TimeoutError as error:
            raise self._late() from error

    def _late(self) -> JudgeLateError:
        return JudgeLateError(
            f"the model {self.model!r} at {self.url} does not answer within {self.patience_seconds:g} s; see that it "
            "is loaded, or choose a faster one"
        )

    def _failure(self, reason: str, fix: str) -> JudgeFailedError:
        return JudgeFailedError(f"the model {self.model!r} at {self.url} cannot be asked ({reason}); {fix}")


def _settle(done: Future[_Result], call: Callable[[float], _Result], deadline: float) -> None:
    try:
        done.set_result(call(deadline))
    except BaseException as error:  # handed on to whoever waits
        done.set_exception(error)


def _read(response: httpx.Response, deadline: float) -> bytes:
    """Return what a response holds, cut off where it is longer or slower than of any use."""
    content = b""
    for piece in response.iter_raw():
        content += piece
        if len(content) > _LONGEST_REPLY_BYTES:
            return b""
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("")
    return content
