"""What was done with a mail, and by which rule, in words for staff."""

from collections.abc import Mapping

from knowledge.mail_tables import IncomingMail, OutgoingMail

RULES: Mapping[str, str] = {
    "duplicate": "It came before",
    "our_own_mail": "It is a mail of ours that came back",
    "marked_as_spam": "A mail server marked it as spam",
    "report": "It is a report on delivery or reading",
    "auto_submitted": "It says that a machine sent it",
    "automatic_reply_marks": "It is marked as an automatic reply",
    "empty_return_path": "Its sender takes no replies",
    "calendar": "It is an entry for a calendar",
    "robot_sender": "Nobody reads replies to its sender",
    "precedence": "It was sent to many",
    "bounce": "It is about a letter of ours that came back",
    "mailing_list": "It came through a mailing list",
    "automatic_wording": "It is worded like an automatic reply",
    "thread": "It belongs to a ticket",
    "sounds_like_spam": "It is worded like spam",
    "unknown_sender": "Its sender isn't clear",
    "dmarc_failed": "Its sender could not be confirmed",
    "not_readable": "It could not be read",
    "lookalikes": "It is written in letters that only look like ours",
    "foreign_language": "It isn't in English",
    "personal_data": "It is about personal data",
    "incident": "It reports an incident",
    "legal": "It is a legal matter",
    "complaint": "It is a complaint",
    "person_wanted": "It asks for a person",
    "opinion": "It asks for an opinion",
    "account_trouble": "It asks for something to be done to an account or a list",
    "own_case": "It asks how the sender's own case stands",
    "refers_to_attachment": "It is about an attachment",
    "thanks_only": "It only says thank you",
    "decided": "No rule fired: decided by its questions",
    "set_aside": "Something went wrong with it",
}
"""Each rule in words; the ones of the mailbox, and what happens without a rule."""

_ACTIONS: Mapping[str, str] = {
    "answer": "answer from the FAQ",
    "handoff": "to people",
    "thread": "on its ticket",
    "ignore": "set aside",
    "duplicate": "a duplicate",
    "quarantine": "quarantine",
}
STATES: Mapping[str, str] = {
    "draft": "waits to be approved",
    "rejected": "rejected",
    "waiting": "waits to be sent",
    "sending": "is being sent",
    "sent": "sent",
    "given_up": "could not be delivered",
    "bounced": "could not be delivered",
}
"""Where a letter stands."""

KINDS: Mapping[str, str] = {
    "answer": "Answer from the FAQ",
    "acknowledgement": "Receipt",
    "reply": "Reply of a colleague",
    "solved_question": "Question whether it is solved",
    "transcript": "Transcript of a ticket",
    "code": "Code for a look at a ticket",
}


def say_rule(rule: str) -> str:
    """Return a rule in words; one that isn't known, by its name."""
    return RULES.get(rule, rule.replace("_", " "))


def say_action(mail: IncomingMail) -> str:
    """Say in a word or two what was done with a mail."""
    if mail.state != "done":
        return "waits to be read"
    return _ACTIONS.get(mail.action or "", (mail.action or "").replace("_", " "))


def say_state(letter: OutgoingMail) -> str:
    """Say in a word or two where a letter of ours stands."""
    return STATES.get(letter.state, letter.state.replace("_", " "))


def say_kind(letter: OutgoingMail) -> str:
    """Say what kind of letter it is."""
    return KINDS.get(letter.kind, letter.kind.replace("_", " ").capitalize())
