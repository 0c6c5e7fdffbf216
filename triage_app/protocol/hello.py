"""Greeting: who the hub is, which protocol versions it speaks, what its clock says."""

from triage_app.protocol.envelope import HubAnswer


class HelloAnswer(HubAnswer, kw_only=True):
    """Answered to anyone and to every protocol version. `public_key` is Ed25519, hex; `streams`
    are those it hands out: a hub of 0.1 has two and does not say so."""

    public_key: str
    oldest_protocol: int
    newest_protocol: int
    app_version: str
    demonstration: bool
    streams: tuple[str, ...] = ("holds", "announcements")


class ReadyAnswer(HubAnswer, kw_only=True):
    """The database answers: the hub takes acts."""

    ready: bool
