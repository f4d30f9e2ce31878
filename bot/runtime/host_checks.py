"""What the machine has to give to the bot: a folder to write to, room, a port; each failure says what to do."""

import http.client
import json
import shutil
import socket
import ssl
import tempfile
from pathlib import Path

from index.errors import SettingsError, StorageError
from index.refusals import next_step

_LEAST_FREE_BYTES = 200e6  # an index is built beside the one that answers
_PATIENCE_SECONDS = 4.0
_LONGEST_ANSWER_BYTES = 10_000
_MEGABYTE = 1e6
# Where the log of SQLite cannot be shared: https://sqlite.org/wal.html
_NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "9p", "ceph", "afs", "glusterfs", "lustre", "fuse.sshfs", "fuse.s3fs")
_MOUNTS = Path("/proc/self/mounts")


def check_folder(folder: Path) -> None:
    """Make sure that files can be made in a folder; where it is missing, that it can be made.

    Raises:
        StorageError: They cannot.
    """
    try:
        existing = next(parent for parent in (folder, *folder.absolute().parents) if _is_there(parent))
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise StorageError(
            f"the data folder '{folder}' cannot be written ({error.strerror}); {next_step(error, folder)}"
        ) from error


def _is_there(path: Path) -> bool:
    """Tell whether something is there, be it a dead link; unlike `exists`, this hides no reason why nobody knows."""
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    return True


def check_certificates(file: str | None) -> None:
    """Make sure that certificates are in the file that SSL_CERT_FILE names; some libraries pass over one that is not.

    Raises:
        SettingsError: None are, or nobody can read them; no server could be trusted.
    """
    if file is None:
        return
    try:
        ssl.create_default_context(cafile=file)
    except OSError as error:  # ssl.SSLError is one
        reason = "it holds none" if isinstance(error, ssl.SSLError) else error.strerror
        raise SettingsError(
            f"no certificate can be read from SSL_CERT_FILE, {file!r} ({reason}); name a file (PEM) that holds those "
            "to be trusted, or leave it out"
        ) from error


def check_port(host: str, port: int) -> None:
    """Make sure that the bot can listen there.

    Raises:
        SettingsError: It cannot.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        socket.create_server((str(address[0]), int(address[1])), family=family).close()
    except OSError as error:
        raise cannot_listen(host, port) from error


def cannot_listen(host: str, port: int) -> SettingsError:
    """Return the error that says that nothing can listen there."""
    return SettingsError(
        f"cannot listen on port {port} of {host!r}; set QUOTEBOT_HTTP_PORT to a free port above 1023, "
        "and QUOTEBOT_HTTP_HOST to an address of this machine"
    )


def why_not_ready(host: str, port: int) -> str | None:
    """Return why the bot that answers there is not ready, None where it is, "" where what answers is no bot."""
    connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE_SECONDS)
    try:
        connection.request("GET", "/readyz", headers={"Accept": "application/json"})
        state = json.loads(connection.getresponse().read(_LONGEST_ANSWER_BYTES))
        return None if state["ready"] else str(state["reason"])
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        return ""
    finally:
        connection.close()


def low_disk(folder: Path) -> str | None:
    """Return that there is little room for another index, and what to do; None where there is enough."""
    free = shutil.disk_usage(folder).free
    if free >= _LEAST_FREE_BYTES:
        return None
    return f"{free / _MEGABYTE:.0f} MB are free on the disk of '{folder}', little for another index; make room"


def network_disk(file: Path) -> str | None:
    """Return that SQLite's file is on a network file system, and what to do; None where it is not, or nobody knows."""
    if not _MOUNTS.exists():
        return None
    kind = kind_of_disk(file.absolute(), _MOUNTS.read_text(encoding="utf-8", errors="replace"))
    if not kind.startswith(_NETWORK_FILE_SYSTEMS):
        return None
    return (
        f"the state '{file}' is on a network file system ({kind}), where SQLite's log loses data; "
        "name a folder of this machine with QUOTEBOT_DATA, or PostgreSQL with QUOTEBOT_DATABASE_URL"
    )


def kind_of_disk(file: Path, mounts: str) -> str:
    """Return the kind of file system that a file is on, "" where the table of mounts (proc_mounts(5)) has none."""
    fields = [line.split() for line in mounts.splitlines()]
    kinds = {Path(place.replace(r"\040", " ")): kind for _, place, kind, *_ in fields}
    return next((kinds[folder] for folder in file.parents if folder in kinds), "")
