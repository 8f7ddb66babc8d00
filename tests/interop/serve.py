#!/usr/bin/env python3
"""A team server as others have one: Django REST Framework, JSON Web Tokens, SQLite. For tests only.

It speaks the base contract of docs/http-contract.md and nothing more. --streaming says what a real deployment did
about the media type of its streams:

    declared      a renderer for text/event-stream: streams for everybody
    none          no such renderer: 406 for "Accept: text/event-stream", a stream where JSON is accepted, too
    empty         an empty list of renderers: 500 for every request to that address, streaming or not
    empty-stream  the same, but only where a stream is asked for

Prints "Listening on http://127.0.0.1:<port>/" once it does; the account is ada@example.org, its password the first line
of standard input.
"""

import argparse
import os
import sys


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", required=True, help="where the database is made")
    parser.add_argument("--streaming", default="declared", choices=["declared", "none", "empty", "empty-stream"])
    parser.add_argument("--access-lifetime", type=float, default=300, help="seconds")
    parser.add_argument("--refresh-lifetime", type=float, default=24 * 3600, help="seconds")
    parser.add_argument("--rotate", action="store_true", help="each refresh token can be used once")
    parser.add_argument("--pace", type=float, default=0.01, help="seconds between two pieces of a reply")
    parser.add_argument("--port", type=int, default=0, help="0: one that is free")
    return parser.parse_args()


def main():
    chosen = options()
    os.environ["DJANGO_SETTINGS_MODULE"] = "teamserver.settings"
    os.environ["TEAMSERVER_FOLDER"] = chosen.folder
    os.environ["TEAMSERVER_STREAMING"] = chosen.streaming
    os.environ["TEAMSERVER_ACCESS_LIFETIME"] = str(chosen.access_lifetime)
    os.environ["TEAMSERVER_REFRESH_LIFETIME"] = str(chosen.refresh_lifetime)
    os.environ["TEAMSERVER_ROTATE"] = "1" if chosen.rotate else ""
    os.environ["TEAMSERVER_PACE"] = str(chosen.pace)

    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", run_syncdb=True, verbosity=0)
    password = sys.stdin.readline().rstrip("\n")
    if not User.objects.exists():
        User.objects.create_user("ada@example.org", "ada@example.org", password, first_name="Ada")

    server = ThreadedWSGIServer(("127.0.0.1", chosen.port), WSGIRequestHandler)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    print(f"Listening on http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
