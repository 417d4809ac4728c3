"""What mail systems send back, made of the letter that they could not deliver."""

FROM_SYSTEM = "MAILER-DAEMON@mx.coleco.example"


def report(letter, *, action="failed", status="5.1.1", returned="message/rfc822", code=""):
    """A report by RFC 3464, as Postfix and most others send it."""
    given_back = {
        "message/rfc822": f"From: secas@gemserv.com\nMessage-ID: {letter}\nSubject: x\n\nOur words.",
        "text/rfc822-headers": f"From: secas@gemserv.com\nMessage-ID: {letter}\nSubject: x\n",
    }[returned]
    code = code or f"smtp; 550 {status} <jane.cole@coleco.example>: Recipient address rejected: User unknown"
    return _mail(
        f"--b\nContent-Type: text/plain\n\nThis is the mail system at host mx.coleco.example.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.coleco.example\n\n"
        f"Final-Recipient: rfc822; jane.cole@coleco.example\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: {code}\n"
        f"--b\nContent-Type: {returned}\n\n{given_back}\n--b--\n",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\nMIME-Version: 1.0\n'
        "Return-Path: <>\nAuto-Submitted: auto-replied\n",
    )


def qmail(letter):
    """Plain text, the letter below a line."""
    return _mail(
        "Hi. This is the qmail-send program at coleco.example.\nI'm afraid I wasn't able to deliver your "
        "message to the following addresses.\nThis is a permanent error; I've given up.\n\n"
        "<jane.cole@coleco.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        "--- Below this line is a copy of the message.\n\nReturn-Path: <secas@gemserv.com>\n"
        f"Message-ID: {letter}\nSubject: x\n\nOur words, delayed.\n",
        "Return-Path: <>\n",
        subject="failure notice",
    )


def exim(letter):
    """Plain text with a field that names the address, and the header fields at the end."""
    return _mail(
        "This message was created automatically by mail delivery software.\n\nA message that you sent could "
        "not be delivered to one or more of its recipients.\n\n  jane.cole@coleco.example\n"
        "    host mx.coleco.example: 550 No such user here\n\n------ This is a copy of it. ------\n\n"
        f"Message-Id: {letter}\nFrom: secas@gemserv.com\n",
        "X-Failed-Recipients: jane.cole@coleco.example\n",
        subject="Mail delivery failed: returning message to sender",
    )


def exchange(letter):
    """The letter is named in the header only."""
    return _mail(
        "Your message to jane.cole@coleco.example couldn't be delivered.\njane.cole wasn't found at "
        "coleco.example.\n550 5.1.10 RESOLVER.ADR.RecipientNotFound",
        f"In-Reply-To: {letter}\nReferences: {letter}\n",
        sender="postmaster@coleco.example",
        subject="Undeliverable: Your question",
    )


def attached(letter):
    """Plain text, with the letter attached."""
    return _mail(
        "--b\nContent-Type: text/plain\n\nYour mail was rejected by the recipient's server.\n"
        "554 5.7.1 refused\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {letter}\n\nOur words.\n--b--\n",
        'Content-Type: multipart/mixed; boundary="b"\nMIME-Version: 1.0\n',
        subject="Returned mail: see transcript for details",
    )


def late(letter):
    """No failure yet."""
    return _mail(
        "This is a warning message only. You don't need to send your message again.\nIt could not be "
        f"delivered for 4 hours. We will keep trying.\n\nMessage-ID: {letter}\n",
        subject="Warning: message delayed 24 hours",
    )


def out_of_office(letter):
    """An absent customer, whose system takes no replies."""
    return _mail(
        "I am away until Monday. For anything unknown or failed please ask my colleague.",
        f"Return-Path: <>\nIn-Reply-To: {letter}\nAuto-Submitted: auto-replied\n",
        sender="jane.cole@coleco.example",
        subject="Automatic reply: Your question",
    )


def _mail(body, headers="", sender=FROM_SYSTEM, subject="Undelivered Mail Returned to Sender"):
    head = f"From: Mail System <{sender}>\nTo: secas@gemserv.com\nSubject: {subject}\n"
    return (
        f"{head}Date: Mon, 2 Nov 2026 11:00:00 +0000\nMessage-ID: <bounce.1@mx>\n{headers}\n{body}".encode()
    )
