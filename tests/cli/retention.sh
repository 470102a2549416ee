# How long a closed case is kept, end to end (S-54): no term is known, two
# persons set one, it passes, the case is proposed, a legal hold stops two, it
# is lifted, two erase, the certificate is printed.  Read by run.sh.

K="$W/kept/store.db"
kept_secret="rừng sâu nhiều gấu"
cat >"$W/plan.json" <<END
{"site": "TD", "demonstration": true, "cheap": true, "units": [], "staff": [
 {"id": "ha", "name": "Tạ Thị Mẫu Hà", "unit": "td_111",
  "roles": ["commander"], "secret": "$kept_secret"},
 {"id": "hue", "name": "Võ Thị Mẫu Huệ", "unit": "td_111",
  "roles": ["commander"], "secret": "$kept_secret"}]}
END
want "a store to keep and erase in" 0 "$T" --store "$K" init --plan "$W/plan.json" --now 2026-01-05T08:00+07:00

# kept NAME CODE DAY do|ask|print OFFICER WORD...: on that day; JSON for do, ask.
kept() {
	name=$1 code=$2 day=$3 how=$4 who=$5
	shift 5
	case $how in
	do | ask)
		printf '%s' "$1" >"$W/in.json"
		set -- "$W/in.json" ;;
	esac
	printf '%s\n' "$kept_secret" >"$W/secret"
	"$T" --store "$K" "$how" "$@" --as "$who" --secret-fd 3 \
	    --now "${day}T09:00+07:00" >"$W/out" 2>"$W/err" 3<"$W/secret" </dev/null
	came=$?
	if [ $came -eq "$code" ]; then ok "$name"; else
		bad "$name" "exit $came, not $code"
	fi
}

kept "a call" 0 2026-01-05 do ha '{"do":"open_case","with":{"path":"hotline_report",
 "answers":{"alert_caller":"person","alert_on":"2026-01-05","full_name":"Lý Thị Mẫu Hỏi",
 "sex":"female","under_18_observed":"no","alert_danger":"no","alert_place":"Địa chỉ giả định",
 "alert_details":"Hỏi thông tin (giả định)."}}}'
one=$(value case)
case_is='"case":"'"$one"'"'
propose='{"do":"propose_pair","with":{"kind":"erase_case","content":{'"$case_is"',"ground":"retention_end"},"reason":"Hết hạn lưu giữ"}}'
kept "it was a question" 0 2026-01-05 do ha '{"do":"take_step",'"$case_is"',"with":{"step":"close_advised",
 "answers":{"alert_outcome":"information_only","alert_tried":"Đã tư vấn (giả định).","alert_told_back":"yes"}}}'
kept "nobody knows how long it is kept" 0 2036-01-05 ask ha '{"ask":"retention"}'
out "so nothing is proposed, in ten years" '"due":[]'
out "and the closed one is counted" '"closed":1'
out "the term is unset" '"status":"unset"'
kept "nor is it erased for its age" 1 2036-01-05 do ha "$propose"
out "for that very reason" '"erase_no_term"'

kept "a term is proposed" 0 2026-01-06 do ha '{"do":"propose_value","op_id":"kept-1","with":{
 "regime":"vn-2025","code":"kept_for","value":24,"status":"reported","document":"Văn bản giả định 01"}}'
kept "nobody sets it alone" 1 2026-01-06 do ha '{"do":"confirm_value","with":{"proposal":"kept-1"}}'
out "a second person is needed" '"same_person"'
kept "the second sets it" 0 2026-01-06 do hue '{"do":"confirm_value","with":{"proposal":"kept-1"}}'
kept "before its end" 0 2028-01-04 ask ha '{"ask":"retention"}'
out "nothing is proposed" '"due":[]'
out "the term is known" '"value":24'
kept "nor erased" 1 2028-01-04 do ha "$propose"
out "the term runs" '"erase_term_runs"'
kept "after its end" 0 2028-01-07 ask ha '{"ask":"retention"}'
out "the case is proposed" "$case_is"
out "masked" "L•••"
if grep -q "Mẫu Hỏi" "$W/out"; then bad "and nobody is named"; else ok "and nobody is named"; fi

kept "a court wants it" 0 2028-01-07 do ha '{"do":"legal_hold",'"$case_is"',"with":{"on":true,"document":"Công văn giả định 02"}}'
kept "the list says that it is held" 0 2028-01-08 ask ha '{"ask":"retention"}'
out "by one word" '"hold":true'
kept "held, it is not erased" 1 2028-01-08 do ha "$propose"
out "because it is held" '"erase_held"'
kept "the hold is lifted" 0 2028-02-01 do hue '{"do":"legal_hold",'"$case_is"',"with":{"on":false,"document":"Công văn giả định 03"}}'
kept "erasure is proposed" 0 2028-02-01 do ha "$propose"
kept "it waits for somebody" 0 2028-02-01 ask hue '{"ask":"pairs"}'
proposal=$(value proposal) hash=$(value hash)
approve='{"do":"approve_pair","with":{"proposal":"'"$proposal"'","hash":"'"$hash"'"}}'
kept "a hold in between" 0 2028-02-01 do hue '{"do":"legal_hold",'"$case_is"',"with":{"on":true,"document":"Công văn giả định 04"}}'
kept "stops that too" 1 2028-02-01 do hue "$approve"
out "in the same words" '"erase_held"'
kept "lifted again" 0 2028-02-01 do hue '{"do":"legal_hold",'"$case_is"',"with":{"on":false,"document":"Công văn giả định 05"}}'
kept "one person is not two" 1 2028-02-01 do ha "$approve"
out "again" '"same_person"'
kept "the case is still there" 0 2028-02-01 ask ha '{"ask":"case",'"$case_is"'}'
kept "the second erases" 0 2028-02-01 do hue "$approve"
kept "for nobody is it there" 1 2028-02-01 ask ha '{"ask":"case",'"$case_is"'}'
out "as if it never was" '"no_such_case"'
kept "nor is it proposed" 0 2028-02-01 ask hue '{"ask":"retention"}'
out "any more" '"due":[]'
out "nor counted" '"closed":0'
kept "the list of what was erased" 0 2028-02-01 ask ha '{"ask":"erasures"}'
erased=$(value erasure)
is "has its number" "$erased" TD-2028-E00001
kept "the certificate is printed" 0 2028-02-01 print ha erasure "$erased"
out "with the case" "$one"
out "with who proposed" "Tạ Thị Mẫu Hà"
out "and who approved" "Võ Thị Mẫu Huệ"
if grep -q "Mẫu Hỏi\|Lý Thị" "$W/out"; then bad "and without the person"; else ok "and without the person"; fi
want "the journal is whole" 0 "$T" --store "$K" verify
