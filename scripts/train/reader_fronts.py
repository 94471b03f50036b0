"""Makes texts with what stands above an article (title, by-line, publisher, date, credit), and the
questions that people ask of it: who wrote it, where and when did it appear, what is it about. The
article's own questions are asked below such a front too, which answers none of them."""

import random
from collections.abc import Callable
from typing import Any

from reader_corpora import Asked, Corpus, questions_of, starts_of, texts_of
from tokenizers import Tokenizer

FIRST_NAMES = """
Aïcha Alice Amadou Anne Antoine Aurélie Awa Baptiste Bernard Camille Chantal Claire Cyril Denis
Djamila Élodie Émile Fatou Florence François Gilles Hélène Hugo Inès Jacques Jean-Marc Jeanne Julie
Karim Laurence Léa Louis Lucie Marc Margaux Marie-Claude Mathieu Mehdi Michèle Moussa Nadia Nicolas
Olivier Oumar Pascale Paul Pierre Rachid René Romain Sophie Sylvain Thérèse Thomas Victor Yann
Emma George John Kate Laura Mark Peter Rebecca Sarah
"""
LAST_NAMES = """
Abadie Aubert Bâ Barbier Benali Berthier Bouchard Brunet Carpentier Chevalier Coulibaly Delmas
Desjardins Diallo Dubreuil Dupuis Fabre Ferrand Gagnon Garnier Girard Guérin Hamidi Jacquet Keïta
Lachance Lambert Leclercq Lefort Maillard Marchal Mercier Morvan N'Diaye Noël Ouellet Pelletier
Perrin Picard Poulain Rey Rousselet Sanogo Tessier Thibault Touré Tremblay Vasseur Vidal Zidane
Baker Collins Hughes Mitchell Parker Turner Walsh
"""
MEDIA = (
    "Le Monde|Libération|Ouest-France|Le Soir|La Presse|Le Devoir|Radio-Canada|RFI|AFP|Reuters|"
    "BBC Afrique|France 24|La Tribune|Les Échos|Le Temps|Jeune Afrique|L'Express|Sud Ouest|"
    "La Croix|L'Humanité|Le Figaro|TV5 Monde|Mediapart|La Voix du Nord|Le Matin|Fraternité Matin|"
    "The Guardian|BBC World|L'Orient-Le Jour|Le Télégramme"
).split("|")
MONTHS = """
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
""".split()

TITLES = ("Le titre est « {} ».", "{}", "{}")
AUTHORS = (
    "Author, {}",
    "Auteur, {}",
    "Auteur : {}",
    "Par {}",
    "Texte : {}",
    "Rédaction : {}",
    "{}",
)
PUBLISHERS = ("Role, {}", "Source : {}", "Publié par {}", "Média : {}", "© {}", "Rôle, {}")
DATES = ("date {}", "Date : {}", "Publié le {}", "Mis en ligne le {}", "{}", "Article publié le {}")
AGENCIES = (
    "Getty Images|AFP|Reuters|AP|EPA|Sipa|Abaca|Shutterstock|Alamy|Belga|Keystone|Hans Lucas|"
    "La Presse canadienne|Anadolu|DR|NurPhoto|Xinhua|Magnum Photos"
).split("|")
CREDITS = (
    "Crédit photo, {}",
    "Crédit photo, {} Légende image, Vue d'archives.",
    "Photo : {}",
    "Photographies : {}",
    "Images : {}",
    "Crédits : {}",
)
OTHERS = (
    "il y a 23 minutes",
    "Temps de lecture : 4 minutes",
    "Légende image, vue d'archives",
    "Partager",
)
"""What stands there too and answers none of the questions."""

ASKED = {
    "title": (
        "Quel est le titre de cet article ?|Quel est le titre du document ?|titre de l'article|"
        "Comment s'intitule ce texte ?|De quoi parle cet article ?|Quel est le sujet ?|"
        "Quel titre porte ce papier ?|De quoi traite le document ?",
        "What is the title of the article?|What is the headline?|What is this article about?|"
        "article title|How is this text titled?|What does the document deal with?",
    ),
    "author": (
        "Qui a écrit cet article ?|Qui est l'auteur de ce texte ?|Qui signe l'article ?|"
        "De qui est ce papier ?|auteur de l'article|Qui a rédigé ce document ?|"
        "Comment s'appelle le journaliste ?|Quels sont les auteurs ?|À qui doit-on ce texte ?",
        "Who wrote this article?|Who is the author?|article author|Who is the journalist?|"
        "Which reporters signed this piece?|Whose article is this?|Who are the writers?",
    ),
    "publisher": (
        "Quel média a publié cet article ?|Dans quel journal est-il paru ?|source de l'article|"
        "Qui publie ce texte ?|Pour quel média travaillent les journalistes ?|"
        "Quel est l'employeur des auteurs ?|D'où vient cet article ?",
        "Which outlet published this article?|Who publishes this text?|article source|"
        "Which media company do the journalists work for?|Where did this piece appear?",
    ),
    "date": (
        "De quand date cet article ?|Quand ce texte a-t-il été publié ?|date de publication|"
        "À quelle date est paru l'article ?|Cet article est de quand ?|"
        "En quelle année a-t-on publié ce document ?",
        "When was this article published?|What is the date of the article?|publication date|"
        "How old is this article?|When did this text come out?",
    ),
    "credit": (
        "Qui a pris les photos ?|D'où viennent les images ?|crédit photo|"
        "À qui sont les photographies ?|Quelle agence a fourni les images ?|"
        "De qui sont les illustrations ?",
        "Who took the photos?|Where do the pictures come from?|photo credit|"
        "Whose photographs are these?|Which agency supplied the images?",
    ),
}
"""Questions of each part, in French and in English."""


BEGINNING = 5
"""Sentences of a document below its front."""


def fronts_corpus(tokenizer: Tokenizer, documents: list[dict[str, Any]], seed: int) -> Corpus:
    """Return the beginning of each authored document below a front made for it, with questions of
    the front's parts (three in French and one in English, or two of a part that is not there) and
    those of the document that its beginning answers, or nothing."""
    rng = random.Random(seed)
    texts: list[list[str]] = []
    asked: list[Asked] = []
    for number, document in enumerate(documents):
        front = _front(document["title_fr"], rng)
        sentences = [words for words, _, _ in front] + document["fr"][:BEGINNING]
        starts = starts_of(sentences)
        for start, (words, part, answer) in zip(starts, front, strict=False):
            begin = start + words.rindex(answer)
            for question in _questions(part, rng):
                asked.append(Asked(question, number, begin, begin + len(answer), share=0.5))
        absent = [part for part in ASKED if part not in {told for _, told, _ in front}]
        asked += [Asked(q, number, share=0.5) for part in absent for q in _questions(part, rng)[2:]]
        asked += _below(document, number, starts[len(front) :])
        texts.append(sentences)
    return texts_of(tokenizer, texts, [""] * len(texts)), asked


def _below(document: dict[str, Any], number: int, starts: list[int]) -> list[Asked]:
    """The document's questions whose answers stand in its beginning, or nowhere."""
    beginning = document | {"qas": [q for q in document["qas"] if q["s"] < BEGINNING], "follow": []}
    return list(questions_of(beginning, number, "fr", {"fr": 0.2, "en": 0.2}, starts))


def _front(title: str, rng: random.Random) -> list[tuple[str, str, str]]:
    """The sentences of a front: words, what they tell ("": nothing asked), and the answer."""
    makers: dict[str, tuple[tuple[str, ...], Callable[[random.Random], str]]] = {
        "author": (AUTHORS, _author),
        "publisher": (PUBLISHERS, lambda rng: rng.choice(MEDIA)),
        "date": (DATES, _date),
        "credit": (CREDITS, lambda rng: rng.choice(AGENCIES)),
    }
    rows = [(rng.choice(TITLES), "title", title)]
    kept = [part for part in makers if rng.random() < 0.75]
    rows += [(rng.choice(makers[part][0]), part, makers[part][1](rng)) for part in kept]
    front = [(form.format(answer), part, answer) for form, part, answer in rows]
    front += [(other, "", other) for other in OTHERS if rng.random() < 0.3]
    head, rest = front[:1], front[1:]
    rng.shuffle(rest)
    return head + rest


def _author(rng: random.Random) -> str:
    names = [_name(rng) for _ in range(1 if rng.random() < 0.6 else 2)]
    return " et ".join(names)


def _name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST_NAMES.split())} {rng.choice(LAST_NAMES.split())}"


def _date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1995, 2026)
    forms = (
        f"{day} {MONTHS[month - 1]} {year}",
        f"{year}-{month:02}",
        f"{year}-{month:02}-{day:02}",
        f"{day:02}/{month:02}/{year}",
        f"{MONTHS[month - 1]} {year}",
    )
    return rng.choice(forms)


def _questions(part: str, rng: random.Random) -> list[str]:
    if not part:
        return []
    french, english = (forms.split("|") for forms in ASKED[part])
    return [*rng.sample(french, 3), rng.choice(english)]
