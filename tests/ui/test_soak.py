"""300,000 calls into the toolkit survive. PySide6 6.12.0 on Python 3.11 aborts after some
thousands: each call that returns nothing takes a reference off None."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CALLS = 300_000

# Runs in a process of its own: what it looks for kills the process.
SOAK = """
import sys
from PySide6.QtCore import QObject, QPoint, QRect, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QVBoxLayout, QWidget

class Source(QObject):
    spoke = Signal(str)
    was_silent = Signal()

heard = [0]
def hear(*words):
    heard[0] += 1

app = QApplication([])
window = QWidget()
layout = QVBoxLayout(window)
label, field, rows = QLabel(), QLineEdit(), QListWidget()
for widget in (label, field, rows):
    layout.addWidget(widget)
window.resize(640, 480)
window.show()
source = Source()
source.spoke.connect(hear)
source.was_silent.connect(hear)
image = QImage(32, 32, QImage.Format.Format_Grayscale16)
painter = QPainter()

def round_of_calls(number):
    label.setText(str(number))
    label.update()
    label.setGeometry(QRect(0, number % 50, 200, 20))
    label.setEnabled(number % 2 == 0)
    label.setToolTip("tip")
    field.setText("RR473124829US")
    field.selectAll()
    field.clear()
    field.setPlaceholderText("scan")
    window.move(QPoint(number % 7, 0))
    window.setWindowTitle("t")
    window.update()
    rows.addItem("row")
    rows.setCurrentRow(0)
    rows.clear()
    image.fill(number % 65536)
    painter.begin(image)
    painter.drawLine(0, 0, 31, 31)
    painter.end()
    source.spoke.emit("word")
    source.was_silent.emit()
    label.hide()
    label.show()
    label.raise_()
    layout.invalidate()
    return 25

done = number = 0
while done < int(sys.argv[1]):
    done += round_of_calls(number)
    number += 1
    if number % 200 == 0:
        app.processEvents()
        window.repaint()
window.close()
assert heard[0] == 2 * number, heard
print(done, label.text())
"""


def test_the_toolkit_survives_a_shift_of_calls() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", SOAK, str(CALLS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
    )

    assert answer.returncode == 0, answer.stderr[-2000:]
    done, shown = answer.stdout.split()
    assert int(done) >= CALLS
    assert shown == str(CALLS // 25 - 1)
