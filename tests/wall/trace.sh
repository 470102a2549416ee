#!/bin/sh
# What a whole session asks of the kernel (S-17), and what walls cost it: no
# program but itself, no network, no file outside its list.  Prints TAP.
#
#	tests/wall/trace.sh PROGRAM OUTDIR
set -u
case $1 in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
case $2 in
/*) out=$2 ;;
*) out=$PWD/$2 ;;
esac
top=$(cd "$(dirname "$0")/../.." && pwd)
n=0 bad=0

say() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		[ -z "${3:-}" ] || head -n 8 "$3" | cut -c 1-200 | sed 's/^/# /'
		bad=1
	fi
}

if ! strace -o /dev/null true 2>/dev/null; then
	echo "1..1"
	echo "ok 1 - what a session asks of the kernel # SKIP strace is missing, or may not trace"
	exit 0
fi
rm -rf "$out"
mkdir -p "$out/home"
chmod 700 "$out"
HOME=$out/home
TIEPNHAN_SECRET="tiep nhan minh hoa"
export HOME TIEPNHAN_SECRET
unset XDG_DATA_HOME
cd "$top" || exit 1
"$program" --config config.yaml init --demo "$out/demo" >"$out/log" 2>&1
say $? "a demonstration store" "$out/log"

# Signs in, opens a case and its form, types, leaves a draft, looks, prints.
cat >"$out/keys.tui" <<'K'
size 80x24
type an
key <enter>
type tiep nhan minh hoa
key <enter> <enter> <enter> <home> <enter>
expect Lấy lời khai
key <c-w>
type residence_detail
key <esc> <enter>
type Xóm Mẫu
expect Xóm Mẫu
key <esc> <esc> <esc>
save-screen end
K
strace -f -qq -o "$out/trace" -e trace=%file,%process,%network,ioctl \
	"$program" --config config.yaml --store "$out/demo/demo.db" \
	--script "$out/keys.tui" --out "$out" >"$out/log" 2>&1
say $? "a session under strace" "$out/log"

grep -n 'execve(' "$out/trace" | head -3 >"$out/marks"
grep -cE 'execve(at)?\(' "$out/trace" >"$out/n"
[ "$(cat "$out/n")" = 1 ]
say $? "it starts no program" "$out/marks"
! grep -E 'socket(pair)?\(AF_(INET|INET6|NETLINK|PACKET)' "$out/trace" >"$out/net"
say $? "it opens no network" "$out/net"
! grep -E '(^|[^_])(fork|vfork|clone3?)\(' "$out/trace" >"$out/forks"
say $? "it makes no process" "$out/forks"

# What was opened by its whole name or from where it stands, beside what the
# dynamic linker needs; below an open folder (forms/) nothing leads out of it.
sed -n -e 's/.*openat(AT_FDCWD, "\([^"]*\)".* = [0-9].*/\1/p' \
	-e 's/.*openat([0-9]*, "\(\/[^"]*\)".* = [0-9].*/\1/p' \
	-e 's/.* open("\([^"]*\)".* = [0-9].*/\1/p' "$out/trace" |
	sort -u >"$out/opened"
grep -vE '^(/etc/ld\.so\.cache|/lib/|/usr/lib/|/etc/terminfo|/usr/share/terminfo|/dev/(null|urandom)|/proc/sys/)' \
	"$out/opened" | grep -vF "$out/" | grep -vxF -e "$out" -e . -e forms \
	-e config.yaml -e /usr/share/locale/locale.alias >"$out/strange"
[ ! -s "$out/strange" ] && [ -s "$out/opened" ]
say $? "it opens nothing outside its list" "$out/strange"
grep -qF "$out/demo/demo.db" "$out/opened"
say $? "its store is among what it opens" "$out/opened"

# Refused calls on a good day would be a wall in the wrong place.
! grep -E '= -1 (EPERM|EACCES)' "$out/trace" >"$out/refused"
say $? "its walls are in nobody's way" "$out/refused"
echo "1..$n"
exit $bad
