"""A real screen seen from outside: keys go in as from a keyboard, pixels come back as the server shows them."""

import ctypes
import time
from ctypes import POINTER, Structure, c_char_p, c_int, c_uint, c_ulong, c_void_p

_ALL_PLANES, _Z_PIXMAP = 0xFFFFFFFF, 2
_PATIENCE = 2.0  # seconds


class _Image(Structure):
    """The head of Xlib's XImage, as far as it is read here."""

    _fields_ = (
        ("width", c_int),
        ("height", c_int),
        ("xoffset", c_int),
        ("format", c_int),
        ("data", c_void_p),
        ("byte_order", c_int),
        ("bitmap_unit", c_int),
        ("bitmap_bit_order", c_int),
        ("bitmap_pad", c_int),
        ("depth", c_int),
        ("bytes_per_line", c_int),
    )


class Screen:
    """An X display by its name (":99"). Not for more than one thread."""

    def __init__(self, name: str) -> None:
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = c_void_p
        self._x.XOpenDisplay.argtypes = [c_char_p]
        self._x.XDefaultRootWindow.restype = c_ulong
        self._x.XDefaultRootWindow.argtypes = [c_void_p]
        self._x.XStringToKeysym.restype = c_ulong
        self._x.XStringToKeysym.argtypes = [c_char_p]
        self._x.XKeysymToKeycode.restype = c_uint
        self._x.XKeysymToKeycode.argtypes = [c_void_p, c_ulong]
        self._x.XFlush.argtypes = [c_void_p]
        self._x.XCloseDisplay.argtypes = [c_void_p]
        self._x.XGetImage.restype = POINTER(_Image)
        where = [c_void_p, c_ulong, c_int, c_int, c_uint, c_uint, c_ulong, c_int]
        self._x.XGetImage.argtypes = where
        self._x.XGetSubImage.argtypes = [*where, POINTER(_Image), c_int, c_int]
        self._test.XTestFakeKeyEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]
        self._display = self._x.XOpenDisplay(name.encode())
        if not self._display:
            raise OSError(f"no display {name}")
        self._root = self._x.XDefaultRootWindow(self._display)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)

    def key_to_pixel(self, key: str, place: tuple[int, int, int, int]) -> float:
        """Milliseconds from a key (as X names it) to the first changed pixel in x, y, width, height; inf if none is."""
        x, y, width, height = place
        image = self._x.XGetImage(self._display, self._root, x, y, width, height, _ALL_PLANES, _Z_PIXMAP)
        before = _bytes(image)
        code = self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(key.encode()))
        pressed = time.perf_counter()
        self._test.XTestFakeKeyEvent(self._display, code, 1, 0)
        self._x.XFlush(self._display)
        took = float("inf")
        while time.perf_counter() - pressed < _PATIENCE:
            self._x.XGetSubImage(self._display, self._root, x, y, width, height, _ALL_PLANES, _Z_PIXMAP, image, 0, 0)
            if _bytes(image) != before:
                took = (time.perf_counter() - pressed) * 1000
                break
        self._test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x.XFlush(self._display)
        return took


def _bytes(image: "ctypes._Pointer[_Image]") -> bytes:
    head = image.contents
    return ctypes.string_at(head.data, head.bytes_per_line * head.height)
