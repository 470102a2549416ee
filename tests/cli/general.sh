# Usage, help, language, configuration.  Read by run.sh.

want "--version" 0 "$T" --version
out "--version names the program" "tiepnhan "
want "--help" 0 "$T" --help
out "--help names every subcommand" "tiepnhan restore"
out "--help tells the exit codes" "2 sai cách dùng"
want "--help in English" 0 "$T" --lang en --help
out "--help in English says so" "2 usage"
want "help of one subcommand" 0 "$T" play --help
out "help of one shows its options" "[--keep D] SCENARIO.yaml"

want "an unknown subcommand" 2 "$T" fly
err "it names those that exist" "read-id, deadline, import, export, compare, play, train, do, ask, print, staff, breach, verify, serve, backup, restore"
lines "it takes one line" 1
for later in staff; do
	want "$later is not there yet" 2 "$T" $later
done
want "an empty subcommand" 2 "$T" ""
want "an unknown option" 2 "$T" check --jason
err "it is named" "--jason"
want "an option of another subcommand" 2 "$T" check --keep x
err "it is named too" "--keep"
want "an option without its value" 2 "$T" --lang en check --dot
err "the value is asked for" "needs a value"
want "a value for a flag" 2 "$T" check --json=yes
want "an option twice" 2 "$T" check --json --json
want "an operand too many" 2 "$T" check forms forms
want "an operand missing" 2 "$T" eval
want "a language that is none" 2 "$T" --lang fr check
want "-- ends the options" 1 "$T" eval -- --1--
want "options may follow operands" 0 "$T" eval 1 --lang en
want "an option with =" 0 "$T" eval 1 --lang=en

# What came from outside never reaches the terminal as it came.
want "escapes in an argument" 2 "$T" "$(printf 'a\033[2Jb')"
if grep -q "$(printf '\033')" "$W/err"; then bad "escapes are shown, not sent"
else ok "escapes are shown, not sent"; fi

# ---- config.yaml ----

config() { printf '%b' "$1" >"$W/config.yaml"; }

config 'lang: en\nforms: '"$TOP"'/forms\nidle_minutes: 7\nui: {link: slow}\n'
want "a whole configuration" 0 "$T" --config "$W/config.yaml" check
out "its language is used" "nothing wrong"
want "--lang goes before it" 0 "$T" --config "$W/config.yaml" --lang vi check
out "and is used" "không có lỗi"
config 'lang: vi\nlangs: en\n'
want "an unknown key" 1 "$T" --config "$W/config.yaml" check
err "with its place" "$W/config.yaml:2:1: "
err "and the nearest known key" "lang"
lines "in one line" 1
config 'lang: fr\n'
want "a language that does not exist" 1 "$T" --config "$W/config.yaml" check
err "with its place" "$W/config.yaml:1:7: "
config 'idle_minutes: 16\n'
want "sixteen idle minutes" 1 "$T" --config "$W/config.yaml" check
err "with its place" ":1:15: "
config 'idle_minutes: soon\n'
want "idle minutes that are no number" 1 "$T" --config "$W/config.yaml" check
config 'ui: {link: slower}\n'
want "a link that does not exist" 1 "$T" --config "$W/config.yaml" check
config 'forms: '"$TOP"'/forms\nui: {link: auto}\n'
want "a link that is found out" 0 "$T" --config "$W/config.yaml" check
config 'forms: '"$TOP"'/forms\nui: {colour: high, letters: base, linear: yes}\n'
want "how the screens look" 0 "$T" --config "$W/config.yaml" check
for key in colour letters linear; do
	config 'ui: {'$key': maybe}\n'
	want "no such $key" 1 "$T" --config "$W/config.yaml" check
	err "with its place" ":1:"
	err "and the words there are" "$key"
done
config 'ui: {lnik: slow}\n'
want "an unknown key inside" 1 "$T" --config "$W/config.yaml" check
# Keys of one's own: what cannot be is said with its place, and loses alone.
config 'lang: en\nforms: '"$TOP"'/forms\nkeys:\n  search: "<f9>"\n  map: "t"\n  timeline: "m"\n'
want "keys of one's own" 0 "$T" --config "$W/config.yaml" check
want "the manual shows them" 0 "$T" --config "$W/config.yaml" --manual
if grep -A1 '^.B search' "$W/out" | grep -q '^F9 '; then
	ok "search has the new key"
else
	bad "search has the new key"
fi
config 'lang: en\nforms: '"$TOP"'/forms\nkeys:\n  serach: x\n  map: t\n  save: [x]\n'
want "keys that cannot be" 1 "$T" --config "$W/config.yaml" check
err "a name that does not exist" "$W/config.yaml:4:3: \"keys\": there is no command \"serach\""
err "a clash" "$W/config.yaml:5:1: \"keys\": the key \"t\" of \"map\" already belongs to \"timeline\""
err "a list" "$W/config.yaml:6:9: "
lines "each in one line" 3
want "and the program goes on" 0 "$T" --config "$W/config.yaml" type --method telex
config 'lang: [vi\n'
want "not YAML" 1 "$T" --config "$W/config.yaml" check
config 'store: ""\n'
want "an empty path" 1 "$T" --config "$W/config.yaml" check
want "a configuration that is missing" 1 "$T" --config "$W/none.yaml" check
want "a configuration that is a folder" 1 "$T" --config "$W" check
want "the configuration of the source tree" 0 "$T" --config "$TOP/config.yaml" check

# Relative paths start at the file, whatever the current folder is.
mkdir "$W/away"
config 'forms: here\nstore: sub/store.db\n'
ln -s "$TOP/forms" "$W/here"
(cd "$W/away" && "$T" --config ../config.yaml check) >"$W/out" 2>"$W/err"
is "paths are relative to the file" $? 0
want "and the store's too" 1 "$T" --config "$W/config.yaml" verify
err "it is named" "$W/sub/store.db"
(cd "$W" && "$T" check) >"$W/out" 2>"$W/err"
is "./config.yaml is found" $? 0
rm "$W/config.yaml"
want "without forms" 1 "$T" --forms "$W/nowhere" check
err "what to do is said" "--forms"
