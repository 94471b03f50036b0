"""What a refusal says: in French for a French question, else in English."""

from __future__ import annotations

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


def refusal_message(code: RefusalCode, language: Language) -> str:
    """The message of a refusal."""
    french, english = _MESSAGES[code]
    return french if language.code == "fr" else english
