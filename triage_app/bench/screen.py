"""Something to paint on: the display there is, else Qt's offscreen one."""

import os


def with_some_screen() -> str:
    """The platform the windows of this process will use; settled before Qt starts."""
    from triage_app.ui.application import has_display

    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return os.environ.get("QT_QPA_PLATFORM", "display")
