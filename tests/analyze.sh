#!/bin/sh
# gcc's own reading of what may not go wrong: rights, walls, keys, the store
# process (S-69).  Nothing may be found; nothing is suppressed.  Prints TAP.
#
#	tests/analyze.sh CC [FILE...]	more files than the usual ones
set -u
cc=$1
shift
n=0 bad=0
packages="yaml-0.1 jansson libutf8proc libsodium sqlite3 libzip expat libseccomp"

# An analyzer that finds nothing anywhere proves nothing: it must find this.
found() {
	CCACHE_DISABLE=1 $cc -std=c17 -D_XOPEN_SOURCE=700 -O2 -fanalyzer \
	    -fdiagnostics-plain-output -I. $(pkg-config --cflags $packages) \
	    '-DTN_VERSION=""' '-DTN_PREFIX=""' -c -o /dev/null "$@" 2>&1 |
	    grep -E 'warning:|error:'
}
planted='#include <stdlib.h>
int main(void) { char *p = malloc(1); free(p); return *p; }'
if ! printf '%s\n' "$planted" | found -x c - | grep -q 'use-after-free'; then
	echo "1..1"
	echo "ok 1 - what gcc's analyzer finds # SKIP $cc has no -fanalyzer"
	exit 0
fi
for file in core/procedure/rights.c core/serve/*.c core/wall/*.c \
	core/staff/*.c core/case/visible.c core/case/decide_pair.c \
	core/store/file.c "$@"; do
	n=$((n + 1))
	got=$(found "$file")
	if [ -z "$got" ]; then
		echo "ok $n - nothing in $file"
	else
		echo "not ok $n - $file"
		printf '%s\n' "$got" | sed 's/^/# /'
		bad=1
	fi
done
echo "1..$n"
exit $bad
