"""Vectors in LLVM's language: arithmetic of as many women at once as a vector has lanes, written out as text.

Nothing is left to the compiler's own vectoriser, and a product that is added is fused where the plan says so and
nowhere else, so that the same tape gives the same numbers whatever the number of lanes.
"""

import math
import struct
from collections.abc import Sequence

# exp x = 2^n exp r, |r| < log(2)/2: r is cut in two steps (Cody and Waite), exp r is a polynomial: Cephes' in single
# precision (error 2 units in the last place), Taylor's in double.
EXP_SINGLE = (1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 0.16666665459, 0.50000001201, 1, 1)
EXP_DOUBLE = tuple(1 / math.factorial(k) for k in range(13, -1, -1))


class Vectors:
    """Lines of one function; every method adds what computes a vector and gives its name.

    lanes: women at once. double: of 64 bits, else 32.
    """

    def __init__(self, lanes: int, double: bool) -> None:
        self.lanes, self.double = lanes, double
        self.size = 8 if double else 4
        self.scalar, self.word = ("double", "i64") if double else ("float", "i32")
        self.floats, self.words = f"<{lanes} x {self.scalar}>", f"<{lanes} x {self.word}>"
        self.whole, self.truths = f"<{lanes} x i32>", f"<{lanes} x i1>"
        self.suffix = f"v{lanes}f{8 * self.size}"
        self.lines: list[str] = []

    @property
    def declared(self) -> str:
        """The functions of LLVM that are called."""
        one, kind = [self.floats], self.suffix
        rows = [(f"llvm.{name}.{kind}", one) for name in ("fabs", "rint", "sqrt", "cos")] + [
            (f"llvm.fma.{kind}", one * 3)
        ]
        return "\n".join(f"declare {self.floats} @{name}({', '.join(given)})" for name, given in rows)

    def let(self, text: str) -> str:
        """Give what this computes a name."""
        name = f"%v{len(self.lines)}"
        self.lines.append(f"  {name} = {text}")
        return name

    # Constants and memory

    def number(self, value: float) -> str:
        """The same number in every lane."""
        if not self.double and math.isfinite(value):
            try:
                (value,) = struct.unpack("f", struct.pack("f", value))
            except OverflowError:
                value = math.copysign(math.inf, value)
        return f"splat ({self.scalar} 0x{struct.unpack('>Q', struct.pack('>d', value))[0]:016X})"

    def bits(self, value: int, kind: str = "") -> str:
        """The same whole number in every lane."""
        kind = kind or self.word
        width = 2 ** int(kind[1:])
        return f"splat ({kind} {value - width if value >= width // 2 else value})"

    def at(self, pointer: str, offset: int | str) -> str:
        """The address so many bytes behind another."""
        return self.let(f"getelementptr i8, ptr {pointer}, i64 {offset}")

    def load(self, kind: str, address: str) -> str:
        """A vector of this type from memory."""
        return self.let(f"load {kind}, ptr {address}, align 4")

    def store(self, kind: str, value: str, address: str) -> None:
        """A vector of this type into memory."""
        self.lines.append(f"  store {kind} {value}, ptr {address}, align 4")

    def everywhere(self, kind: str, value: str) -> str:
        """A scalar of this type in every lane."""
        vector = f"<{self.lanes} x {kind}>"
        one = self.let(f"insertelement {vector} poison, {kind} {value}, i64 0")
        return self.let(f"shufflevector {vector} {one}, {vector} poison, {self.whole} zeroinitializer")

    # Arithmetic of floats

    def two(self, op: str, a: str, b: str) -> str:
        """fadd, fsub, fmul or fdiv."""
        return self.let(f"{op} {self.floats} {a}, {b}")

    def negative(self, a: str) -> str:
        """-a."""
        return self.let(f"fneg {self.floats} {a}")

    def call(self, name: str, a: str) -> str:
        """A function of LLVM of one vector."""
        return self.let(f"call {self.floats} @llvm.{name}.{self.suffix}({self.floats} {a})")

    def fused(self, a: str, b: str, c: str) -> str:
        """a b + c, rounded once."""
        given = ", ".join(f"{self.floats} {one}" for one in (a, b, c))
        return self.let(f"call {self.floats} @llvm.fma.{self.suffix}({given})")

    def test(self, how: str, a: str, b: str, kind: str = "") -> str:
        """A comparison, of floats by "olt" and the like, of whole numbers where their type is given."""
        return self.let(f"{'icmp' if kind else 'fcmp'} {how} {kind or self.floats} {a}, {b}")

    def choose(self, test: str, yes: str, no: str, kind: str = "") -> str:
        """One of two vectors in every lane."""
        kind = kind or self.floats
        return self.let(f"select {self.truths} {test}, {kind} {yes}, {kind} {no}")

    def least(self, a: str, b: str) -> str:
        """The smaller one; b where one of them is no number."""
        return self.choose(self.test("olt", a, b), a, b)

    def most(self, a: str, b: str) -> str:
        """The larger one; b where one of them is no number."""
        return self.choose(self.test("ogt", a, b), a, b)

    def polynomial(self, x: str, coefficients: Sequence[float]) -> str:
        """Horner's rule, highest power first."""
        found = self.number(coefficients[0])
        for one in coefficients[1:]:
            found = self.fused(found, x, self.number(one))
        return found

    def _whole(self, op: str, a: str, b: str) -> str:
        return self.let(f"{op} {self.words} {a}, {b}")

    def exp(self, x: str) -> str:
        """e^x; 0 below the least number, infinite above the greatest, no number where x is none."""
        least, most = (-708.0, 710.0) if self.double else (-87.0, 89.0)
        high, low = (6.93145751953125e-1, 1.42860682030941723212e-6) if self.double else (0.693359375, -2.12194440e-4)
        bias, places = (1023, 52) if self.double else (127, 23)
        x = self.most(self.number(least), self.least(self.number(most), x))
        power = self.call("rint", self.two("fmul", x, self.number(1 / math.log(2))))
        rest = self.fused(power, self.number(-low), self.fused(power, self.number(-high), x))
        found = self.polynomial(rest, EXP_DOUBLE if self.double else EXP_SINGLE)
        raised = self.let(f"fptosi {self.floats} {power} to {self.words}")
        raised = self._whole("shl", self._whole("add", raised, self.bits(bias)), self.bits(places))
        return self.two("fmul", found, self.let(f"bitcast {self.words} {raised} to {self.floats}"))

    def log(self, x: str, is_positive: bool = False) -> str:
        """Natural logarithm by the series of artanh; minus infinity of 0, no number below.

        is_positive: x is known to be above 0.
        """
        places = 52 if self.double else 23
        root = 0x3FE6A09E667F3BCD if self.double else 0x3F3504F3  # the bits of sqrt(1/2), from which mantissas count
        raw = self.let(f"bitcast {self.floats} {x} to {self.words}")
        apart = self._whole("sub", raw, self.bits(root))
        power = self.let(f"sitofp {self.words} {self._whole('ashr', apart, self.bits(places))} to {self.floats}")
        mantissa = self._whole("add", self._whole("and", apart, self.bits((1 << places) - 1)), self.bits(root))
        m = self.let(f"bitcast {self.words} {mantissa} to {self.floats}")
        minus, plus = (self.two("fadd", m, self.number(one)) for one in (-1, 1))
        s = self.two("fdiv", minus, plus)
        terms = 12 if self.double else 5
        series = self.polynomial(self.two("fmul", s, s), [2 / (2 * k + 1) for k in range(terms - 1, -1, -1)])
        found = self.fused(power, self.number(math.log(2)), self.two("fmul", s, series))
        if is_positive:
            return found
        nothing = self.number(0)
        other = self.choose(self.test("oeq", x, nothing), self.number(-math.inf), self.number(math.nan))
        return self.choose(self.test("ogt", x, nothing), found, other)
