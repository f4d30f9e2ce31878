import json

import pytest
from prometheus_client import generate_latest

from bot.intake.service import QuoteService
from bot.operations.preflight import check_start
from bot.runtime.metrics import Metrics
from bot.runtime.settings import Settings
from index.embed import make_embedder
from index.errors import SettingsError
from index.search.judge import make_judge
from index.search.live_searcher import LiveSearcher
from tests.peers.chat_model_server import LlmServer, Response, chosen
from tests.support.fakes import write_corpus
from tests.support.request_builder import make_request
from tests.support.two_interviews import NOT_HERE, PRICE

QUESTION = "How do you set the price of a jar?"
KEY = "sk" + "-geheim-0123456789"  # taken apart, so that nobody's search for leaked keys stops here


@pytest.fixture
def server():
    with LlmServer(chosen(1)) as server:
        yield server


@pytest.fixture
def judged(commands, server):
    """Run a command with a language model that judges."""
    environment = {"QUOTEBOT_RERANKER": "llm:tiny", "QUOTEBOT_LLM_URL": server.url, "QUOTEBOT_LLM_KEY": KEY}

    def run(folder, *arguments, **others):
        run = commands.run(folder, *arguments, **environment | others)
        assert KEY not in run.out + run.err
        return run

    return run


def doctors_line(run):
    [line] = [line for line in run.out.splitlines() if "llm:" in line or "QUOTEBOT_LLM" in line or "model" in line]
    return line


def test_doctor_has_a_line_of_its_own(judged, indexed, server):
    server.says = chosen(2)
    run = judged(indexed, "doctor")
    assert doctors_line(run).startswith(f"ok     the first quotes are judged by llm:tiny at {server.url}, a sample in ")
    assert run.code == 0
    server.says = Response(401, KEY.encode())
    run = judged(indexed, "doctor")
    assert doctors_line(run) == (
        f"wrong  the model 'tiny' at {server.url} cannot be asked (it answers 401); set QUOTEBOT_LLM_KEY to a key that "
        "it accepts"
    )
    assert run.code == 1
    assert doctors_line(judged(indexed, "doctor", QUOTEBOT_LLM_URL="")) == (
        "wrong  QUOTEBOT_RERANKER is 'llm:tiny', but QUOTEBOT_LLM_URL is missing; set it to a server that speaks "
        "OpenAI's chat completions, such as http://localhost:11434/v1"
    )


def test_the_question_is_answered_with_the_chosen_quote_and_explain_shows_what_was_said(
    judged, quotebot, indexed, server
):
    own = json.loads(quotebot("ask", QUESTION, "--json", "--count", "3").out)
    server.says = chosen(3)
    result = json.loads(judged(indexed, "ask", QUESTION, "--json").out)
    assert (result["outcome"], result["answer"]["id"]) == ("answer", own["hits"][2]["id"])
    lines = judged(indexed, "ask", QUESTION, "--explain").out.splitlines()
    assert lines[-2:] == ["""  llm:tiny: chosen, it says '{"quote": 3}'""", ""]
    server.says = chosen(0)
    result = json.loads(judged(indexed, "ask", QUESTION, "--json").out)
    assert (result["outcome"], result["answer"], result["hits"][0]["id"]) == ("unsure", None, own["hits"][0]["id"])
    assert result["reason"] == "llm:tiny finds the answer in none of the first 10 quotes"
    server.says = "I choose quote 3."
    assert json.loads(judged(indexed, "ask", QUESTION, "--json", "--count", "3").out) == own


def write_questions(folder, count, quote=None):
    """Write labelled questions that a quote answers, or nothing does."""
    answers = [{"doc": "bees", "quote": quote, "grade": 3}] if quote else []
    common = {"query": QUESTION, "lang": "en", "type": "keyword", "answers": answers}
    lines = [json.dumps({"id": f"q{number}"} | common) for number in range(count)]
    write_corpus(folder, {"dev.jsonl": "\n".join(lines)})


def test_an_evaluation_measures_with_and_without(judged, commands, folder, server):
    write_questions(folder, 1, PRICE)
    own = commands.run(folder, "eval", "dev.jsonl", "--json")
    assert json.loads(own.out)["judgements"] == {}
    write_corpus(folder, {"own.json": own.out})
    server.says = chosen(2)
    evaluation = json.loads(judged(folder, "eval", "dev.jsonl", "--compare", "own.json", "--json").out)
    assert evaluation["judgements"] == {"chosen": 1}
    assert [(moved["before"], moved["after"]) for moved in evaluation["comparison"]["moved"]] == [
        ("answer 1", "answer 2")
    ]
    assert judged(folder, "eval", "dev.jsonl").out.splitlines()[-1] == "The language model's verdicts: chosen 1"


def test_each_question_of_an_evaluation_is_judged_though_one_before_failed(judged, folder, server):
    write_questions(folder, 3)
    server.says = Response(500)
    assert json.loads(judged(folder, "eval", "dev.jsonl", "--json").out)["judgements"] == {"failed": 3}


@pytest.fixture
def live_judged(indexed, server):
    searcher = LiveSearcher(indexed / "data", make_embedder(), make_judge("llm:tiny", server.url, KEY))
    yield searcher
    searcher.close()


def ask(service, text):
    return service.respond(make_request(text=text))


def test_in_chat_a_question_is_judged_once_and_nothing_else_is(live_judged, server, state):
    service = QuoteService(live_judged, state)
    for quiet in ("", "help", "random"):
        assert ask(service, quiet).judged is None
    assert server.seen == []
    assert [ask(service, QUESTION).judged for server.says in (chosen(2), chosen(0), "Two.")] == [
        "chosen", "none", "unreadable",
    ]  # fmt: skip
    assert len(server.asked) == 3
    server.says = chosen(0)
    for text in (f"lang:zh {QUESTION}", NOT_HERE):  # other searches go with these: in the other language, for topics
        assert ask(service, text).judged == "none"
    assert len(server.asked) == 5


def test_what_came_of_it_is_counted():
    metrics = Metrics()
    for judged in ("chosen", "late", None, "chosen"):
        metrics.note_judgement(judged)
    counted = [line for line in generate_latest(metrics.registry).decode().splitlines() if "judged_total{" in line]
    assert counted == ['quotebot_judged_total{outcome="chosen"} 2.0', 'quotebot_judged_total{outcome="late"} 1.0']


def test_a_bot_starts_whether_or_not_the_model_answers(folder, server):
    server.close()
    settings = Settings(
        data=folder / "data", seeds=folder / "seeds", reranker="llm:tiny", llm_url=server.url, llm_key=KEY
    )
    check_start(settings, [])
    with pytest.raises(SettingsError, match="without a model"):
        check_start(Settings(data=folder / "data", seeds=folder / "seeds", reranker="llm: "), [])
