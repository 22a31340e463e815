import { spellSaying } from './saying';
import { withoutTail } from './trimmed';
import { FAILS, IP_FIELDS, WIRE } from './vocabulary';
import type {
  Aim,
  CaptureStatement,
  Duration,
  EndRef,
  Expectation,
  Fact,
  FaultStatement,
  Field,
  Flags,
  HostStatement,
  LinkStatement,
  OptionList,
  OptionSyntax,
  SegmentStatement,
  Setting,
  Span,
  Statement,
  Timing,
  TransitStatement,
} from './syntax';
import type { Allowed, ClaimSyntax } from './explore-syntax';

/** The columns of a segment's line in a run, as texts; empty if the segment has nothing there. */
export interface Cells {
  readonly time: string;
  readonly from: string;
  /** Arrow and receiver. */
  readonly to: string;
  readonly flags: string;
  readonly seq: string;
  readonly ack: string;
  /** All other clauses in their written order. */
  readonly rest: string;
}

/**
 * A statement in its usual spelling: keywords in lower case, flags and states in their RFC form, single spaces.
 *
 * @param text the line after `fold`; strings are copied from it unchanged
 */
export function spell(s: Statement, text: string): string {
  const of = (span: Span): string => text.slice(span.start, span.end);
  switch (s.kind) {
    case 'flow':
    case 'section':
      return `${s.kind} ${of(s.title)}`;
    case 'profile':
    case 'variant':
      return `${s.kind} ${s.name.text}`;
    case 'host':
      return joined(['host', of(s.name), spellAddress(s, text), spellSettings(s, text)], ' ');
    case 'let':
      return `let ${of(s.name)} = ${behindEquals(text, s.name.end, s.end)}`;
    case 'segment': {
      const c = spellSegment(s, text);
      return joined([c.time, c.from, c.to, c.flags, c.seq, c.ack, c.rest], ' ');
    }
    case 'deliver':
    case 'drop':
    case 'duplicate':
      return joined([spellTime(s.time, text), s.kind, of(s.name)], ' ');
    case 'call': {
      const what = s.payload ?? s.count;
      const said = s.saying === undefined ? what && of(what) : spellSaying(s.saying, text);
      return joined([spellTime(s.time, text), of(s.who), s.call, s.peer && of(s.peer), said, s.fails && FAILS], ' ');
    }
    case 'icmp':
      return joined(
        [spellTime(s.time, text), of(s.who), s.kind, s.error.text, s.mtu && `mtu=${of(s.mtu)}`, s.peer && of(s.peer)],
        ' ',
      );
    case 'forget':
      return joined([spellTime(s.time, text), of(s.who), 'forgets', s.peer && of(s.peer)], ' ');
    case 'given':
      return joined(['given', of(s.who), s.state.text, ...s.facts.map((fact) => spellFact(fact, text))], ' ');
    case 'message': {
      const plain = s.payload === undefined ? s.len && `len=${of(s.len)}` : of(s.payload);
      const what = s.saying === undefined ? (s.handshake?.text ?? plain) : spellSaying(s.saying, text);
      return joined([spellTime(s.time, text), of(s.from), '=>', of(s.to), what], ' ');
    }
    case 'run': {
      if (s.duration !== undefined) return `run for ${spellDuration(s.duration, text)}`;
      return s.until === undefined ? 'run' : `run until ${spellExpectations(s.until, text)}`;
    }
    case 'transit':
      return joined([s.fate, ...spellChoice(s), 'from', of(s.who)], ' ');
    case 'fault': {
      const [nth, what] = spellChoice(s);
      const which = s.every ? `every ${ordinal(s.nth)}` : nth;
      const by = s.by && `by ${spellDuration(s.by, text)}`;
      return joined([s.fault, which, what, 'from', of(s.who), by], ' ');
    }
    case 'link':
      return spellLink(s, text);
    case 'certificate': {
      const clauses = (['by', 'ca', 'from', 'until', 'key'] as const).flatMap((key) => {
        const word = s[key];
        return word === undefined ? [] : [{ at: word.start, text: spellClause(key, word.text) }];
      });
      return joined(['certificate', s.name.text, of(s.subject), ...inOrder(clauses)], ' ');
    }
    case 'today':
      return `today ${s.day.text}`;
    case 'leak':
      return `leak ${spellEnd(s.who, text)}`;
    case 'task':
    case 'keylog':
      return `${s.kind} ${of(s.text)}`;
    case 'capture':
    case 'goal':
    case 'explore':
      return spellAside(s, text);
    case 'wait':
      return `wait ${spellDuration(s.duration, text)}`;
    case 'expect':
      return `expect ${spellExpectations(s.items, text)}`;
    case 'note':
      return joined(['note', s.over.length > 0 ? `over ${s.over.map(of).join(', ')}` : '', of(s.text)], ' ');
  }
}

function spellCapture({ file, connection, tap, frames }: CaptureStatement, text: string): string {
  const of = (span: Span): string => text.slice(span.start, span.end);
  return joined(
    [
      'capture',
      of(file),
      connection && `connection=${of(connection.value)}`,
      tap && `tap=${tap.value.text}`,
      frames && `frames=${frames.value.text}`,
    ],
    ' ',
  );
}

/** The usual spelling of a statement that describes the flow and has no event. */
function spellAside(s: Extract<Statement, { kind: 'capture' | 'goal' | 'explore' }>, text: string): string {
  if (s.kind === 'capture') return spellCapture(s, text);
  if (s.kind === 'goal') return `goal ${spellAim(s.aim, text)}`;
  const allowed = s.allowed.map((item) => spellAllowed(item, text)).join(', ');
  return `${joined(['explore', allowed], ' ')}: ${spellClaim(s.claim, text)}`;
}

function spellAim(aim: Aim, text: string): string {
  switch (aim.kind) {
    case 'holds':
      return spellExpectations(aim.items, text);
    case 'sent': {
      const what = aim.data?.text ?? (aim.flags && spellFlags(aim.flags));
      return joined([spellEnd(aim.from, text), ARROW_TEXT[aim.arrow], spellEnd(aim.to, text), what], ' ');
    }
    case 'without':
    case 'breaks':
      return `${aim.kind} ${aim.rules.map((rule) => rule.text).join(', ')}`;
    case 'keep':
      return aim.kind;
  }
}

function spellAllowed(item: Allowed, text: string): string {
  const of = (span: Span | undefined): string => (span === undefined ? '' : text.slice(span.start, span.end));
  switch (item.kind) {
    case 'fault': {
      const what = item.data?.text ?? (item.flags && spellFlags(item.flags));
      return joined([item.fault, of(item.most), what, item.from && `from ${of(item.from)}`], ' ');
    }
    case 'crash':
      return `crash ${of(item.who)} ${of(item.most)}`;
    case 'forge': {
      const spoofing = item.spoofing && `spoofing ${of(item.spoofing)}`;
      return joined(['forge', of(item.most), item.skill.text, spoofing], ' ');
    }
    case 'isn':
      return 'isn repeats';
    case 'call':
      return joined([of(item.who), item.call.text, of(item.count), of(item.peer)], ' ');
  }
}

/**
 * The items of `never` are joined by `with`, since they must be true at the same time; the items of `always` and
 * `finally` by commas.
 */
function spellClaim(claim: ClaimSyntax, text: string): string {
  if (claim.kind === 'named') return claim.name.text;
  const items = claim.items.map((item) => spellExpectations([item], text));
  return `${claim.kind} ${items.join(claim.kind === 'never' ? ' with ' : ', ')}`;
}

export function spellSegment(s: SegmentStatement, text: string): Cells {
  return {
    time: spellTime(s.time, text),
    from: spellEnd(s.from, text),
    to: `${ARROW_TEXT[s.arrow]} ${spellEnd(s.to, text)}`,
    flags: s.flags === undefined ? '' : spellFlags(s.flags),
    seq: s.seq === undefined ? '' : spellField('seq', s.seq, text),
    ack: s.ack === undefined ? '' : spellField('ack', s.ack, text),
    rest: otherClauses(s, text),
  };
}

const ARROW_TEXT = { deliver: '->', lose: '-x', hold: '~>', open: '?>' } as const;
const OTHER_FIELDS = ['win', 'urg', 'len', 'checksum', 'doff', 'reserved', ...IP_FIELDS] as const;

/** A `link` line; the settings keep their written order. */
function spellLink(s: LinkStatement, text: string): string {
  const of = (span: Span): string => text.slice(span.start, span.end);
  const { delay, rate, loss, mtu, icmp, clamp } = s;
  const settings = [
    delay && { at: delay.start, text: `delay=${spellDuration(delay.value, text)}` },
    rate && { at: rate.start, text: `rate=${of(rate.value)}` },
    loss && { at: loss.start, text: `loss=${loss.value.map(of).join(',')}` },
    mtu && { at: mtu.start, text: `mtu=${of(mtu.value)}` },
    icmp && { at: icmp.start, text: `icmp=${icmp.value.text}` },
    clamp && { at: clamp.start, text: `clamp=${of(clamp.value)}` },
  ].filter((setting) => setting !== undefined);
  return joined(['link', of(s.a), of(s.b), ...inOrder(settings)], ' ');
}

function otherClauses(s: SegmentStatement, text: string): string {
  const clauses: { readonly at: number; readonly text: string }[] = [];
  const put = (span: Span | undefined, spelt: (span: Span) => string): void => {
    if (span !== undefined) clauses.push({ at: span.start, text: spelt(span) });
  };
  for (const key of OTHER_FIELDS) {
    const field = s[key];
    put(field, () => (field === undefined ? '' : spellField(key, field, text)));
  }
  put(s.ecn, () => `ecn=${s.ecn?.value.text ?? ''}`);
  put(s.saying, () => (s.saying === undefined ? '' : spellSaying(s.saying, text)));
  put(s.altered, (span) => `altered ${text.slice(span.start, span.end)}`);
  put(s.payload, (span) => text.slice(span.start, span.end));
  put(s.options, () => (s.options === undefined ? '' : spellOptions(s.options, text)));
  for (const key of ['resend', 'as'] as const) put(s[key], (span) => `${key} ${text.slice(span.start, span.end)}`);
  put(s.spoofing, (span) => `spoofing ${text.slice(span.start, span.end)}`);
  put(s.supposed, () => 'supposed');
  put(s.frames, () => `frame ${(s.frames?.numbers ?? []).map((n) => text.slice(n.start, n.end)).join(', ')}`);
  put(s.violates?.[0], () => `violates ${(s.violates ?? []).map((rule) => rule.text).join(', ')}`);
  return inOrder(clauses).join('  ');
}

/** The texts in their written order. */
function inOrder(parts: readonly { readonly at: number; readonly text: string }[]): string[] {
  return [...parts].sort((a, b) => a.at - b.at).map((part) => part.text);
}

function joined(parts: readonly (string | undefined)[], gap: string): string {
  return parts.filter((part) => part !== undefined && part !== '').join(gap);
}

function spellEnd(ref: EndRef, text: string): string {
  return text.slice(ref.start, ref.end);
}

function spellFlags(flags: Flags): string {
  return flags.names.length === 0 ? '[]' : flags.names.map((name) => name.text).join(',');
}

function spellField(key: string, field: Field, text: string): string {
  return `${key}=${behindEquals(text, field.start, field.end)}`;
}

function behindEquals(text: string, from: number, to: number): string {
  return tight(text.slice(text.indexOf('=', from) + 1, to));
}

const PIECE = /\s+|\.\.|[-+()]|[^\s\-+().]+|\./g;
const JOINING = new Set(['+', '-', '..']);

/** An expression without spaces around operators and inside parentheses; other spaces become one. */
function tight(text: string): string {
  let out = '';
  let before = '';
  let blank = false;
  for (const [piece] of text.matchAll(PIECE)) {
    if (/^\s/.test(piece)) {
      blank = out !== '';
      continue;
    }
    const apart = blank && !JOINING.has(piece) && !JOINING.has(before) && before !== '(' && piece !== ')';
    out += apart ? ` ${piece}` : piece;
    before = piece;
    blank = false;
  }
  return out;
}

function spellOptions(options: OptionList, text: string): string {
  return `<${options.items.map((item) => spellOption(item, text)).join(', ')}>`;
}

function spellOption(item: OptionSyntax, text: string): string {
  const value = text.slice(item.start + item.kind.length, item.end).trim();
  return joined([item.kind, tight(value.startsWith('=') ? value.slice(1) : value)], ' ');
}

function spellTime(time: Timing | undefined, text: string): string {
  if (time === undefined) return '';
  return (time.from === 'last' ? '+' : '@') + spellDuration(time.duration, text);
}

function spellDuration(duration: Duration, text: string): string {
  return (/^[\d.]*/.exec(text.slice(duration.start, duration.end))?.[0] ?? '') + duration.unit;
}

/** The address and port of a `host` line, with brackets around IPv6. */
export function spellAddress(s: HostStatement, text: string): string {
  if (s.address === undefined) return '';
  const rest = text.slice(s.name.end, s.settings[0]?.start ?? s.end);
  return withoutTail(rest).trimStart();
}

export function spellSettings(s: HostStatement, text: string): string {
  return s.settings.map((setting) => spellSetting(setting, text)).join(' ');
}

function spellSetting({ key, value }: Setting, text: string): string {
  if (value === undefined) return key.text;
  if ('unit' in value) return `${key.text}=${spellDuration(value, text)}`;
  return `${key.text}=${'text' in value ? value.text : text.slice(value.start, value.end)}`;
}

function spellFact({ start, end, key, value }: Fact, text: string): string {
  if (value === undefined) return key.text;
  if ('unit' in value) return `${key.text}=${spellDuration(value, text)}`;
  return `${key.text}=${'text' in value ? value.text : behindEquals(text, start, end)}`;
}

function spellClause(key: 'by' | 'ca' | 'from' | 'until' | 'key', text: string): string {
  return key === 'ca' ? text : key === 'key' ? `key=${text}` : `${key} ${text}`;
}

function spellExpectations(items: readonly Expectation[], text: string): string {
  return items.map((item) => spellExpectation(item, text)).join(', ');
}

/** `1st`, `2nd`, `3rd`, `10th`. */
export function ordinal(n: number): string {
  const teen = Math.floor((n % 100) / 10) === 1;
  return `${n}${(teen ? undefined : ['th', 'st', 'nd', 'rd'][n % 10]) ?? 'th'}`;
}

function spellExpectation(item: Expectation, text: string): string {
  const who = item.who === undefined ? WIRE : spellEnd(item.who, text);
  switch (item.kind) {
    case 'knows':
      return `${who} ${item.lacks ? 'lacks' : 'knows'} ${item.secret.text}`;
    case 'owes-message':
      return `${who} owes ${spellSaying(item.saying, text)}`;
    case 'state':
      return `${who} ${item.state.text}`;
    case 'variable':
    case 'duration':
      return `${who}.${item.variable.text} = ${behindEquals(text, item.variable.end, item.end)}`;
    case 'layer':
      return [who, item.layer.text, ...(item.stream === undefined ? [] : [item.stream.value]), item.state.text].join(
        ' ',
      );
    case 'owes':
      return `${who} owes ${item.flags === undefined ? 'nothing' : spellFlags(item.flags)}`;
  }
}

/** The words that choose a segment: `next` or an ordinal, and flags or `data`. */
function spellChoice(s: FaultStatement | TransitStatement): [string, string | undefined] {
  return [s.nth === 1 ? 'next' : ordinal(s.nth), s.data ? 'data' : s.flags && spellFlags(s.flags)];
}
