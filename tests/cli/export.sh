# export of identified data, prints of several cases, letters.  Read by run.sh,
# after store.sh has made the demonstration store.

as() { # as NAME CODE OFFICER WORD...
	name=$1 code=$2 officer=$3
	shift 3
	want "$name" "$code" sh -c 'd=$1; shift; printf "%s\n" "$d" | "$@"' sh \
	    "$demo_secret" "$T" --store "$D" "$@" --as "$officer" --secret-fd 0
}
first() { sed -n "s/^\([0-9a-f]*\) | \([0-9a-f]*\) | .*/\\$1/p" "$W/out" | head -n 1; }

X="$W/x.tnx"
cat >"$W/select.json" <<END
{"cases": ["MH-2026-00001"], "classes": ["identity", "plain"],
 "receiver": "syt_quang_ninh", "purpose": "Khám sức khoẻ",
 "ground": "law", "document": "Công văn thử số 1"}
END
as "an export without a reason" 1 an export propose "$W/select.json"
as "an export is proposed" 0 an export propose "$W/select.json" --why "Bàn giao chăm sóc"
as "the second person looks" 0 anh staff waiting
proposal=$(first 1) hash=$(first 2)
out "and sees what it is about" "Khám sức khoẻ"
as "not before it is approved" 1 an export cases "$proposal" --out "$X"
err "why not" "chưa được người thứ hai chấp thuận"
if [ -e "$X" ]; then bad "and no file is made"; else ok "and no file is made"; fi
as "the second person approves" 0 anh staff approve "$proposal" "$hash"
: >"$X"
as "never over a file, and nothing is used up" 1 an export cases "$proposal" --out "$X"
rm -f "$X"
as "the export" 0 an export cases "$proposal" --out "$X"
out "says its number" "MH-2026-X00001"
out "says the hash of the file" "$(b2sum -l 256 "$X" | cut -d ' ' -f 1)"
is "it is for its owner alone" "$(stat -c %a "$X")" 600
if grep -qaF "Nguyễn" "$X"; then bad "no name is in the clear"; else ok "no name is in the clear"; fi
as "once only" 1 an export cases "$proposal" --out "$W/y.tnx"
as "the register" 0 an export list
out "with both persons" "Thử Anh"
out "and the receiver" "syt_quang_ninh"
as "the sender cannot open it" 1 an export open "$X" --out "$W/y.csv"
err "says whose it is" "syt_quang_ninh"
as "the receiver can" 0 giau export open "$X" --out "$W/x.csv"
if grep -qF "Nguyễn Thị Mẫu Một" "$W/x.csv"; then ok "and has the name"; else bad "and has the name"; fi
if grep -qF '"journal_head"' "$W/x.csv"; then ok "and the head of the journal"; else bad "and the head of the journal"; fi
as "as a workbook" 0 giau export open "$X" --out "$W/x.xlsx"
is "which is one" "$(head -c 2 "$W/x.xlsx")" PK
printf 'TNEXPORT1\n\377\377\377\377' >"$W/bad.tnx"
as "a file that lies about its length" 1 giau export open "$W/bad.tnx" --out "$W/z.csv"
lines "one sentence" 1
head -c 3000000 /dev/urandom >"$W/bad.tnx"
as "a file of noise" 1 giau export open "$W/bad.tnx" --out "$W/z.csv"
lines "one sentence too" 1
head -c 6000000 /dev/urandom >"$W/bad.tnx"
as "a file too large" 1 giau export open "$W/bad.tnx" --out "$W/z.csv"

# Somebody without a unit: their own key.
R="con mèo đi xe đạp"
want "a receiver makes a key" 0 sh -c 'printf "%s\n" "$1" | "$2" export key "$3" --secret-fd 0' sh "$R" "$T" "$W/iom.key"
public=$(grep -o '[0-9a-f]\{64\}' "$W/out" | head -n 1)
want "never over another" 1 sh -c 'printf "%s\n" "$1" | "$2" export key "$3" --secret-fd 0' sh "$R" "$T" "$W/iom.key"
as "it is proposed" 0 anh export receiver iom_thu "Tổ chức thử" "$public" --why "Thoả thuận thử"
as "the second person" 0 giau staff waiting
as "approves it" 0 giau staff approve "$(first 1)" "$(first 2)"
as "it is a receiver" 0 an export receivers
out "by its name" "Tổ chức thử"
sed -i 's/syt_quang_ninh/iom_thu/' "$W/select.json"
as "an export to it" 0 an export propose "$W/select.json" --why "Thử"
as "looked at" 0 anh staff waiting
proposal=$(first 1)
as "approved" 0 anh staff approve "$proposal" "$(first 2)"
rm -f "$X"
as "and made" 0 an export cases "$proposal" --out "$X"
want "opened with the key file" 0 sh -c 'printf "%s\n" "$1" | "$2" export open "$3" "$4" --out "$5" --secret-fd 0' sh "$R" "$T" "$X" "$W/iom.key" "$W/iom.csv"
want "not with another secret" 1 sh -c 'printf "%s\n" "$1" | "$2" export open "$3" "$4" --out "$5" --secret-fd 0' sh "rừng sâu nhiều gấu" "$T" "$X" "$W/iom.key" "$W/iom2.csv"
if grep -qF "Nguyễn Thị Mẫu Một" "$W/iom.csv"; then ok "the same is in it"; else bad "the same is in it"; fi

# Several cases on paper.
C=MH-2026-00001,MH-2026-00002
as "several cases without names" 0 an print cases $C
as "with names it takes two" 1 an print cases $C --why "Họp giao ban"
err "and how is said" "staff approve"
as "proposed" 0 an print cases $C --why "Họp giao ban" --propose
as "seen" 0 anh staff waiting
proposal=$(first 1) hash=$(first 2)
as "not before the approval" 1 an print cases $C --why "Họp giao ban" --approved "$proposal"
as "approved by the second" 0 anh staff approve "$proposal" "$hash"
as "not for another reason" 1 an print cases $C --why "Việc khác" --approved "$proposal"
as "printed" 0 an print cases $C --why "Họp giao ban" --approved "$proposal"
out "with its number" "MH-2026-B00001"
out "with the name" "Nguyễn Thị Mẫu Một"
as "once" 1 an print cases $C --why "Họp giao ban" --approved "$proposal"
printf 'print_at_once: 2\nforms: %s/forms\n' "$TOP" >"$W/print.yaml"
as "where the site says two, two need nobody" 0 an print cases $C --why "Họp" --config "$W/print.yaml"
printf 'print_at_once: 0\nforms: %s/forms\n' "$TOP" >"$W/print.yaml"
as "none at all is no number" 1 an print cases $C --why "Họp" --config "$W/print.yaml"

# A person asks for a copy.
give() { # give NAME JSON
	printf '%s' "$2" >"$W/do.json"
	as "$1" 0 an do "$W/do.json"
}
give "a person asks for a copy" '{"do":"record_person_request","op_id":"xin-1","case":"MH-2026-00001","with":{"kind":"copy","by":"person"}}'
as "a word that it came" 0 an print request xin-1
out "with the day" "chậm nhất ngày"
give "it is met" '{"do":"answer_person_request","case":"MH-2026-00001","with":{"request":"xin-1","outcome":"done"}}'
as "the letter" 0 an print request xin-1
out "with the copy" "BẢN SAO DỮ LIỆU CÁ NHÂN"
out "and the head of the journal" "Đầu nhật ký khi in"
is "at most 80 columns" "$(wc -L <"$W/out" | awk '{ print ($1 <= 80) }')" 1
as "and in English" 0 an print request xin-1 --lang en
out "in its words" "COPY OF PERSONAL DATA"
as "not for another unit" 1 giau print request xin-1
as "no such request" 1 an print request xin-9
want "the store is whole after all that" 0 "$T" --store "$D" verify
