"""Something to paint on: the display there is, else Qt's offscreen one."""

import os


def with_some_screen() -> None:
    """Settle what the windows of this process (and its children) appear on, before Qt starts."""
    from triage_app.ui.starting import has_display

    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        # Its plugin says at every window what it does not support; nobody sees these windows.
        os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
