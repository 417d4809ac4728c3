"""Finds what a mail asks: the sentences that are questions or requests, apart from what surrounds them."""

import re
from dataclasses import dataclass

from connectors.mail.closings import without_courtesies
from connectors.mail.message import Mail

MOST_QUESTIONS = 6
"""A mail with more questions than this is for people."""

MOST_SENTENCES = 24
LONGEST_QUESTION = 600

_SUBJECT_MARKS = re.compile(
    r"^(?:\s*(?:(?:re|fwd?|aw|wg|sv|tr|antw|rv)(?:\[\d+\])?\s*:|\[[^\]]{0,40}\]|(?:external|ext|urgent"
    r"|query|question|enquiry|inquiry|secas|sec|helpdesk)\s*[:–-]))+\s*",
    re.IGNORECASE,
)
_GENERAL_SUBJECT = re.compile(
    r"(?:(?:a |an |my |our |some |quick |small |general |urgent |another |new |simple |brief |one more "
    r"|first )*(?:query|queries|question|questions|enquiry|enquiries|inquiry|help|hello|hi|info"
    r"|information|information request|request|advice|assistance|support|guidance"
    r"|problem|issue|no subject|\(no subject\)|secas|sec|sec query|sec question|sec enquiry"
    r"|smart energy code|help needed|help please|help required|can you help|please help|please advise"
    r"|urgent)(?: (?:query|question|enquiry|request|please|needed|required|for secas|for you"
    r"|for the helpdesk|about the sec|re sec|on the sec|regarding the sec))*[\s.?!]*)?",
    re.IGNORECASE,
)
_SENTENCES = re.compile(
    r"(?<=[.?!])[\"'”’)]?\s+(?=[\"'“‘(]?[A-Z0-9])|(?<=\?)\s+|\n\s*\n|\n(?=\s*(?:[-•*·–]|\(?\d{1,2}[.)]"
    r"|\(?[a-h][.)])\s+)|;\s+"
)
_BULLET = re.compile(r"^\s*(?:[-•*·–]|\(?\d{1,2}[.)]|\(?[a-h][.)]|q\d{0,2}[.:)])\s*", re.IGNORECASE)
_ASKS = re.compile(
    r"^\W*(?:(?:and|also|so|but|or|then|secondly|second|firstly|first|finally|lastly|next|plus|separately"
    r"|additionally|in addition|further(?:more)?|ok|please|just|if so|if not|alternatively"
    r"|otherwise)[,:]?\s+)*"
    r"(?:who|whom|whose|what|what['’]s|whats|where|where['’]s|when|when['’]s|why|which|how|can|could|would"
    # Will and May are names, too.
    r"|(?:will|may)(?! \w+ (?:has|had|is|was|will|does|left|no longer)\b)|might|shall|should|do|does|did|is"
    r"|are|am|was|were|(?:has|have|had|need) (?:you|we|i|they"
    # "When: Tuesday" stands in a notice, "Do not share this" in an order.
    r"|anyone|somebody|someone|the|there|it|this|that|our|my|your))\b(?!\s*:|(?<=do) not\b)",
    re.IGNORECASE,
)
_REQUESTS = re.compile(
    r"\b(?:please (?:can|could|would|will|let|tell|send|advise|explain|confirm|point|direct|provide|give"
    r"|share|help|add|remove|show|clarify|state|supply|forward|outline|describe)|(?:can|could|would"
    r"|will) (?:you|someone|anyone|somebody|anybody|i|we)\b|(?:i|we)(?:['’]d| would)? (?:just |also "
    r"|really |now |only |kindly |both )*(?:like|love|want|wish|need|hope|be grateful|appreciate"
    r"|be interested)"
    r"|(?:i['’]m|i am|we['’]re|we are|am|are|been)(?: just| also| still| now| currently)? (?:trying"
    r"|looking|hoping|keen|after|unsure|not sure|wondering|wanting|seeking|struggling|interested|confused"
    r"|unclear|searching|asking|writing|emailing|enquiring)|wonder(?:ing|ed)?\b|grateful (?:if|for)"
    r"|appreciate (?:it )?if|(?:don['’]t|do not|didn['’]t|did not) (?:know|understand|see|find)"
    r"|(?:can['’]?t|cannot|can not|couldn['’]t|could not|unable to|struggling to) (?:find|see|work out"
    r"|figure|tell|locate|understand|remember)|advise (?:on|how|what|who|where|when|whether|if|me|us)"
    r"|tell (?:me|us)\b|let (?:me|us) know|point (?:me|us)\b|any idea|any chance|looking for|no idea"
    r"|not clear|(?:my|our|the|one|another) (?:question|query) (?:is|was)|asked (?:me )?to (?:find|check"
    r"|ask)|need(?:s)? to know|want to know)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"^\W*(?:(?:please )?(?:can|could|would|will) (?:you|someone|anyone|somebody)(?: please"
    r"| kindly)? (?:help|assist|advise|let (?:me|us) know|confirm|clarify|explain|respond|reply"
    r"|point me in the right direction)(?: (?:me|us|with this|on this|please|at all|out|here|asap"
    r"|as soon as possible))*|(?:please )?(?:let (?:me|us) know|advise|confirm|help|assist|respond"
    r"|reply)(?: (?:me|us|please|asap|as soon as (?:possible|you can)|when you (?:can|get a chance)))*"
    r"|(?:i|we)(?:['’]ve| have)? (?:had a (?:look|search|read)|looked|searched|checked"
    r"|tried)[^?]{0,60}(?:can['’]?t|cannot|couldn['’]?t|could not|unable to|didn['’]?t"
    r"|without) (?:seem to )?(?:find(?:ing)?|see|locate|spot) (?:it|this|that|the answer|an answer"
    r"|anything|what (?:i|we)[^?]{0,20}|any answer)"
    r"|(?:please )?(?:can|could|would|will) you (?:please )?(?:find out|check|look into (?:it|this|that)"
    r"|ask (?:them|secas))(?: for (?:me|us))?|do you know(?: who does (?:it|this|that))?|(?:is"
    r"|are) (?:you )?the right (?:person|people|place)[^?]{0,20}"
    r"|is that (?:right|correct|ok(?:ay)?)|am i right|does that make sense|are you able to (?:help|assist"
    r"|advise)(?: (?:me|us|with this))*|(?:can|could) you help|(?:i|we) (?:have|had|['’]ve got) (?:a|one"
    r"|two|three|some|a few|a couple of) (?:quick |short |small )?(?:questions?|queries|query)[^?]{0,40}"
    r"|(?:i|we)(?:['’]d| would) (?:be (?:very |really |most )?grateful|appreciate)(?: for)?(?: any"
    r"| your)? ?(?:help|advice|guidance|assistance|it|this)?[^?]{0,20}"
    r"|is (?:this|that|it) (?:something )?(?:you can help(?: (?:me|us))? with|possible)|any (?:help|advice"
    r"|ideas|guidance|pointers|thoughts)[^?]{0,40}|how are you|hope you(?:['’]re| are)? [^?]{0,30}"
    r"|can you help\?*|who (?:can|could|would) help(?: (?:me|us|with this))*|what (?:should|do|can) (?:i"
    r"|we) do)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Asked:
    """What a mail asks.

    Attributes:
        whole: All that the sender says, without courtesies.
        sentences: All of its sentences but the courtesies.
        questions: Those that ask something, in order; where none does, the whole.
        subject: What the subject says beyond "Query"; may be empty.
    """

    whole: str
    sentences: tuple[str, ...]
    questions: tuple[str, ...]
    subject: str


def asked_in(mail: Mail) -> Asked:
    """Return what a mail asks, in its own words or in what it passes on."""
    text = mail.passed_on or mail.text
    whole = without_courtesies(text)
    subject = _SUBJECT_MARKS.sub("", mail.subject).strip()
    subject = "" if _GENERAL_SUBJECT.fullmatch(subject) else subject
    sentences = [part for part in map(_tidy, _SENTENCES.split(whole)) if part and not _ASIDE.match(part)]
    found = [sentence for sentence in sentences if len(sentence.split()) >= 2 and _asks(sentence)]
    if not found:
        found = [said for said in (_tidy(whole) or subject,) if said]
    whole = " ".join(sentences)
    return Asked(whole or subject, tuple(sentences[:MOST_SENTENCES]), tuple(found), subject)


def asks_something(text: str) -> bool:
    """Tell whether a text holds a question or a request that isn't a mere courtesy."""
    sentences = (_tidy(part) for part in _SENTENCES.split(text[:5000]))
    return any(_asks(sentence) and not _ASIDE.match(sentence) for sentence in sentences if sentence)


def _asks(sentence: str) -> bool:
    return sentence.endswith("?") or bool(_ASKS.match(sentence)) or bool(_REQUESTS.search(sentence))


def _tidy(sentence: str) -> str:
    return " ".join(_BULLET.sub("", sentence).split())[:LONGEST_QUESTION]
