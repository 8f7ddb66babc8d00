"""An assistant that says the same to the same, and finds one signal in each message."""

import json
import threading
import time

from django.conf import settings
from django.db import connection

from .models import Message, Signal


def reply_to(content):
    return f"You said: {content}\n\nThat is **{len(content)}** characters. Größe: ✓"


def pieces_of(text):
    return [text[i : i + 5] for i in range(0, len(text), 5)]


def note_signal(message):
    """Some keywords are enough for a test."""
    text = message.content.strip()[:200]
    kind = "Question" if text.endswith("?") else "Constraint" if "must" in text else "Claim"
    Signal.objects.create(
        thread=message.thread,
        type=kind,
        text=text,
        span={"message_id": str(message.id), "start": 0, "end": len(text.encode("utf-16-le")) // 2},
        sequence_index=message.thread.signals.count(),
    )


def store_reply(thread, text):
    reply = Message.objects.create(thread=thread, role="assistant", content=text)
    thread.save()
    print("Replied", flush=True)
    return reply


def stream_reply(thread, content):
    """The base contract's events: chunks, and `done` once the reply is stored."""
    text = reply_to(content)
    for piece in pieces_of(text):
        yield event("chunk", {"delta": piece})
        time.sleep(settings.PACE)
    yield event("done", {"message_id": str(store_reply(thread, text).id)})


def event(name, data):
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def reply_later(thread, content):
    """The reply to a message that was posted without a stream."""

    def answer():
        text = reply_to(content)
        time.sleep(settings.PACE * len(pieces_of(text)))
        store_reply(thread, text)
        connection.close()

    threading.Thread(target=answer, daemon=True).start()
