# import and export of XLSForm: exit codes, the report, the way back.
# Part of tests/cli/run.sh.

md() { printf '| %s |\n' "$@" >"$W/f.md"; }

md survey ' | type | name | label' ' | text | q | Câu hỏi'
want "import" 0 "$T" import xlsform "$W/f.md"
out "import: the YAML" "name: q"
err "import: the report is on stderr" "f.md:survey:2: [lưu ý]"
want "import --out" 0 "$T" import xlsform "$W/f.md" --out "$W/f.yaml"
want "import --out: never over a file" 1 "$T" import xlsform "$W/f.md" --out "$W/f.yaml"
is "import --out: the same" "$("$T" import xlsform "$W/f.md" 2>/dev/null)" "$(cat "$W/f.yaml")"
for kind in xlsx md csv; do
	want "export .$kind" 0 "$T" export xlsform "$W/f.yaml" --out "$W/back.$kind"
	want "import .$kind" 0 "$T" import xlsform "$W/back.$kind" --out "$W/back-$kind.yaml"
	is "the way back, .$kind" "$(cat "$W/back-$kind.yaml")" "$(cat "$W/f.yaml")"
done
want "export a form that ships" 0 "$T" --lang en export xlsform declaration --out "$W/d.xlsx"
err "export: says what only we read" '[note] Only tiepnhan understands the column "tn::class".'
want "import it" 0 "$T" --lang en import xlsform "$W/d.xlsx"
out "import it: its code" "form: declaration"
want "export of a regime's" 0 "$T" export xlsform vn-2022/declaration --out "$W/old.csv"
md survey ' | type | name | label | relevant' ' | text | q | Q | ${r} = 1'
want "import refused" 1 "$T" --lang en import xlsform "$W/f.md"
err "import refused: at its cell" 'f.md:survey:3:D: [refused] There is no question called "r".'
if [ -s "$W/out" ]; then bad "import refused: no YAML"; else ok "import refused: no YAML"; fi
printf 'x' >"$W/x.xls"
want "import of nothing known" 1 "$T" import xlsform "$W/x.xls"
lines "in one line" 1
want "import of no file" 1 "$T" import xlsform "$W/none.xlsx"
want "import of another kind" 2 "$T" import word "$W/f.md"
want "import without a file" 2 "$T" import xlsform
want "export without --out" 2 "$T" export xlsform "$W/f.yaml"
want "export to another kind" 2 "$T" export xlsform "$W/f.yaml" --out "$W/f.doc"
want "export of no form" 1 "$T" export xlsform no_such_form --out "$W/n.xlsx"
err "export of no form: says so" "no_such_form"
printf 'form: x\nversion: 1\n' >"$W/half.yaml"
want "export of half a form" 1 "$T" export xlsform "$W/half.yaml" --out "$W/h.xlsx"
md survey ' | type | name | label' " | text | q | $(printf 'A\302\233B\342\200\256C')"
want "import of text that moves the cursor" 0 "$T" import xlsform "$W/f.md"
if grep -q "$(printf '\342\200\256')" "$W/out"; then bad "nothing unsafe on a terminal"; else ok "nothing unsafe on a terminal"; fi
