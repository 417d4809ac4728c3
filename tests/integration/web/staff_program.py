"""A program of a member of staff's, with a token of its own."""

from connectors.services.staff.api_tokens import SCOPES, make_token
from tests.doubles.console_parts import staff


def token_for(database, clock, person_id, *scopes, days=30):
    with database.session() as session:
        return make_token(session, clock(), person_id, name="tests", scopes=scopes or SCOPES, days=days)


class Program:
    """Calls the API of staff's programs."""

    def __init__(self, client, token):
        self._client, self.token = client, token

    @classmethod
    def of(cls, app, database, clock, name="Sam Okoro", role="agent", scopes=()):
        person = staff(database, clock, name, role)
        wanted = scopes or [scope for scope in SCOPES if role != "agent" or scope != "entries:write"]
        program = cls(app.test_client(), token_for(database, clock, person, *wanted))
        program.person = person
        return program

    def call(self, method, path, body=None, *, seen=None, **headers):
        headers = {"Authorization": f"Bearer {self.token}"} | headers
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        options = {} if body is None else {"json": body}
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, **options)

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.call("POST", path, body, **options)

    def put(self, path, body=None, **options):
        return self.call("PUT", path, body, **options)
