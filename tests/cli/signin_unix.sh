# Signing in by the Unix account over a store process, on the command line and
# in the workstation; what is missing around the machine is told to who runs
# the site.  Read by run.sh.

cd "$TOP" || exit 1
A="$W/unix/store.db"
R="rừng sâu nhiều gấu"
cat >"$W/plan.json" <<END
{"site": "MC", "units": [], "staff": [
 {"id": "kim", "name": "Trần Văn Thử Một", "unit": "dbp_mong_cai",
  "roles": ["commander"], "secret": "$R"},
 {"id": "sen", "name": "Trần Văn Thử Hai", "unit": "dbp_mong_cai",
  "roles": ["commander"], "secret": "$R"},
 {"id": "quan", "name": "Trần Văn Thử Ba", "unit": "dbp_mong_cai",
  "roles": ["administrator"], "secret": "$R"}]}
END
want "a store with somebody who runs the site" 0 "$T" --store "$A" init --plan "$W/plan.json"
for who in kim sen quan; do
	staff "$who agrees to the conduct" 0 $who "$R" conduct 1
done
staff "an odd way of signing in is refused" 1 kim "$R" sign-in face --why x
staff "by account is proposed" 0 kim "$R" sign-in unix --why "Máy chủ chung"
staff "it waits" 0 sen "$R" waiting
staff "and is approved" 0 sen "$R" approve "$(part 1)" "$(part 2)"

# ---- the machine, told before the desk ----
cat >"$W/admin.tui" <<END
type quan
key <enter>
type $R
key <enter>
save-screen first
quit
END
sed 's/quan/kim/' "$W/admin.tui" >"$W/kim.tui"
for who in admin kim; do
	mkdir -p "$W/screen.$who"
	want "the workstation of $who" 0 "$T" --store "$A" --script "$W/$who.tui" --out "$W/screen.$who" --lang en
	cp "$W/screen.$who/first.txt" "$W/out" 2>/dev/null
	if [ $who = admin ]; then
		out "says what is missing" "What is missing"
	else
		out "says nothing of the machine" "Desk"
	fi
done

# ---- a store process that knows this account as kim ----
# read_id.sh has a function of that name.
me=$(command id -un)
printf 'store: %s\nsocket: %s\nforms: %s\nsignin_key: %s\naccounts:\n  %s: kim\n' \
	"$A" "$W/unix/socket" "$TOP/forms" "$W/signin.key" "$me" >"$W/serve.yaml"
printf 'socket: %s\nforms: %s\n' "$W/unix/socket" "$TOP/forms" >"$W/client.yaml"
"$T" --config "$W/serve.yaml" --lang en serve >"$W/serve.log" 2>&1 &
serving=$!
i=0
while [ ! -S "$W/unix/socket" ] && [ $i -lt 100 ] && kill -0 $serving 2>/dev/null; do
	i=$((i + 1))
	sleep 0.1
done
cp "$W/serve.log" "$W/err"
err "the key file is made" "signin.key was made"
is "for this account alone" "$(stat -c '%a %s' "$W/signin.key")" "600 65"
# over NAME CODE SECRETS ARGUMENT...: no secrets: none is offered.
over() {
	name=$1 code=$2
	printf '%b\n' "$3" >"$W/secret"
	fd=--secret-fd
	[ -n "$3" ] || fd=
	shift 3
	"$T" --config "$W/client.yaml" "$@" ${fd:+--secret-fd 3} --lang en \
	    >"$W/out" 2>"$W/err" 3<"$W/secret" </dev/null
	came=$?
	if [ $came -eq "$code" ]; then ok "$name"; else
		bad "$name" "exit $came, not $code"
	fi
}
echo '{"ask": "account"}' >"$W/account.json"
over "the account alone does not do before the secret" 1 "" ask "$W/account.json"
err "it is asked as whom" "which officer"
over "the secret, once" 0 "$R" ask "$W/account.json" --as kim
over "then the account does" 0 "" ask "$W/account.json"
out "as who it is" '"officer":"kim"'
over "also when it is named" 0 "" staff list --as kim
over "whoever is named, with whatever secret" 0 "$R" ask "$W/account.json" --as sen
out "it is the account that counts" '"officer":"kim"'
cat >"$W/in.tui" <<END
save-screen first
quit
END
mkdir -p "$W/screen.in"
want "the workstation begins without a secret" 0 "$T" --config "$W/client.yaml" \
	--script "$W/in.tui" --out "$W/screen.in" --lang en
cp "$W/screen.in/first.txt" "$W/out" 2>/dev/null
out "at the desk" "Desk"
want "it ends in good order" 0 "$T" --config "$W/client.yaml" ask "$W/account.json"
kill $serving
wait $serving 2>/dev/null


# ---- a key file that somebody else could have ----
chmod 640 "$W/signin.key"
want "one that others read is refused" 1 "$T" --config "$W/serve.yaml" serve --lang en
err "with a sentence" "mode 0600"
chmod 600 "$W/signin.key"
ln "$W/signin.key" "$W/second.key"
want "one with another name is refused" 1 "$T" --config "$W/serve.yaml" serve --lang en
rm "$W/second.key"
mv "$W/signin.key" "$W/real.key"
ln -s "$W/real.key" "$W/signin.key"
want "a link is refused" 1 "$T" --config "$W/serve.yaml" serve --lang en
rm "$W/signin.key"
want "the store is whole" 0 "$T" --store "$A" verify
