# play and train.  Read by run.sh; all scenarios: tests/scenario/run.sh.

cd "$TOP" || exit 1
want "play" 0 "$T" play forms/scenarios/wrong_ministry.yaml
silent "play says nothing on stderr"
want "play by name" 0 "$T" play wrong_ministry
want "play --json" 0 "$T" play wrong_ministry --json
keys "play --json: its keys" outcome scenario steps played done refused checks waits clock
want "play of nothing" 1 "$T" play "$W/none.yaml"
lines "play of nothing: one line" 1
sed 's/refused: no_right}/refused: no_such_right}/' \
    forms/scenarios/wrong_ministry.yaml >"$W/unmet.yaml"
want "an unmet expectation" 1 "$T" play "$W/unmet.yaml"
lines "an unmet expectation: one line" 1
err "with its place" "$W/unmet.yaml:21:"
err "what was expected" "no_such_right"
err "and what came" "no_right"
want "an unmet expectation --json" 1 "$T" play "$W/unmet.yaml" --json
keys "an unmet expectation: its keys" outcome failure expected came file line col step
is "nothing of it stays" "$(ls "$TMPDIR" | wc -l)" 0

want "play --keep" 0 "$T" play wrong_ministry --keep "$W/kept"
want "the store that was kept verifies" 0 "$T" --store "$W/kept/training.db" verify
want "--keep refuses a store that is there" 1 "$T" play wrong_ministry --keep "$W/kept"
printf '{"ask":"home"}' >"$W/home.json"
TIEPNHAN_SECRET="mat khau tap huan" "$T" --store "$W/kept/training.db" ask \
    "$W/home.json" --as an >"$W/out" 2>"$W/err" </dev/null
is "a training store does not open as a live one" $? 1
TIEPNHAN_SECRET="mat khau tap huan" "$T" --store "$W/kept/training.db" ask \
    "$W/home.json" --as an --training >"$W/out" 2>"$W/err" </dev/null
is "but as what it is" $? 0
want "the workstation does not open it either" 1 "$T" --store "$W/kept/training.db"

# ---- train, without a terminal ----

mkdir "$W/seen"
cat >"$W/train.keys" <<'END'
type an
key <enter>
type mat khau tap huan
key <enter>
vi expect TẬP HUẤN
key <f8>
vi expect chỉ để đọc
key <f8>
vi expect Bị từ chối, đúng như kịch bản mong đợi
key <f8>
vi expect Đã làm bước này.
END
want "train" 0 "$T" train wrong_ministry --script "$W/train.keys" --out "$W/seen"
cat >"$W/train.keys" <<'END'
type an
key <enter>
type mat khau tap huan
key <enter>
vi expect Không có gì như thế này
END
want "a script's expectation counts" 1 "$T" train wrong_ministry --script "$W/train.keys" --out "$W/seen"
want "training goes on from what a pupil did by hand" 0 "$T" train one_adult_returned --script tests/cli/by_hand.tui --out "$W/seen"
is "nothing of training stays" "$(ls "$TMPDIR" | wc -l)" 0
want "train on nothing" 1 "$T" train "$W/none.yaml"
want "train with --store makes no difference" 0 "$T" --store "$W/live/store.db" train wrong_ministry --script /dev/null
want "the live store is as it was" 0 "$T" --store "$W/live/store.db" verify

printf 'type an\nkey <enter>\ntype tiep nhan minh hoa\nkey <enter>\nvi expect Việc đang chờ\n' >"$W/demo.keys"
want "the workstation on a new demonstration" 0 "$T" --demo-dir "$W/new-demo" --script "$W/demo.keys" --out "$W/seen"
want "and again on the same" 0 "$T" --demo-dir "$W/new-demo" --script "$W/demo.keys" --out "$W/seen"
# The first screen stands before forms/ is read; what is wrong there is said.
cp -r "$TOP/forms" "$W/spoilt" && echo "zz: 1" >>"$W/spoilt/queues.yaml"
want "forms/ with a fault" 1 "$T" --forms "$W/spoilt" --demo-dir "$W/new-demo" --script "$W/demo.keys" --out "$W/seen"
err "with its place" "queues.yaml:"
err "and what it is" "zz"
want "--demo-dir and --store" 2 "$T" --demo-dir "$W/new-demo" --store x
want "the workstation without a terminal" 1 "$T" --demo-dir "$W/new-demo"
err "says what it needs" "--help"
