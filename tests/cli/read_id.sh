# read-id.  Read by run.sh.

# id NAME CODE TEXT [OPTION...]: the text, as printf writes it, on stdin.
id() {
	name=$1 code=$2
	printf "$3" >"$W/paper"
	shift 3
	want "$name" "$code" sh -c 'p=$1; shift; exec "$@" <"$p"' sh \
	    "$W/paper" "$T" read-id "$@"
}

qr='001190000017|012345678|NGUYỄN THỊ MẪU MỘT|28021990|Nữ|Phố Mẫu, Hà Nội|15042021'
id "read-id of a card" 0 "$qr\\r\\n"
keys "read-id of a card: its keys" kind number old_number full_name sex \
    birth_date issue_date address checks warnings
out "read-id of a card: the name" '"full_name":"NGUYỄN THỊ MẪU MỘT"'
out "read-id of a card: the sex is a code of the forms" '"sex":"female"'
out "read-id of a card: nothing to warn of" '"warnings":[]'
silent "read-id of a card says nothing on stderr"
id "read-id of a card that contradicts itself" 0 \
    '003090000017||NGUYỄN THỊ MẪU MỘT|28/02/1991|Nữ|Phố Mẫu|15/04/2021'
for code in id_number_sex id_number_birth_year id_number_place; do
	out "read-id warns: $code" "\"code\":\"$code\""
done
out "read-id warns in whole sentences" '"en":"The year of birth in the identity number is 1990, but the paper says 1991."'
out "and reads it all the same" '"number":"003090000017"'

id "read-id of letters in a wrong encoding" 0 \
    '001190000017||NGUYá»„N|28021990|Ná»¯|x|15042021'
out "they are set right" '"full_name":"NGUYỄN"'
out "and that is told" '"code":"id_encoding"'

td1='IDVNM1990000173001199000017<<4\n9901018F3901016VNM<<<<<<<<<<<0\nNGUYEN<<THI<MAU<THU<<<<<<<<<<<\n'
id "read-id of a zone" 0 "$td1" --now 2026-03-02T00:00
keys "read-id of a zone: its keys" kind number surname given_names sex \
    birth_date expiry_date issuer nationality checks warnings
out "read-id of a zone: its kind" '"kind":"mrz-td1"'
out "read-id of a zone: the number" '"number":"001199000017"'
out "read-id of a zone: it has not expired" '"warnings":[]'
id "read-id on a later day" 0 "$td1" --now 2039-01-02T00:00
out "read-id on a later day: it has" '"code":"id_expired"'
id "read-id on a bad day" 2 "$td1" --now tomorrow

id "read-id of nothing" 1 ""
lines "in one line" 1
id "read-id of words" 1 "xin chào\\n"
lines "in one line" 1
id "read-id of words, in English" 1 "xin chào\\n" --lang en
err "with its sentence" "neither the text of an identity card's QR code"
id "read-id of a torn zone" 1 'P<VNMNGUYEN<<THI\nX0000000<1VNM\n'
err "with its size" "2 dòng, tổng cộng 29 ký tự"
id "read-id of an escape" 0 \
    '001190000017||A\033[2J\342\200\256B|28021990|Nữ|x|15042021'
if grep -q "$(printf '\033')" "$W/out" || grep -q "$(printf '\342\200\256')" "$W/out"
then bad "read-id makes it safe"; else ok "read-id makes it safe"; fi
id "read-id of a torn zone with an escape" 1 'P<VNM\302\233\303\200\n'
if grep -q "$(printf '\302\233')" "$W/err"; then bad "the refusal is safe"
else ok "the refusal is safe"; fi
head -c 5000 /dev/zero | tr '\0' '<' >"$W/big"
id "read-id of five thousand characters" 1 "$(cat "$W/big")"
lines "in one line" 1
want "read-id takes no operand" 2 "$T" read-id x
