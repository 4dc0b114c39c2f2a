"""Fills a server with events that are hard to write down, and reads its calendars by a strict parser.

Usage: python3 tests/calendar/check.py BINARY
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

from icalendar import Calendar

START = datetime(2031, 5, 1, 18, tzinfo=timezone.utc)
TEXTS = [
    "Plain",
    "Comma, semicolon; colon: back\\slash \\n \\, \"quotes\" 'single'",
    "Ünïcödé ☃ " + "🎷" * 60,
    "é" * 199,
    "BEGIN:VEVENT",
    "a" * 66 + " b",
    "👩‍👩‍👧‍👦 joined",
]
DESCRIPTIONS = [
    "",
    "One\nTwo\r\nThree\rFour\n\n\tindented; with, everything\\",
    "END:VEVENT\nEND:VCALENDAR\nX-EVIL:1",
    "日本語の長い説明。" * 200,
    "word " * 3000,
    " leading and trailing ",
    "\u2028line separator",
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, binary, folder):
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        environment = {
            "DATABASE_URL": f"sqlite://{folder}/t.db?mode=rwc",
            "LISTEN_ADDR": f"127.0.0.1:{port}",
            "EMAIL_VERIFICATION": "optional",
            "RATE_LIMIT": "off",
        }
        self.log = open(os.path.join(folder, "log"), "wb")
        self.process = subprocess.Popen([binary], cwd=folder, env=environment, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(self.base + "/readyz", timeout=5).read()
                return
            except (urllib.error.URLError, OSError):
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise SystemExit("error: the server did not become ready")
                time.sleep(0.2)

    def gql(self, query, variables=None, token=None):
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        request = urllib.request.Request(self.base + "/graphql", body, headers)
        answer = json.loads(urllib.request.urlopen(request, timeout=30).read())
        assert "errors" not in answer, answer
        return answer["data"]

    def person(self, name, role):
        query = """mutation($input: SignUpInput!) { signUp(input: $input) {
            session { accessToken } userErrors { code message } } }"""
        email = f"{name}@example.org"
        made = self.gql(query, {"input": {"email": email, "password": "by the lagoon at night", "role": role}})
        return made["signUp"]["session"]["accessToken"]


def lines_hold(text):
    assert text.endswith(b"\r\n")
    for line in text[:-2].split(b"\r\n"):
        assert len(line) <= 75, line
        assert b"\n" not in line and b"\r" not in line, line
        line.decode("utf-8")


def read(text):
    """The events of a calendar; every fault that the parser notes fails."""
    lines_hold(text)
    calendar = Calendar.from_ical(text)
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    for component in calendar.walk():
        assert component.errors == [], component.errors
    return calendar.walk("VEVENT")


def written(text):
    """How the parser gives a text back: one kind of line break, no controls."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160))


def check_event(event, expected):
    assert str(event["SUMMARY"]) == written(expected["title"]), (event["SUMMARY"], expected)
    assert str(event["LOCATION"]) == written(expected["location"])
    assert str(event.get("DESCRIPTION", "")) == written(expected["description"]), expected["description"]
    assert event["UID"] == expected["id"] + "@turnout"
    assert event["DTSTART"].dt == datetime.fromisoformat(expected["startsAt"].replace("Z", "+00:00"))
    assert event["DTEND"].dt == datetime.fromisoformat(expected["endsAt"].replace("Z", "+00:00"))
    assert event["DTSTAMP"].dt.tzinfo is not None
    assert int(event["SEQUENCE"]) >= 0
    assert "ORGANIZER" not in event and "ATTENDEE" not in event


def main(binary):
    with tempfile.TemporaryDirectory() as folder:
        server = Server(binary, folder)
        try:
            olu, ada = server.person("olu", "ORGANIZER"), server.person("ada", "ATTENDEE")
            entries = []
            for number, title in enumerate(TEXTS):
                entries.append({
                    "title": title,
                    "location": TEXTS[-1 - number],
                    "description": DESCRIPTIONS[number],
                    "startsAt": (START + timedelta(days=number)).isoformat(),
                    "timeZone": "Africa/Lagos",
                })
            made = server.gql("""mutation($events: [CreateEventInput!]!) {
                createEvents(input: { events: $events }) {
                    events { id title location description startsAt endsAt ical }
                    userErrors { code message field } } }""", {"events": entries}, olu)["createEvents"]
            assert made["userErrors"] == [], made["userErrors"]
            for event in made["events"]:
                (found,) = read(event["ical"].encode())
                check_event(found, event)
                assert found["STATUS"] == "CONFIRMED"
                registered = server.gql("""mutation($id: ID!) { registerForEvent(input: { eventId: $id }) {
                    userErrors { code } } }""", {"id": event["id"]}, ada)["registerForEvent"]
                assert registered["userErrors"] == []
            server.gql("""mutation($id: ID!) { cancelEvent(input: { id: $id }) { userErrors { code } } }""",
                       {"id": made["events"][0]["id"]}, olu)
            url = server.gql("{ viewer { calendarFeedUrl } }", token=ada)["viewer"]["calendarFeedUrl"]
            feed = urllib.request.urlopen(url, timeout=30)
            assert feed.headers["content-type"] == "text/calendar; charset=utf-8"
            events = read(feed.read())
            assert len(events) == len(TEXTS)
            for found, expected in zip(events, made["events"]):
                check_event(found, expected)
            assert [event["STATUS"] for event in events] == ["CANCELLED"] + ["CONFIRMED"] * (len(TEXTS) - 1)
            assert int(events[0]["SEQUENCE"]) == 1
        except Exception:
            server.log.flush()
            sys.stderr.write(open(os.path.join(folder, "log")).read()[-5000:])
            raise
        finally:
            server.process.kill()
            server.process.wait()
    print(f"{len(TEXTS)} calendars and a feed were read by icalendar as they were meant")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
