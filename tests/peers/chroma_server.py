"""A real Chroma server, and one that accepts and never answers."""

import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx


class ChromaProcess:
    """`chroma run` on a port of loopback that stays the same, with its data in a folder."""

    def __init__(self, folder):
        self._folder = folder
        self._process = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start it, and wait until it answers."""
        command = [Path(sys.executable).with_name("chroma"), "run", "--host", "127.0.0.1", "--port", str(self.port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([*command, "--path", str(self._folder)], cwd=self._folder, **quiet)
        while not self._answers():
            assert self._process.poll() is None
            time.sleep(0.05)

    def stop(self):
        self._process.kill()
        self._process.wait()

    def _answers(self):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/api/v2/heartbeat")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


class HangingServer:
    """Accepts connections and never answers; counts them."""

    def __init__(self, port=0):
        self._listening = socket.create_server(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.accepted = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                self.accepted.append(self._listening.accept()[0])
            except OSError:
                return

    def close(self):
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for connection in self.accepted:
            connection.close()


class NarrowServer(ThreadingHTTPServer):
    """Stands before a Chroma server, as nginx does, and answers 413 to a body of more bytes; keeps their lengths."""

    def __init__(self, url, most_bytes):
        self.lengths = []
        lengths = self.lengths

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                lengths.append(length)
                if length > most_bytes:
                    return self.reply(413, "text/html", b"<h1>413 Request Entity Too Large</h1>")
                kept = {"Content-Type": self.headers.get("Content-Type", "application/json")}
                answer = httpx.request(self.command, url + self.path, content=body, headers=kept, timeout=30)
                return self.reply(answer.status_code, answer.headers.get("Content-Type", ""), answer.content)

            do_POST = do_DELETE = do_GET  # noqa: N815 - named by http.server

            def reply(self, status, content_type, content):
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def __exit__(self, *told):
        self.shutdown()
        super().__exit__(*told)


class SayingServer(ThreadingHTTPServer):
    """Answers everything with one status and body; keeps the headers that came."""

    def __init__(self, status, body, content_type="application/json"):
        self.headers = []
        headers = self.headers

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                headers.append(dict(self.headers))
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def __exit__(self, *details):
        self.shutdown()
        super().__exit__(*details)
