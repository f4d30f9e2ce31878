import asyncio

from bot.runtime.settings import Settings
from bot.studio.index_run import IndexRun


async def ended(run: IndexRun) -> IndexRun:
    await run.start()
    while run.phase == "running":
        await asyncio.sleep(0.01)
    await run.stop()
    return run


def test_a_line_of_any_length_is_shown_as_far_as_it_says_something(tmp_path, runner):
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "talk.md").write_text("Ada: What is it?\n\nBea: It is a long line.\n")
    (seeds / "sources.toml").write_text(f'"{"x" * 300_000}" = 5\n')
    run = runner.run(ended(IndexRun(Settings(seeds=seeds, data=tmp_path / "data"))))
    assert run.phase == "failed"
    (line,) = [line for line in run.lines if "sources.toml" in line]
    assert line.startswith(f"quotebot: {seeds}/sources.toml:1: 'xxx")
    assert line.endswith("xxx…")
    assert len(line) == 2001


def test_lines_that_come_at_once_are_all_shown(tmp_path, runner):
    run = runner.run(ended(IndexRun(Settings(seeds=tmp_path / "nowhere", data=tmp_path / "data"))))
    assert (run.phase, [line.partition(":")[0] for line in run.lines]) == ("failed", ["quotebot"])
