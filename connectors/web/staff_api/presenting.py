"""Tickets and entries as staff's programs see them."""

from typing import cast

from connectors.desk.event_words import say_deed
from connectors.desk.priorities import Priority
from connectors.desk.reading import TicketFile
from connectors.services.staff.faq_editing import EntryFile
from connectors.web.presenting import present
from connectors.web.staff_api import schemas
from knowledge.tables import Person, Revision, Ticket


def ticket_view(ticket: Ticket) -> schemas.DeskTicketView:
    """Return a ticket as it stands in the queue."""
    return schemas.DeskTicketView(
        id=ticket.id,
        reference=ticket.reference,
        version=ticket.version,
        status=cast("schemas.Status", ticket.status),
        priority=cast("schemas.PriorityName", Priority(ticket.priority).words),
        topic=ticket.topic,
        channel=ticket.channel,
        question=ticket.question,
        person=_person(ticket.person),
        assignee=_person(ticket.assignee) if ticket.assignee else None,
        merged_into=ticket.merged_into_id,
        snoozed_until=ticket.snoozed_until,
        due_at=ticket.due_at,
        first_responded_at=ticket.first_responded_at,
        resolved_at=ticket.resolved_at,
        closed_at=ticket.closed_at,
        created_at=ticket.created_at,
        updated_at=ticket.updated_at,
    )


def file_view(file: TicketFile) -> schemas.TicketFileView:
    """Return a ticket with all that belongs to it."""
    return schemas.TicketFileView(
        ticket=ticket_view(file.ticket),
        messages=[present(message) for message in file.messages],
        earlier=file.earlier,
        notes=[
            schemas.NoteView(id=note.id, author=note.author.name, text=note.text, created_at=note.created_at)
            for note in file.notes
        ],
        events=[
            schemas.EventView(
                kind=event.kind, actor=event.actor_id, words=say_deed(event), created_at=event.created_at
            )
            for event in file.events
        ],
        tags=list(file.tags),
        related=[other.id for other in file.related],
        merged=[other.id for other in file.merged],
    )


def entry_view(file: EntryFile) -> schemas.EntryView:
    """Return an entry as it stands in the list, in the words that visitors read."""
    words = file.published or file.latest
    return schemas.EntryView(
        key=file.entry.key,
        status="published" if file.entry.status == "published" else "withdrawn",
        category=words.category,
        title=words.title,
        version=file.latest.number,
        published=file.published.number if file.published else None,
        draft=file.draft is not None,
    )


def entry_file_view(file: EntryFile) -> schemas.EntryFileView:
    """Return an entry with its revisions."""
    return schemas.EntryFileView(
        entry=entry_view(file), revisions=[_revision(revision) for revision in file.revisions]
    )


def _revision(revision: Revision) -> schemas.RevisionView:
    fields = {name: getattr(revision, name) for name in schemas.RevisionView.model_fields}
    return schemas.RevisionView(**fields)


def _person(person: Person) -> schemas.PersonView:
    return schemas.PersonView(
        id=person.id, name=person.name, email=person.email, organisation=person.organisation
    )
