#!/bin/sh
# The unit for systemd: well formed, walled, and it forbids nothing that the
# store process needs (security.md 2.2).  Prints TAP.
#
#	tests/wall/unit.sh PROGRAM OUTDIR
set -u
case $1 in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
out=$2
unit=tui/command/tiepnhan-serve.service
n=0 bad=0

say() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		[ -z "${3:-}" ] || tail -n 10 "$3" | sed 's/^/# /'
		bad=1
	fi
}
skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}
rm -rf "$out"
mkdir -p "$out" && chmod 700 "$out"
out=$(cd "$out" && pwd)

for want in ProtectSystem=strict PrivateTmp=yes NoNewPrivileges=yes \
	MemoryDenyWriteExecute=yes RestrictAddressFamilies=AF_UNIX \
	CapabilityBoundingSet= UMask=0077 LimitCORE=0; do
	grep -qx "$want" "$unit"
	say $? "the unit says $want"
done
! grep -q '^PrivateUsers=' "$unit"
say $? "the unit leaves accounts as they are: SO_PEERCRED tells who calls"

if ! command -v systemd-analyze >/dev/null; then
	skip "systemd takes the unit" "systemd-analyze is not installed"
	echo "1..$n"
	exit $bad
fi
sed -e "s|/usr/local/bin/tiepnhan|$program|" -e '/^Documentation=/d' "$unit" \
	>"$out/tiepnhan-serve.service"
systemd-analyze verify "$out/tiepnhan-serve.service" >"$out/log" 2>&1 &&
	[ ! -s "$out/log" ]
say $? "systemd takes the unit" "$out/log"
systemd-analyze security --offline=yes --threshold=8 \
	"$out/tiepnhan-serve.service" >"$out/log" 2>&1
say $? "systemd thinks it is walled: 0.8 of 10 or better" "$out/log"

# ---- the calls that are left, against those that are made ----
systemd-analyze syscall-filter >"$out/sets" 2>/dev/null
expand() {	# names and @sets on stdin: names
	awk -v sets="$out/sets" '
		function add(name,   i, part) {
			if (name !~ /^@/) { print name; return }
			if (name in seen) return
			seen[name] = 1
			for (i = 1; i <= count[name]; i++) add(of[name, i])
		}
		BEGIN {
			while ((getline line < sets) > 0) {
				if (line ~ /^@/) { set = line; continue }
				gsub(/^[ \t]+/, "", line)
				if (line == "" || line ~ /^#/) continue
				of[set, ++count[set]] = line
			}
		}
		{ for (f = 1; f <= NF; f++) add($f) }'
}
sed -n 's/^SystemCallFilter=\([^~]\)/\1/p' "$unit" | head -n 1 | expand |
	sort -u >"$out/allowed"
sed -n 's/^SystemCallFilter=~//p' "$unit" | expand | sort -u >"$out/denied"
sed -n 's/^SystemCallFilter=\([^~]\)/\1/p' "$unit" | tail -n +2 | expand |
	sort -u >"$out/again"
comm -23 "$out/allowed" "$out/denied" | sort -u - "$out/again" >"$out/left"
if ! strace -o /dev/null true 2>/dev/null; then
	skip "it forbids nothing that is needed" "strace is missing, or may not trace"
	echo "1..$n"
	exit $bad
fi
s=$(mktemp -d /tmp/tiepnhan-unit-XXXXXX) || exit 1
chmod 700 "$s"
trap 'rm -rf "$s"' EXIT
printf 'store: %s\nsocket: %s\nforms: %s\n' "$s/demo/demo.db" "$s/socket" \
	"$PWD/forms" >"$s/serve.yaml"
"$program" --config "$s/serve.yaml" init --demo "$s/demo" >"$out/log" 2>&1
strace -f -qq -o "$out/trace" "$program" --config "$s/serve.yaml" serve \
	>"$out/log" 2>&1 &
tracer=$!
i=0
while [ ! -S "$s/socket" ] && [ $i -lt 100 ]; do
	i=$((i + 1))
	sleep 0.1
done
echo '{"ask":"home"}' >"$s/ask.json"
TIEPNHAN_SECRET="tiep nhan minh hoa" "$program" --config "$s/serve.yaml" \
	ask "$s/ask.json" --as an >"$out/answer" 2>&1
say $? "a store process under strace answers" "$out/answer"
# The tracer passes no signals on: its child is asked itself.
kill "$(cat /proc/$tracer/task/$tracer/children 2>/dev/null)" 2>/dev/null
wait $tracer
# systemd starts the program; SQLite gives files to their owner as root only,
# which the unit's account is not.
sed -n 's/^[0-9]* *\([a-z_0-9]*\)(.*/\1/p' "$out/trace" | sort -u |
	grep -vxE "execve$([ "$(id -u)" != 0 ] || echo '|fchown')" >"$out/made"
comm -23 "$out/made" "$out/left" >"$out/missing"
[ -s "$out/made" ] && [ ! -s "$out/missing" ]
say $? "it forbids nothing that the store process needs" "$out/missing"
for call in ptrace mount init_module kexec_load reboot swapon bpf; do
	grep -qx "$call" "$out/left" && echo "$call"
done >"$out/open"
[ ! -s "$out/open" ]
say $? "it forbids what nobody needs" "$out/open"
# The program's own walls are the narrower: nothing of theirs is refused.
! grep -E '= -1 (EPERM|EACCES)' "$out/trace" >"$out/refused"
say $? "the store process' own walls are in nobody's way" "$out/refused"
echo "1..$n"
exit $bad
