from pathlib import Path

import pytest

from retrieval.languages import foreign_language
from retrieval.text import normalise

FOREIGN = Path(__file__).parents[2] / "data" / "languages" / "foreign.tsv"


def foreign() -> list[tuple[str, str]]:
    lines = FOREIGN.read_text(encoding="utf-8").splitlines()
    return [(language, text) for language, text in (line.split("\t") for line in lines)]


class TestForeignLanguage:
    @pytest.mark.parametrize(
        "text",
        [
            "CPL ESME GSME MPID",
            "UEP FUSA FUPA SCF PCF",
            "TAD pdf",
            "sec parties list xls",
            "J3 credit cover",
            "Societe Generale name change",
            "pls snd cpl frm",
            "yes",
            "",
        ],
    )
    def test_english_is_none(self, text: str) -> None:
        assert foreign_language(text) is None

    def test_recognises_nearly_every_message_in_another_language(self) -> None:
        found = [foreign_language(normalise(text)) for _, text in foreign()]

        assert sum(language is not None for language in found) >= 0.95 * len(found)

    def test_never_takes_one_language_for_another(self) -> None:
        found = {(language, foreign_language(normalise(text))) for language, text in foreign()}

        assert {pair for pair in found if pair[1] not in (None, pair[0])} == set()

    def test_knows_welsh(self) -> None:
        assert foreign_language("Sut alla i ymuno â'r cod, os gwelwch yn dda?") == "cy"
