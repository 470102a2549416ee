#!/bin/sh
# The same tests over a store process: the door's own, scenarios, the path
# typed by keys.  Prints TAP; no sleeps.
#
#	tests/serve/both.sh PROGRAM UNITS OUTDIR [EVERY]
#
# UNITS is the folder of the door's unit tests; EVERY n-th scenario is played
# (3 when not said; 1: all of them).
set -u
case $1 in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
units=$2
case $3 in
/*) out=$3 ;;
*) out=$PWD/$3 ;;
esac
every=${4:-3}
n=0 bad=0
mkdir -p "$out"
TMPDIR=$out
export TMPDIR

say() {
	n=$((n + 1))
	if test "$1" = 0; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		grep -v '^ok' "$out/log" | head -n 8 | cut -c 1-300 | sed 's/^/# /'
		bad=1
	fi
}

# Those that look behind the door cannot look through a socket.
for t in tests/unit/door_*.c; do
	name=$(basename "$t" .c)
	if grep -q 'core/door/door\.h' "$t"; then
		n=$((n + 1))
		echo "ok $n - $name, served # SKIP it looks behind the door"
		continue
	fi
	if test "$name" = door_progress; then
		n=$((n + 1))
		echo "ok $n - $name, served # SKIP progress is not told over the socket"
		continue
	fi
	TN_SERVED=1 "$units/$name" >"$out/log" 2>&1
	say $? "$name, served"
done

i=0
for s in forms/scenarios/*.yaml tests/scenario/good/*.yaml; do
	i=$((i + 1))
	test $((i % every)) = 0 || continue
	"$program" --served play "$s" >"$out/log" 2>&1
	say $? "$(basename "$s" .yaml), served"
done

# A refusal comes back over the wire as it was: the same words.
for s in tests/scenario/bad/*.yaml; do
	test -e "$s" || continue
	i=$((i + 1))
	test $((i % every)) = 0 || continue
	"$program" play "$s" >"$out/one" 2>&1
	"$program" --served play "$s" >"$out/two" 2>&1
	diff "$out/one" "$out/two" >"$out/log" 2>&1
	say $? "$(basename "$s" .yaml) stops alike"
done

printf '#!/bin/sh\nexec "%s" --served "$@"\n' "$program" >"$out/served"
chmod +x "$out/served"
sh tests/path/run.sh "$out/served" "$out/path" >"$out/log" 2>&1
say $? "the path typed by keys, served"
echo "1..$n"
exit $bad
