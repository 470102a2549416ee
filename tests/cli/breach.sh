# tiepnhan breach: what lay on a lost machine, and the record of the loss.
# Read by run.sh after export.sh, with the demonstration store.

M=$(hostname)
as "a machine that nobody knows" 1 anh breach --machine khong-co
err "says so" "khong-co"
lines "in one sentence" 1
as "a name that could not be one" 1 anh breach --machine "may; rm"
as "an officer may not ask" 1 an breach --machine "$M"
want "nobody in particular may not" 2 "$T" --store "$D" breach --machine "$M"
as "the machine that all signed in on" 0 anh breach --machine "$M"
out "is named" "MẤT MÁY: $M"
out "what lay on it is listed" "MH-2026-00001"
out "and of which kinds" "nhân thân"
out "with who signed in there" "(an)"
out "and a draft in both languages" "DRAFT OF THE NOTICE"
if grep -qF "Nguyễn Thị Mẫu Một" "$W/out"; then bad "no name stands in it"
else ok "no name stands in it"; fi
as "for a program" 0 anh breach --machine "$M" --json
keys "its keys" machine units found due persons hidden officers
asked='{"ask":"breaches"}'
door "nothing is recorded by asking" 0 ask "$D" anh "$demo_secret" "$asked"
out "the register is empty" '"breaches":[]'
as "an unknown machine is not recorded" 1 anh breach --machine khong-co --why "Mất ở bến xe"
as "a moment that is none" 1 anh breach --machine "$M" --from "hôm qua" --why x
door "neither left anything" 0 ask "$D" anh "$demo_secret" "$asked"
out "the register is still empty" '"breaches":[]'
as "with what happened it is" 0 anh breach --machine "$M" --why "Mất ở bến xe"
out "and is listed as before" "MẤT MÁY: $M"
door "the register" 0 ask "$D" anh "$demo_secret" "$asked"
out "has the machine" "\"machine\":\"$M\""
out "and what happened" "Mất ở bến xe"
out "and waits for the notice" '"waiting":1'
