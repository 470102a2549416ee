# tiepnhan staff: accounts by two persons.  Read by run.sh.

cd "$TOP" || exit 1
A="$W/accounts/store.db"
cat >"$W/plan.json" <<END
{"site": "MC", "units": [], "staff": [
 {"id": "kim", "name": "Trần Văn Thử Một", "unit": "dbp_mong_cai",
  "roles": ["commander"], "secret": "rừng sâu nhiều gấu"},
 {"id": "sen", "name": "Trần Văn Thử Hai", "unit": "dbp_mong_cai",
  "roles": ["commander"], "secret": "rừng sâu nhiều gấu"}]}
END
want "a store with two commanders" 0 "$T" --store "$A" init --plan "$W/plan.json"

# staff NAME CODE OFFICER SECRETS ARGUMENT...: secrets one a line.
staff() {
	name=$1 code=$2 who=$3
	printf '%b\n' "$4" >"$W/secret"
	shift 4
	"$T" --store "$A" staff "$@" --as "$who" --secret-fd 3 --lang en \
	    >"$W/out" 2>"$W/err" 3<"$W/secret" </dev/null
	came=$?
	if [ $came -eq "$code" ]; then ok "$name"; else
		bad "$name" "exit $came, not $code"
	fi
}
half() { sed -n 's/.*in person: \([-0-9A-Z]*\)\..*/\1/p' "$W/out"; }
R="rừng sâu nhiều gấu"

staff "nothing before the code of conduct" 1 kim "$R" list
staff "the code of conduct is read" 0 kim "$R" conduct
out "and has words" "need"
staff "agreed to" 0 kim "$R" conduct 1
staff "and by the other" 0 sen "$R" conduct 1
staff "the list" 0 kim "$R" list
out "names everybody" "Trần Văn Thử Hai"
staff "an unknown word" 2 kim "$R" sing
staff "too few words" 2 kim "$R" add moc
staff "without a reason" 1 kim "$R" add moc "Lê Mẫu Mộc" dbp_mong_cai officer
staff "a new officer is proposed" 0 kim "$R" add moc "Lê Mẫu Mộc" dbp_mong_cai officer --why "Về đơn vị"
first=$(half)
staff "it waits" 0 sen "$R" waiting
part() { awk -F " [|] " "{ print \$$1 }" "$W/out"; }
proposal=$(part 1)
hash=$(part 2)
out "with what it says" "Lê Mẫu Mộc"
staff "who proposed it does not approve" 1 kim "$R" approve "$proposal" "$hash"
err "why is said" "second person is needed"
staff "nor is another hash approved" 1 sen "$R" approve "$proposal" "0$hash"
staff "the second approves" 0 sen "$R" approve "$proposal" "$hash"
second=$(half)
is "each was told a half" "${#first}.${#second}" 19.19
staff "one half opens nothing" 1 moc "$first" list
staff "both halves let in, to nothing yet" 1 moc "$first $second" list
err "the secret first" "must be changed"
staff "an easy secret is refused" 1 moc "$first $second\n$first $second\nViệt Nam 123456" secret
err "and why" "guess easily"
staff "a good one is taken" 0 moc "$first $second\n$first $second\ncon mèo đi xe đạp" secret
staff "the halves are worth nothing now" 1 moc "$first $second" conduct
staff "the conduct" 0 moc "con mèo đi xe đạp" conduct 1
staff "codes begin" 0 moc "con mèo đi xe đạp" totp
out "with a secret for the device" "otpauth://totp/MC:moc"
staff "a wrong code does not set them" 1 moc "con mèo đi xe đạp" totp 12
staff "an officer gives no roles" 1 moc "con mèo đi xe đạp" role moc commander --why x
staff "one stops somebody" 0 kim "$R" suspend moc --why "Mất máy"
staff "at once" 1 moc "con mèo đi xe đạp" conduct
err "as if there were none" "is wrong"
staff "the end is proposed" 0 kim "$R" end moc --why "Chuyển đơn vị"
staff "it waits too" 0 sen "$R" waiting
staff "and approved" 0 sen "$R" approve "$(part 1)" "$(part 2)"
staff "the list says so" 0 kim "$R" list
out "in words" "left"
staff "what they could still read" 0 kim "$R" left moc
out "is told in numbers" "can still read what was written before in 0 cases"
staff "of who is there nothing is told" 1 kim "$R" left sen
err "with a sentence" "no account of the unit that has ended"
want "the store is whole" 0 "$T" --store "$A" verify
