"""Pages into files: PDF and SVG as vectors, PNG as a picture; and onto a printer."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, QSize, QUuid
from PySide6.QtGui import (
    QColor,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from fibre_planner.language import current_language
from fibre_planner.progress import Report, part, silent
from fibre_planner.ui.printing.fields import Fields
from fibre_planner.ui.printing.paper import PX_PER_INCH, Paper
from fibre_planner.ui.printing.pdf_outline import with_date, with_outline

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PICTURE_DPI = 300
CREATOR = "Fibre Planner"

_PDF_DPI = 1200
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreatorTool>{creator}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Page(Protocol):
    """A page that can paint itself in logical pixels."""

    @property
    def paper(self) -> Paper:
        """Return the paper it stands on."""

    @property
    def title(self) -> str:
        """Return what it is called in lists."""

    def paint(self, painter: QPainter, ratio: float, report: Report = silent) -> None:
        """Paint the page; ratio as of MapPage.paint."""


def pdf_bytes(pages: Sequence[Page], fields: Fields, report: Report = silent) -> bytes:
    """Return pages as a PDF of vectors with embedded fonts, with bookmarks where there are several.

    The same pages give the same bytes.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setTitle(fields.title)
    writer.setAuthor(fields.author or fields.office)
    writer.setCreator(CREATOR)
    writer.setDocumentId(QUuid(fields.document_id))
    writer.setDocumentXmpMetadata(_xmp(fields))
    _paint_all(writer, pages, _PDF_DPI, report)
    made = with_date(bytes(buffer.data().data()), fields.date)
    return with_outline(made, _bookmarks(pages), current_language())


def _bookmarks(pages: Sequence[Page]) -> list[tuple[str, int]]:
    """Return title and place of each page but those that go on with the one before."""
    if len(pages) < 2:
        return []
    titles = [page.title for page in pages]
    begins = [place for place, title in enumerate(titles) if title not in titles[:place][-1:]]
    return [(titles[place], place) for place in begins]


def print_pages(printer: QPrinter, pages: Sequence[Page], report: Report = silent) -> None:
    """Send pages to a printer."""
    _paint_all(printer, pages, printer.resolution(), report)


def _paint_all(
    device: QPagedPaintDevice, pages: Sequence[Page], dpi: float, report: Report
) -> None:
    lay(device, pages[0].paper)
    painter = QPainter(device)
    try:
        for number, page in enumerate(pages):
            share = part(report, number / len(pages), (number + 1) / len(pages))
            if number:
                if page.paper != pages[number - 1].paper:
                    lay(device, page.paper)
                device.newPage()
            painter.resetTransform()
            painter.scale(dpi / PX_PER_INCH, dpi / PX_PER_INCH)
            page.paint(painter, 0.0, share)
    finally:
        painter.end()


def lay(device: QPagedPaintDevice, paper: Paper) -> None:
    """Lay paper into a device, without margins of its own."""
    sizes = {"A4": QPageSize.PageSizeId.A4, "A3": QPageSize.PageSizeId.A3}
    kinds = QPageLayout.Orientation
    lying = kinds.Landscape if paper.landscape else kinds.Portrait
    layout = QPageLayout(QPageSize(sizes[paper.name]), lying, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    device.setPageLayout(layout)


def _xmp(fields: Fields) -> bytes:
    filled = _XMP.format(
        title=escape(fields.title),
        author=escape(fields.author or fields.office),
        creator=CREATOR,
        date=escape(fields.date),
    )
    return _legal(filled.encode("utf-8", "replace"))


def _legal(xml: bytes) -> bytes:
    """Return XML without the letters it must not hold, which names of others may have."""
    return (
        xml.translate(None, _CONTROLS).replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    )


def page_image(page: Page, dpi: float, report: Report = silent) -> QImage:
    """Return a page as a picture."""
    ratio = dpi / PX_PER_INCH
    width, height = page.paper.size_px
    image = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    try:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(ratio, ratio)
        page.paint(painter, ratio, report)
    finally:
        painter.end()
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    return image


def png_bytes(page: Page, report: Report = silent) -> bytes:
    """Return a page as a PNG for printing."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    page_image(page, PICTURE_DPI, report).save(buffer, "PNG")
    return bytes(buffer.data().data())


def svg_bytes(page: Page, fields: Fields, report: Report = silent) -> bytes:
    """Return a page as an SVG of vectors with texts as text."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    width, height = (round(side) for side in page.paper.size_px)
    maker = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    maker.setOutputDevice(buffer)
    maker.setResolution(round(PX_PER_INCH))
    maker.setSize(QSize(width, height))
    maker.setViewBox(QRect(0, 0, width, height))
    maker.setTitle(fields.title)
    maker.setDescription(CREATOR)
    painter = QPainter(maker)
    try:
        page.paint(painter, 0.0, report)
    finally:
        painter.end()
    return _legal(bytes(buffer.data().data()))
