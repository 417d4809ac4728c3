"""Automatic replies without any mark, told by their wording; people who only speak of one are answered."""

import re
from collections.abc import Iterator

from connectors.mail.language import is_english
from connectors.mail.message import Mail
from connectors.mail.questions import asks_something
from connectors.mail.quotes import split_quotes
from connectors.mail.rules.robot_words import RECEIVED_ABROAD, SENT_TO_MANY, sounds_automatic
from connectors.mail.rules.rule import Outcome, Surroundings

_SUBJECT = re.compile(
    r"\s*(?:(?:re|aw|sv|antw|fw"
    r"|fwd)\s*:\s*)*(?:\[?(?:auto(?:matic|mated)?|automatisch\w*)[\s_-]*"
    r"(?:reply|response|respon\w+|antwort|antwoord|acknowledge?ment|svar|rely)"
    r"|auto\s*:|autoreply|autoresponse"
    r"|out[\s-]+of[\s-]+(?:the[\s-]+)?office(?:[\s-]+(?:auto)?[\s-]*(?:reply|response|message|notification"
    r"|notice))?\s*(?::|-|–|$|\()"
    r"|ooo\s*(?:[:-]|$)|abwesenheits\w*|réponse automatique|respuesta automática|risposta automatica"
    r"|resposta automática|fuori (?:ufficio|sede)|autosvar|automatiskt? svar|nieobecność\w*|自動返信"
    r"|absence(?: du bureau)?\s*:|afwezig\w*|fuera de (?:la )?oficina|(?:away|absent) from (?:the "
    r"|my )?(?:office|desk|mail)|annual leave\s*[:-]"
    r"|(?:holiday|vacation|absence) (?:reply|response|auto\w*|notice|message|notification))",
    re.IGNORECASE,
)
_BOUNCE_SUBJECT = re.compile(
    r"\s*(?:undeliver(?:able|ed)|delivery (?:status notification|failure|has failed|delayed|incomplete"
    r"|report)|mail delivery (?:failed|failure|system|subsystem)"
    r"|returned mail|failure notice|message (?:delivery|not delivered|could not be delivered|recall)"
    r"|non[- ]?delivery|warning: (?:could not send|message)"
    r"|(?:not )?read\s*:|read receipt|return receipt|recall\s*:|the following message to|nicht zugestellt"
    r"|unzustellbar|gelesen\s*:|lu\s*:"
    r"|(?:accepted|declined|tentative|canceled|cancelled|new time proposed)\s*:)",
    re.IGNORECASE,
)
_ROBOT_WORDS = re.compile(
    r"\b(?:this (?:mailbox|inbox|e-?mail address|e-?mail account|address|account) is(?:n['’]t| not| no longer"
    r"| un)[ -]?(?:being )?(?:monitored|in use|attended|read|checked|active)|unmonitored"
    r"|unattended (?:mailbox|inbox)"
    r"|please (?:do not|don['’]t) (?:reply|respond) (?:directly )?to this|do not reply to this"
    r"|you (?:can(?:not|['’]t)) reply to this"
    r"|this is an? (?:auto(?:matic(?:ally)?|mated)?|system)[- ]?(?:generated |reply|response|message"
    r"|e-?mail|notification|acknowledge?ment)|(?:was|is|been) (?:sent automatically|automatically (?:sent"
    r"|generated))|automatically[- ]generated|auto[- ]?generated (?:e-?mail|message)|automated (?:e-?mail"
    r"|message|response|reply|acknowledge?ment)"
    r"|you have (?:received )?(?:a |an |\d+ )?(?:new )?(?:\d+[- ]page )?(?:voice ?mail|voice message|fax"
    r"|notification)"
    r"|(?:verification|security|one[- ]time|confirmation) (?:code|passcode|password) (?:is|:)"
    r"|(?:has |have )?(?:invited|mentioned|tagged) you (?:to|in|on)\b|shared [^.?!]{0,60} with you\b"
    r"|ich bin (?:derzeit |zurzeit |bis |vom |momentan |ab )?.{0,60}?(?:nicht im büro|abwesend"
    r"|außer haus|nicht erreichbar)|je suis (?:actuellement )?(?:absent|en congé)"
    r"|ik ben (?:momenteel )?[^.]{0,40}(?:afwezig|niet op kantoor)|estoy fuera de la oficina"
    r"|sono fuori ufficio)",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\b(?:(?:out of|away from|not in|off from) (?:the |my )?(?:office|desk|e-?mail|country|building|uk)"
    r"|abroad|overseas|travell?ing|in (?:an? )?(?:[\w-]+ ){0,2}(?:meetings|training|workshops?)"
    r"|on (?:annual |sick "
    r"|maternity |paternity |parental |compassionate |study |extended |unpaid |adoption |jury |a "
    r"|my )?(?:leave|holiday|holidays|vacation|sabbatical|secondment)|on (?:pto|a training course|a course"
    r"|business travel)|off sick|attending (?:a |an |the )?(?:conference|course|training|event|exhibition)"
    r"|(?:have|['’]ve) (?:now )?retired|out of office|(?:away|off|out|unavailable|travelling"
    r"|traveling)\b[^.?!]{0,30}\b(?:until|till"
    r"|from|on|between|today|this week|for)\b"
    r"|not working|no longer (?:with|works?|working|employed|at|an? (?:employee|member)|part of)|(?:has|have"
    r"|i['’]ve) (?:now |recently )?left (?:the company|the business|the organi[sz]ation|the team|us|acme"
    r"|(?-i:[A-Z])\w+)|(?:have|['’]ve) (?:now |recently )?(?:moved (?:on|to)|changed (?:jobs?|roles?))"
    r"|my (?:working|office) (?:days|hours) are"
    r"|i (?:only )?work (?:part[- ]time|monday|tuesday|wednesday|on)|(?:office|offices|we) (?:is|are"
    r"|will be) (?:now )?closed|(?:office|offices|we) closes?\b)",
    re.IGNORECASE,
)
_REDIRECTS = re.compile(
    r"\b(?:(?:please|kindly|you can|you may|should you|do) (?:also |still |instead |re-?)?(?:contact"
    r"|e-?mail|call|ring|phone|direct|speak|send|forward|get in touch|liaise|refer|copy|cc|use|reach"
    r"|resend|redirect|address)|(?:limited|no|intermittent|restricted|little|occasional|sporadic|not have"
    r"|without) access to|on my return|(?:when|once|after|until|as soon as) i(?:['’]m| am)? (?:return"
    r"|get back|back|am back)|upon (?:my )?return|(?:will|shall|['’]ll) (?:be )?(?:respond|reply|answer"
    r"|get back|be in touch|come back|deal|read|returning|return|back)\b"
    r"|will (?:be )?(?:re-?open|answered|replied|dealt with|picked up|slow)"
    r"|(?:return|returning|back) (?:to (?:the )?(?:office|work) )?on\b|for (?:any(?:thing)? )?(?:urgent"
    r"|immediate)|(?:will|shall|['’]ll) (?:pick up|see|check|look)"
    r""
    r"|if (?:it is|it['’]s|your|this is|you (?:need|require|have))[^.?!]{0,40}(?:urgent|immediate"
    r"|assistance|attention)|in my absence|delayed (?:response|reply)|able to (?:answer|reply|respond)"
    r"|(?:is|are|will be) (?:covering|looking after|standing in)|while i(?:['’]m| am) away"
    r"|back (?:then|on|in|next|(?:mon|tues|wednes|thurs|fri)day)|(?:your|this) (?:e-?mail|message) (?:will"
    r"|has"
    r"|is) (?:not )?(?:been |being )?(?:forwarded|be forwarded|read|be read|monitored))",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"\b(?:acknowledge?ment (?:that|of)|(?:we(?:['’]ve| have)|i(?:['’]ve| have)|this (?:is"
    r"|e-?mail is) to (?:confirm|acknowledge"
    r"|let you know)|has been|was|your) [^.?!]{0,60}?(?:received|logged|registered|acknowledge\w*|raised"
    r"|created|assigned|added to)"
    r"|thank(?:s| you) for (?:contacting|getting in touch|your (?:e-?mail|message|enquiry|inquiry|query"
    r"|request|interest)|e-?mailing|writing|reaching out))",
    re.IGNORECASE,
)
_PROMISES = re.compile(
    r"\b(?:(?:we|i|one of (?:our|the)[^.?!]{0,30}|a member of[^.?!]{0,30}|(?:our|the) [\w ]{0,30}(?:team"
    r"|staff|desk|agents?|advis[eo]rs?|engineers?)"
    r"|somebody|someone)(?: will|['’]ll"
    r"| aim to| endeavou?r to| shall| hope to| try to)[^.?!]{0,60}?(?:respond|reply|get back"
    r"|be in (?:touch|contact)|be with you|contact you|answer|review|come back|deal)"
    r"|(?:do not|don['’]t) need to do anything|no (?:further )?action (?:is )?(?:needed|required)"
    r"|within (?:the next )?(?:\w+|\d+)(?: ?\(\d+\))?(?: ?[-–to]+ ?\d+)? (?:working|business)? ?(?:days?"
    r"|hours?)"
    r"|(?:ticket|case|reference|request|incident)(?: ?(?:number|no\.?|id"
    r"|ref(?:erence)?))?(?: is)?[ :#]+[\w#-]*\d)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:urgent(?:ly)?|immediate(?:ly)?|in the meantime|emergency|can(?:not|['’]t) wait|in my absence"
    r"|please (?:contact|e-?mail|call|ring|direct|speak|get in touch|refer|use|visit|do not|don['’]t)"
    r"|if you|should you|did you know|have you (?:tried|seen|visited)|do you need|need help"
    r"|your (?:e-?mail|message|query|enquiry|request)|how (?:did|are) we|(?:get|be|come) back to you"
    r"|why not|while you wait|how (?:did we do|likely are you|was your)|rate (?:our|us|your)|respond|reply "
    r"to your|(?:are|were) trying to (?:reach|contact))\b",
    re.IGNORECASE,
)
_AWAY_ABROAD = re.compile(
    r"\b(?:abwesen\w*|urlaub\w*|nicht im (?:büro|haus)|wieder (?:im büro|erreichbar)|nicht weitergeleitet"
    r"|elternzeit"
    r"|absente?|absence|congés?|vacances|de retour|vacaciones|fuera de la oficina|ausente|ausencia|de baja"
    r"|férias"
    r"|ferie|assente|fuori (?:ufficio|sede)|afwezig\w*|vakantie|verlof|urlop\w*|nieobecn\w*|semester"
    r"|fravær\w*"
    r"|frånvaro\w*|dovolen\w+)\b",
    re.IGNORECASE,
)
PERSON = 0.05
"""Below this probability of a machine, a machine's phrases set no mail aside: people use them too."""

AT_THE_TOP = 100
"""The letters at the beginning of a mail in which a newsletter says what it is."""

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n\s*\n")
_REPEATS_SUBJECT = re.compile(
    r"[^:?]{0,60}(?:auto|abwesen|réponse|respuesta|risposta|office|ooo|absence|afwezig|away|leave"
    r"|holiday)[^:?]{0,40}:",
    re.IGNORECASE,
)


class AutomaticWording:
    """Out-of-office replies, receipts and acknowledgements that carry no header field which says so."""

    name = "automatic_wording"

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        if mail.impression.machine < PERSON:
            return None
        text = mail.text[:3000]
        asks = asks_a_person(text) or asks_a_person(own_subject(mail.subject))
        sent_to_many = SENT_TO_MANY.search(all_but_quotes(mail))
        # A banner below somebody's question says it too; that costs the receipt only (`mail.caution`).
        if sent_to_many and (not asks or sent_to_many.start() < AT_THE_TOP):
            return Outcome("ignore", "No reply sent: by its wording it was sent to many.")
        if asks:
            return None
        why = next((why for found, why in _signs(mail.subject, text) if found), None)
        return Outcome("ignore", f"No reply sent: {why}.") if why else None


def _signs(subject: str, text: str) -> Iterator[tuple[bool, str]]:
    """Yield what speaks for a machine where nothing is asked, and whether it is there."""
    yield bool(_BOUNCE_SUBJECT.match(subject)), "by its subject a mail system or a calendar wrote it"
    yield bool(_SUBJECT.match(subject)), "by its subject it is an automatic reply"
    away = _AWAY.search(text) and _REDIRECTS.search(text)
    yield (
        bool(_ROBOT_WORDS.search(text) or away),
        "by its wording it is an automatic reply, and it asks nothing",
    )
    yield sounds_automatic(text) or sounds_automatic(subject), "by its wording a machine wrote it"
    receipt = (_RECEIVED.search(text) and _PROMISES.search(text)) or (
        RECEIVED_ABROAD.search(text) and "?" not in text
    )
    yield bool(receipt), "by its wording it is an automatic receipt"
    abroad = _AWAY_ABROAD.search(text) and "?" not in text and not is_english(text)
    yield bool(abroad), "by its wording it is an automatic reply"


def asks_a_person(text: str) -> bool:
    """Tell whether a text asks something that automatic replies don't: "Is it urgent?" is none."""
    return any(
        asks_something(sentence) and not _ASIDE.search(sentence) for sentence in _SENTENCE_END.split(text)
    )


def all_but_quotes(mail: Mail) -> str:
    """Return what a mail says besides what it quotes: signature, banner and footer stay."""
    return split_quotes(mail.body[:20_000]).own


def own_subject(subject: str) -> str:
    """Return a subject where it is the sender's own, not a repetition of ours."""
    if re.match(r"\s*(?:re|aw|sv|antw)\s*:", subject, re.IGNORECASE) or _REPEATS_SUBJECT.match(subject):
        return ""
    return subject
