import json
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from index.answer import Match
from index.embed import make_embedder
from index.errors import SettingsError
from index.search import Searcher
from index.search.cross_encoder import CrossEncoderJudge, make_cross_encoder_judge
from index.search.judge import make_judge
from index.storage.generations import read_current
from tests.support.fakes import make_quote
from tests.support.needs import SENTENCE_TRANSFORMERS
from tests.support.paths import ROOT

needs_torch = SENTENCE_TRANSFORMERS.mark()
QUESTION = "How do you set the price of a jar?"
TEXTS = [
    "A jar costs what it costs us.", "Bees sleep.", "Prices follow the rain.", "We ask four shops.", "Nobody knows.",
    "It is the glass.", "茶叶要看天气。", "One jar, one price.", "Twelve to the box.", "Honey keeps.", "Less.", "More.",
]  # fmt: skip
MATCHES = [Match(quote=make_quote(text, id=f"q{row}"), score=9.0 - row) for row, text in enumerate(TEXTS)]


def write_model(folder, *, labels=1, kind="BertForSequenceClassification"):
    """Write a BERT of some thousand parameters, which reads letters, and return its folder."""
    import torch
    import transformers

    letters = [*string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase)]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]))
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = transformers.BertConfig(
        vocab_size=len(letters) + 5, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
        max_position_embeddings=256, num_labels=labels, initializer_range=1.0,
    )  # fmt: skip
    torch.manual_seed(3)
    getattr(transformers, kind)(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return write_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def reranker(model):
    return CrossEncoderJudge(str(model))


def scores_of(model, texts):
    from sentence_transformers import CrossEncoder

    return CrossEncoder(str(model)).predict([(QUESTION, text) for text in texts], show_progress_bar=False).tolist()


def test_nothing_is_imported_unless_a_model_is_named():
    assert make_judge(None) is None
    code = "import sys, bot.operations.bootstrap; sys.exit(bool({'sentence_transformers', 'torch'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_without_the_extra_the_error_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(SettingsError) as caught:
        make_cross_encoder_judge("a-model")
    assert str(caught.value) == (
        "QUOTEBOT_RERANKER is 'a-model', but sentence-transformers is not installed; run in the clone: "
        "pip install -e '.[sentence-transformers]', or remove the setting"
    )


@needs_torch
def test_the_first_ten_are_in_the_order_of_the_models_scores(model, reranker):
    scores = scores_of(model, TEXTS[:10])
    expected = sorted(zip(scores, TEXTS[:10], strict=True), key=lambda pair: -pair[0])
    reordered = reranker.reorder(QUESTION, MATCHES)
    assert [(match.rerank_score, match.quote.text) for match in reordered[:10]] == expected
    assert [match.quote.text for match in reordered[:10]] != TEXTS[:10]
    assert reordered[10:] == MATCHES[10:]


@needs_torch
def test_what_judges_nothing_changes_nothing(reranker):
    alike = [Match(quote=make_quote(id=f"q{row}"), score=-row) for row in range(3)]
    assert [match.quote.id for match in reranker.reorder(QUESTION, alike)] == ["q0", "q1", "q2"]
    assert reranker.reorder(QUESTION, []) == []


@needs_torch
def test_questions_asked_at_once_get_their_own_order(reranker):
    questions = [f"{QUESTION} {'and why ' * number}" for number in range(12)]
    alone = [reranker.reorder(question, MATCHES) for question in questions]
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(lambda question: reranker.reorder(question, MATCHES), questions)) == alone


@needs_torch
def test_search_shows_the_same_quotes_as_sure_in_another_order(indexed, model, reranker):
    plain = Searcher(read_current(indexed / "data"), make_embedder())
    searcher = Searcher(plain.generation, make_embedder(), reranker)
    before, after = plain.ask(QUESTION, 5), searcher.ask(QUESTION, 5)
    everything = [match.quote for match in plain.search(QUESTION, 10).hits]
    scores = dict(zip(everything, scores_of(model, [quote.text for quote in everything]), strict=True))
    assert [match.quote for match in after.hits] == sorted(everything, key=lambda quote: -scores[quote])[:5]
    assert [match.quote for match in after.hits] != [match.quote for match in before.hits]
    assert (after.outcome, after.confidence, after.filters) == (before.outcome, before.confidence, before.filters)
    for opened in (plain, searcher):
        opened.close()


def refusal(model):
    with pytest.raises(SettingsError) as caught:
        make_cross_encoder_judge(str(model))
    return str(caught.value).replace(repr(str(model)), "IT")


@needs_torch
def test_weights_that_are_not_safetensors_are_refused(tmp_path):
    import torch
    from safetensors.torch import load_file

    folder = write_model(tmp_path / "pickled")
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    assert refusal(folder) == (
        f"QUOTEBOT_RERANKER: the model IT cannot be loaded (Error no file named model.safetensors found in directory "
        f"{folder}.); give a folder with model.safetensors, or a model's name while there is internet"
    )


@needs_torch
def test_a_missing_folder_and_a_torn_file_are_one_line_with_the_next_step(tmp_path):
    next_step = "; give a folder with model.safetensors, or a model's name while there is internet"
    torn = write_model(tmp_path / "torn")
    (torn / "model.safetensors").write_bytes((torn / "model.safetensors").read_bytes()[:400])
    for folder in (tmp_path / "missing", torn):
        message = refusal(folder)
        assert message.startswith("QUOTEBOT_RERANKER: the model IT cannot be loaded (")
        assert message.endswith(next_step)
        assert "\n" not in message


@needs_torch
def test_code_that_a_model_brings_is_not_run(tmp_path):
    folder = write_model(tmp_path / "coded")
    config = json.loads((folder / "config.json").read_text())
    config["auto_map"] = {"AutoConfig": "own.Config", "AutoModelForSequenceClassification": "own.Model"}
    config["model_type"] = "own"
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert "cannot be loaded" in refusal(folder)
    assert not (tmp_path / "ran").exists()


@needs_torch
def test_a_model_that_cannot_judge_pairs_is_refused(tmp_path):
    assert refusal(write_model(tmp_path / "plain", kind="BertModel")) == (
        "QUOTEBOT_RERANKER: the model IT (BertModel) was not trained to judge pairs, and would judge by chance; "
        "give a cross-encoder"
    )
    assert refusal(write_model(tmp_path / "three", labels=3)) == (
        "QUOTEBOT_RERANKER: the model IT gives 3 scores a pair instead of one; give a cross-encoder"
    )


@needs_torch
def test_doctor_and_explain_tell_that_it_takes_part(commands, indexed, model):
    run = commands.run(indexed, "doctor", QUOTEBOT_RERANKER=str(model))
    assert f"ok     the first quotes are reordered by the cross-encoder {model}" in run.out.splitlines()
    run = commands.run(indexed, "ask", QUESTION, "--explain", QUOTEBOT_RERANKER=str(model))
    assert "Cross-encoder" in run.out


def test_doctor_says_what_is_wrong_with_it(commands, indexed, tmp_path):
    run = commands.run(indexed, "doctor", QUOTEBOT_RERANKER=str(tmp_path / "none"))
    assert run.code == 1
    assert len([line for line in run.out.splitlines() if line.startswith("wrong  QUOTEBOT_RERANKER")]) == 1
