"""Pictures dropped, pasted or photographed by a camera: brought, kept, refused; never misplaced."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from tests.imaging.pictures import packed_tiff, png
from triage_app.app import assemble, make_desk
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.model.act import ActKind
from triage_app.model.command import CommandKind
from triage_app.model.scan import ScanSource
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage

RAMP = (np.arange(60 * 80, dtype=np.uint16) * 3).reshape(60, 80)
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def facility(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("pictures") / "home"
    fill_home(home, FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 0)
    return home


@pytest.fixture(scope="module")
def stage(facility: Path, qapp: QApplication) -> Iterator[Stage]:
    """One window for all: each test brings an item of its own to the bench first."""
    made = Stage(make_desk(load_settings(facility)), (1280, 800))
    yield made
    made.close()


@pytest.fixture
def fresh(facility: Path, qapp: QApplication) -> Iterator[Stage]:
    """A window that has shown nothing yet."""
    made = Stage(make_desk(load_settings(facility)), (1280, 800))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def clipboard(qapp: QApplication) -> Iterator[None]:
    """Left empty: Qt without a screen does not end well over a picture in it."""
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture(scope="module")
def codes(facility: Path) -> Iterator[str]:
    """Announced numbers, each once."""
    with assemble(load_settings(facility)) as parts:
        return iter([one.number for one in parts.cache.announcements() if one.scheme == "s10"])


@pytest.fixture(scope="module")
def commands(facility: Path) -> dict[CommandKind, str]:
    """Codes as this facility's own sheet has them: a scanner that reads one is obeyed."""
    with assemble(load_settings(facility)) as parts:
        return {command.kind: code for command, code in parts.station.commands.codes()}


def label(*texts: str) -> bytes:
    """A colour photograph of labels, one under the other."""
    page = Image.new("RGB", (900, 260 * max(1, len(texts))), "white")
    for at, text in enumerate(texts):
        code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
        bars = np.asarray(zxingcpp.write_barcode_to_image(code, scale=3))
        page.paste(Image.fromarray(bars).resize((bars.shape[1], 120)), (60, 260 * at + 60))
    buffer = BytesIO()
    page.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def photograph() -> bytes:
    """Colours and no code."""
    page = np.zeros((80, 90, 3), np.uint8)
    page[20:60, 20:60] = (200, 90, 30)
    return png(page)


def files(folder: Path, **named: bytes) -> QMimeData:
    held = QMimeData()
    for name, data in named.items():
        (folder / name).write_bytes(data)
    held.setUrls([QUrl.fromLocalFile(str(folder / name)) for name in named])
    return held


def drop(widget: QWidget, held: QMimeData) -> None:
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    entered = QDragEnterEvent(QPoint(9, 9), copy, held, left, NO_MODIFIER)
    QApplication.sendEvent(widget, entered)
    dropped = QDropEvent(QPointF(9, 9), copy, held, left, NO_MODIFIER)
    QApplication.sendEvent(widget, dropped)


def paste(stage: Stage, held: QMimeData) -> None:
    stage.window.activateWindow()  # another test's window may have been in front
    stage.wait(stage.window.isActiveWindow, "come to the front")
    QGuiApplication.clipboard().setMimeData(held)
    stage.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def said(stage: Stage) -> str:
    stage.settle()
    return stage.window.page.strip.text


def shown(stage: Stage) -> str:
    examination = stage.window.on_bench.examination
    return examination.item.key.number if examination else ""


def attached(facility: Path, number: str) -> list[tuple[str, str]]:
    """(media type, role) of the pictures kept with an item, in order."""
    with assemble(load_settings(facility)) as parts:
        acts = parts.record.record.acts_on("s10", number)
        bodies = [a.body["attachment"] for a in acts if a.kind is ActKind.ATTACHMENT]
    return [(body["media_type"], body["role"]) for body in bodies]  # type: ignore[index,call-overload]


def test_another_item_s_label_brings_it_and_is_kept_with_neither(
    stage: Stage, codes: Iterator[str], facility: Path, tmp_path: Path
) -> None:
    here, there = next(codes), next(codes)
    stage.scan(here)
    drop(stage.window.page.pictures.xray, files(tmp_path, **{"IMG_1.HEIC": label(there)}))

    assert said(stage) == f"The picture shows {there}: brought here."
    assert shown(stage) == there
    assert stage.window.on_bench.examination is not None
    assert stage.window.on_bench.examination.scan.source is ScanSource.PICTURE
    assert attached(facility, here) == attached(facility, there) == []


def test_pictures_without_a_code_are_kept_with_the_item_shown_by_what_they_are(
    stage: Stage, codes: Iterator[str], facility: Path, tmp_path: Path
) -> None:
    here = next(codes)
    stage.scan(here)
    given = {"photo.csv": photograph(), "ray.jpg": packed_tiff(RAMP, 12, photometric=0)}
    drop(stage.window.page.strip, files(tmp_path, **given))

    assert said(stage) == f"2 pictures attached to {here}."
    assert attached(facility, here) == [("image/png", "photo"), ("image/tiff", "xray")]
    assert stage.window.page.pictures.xray.canvas.renderer is not None
    assert shown(stage) == here


def test_the_item_s_own_label_is_evidence_of_it(
    stage: Stage, codes: Iterator[str], facility: Path, tmp_path: Path
) -> None:
    here = next(codes)
    stage.scan(here)
    drop(stage.window.page, files(tmp_path, label=label(here)))

    assert said(stage) == f"Attached to {here} as a photograph."
    assert attached(facility, here) == [("image/jpeg", "photo")]


def test_a_number_nobody_announced_is_told_beside_what_was_attached(
    stage: Stage, codes: Iterator[str], facility: Path, tmp_path: Path
) -> None:
    here = next(codes)
    stage.scan(here)
    drop(stage.window.page, files(tmp_path, label=label("EE123456785CN")))

    sentence = said(stage)
    assert sentence.startswith(f"Attached to {here} as a photograph. On it is EE123456785CN too")
    assert attached(facility, here) == [("image/jpeg", "photo")]


def test_a_picture_goes_by_the_item_shown_when_it_was_dropped(
    stage: Stage, codes: Iterator[str], facility: Path, tmp_path: Path
) -> None:
    here, there, later = next(codes), next(codes), next(codes)
    stage.scan(here)
    drop(stage.window.page, files(tmp_path, plain=photograph()))
    stage.scan(later)
    assert said(stage) == f"Attached to {here} as a photograph."
    assert attached(facility, later) == []
    assert len(attached(facility, here)) == 1

    gate = Event()
    stage.window._lanes.labels.run(lambda _: gate.wait())
    drop(stage.window.page, files(tmp_path, other=label(there)))
    stage.scan(here)
    gate.set()
    assert "what was scanned meanwhile stays" in said(stage)
    assert shown(stage) == here


def test_with_nothing_shown_a_label_brings_its_item_and_no_label_says_what_to_do(
    fresh: Stage, codes: Iterator[str], commands: dict[CommandKind, str], tmp_path: Path
) -> None:
    drop(fresh.window.page.pictures.product, files(tmp_path, plain=photograph()))
    assert said(fresh).startswith("plain: No item's label can be read in it. Take")
    drop(fresh.window.page, files(tmp_path, command=label(commands[CommandKind.SYNC])))
    assert said(fresh).startswith("command: No item's label can be read in it.")
    assert shown(fresh) == ""

    there = next(codes)
    drop(fresh.window.page, files(tmp_path, label=label(there)))
    said(fresh)
    assert shown(fresh) == there


def test_labels_of_several_items_bring_none_and_are_kept_with_none(
    stage: Stage, codes: Iterator[str], facility: Path, tmp_path: Path
) -> None:
    here, one, two = next(codes), next(codes), next(codes)
    stage.scan(here)
    drop(stage.window.page, files(tmp_path, both=label(one, two)))
    assert "labels of several items" in said(stage)
    drop(stage.window.page, files(tmp_path, one=label(one), two=label(two)))
    assert "several items" in said(stage)

    assert shown(stage) == here
    assert attached(facility, here) == []


@pytest.mark.parametrize("kind", [CommandKind.OUTCOME, CommandKind.NEXT, CommandKind.UNDO])
def test_a_picture_never_commands_the_station(
    stage: Stage,
    codes: Iterator[str],
    commands: dict[CommandKind, str],
    facility: Path,
    tmp_path: Path,
    kind: CommandKind,
) -> None:
    here = next(codes)
    stage.scan(here)
    with assemble(load_settings(facility)) as parts:
        before = len(parts.record.record.latest(500))
    drop(stage.window.page, files(tmp_path, command=label(commands[kind])))

    assert said(stage) == f"Attached to {here} as a photograph."
    assert shown(stage) == here
    assert stage.window.page.outcomes.form.outcome is None
    with assemble(load_settings(facility)) as parts:
        acts = parts.record.record.latest(500)
    assert len(acts) == before + 1
    assert acts[0].kind is ActKind.ATTACHMENT


@pytest.mark.parametrize("data", [b"GIF89a....", b"MZ\x90\0 program", b"", b"%PDF-1.7\n"])
def test_what_is_no_picture_is_refused_with_a_next_step(
    stage: Stage, codes: Iterator[str], facility: Path, tmp_path: Path, data: bytes
) -> None:
    here = next(codes)
    stage.scan(here)
    drop(stage.window.page, files(tmp_path, **{"x-ray.png": data}))

    sentence = said(stage)
    assert sentence.startswith("x-ray.png: ")
    assert "Not attached: give a PNG" in sentence
    assert attached(facility, here) == []


def test_a_manifest_is_imported_whatever_it_is_called(
    stage: Stage, facility: Path, tmp_path: Path
) -> None:
    manifest = (facility / "demo" / "manifest.csv").read_bytes()
    drop(stage.window.page.strip, files(tmp_path, **{"photo.jpg": manifest}))
    stage.wait(lambda: "Imported: " in stage.window.page.strip.text, "import the manifest")

    assert "0 rows rejected" in stage.window.page.strip.text


def image_alone() -> QMimeData:
    held = QMimeData()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    held.setImageData(image)
    return held


def as_png() -> QMimeData:
    held = QMimeData()
    held.setData("image/png", photograph())
    return held


@pytest.mark.parametrize("held", [image_alone, as_png])
@pytest.mark.parametrize("in_field", [False, True])
def test_a_picture_is_pasted_wherever_the_focus_is(
    stage: Stage,
    codes: Iterator[str],
    facility: Path,
    held: Callable[[], QMimeData],
    in_field: bool,
) -> None:
    here = next(codes)
    stage.scan(here)
    if in_field:
        stage.window.page.header.entry.setFocus()
    else:
        stage.window.page.flags.setFocus()
    paste(stage, held())

    assert said(stage) == f"Attached to {here} as a photograph."
    assert attached(facility, here) == [("image/png", "photo")]


def test_files_are_pasted_too(
    stage: Stage, codes: Iterator[str], facility: Path, tmp_path: Path
) -> None:
    here, there = next(codes), next(codes)
    stage.scan(here)
    stage.window.page.header.entry.setFocus()
    paste(stage, files(tmp_path, label=label(there)))
    said(stage)

    assert shown(stage) == there
    assert stage.window.page.header.entry.text() == ""


def test_text_is_pasted_into_the_field_and_nowhere_else(stage: Stage) -> None:
    held = QMimeData()
    held.setText("RR473124829US")
    stage.window.page.header.entry.setFocus()
    paste(stage, held)
    assert stage.window.page.header.entry.text() == "RR473124829US"
    stage.window.page.header.entry.clear()

    stage.window.page.flags.setFocus()
    paste(stage, held)
    assert said(stage).startswith("Nothing to paste: copy a picture")


@pytest.mark.slow
def test_a_camera_s_pictures_bring_their_items(
    facility: Path, codes: Iterator[str], qapp: QApplication, tmp_path: Path
) -> None:
    camera = tmp_path / "camera"
    camera.mkdir()
    (camera / "old.jpg").write_bytes(label(next(codes)))
    settings = load_settings(facility)
    scanner = replace(settings.scanner, camera_folder=str(camera))
    stage = Stage(make_desk(replace(settings, scanner=scanner), devices=True), (1280, 800))
    here, there = next(codes), next(codes)
    try:
        stage.scan(here)
        stage.wait(lambda: _first_look_is_over(stage), "look into the folder")
        (camera / "new.jpg.part").write_bytes(label(there))
        (camera / "new.jpg.part").rename(camera / "new.jpg")
        stage.wait(lambda: shown(stage) == there, "bring the camera's item")
        header = stage.window.page.header._named.whole
        (camera / "blank.jpg").write_bytes(photograph())
        stage.wait(lambda: "blank.jpg" in stage.window.page.strip.text, "say what is blank")
    finally:
        stage.close()

    assert header.endswith("camera")
    assert attached(facility, here) == attached(facility, there) == []


def _first_look_is_over(stage: Stage) -> bool:
    devices = stage._desk.devices
    ((watch, _),) = devices._running  # type: ignore[union-attr]
    return not watch._files._first  # type: ignore[attr-defined]


def test_a_dialog_in_front_keeps_its_own_ctrl_v(stage: Stage) -> None:
    dialog = QDialog(stage.window)
    field = QLineEdit(dialog)
    dialog.open()
    field.setFocus()
    QGuiApplication.clipboard().setText("RR473124829US")
    before = said(stage)
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert field.text() == "RR473124829US"
    assert said(stage) == before
    dialog.close()


def test_a_photograph_shows_at_once_and_comes_back_with_its_item(
    stage: Stage, codes: Iterator[str], tmp_path: Path
) -> None:
    here = next(codes)
    stage.scan(here)
    pictures = stage.window.page.pictures
    drop(stage.window.page.strip, files(tmp_path, **{"damage.jpg": photograph()}))
    stage.wait(lambda: "Photograph · " in pictures.choice.caption, "show the photograph")
    stage.wait(lambda: pictures.product.canvas.view is not None, "load the photograph")

    stage.scan(next(codes))
    assert "Photograph" not in pictures.choice.caption
    stage.scan(here)
    pictures.choice._on.click()
    assert "Photograph · " in pictures.choice.caption

    stage.window.deciding.undo_last()
    stage.wait(lambda: "Photograph" not in pictures.choice.caption, "take the photograph away")
