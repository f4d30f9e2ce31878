"""Where `quotebot`, which is `python -m bot`, begins."""

from bot.settings import limit_threads


def main() -> None:
    """Run the command line, with no more threads than this process can use."""
    limit_threads()
    from bot.cli import main as run  # imports numpy, which counts processors once, as it is loaded

    run()


if __name__ == "__main__":
    main()
