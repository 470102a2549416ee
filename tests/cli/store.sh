# init, do, ask, verify, backup, restore.  Read by run.sh.

cd "$TOP" || exit 1
S="$W/live/store.db"
D="$W/demo/demo.db"
demo_secret="tiep nhan minh hoa"

# ---- init ----

plan() {
	cat >"$W/plan.json" <<END
{"site": "$1", "units": ["syt_quang_ninh"], "staff": [
 {"id": "an", "name": "Trần Văn Thử An", "unit": "dbp_mong_cai",
  "roles": ["$2"], "secret": "$3"},
 {"id": "giang", "name": "Hoàng Thị Mẫu Giang", "unit": "syt_quang_ninh",
  "roles": ["officer"], "secret": "mot mat khau khac dai"}]}
END
}

want "init without a terminal" 2 "$T" --store "$S" init
plan MC officer "mot mat khau that dai"
want "init by a plan" 0 "$T" --store "$S" init --plan "$W/plan.json"
is "the store is for its owner alone" "$(stat -c %a "$S")" 600
is "its folder too" "$(stat -c %a "$W/live")" 700
want "init over a store" 1 "$T" --store "$S" init --plan "$W/plan.json"
lines "init over a store: one line" 1
plan mc officer "mot mat khau that dai"
want "init with a bad site" 1 "$T" --store "$W/x.db" init --plan "$W/plan.json"
plan MC king "mot mat khau that dai"
want "init with a role that does not exist" 1 "$T" --store "$W/x.db" init --plan "$W/plan.json"
err "the role is named" "king"
plan MC officer "ngan"
want "init with a short secret" 1 "$T" --store "$W/x.db" init --plan "$W/plan.json"
plan MC officer "mat khau cua an day"
want "init with the id in the secret" 1 "$T" --store "$W/x.db" init --plan "$W/plan.json"
printf '{"site":"MC","units":[],"staff":[]}' >"$W/plan.json"
want "init with nobody" 1 "$T" --store "$W/x.db" init --plan "$W/plan.json"
if [ -e "$W/x.db" ]; then bad "nothing is left of a refused init"
else ok "nothing is left of a refused init"; fi
plan MC officer "mot mat khau that dai"
sed -i 's/"site"/"cheap": true, "site"/' "$W/plan.json"
want "init of a live store with a cheap hash" 1 "$T" --store "$W/x.db" init --plan "$W/plan.json"
err "why is said" "cheap"
want "init with no such plan" 1 "$T" --store "$W/x.db" init --plan "$W/none.json"

want "init --demo" 0 "$T" init --demo "$W/demo"
want "init --demo over one" 1 "$T" init --demo "$W/demo"
want "init --demo and --plan" 2 "$T" init --demo "$W/demo" --plan x
is "nothing half-made stays" "$(ls "$W/demo" | grep -c part)" 0

# ---- do and ask ----

door() { # door NAME CODE do|ask STORE OFFICER SECRET JSON [OPTION...]
	name=$1 code=$2 how=$3 store=$4 who=$5 secret=$6
	printf '%s' "$7" >"$W/in.json"
	shift 7
	printf '%s\n' "$secret" >"$W/secret"
	"$T" --store "$store" "$how" "$W/in.json" --as "$who" --secret-fd 3 "$@" \
	    >"$W/out" 2>"$W/err" 3<"$W/secret" </dev/null
	came=$?
	if [ $came -eq "$code" ]; then ok "$name"; else
		bad "$name" "exit $came, not $code"
	fi
}
# The text of a key in the last output.
value() { sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' "$W/out" | head -n 1; }

door "nothing before the code of conduct" 1 ask "$S" an "mot mat khau that dai" '{"ask":"home"}'
out "why is said" "conduct_first"
for who in "an:mot mat khau that dai" "giang:mot mat khau khac dai"; do
	door "${who%%:*} agrees to it" 0 do "$S" "${who%%:*}" "${who#*:}" \
	    '{"do":"accept_conduct","with":{"version":1}}'
done
door "ask home" 0 ask "$S" an "mot mat khau that dai" '{"ask":"home"}'
keys "ask home: its keys" officer queues drafts can paths unset now
silent "ask home says nothing else"
door "a wrong secret" 1 ask "$S" an "mot mat khau sai be bet" '{"ask":"home"}'
lines "a wrong secret: one line" 1
cp "$W/err" "$W/wrong"
door "nobody of that name" 1 ask "$S" nobody "mot mat khau that dai" '{"ask":"home"}'
is "is told in the same words" "$(cat "$W/err")" "$(cat "$W/wrong")"
door "a query that does not exist" 1 ask "$S" an "mot mat khau that dai" '{"ask":"nothing"}'
keys "its keys" outcome reasons code say
lines "one line a reason" 1
want "do without --as" 2 "$T" --store "$S" do "$W/in.json"
want "do without a secret" 1 setsid "$T" --store "$S" do "$W/in.json" --as an
err "what is needed is said" "--secret-fd"
printf '{"ask":"home"}' >"$W/home.json"
TIEPNHAN_SECRET="mot mat khau that dai" "$T" --store "$S" ask "$W/home.json" \
    --as an >"$W/out" 2>"$W/err" </dev/null
is "the environment does not open a live store" $? 1
err "and why is said" "TIEPNHAN_SECRET"
want "do of no file" 1 "$T" --store "$S" do "$W/none.json" --as an --secret-fd 0
door "do of a list" 1 do "$S" an "mot mat khau that dai" '[1]'
door "do of half a command" 1 do "$S" an "mot mat khau that dai" '{"do":'
door "do of nothing" 1 do "$S" an "mot mat khau that dai" '{}'
keys "a refusal: its keys" outcome op_id reasons code say law fix
want "do with a bad descriptor" 1 "$T" --store "$S" do "$W/in.json" --as an --secret-fd 99
want "do with a descriptor that is none" 1 "$T" --store "$S" do "$W/in.json" --as an --secret-fd x

receive='{"do":"receive_persons","op_id":"op-one","with":{"path":"bilateral_handover",
 "minutes":{"reception_gate":"mong_cai","reception_date":"2026-03-02",
  "foreign_country":"CN","foreign_agency":"Cơ quan phía nước ngoài (giả định)",
  "our_head":"Trần Văn Thử An, trực ban","foreign_list_count":1},
 "persons":[{"full_name":"Nguyễn Thị Mẫu Một","sex":"female",
  "birth_date":"1999","condition":"well","foreign_list_number":"1"}]}}'
door "a case is opened" 0 do "$S" an "mot mat khau that dai" "$receive"
keys "done: its keys" outcome op_id events seq kind stream case cases act number
case=$(value case)
door "the same op_id does nothing new" 0 do "$S" an "mot mat khau that dai" "$receive"
out "and says so" '"again":true'
is "and names the same case" "$(value case)" "$case"
door "the case is there" 0 ask "$S" an "mot mat khau that dai" '{"ask":"case","case":"'"$case"'"}'
out "masked" "N••• T••• M••• M•••"
if grep -q "Thị Mẫu" "$W/out"; then bad "and nothing but masked"; else ok "and nothing but masked"; fi
door "to another unit it is not" 1 ask "$S" giang "mot mat khau khac dai" '{"ask":"case","case":"'"$case"'"}'
err "in the words of absence" "$case"
door "identity without a reason" 1 ask "$S" an "mot mat khau that dai" '{"ask":"identity","case":"'"$case"'"}'
door "a reason" 0 do "$S" an "mot mat khau that dai" '{"do":"reveal_identity","case":"'"$case"'","with":{"why":"Đối chiếu biên bản"}}'
door "identity with a reason" 0 ask "$S" an "mot mat khau that dai" '{"ask":"identity","case":"'"$case"'"}'
out "is whole" "Nguyễn Thị Mẫu Một"
door "and the read is in the history" 0 ask "$S" an "mot mat khau that dai" '{"ask":"history","case":"'"$case"'"}'
out "as an event" '"identity_read"'
printf '{"ask":"home"}' | TIEPNHAN_SECRET="$demo_secret" \
    "$T" --store "$D" ask - --as an >"$W/out" 2>"$W/err"
is "the environment opens a demonstration; stdin is read" $? 0
printf '{"ask":"home"}' >"$W/home.json"
for who in an giang chi dung; do
	TIEPNHAN_SECRET="$demo_secret" "$T" --store "$D" ask "$W/home.json" \
	    --as $who >>"$W/queues" 2>"$W/err" </dev/null
done
for queue in all late mine offered waiting; do
	if grep -qE "\"code\":\"$queue\",\"count\":[1-9]" "$W/queues"; then
		ok "the demonstration has something in $queue"
	else bad "the demonstration has something in $queue"; fi
done
door "a training door to a live store" 1 ask "$S" an "mot mat khau that dai" '{"ask":"home"}' --training

# ---- verify, backup, restore ----

want "verify" 0 "$T" --store "$S" verify
want "a head that was never there" 1 "$T" --store "$S" verify --chain --head 99999:0123456789abcdef
lines "a head that was never there: one line" 1
want "the first entry is another" 1 "$T" --store "$S" verify --chain --head 1:0123456789abcdef
want "a head that is none" 2 "$T" --store "$S" verify --head 1:xyz
want "verify --chain --json, for its head" 0 "$T" --store "$S" verify --chain --json
head=$(sed 's/.*"events":\([0-9]*\).*"head":"\([0-9a-f]\{16\}\).*/\1:\2/' "$W/out")
want "the head itself" 0 "$T" --store "$S" verify --chain --head "$head"
want "verify --json" 0 "$T" --store "$S" verify --json
keys "verify --json: its keys" outcome events streams head
want "verify --chain --json" 0 "$T" --store "$S" verify --chain --json
keys "verify --chain --json: its keys" outcome events head
want "verify of nothing" 1 "$T" --store "$W/none.db" verify
err "what to do is said" "tiepnhan init"
want "backup" 0 "$T" --store "$S" backup "$W/copy.db"
want "backup over a backup" 0 "$T" --store "$S" backup "$W/copy.db"
want "backup --json" 0 "$T" --store "$S" backup "$W/copy.db" --json
keys "backup --json: its keys" outcome file
echo text >"$W/other"
want "backup over another file" 1 "$T" --store "$S" backup "$W/other"
is "which stays" "$(cat "$W/other")" text
want "backup onto the store" 1 "$T" --store "$S" backup "$S"
want "backup of nothing" 1 "$T" --store "$W/none.db" backup "$W/none-copy.db"
want "restore" 0 "$T" restore "$W/copy.db" --to "$W/again.db"
want "the restored store verifies" 0 "$T" --store "$W/again.db" verify
door "and opens, case and all" 0 ask "$W/again.db" an "mot mat khau that dai" '{"ask":"case","case":"'"$case"'"}'
want "restore over a store" 1 "$T" restore "$W/copy.db" --to "$W/again.db"
want "restore --aside" 0 "$T" restore "$W/copy.db" --to "$W/again.db" --aside --json
keys "restore --json: its keys" outcome file
if [ -e "$W/again.db.before-restore-1" ]; then ok "the old one lies aside"
else bad "the old one lies aside"; fi
if [ -e "$W/copy.db.erased" ]; then ok "the list of erased cases lies beside the backup"
else bad "the list of erased cases lies beside the backup"; fi
mv "$W/copy.db.erased" "$W/list"
want "restore without the list" 1 "$T" restore "$W/copy.db" --to "$W/third.db"
err "the list is asked for" "--erased"
want "restore with the list named" 0 "$T" restore "$W/copy.db" --to "$W/third.db" --erased "$W/list"
want "restore, nothing was ever erased" 0 "$T" restore "$W/copy.db" --to "$W/fourth.db" --erased none
head -c 40 "$W/list" >"$W/copy.db.erased"
want "restore with a cut list" 1 "$T" restore "$W/copy.db" --to "$W/fifth.db"
err "of which it is said why" "$W/copy.db.erased"
lines "a cut list: one sentence" 1
want "a newer list does not mend a bad one" 1 "$T" restore "$W/copy.db" --to "$W/fifth.db" --erased "$W/list"
if [ -e "$W/fifth.db" ]; then bad "nothing was restored"; else ok "nothing was restored"; fi
rm -f "$W/third.db"* "$W/fourth.db"*
# One who writes a name out of the list cannot sign what is left.
sed 's/ [0-9]* \([0-9a-f]\{64\}\)$/ 9 \1/' "$W/list" >"$W/copy.db.erased"
want "restore with a changed list" 1 "$T" restore "$W/copy.db" --to "$W/fifth.db"
err "its signature does not fit" "chữ ký"
mkdir -m 700 "$W/elsewhere"
want "a store elsewhere" 0 "$T" init --demo "$W/elsewhere"
want "its backup" 0 "$T" --store "$W/elsewhere/demo.db" backup "$W/elsewhere/copy.db"
out "the key is told for the paper" "elsewhere/copy.db.erased"
key=$(sed -n 's/.* \([0-9a-f]\{64\}\)[;.].*/\1/p' "$W/out")
cp "$W/elsewhere/copy.db.erased" "$W/copy.db.erased"
want "restore with the list of another site" 1 "$T" restore "$W/copy.db" --to "$W/fifth.db"
lines "the list of another: one sentence" 1
want "nor with its key" 1 "$T" restore "$W/copy.db" --to "$W/fifth.db" --key "$key"
cp "$W/list" "$W/copy.db.erased"
want "another backup" 0 "$T" --store "$S" backup "$W/newer.db"
want "restore by the newest list" 0 "$T" restore "$W/copy.db" --to "$W/fifth.db" --erased "$W/newer.db.erased"
rm -f "$W/fifth.db" "$W/fifth.db-wal" "$W/fifth.db-shm"
want "restore by an older list than one that was seen" 1 "$T" restore "$W/copy.db" --to "$W/fifth.db"
err "and the newest is named" "$W/fifth.db-erased"
if [ -e "$W/fifth.db" ]; then bad "nor was anything restored"; else ok "nor was anything restored"; fi
rm -f "$W/fifth.db"* "$W/newer.db"*
mv "$W/list" "$W/copy.db.erased"
want "restore of nothing" 1 "$T" restore "$W/none.db" --to "$W/third.db"
want "restore of another file" 1 "$T" restore "$W/other" --to "$W/third.db"
if [ -e "$W/third.db" ]; then bad "nothing was made of it"; else ok "nothing was made of it"; fi

# Somebody with a database tool and time changes what was saved.
tamper() { # tamper NAME SQL
	rm -f "$W/tampered.db"*
	cp "$W/copy.db" "$W/tampered.db"
	chmod 600 "$W/tampered.db"
	sqlite3 "$W/tampered.db" "$2" >"$W/out" 2>"$W/err" ||
	    { bad "$1: the test itself"; return; }
	want "$1 is found" 1 "$T" --store "$W/tampered.db" verify --json
	keys "$1: the first bad entry is named" outcome reasons code seq stream
}
drop="PRAGMA writable_schema=ON; DELETE FROM sqlite_schema WHERE type='trigger'; PRAGMA writable_schema=RESET;"
if command -v sqlite3 >/dev/null; then
	tamper "an officer exchanged" "$drop UPDATE event SET actor='giang' WHERE seq=6;"
	tamper "an entry taken out" "$drop PRAGMA foreign_keys=OFF; DELETE FROM event WHERE seq=(SELECT max(seq)-1 FROM event);"
	tamper "a row of the worklist gone" "$drop DELETE FROM work;"
else
	skip "tampering is found" "no sqlite3 tool here"
fi
