"""The loop around a day, in LLVM's language: through the days of a block, whose vectors take turns at each stretch."""

from typing import NamedTuple

from .vectors import Vectors

TURNS = (4, 1)  # vectors of women in a block, and in one of what is left over; measured: docs/decisions/0021
LINE = 64  # bytes
GIVEN = "ptr %kept, ptr %frame, ptr %arrays, i64 %offset, ptr %out, i64 %pitch, ptr %missed"  # to a stretch of a day


class Frame(NamedTuple):
    """Where the numbers of one vector lie while its days run: the day, its state, records that nobody keeps, and what
    waits between two stretches. row: bytes from one number to the next; pitch: the same where JAX reads."""

    row: int
    pitch: int
    states: int
    outs: int
    rows: int
    kept: int

    @property
    def state(self) -> int:
        """Where the state begins."""
        return LINE

    @property
    def aside(self) -> int:
        """Where records begin that nobody keeps."""
        return self.state + self.states * self.row

    @property
    def waiting(self) -> int:
        """Where begins what waits."""
        return self.aside + self.outs * self.row

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.waiting + self.rows * self.row


def run(frame: Frame, lines: Vectors, parts: int, arrays: int, count: int) -> str:
    """The function that runs a block of so many vectors through its days: `emit` says what it is given."""
    turns, kind = range(count), lines.floats

    def copy(to_frame: bool) -> list[str]:
        begin = len(lines.lines)
        for turn in turns:
            for place in range(frame.states):
                packed = lines.at(f"%frame{turn}", frame.state + place * frame.row)
                apart = lines.at("%state", place * frame.pitch + turn * frame.row)
                source, target = (apart, packed) if to_frame else (packed, apart)
                lines.store(kind, lines.load(kind, source), target)
        return lines.lines[begin:]

    begun, ended = copy(True), copy(False)
    calls = [
        f"  call void @part{part}(ptr %kept{turn}, ptr %frame{turn}, ptr %arrays.d, i64 %offset{turn}, ptr %out{turn}, "
        f"i64 %pitch, ptr %missed{turn})"
        for part in range(parts)
        for turn in turns
    ]
    given = "ptr %kept, ptr %state, ptr %arrays, i64 %offset, ptr %out, ptr %missed, i32 %first, i32 %days, i32 %every"
    text = LOOP.format(
        begun="\n".join([EACH.format(turn=turn, size=frame.size, offset=turn * frame.row,
                                     kept=turn * frame.kept * frame.row) for turn in turns] + begun),
        today="\n".join(TODAY.format(turn=turn, offset=turn * frame.row, aside=frame.aside) for turn in turns),
        calls="\n".join(calls), ended="\n".join(ended), pitch=frame.pitch, row=frame.row, arrays=8 * arrays,
        record=frame.pitch * frame.outs,
    )  # fmt: skip
    return f"define void @run{count}({given}) #0 {{\n{text}\n}}"


EACH = """  %frame{turn} = alloca i8, i64 {size}, align 64
  %kept{turn} = getelementptr i8, ptr %kept, i64 {kept}
  %offset{turn} = add i64 %offset, {offset}"""

TODAY = """  %kept.d{turn} = getelementptr i8, ptr %out.d, i64 {offset}
  %left.d{turn} = getelementptr i8, ptr %frame{turn}, i64 {aside}
  %out{turn} = select i1 %shown, ptr %kept.d{turn}, ptr %left.d{turn}
  %missed{turn} = getelementptr i8, ptr %missed.d, i64 {offset}
  store i32 %day, ptr %frame{turn}"""

# Numbers too small for their full precision (of a drug long after the last tablet) count as zero, as on JAX: they cost
# many times what others do. The processor is told so (MXCSR: flush to zero, denormals are zero), and told back.
LOOP = """entry:
  %told = alloca i32
  call void @llvm.x86.sse.stmxcsr(ptr %told)
  %before = load i32, ptr %told
  %quick = or i32 %before, 32832
  store i32 %quick, ptr %told
  call void @llvm.x86.sse.ldmxcsr(ptr %told)
{begun}
  br label %turn
turn:
  %d = phi i32 [ 0, %entry ], [ %d.next, %turn ]
  %arrays.d = phi ptr [ %arrays, %entry ], [ %arrays.next, %turn ]
  %out.d = phi ptr [ %out, %entry ], [ %out.next, %turn ]
  %missed.d = phi ptr [ %missed, %entry ], [ %missed.next, %turn ]
  %over = urem i32 %d, %every
  %shown = icmp eq i32 %over, 0
  %pitch = select i1 %shown, i64 {pitch}, i64 {row}
  %day = add i32 %first, %d
{today}
{calls}
  %step = select i1 %shown, i64 {record}, i64 0
  %out.next = getelementptr i8, ptr %out.d, i64 %step
  %arrays.next = getelementptr i8, ptr %arrays.d, i64 {arrays}
  %missed.next = getelementptr i8, ptr %missed.d, i64 {pitch}
  %d.next = add i32 %d, 1
  %more = icmp ult i32 %d.next, %days
  br i1 %more, label %turn, label %done
done:
{ended}
  store i32 %before, ptr %told
  call void @llvm.x86.sse.ldmxcsr(ptr %told)
  ret void"""
