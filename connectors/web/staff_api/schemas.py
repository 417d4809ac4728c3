"""What staff's programs send and get. Unknown fields are refused, so nothing is set by the way."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from connectors.desk.changing import LARGEST_ID
from connectors.web.schemas import Body, MessageView, View

Status = Literal["new", "open", "waiting", "resolved", "closed"]
PriorityName = Literal["urgent", "high", "normal", "low"]
Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Text = Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": 20_000})]
"""Its length is checked by the desk, so here it is only written down."""


class NoFields(Body):
    """Nothing needs to be said."""


class NewReply(Body):
    """What the customer reads, in Markdown."""

    text: Text
    then: Literal["waiting", "open"] = Field("waiting", description="What the ticket is afterwards")


class NewNote(Body):
    """A remark for colleagues."""

    text: Text


class NewAssignee(Body):
    """Who gets the ticket."""

    to: Id = Field(description="The id of a member of staff")


class NewSnooze(Body):
    """Until when the ticket is put aside."""

    until: Annotated[str, Field(json_schema_extra={"format": "date-time"})] = Field(
        description="A moment with its zone, as in 2026-12-01T09:00:00Z"
    )


class NewPriority(Body):
    """How much the ticket matters."""

    to: PriorityName


class NewTopic(Body):
    """What the ticket is about; empty takes the topic off."""

    to: str = Field(json_schema_extra={"maxLength": 120})


class Tag(Body):
    """A word that the ticket is found by."""

    tag: str = Field(json_schema_extra={"minLength": 1, "maxLength": 40})


class OtherTicket(Body):
    """Another ticket."""

    other: Id = Field(description="The id of the other ticket")


class NewSplit(Body):
    """A second question that becomes a ticket of its own."""

    question: Annotated[str, Field(json_schema_extra={"minLength": 1, "maxLength": 4000})]
    messages: list[Id] = Field(
        default_factory=list, max_length=100, description="The ids of the customer's messages it was asked in"
    )


class PersonView(View):
    """A customer or a member of staff."""

    id: int
    name: str
    email: str
    organisation: str


class DeskTicketView(View):
    """A ticket as it stands in the queue."""

    id: int
    reference: str = Field(description="As in SECAS-000123")
    version: int = Field(description="The same as the ETag")
    status: Status
    priority: PriorityName
    topic: str
    channel: str
    question: str
    person: PersonView
    assignee: PersonView | None
    merged_into: int | None = Field(description="The id of the ticket that it was merged into")
    snoozed_until: datetime | None
    due_at: datetime | None = Field(description="When the next thing is due")
    first_responded_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    created_at: datetime
    updated_at: datetime


class TicketsView(View):
    """One page of the queue."""

    tickets: list[DeskTicketView]
    next: str = Field(description="What “after” must be for the next page; empty on the last one")


class NextTicketView(View):
    """The ticket that is due first, which is the caller's now; none where nothing waits."""

    ticket: DeskTicketView | None


class NoteView(View):
    """A remark among staff."""

    id: int
    author: str
    text: str
    created_at: datetime


class EventView(View):
    """One thing that happened to a ticket."""

    kind: str
    actor: int | None = Field(description="The id of who did it; none for the customer and the service")
    words: str
    created_at: datetime


class TicketFileView(View):
    """A ticket with all that belongs to it."""

    ticket: DeskTicketView
    messages: list[MessageView]
    earlier: bool = Field(description="Whether there are older messages than these")
    notes: list[NoteView]
    events: list[EventView]
    tags: list[str]
    related: list[int] = Field(description="The ids of linked tickets")
    merged: list[int] = Field(description="The ids of tickets that were merged into it")


class NewDraft(Body):
    """An entry's words as an editor wants them."""

    category: str = Field(json_schema_extra={"minLength": 1, "maxLength": 120})
    title: str = Field(json_schema_extra={"minLength": 1, "maxLength": 400})
    body: str = Field(json_schema_extra={"minLength": 1, "maxLength": 40_000}, description="Markdown")
    audience: Literal["everyone", "sec-parties"]
    source: str = Field(json_schema_extra={"maxLength": 500})
    reviewed: str = Field("", description="The day of the last review, as in 2026-11-23; may be empty")
    remark: str = Field("", json_schema_extra={"maxLength": 400}, description="Why, for colleagues")


class RevisionView(View):
    """The words of an entry at one time."""

    number: int
    category: str
    title: str
    body: str
    audience: str
    source: str
    reviewed_on: date | None
    note: str
    created_at: datetime
    published_at: datetime | None


class EntryView(View):
    """An entry as it stands in the list."""

    key: str
    status: Literal["published", "withdrawn"]
    category: str
    title: str
    version: int = Field(description="The number of the latest revision, the same as the ETag")
    published: int | None = Field(description="The number of the revision that visitors read")
    draft: bool = Field(description="Whether there are newer words that aren't published")


class EntriesView(View):
    """One page of the FAQ."""

    entries: list[EntryView]
    next: str = Field(description="What “after” must be for the next page; empty on the last one")


class EntryFileView(View):
    """An entry with its revisions."""

    entry: EntryView
    revisions: list[RevisionView] = Field(description="Latest first")
