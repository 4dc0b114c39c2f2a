"""An SMTP server for tests: prints its port, then each mail that it took as one line of JSON.

Usage: smtp_server.py MODE [--port N] [--login USER:PASSWORD]
                       [--cert FILE --key FILE (--starttls | --implicit)]

MODE: ok      takes every mail
      refuse  refuses every recipient for good (550)
      grey    refuses each recipient the first time, for now (451)
      slow    never answers the greeting of a client
It ends with its standard input.
"""

import argparse
import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    def __init__(self, mode):
        self.mode = mode
        self.seen = set()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        if self.mode == "slow":
            await asyncio.Event().wait()
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mode == "refuse":
            return "550 5.1.1 no such mailbox"
        if self.mode == "grey" and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None or server.transport.get_extra_info("ssl_object") is not None,
            "data": envelope.content.decode(),
        }
        print(json.dumps(mail), flush=True)
        return "250 OK"


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mode")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--login", help="USER:PASSWORD, without which nothing is taken")
    parser.add_argument("--starttls", action="store_true")
    parser.add_argument("--implicit", action="store_true")
    options = parser.parse_args()
    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
    handler = Handler(options.mode)

    def connection():
        starttls = context if options.starttls else None
        return SMTP(
            handler,
            tls_context=starttls,
            require_starttls=options.starttls,
            authenticator=lambda *asked: AuthResult(success=is_known(asked[-1]), handled=False),
            auth_required=options.login is not None,
            auth_require_tls=False,
        )

    def is_known(asked):
        return f"{asked.login.decode()}:{asked.password.decode()}" == options.login

    loop = asyncio.get_running_loop()
    implicit = context if options.implicit else None
    server = await loop.create_server(connection, "127.0.0.1", options.port, ssl=implicit)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started it is gone when its standard input ends.
    await loop.run_in_executor(None, sys.stdin.read)
    sys.exit(0)


asyncio.run(main())
