import pytest

from corpora.character_model import fold, load_model
from corpora.character_model import load_model as load
from corpora.count_character_model import count_characters, write_model


def test_pairs_that_were_seen_are_likelier():
    model = count_characters(["渠道清淤 渠道护坡 渠道巡查 水库清淤 水库护坡 水库巡查"])
    assert model.score_pair("渠", "道") > model.score_pair("渠", "库")
    assert model.score_bond("渠", "道") > 0
    assert model.score("渠道") == pytest.approx(model.score_pair("渠", "道"))


def test_characters_nobody_has_seen_are_unlikely_and_harmless():
    model = load_model()
    assert model.score("𠀀𠀁") < model.score("工作")


def test_likelihoods_after_a_character_add_up_to_one_at_most():
    import math

    model = count_characters(["渠道清淤渠道护坡渠道巡查水库清淤水库护坡水库巡查"] * 2)
    assert sum(math.exp(model.score_pair("道", c)) for c in model.places) <= 1.01


def test_a_written_model_reads_back(tmp_path, monkeypatch):
    model = count_characters(["渠道清淤渠道护坡渠道巡查"])
    write_model(model, tmp_path / "model.npz")
    monkeypatch.setattr("corpora.character_model.MODEL", tmp_path / "model.npz")
    load.cache_clear()
    try:
        assert load().score("渠道") == pytest.approx(model.score("渠道"))
    finally:
        load.cache_clear()


def test_folding():
    assert fold("2016年8月 新建LED灯3.5万盏") == "00\n新建a灯0万盏"
