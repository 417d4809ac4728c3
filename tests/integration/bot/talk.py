"""A visitor's side of a conversation."""

import uuid

import urllib3

from connectors.dialogue.rasa import RasaDialogue
from tests.integration.bot.servers import TOKEN


class Talk:
    """One visitor's conversation, by way of the very client that the web process uses."""

    def __init__(self, servers):
        self.id = str(uuid.uuid4())
        self.client = urllib3.PoolManager()
        self._dialogue = RasaDialogue(servers.url, token=TOKEN, timeout=20, pool=self.client)
        self.last = None

    def type(self, *texts):
        for text in texts:
            self.last = self._dialogue.send(self.id, text)
        return self.last

    def press(self, title):
        """Press a button of the last turn, as one who sees it would."""
        payload = next(b.payload for reply in self.last.replies for b in reply.buttons if b.title == title)
        self.last = self._dialogue.send(self.id, title, payload=payload)
        return self.last

    def send_payload(self, payload):
        self.last = self._dialogue.send(self.id, "", payload=payload)
        return self.last

    @property
    def said(self):
        return "\n".join(reply.text for reply in self.last.replies)

    @property
    def kinds(self):
        return [reply.kind for reply in self.last.replies]
