"""What only machines write, in several languages: each phrase is enough where nothing is asked."""

import re

AUTOMATIC = re.compile(
    r"(?:dies(?:e|es|er)?|hier(?:bei)?|dit|deze) (?:ist|is|e-?mail|nachricht|bericht|handelt|wurde|werd)\b"
    r"[^.?!]{0,40}automatis|automatisch (?:generierte|erstellte|erzeugte|versandte|gegenereerd|verzonden)"
    r"|automatisch (?:generiert|erstellt|erzeugt|versandt)\b"
    r"|antworten sie (?:bitte )?nicht auf diese|nicht auf diese (?:e-?mail|nachricht) (?:zu )?antworten"
    r"|(?:ceci|(?:il|elle) s['’]agit|c['’]est|est) (?:d['’])?une? [^.?!]{0,20}automatique"
    r"|(?:envoyé|généré)e? automatiquement|ne pas (?:y )?répondre|ne répondez pas"
    r"|boîte (?:mail |aux lettres )?n['’]est pas (?:lue|consultée|relevée)"
    r"|(?:est[ea]|esto|es|é|è|quest[ao]) (?:es |é |è )?(?:un|una|um|uma)? ?(?:mensaje|correo|respuesta"
    r"|mensagem"
    r"|resposta|messaggio|e-?mail|risposta) (?:\w+ )?autom[aá]tic[oa]|(?:generad|enviad|gerad|generat"
    r"|inviat)[oa]"
    r" autom[aá]tic\w+|no responda (?:a )?est|não responda (?:a )?est|non rispond\w+ a quest"
    r"|no es atendido|niet (?:op )?(?:te )?(?:antwoorden|beantwoord\w*)|wygenerowan\w+ automatycznie"
    r"|(?:została?|jest) automatyczn|(?:prosimy|proszę) (?:na nią )?nie odpowiadać"
    r"|(?:svara|besvara|svar) (?:inte|ikke|ej) (?:på )?(?:detta|denne|det)\b|(?:detta|dette) (?:är|er) et"
    r"t? automatisk|自動(?:送信|返信|配信|応答)|自动(?:回复|发送)|это автоматическ",
    re.IGNORECASE,
)
"""An automatic message says that it is one."""

RECEIVED_ABROAD = re.compile(
    r"(?:ihre?n?|deine?) (?:anfrage|nachricht|e-?mail|anliegen|meldung|schreiben)[^.?!]{0,80}"
    r"(?:eingegangen|erhalten|erfasst|registriert|aufgenommen)"
    r"|accus(?:é|ons)[^.?!]{0,20} réception|avons (?:bien )?reçu votre|(?:bien )?été enregistrée?"
    r"|hemos recibido su|su (?:consulta|solicitud|mensaje) ha sido|recebemos (?:a sua|o seu)"
    r"|abbiamo ricevuto|la sua richiesta è stata|(?:uw (?:bericht|vraag|e-?mail)|hebben "
    r"uw)[^.?!]{0,40}ontvangen"
    r"|ontvangstbevestiging|potwierdzamy otrzymanie|(?:zgłoszenie|wiadomość)[^.?!]{0,30} zostało? "
    r"(?:przyjęt|zarejestrowan|otrzyman)\w+|vi har (?:mottagit|mottatt|modtaget)|お問い合わせ(?:を)?受け付け",
    re.IGNORECASE,
)
"""A receipt in another language."""

NOTICE = re.compile(
    r"\byou(?:['’]re| are) (?:now )?(?:registered|booked|in!|confirmed|subscribed)|your (?:place|seat"
    r"|booking|order|registration|payment|appointment|reservation)\b[^.?!]{0,60}\b(?:is|has been|was) "
    r"(?:now )?"
    r"(?:confirmed|received|complete|placed|shipped|dispatched|cancelled)"
    r"|you (?:have )?missed (?:a )?call|caller left|(?:was|were) sent to you by [^.?!]{0,60} (?:who is "
    r")?using"
    r"|all parties have (?:completed|signed)|\b(?:approved|safe|allowed) senders?\b[^.?!]{0,80}(?:held|click"
    r"|verify)|(?:message|e-?mail) is (?:being )?(?:held|quarantined)|to (?:have it|get it|be) delivered, "
    r"click"
    r"|(?:your|this) (?:correspondence|letter|e-?mail|message|enquiry|query) (?:has )?(?:safely "
    r")?(?:reached us"
    r"|landed)[^?!]{0,200}(?:reference|working days|team|queue)",
    re.IGNORECASE,
)
"""Confirmations, calls, signatures and guards of mailboxes."""

SENT_TO_MANY = re.compile(
    r"\byou(?:['’]re| are) receiving this (?:e-?mail|message|newsletter|because)"
    r"|\bview (?:this )?(?:e-?mail |message |newsletter )?(?:online|in (?:your |a )?(?:web )?browser)\b",
    re.IGNORECASE,
)
"""What stands above or below a mail that was sent to many."""

GIVES_AWAY = re.compile(
    r"(?:created|generated|sent|produced) automatically by|automatically (?:created|generated) by"
    r"|\b(?:system|computer|machine)[- ]generated|(?:replies|responses|answers)(?: sent)?"
    r"(?: to this [\w -]{1,20})? (?:are|is|will)(?: not|n['’]t) (?:be )?(?:read|monitored|seen|answered)"
    r"|(?:mailbox|inbox|address|account) is(?: not|n['’]t) (?:monitored|read|checked)|\bunmonitored\b"
    r"|\bwas (?:read|displayed|deleted without being read) on \w|^[ \t]{0,20}your message[ \t]{0,20}$"
    r"|you(?:['’]re| are|['’]ve)? (?:receiv(?:e|ing|ed)|getting|got) (?:this|these) "
    r"(?:e-?mail|message|notification|alert|mail)s?|(?:why|learn why) (?:you|we) (?:\w+"
    r" ){0,3}this[^\w\n]{0,20}$"
    r"|(?:manage|change|update) (?:your )?(?:e-?mail |notification )(?:preferences|settings)"
    r"|notification settings|^[^\w\n]{0,20}unsubscribe[^\w\n]{0,20}$|\bto unsubscribe"
    r"|\bunsubscribe (?:here|from (?:this|these))|\bopt[- ]?out[^\w\n]{0,20}$|\b(?:view|track) (?:the "
    r"|this |your )?(?:comment|incident|case|ticket|request|issue"
    r"|post|build|order)\b|your (?:request|incident|case|ticket|enquiry|inquiry|query)\b[^.?!]{0,40} "
    r"(?:has|have|is) (?:now )?(?:been )?"
    r"(?:received|logged|opened|registered|assigned|created|closed|resolved|updated)"
    r"|(?:have |recently )closed your (?:case|ticket|request|incident|enquiry)"
    r"|how satisfied (?:were|are) you|how did we do\b|rate (?:your|our) (?:experience|service|support)"
    r"|\bnew voice ?mail\b|\bmailbox \d+ has"
    r"|^[ \t]{0,20}dear (?:valued )?(?:user|customer|supplier|vendor|subscriber|client|account holder)\b"
    r"|delivery attempts will|has not yet been delivered|message identifier is"
    r"|that you(?:['’]re| are) (?:a )?(?:real|human)\b|(?:message|e-?mail) (?:is|will be) (?:being )?held\b"
    r"|^[^\w\n]{0,20}(?:permit|booking|order|ticket|case) (?:no|number|ref"
    r"|reference)\b\.?[ \t]*:?[ \t]*[\w-]{0,20}\d"
    r"|\bout of the office starting\b|if (?:this was(?: not|n['’]t) you|you did(?: not|n['’]t) "
    r"(?:ask for|request|make) (?:this|it))|do not share this (?:e-?mail|link|message)"
    r"|awaits? your (?:approval|signature|review)|turn off (?:this|these|all)? ?[\w'’ -]{0,20}notifications",
    re.IGNORECASE | re.MULTILINE,
)
"""Above, in or below what machines write, whatever else it says or asks."""

REPLY_ABOVE = re.compile(r"\W*(?:(?:please )?(?:type|write|add|enter) your )?reply above\b", re.IGNORECASE)
"""The first line of the mails of ticket systems."""


def sounds_automatic(text: str) -> bool:
    """Tell whether a text holds what only machines write."""
    return bool(AUTOMATIC.search(text) or NOTICE.search(text))
