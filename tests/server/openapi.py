"""Holds docs/openapi.yaml against a running server: openapi.py DOCUMENT ROUTES PORT TOKEN

ROUTES is a file with a line for each of the server's routes, "GET chat/threads/{}/". Every one must be in the document,
and the other way round; then each is asked for, and whatever is answered, streamed or pushed must be as the document says.
Ends with 77 where Python's yaml or jsonschema are missing.
"""
import base64
import http.client
import json
import os
import re
import socket
import struct
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"{missing} (Debian: python3-yaml python3-jsonschema)")
    sys.exit(77)

METHODS = {"get", "post", "put", "patch", "delete"}
TEXT = ("I want to launch in six weeks. It has to run on a 4 GB machine. I assume that writes stay under 200 a second. "
        "We can't spend more than 50 euros. According to the 2023 report, SQLite is fast enough.")


class Checked:
    """The document, and what of it has been seen."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.document = yaml.safe_load(file)
        self.operations = {(method.upper(), pattern): operation for pattern, item in self.document["paths"].items()
                           for method, operation in item.items() if method in METHODS}
        self.seen = set()
        self.problems = []

    def validate(self, value, schema, where):
        whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": self.document["components"], **schema}
        checker = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker(["uuid"]))
        for error in checker.iter_errors(value):
            self.problems.append(f"{where}: {error.json_path}: {error.message[:300]}")

    def schema(self, value, name, where):
        self.validate(value, {"$ref": f"#/components/schemas/{name}"}, where)

    def answer(self, method, pattern, status, kind, value):
        """`value` is the JSON of the answer, or the events of a stream; None: no body."""
        where = f"{method} {pattern} {status}"
        if (method, pattern) not in self.operations:
            self.problems.append(f"{where}: the document has no such operation")
            return
        answers = self.operations[(method, pattern)]["responses"]
        written = answers.get(str(status)) or (answers["default"] if status >= 400 else None)
        if written is None:
            self.problems.append(f"{where}: the document has no such answer")
            return
        if status < 400:
            self.seen.add((method, pattern, str(status)))
        if "$ref" in written:
            written = self.document["components"]["responses"][written["$ref"].rsplit("/", 1)[1]]
        contents = written.get("content", {})
        if value is None:
            if contents:
                self.problems.append(f"{where}: an answer without a body")
        elif kind not in contents:
            self.problems.append(f"{where}: {kind} is not in the document")
        elif kind == "application/json":
            self.validate(value, contents[kind]["schema"], where)
        else:
            for name, data in value:
                self.validate({name: data}, contents[kind]["schema"], f"{where}, event {name}")
            if not value or value[-1][0] != "done":
                self.problems.append(f"{where}: the stream does not end with done")


class Server:
    def __init__(self, checked, port, token):
        self.checked, self.port = checked, port
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method, pattern, ids=(), query="", body=None, headers=None, expect=None):
        path = pattern
        for value in ids:
            path = re.sub(r"\{[^}]*\}", value, path, count=1)
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request(method, path + query, None if body is None else json.dumps(body), {**self.headers, **(headers or {})})
        answer = link.getresponse()
        kind = (answer.getheader("Content-Type") or "").split(";")[0]
        content = answer.read().decode()
        link.close()
        value = events(content) if kind == "text/event-stream" else json.loads(content) if content else None
        self.checked.answer(method, pattern, answer.status, kind, value)
        if expect is not None and answer.status != expect:
            self.checked.problems.append(f"{method} {path}{query}: {answer.status} {content[:200]}, not {expect}")
        return value

    def listen(self, thread, until):
        """Reads pushed messages while `until` changes something; checks each."""
        link = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        key = base64.b64encode(os.urandom(16)).decode()
        link.sendall((f"GET /ws/signals/?thread_id={thread} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                      f"Authorization: {self.headers['Authorization']}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
        stream = link.makefile("rb")
        status = int(stream.readline().split()[1])
        while stream.readline().strip():
            pass
        self.checked.answer("GET", "/ws/signals/", status, "", None)
        until()
        count = 0
        while count == 0:
            opcode, length = stream.read(2)
            length &= 127
            if length == 126:
                length = struct.unpack(">H", stream.read(2))[0]
            elif length == 127:
                length = struct.unpack(">Q", stream.read(8))[0]
            data = stream.read(length)
            if opcode & 15 == 1:
                count += 1
                self.checked.schema(json.loads(data), "PushMessage", "pushed")
        link.close()


def events(content):
    found = []
    for block in content.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and not line.startswith(":"))
        if "event" in fields:
            found.append((fields["event"], json.loads(fields["data"])))
    return found


def compare_routes(checked, path):
    with open(path, encoding="utf-8") as file:
        served = {tuple(line.split()) for line in file if line.strip()}
    written = {(method, re.sub(r"\{[^}]*\}", "{}", pattern)) for method, pattern in checked.operations}
    for method, pattern in sorted(served - written):
        checked.problems.append(f"{method} {pattern} is served and not in the document")
    for method, pattern in sorted(written - served):
        checked.problems.append(f"{method} {pattern} is in the document and not served")
    names = [operation["operationId"] for operation in checked.operations.values()]
    if len(names) != len(set(names)):
        checked.problems.append("two operations have the same name")


def talk(server):
    """Asks for everything, as it should be and as it should not."""
    threads, thread, messages = "/api/chat/threads/", "/api/chat/threads/{id}/", "/api/chat/threads/{id}/messages/"
    message, signals = "/api/chat/messages/{id}/", "/api/signals/"
    server.ask("GET", "/api/", expect=200)
    server.ask("GET", "/api/auth/me/", expect=200)
    server.ask("GET", "/api/models/", expect=200)
    one = server.ask("POST", threads, body={"title": "A launch"}, expect=201)["id"]
    server.ask("POST", threads, body={"title": 5}, expect=400)
    server.ask("PATCH", thread, [one], body={"pinned": True, "settings": {"temperature": 0.5, "stop": ["END"]}}, expect=200)
    server.ask("PATCH", thread, [one], body={"settings": {"temperature": 9}}, expect=400)

    said = server.ask("POST", messages, [one], "?stream=true", {"content": TEXT}, expect=200)
    question, reply = said[0][1]["user_message_id"], said[0][1]["message_id"]
    server.ask("POST", messages, [one], body={"content": " "}, expect=400)
    server.ask("POST", messages, [one], body={"content": "x"}, headers={"Idempotency-Key": "a b"}, expect=400)
    server.ask("GET", message, [reply], expect=200)
    server.ask("GET", message, ["0"], expect=404)
    server.ask("GET", message + "stream/", [reply], headers={"Last-Event-ID": f"{reply}:4"}, expect=200)
    server.ask("POST", message + "cancel/", [reply], expect=200)
    server.ask("POST", message + "regenerate/", [reply], "?stream=true", {}, expect=200)
    server.ask("POST", message + "regenerate/", [reply], body={}, expect=201)
    server.ask("POST", message + "activate/", [reply], expect=200)
    server.ask("POST", message + "continue/", [reply], body={}, expect=200)
    server.ask("POST", message + "continue/", [reply], "?stream=true", {}, expect=200)
    server.ask("GET", "/api/chat/messages/", query=f"?thread={one}&page=last", expect=200)
    server.ask("GET", "/api/chat/messages/", query=f"?thread={one}&branch={question}", expect=200)
    for place in "limit=1", "last=1", f"limit=1&before={reply}", f"after={question}", f"limit=3&around={reply}":
        server.ask("GET", "/api/chat/messages/", query=f"?thread={one}&{place}", expect=200)
    server.ask("GET", "/api/chat/messages/", query=f"?thread={one}&limit=0", expect=400)
    server.ask("GET", "/api/chat/messages/", expect=400)

    server.ask("POST", thread + "extract/", [one], expect=202)
    server.ask("GET", thread + "extract/", [one], expect=200)
    found = server.ask("GET", signals, query=f"?thread_id={one}", expect=200)["results"]
    if len(found) < 2:
        server.checked.problems.append(f"only {len(found)} signals were found")
        return
    ids = [found[0]["id"]]
    server.listen(one, lambda: server.ask("POST", signals + "{id}/pin/", ids, expect=200))
    for action in "unpin", "confirm", "reject", "unconfirm", "dismiss", "undismiss":
        server.ask("POST", signals + "{id}/" + action + "/", ids, expect=200)
    server.ask("POST", signals + "{id}/undismiss/", ids, expect=400)
    server.ask("PATCH", signals + "{id}/edit/", ids, body={"text": "Launch within six weeks"}, expect=200)
    server.ask("PATCH", signals + "{id}/edit/", ids, body={}, expect=400)
    link(server, one, found)
    server.ask("GET", "/ws/signals/", query=f"?thread_id={one}", expect=426)

    server.ask("POST", messages, [one], body={"content": "The other machine has 8 GB.", "replaces": question}, expect=201)
    server.ask("GET", thread, [one], expect=200)
    server.ask("GET", threads, query="?archived=all&q=launch", expect=200)
    server.ask("GET", threads, query="?archived=perhaps", expect=400)
    server.ask("GET", thread, [one], headers={"Authorization": "Bearer x"}, expect=401)
    server.ask("GET", thread, [one], headers={"Origin": "https://example.com"}, expect=403)
    server.ask("DELETE", thread, [one], expect=204)
    server.ask("GET", thread, [one], expect=404)


def link(server, thread, found):
    """What two signals have to do with each other."""
    path = "/api/signals/{id}/"
    evidence = next((signal for signal in found if signal["type"] == "EvidenceMention"), None)
    claim = next((signal for signal in found if signal["type"] != "EvidenceMention"), None)
    if not evidence or not claim:
        server.checked.problems.append(f"no evidence in {[signal['type'] for signal in found]}")
        return
    server.ask("POST", path + "link-evidence/", [claim["id"]], body={"signal": evidence["id"]}, expect=200)
    server.ask("POST", path + "link-evidence/", [claim["id"]], body={"signal": evidence["id"]}, expect=400)
    server.ask("POST", path + "unlink-evidence/", [claim["id"]], body={"signal": evidence["id"]}, expect=200)
    server.ask("POST", "/api/chat/threads/{id}/messages/", [thread], "?stream=true",
               {"content": "We must store the data in Germany. We must not store the data in Germany."}, expect=200)
    found = server.ask("GET", "/api/signals/", query=f"?thread_id={thread}&page=last", expect=200)["results"]
    pair = next((signal for signal in found if signal["contradicts"]), None)
    if not pair:
        server.checked.problems.append(f"no contradiction in {[signal['text'] for signal in found]}")
        return
    other = {"signal": pair["contradicts"][0]}
    server.ask("POST", path + "settle/", [pair["id"]], body=other, expect=200)
    server.ask("POST", path + "unsettle/", [pair["id"]], body=other, expect=200)
    server.ask("POST", path + "settle/", [pair["id"]], body={}, expect=400)


def main():
    document, routes, port, token = sys.argv[1:]
    checked = Checked(document)
    compare_routes(checked, routes)
    talk(Server(checked, int(port), token))
    for (method, pattern), operation in checked.operations.items():
        for status in operation["responses"]:
            if status != "default" and (method, pattern, status) not in checked.seen:
                checked.problems.append(f"{method} {pattern} {status} is in the document and was never answered")
    print("\n".join(checked.problems) or f"{len(checked.operations)} operations, {len(checked.seen)} kinds of answers")
    return 1 if checked.problems else 0


sys.exit(main())
