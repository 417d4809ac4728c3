"""Takes off what surrounds a question: banners, greetings, closings, signatures, disclaimers."""

import re

LONGEST_LINE = 500
SHORTEST_DISCLAIMER = 50

_DASHES = re.compile(r"(?:--|—|__|—-)\s?$")
_CLOSING = re.compile(
    r"[\s*]*(?:(?:with |my |our )*(?:(?:very |the )?(?:kind(?:est)?|best|warm(?:est)?|many|sincere|good"
    r"|fond(?:est)?)(?: and \w+)?"
    r" (?:regards?|wishes|thanks)|(?:kind|best|warm)est|regards|rgds|best|kr|br|b\.?rgds|thx|ta|cheers"
    r"|sincerely|cordially|respectfully"
    r"|yours(?: sincerely| faithfully| truly| etc)?|(?:all the|very) best|(?:many )?thanks"
    r"|thank ?you)(?: again| all| both| and \w+ \w+"
    r"| very much| so much| a lot| in advance| in anticipation| for (?:your|the|any|all)\b[^.?!]{0,50}"
    r"| indeed)*(?:[ ,–-]+\w+(?: \w+)?)?"
    r"|in anticipation[^.?!]{0,40}|(?:i |we )?look(?:ing)? forward to[^.?!]{0,60}|have a (?:good|great"
    r"|nice|lovely)\b[^.?!]{0,30}"
    r"|mit freundlichen grüßen|cordialement|saludos(?: cordiales)?|met vriendelijke groet(?:en)?)[\s,.!*]*$",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"[\s*]*(?:sent (?:from|via|using|with) (?!us\b|you\b)|get outlook for|sent on the go|enviado desde"
    r"|envoyé de(?:puis)?"
    r"|von meinem|gesendet (?:von|mit)|download outlook)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"[\s*]*(?:(?i:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|evening"
    r"|greetings|to whom it may concern"
    r"|for the attention of|fao|sirs?|all|team))(?:[\s,/&-]+(?:[A-Z][\w'’.-]*|(?i:there|all|both|team"
    r"|again|sirs?|madam|or|and|everyone|everybody|secas|sec"
    r"|help ?-?desk|colleagues?|folks|to|the|you|whom|it|may|concern|friends?|party|engagement"
    r"|support)))*[\s,!.:;–—-]*$"
)
_GREETING_FIRST = re.compile(
    r"^[\s*]*(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening))\b(?:[ ]+(?:there|all|both|team"
    r"|again|sir|madam|sirs"
    r"|sir or madam|sir/madam|helpdesk|help ?desk|secas|colleagues|everyone|folks"
    r"|[A-Z][\w'’-]+)){0,4}\s*[,!.–-]+\s+",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"[\s*\[(<!-]*(?:caution|warning|external|attention|security notice|you don'?t often get|this "
    r"(?:e-?mail|message) (?:was sent"
    r"|originated|came) (?:from )?(?:outside|an external)|\[?ext(?:ernal)?\]?\s*(?:e-?mail|sender|mail))\b",
    re.IGNORECASE,
)
_BANNER_WORDS = re.compile(
    r"outside (?:of )?(?:the |our |your )?(?:organi[sz]ation|company|group|network)|external|do not click"
    r"|learn why|e-?mail"
    r"|sender|links?\b|attachments?",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"intended (?:solely|only|for the)|intended recipient|\bconfidential(?:ity)?\b.{0,80}\b(?:e-?mail"
    r"|message|notice|privileged"
    r"|information)|(?:e-?mail|message|transmission).{0,80}\bconfidential|privileged|disclaimer"
    r"|if you (?:have )?received? this"
    r"|registered (?:office|in england|in scotland|company|number|address|no)|company (?:number"
    r"|registration|no)\b|think before you"
    r" print|consider the environment|before printing|scanned (?:for|by)|virus(?:es)?\b.{0,60}\b(?:e-?mail"
    r"|attachment|liab)"
    r"|views (?:or opinions )?expressed|unauthori[sz]ed (?:use|disclosure|copying)|vat (?:reg|no|number)"
    r"|privacy (?:notice|policy)"
    r" (?:is|can|on)|authori[sz]ed and regulated|does not accept (?:any )?(?:liability|responsibility)"
    r"|mimecast|(?:to|click here to) unsubscribe"
    r"|this footnote|messagelabs|click here to report this email",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"(?:^|(?<=[.!?,\n]))\s*(?:i |we )?(?:(?:do |really |very much )?(?:hope|trust) (?:that )?(?:you(?:'re"
    r"|’re| are|r)?|this|all|everything"
    r"|your)\b[^.?!\n]{0,80}[.!]?|(?:many |kind )?thanks?(?: you)?(?: (?:so much|very much|again"
    r"|a lot))?(?: in advance)?"
    r"(?: for (?:your|the|any|all)[^.?!\n]{0,60})?[.!]|(?:i "
    r"|we )?(?:look(?:ing)?) forward to[^.?!\n]{0,60}[.!]?|any help"
    r"(?: with this)? (?:would be|is|will be)[^.?!\n]{0,40}[.!]?|sorry to (?:bother|trouble"
    r"|chase)[^.?!\n]{0,40}[.!,]?"
    r"|(?:just )?a quick (?:one|question|query)(?: (?:from|for) [^.?!\n:]{0,30})?\s*[.!:,–-]+"
    r"|hope(?:fully)? (?:you can help|that makes"
    r" sense)[^.?!\n]{0,30}[.!]?)(?=\s|$)",
    re.IGNORECASE,
)
_NAME_LINE = re.compile(r"[\s*]*(?:[A-Z][\w'’.-]*)(?: (?:[A-Z][\w'’.-]*|of|and|&|/|\||-)){0,5}[\s,*]*$")
_CONTACT = re.compile(
    r"(?:^|\s|\|)(?:t|tel|m|mob|mobile|phone|telephone|direct|dd|e|email|e-mail|w|web|fax|f"
    r"|office)\s?[:.|]|\+?\d[\d\s()]{8,}\d|www\."
    r"|https?://|\S@\S+\.\w|\b(?:ltd|limited|plc|llp|inc)\b|\bmanager\b|\bdirector\b|\bofficer\b"
    r"|\banalyst\b|\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}\b",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """Return a text without what isn't part of what the sender wants to say."""
    lines = _without_banner(text.split("\n"))
    lines = _until_closing(lines)
    # Where nothing would be left it was no disclaimer.
    kept = _without_disclaimers(lines)
    lines = kept if any(map(str.strip, kept)) or len(" ".join(lines)) > LONGEST_LINE else lines
    lines = _without_greeting(lines)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def without_courtesies(text: str) -> str:
    """Return a text without the phrases that ask nothing, such as "I hope this finds you well."."""
    shorter = _COURTESY.sub(" ", _GREETING_FIRST.sub("", text))
    return re.sub(r"[ \t]+", " ", shorter).strip(" \n,")


def _without_banner(lines: list[str]) -> list[str]:
    """Leave out warnings that a mail gateway wrote above the text."""
    kept: list[str] = []
    in_banner = False
    for number, line in enumerate(lines):
        short = line[:LONGEST_LINE]
        if number < 15 and _BANNER.match(short) and _BANNER_WORDS.search(short) and "?" not in short:
            in_banner = True
            continue
        if (
            in_banner
            and line.strip()
            and number < 15
            and re.search(r"do not click|unless you (?:recogni|know|trust|are)", short)
        ):
            continue
        in_banner = in_banner and bool(line.strip())
        kept.append(line)
    return kept


def _until_closing(lines: list[str]) -> list[str]:
    before = False
    for number, line in enumerate(lines):
        short = line[:LONGEST_LINE]
        if _DASHES.fullmatch(short.rstrip("\r")) and before:
            return lines[:number]
        if before and _DEVICE.match(short) and len(short) < 120:
            return lines[:number]
        if before and _CLOSING.match(short) and len(short) < 80 and _only_signature(lines[number + 1 :]):
            return lines[:number]
        before = before or bool(line.strip())
    return _without_trailing_name(lines)


def _only_signature(rest: list[str]) -> bool:
    """Tell whether only a name, a job, numbers and addresses follow, or a disclaimer."""
    said = [line.strip()[:LONGEST_LINE] for line in rest if line.strip()]
    for line in said[:12]:
        if _DISCLAIMER.search(line):
            return True
        if line.endswith("?") or _asks(line):
            return False
    return len(said) <= 40


def _asks(line: str) -> bool:
    if len(line.split()) < 6 or _CONTACT.search(line):
        return False
    return bool(
        re.match(
            r"(?:p\.?s\.?|also|one more|and |please|can |could |how |what |where |when |who )",
            line,
            re.IGNORECASE,
        )
    )


def _without_trailing_name(lines: list[str]) -> list[str]:
    """Leave out short last lines that hold a name or how to reach somebody."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    taken = 0
    while len(kept) > 1 and taken < 10:
        last = kept[-1].strip()[:LONGEST_LINE]
        is_contact = bool(_CONTACT.search(last)) and len(last.split()) <= 12 and not last.endswith(("?", "."))
        is_name = bool(_NAME_LINE.match(last)) and len(last.split()) <= 5 and not last.endswith(("?", "."))
        if last and not is_contact and not is_name and not _CLOSING.match(last):
            break
        # A line in the middle of a sentence is no name.
        before = kept[-2].strip()[:LONGEST_LINE]
        goes_on = before and not re.search(r"[.?!,:;]$", before) and not _NAME_LINE.match(before)
        if last and goes_on and is_name and not taken:
            break
        kept.pop()
        taken += bool(last)
    return kept


def _without_disclaimers(lines: list[str]) -> list[str]:
    """Leave out paragraphs that lawyers wrote; what asks something stays."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(lines))
    kept = [paragraphs[0]] if paragraphs and not _is_disclaimer(paragraphs[0]) else []
    kept += [paragraph for paragraph in paragraphs[1:] if not _is_disclaimer(paragraph)]
    return "\n\n".join(kept).split("\n")


def _is_disclaimer(paragraph: str) -> bool:
    if "?" in paragraph or len(paragraph) < SHORTEST_DISCLAIMER:
        return False
    found = {match[0].lower() for match in _DISCLAIMER.finditer(paragraph[:4000])}
    return len(found) >= 2 or (
        len(found) == 1 and (len(paragraph) > 180 or _CONTACT.search(paragraph) is not None)
    )


def _without_greeting(lines: list[str]) -> list[str]:
    while lines and (
        not lines[0].strip() or (_GREETING.match(lines[0][:100]) and len(lines[0].split()) <= 8)
    ):
        lines = lines[1:]
    return lines
