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


def sounds_automatic(text: str) -> bool:
    """Tell whether a text holds what only machines write."""
    return bool(AUTOMATIC.search(text) or NOTICE.search(text))
