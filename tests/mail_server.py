"""A mail server on 127.0.0.1 that takes messages, or dies at the step it is told to."""

import contextlib
import socketserver
import threading
from email import message_from_bytes

# Where it may die; "answer" is after it has taken the message and before it says so.
STEPS = ("greeting", "hello", "sender", "recipient", "data", "body", "answer", "goodbye")


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it took in ``taken``; ``dies_at`` names a step, ``answers`` replaces what it says to a command."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Conversation)
        self.taken, self.dies_at, self.answers = [], "", {}
        self.once_taken = lambda: None  # called when it has a message and has not said so

    @property
    def port(self):
        """Where it listens."""
        return self.server_address[1]

    @property
    def messages(self):
        """What was taken, read as messages."""
        return [message_from_bytes(raw) for raw in self.taken]

    @contextlib.contextmanager
    def running(self):
        """Serve until the end of the block."""
        thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    """One client's dialogue."""

    def handle(self):
        """Talk until either side goes."""
        try:
            self.talk()
        except (Died, OSError):
            return

    def talk(self):
        """Answer each command."""
        self.say("greeting", "220 here")
        while command := self.rfile.readline():
            word = command[:4].upper().decode()
            if word in {"EHLO", "HELO"}:
                self.say("hello", "250 hello")
            elif word == "MAIL":
                self.say("sender", "250 ok")
            elif word == "RCPT":
                self.say("recipient", "250 ok")
            elif word == "DATA":
                self.say("data", "354 go on")
                self.take()
            elif word == "QUIT":
                self.say("goodbye", "221 bye")
                return
            else:
                self.say("", "250 ok")

    def take(self):
        """Read a message to its end, and keep it."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if self.server.dies_at == "body" or not line:
                raise Died
            lines.append(line)
        answer = self.server.answers.get("answer", "250 taken")
        if answer.startswith("250"):
            self.server.taken.append(b"".join(lines))
            self.server.once_taken()
        self.say("answer", answer)

    def say(self, step, words):
        """One line, unless this is where we die."""
        if step and self.server.dies_at == step:
            raise Died
        self.wfile.write(self.server.answers.get(step, words).encode() + b"\r\n")


class Died(Exception):
    """The server goes away without a word."""
