# type.  Read by run.sh.

# keyed NAME CODE KEYS [OPTION...]: the keys, as printf writes them, on stdin.
keyed() {
	name=$1 code=$2
	printf "$3" >"$W/keys"
	shift 3
	want "$name" "$code" sh -c 'k=$1; shift; exec "$@" <"$k"' sh \
	    "$W/keys" "$T" type "$@"
}

keyed "type, Telex" 0 'Xax Tuwf Thuwowngf\nDDawks Lawks\n' --method telex
is "type prints a line a line" "$(cat "$W/out")" "Xã Từ Thường
Đắk Lắk"
silent "type says nothing on stderr"
keyed "type, VNI" 0 'truong27 d9a8k1' --method vni
is "type, VNI: the text" "$(cat "$W/out")" "trường đắk"
keyed "type, VIQR" 0 "Vie^.t Nam" --method=viqr
is "type, VIQR: the text" "$(cat "$W/out")" "Việt Nam"
keyed "type, backspace" 0 'truowngf\b\b as\177b' --method telex
is "type, backspace: letters go whole" "$(cat "$W/out")" "trườ b"
keyed "type, old style" 0 'hoaf thuys\r\n' --method telex --style old
is "type, old style: the text" "$(cat "$W/out")" "hòa thúy"
keyed "type, new style" 0 'hoaf thuys\r\n' --method telex --style new
is "type, new style: the text" "$(cat "$W/out")" "hoà thuý"
keyed "type, foreign words" 0 'windows passport email tesst\n' --method telex
is "type, foreign words stay" "$(cat "$W/out")" "windows passport email test"
keyed "type of finished letters" 0 'Nguye\314\202\314\203n Th\341\273\213s\n' --method telex
is "type of finished letters composes them" "$(cat "$W/out")" "Nguyễn Thịs"
keyed "type of nothing" 0 '' --method telex
is "type of nothing prints nothing" "$(cat "$W/out")" ""
keyed "type of control characters" 0 'a\033[2Js\377\001\tas\n' --method telex
if grep -q "$(printf '\033')" "$W/out"; then bad "escapes are shown, not sent"
else ok "escapes are shown, not sent"; fi
out "and tabs stay" "$(printf '\tá')"
head -c 70000 /dev/zero | tr '\0' a >"$W/long"
want "type of a line without end" 1 sh -c '"$1" type --method vni <"$2"' sh \
    "$T" "$W/long"
lines "type of a line without end: one line" 1
want "type of a folder" 1 sh -c '"$1" type --method vni <"$2"' sh "$T" "$W"
want "type without a method" 2 "$T" type
err "the method is asked for" "--method"
want "type in no such method" 2 "$T" type --method qwerty
want "type with the method off" 2 "$T" type --method off
want "type in no such style" 2 "$T" type --method telex --style modern

# A line is answered before the next is there: a coprocess never hangs.
mkfifo "$W/in" "$W/back"
"$T" type --method telex <"$W/in" >"$W/back" 2>/dev/null &
typing=$!
exec 3>"$W/in" 4<"$W/back"
echo 'vieetj' >&3
read -r first <&4
echo 'nam' >&3
exec 3>&-
read -r second <&4
exec 4<&-
wait $typing
is "type answers line by line" "$first $second" "việt nam"
