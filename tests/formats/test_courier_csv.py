"""A courier's CSV of any making becomes announcements; nothing readable is dropped, nothing
unreadable guessed."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from triage_app.formats.courier_csv import CourierCsv
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line

HEADER = (
    "HAWB,MAWB,ShipperName,ConsigneeName,GoodsDescription,HSCode,ManufCtry,Quantity,Weight(KG),"
    "TotalValue,Currency\n"
)
CANDLES = "H1,M1,Acme,Jane Doe,candles,3406.00,cn,6,0.9,48.00,usd\n"


class Files:
    """Writes a file and reads it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "manifest.csv"

    def read(self, text: str | bytes) -> tuple[list[Announcement], list[Reject]]:
        self.path.write_bytes(text if isinstance(text, bytes) else text.encode())
        items = list(CourierCsv(self.path, "feed").items())
        rejects = [reject for item in items for reject in item.rejects]
        return [item.announcement for item in items if item.announcement], rejects

    def one(self, text: str) -> Announcement:
        (found,), rejects = self.read(text)
        assert rejects == []
        return found


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def lines(announcement: Announcement) -> list[tuple[int, str]]:
    return [(line.index, line.description) for line in announcement.lines]


def test_one_row_a_commodity_gives_one_item_with_its_lines(files: Files) -> None:
    found = files.one(HEADER + CANDLES + "H1,M1,Acme,Jane Doe,soap,340111,CN,2,0.3,5,USD\n")

    assert (found.number, found.feed, found.channel) == ("H1", "feed", Channel.EXPRESS)
    assert (found.sender.name, found.recipient.name) == ("Acme", "Jane Doe")
    assert found.aliases == (("master", "M1"),)
    assert found.lines == (
        Line(1, "candles", 6, 900, 4800, "USD", "340600", "CN"),
        Line(2, "soap", 2, 300, 500, "USD", "340111", "CN"),
    )
    assert found.value_minor is None


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("Tracking Number", "number"),
        ("BILL_NUMBER", "number"),
        ("house-waybill no.", ""),
        ("Shipment ID", "number"),
        ("  hawb ", "number"),
    ],
)
def test_columns_are_known_however_they_are_written(files: Files, written: str, field: str) -> None:
    found, rejects = files.read(f"{written},Contents\nX1,candles\n")

    if field:
        assert [one.number for one in found] == ["X1"]
    else:
        assert [(r.line, r.reason) for r in rejects] == [(1, "no column with the item's number")]


@pytest.mark.parametrize("rows", [",,\n", ",,\n" * 9, '"","",""\n', ",,\nX1,soap,\n,,\n"])
def test_rows_of_empty_cells_are_no_rows_wherever_they_stand(files: Files, rows: str) -> None:
    found, rejects = files.read("number,contents,qty\n" + rows)
    plain = [
        item
        for _, reads in CourierCsv(files.path).plain([0])
        for one in reads
        for item in one.items
    ]

    assert [one.number for one in found] == ["X1"] * rows.count("X1")
    assert (len(plain), rejects) == (len(found), [])


def test_an_origin_alone_is_a_line_and_not_dropped(files: Files) -> None:
    found = files.one("number,Country of Origin,currency\nX1,cn,USD\n")

    assert found.lines == (Line(1, currency="USD", origin="CN"),)


def test_unknown_columns_are_kept_word_for_word_of_every_row(files: Files) -> None:
    found = files.one(
        "number,Colour,description,,Colour\nX1,red,a,  =1+1 ,blue\nX1,red,b,,\nX1,green,c,,\n"
    )

    assert found.extra == (
        ("Colour", "red"),
        ("column 4", "  =1+1 "),
        ("Colour", "blue"),
        ("Colour", "green"),
    )


def test_what_a_later_row_says_otherwise_of_the_item_is_kept_beside(files: Files) -> None:
    found = files.one(
        "number,consignee,flight,description\nX1,Jane Doe,,a\nX1,J. Doe,LH1,b\nX1,Jane Doe,LH1,c\n"
    )

    assert (found.recipient.name, found.flight) == ("Jane Doe", "LH1")
    assert found.extra == (("consignee", "J. Doe"),)
    assert lines(found) == [(1, "a"), (2, "b"), (3, "c")]


def test_lines_are_gathered_wherever_they_stand_in_the_file(files: Files) -> None:
    rows = [f"X{n % 50},part {n // 50}" for n in range(200)]
    found, _ = files.read("number,description\n" + "\n".join(rows))

    assert sorted(one.number for one in found) == sorted(f"X{n}" for n in range(50))
    assert {tuple(lines(one)) for one in found} == {
        ((1, "part 0"), (2, "part 1"), (3, "part 2"), (4, "part 3"))
    }


def test_items_whose_rows_stand_together_come_in_file_order(files: Files) -> None:
    found, _ = files.read("number,contents\nB,1\nA,1\nA,2\nC,1\nB,2\n")

    assert [one.number for one in found] == ["A", "C", "B"]


def test_given_line_numbers_stay_and_the_same_line_twice_is_one(files: Files) -> None:
    found = files.one("number,line,contents\nX,3,c\nX,1,a\nX,3,c\nX,,b\n")

    assert lines(found) == [(3, "c"), (1, "a"), (4, "b")]


def test_a_line_number_given_twice_with_other_content_is_refused(files: Files) -> None:
    (found,), rejects = files.read("number,Line No,contents\nX,1,a\nX,1,b\n")

    assert lines(found) == [(1, "a")]
    assert rejects == [Reject(3, "Line No", "line 1 is there already and says otherwise", "X,1,b")]


def test_a_row_without_a_number_is_refused(files: Files) -> None:
    found, rejects = files.read("HAWB,contents\n ,a\nX,b\n")

    assert [one.number for one in found] == ["X"]
    assert rejects == [Reject(2, "HAWB", "the item's number is missing", " ,a")]


def test_a_row_that_cannot_be_read_leaves_the_item_s_other_rows(files: Files) -> None:
    text = "HAWB,contents,qty,Gross Weight\nX,a,one,5\nX,b,2,heavy\nX,c,3,5\nY,d,four,\n"
    (found,), rejects = files.read(text)

    assert lines(found) == [(1, "c")]
    assert found.gross_weight_g == 5000
    assert [(r.line, r.column, r.reason, r.raw) for r in rejects] == [
        (2, "qty", "'one' is no number", "X,a,one,5"),
        (3, "Gross Weight", "'heavy' is no weight", "X,b,2,heavy"),
        (5, "qty", "'four' is no number", "Y,d,four,"),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "grams"),
    [
        ("Weight(KG)", "0.95", 950),
        ("Weight (g)", "950", 950),
        ("Weight_LB", "2", 907),
        ("weight oz", "16", 454),
        ("Weight", "1.5", 1500),
        ("Weight", "2 lbs", 907),
        ("Weight (KG)", "500 g", 500),
        ("Weight", "0,95", 950),
    ],
)
def test_weights_are_grams_by_cell_by_column_else_kilograms(
    files: Files, column: str, cell: str, grams: int
) -> None:
    assert files.one(f'number,{column}\nX,"{cell}"\n').lines[0].net_weight_g == grams


@pytest.mark.parametrize("cell", ["2 stone", "-1", "1e3", "½", "٣", "1.2.3", "NaN", "--", "1,23,4"])
def test_a_weight_that_is_none_is_refused(files: Files, cell: str) -> None:
    found, rejects = files.read(f'number,weight\nX,"{cell}"\n')

    assert found == []
    assert rejects[0].column == "weight"


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,5", "1.234"], [150, 123400]),
        (["1.5", "1,234"], [150, 123400]),
        (["1.234,50"], [123450]),
        (["1,234.50"], [123450]),
        (["1 234,50"], [123450]),
        (["1'234.50"], [123450]),
        (["1,234,567"], [123456700]),
        (["0,500"], [50]),
        (["1.234"], None),
        (["1,234"], None),
        (["1.5", "1,5"], [150, 150]),
    ],
)
def test_a_column_s_decimal_mark_is_told_by_its_cells_never_guessed(
    files: Files, cells: list[str], values: list[int] | None
) -> None:
    rows = [f'X{n},"{cell}",USD\n' for n, cell in enumerate(cells)]
    found, rejects = files.read("number,value,currency\n" + "".join(rows))

    if values is None:
        assert [(r.line, r.column) for r in rejects] == [(2, "value")]
    else:
        assert [one.lines[0].value_minor for one in found] == values


def test_money_has_the_digits_of_its_currency(files: Files) -> None:
    found, rejects = files.read(
        "number,value,currency\nA,1200,JPY\nB,1.5,KWD\nC,1.5,JPY\nD,9.999,USD\n"
    )

    assert [one.lines[0].value_minor for one in found] == [1200, 1500]
    assert [r.reason for r in rejects] == [
        "'1.5' has more digits than JPY has",
        "'9.999' has more digits than USD has",
    ]


def test_a_total_beside_a_line_s_value_is_the_item_s(files: Files) -> None:
    found = files.one("number,Total Value,Item Value,currency\nX,30,10,USD\nX,30,20,EUR\n")

    assert (found.value_minor, found.currency) == (3000, "USD")
    assert [(line.value_minor, line.currency) for line in found.lines] == [
        (1000, "USD"),
        (2000, "EUR"),
    ]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["2026-03-04"], ["2026-03-04"]),
        (["20260304"], ["2026-03-04"]),
        (["2026/3/4"], ["2026-03-04"]),
        (["2026-03-04T05:06:07Z"], ["2026-03-04"]),
        (["04.03.2026"], ["2026-03-04"]),
        (["4-Mar-2026"], ["2026-03-04"]),
        (["03/04/2026", "25/04/2026"], ["2026-04-03", "2026-04-25"]),
        (["03/04/2026", "04/25/2026"], ["2026-03-04", "2026-04-25"]),
        (["03-04-2026", "25-04-2026"], ["2026-04-03", "2026-04-25"]),
        (["03/03/2026"], ["2026-03-03"]),
    ],
)
def test_dates_are_read_as_their_column_shows(
    files: Files, cells: list[str], days: list[str]
) -> None:
    rows = "".join(f"X{n},{cell}\n" for n, cell in enumerate(cells))
    found, _ = files.read("number,ship date\n" + rows)

    assert [one.posted_on for one in found] == days


def test_a_date_that_may_be_two_is_refused_naming_its_column(files: Files) -> None:
    found, rejects = files.read("number,Ship Date\nX,03/04/2026\nY,31/04/2026\nZ,04/31/2026\n")

    assert found == []
    assert [(r.line, r.column) for r in rejects] == [
        (2, "Ship Date"),
        (3, "Ship Date"),
        (4, "Ship Date"),
    ]
    assert "day/month or month/day" in rejects[0].reason


def test_the_arrival_is_the_event_s_else_the_flight_s(files: Files) -> None:
    found, _ = files.read(
        "number,arrival date,flight date\nA,2026-03-02,2026-03-01\nB,,2026-03-01\nC,,\n"
    )

    assert [(one.arrived_on, one.arrived_basis) for one in found] == [
        (date(2026, 3, 2), ArrivalBasis.EVENT),
        (date(2026, 3, 1), ArrivalBasis.FLIGHT),
        (None, ArrivalBasis.TODAY),
    ]


def test_times_are_utc(files: Files) -> None:
    found, _ = files.read(
        "number,message time\nA,2026-03-02T10:00:00+02:00\nB,2026-03-02 10:00\nC,2026-03-02\n"
    )

    assert [one.announced_at for one in found] == [
        datetime(2026, 3, 2, 8, tzinfo=UTC),
        datetime(2026, 3, 2, 10, tzinfo=UTC),
        datetime(2026, 3, 2, tzinfo=UTC),
    ]


def test_a_formula_stays_text(files: Files) -> None:
    found = files.one('number,description\nX,"=HYPERLINK(""http://x"")"\n')

    assert found.lines[0].description == '=HYPERLINK("http://x")'


def test_an_address_in_several_columns_is_one_address(files: Files) -> None:
    found = files.one("number,Consignee Address1,Consignee Address2,contents\nX,12 Elm,Apt 3,a\n")

    assert found.recipient.address_lines == ("12 Elm", "Apt 3")


def test_half_a_file_gives_its_whole_rows(files: Files) -> None:
    whole = HEADER + CANDLES * 2 + CANDLES.replace("H1", "H2")
    found, rejects = files.read(whole[:-20])

    assert [one.number for one in found] == ["H1"]
    assert [r.reason for r in rejects] == ["6 cells where the header has 11"]


@pytest.mark.parametrize("text", ["", "\n", "a,b,c\n1,2,3\n", '"unclosed,number\n1,2\n'])
def test_a_file_without_numbers_is_one_reject(files: Files, text: str) -> None:
    found, rejects = files.read(text)

    assert found == []
    assert len(rejects) == 1


def test_hostile_text_is_kept_as_it_is(files: Files, shared_data: Path) -> None:
    import csv
    import io
    import json

    naughty = [
        text
        for text in json.loads((shared_data / "text" / "blns.json").read_text("utf-8"))
        if text.strip() and "\r" not in text and "\0" not in text
    ]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["number", "description"])
    writer.writerows([f"X{n}", text] for n, text in enumerate(naughty))

    found, rejects = files.read(out.getvalue())

    assert rejects == []
    assert [one.lines[0].description for one in found] == [text.strip() for text in naughty]


def test_odd_files_of_others_are_read_or_refused_row_by_row(shared_data: Path) -> None:
    for path in sorted((shared_data / "text" / "csv_odd").iterdir()):
        if path.suffix == ".xlsx":
            continue
        for item in CourierCsv(path, "t").items():
            assert item.announcement or all(reject.reason for reject in item.rejects), path


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Ship Date", "0001-01-01"),
        ("Ship Date", "9999-12-31"),
        ("Ship Date", "01.01.1970"),
        ("Ship Date", "01-Jan-1900"),
        ("announced_at", "1999-12-31T23:59:59Z"),
        ("announced_at", "2100-01-01T00:00:00+02:00"),
    ],
)
def test_a_date_of_another_age_is_refused_with_its_raw_text(
    files: Files, column: str, cell: str
) -> None:
    found, (reject,) = files.read(f"number,{column}\nX,{cell}\nY,2026-03-02\n")

    assert [one.number for one in found] == ["Y"]
    assert (reject.line, reject.column, reject.raw) == (2, column, f"X,{cell}")
    assert reject.reason == f"'{cell}' is not in the years 2000 to 2099"
