"""Acts on one item -> Report: what was decided, on what ground, and how it can be proved.

Everything in it comes from the acts themselves, as they were signed: cache and lists may be gone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from triage_app.flow.report import PrintedAt, facts
from triage_app.flow.said_fields import said_field, said_weight
from triage_app.model.act import Act, ActKind, ActLine, ChainReport, Head
from triage_app.model.item import ItemKey
from triage_app.model.money import said_money
from triage_app.model.noun import noun
from triage_app.model.outcome import OutcomeCode
from triage_app.model.report import Report, Section, Table
from triage_app.model.sentence import Sentence, tr
from triage_app.model.visible import visible

LONGEST = 2_000
_SHARES = (8, 22, 30, 20, 20)


@noun(frozen=True, slots=True)
class Proof:
    """How the acts of a report stand in the record: their signed bytes by id, what `verify` found
    of the chain they are in, and where that chain ends."""

    kept: Mapping[str, Act]
    chain: ChainReport
    head: Head


def item_report(
    key: ItemKey,
    acts: Sequence[ActLine],
    proof: Proof,
    outcomes: Sequence[OutcomeCode],
    at: PrintedAt,
    local: Callable[[datetime], datetime],
) -> Report:
    """The acts on an item, oldest first, each decision with what the inspector was shown."""
    known = {outcome.code: outcome for outcome in outcomes}
    sections = [_in_order(acts, local)]
    for act in acts:
        if act.kind is ActKind.OUTCOME:
            sections += _decision(act, known.get(act.outcome), local)
    sections.append(_proof(acts, proof))
    number = visible(key.number, 60)
    return Report(
        title=tr("report", "Item {number}", number=number),
        facts=tuple(facts(at, tr("report", "{scheme} {number}", scheme=key.scheme, number=number))),
        sections=tuple(sections),
        foot=tr(
            "report",
            "Made from the signed acts of {station}. Times are the facility's, with UTC beside.",
            station=at.station,
        ),
    )


def _in_order(acts: Sequence[ActLine], local: Callable[[datetime], datetime]) -> Section:
    columns = (
        tr("report", "Act"),
        tr("report", "When"),
        tr("report", "What"),
        tr("report", "By"),
        tr("report", "At the hub"),
    )
    rows = tuple(
        (
            str(act.seq),
            f"{local(act.recorded_at):%Y-%m-%d %H:%M:%S}",
            _what(act),
            visible(act.inspector, 60),
            tr("report", "{state}", state=act.delivery.value),
        )
        for act in acts
    )
    return Section(tr("report", "In order"), table=Table(columns, _SHARES, rows))


def _what(act: ActLine) -> Sentence:
    what = act.title or act.outcome or act.kind.value
    if act.undone_by:
        return tr("report", "{what} (undone)", what=what)
    return tr("report", "{what}", what=what)


def _decision(
    act: ActLine, outcome: OutcomeCode | None, local: Callable[[datetime], datetime]
) -> Iterator[Section]:
    """What was decided, what spoke for a look, what was declared; a section each."""
    shown = act.body.get("shown")
    seen: Mapping[str, Any] = shown if isinstance(shown, Mapping) else {}
    heading = tr("report", "Act {seq}: {what}", seq=act.seq, what=act.title or act.outcome)
    yield Section(heading, tuple(_decided(act, outcome, local)))
    yield Section(tr("report", "What the station had shown"), tuple(_judged(seen)))
    yield Section(tr("report", "What was declared"), tuple(_declared(seen)))


def _decided(
    act: ActLine, outcome: OutcomeCode | None, local: Callable[[datetime], datetime]
) -> Iterator[Sentence]:
    yield tr(
        "report",
        "Recorded {local} ({utc} UTC), by {inspector}",
        local=f"{local(act.recorded_at):%Y-%m-%d %H:%M:%S %Z}",
        utc=f"{act.recorded_at:%Y-%m-%d %H:%M:%S}",
        inspector=visible(act.inspector, 60),
    )
    body: Any = act.body
    why = body.get("why_selected", {})
    reason, rules = why.get("reason", "–"), ", ".join(why.get("rules", ())) or "–"
    if why.get("given"):
        yield tr("report", "Selected for, as the inspector said: {reason}.", reason=reason)
    else:
        yield tr("report", "Selected for, by what was known: {reason}.", reason=reason)
    yield tr("report", "Rules that spoke for a look: {rules}.", rules=rules)
    fields: Mapping[str, Any] = body["outcome"].get("fields", {})
    titles = {field.name: field for field in outcome.fields} if outcome else {}
    for name in sorted(fields, key=[*titles, *fields].index):
        value = fields[name]
        said = said_field(titles.get(name), value, str(fields.get("currency", "")))
        title = titles[name].title if name in titles else name
        yield tr("report", "{title}: {said}", title=title, said=visible(said, LONGEST))
    for followed in body.get("follows", ()):
        yield tr("report", "Follows act {id}.", id=followed)
    if act.undone_by:
        yield tr("report", "UNDONE later, by act {id}.", id=act.undone_by)


def _judged(shown: Mapping[str, Any]) -> Iterator[Sentence]:
    judged: Mapping[str, Any] = shown.get("assessment", {})
    lists: Mapping[str, str] = judged.get("lists", {})
    yield tr(
        "report",
        "Verdict {verdict}, score {score}, on the law of {day}, by rule pack {pack}.",
        verdict=str(judged.get("verdict", "–")).upper(),
        score=f"{int(judged.get('score_micro', 0)) / 1_000_000:.2f}",
        day=judged.get("as_of", "–"),
        pack=judged.get("pack", "–"),
    )
    editions = ", ".join(f"{name} {edition}" for name, edition in lists.items())
    yield tr("report", "Lists: {lists}.", lists=visible(editions, LONGEST) or "–")
    for flag in judged.get("flags", ()):
        yield tr(
            "report",
            "{severity}, {points}: {said} [{rule}; {citation}]",
            severity=str(flag["severity"]).upper(),
            points=f"{int(flag['points_micro']) / 1_000_000:.2f}",
            said=visible(str(flag["text"]), LONGEST),
            rule=flag["rule"],
            citation=visible(str(flag["citation"]), 300) or "–",
        )
    for law in judged.get("law", ()):
        citation, said = visible(str(law["citation"]), 300), visible(str(law["text"]), LONGEST)
        yield tr("report", "Law: {said} [{citation}]", said=said, citation=citation)
    quiet = len(judged.get("not_flagged", ()))
    yield tr("report", "{n} rules of the pack did not fire.", n=quiet)


def _declared(shown: Mapping[str, Any]) -> Iterator[Sentence]:
    announced = shown.get("announcement")
    if not isinstance(announced, Mapping):
        yield tr("report", "Nothing had been announced for the item.")
        return
    yield tr(
        "report",
        "Announcement {id}, version {version}: {value}, gross {weight}, posted {posted}, arrived"
        " {arrived}.",
        id=announced.get("id", "–"),
        version=announced.get("version", 1),
        value=said_money(announced.get("value_minor"), str(announced.get("currency", ""))),
        weight=said_weight(announced.get("gross_weight_g")),
        posted=announced.get("posted_on", "–"),
        arrived=announced.get("arrived_on", "–"),
    )
    for title, party in (("Sender", "sender"), ("Recipient", "recipient")):
        yield tr("report", "{who}: {said}", who=title, said=_party(announced.get(party, {})))
    for line in announced.get("lines", ()):
        yield tr(
            "report",
            "Line {n}: {description}; HS {hs}, {quantity} pcs, net {weight}, {value}, from"
            " {origin}.",
            n=line.get("index", "–"),
            description=visible(str(line.get("description", "–")), LONGEST),
            hs=line.get("hs", "–"),
            quantity=line.get("quantity", "–"),
            weight=said_weight(line.get("net_weight_g")),
            value=said_money(line.get("value_minor"), str(line.get("currency", ""))),
            origin=line.get("origin", "–"),
        )
    for image in shown.get("images", ()):
        role, sha256 = image.get("role", "–"), image["sha256"]
        yield tr("report", "Picture shown, {role}: SHA-256 {sha256}", role=role, sha256=sha256)


def _party(party: Mapping[str, Any]) -> str:
    street = ", ".join(party.get("address_lines", ()))
    town = " ".join(str(party.get(part, "")) for part in ("post_code", "city", "state")).strip()
    said = (party.get("name", ""), street, town, party.get("country", ""), party.get("phone", ""))
    return visible(", ".join(str(part) for part in said if part), LONGEST) or "–"


def _proof(acts: Sequence[ActLine], proof: Proof) -> Section:
    """The hashes, and the head of the chain as a code to be compared with another report's."""
    head = proof.head
    return Section(
        tr("report", "Proof"),
        tuple(_proved(acts, proof)),
        square=f"{head.station} {head.epoch} {head.seq} {head.hash}",
    )


def _proved(acts: Sequence[ActLine], proof: Proof) -> Iterator[Sentence]:
    chain, head = proof.chain, proof.head
    if chain.whole:
        yield tr("report", "The chain of all {n} acts was checked: it is whole.", n=chain.acts)
    else:
        yield tr(
            "report",
            "THE CHAIN IS BROKEN at act {seq}: {reason}",
            seq=chain.first_bad_seq,
            reason=visible(chain.reason, 300),
        )
    yield tr(
        "report",
        "Its head: station {station}, epoch {epoch}, act {seq}, SHA-256 {hash}",
        station=visible(head.station, 60),
        epoch=head.epoch,
        seq=head.seq,
        hash=head.hash,
    )
    if chain.anchored_seq:
        yield tr("report", "The hub has signed for acts up to {seq}.", seq=chain.anchored_seq)
    else:
        yield tr("report", "The hub has signed for no act yet.")
    for act in acts:
        kept = proof.kept.get(act.id)
        if kept is not None:
            yield tr(
                "report",
                "Act {seq}, {id}: SHA-256 {hash}; Ed25519 {signature}",
                seq=act.seq,
                id=act.id,
                hash=kept.hash,
                signature=kept.signature,
            )
