"""The least a window could be: fifteen fields, and a scan that only fills them."""

import sys

from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QWidget

from triage_app.bench.first_paint import Finish, FirstPaint

FIELDS = 15


def main() -> int:
    application = QApplication(["bare"])
    window = QWidget()
    form = QFormLayout(window)
    fields = [QLineEdit() for _ in range(FIELDS)]
    for number, field in enumerate(fields):
        form.addRow(f"Field {number}", field)
    window.resize(1280, 800)

    def fill() -> None:
        for number, field in enumerate(fields):
            field.setText(f"a value of field {number}")

    finish = Finish(1, window, fill)
    FirstPaint(window).painted.connect(finish.one_more)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
