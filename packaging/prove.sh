#!/bin/bash
# Proves a .deb in a bare Debian 12: installed by apt, used by a plain user, removed, purged. Needs root and debootstrap.
# With an older one it is first installed, a trip is booked with it, and FILE.deb comes over it.
#   packaging/prove.sh FILE.deb [OLDER.deb]        MIRROR=http://... names another mirror of Debian
set -eu
deb=$(readlink -f "$1")
older=${2:+$(readlink -f "$2")}
mirror=${MIRROR:-http://deb.debian.org/debian}
script=$(dirname "$(readlink -f "$0")")/../docs/examples/book_a_trip.py
cache=${XDG_CACHE_HOME:-$HOME/.cache}/agentdesk-bare.tar
root=$(mktemp -d)
trap 'umount -q "$root/proc" "$root/dev" || true; rm -rf --one-file-system "$root"' EXIT

[ "$(id -u)" = 0 ] || { echo "prove.sh needs root, for debootstrap and chroot." >&2; exit 2; }
say() { printf '\n== %s\n' "$*"; }
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
person() { inside runuser -u ann -- env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/home/ann QT_QPA_PLATFORM=offscreen "$@"; }

say "A bare Debian 12"
if [ ! -f "$cache" ]; then
    mkdir -p "$(dirname "$cache")"
    debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
    tar -C "$root" -cf "$cache" .
else
    tar -C "$root" -xf "$cache"
fi
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
cp /etc/resolv.conf "$root/etc/resolv.conf"
[ -z "${http_proxy:-}" ] || echo "Acquire::http::Proxy \"$http_proxy\";" >"$root/etc/apt/apt.conf.d/99proxy"
inside useradd --create-home ann

inside apt-get update -qq

# The service of the older data while a command runs: served COMMAND... What it prints is judged by the caller.
served() {
    person sh -c 'cd && echo $$ >/tmp/older.pid && exec timeout 120 agentdesk serve --data older --key-file older.json --port 8124 >>/tmp/older.out 2>&1' &
    local serving=$!
    for _ in $(seq 300); do (exec 3<>/dev/tcp/127.0.0.1/8124) 2>/dev/null && break; sleep 0.1; done
    "$@" || true
    kill -TERM "$(cat "$root/tmp/older.pid")"
    wait "$serving" || true
}
if [ -n "$older" ]; then
    say "An older version, with a trip booked over its service"
    cp "$older" "$root/tmp/older.deb"
    # The httpx of Debian 12 does not hand the answer on from there; what is refused has no data either.
    sed 's/\.raise_for_status()//' "$script" >"$root/tmp/book_a_trip.py"
    inside apt-get install -y -qq --no-install-recommends /tmp/older.deb python3-httpx >/dev/null 2>&1
    was=$(inside dpkg-query -W -f '${Version}' agentdesk)
    token=$(person sh -c 'cd && agentdesk serve --data older --key-file older.json token add Ann' | tail -1)
    served person python3 /tmp/book_a_trip.py http://127.0.0.1:8124/api "$token" | tee "$root/tmp/booked"
    grep -q ticketed "$root/tmp/booked"
fi

say "Install"
cp "$deb" "$root/tmp/agentdesk.deb"
inside apt-get install -y -qq --no-install-recommends /tmp/agentdesk.deb >/dev/null 2>&1
inside dpkg -s agentdesk | grep -E '^(Status|Version|Installed-Size)'
person agentdesk --version
inside ldd /usr/lib/agentdesk/agentdesk | grep "not found" && exit 1
broken=$(inside find /usr/lib/agentdesk -name '*.so*' -type f -exec env LD_LIBRARY_PATH=/usr/lib/agentdesk/_internal:/usr/lib/agentdesk/_internal/PySide6/Qt/lib ldd {} + 2>/dev/null | grep "not found" | sort -u || true)
[ -z "$broken" ] || printf 'Libraries that a part asks for and nobody brings:\n%s\n' "$broken"

if [ -n "$older" ]; then
    say "Upgraded from $was: the trip is there"
    inside dpkg --compare-versions "$(inside dpkg-query -W -f '${Version}' agentdesk)" gt "$was"
    list='import httpx, sys; [print(o["booking_reference"], o["status"], *(d["unique_identifier"] for d in o["documents"])) for o in httpx.get("http://127.0.0.1:8124/api/orders", headers={"Authorization": "Bearer " + sys.argv[1]}).json()["data"]]'
    served person python3 -c "$list" "$token" | tee "$root/tmp/listed"
    cmp "$root/tmp/booked" "$root/tmp/listed"
    inside find /home/ann/older -name '*.db*' -o -name '*.before*'
fi

say "Doctor: no display and no keyring here, and nothing else amiss"
person agentdesk doctor && { echo "it should have missed the display"; exit 1; }
missed=$(person agentdesk doctor | grep -c -- '->' || true)
person agentdesk doctor | grep -A1 -E '^  (Qt|window|fonts|database|data folder|disk|time) .*(good)' >/dev/null
echo "$missed parts are told of"

say "Without a display it says so, and what to do"
blind=$(inside runuser -u ann -- env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/home/ann agentdesk 2>&1) && { echo "it should have said so"; exit 1; }
echo "$blind" | grep 'There is no display'

say "Practice airline"
person sh -c 'sleep 15 | agentdesk practice --with-stdin >/tmp/practice.out' &
practising=$!
for _ in $(seq 100); do grep -q http:// "$root/tmp/practice.out" 2>/dev/null && break; sleep 0.1; done
grep http:// "$root/tmp/practice.out"

say "Tour: a trip is booked through the real window; pdftotext reads its papers back"
inside apt-get install -y -qq --no-install-recommends poppler-utils >/dev/null 2>&1
person sh -c 'cd && agentdesk tour --out tour --data desk'
inside ls /home/ann/tour
wait "$practising" || true

say "Service"
person sh -c 'cd && agentdesk serve --data agency --key-file keys.json token add Ann >token.txt && wc -c <token.txt'
person sh -c 'cd && timeout 40 agentdesk serve --data agency --key-file keys.json --port 8123 >/tmp/serve.out 2>&1' &
serving=$!
for _ in $(seq 200); do (exec 3<>/dev/tcp/127.0.0.1/8123) 2>/dev/null && break; sleep 0.1; done
exec 3<>/dev/tcp/127.0.0.1/8123
printf 'GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
head -1 <&3
exec 3>&-
wait "$serving" || true

say "Removal leaves the data, and installed again the program goes on with it"
tokens() { person sh -c 'cd && agentdesk serve --data agency --key-file keys.json token list'; }
tokens | tee "$root/tmp/tokens" | grep Ann
before=$(inside find /home/ann -type f | wc -l)
inside apt-get remove -y -qq agentdesk >/dev/null 2>&1
inside test ! -e /usr/bin/agentdesk
inside test ! -e /usr/lib/agentdesk
[ "$(inside find /home/ann -type f | wc -l)" = "$before" ]
inside apt-get install -y -qq --no-install-recommends /tmp/agentdesk.deb >/dev/null 2>&1
tokens | cmp - "$root/tmp/tokens"

say "Purge takes the program whole, and no data: it is its owner's"
before=$(inside find /home/ann -type f | wc -l)
inside apt-get purge -y -qq agentdesk >/dev/null 2>&1
[ "$(inside find /home/ann -type f | wc -l)" = "$before" ]
inside find / -xdev -iname '*agentdesk*' -not -path '/home/*' -not -path '/tmp/*' -not -path '/proc/*' | tee "$root/tmp/left"
[ ! -s "$root/tmp/left" ]
say "Proved: $(basename "$deb")"
