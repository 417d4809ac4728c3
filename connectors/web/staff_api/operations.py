"""What staff's programs can do at each address: the part of the description that is theirs."""

from connectors.web.operations import Operation
from connectors.web.schemas import NewTicket
from connectors.web.staff_api import entries, schemas, tickets
from connectors.web.staff_api.ticket_verbs import VERBS, Verb

_READ_ERRORS = (401, 403, 404, 422, 429, 503)
_BODY_ERRORS = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
_MATCH_ERRORS = (*_BODY_ERRORS, 412, 428)
_TICKET = "/api/v1/tickets/{ticket_id}"
_ENTRY = "/api/v1/entries/{entry_key}"


def _read(path: str, name: str, summary: str, **more: object) -> Operation:
    fields = {"opened_by": "staff", "errors": _READ_ERRORS} | more
    return Operation("get", path, name, summary, **fields)  # type: ignore[arg-type]  # by name, checked by tests


def _change(method: str, path: str, name: str, summary: str, **more: object) -> Operation:
    errors = _MATCH_ERRORS if more.get("match") else _BODY_ERRORS
    fields = {"opened_by": "staff", "errors": errors} | more
    return Operation(method, path, name, summary, **fields)  # type: ignore[arg-type]  # the same


def _verb(verb: Verb) -> Operation:
    return _change(
        "post",
        f"{_TICKET}/{verb.name}",
        f"{verb.name}Ticket",
        verb.summary,
        body=verb.body,
        view=schemas.TicketFileView,
        match=verb.versioned,
        scope="tickets:write",
    )


def _entry(method: str, verb: str, summary: str, body: object = schemas.NoFields) -> Operation:
    path, name, view = f"{_ENTRY}/{verb}", f"{verb}Entry", schemas.EntryFileView
    return _change(method, path, name, summary, body=body, view=view, scope="entries:write", match=True)


STAFF_OPERATIONS = (
    _read(
        "/api/v1/tickets", "listTickets", "Fetch one page of the queue.",
        view=schemas.TicketsView, query=tickets.FILTERS, scope="tickets:read",
    ),
    _change(
        "post", "/api/v1/tickets", "enterTicket",
        "Enter a ticket for a customer. The same key again never makes two.",
        body=NewTicket, view=schemas.TicketFileView, scope="tickets:write", key=True, status=201,
    ),
    _read(
        _TICKET, "getTicket", "Fetch a ticket with all that belongs to it.",
        view=schemas.TicketFileView, scope="tickets:read",
    ),
    _change(
        "post", "/api/v1/tickets/next", "takeNextTicket", "Claim the ticket that is due first.",
        body=schemas.NoFields, view=schemas.NextTicketView, scope="tickets:write",
    ),
    *(_verb(verb) for verb in VERBS),
    _read(
        "/api/v1/entries", "listEntries", "Fetch one page of the FAQ.",
        view=schemas.EntriesView, query=entries.FILTERS, scope="entries:read",
    ),
    _change(
        "post", "/api/v1/entries", "createEntry", "Begin an entry with a draft.",
        body=schemas.NewDraft, view=schemas.EntryFileView, scope="entries:write", status=201,
    ),
    _read(
        _ENTRY, "getEntry", "Fetch an entry with its revisions.",
        view=schemas.EntryFileView, scope="entries:read",
    ),
    _entry("put", "draft", "Keep an entry's new words as a draft.", schemas.NewDraft),
    _entry("post", "publish", "Let visitors read the draft."),
    _entry("post", "review", "Note that the words were compared with their source today."),
    _entry("post", "withdraw", "Take an entry away from visitors."),
    _entry("post", "restore", "Give an entry back to visitors."),
)  # fmt: skip
"""Every address of staff's programs."""
