"""Where `quotebot`, which is `python -m bot`, begins."""

import sys

from bot.runtime.settings import export_network_settings, limit_threads
from bot.runtime.standard_streams import prepare_standard_streams

_STOPPED = 130  # as a shell has it


def main() -> None:
    """Run the command line, with no more threads than this process can use, and over the proxies of the settings."""
    prepare_standard_streams()
    limit_threads()
    export_network_settings()  # before aiohttp is loaded, which reads certificates once
    try:
        from bot.cli import main as run  # imports numpy, which counts processors once, as it is loaded
    except KeyboardInterrupt:
        sys.stderr.write("quotebot: stopped; nothing was changed\n")
        sys.exit(_STOPPED)
    run()


if __name__ == "__main__":
    main()
