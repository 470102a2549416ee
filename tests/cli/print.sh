# print.  Read by run.sh, after store.sh has made the demonstration store.

print() { # print NAME CODE WORD... : as the officer "an"
	name=$1 code=$2
	shift 2
	want "$name" "$code" sh -c 'd=$1; shift; printf "%s\n" "$d" | "$@"' sh \
	    "$demo_secret" "$T" --store "$D" print "$@" --as an --secret-fd 0
}

print "print a case" 0 case MH-2026-00001
out "print a case: its state" "Đã tiếp nhận"
out "print a case: its paper" "1/BBGN-dbp_mong_cai/2026"
if grep -qF "Nguyễn Thị Mẫu Một" "$W/out"; then bad "print a case: no name without a reason"
else ok "print a case: no name without a reason"; fi
is "print: at most 80 columns" "$(wc -L <"$W/out" | awk '{ print ($1 <= 80) }')" 1
print "print a case with a reason" 0 case MH-2026-00001 --why "Thử in hồ sơ"
out "print with a reason: the name" "Nguyễn Thị Mẫu Một"
is "print with a reason: each answer once" "$(grep -c "Nguyễn Thị Mẫu Một" "$W/out")" 1
print "print the case again" 0 case MH-2026-00001
out "the reading and its reason are in the history" "Thử in hồ sơ"
print "print in English" 0 case MH-2026-00001 --lang en
out "print in English: the words" "Responsible"
print "print an act" 0 act MH-2026-A00001
out "print an act: its persons" "MH-2026-00005"
print "print a queue" 0 queue mine
out "print a queue: its cases" "MH-2026-00003"
print "print no such case" 1 case MH-2026-09999
lines "print no such case: one line" 1
print "print no such kind" 2 picture MH-2026-00001
print "print to a file" 0 case MH-2026-00001 --out "$W/case.txt"
is "the file is for its owner alone" "$(stat -c %a "$W/case.txt")" 600
is "nothing on standard output" "$(wc -c <"$W/out" | tr -d ' ')" 0
print "never over a file" 1 queue mine --out "$W/case.txt"
out_was=$(head -n 1 "$W/case.txt")
is "the file is as it was" "$out_was" "HỒ SƠ MH-2026-00001"
print "print the workload" 0 workload
out "print the workload: its heading" "Khối lượng việc"
out "print the workload: who must act" "Công an Nghệ An"
is "print the workload: at most 80 columns" "$(wc -L <"$W/out" | awk '{ print ($1 <= 80) }')" 1
print "print a queue without a code" 2 queue
print "print the workload with a code" 2 workload x
print "print a longer queue" 0 queue all
is "print a queue: at most 80 columns" "$(wc -L <"$W/out" | awk '{ print ($1 <= 80) }')" 1
out "print a queue: how many" "Tổng số: 5"
