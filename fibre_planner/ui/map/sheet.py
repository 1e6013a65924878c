"""What layers are drawn on: a picture of pixels here, a page of vectors in print."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from fibre_planner.ui.map import painters, symbols
from fibre_planner.ui.map.painters import Frame
from fibre_planner.ui.map.styles import Look, Symbol


class Sheet(Protocol):
    """A part of the world that is drawn in a look, in logical pixels."""

    frame: Frame
    look: Look

    @property
    def resolution(self) -> float:
        """Return metres per logical pixel."""

    def painter(self) -> QPainter:
        """Return the painter in logical pixels."""

    def dots(
        self, px: np.ndarray, kinds: np.ndarray, colours: list[QColor], side_px: float
    ) -> None:
        """Draw bare dots of a size at places (n, 2) in the colours of their kinds (n,)."""

    def stamps(self, px: np.ndarray, kinds: np.ndarray, known: list[Symbol]) -> None:
        """Draw the symbols of kinds (n,) at places (n, 2)."""


class PictureSheet:
    """A picture that is drawn on by painter and by pixel in turn.

    image: the picture. frame: where it lies. look: the colours in use.
    """

    def __init__(self, image: QImage, frame: Frame, look: Look) -> None:
        self.image = image
        self.frame = frame
        self.look = look
        self._painter: QPainter | None = None

    @property
    def resolution(self) -> float:
        """Return metres per logical pixel."""
        return self.frame.resolution

    def painter(self) -> QPainter:
        """Return the painter in logical pixels, begun if need be."""
        if self._painter is None:
            self._painter = QPainter(self.image)
            self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._painter.scale(self.frame.ratio, self.frame.ratio)
        return self._painter

    def finish(self) -> None:
        """End the painter, so that pixels may be set or the picture handed on."""
        if self._painter is not None:
            self._painter.end()
            self._painter = None

    def dots(
        self, px: np.ndarray, kinds: np.ndarray, colours: list[QColor], side_px: float
    ) -> None:
        """Set squares of pixels, which is many times faster than painting them."""
        ratio = self.frame.ratio
        inks = np.array([colour.rgba() for colour in colours], dtype=np.uint32)
        self.finish()
        painters.plot_pixels(self.image, px * ratio, inks[kinds], round(side_px * ratio))

    def stamps(self, px: np.ndarray, kinds: np.ndarray, known: list[Symbol]) -> None:
        """Stamp ready pictures of the symbols."""
        ratio, edge = self.frame.ratio, self.look.outline.name()
        pictures = [symbols.sprite(symbol, symbol.size_px, ratio, edge) for symbol in known]
        painters.stamp(self.painter(), px, kinds, pictures, ratio)
