#!/bin/sh
# The command line's contract: exit codes, JSON keys, one sentence a fault.
#
#	tests/cli/run.sh [build/tiepnhan]		from the top; TAP on stdout
#
# No sleeps; everything happens in a folder of its own.

T=$(cd "$(dirname "${1:-build/tiepnhan}")" && pwd)/$(basename "${1:-build/tiepnhan}")
TOP=$(pwd)
W=$(mktemp -d) || exit 1
trap 'rm -rf "$W"' EXIT
export HOME="$W/home" TMPDIR="$W/tmp" LC_ALL=C.UTF-8
unset XDG_DATA_HOME TIEPNHAN_SECRET
mkdir -p "$HOME" "$TMPDIR"
number=0 failed=0

ok() {
	number=$((number + 1))
	echo "ok $number - $1"
}

bad() {
	number=$((number + 1)) failed=$((failed + 1))
	echo "not ok $number - $1"
	[ -z "$2" ] || echo "# $2"
	sed 's/^/# out: /' "$W/out" | head -n 5 | cut -c 1-300
	sed 's/^/# err: /' "$W/err" | head -n 5 | cut -c 1-300
}

skip() {
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}

# want NAME CODE COMMAND...: runs it; out, err and code for what follows.
want() {
	name=$1 code=$2
	shift 2
	"$@" >"$W/out" 2>"$W/err" </dev/null
	came=$?
	if [ $came -eq "$code" ]; then ok "$name"; else
		bad "$name" "exit $came, not $code: $*"
	fi
}

# The last output has, or has not, a text.
out() { if grep -qF -e "$2" "$W/out"; then ok "$1"; else bad "$1" "no: $2"; fi; }
err() { if grep -qF -e "$2" "$W/err"; then ok "$1"; else bad "$1" "no: $2"; fi; }
silent() { if [ -s "$W/err" ]; then bad "$1"; else ok "$1"; fi; }
lines() {
	n=$(wc -l <"$W/err")
	if [ "$n" -eq "$2" ]; then ok "$1"; else bad "$1" "$n lines, not $2"; fi
}
is() { if [ "$2" = "$3" ]; then ok "$1"; else bad "$1" "\"$2\", not \"$3\""; fi; }
# keys NAME KEY...: the last output is one line of JSON with these keys.
keys() {
	name=$1 missing=
	shift
	for key; do
		grep -qF "\"$key\":" "$W/out" || missing="$missing $key"
	done
	[ "$(wc -l <"$W/out")" -eq 1 ] || missing="$missing (one line)"
	if [ -z "$missing" ]; then ok "$name"; else bad "$name" "missing:$missing"; fi
}

. "$TOP/tests/cli/general.sh"
. "$TOP/tests/cli/forms.sh"
. "$TOP/tests/cli/exchange.sh"
. "$TOP/tests/cli/read_id.sh"
. "$TOP/tests/cli/type.sh"
. "$TOP/tests/cli/store.sh"
. "$TOP/tests/cli/staff.sh"
. "$TOP/tests/cli/signin_unix.sh"
. "$TOP/tests/cli/print.sh"
. "$TOP/tests/cli/export.sh"
. "$TOP/tests/cli/breach.sh"
. "$TOP/tests/cli/retention.sh"
. "$TOP/tests/cli/play.sh"

echo "1..$number"
[ $failed -eq 0 ]
