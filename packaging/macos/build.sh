#!/bin/bash
# NOT PROVED HERE: written for macOS 13 and later, never run on one.
# App bundle, then a disk image; signed and notarised where these are named:
#   IDENTITY   a "Developer ID Application" certificate in the keychain
#   PROFILE    a profile stored by `xcrun notarytool store-credentials`
set -eu
cd "$(dirname "$0")/../.."
version=$1
app=dist/AgentDesk.app
image=dist/AgentDesk-$version.dmg

# PyInstaller wants an .icns; sips and iconutil make it of a 1024 pixel PNG.
icons=build/agentdesk.iconset
mkdir -p "$icons"
qlmanage -t -s 1024 -o build packaging/agentdesk.svg >/dev/null
for size in 16 32 128 256 512; do
    sips -z "$size" "$size" build/agentdesk.svg.png --out "$icons/icon_${size}x$size.png" >/dev/null
    sips -z $((size * 2)) $((size * 2)) build/agentdesk.svg.png --out "$icons/icon_${size}x$size@2x.png" >/dev/null
done
iconutil -c icns "$icons" -o packaging/agentdesk.icns

./dev package
# Beside the program on other systems; a bundle keeps what is no code among its resources.
cp -R dist/papers "$app/Contents/Resources/papers"

if [ -n "${IDENTITY:-}" ]; then
    codesign --force --deep --options runtime --timestamp --entitlements packaging/macos/entitlements.plist \
        --sign "$IDENTITY" "$app"
    codesign --verify --deep --strict "$app"
fi
rm -f "$image"
hdiutil create -volname AgentDesk -srcfolder "$app" -format UDZO "$image"
if [ -n "${PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$PROFILE" --wait
    xcrun stapler staple "$image"
fi
