#!/bin/sh
# Every scenario plays to its end, each bad one stops where it should, and
# nothing that was said of a person lies readable in what a store leaves.
#
#	tests/scenario/run.sh [build/tiepnhan [build/tests/scenario/leak [PROGRAM]]]
#
# PROGRAM (the first, when not said) looks at the stores afterwards.
# From the top; TAP on stdout; no sleeps.

T=${1:-build/tiepnhan}
LEAK=${2:-$(dirname "$T")/tests/scenario/leak}
P=${3:-$T}
W=$(mktemp -d) || exit 1
trap 'rm -rf "$W"' EXIT
export HOME="$W" TMPDIR="$W" LC_ALL=C.UTF-8
number=0 failed=0

ok() {
	number=$((number + 1))
	echo "ok $number - $1"
}

bad() {
	number=$((number + 1)) failed=$((failed + 1))
	echo "not ok $number - $1"
	head -n 8 "$W/log" | cut -c 1-300 | sed 's/^/# /'
}

skip() {
	number=$((number + 1))
	echo "ok $number - $1 # SKIP $2"
}

# yes NAME COMMAND...: must come back with 0; no NAME COMMAND...: with 1.
yes() {
	title=$1
	shift
	if "$@" >"$W/log" 2>&1 </dev/null; then ok "$title"; else bad "$title"; fi
}
no() {
	title=$1
	shift
	"$@" >"$W/log" 2>&1 </dev/null
	if [ $? -eq 1 ]; then ok "$title"; else bad "$title"; fi
}

# ---- all that must pass, and what it leaves behind ----

"$P" check --codes >"$W/codes" || exit 1

for s in forms/scenarios/*.yaml tests/scenario/good/*.yaml; do
	name=$(basename "$s" .yaml)
	yes "$name plays to its end" "$T" play "$s" --keep "$W/$name"
	db="$W/$name/training.db"
	yes "$name: the store verifies" "$P" --store "$db" verify
	yes "$name: and is copied" "$P" --store "$db" backup "$W/$name/copy"
	if [ -x "$LEAK" ]; then
		yes "$name: nothing of it is readable" "$LEAK" "$W/codes" "$s" "$W/$name"/*
	else
		skip "$name: nothing of it is readable" "no $LEAK"
	fi
done

# ---- the search itself finds what it should ----

plant() { # plant NAME COMMAND... : its output goes to the end of a store
	planted=$1
	shift
	cp "$db" "$W/planted"
	"$@" >>"$W/planted"
	echo >>"$W/planted"
	no "$planted is found" "$LEAK" "$W/codes" "$s" "$W/planted"
}
s=forms/scenarios/one_adult_returned.yaml
db="$W/one_adult_returned/training.db"
if [ -x "$LEAK" ]; then
	plant "a name" printf 'Nguyễn Thị Mẫu Một'
	plant "half a name" printf 'Mẫu Một'
	plant "a name without marks" printf 'nguyen thi mau mot'
	plant "a name in capitals of hexadecimal" printf '4E677579E1BB856E205468E1BB8B204DE1BAAB75204DE1BB9974'
	plant "a name in UTF-16" printf 'n\0g\0u\0y\0e\0n\0 \0t\0h\0i\0 \0m\0a\0u\0 \0m\0o\0t\0'
	plant "a note of support" printf '1 suất ăn nóng, 1 chỗ nghỉ riêng'
	plant "a commune" printf ' 16681 '
	plant "a date of birth" printf '1999-05'
	plant "a choice" printf '"condition":"tired"'
	plant "a question" printf '"full_name":'
	s=tests/scenario/good/attached_file.yaml
	db="$W/attached_file/training.db"
	plant "a file's words" printf 'bị giữ ở tầng ba, cửa khóa trái'
	plant "a file's words without marks" printf 'loi ke cua nguyen thi mau tep: bi giu o tang ba, cua khoa trai.'
	plant "a file as it travelled" sed -n 's/.*content: "\(TOG[^"]*\)".*/\1/p' "$s"
	plant "a file's name" printf 'Lời kể thử.txt'
fi

# ---- while it is in use: the write-ahead log ----

TIEPNHAN_SECRET="tiep nhan minh hoa"
export TIEPNHAN_SECRET
if [ -x "$LEAK" ] && command -v sqlite3 >/dev/null && "$T" init --demo "$W/demo" >"$W/log" 2>&1; then
	db="$W/demo/demo.db"
	mkfifo "$W/to" "$W/from"
	sqlite3 "$db" <"$W/to" >"$W/from" 2>/dev/null &
	exec 8>"$W/to" 9<"$W/from"
	# A reader that stays: the log is not emptied meanwhile.
	echo "BEGIN; SELECT count(*) FROM event;" >&8
	read -r events <&9
	cat >"$W/in.json" <<'END'
{"do":"append_note","case":"MH-2026-00000","with":{"text":"Câu ghi chú chín mươi mốt"}}
END
	printf '{"ask":"queue","queue":"all"}' >"$W/ask.json"
	"$T" --store "$db" ask "$W/ask.json" --as an >"$W/queue" 2>"$W/log"
	case=$(sed -n 's/.*"case":"\([^"]*\)".*/\1/p' "$W/queue")
	sed "s/MH-2026-00000/$case/" "$W/in.json" >"$W/note.json"
	yes "a note, while somebody reads (after $events events)" "$T" --store "$db" do "$W/note.json" --as an
	yes "there is a write-ahead log" test -s "$db-wal"
	yes "the note is not in it, nor anything else" "$LEAK" --plant "Câu ghi chú chín mươi mốt" "$W/codes" forms/demo/staff.yaml "$db" "$db-wal"
	cp "$db-wal" "$W/wal"
	printf 'Câu ghi chú chín mươi mốt' >>"$W/wal"
	no "in the log it would be found" "$LEAK" --plant "Câu ghi chú chín mươi mốt" "$W/codes" forms/demo/staff.yaml "$W/wal"
	exec 8>&- 9<&-
	wait
else
	skip "the write-ahead log" "no sqlite3 tool or no leak program here"
fi
unset TIEPNHAN_SECRET

# ---- all that must not pass: where, and the word that says why ----

for s in tests/scenario/bad/*.yaml; do
	name=$(basename "$s" .yaml)
	want=$(sed -n '1s/^# expect //p' "$s")
	where=${want%% *} what=${want#* }
	no "$name is refused" "$T" play "$s"
	[ "$where" = - ] && where=tiepnhan: || where="$s:$where"
	if grep -F -e "$where" "$W/log" | grep -qF -e "$what"; then
		ok "$name: $want"
	else bad "$name: $want"; fi
done

echo "1..$number"
[ $failed -eq 0 ]
