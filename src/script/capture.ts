import {
  expected,
  fail,
  nameEnd,
  more,
  peek,
  peekWord,
  readNumber,
  skip,
  takeChar,
  unknown,
  word,
  type Reader,
} from './lexer';
import { readString } from './string';
import type { CaptureStatement } from './syntax';
import { CAPTURE_SETTINGS, FRAMES, TAPS } from './vocabulary';

type Draft = { -readonly [K in keyof CaptureStatement]: CaptureStatement[K] };

/** `capture "FILE" [connection=N] [tap=client|server|path] [frames=missing|cut]`, after the keyword. */
export function readCapture(r: Reader, start: number): CaptureStatement | undefined {
  if (!more(r) || peek(r) !== 0x22) return expected(r, 'string');
  const file = readString(r);
  if (file === undefined) return undefined;
  const capture: Draft = { kind: 'capture', start, end: r.last, file };
  while (more(r)) {
    takeChar(r, ',');
    if (!readSetting(r, capture)) return undefined;
    capture.end = r.last;
  }
  return capture;
}

/** Reads one setting of `capture`; each setting may occur once. */
function readSetting(r: Reader, capture: Draft): boolean {
  skip(r);
  const span = { start: r.pos, end: nameEnd(r, r.pos) };
  const key = CAPTURE_SETTINGS.find((one) => one === peekWord(r));
  if (key === undefined) return Boolean(expected(r, 'capture-setting'));
  if (capture[key] !== undefined) return Boolean(fail(r, 'syntax/duplicate-clause', span, { name: key }));
  word(r, span.end, key);
  if (!takeChar(r, '=')) return Boolean(expected(r, 'equals'));
  if (key === 'connection') {
    const value = readNumber(r) ?? expected(r, 'number');
    if (value === undefined) return false;
    capture.connection = { start: span.start, end: r.last, value };
    return true;
  }
  skip(r);
  const at = { start: r.pos, end: nameEnd(r, r.pos) };
  const written = r.text.slice(at.start, at.end).toLowerCase();
  if (key === 'tap') {
    const text = TAPS.find((tap) => tap === written);
    if (text === undefined) return Boolean(unknown(r, 'syntax/unknown-tap', at, TAPS));
    word(r, at.end, text);
    capture.tap = { start: span.start, end: r.last, value: { ...at, text } };
    return true;
  }
  const text = FRAMES.find((one) => one === written);
  if (text === undefined) return Boolean(unknown(r, 'syntax/unknown-frames', at, FRAMES));
  word(r, at.end, text);
  capture.frames = { start: span.start, end: r.last, value: { ...at, text } };
  return true;
}
