#!/bin/sh
# Plays path.tui over the real program and a fresh store: both languages, two
# sizes.  Compares each saved screen with golden/, then asks the store itself
# what came of it.  Prints TAP.
#
#	tests/path/run.sh PROGRAM OUTDIR	ACCEPT=1: show, then take over
set -u
case $1 in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
case $2 in
/*) out=$2 ;;
*) out=$PWD/$2 ;;
esac
cd "$(dirname "$0")/../.." || exit 1
here=tests/path
clock=2026-03-02T02:10+07:00
later=2026-03-20T02:10+07:00
TIEPNHAN_SECRET="mat khau thu"
export TIEPNHAN_SECRET
bad=0 n=0

say() {
	n=$((n + 1))
	echo "$1 $n - $2"
	test "$1" = ok || bad=1
}

# Says whether the exit status $1 is 0; with a file, shows it when not.
well() {
	if test "$1" = 0; then
		say ok "$2"
	else
		test -z "${3:-}" || sed 's/^/# /' "$3"
		say "not ok" "$2"
	fi
}

tn() {
	"$program" --store "$dir/path.db" "$@"
}

compare() {
	for saved in "$dir"/*.txt; do
		test -s "$saved" || continue
		base=$(basename "$saved" .txt)
		golden=$here/golden/$base.$run.txt
		echo "$base.$run.txt" >>"$out/made"
		ok=0
		if ! diff -u "$golden" "$saved" >"$dir/diff" 2>&1; then
			ok=1
			if test -n "${ACCEPT:-}"; then
				sed 's/^/# /' "$dir/diff"
				cp "$saved" "$golden"
				ok=0
			fi
		fi
		well $ok "$run: screen $base" "$dir/diff"
	done
}

# What officer $1 is answered to query $2 holds $3.
holds() {
	printf '%s' "$2" | tn ask - --as "$1" --now $later \
	    >"$dir/answer" 2>"$dir/errors"
	grep -qF "$3" "$dir/answer"
	well $? "$run: $1 is told $3" "$dir/answer"
}

asks() {
	for c in 1 3; do
		q="{\"ask\":\"case\",\"case\":\"MC-2026-0000$c\"}"
		holds giang "$q" '"state":{"code":"closed"'
		holds giang "$q" '"holder":{"code":"syt_quang_ninh"'
		holds giang "$q" '"epoch":2'
	done
	q='{"ask":"case","case":"MC-2026-00002"}'
	holds an "$q" '"state":{"code":"not_victim"'
	holds an "$q" '"holder":{"code":"dbp_mong_cai"'
	holds giang "$q" '"code":"no_such_case"'
	q='{"ask":"act","act":"MC-2026-A00001"}'
	holds an "$q" 'Không có tên trong danh sách của phía nước ngoài'
	q='{"ask":"act","act":"MC-2026-A00002"}'
	holds an "$q" '"state":"refused"'
	q='{"ask":"act","act":"MC-2026-A00003"}'
	holds an "$q" '"state":"partly"'
	q='{"ask":"history","case":"MC-2026-00001"}'
	holds giang "$q" 'Đối chiếu danh tính khi trả hồ sơ'
	holds giang '{"ask":"home"}' '"drafts":[]'
}

# Everything of several words that was typed, looked for in the store's files.
sealed() {
	sed -n 's/^type //p' $here/path.tui | grep ' ' |
	    grep -v -e '\\' -e '^mat khau' -e '^sai ' >"$dir/needles"
	sed -n 's/^type .*\(Mẫu [^ ]*\|Thử [^ ]*\)$/\1/p' $here/path.tui \
	    >>"$dir/needles"
	tn backup "$dir/backup.db" >"$dir/errors" 2>&1
	well $? "$run: backup" "$dir/errors"
	cat "$dir"/path.db* "$dir/backup.db" >"$dir/bytes" 2>"$dir/errors"
	well $? "$run: the files of the store are there" "$dir/errors"
	# Names of officers are plain; the officers are no needles.
	grep -vxF -e "Thử Anh" -e "Thử Giàu" -e "Vũ Văn Thử Giàu" \
	    "$dir/needles" >"$dir/wanted"
	! LC_ALL=C grep -aqF -f "$dir/wanted" "$dir/bytes"
	well $? "$run: nothing that was typed lies readable in the store"
	printf 'x%sx' "$(sed -n 3p "$dir/wanted")" >>"$dir/bytes"
	LC_ALL=C grep -aqF -f "$dir/wanted" "$dir/bytes"
	well $? "$run: planted text is found"
	rm -f "$dir/bytes"
}

play() {	# lang size
	run=$1.$2
	dir=$out/$run
	rm -rf "$dir"
	mkdir -p "$dir"
	sed "1s/.*/size $2/" $here/path.tui >"$dir/path.tui"
	tn --lang "$1" init --plan $here/plan.json --now $clock \
	    >"$dir/errors" 2>&1
	well $? "$run: a fresh store" "$dir/errors"
	tn --lang "$1" --script "$dir/path.tui" --out "$dir" --now $clock \
	    2>"$dir/errors"
	well $? "$run: every key of the path" "$dir/errors"
	compare
	tn verify >"$dir/errors" 2>&1
	well $? "$run: the store verifies" "$dir/errors"
	asks
	sealed
}

mkdir -p "$out" $here/golden
: >"$out/made"
for lang in vi en; do
	for size in 80x24 120x40; do
		play $lang $size
	done
done

# A golden that no run makes any more proves nothing.
ls $here/golden | LC_ALL=C sort >"$out/golden.sorted"
LC_ALL=C sort "$out/made" | comm -13 - "$out/golden.sorted" >"$out/unused"
test ! -s "$out/unused"
well $? "every golden is made by a run" "$out/unused"
echo "1..$n"
exit $bad
