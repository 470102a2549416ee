#!/bin/sh
# Every branch of the engine of rights is taken, both ways, by its unit test
# and the comparison with the second text (S-69).  Prints TAP.
#
#	tests/rights/branches.sh CC LIBRARY OUTDIR	from the top of the tree
set -u
cc=$1 out=$3
case $2 in
/*) library=$2 ;;
*) library=$PWD/$2 ;;
esac
packages="yaml-0.1 jansson libutf8proc libsodium sqlite3 libzip expat libseccomp"
flags="-std=c17 -D_XOPEN_SOURCE=700 -I. $(pkg-config --cflags $packages)"
libs="$(pkg-config --libs $packages) -lm"
name="every branch of core/procedure/rights.c is taken"

echo "1..1"
skip() {
	echo "ok 1 - $name # SKIP $1"
	exit 0
}
fail() {
	echo "not ok 1 - $name"
	sed 's/^/# /' "$out/log"
	exit 1
}
command -v gcov >/dev/null || skip "gcov is not installed"
$cc --version | grep -qi clang && skip "gcov reads what gcc counts"
rm -rf "$out"
mkdir -p "$out"
CCACHE_DISABLE=1
export CCACHE_DISABLE
$cc $flags -O0 --coverage -c -o "$out/counted.o" core/procedure/rights.c \
    >"$out/log" 2>&1 || fail
for t in tests/unit/procedure_rights tests/rights/rights; do
	# The counted object comes before the library, which is asked no more.
	$cc $flags -O1 --coverage -o "$out/run" "$t.c" "$out/counted.o" \
	    "$library" $libs >"$out/log" 2>&1 || fail
	"$out/run" >"$out/log" 2>&1 || fail
done
gcov -b -c -o "$out" "$out/counted.gcda" >"$out/log" 2>&1
mv rights.c.gcov "$out/" 2>/dev/null
rm -f ./*.gcov
# Lines, branches and calls of the file itself, which is named first.
awk '/^File / { ours = /rights\.c/ } ours && /executed:|once:/' "$out/log" \
    >"$out/figures"
sed 's/^/# /' "$out/figures"
if ! grep -q 'once:100\.00% of' "$out/figures" ||
    grep -qv ':100\.00% of' "$out/figures"; then
	grep -B 6 -E '#####|never executed|taken 0' "$out/rights.c.gcov" |
	    head -n 40 >"$out/log"
	fail
fi
echo "ok 1 - $name"
