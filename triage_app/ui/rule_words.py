"""What rules say, in the reader's language, as the pack in use brings it."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

CONTEXT = "rules"


class RuleWords(QTranslator):
    """`show_texts` says by which texts from now on; without any it is not asked at all. What it
    does not know is left to others, and stays English in the end."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._texts: Mapping[str, str] = {}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        QCoreApplication.removeTranslator(self)
        self._texts = texts
        if texts:
            QCoreApplication.installTranslator(self)

    def isEmpty(self) -> bool:
        return not self._texts

    def translate(
        self,
        context: str | bytes | bytearray | memoryview,
        source_text: str | bytes | bytearray | memoryview,
        disambiguation: str | bytes | bytearray | memoryview | None = None,
        n: int = -1,
    ) -> str:
        # None is "not known"; "" would be a translation.
        known = self._texts if context == CONTEXT else {}
        return known.get(str(source_text))  # type: ignore[return-value]


def language_of(setting: str) -> str:
    """The two letters of the language set; those of the system where it is "auto"."""
    return (QLocale.system().name() if setting == "auto" else setting)[:2].lower()
