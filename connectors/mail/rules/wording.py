"""Kinds of mail that people have to read, told by their words alone."""

import re

from connectors.mail.message import Mail
from connectors.mail.rules.rule import Outcome, Surroundings

INNOCENT = 0.3
"""Below this probability that people have to answer, a loaded word is an innocent one; docs/adr/0014."""


def to_people(why: str) -> Outcome:
    """Return the outcome of a mail that people answer, with the reason as a sentence."""
    return Outcome("handoff", f"{why} People answer it.")


def said_in(mail: Mail) -> str:
    """Return all that a mail says: subject, own words, and what it passes on."""
    return f"{mail.subject}\n{mail.text}\n{mail.passed_on}"


class Wording:
    """A kind of mail that is told by its words.

    Args:
        name: The name of the rule.
        why: The reason, as a sentence.
        pattern: What is looked for in subject, own words and what is passed on.
        always: Whether it counts whatever impression the rest of the mail makes.
    """

    def __init__(self, name: str, why: str, pattern: str, *, always: bool = False) -> None:
        self._name = name
        self._why = why
        self._pattern = re.compile(pattern, re.IGNORECASE)
        self._always = always

    @property
    def name(self) -> str:
        return self._name

    def look(self, mail: Mail, around: Surroundings) -> Outcome | None:  # noqa: ARG002 - the protocol's
        if mail.impression.people < INNOCENT and not self._always:
            return None
        return to_people(self._why) if self._pattern.search(said_in(mail)[:20_000]) else None


PERSONAL_DATA = Wording(
    "personal_data",
    "It holds, or asks about, personal data.",
    r"\b(?:national insurance|ni) (?:number|no)|\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"
    r"|sort[- ]?code|\b\d{2}-\d{2}-\d{2}\b.{0,40}\d{8}\b|account (?:number|no\.?)\W{0,3}(?:is )?\d"
    r"|\biban\b"
    r"|\b(?:\d[ -]?){15,16}\b|card (?:number|details)|date of birth|\bd\.?o\.?b\.?\b|passport"
    r"|driving licen[cs]e|subject access|\bdsar\b|\bsar\b|\bgdpr\b|data protection|personal (?:data"
    r"|information|details)"
    r"|right to (?:erasure|be forgotten)|(?:delete|erase|remove|hold|holds|held) (?:all )?(?:of )?(?:my"
    r"|our|the) (?:personal )?(?:data|information|records)|(?:data|information"
    r"|records?) (?:that )?(?:you (?:hold|keep|store)|(?:is |are )?held) (?:on|about)"
    r"|\bmpan\b.{0,20}\d|\bmprn\b.{0,20}\d|\b\d{13}\b|home address|my (?:password|pin|login"
    r"|passcode) (?:is|was|:)|password\s*[:=]\s*\S|medical|pregnan|disabilit|vulnerable (?:customer"
    r"|person)|bereave|passed away|\bdied\b|funeral|condolence|sick ?note|salary",
    always=True,
)
COMPLAINT = Wording(
    "complaint",
    "It is a complaint.",
    r"\bcomplain(?:t|ts|ing|ed|ant)?\b|\bunacceptable\b|\bdisgust\w*|\bappal\w*|\bdisgrace\w*|\boutrag\w*"
    r"|\bdisappoint\w*|dissatisf\w*|not (?:at all )?(?:happy|satisfied|good enough|impressed|acceptable)"
    r"|unhappy (?:with|about)|fed up|\bfurious\b|\bshambles\b|\bjoke\b|\bridiculous\b|\bpathetic\b"
    r"|ombudsman|poor service|terrible|(?:third|fourth|fifth|3rd|4th|5th|second|2nd|umpteenth) (?:time"
    r"|e-?mail|mail|chaser|reminder|request)|still (?:have(?:n['’]t| not)|not|no|waiting|awaiting)|(?:no"
    r"|without (?:a|any)|not had an?y?) (?:reply|response|answer) (?:yet|to (?:my|our)|from|so far|since)"
    r"|nobody (?:has |ever )?(?:replied|responded|answered|called|got back|come back)"
    r"|no ?one (?:has |ever )?(?:replied|responded|answered|called|got back|come back)|have(?:n['’]t"
    r"| not) (?:heard|had (?:a |any )?(?:reply|response|answer))|never (?:heard|replied|received a)"
    r"|ignor(?:ed|ing) (?:me|us|my|our)|escalat\w+|waste of (?:time|money)|let (?:us|me) down|(?:rude"
    r"|unprofessional|incompetent)\b|demand (?:an|a|that)|apology|compensation|refund",
)
INCIDENT = Wording(
    "incident",
    "It reports an incident.",
    r"\bsecurity (?:incident|breach|event|alert|vulnerabilit\w+|flaw|issue|concern)|data (?:breach|leak"
    r"|loss)|\bbreach of (?:our |the |your )?(?:security|data|privacy|confiden\w+)|(?:security"
    r"|privacy) breach|\bhack(?:ed|er|ers|ing)?\b"
    r"|\bcompromis(?:ed|e of)|\bphish(?:ed|ing)?\b|malware|ransomware|\bvirus\b|vulnerabilit(?:y|ies)\b"
    r"|\bexploit(?:ed)?\b|ddos|unauthori[sz]ed access"
    r"|suspicious|(?:lost|stolen) (?:a |my |our |the )?(?:laptop|phone|device|token|credentials?"
    r"|smart ?card|keys?|usb)|(?:have|having|experiencing|report(?:ing)?|seeing|suffer\w*) (?:a |an "
    r"|the )?(?:major |critical |p1 |serious |total |service )*(?:incident|outage)|service is (?:down"
    r"|unavailable)|(?:is|are|went|been|gone) (?:completely |currently )?down (?:since|again|right now"
    r"|at the moment|and)"
    r"|error (?:message|code|\d{3})|(?:keeps?|is|are) (?:crashing|timing out|throwing)|(?:link|page|site"
    r"|form|download|button|portal)s? (?:is|are|seems?) (?:to be )?(?:broken|dead)|(?:broken"
    r"|dead) links?\b|\b404\b|smell (?:of )?gas|gas leak|power cut|emergency|danger|fire\b|explosion"
    r"|electric shock",
)
LEGAL = Wording(
    "legal",
    "It is a legal matter.",
    r"\bsolicitors?\b|\blawyers?\b|\blegal (?:advice|action|opinion|proceedings?|counsel|team|department"
    r"|question|view|position|matter|notice|advis[eo]r|claim|liabilit\w*|representative|interpretation)"
    r"|\blitigat\w+|\blawsuit|\bsue\b|\bsuing\b|court\b|tribunal|arbitrat\w+|without prejudice"
    r"|letter before (?:action|claim)|pre-action"
    r"|\bdisput(?:e|es|ed|ing)\b|\bliab(?:le|ility|ilities)\b|\bdamages\b|indemni\w+"
    r"|\bbreach of (?:contract|the (?:sec|code)|licen[cs]e|condition|obligation)|\bcontractual\b|subpoena"
    r"|witness statement|injunction|copyright|trade ?mark|intellectual property|defamat\w+"
    r"|freedom of information|\bfoia?\b request|\bfoi\b|environmental information"
    r"|enforcement|our (?:interpretation|reading) of (?:section|clause|the)"
    r"|interpret(?:ation)? of (?:section|clause)|legally (?:binding|required|obliged|entitled)|counsel\b"
    r"|novation|power of attorney|insolven\w+|administration order|liquidat\w+|police|subpoenas?",
)
OPINION = Wording(
    "opinion",
    "It asks for an opinion.",
    r"\bin your (?:own )?(?:view|opinion)\b|\b(?:do|would) you (?:think|believe|reckon)\b"
    r"|\bwhat do you (?:think|make) (?:of|about)\b|\byour (?:personal )?(?:views?|opinion) (?:on|about|of)\b"
    r"|\bwill (?:ofgem|the panel|the authority|the regulator) (?:approve|reject|agree|accept)\b",
)
ACCOUNT_TROUBLE = Wording(
    "account_trouble",
    "It asks for something to be done to an account or a list.",
    r"\bunlock(?:ed|ing)?\b|\blocked out\b|\breset (?:link|e-?mail|mail)\b[^.?!]{0,30}"
    r"(?:\bnever|\bnot|n['’]t)\b"
    r"|\b(?:can|could|would|will|please) (?:you )?(?:please )?(?:reset|restore|re-?activate)"
    r" (?:my|our|his|her|their|the)\b"
    r"|\b(?:take|remove) (?:me|us|him|her|them) (?:off|from) (?!(?:the |your )?(?:\w+ )?(?:newsletter"
    r"|mailing))"
    r"|\b(?:send|copy|forward|direct) (?:anything|everything|all)\b[^.?!]{0,60} to (?:my|our|his|her)\b",
)
OWN_CASE = Wording(
    "own_case",
    "It asks how the sender's own case stands.",
    r"\b(?:have|did) (?:i|we) (?!to\b|got to\b|need)\w+[^.?!]{0,80}\?|\b(?:has|is|was|were|are) (?:my|our)"
    r" [^.?!]{0,60}\b(?:been|received|arrived|approved|accepted|registered|processed|through|booked|paid)\b"
    r"|\b(?:did you|have you) (?:get|got|receive|received|had|process\w*|approve\w*)\b"
    r"|\byour automat\w+ (?:reply|answer|response|e-?mail|mail|message) (?:\w+ )?(?:told|said|says|tells"
    r"|makes?"
    r"|made|is|was|did|does)",
)
PERSON_WANTED = Wording(
    "person_wanted",
    "It asks for a person.",
    r"\b(?:call|ring|phone|telephone) (?:me|us|him|her)\b|(?:call|ring|phone|telephone) (?:me |us )?back"
    r"|give (?:me|us) a (?:call|ring|bell|buzz)|call ?back\b|(?:speak|talk|chat)(?:ing)? (?:to|with) (?:a "
    r"|an |some|one |the |your |you\b|my |our )|arrange (?:a|an) (?:call|meeting|visit|appointment|time)"
    r"|set up (?:a |an )(?:call|meeting)|schedule (?:a |an )(?:call|meeting)"
    r"|(?:real|actual|human) (?:person|being|human)|\bhuman\b|(?:someone|somebody|anyone|a person"
    r"|one of your|a member of (?:your |the )?(?:team|staff)|a colleague|your colleague|your manager"
    r"|a manager|account manager|the team) (?:could |can |to |please |should |would "
    r"|who can )?(?:to )?(?:call|ring|contact me|contact us|phone|get in touch|come back to|get back to"
    r"|reach out)|(?:can|could|may) (?:we|i) (?:have|book|arrange|get) (?:a |an )?(?:call|meeting|chat"
    r"|word)"
    r"|for the attention of|\bFAO\b|not (?:a|an) (?:bot|robot|automat\w*|machine)|no (?:bots?|robots?"
    r"|automated|automatic|auto)|\bpress (?:office|enquiry|query|release)|journalist|media (?:enquiry"
    r"|query|request)|interview|(?:i(?:['’]m| am)|we(?:['’]re| are)) (?:writing|researching) (?:a"
    r"|an) (?:article|story|piece|report|thesis|dissertation)|reporter",
)
