/** Wide characters: the ranges of Unicode's East Asian Width classes W and F (UAX #11) that names and texts need. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
const ASCII = /^[ -~]*$/;
const MARK = /^\p{M}$/u;

/**
 * The number of columns that a text takes in a fixed-width font: wide characters two, combining marks none. The text
 * has no tabs and line breaks.
 */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const char of text) {
    const c = char.codePointAt(0) ?? 0;
    if (WIDE.some(([from, to]) => c >= from && c <= to)) width += 2;
    else if (!MARK.test(char)) width += 1;
  }
  return width;
}
