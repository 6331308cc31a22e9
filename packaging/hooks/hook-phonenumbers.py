"""What PyInstaller packs of phonenumbers, in place of everything: how numbers are written, not where and by whom."""

from PyInstaller.utils.hooks import collect_submodules

hiddenimports = [*collect_submodules("phonenumbers.data"), *collect_submodules("phonenumbers.shortdata")]
