# check, eval, deadline.  Read by run.sh.

cd "$TOP" || exit 1
want "check" 0 "$T" check
silent "check says nothing on stderr"
want "check of a folder" 0 "$T" check forms
want "check --json" 0 "$T" check --json
keys "check --json: its keys" outcome version findings
want "check --codes" 0 "$T" check --codes
for code in receive_persons not_holder dbp_mong_cai border_post officer \
    support_decision mine received care_before_questions; do
	out "check --codes knows $code" "$code"
done
want "check --codes --json" 0 "$T" check --codes --json
keys "check --codes --json: its keys" commands reasons unit_kinds roles units \
    queues regimes clocks states steps papers support requests \
    tracks classes coordination
want "check --coverage" 0 "$T" check --coverage
out "check --coverage names articles" "Luật 53/2024/QH15, Đ. 30(2)"
want "check --coverage --json" 0 "$T" check --coverage --json
keys "check --coverage --json: its keys" doc law steps
want "check --dot" 0 "$T" check --dot bilateral_handover
out "check --dot draws" 'digraph "bilateral_handover"'
want "check --dot of a regime" 0 "$T" check --dot vn-2025/bilateral_handover
out "check --dot of a regime draws" 'digraph "bilateral_handover"'
want "check --dot of no path" 1 "$T" check --dot nowhere
err "the paths are named" "bilateral_handover"
want "check --codes --dot" 2 "$T" check --codes --dot bilateral_handover
want "check of nothing" 1 "$T" check "$W/nothing"
lines "in one line" 1

cp -r forms "$W/forms"
printf 'queues:\n  - {cod: x}\n' >"$W/forms/queues.yaml"
want "check of broken forms" 1 "$T" check "$W/forms"
err "with file, line and column" "$W/forms/queues.yaml:2:"
want "check --json of broken forms" 1 "$T" check --json "$W/forms"
keys "check --json of broken forms: its keys" outcome findings file line col code say
silent "check --json says it all on stdout"
cp forms/queues.yaml "$W/forms/queues.yaml"
sed 's/^    do: take_step/    do_: take_step/' \
    forms/scenarios/wrong_ministry.yaml >"$W/forms/scenarios/wrong_ministry.yaml"
want "check reads the scenarios too" 1 "$T" check "$W/forms"
err "with their place" "$W/forms/scenarios/wrong_ministry.yaml:"
rm -r "$W/forms"

# ---- eval ----

want "eval" 0 "$T" eval '1 + 2 * 3'
is "eval prints the value" "$(cat "$W/out")" 7
printf '{"a": 4, "name": "Nguyễn Thị Mẫu Một", "bad": "x\\u001b[2Jy"}' >"$W/a.json"
want "eval with answers" 0 "$T" eval '${a} * 2' --answers "$W/a.json"
is "eval reads the answers" "$(cat "$W/out")" 8
want "eval of a text" 0 "$T" eval '${name}' --answers "$W/a.json"
is "eval keeps the letters" "$(cat "$W/out")" "Nguyễn Thị Mẫu Một"
want "eval of an escape" 0 "$T" eval '${bad}' --answers "$W/a.json"
if grep -q "$(printf '\033')" "$W/out"; then bad "eval makes it safe"
else ok "eval makes it safe"; fi
want "eval at a time" 0 "$T" eval 'string(today())' --now 2026-03-02T02:10+07:00
out "eval has that day" 2026-03-02
want "eval of nonsense" 1 "$T" eval '1 +'
lines "eval of nonsense: one line" 1
err "eval of nonsense: a column" "expr:1:"
want "eval with a bad time" 2 "$T" eval 1 --now yesterday
want "eval without the answers" 1 "$T" eval 1 --answers "$W/none.json"
printf '[1]' >"$W/list.json"
want "eval with a list" 1 "$T" eval 1 --answers "$W/list.json"
printf '{"a": 1, "a": 2}' >"$W/twice.json"
want "eval with a key twice" 1 "$T" eval 1 --answers "$W/twice.json"
err "with its place" "$W/twice.json:1:"
printf '{"a": ' >"$W/half.json"
want "eval with half a file" 1 "$T" eval 1 --answers "$W/half.json"
lines "in one line" 1

# ---- deadline ----

want "deadline" 0 "$T" deadline --from 2026-03-02T02:10+07:00 --term "3 working_days"
keys "deadline: its keys" from term due certain counted why_uncertain
out "deadline: the day" '"due":"2026-03-05T23:59:59+07:00"'
want "deadline over Tết" 0 "$T" deadline --from 2026-02-13T08:00 --term "3 working_days"
out "deadline over Tết: certain" '"certain":true'
out "deadline over Tết: says what it skipped" '"why":"holiday"'
want "deadline in a year not published" 0 "$T" deadline --from 2039-02-13 --term "3 working_days"
out "deadline in a year not published: not certain" '"certain":false'
want "deadline with a suspension" 0 "$T" deadline --from 2026-03-02 --term "24 hours" \
    --suspend 2026-03-02T06:00/2026-03-03T06:00
out "deadline with a suspension: later" '"due":"2026-03-04T00:00:00+07:00"'
want "deadline, two suspensions" 0 "$T" deadline --from 2026-03-02 --term "24 hours" \
    --suspend 2026-03-02T06:00/2026-03-03T06:00 --suspend 2026-03-03T12:00/2026-03-03T13:00
out "deadline, two suspensions: later still" '"due":"2026-03-04T01:00:00+07:00"'
want "deadline without a term" 2 "$T" deadline --from 2026-03-02
want "deadline without a beginning" 2 "$T" deadline --term "3 days"
want "deadline with a bad term" 1 "$T" deadline --from 2026-03-02 --term "3 fortnights"
lines "deadline with a bad term: one line" 1
want "deadline with a bad beginning" 1 "$T" deadline --from 2026-02-30 --term "3 days"
want "deadline with a bad suspension" 1 "$T" deadline --from 2026-03-02 --term "3 days" --suspend x
