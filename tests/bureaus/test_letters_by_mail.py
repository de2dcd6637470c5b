"""A letter by e-mail, handed to a real SMTP server over a real socket."""

import socketserver
import threading
from email import message_from_bytes, policy

import pytest

from bureaus import letters, outbox
from bureaus.models import Message
from policy.powers import Role
from tests.bureaus.factories import NOW
from tests.staffing.factories import make_county, make_user

pytestmark = pytest.mark.django_db


class Receiver(socketserver.StreamRequestHandler):
    """Speaks as much of RFC 5321 as one letter needs, and keeps what it was given."""

    def handle(self):
        self.say("220 mail.test")
        while line := self.rfile.readline().decode("ascii").strip():
            verb = line.split(":")[0].split()[0].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.server.received.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server(settings, tmp_path):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Receiver) as server:
        server.received = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.LETTERS_DIR = tmp_path
        yield server
        server.shutdown()


def write_to(**fields):
    person = make_user(Role.APPLICANT)
    for field, value in fields.items():
        setattr(person, field, value)
    person.save()
    message = Message.objects.create(
        recipient=person, letter="stage_decided", about="x:1", subject="资格审查结果", body="结果已经登记，请登录查看。", sent_at=NOW
    )
    letters.deliver(message=message, now=NOW)
    message.refresh_from_db()
    return message


def test_a_letter_leaves_by_mail_once_where_the_person_has_an_address(server):
    message = write_to(email="applicant@example.com")
    letters.deliver(message=message, now=NOW)
    assert len(server.received) == 1
    mail = message_from_bytes(server.received[0], policy=policy.default)
    assert (mail["Subject"], mail["To"], mail.get_content().strip()) == (
        "资格审查结果",
        "applicant@example.com",
        "结果已经登记，请登录查看。",
    )
    assert message.delivered_at == NOW


def test_without_an_address_no_mail_leaves(server):
    assert write_to().delivered_at == NOW
    assert server.received == []


def test_a_mail_server_that_is_gone_leaves_the_letter_waiting(server, settings):
    person = make_user(Role.APPLICANT)
    person.email = "applicant@example.com"
    person.save()
    settings.EMAIL_PORT = 9  # nobody listens there
    county = make_county()
    outbox.tell("plan_filed", to=person, about=county, due=NOW, occasion="mail", plan=county)
    assert outbox.drain("notices", now=lambda: NOW) == 0
    assert Message.objects.get().delivered_at is None
    assert outbox.waiting(outbox.Queue.NOTICES) == 1
