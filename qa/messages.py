"""What a refusal says: in French for a French question, else in English."""

from __future__ import annotations

from collections.abc import Sequence

from qa.types import Language, RefusalCode

_MESSAGES: dict[RefusalCode, tuple[str, str]] = {
    "not_in_documents": (
        "Les documents ne répondent pas à cette question, ou pas assez nettement.",
        "The documents do not answer this question, or not clearly enough.",
    ),
    "too_vague": (
        "La question est trop vague : dites de qui ou de quoi il s’agit.",
        "The question is too vague: say whom or what it is about.",
    ),
    "not_a_question": (
        "Bonjour ! Posez une question sur les documents ; la réponse en sera une citation.",
        "Hello! Ask a question about the documents; the answer will be a quotation of them.",
    ),
    "empty_index": (
        "Aucun document n’est indexé pour l’instant.",
        "No document is indexed yet.",
    ),
}
_NAMES: dict[RefusalCode, tuple[str, str]] = {
    "too_vague": ("Lequel de ces documents ? {}", "Which of these documents? {}"),
    "not_a_question": ("Ils parlent par exemple de : {}", "They are about, for example: {}"),
}


def refusal_message(code: RefusalCode, language: Language, names: Sequence[str] = ()) -> str:
    """The message of a refusal; `names` are titles of documents to choose from."""
    spoken = 0 if language.code == "fr" else 1
    message = _MESSAGES[code][spoken]
    if names and code in _NAMES:
        quoted = ", ".join(f"« {name} »" for name in names)
        message += " " + _NAMES[code][spoken].format(quoted)
    return message
