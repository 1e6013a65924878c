#!/bin/sh
# See that the system libraries Qt needs are there; install them where that is allowed, else say
# which are missing. The command line and the reports need none of them, so this never fails.
# Usage: qt_libraries.sh FOLDER_OF_THE_VIRTUAL_ENVIRONMENT
set -eu
venv=$1
packages="libglib2.0-0 libgl1 libegl1 libfontconfig1 libdbus-1-3 libxkbcommon0 \
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"

[ "$(uname -s)" = Linux ] || exit 0
command -v ldd >/dev/null 2>&1 || exit 0

# The package is looked for, not imported: importing is what fails where a library is missing.
qt=$("$venv/bin/python" -c 'import importlib.util as u, pathlib as p; print(p.Path(u.find_spec("PySide6").origin).parent)')

missing() {
    ldd "$qt/QtGui.abi3.so" "$qt/QtWidgets.abi3.so" \
        "$qt/Qt/plugins/platforms/libqoffscreen.so" "$qt/Qt/plugins/platforms/libqxcb.so" \
        2>/dev/null | awk '/not found/ { print $1 }' | sort -u
}

[ -n "$(missing)" ] || exit 0
if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        as_root=sudo
    else
        as_root=no
    fi
    if [ "$as_root" != no ]; then
        echo "Installing the system libraries of Qt …"
        $as_root apt-get update -qq || true
        # shellcheck disable=SC2086  # a list of packages
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null || true
    fi
fi
left=$(missing)
[ -n "$left" ] || exit 0
printf '%s\n' "Qt lacks these system libraries: $(echo $left)" \
    "The window needs them. On Debian or Ubuntu:" \
    "  sudo apt-get install --no-install-recommends $packages" >&2
