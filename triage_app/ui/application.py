"""Start the one QApplication in our own look, and run the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from triage_app.flow.desk import Desk
from triage_app.settings import UiSettings
from triage_app.ui import uncaught
from triage_app.ui.collector import Collector
from triage_app.ui.device_lane import DeviceLane
from triage_app.ui.main_window import MainWindow
from triage_app.ui.scan_filter import ScanFilter
from triage_app.ui.theme import Tokens, dark, light, palette, stylesheet, text_font
from triage_app.ui.waiting_scans import WaitingScans
from triage_app.ui.words import utc_now

SMALLEST = (1024, 640)


def make_application(settings: UiSettings) -> tuple[QApplication, Tokens]:
    """The application in our colours and letters; the tokens everything is painted with."""
    application = _application()
    application.setApplicationName("Triage")
    tokens = tokens_for(settings)
    application.setPalette(palette(tokens))
    application.setFont(text_font(tokens))
    return application, tokens


def _application() -> QApplication:
    """The running one, else one that is told its style by its words: `setStyle` would hand the
    style back, and wrapping that costs 3 ms at every start."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        running.setStyle("Fusion")
        return running
    return QApplication(["triage", "-style", "fusion"])


def dress(tokens: Tokens) -> None:
    """Put our style sheet on what stands and what comes. After the widgets are made and before
    they are shown: each widget that is made under it is dressed anew at every place it is put."""
    application, sheet = QApplication.instance(), stylesheet(tokens)
    if isinstance(application, QApplication) and application.styleSheet() != sheet:
        application.setStyleSheet(sheet)


def tokens_for(settings: UiSettings) -> Tokens:
    theme = settings.theme
    if theme == "auto":
        scheme = QGuiApplication.styleHints().colorScheme()
        theme = "dark" if scheme is Qt.ColorScheme.Dark else "light"
    return dark(settings.scale) if theme == "dark" else light(settings.scale)


def open_window(desk: Desk, tokens: Tokens, size: tuple[int, int] | None = None) -> MainWindow:
    """A window whose stores are being opened while it is laid out and painted."""
    window = MainWindow(desk, tokens)
    window.setMinimumSize(*SMALLEST)
    window.resize(*(size or (1280, 800)))
    window.opened.connect(Collector(window).begin)
    dress(tokens)
    return window


def listen(application: QApplication, desk: Desk, window: MainWindow) -> ScanFilter:
    """Let keyboard-wedge scanners reach the window whatever has the focus, and the other devices
    once it is painted and its stores are open."""
    scans = ScanFilter(desk.settings.scanner, utc_now, window)
    waiting = WaitingScans(utc_now, scans)
    scans.scanned.connect(waiting.add)
    scans.unended.connect(window.routing.take_unended)
    scans.torn.connect(window.say_torn)
    window.keys.heed(scans.by_hand.do)
    waiting.due.connect(window.examine)
    waiting.said.connect(window.page.strip.show_notice)
    scans.install(application)
    if desk.devices is not None:
        devices = DeviceLane(desk.devices, window)
        devices.scanned.connect(window.examine)
        devices.pictured.connect(window.taking.take_camera)
        devices.weighed.connect(window.weighing.offer)
        devices.noticed.connect(window.page.strip.show_notice)
        window.ready.connect(devices.start)
    if desk.pictures is not None:
        folder = DeviceLane(desk.pictures, window)
        folder.pictured.connect(window.traying.take)
        folder.noticed.connect(window.page.strip.show_notice)
        window.ready.connect(folder.start)
    return scans


def run_window(desk: Desk, recovery_key: str = "") -> int:
    """The window until it is closed; the exit code. A new home's recovery key is shown first."""
    application, tokens = make_application(desk.settings.ui)
    if recovery_key:
        from triage_app.ui.first_start import FirstStart

        dress(tokens)
        FirstStart(tokens, recovery_key).exec()
    window = open_window(desk, tokens)
    uncaught.install(window.show_fault)
    listen(application, desk, window)
    if QGuiApplication.platformName() == "offscreen":
        window.show()
    else:
        window.showMaximized()
    return application.exec()
