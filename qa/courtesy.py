"""What people say around a question, or instead of one: greetings, thanks, please."""

from __future__ import annotations

import re

_SAID = (
    r"bonjour|bonsoir|salut|coucou|allô|allo|au revoir|bonne (?:journée|soirée)|ok|d['’]accord|"
    r"(?:comment )?ça va|comment allez-vous|excusez-moi|pardon|s['’]il (?:vous|te) pla[iî]t|"
    r"svp|stp|hello|hi|hey|good (?:morning|afternoon|evening)|(?:good)?bye|how are you|excuse me|"
    r"sorry|please|(?:merci|thanks|thank you)(?: (?:pour|de|d['’]|for)[^?]*$)?"
)
_TO_WHOM = (
    r"à (?:tous|toutes|vous)|tout le monde|beaucoup|bien|encore|there|all|everyone|again|so much|"
    r"very much"
)
_BEFORE = re.compile(
    rf"(?:(?:{_SAID})(?: (?:{_TO_WHOM}))*(?![-\w'’])[\s,;:.!?…–—]*)+", re.IGNORECASE
)
_AFTER = re.compile(
    r"[\s,]*(?:\bs['’]il (?:vous|te) pla[iî]t|\bsvp|\bstp|\bplease|, *(?:merci|thanks))"
    r"(?=[\s.!?]*$)",
    re.IGNORECASE,
)
_ADDRESSED = 2
"""Words after a greeting that are hardly a question: Bonjour les amis !"""


def bare(text: str) -> str:
    """The question without what courtesy puts around it; empty when there is nothing else."""
    plain = " ".join(text.split())
    said = _BEFORE.match(plain)
    rest = plain[said.end() :] if said else plain
    if said and "?" not in rest and len(rest.split()) <= _ADDRESSED:
        return ""
    return _AFTER.sub("", rest)
