"""Languages of questions as people type them, of keywords, of texts."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.language import detect

QUESTIONS = """
fr Bonjour
fr Merci beaucoup
fr Bonsoir !
fr Salut
fr Au revoir
fr Oui
fr Pourquoi ?
fr Où ?
fr Et en 2019 ?
fr Qui a écrit cet article ?
fr De quand date l’article ?
fr Quel âge a-t-il ?
fr Que gagne la Russie ?
fr Kim a-t-il rencontré Donald Trump à Hanoï ?
fr Qui dirige le Los Angeles Times ?
fr Qui a écrit « The Old Man and the Sea » ?
fr Quel est le siège de Der Spiegel ?
fr a quoi sert largent vole
fr ou se sont rencontres kim et trump
fr quand kim rencontre poutine
fr cest quoi le probleme
fr qu est ce que la russie gagne
fr combien ca coute
fr reste a charge si on mechange le telephone
fr auteur de l article
fr titre article
fr nombre habitants Pyongyang
fr capitale de la coree du sud
fr role de la chine
fr armes russes
fr lieu mariage Berlioz Smithson 1833
fr mostari signification
fr date incendie Bukit Ho Swee
fr temperature minimum maison vide hiver assurance
en Hello
en Hi
en Thank you very much
en Good morning
en Yes
en Why?
en And in 2019?
en Who wrote this article?
en When was it published?
en What does Russia gain?
en Did Kim travel to Hanoi?
en Which country is Pyongyang's main ally?
en Who founded the Le Pétrin d'Or chain?
en How many people saw La Nouba des femmes du mont Chenoua?
en Where did Doudart de Lagrée die?
en who wrote this
en whats the title
en wheres the meeting
en how much does it cost
en role of china
en author of the article
en north korea weapons deal
en russian weapons
en bakelite advertising slogan
en average audience
en take-home pay
es ¿Dónde está?
es ¿Quién escribió este artículo y cuándo fue publicado en el periódico?
es ¿Por qué quiere Corea del Norte aliarse con Rusia en la guerra de Ucrania?
es ¿Cuántas personas viven en la ciudad de París según el documento?
es ¿Dónde se reunieron los dos presidentes en el año 2019?
de Wo ist das?
de Wer hat diesen Artikel geschrieben und wann wurde er veröffentlicht?
de Warum will Nordkorea ein Bündnis mit Russland im Krieg gegen die Ukraine?
de Wie viele Menschen leben in der Stadt Paris nach dem Dokument?
de In welchem Jahr wurde das Museum in der Stadt gegründet?
it Chi ha scritto questo articolo e quando è stato pubblicato sul giornale?
it Perché la Corea del Nord vuole allearsi con la Russia nella guerra in Ucraina?
it Quante persone vivono nella città di Parigi secondo il documento?
nl Waarom wil Noord-Korea een bondgenootschap met Rusland in de oorlog in Oekraïne?
pt Por que a Coreia do Norte quer uma aliança com a Rússia na guerra da Ucrânia?
unknown 2019
unknown BBC ?
unknown ???
"""


@pytest.mark.parametrize("case", QUESTIONS.strip().splitlines())
def test_questions(case: str) -> None:
    code, question = case.split(" ", 1)
    assert detect(question) == code


@pytest.mark.parametrize("code", ["fr", "en"])
def test_case_and_punctuation_do_not_matter(code: str) -> None:
    cases = [line.split(" ", 1) for line in QUESTIONS.strip().splitlines()]
    questions = [question for one, question in cases if one == code]
    found = [detect(question.strip(" ?!").lower()) for question in questions]
    assert found == [code] * len(questions)


@pytest.mark.parametrize("text", ["", " \n", "12 + 30 = 42", "😀"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    assert detect(text) == "unknown"


def test_threads_agree_from_the_first_question_on() -> None:
    """In a process of its own: langdetect reads its profiles once."""
    program = (
        "from concurrent.futures import ThreadPoolExecutor; from qa.language import detect;"
        "asked = ['¿Dónde está la biblioteca del pueblo y quién la dirige?'] * 8;"
        "print(set(ThreadPoolExecutor(8).map(detect, asked)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert result.stdout == "{'es'}\n", result.stderr


def test_texts() -> None:
    french = "La Corée du Nord fournit à la Chine une zone tampon. "
    english = "North Korea provides China with a buffer zone. "
    german = "Nordkorea bietet China eine Pufferzone, sagte der Minister der Zeitung. "
    assert [detect(text * 20) for text in (french, english, german)] == ["fr", "en", "de"]
    assert detect(french * 9 + english) == "fr"


# langdetect reads its profiles once, which takes a second.
@settings(deadline=None, max_examples=50)
@given(st.text())
def test_any_text_has_a_code_and_keeps_it(text: str) -> None:
    code = detect(text)
    assert code == "unknown" or (len(code) == 2 and code.isalpha())
    assert detect(text) == code
