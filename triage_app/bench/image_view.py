"""pyqtgraph's ImageView on the same radiograph: the peer of our viewer, where it is installed."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

WHY_NOT = "pyqtgraph is not installed; 'pip install pyqtgraph' into the same Python shows it"


class ImageViewPeer:
    """Its window of `size`, painted at once after each change. Raises ImportError where there is
    no pyqtgraph."""

    def __init__(self, pixels: NDArray[np.uint16], size: tuple[int, int]) -> None:
        import pyqtgraph

        pyqtgraph.setConfigOptions(imageAxisOrder="row-major")
        self._pixels = pixels
        self._view: Any = pyqtgraph.ImageView()
        self._view.resize(*size)
        self._view.show()
        self.show()

    def show(self) -> None:
        """The picture anew, with levels of its own finding."""
        self._painted(lambda: self._view.setImage(self._pixels))

    def set_levels(self, low: float, high: float) -> None:
        self._painted(lambda: self._view.setLevels(low, high))

    def pan(self, x: float, y: float) -> None:
        self._painted(lambda: self._view.getView().translateBy(x=x, y=y))

    def close(self) -> None:
        self._view.close()

    def _painted(self, work: Callable[[], object]) -> None:
        work()
        self._view.ui.graphicsView.viewport().repaint()
        QCoreApplication.processEvents()
