import { readExpr } from './expression';
import {
  expected,
  fail,
  foundSpan,
  isDigit,
  isNamePart,
  more,
  nameEnd,
  peek,
  readNumber,
  shown,
  skip,
  take,
  takeChar,
  unknown,
  word,
  write,
  type Reader,
} from './lexer';
import type { Expr, Num, OptionList, OptionSyntax, Span } from './syntax';
import { OPTIONS, type OptionName } from './vocabulary';

/** Names of TCP options in other tools, with the option's word in flows. */
const OTHER_NAMES: Readonly<Record<string, OptionName>> = {
  ws: 'wscale',
  wsopt: 'wscale',
  sackperm: 'sackok',
  sack_perm: 'sackok',
  timestamp: 'ts',
  timestamps: 'ts',
  tsopt: 'ts',
  fo: 'fastopen',
  tfo: 'fastopen',
};

/** An option list at its `<`: `<mss 1460, wscale 7>`. After an error, the options read so far are returned. */
export function readOptions(r: Reader): OptionList {
  const start = r.pos;
  const items: OptionSyntax[] = [];
  take(r, 1);
  if (!takeChar(r, '>')) {
    do {
      const item = readOption(r);
      if (item === undefined) break;
      if (items.some((o) => o.kind === item.kind)) {
        fail(r, 'syntax/duplicate-option', item, { name: item.kind });
      } else {
        items.push(item);
      }
    } while (takeChar(r, ','));
    if (r.error === undefined && !takeChar(r, '>')) endOfOption(r);
  }
  return { start, end: r.last, items };
}

function endOfOption(r: Reader): void {
  skip(r);
  const at = { start: r.last, end: r.last };
  const next = r.text.slice(r.pos, nameEnd(r, r.pos)).toLowerCase();
  const comma = OPTIONS.some((o) => o === next);
  const text = comma ? ',' : '>';
  expected(r, 'option-end', { title: 'fix/add', args: { text }, edits: [{ ...at, newText: text }] });
}

function optionName(r: Reader): OptionName | undefined {
  if (!more(r)) return expected(r, 'option');
  const end = nameEnd(r, r.pos);
  if (end === r.pos) return expected(r, 'option');
  const written = r.text.slice(r.pos, end).toLowerCase();
  const name = OPTIONS.find((o) => o === written);
  if (name !== undefined) return name;
  const span = { start: r.pos, end };
  const other = Object.hasOwn(OTHER_NAMES, written) ? OTHER_NAMES[written] : undefined;
  if (other === undefined) return unknown(r, 'syntax/unknown-option', span, OPTIONS);
  return fail(r, 'syntax/misspelt', span, { found: shown(r, span), right: other }, write(span, other));
}

function readOption(r: Reader): OptionSyntax | undefined {
  const name = optionName(r);
  if (name === undefined) return undefined;
  const start = r.pos;
  word(r, nameEnd(r, r.pos));
  if (name !== 'sackok') takeChar(r, '=');
  switch (name) {
    case 'mss':
    case 'wscale': {
      const value: Num | undefined = readNumber(r) ?? expected(r, 'number');
      return value && { start, end: r.last, kind: name, value };
    }
    case 'sackok':
      return { start, end: r.last, kind: name };
    case 'ts': {
      const val = readExpr(r);
      const ecr = val && readExpr(r);
      return val && ecr && { start, end: r.last, kind: name, val, ecr };
    }
    case 'sack':
      return readBlocks(r, start);
    case 'fastopen': {
      const cookie = readHex(r, 'syntax/bad-cookie');
      return cookie === undefined ? undefined : { start, end: r.last, kind: name, cookie };
    }
    case 'raw': {
      const bytes = readHex(r, 'syntax/bad-bytes');
      if (bytes === '') return expected(r, 'bytes');
      return bytes === undefined ? undefined : { start, end: r.last, kind: name, bytes };
    }
  }
}

function readBlocks(r: Reader, start: number): OptionSyntax | undefined {
  const blocks: (Span & { left: Expr; right: Expr })[] = [];
  do {
    const left = readExpr(r);
    if (left === undefined) return undefined;
    skip(r);
    if (peek(r) !== 0x2e || peek(r, 1) !== 0x2e) return expected(r, 'range');
    take(r, 2);
    const right = readExpr(r);
    if (right === undefined) return undefined;
    blocks.push({ start: left.start, end: r.last, left, right });
  } while (more(r) && (isDigit(peek(r)) || isNamePart(r, r.pos) || peek(r) === 0x28));
  return { start, end: r.last, kind: 'sack', blocks };
}

/** Pairs of hexadecimal digits in lower case; the empty string if there are none. */
function readHex(r: Reader, bad: string): string | undefined {
  skip(r);
  let i = r.pos;
  while (i < r.end && /[0-9a-fA-F]/.test(r.text.charAt(i))) i++;
  if (isNamePart(r, i) || (i - r.pos) % 2 === 1) {
    const span = foundSpan(r);
    return fail(r, bad, span, { found: shown(r, span) });
  }
  const digits = r.text.slice(r.pos, i).toLowerCase();
  if (i > r.pos) take(r, i - r.pos);
  return digits;
}
