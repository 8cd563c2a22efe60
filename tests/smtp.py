"""A real mail server on loopback, for tests that send."""

import socket
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller


class Box:
    """What a mail server was given: (addresses, letter), in order."""

    def __init__(self):
        self.letters = []
        self.refused = {}
        """By address: what is said instead of taking a letter for it."""

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=default)))
        return "250 OK"

    @property
    def addresses(self):
        """Who got a letter, sorted, once a letter."""
        return sorted(address for addresses, _letter in self.letters for address in addresses)


@contextmanager
def mail_server(settings):
    """Run a mail server and have Django send to it; gives its `Box`."""
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield box
    finally:
        controller.stop()
