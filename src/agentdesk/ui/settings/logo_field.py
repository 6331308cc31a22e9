"""The agency's logo in the settings: chosen from a file, shown small, removed."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from agentdesk.desk.agency_logo import LARGEST_PICTURE, as_logo, picture
from agentdesk.ui.errands import Errands
from agentdesk.ui.theme import Theme
from agentdesk.ui.widgets.buttons import Button
from agentdesk.ui.widgets.field import Framed

_WIDE, _HIGH = 160, 48  # of the preview: the bounds on paper, 60 mm by 18 mm, in the same proportion
_HINT = f"PNG or JPEG, at most {LARGEST_PICTURE // 1000} kB; at the head of every paper"


class LogoField(Framed):
    """Says `changed` with the new data URI, "" when it was removed. The file is read in a thread."""

    changed = Signal(str)

    def __init__(self, theme: Theme, errands: Errands, parent: QWidget | None = None) -> None:
        row = QWidget()
        self._errands = errands
        self._choose = Button(theme, "Choose…", icon="folder", name="Choose a logo")
        self._choose.setToolTip("Choose a logo from a file (Enter)")
        self._remove = Button(theme, "Remove", kind="destructive", name="Remove the logo")
        self._remove.setToolTip("Remove the logo (Enter)")
        self._preview = QLabel()
        self._preview.setAccessibleName("The logo")
        super().__init__(theme, "Logo", row, hint=_HINT, parent=parent)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for part in (self._preview, self._choose, self._remove):
            line.addWidget(part)
        line.addStretch(1)
        self._choose.clicked.connect(self._ask_file)
        self._remove.clicked.connect(self._removed)
        self.setFocusProxy(self._choose)
        self.put("")

    def put(self, logo: str) -> None:
        """What is kept; a picture that cannot be read is shown as none, and can be removed."""
        self.wrong("")
        image = QImage.fromData(picture(logo))
        self._show(image if logo else QImage(), kept=bool(logo))
        if logo and image.isNull():
            self.wrong("The logo that is kept cannot be read. Choose another.")

    def _show(self, image: QImage, *, kept: bool) -> None:
        ratio = self.devicePixelRatioF()
        if not image.isNull():
            bounds = (
                QPixmap.fromImage(image)
                .size()
                .scaled(round(_WIDE * ratio), round(_HIGH * ratio), Qt.AspectRatioMode.KeepAspectRatio)
            )
            drawn = image.scaled(
                bounds, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            drawn.setDevicePixelRatio(ratio)
            self._preview.setPixmap(QPixmap.fromImage(drawn))
        self._preview.setVisible(not image.isNull())
        self._remove.setVisible(kept)

    def _removed(self) -> None:
        self.put("")
        self._choose.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit("")

    def _ask_file(self) -> None:
        """Never the system's own dialog, which would run a loop of its own."""
        dialog = QFileDialog(self.window(), "Choose a logo")
        dialog.setObjectName("chooseLogo")
        dialog.setAccessibleName("Choose a logo")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Pictures (*.png *.jpg *.jpeg)")
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
        dialog.fileSelected.connect(lambda path: self._errands.run(self.take(Path(path)), replacing="logo"))
        dialog.open()

    async def take(self, path: Path) -> None:
        """Read a file and keep it as the logo; what is wrong with it is said here and changes nothing."""
        try:
            logo, image = await asyncio.to_thread(_read, path)
        except OSError as trouble:
            self.wrong(f"The file could not be read: {trouble.strerror}.")
        except ValueError as trouble:
            self.wrong(str(trouble))
        else:
            self.wrong("")
            self._show(image, kept=True)
            self.changed.emit(logo)


def _read(path: Path) -> tuple[str, QImage]:
    """No more of a file than may be kept, and one byte. ValueError for what is no picture that can be drawn."""
    with path.open("rb") as file:
        content = file.read(LARGEST_PICTURE + 1)
    logo = as_logo(content)
    image = QImage.fromData(content)
    if image.isNull():
        raise ValueError("This picture is damaged.")
    return logo, image
