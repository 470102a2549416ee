#!/bin/sh
# Built twice, in other folders, by other clocks, languages and file modes:
# the same bytes (S-68).  The folder's own name is left out of what is for
# debuggers, by the flag that packages of Debian are built with.  Prints TAP.
#
#	tests/reproduce.sh OUTDIR [JOBS]	from the top of a git tree
set -u
out=$1 jobs=${2:-2}
if ! git rev-parse --git-dir >/dev/null 2>&1; then
	echo "1..1"
	echo "ok 1 - built twice # SKIP this is no git tree"
	exit 0
fi
rm -rf "$out"
mkdir -p "$out/a" "$out/a-longer-folder/b"
out=$(cd "$out" && pwd)
for tree in "$out/a" "$out/a-longer-folder/b"; do
	# What lies here, not what was committed.
	git ls-files -z | xargs -0 tar cf - | tar xf - -C "$tree"
done
# No cache: it would give the first build's objects to the second.
build() {	# folder umask; the environment from outside
	(cd "$1" && umask "$2" && CCACHE_DISABLE=1 make -j"$jobs" all \
		EXTRA_CFLAGS="-ffile-prefix-map=$1=.") >"$out/log" 2>&1
}
echo "1..2"
TZ=Asia/Ho_Chi_Minh LC_ALL=C build "$out/a" 022 &&
	TZ=America/New_York LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1 HOME=/nonexistent \
	build "$out/a-longer-folder/b" 077
if [ $? != 0 ]; then
	tail -n 5 "$out/log" | sed 's/^/# /'
	echo "not ok 1 - it is built twice"
	echo "not ok 2 - and is the same"
	exit 1
fi
echo "ok 1 - it is built twice"
one=$(sha256sum <"$out/a/build/tiepnhan")
two=$(sha256sum <"$out/a-longer-folder/b/build/tiepnhan")
echo "# ${one%% *}"
if [ "$one" = "$two" ]; then
	echo "ok 2 - and is the same"
	rm -rf "$out"
	exit 0
fi
echo "# ${two%% *}"
echo "not ok 2 - and is the same"
exit 1
