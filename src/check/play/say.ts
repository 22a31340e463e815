/** Messages of the layers above TCP on a line: their octets, and the findings about those that have become whole. */
import {
  type Breach,
  type FrameWish,
  H2_RULES,
  HTTP1_RULES,
  MOST_BODY,
  type Mend,
  type Message,
  type SealedWish,
  TLS_RULES,
  type TlsWish,
  type Wish,
  octetsOf,
  spoken,
  wishBefore,
} from '../../layers';
import {
  type EndId,
  MAX_SEGMENTS,
  charge,
  domainOf,
  endpointOf,
  h2HostOf,
  infoOf,
  isSpent,
  tlsHostOf,
} from '../../sim';
import {
  type SaidSyntax,
  type Saying,
  type SegmentStatement,
  type Span,
  type Statement,
  type Str,
  lineAt,
  octetColumn,
  quoted,
} from '../../script';
import { add, dataStart, distance, joined } from '../../wire';
import { type Edit, FLOW_RULES, type Fix, type Related, type RuleRow, edit, spaceOf } from '../../trace';
import { frameWishOf, speaksH2 } from './frames';
import { appOf, isUp } from './layer-state';
import { report, stepsBack, type Player } from './player';

/** Octets that one line seals at most of bodies whose length alone is told: sealing and opening them takes a third of a second. */
const MOST_SEALED = 1024 * 1024;

/** So many octets of such bodies count as a segment of the flow's budget, as they take as long; and those of a line that may be sealed. */
const OCTETS = 4096;
const SEALED_OCTETS = 400;
/** Octets of such bodies that a line still has where the budget is used up. */
const LEAST = 4096;

/** The octets that the line at hand writes as messages: where they begin in its end's direction, and how long each is. */
export interface Spoken {
  readonly line: number;
  readonly end: EndId;
  /** Octets of the direction before them. */
  readonly base: number;
  readonly lengths: readonly number[];
}

/**
 * The octets of the messages of a line, as its sender would write them now.
 *
 * @param before messages that are written before them
 */
export function sayingOctets(p: Player, end: EndId, saying: Saying, before: readonly TlsWish[] = []): Uint8Array {
  const { remembered } = p.setting;
  const app = appOf(p, end);
  const peer = appOf(p, infoOf(p, end).peer);
  if (p.setting.tls === undefined && saying.items.some((s) => s.message !== undefined)) p.lacksTls = true;
  if (p.setting.h2 === undefined && saying.items.some(speaksH2)) p.lacksH2 = true;
  if (before.length === 0) reportNotUp(p, end, saying);
  const isSealed = app?.tls !== undefined || saying.items.some(({ message }) => message !== undefined);
  const most = isSealed ? MOST_SEALED : MOST_BODY;
  const written = boundedWishes(p, saying, isSpent(p.world) ? LEAST : most, isSealed ? SEALED_OCTETS : OCTETS);
  const wishes = [...before.map((wish): SealedWish => ({ kind: 'tls', wish })), ...written];
  const how = { domain: domainOf(p, end), tls: tlsHostOf(p, end), h2: h2HostOf(p), remembered };
  const all = spoken(app, peer, wishes, how);
  const lead = all.slice(0, before.length).reduce((sum, { octets }) => sum + octets.length, 0);
  const parts = all.slice(before.length);
  const lengths = parts.map(({ octets }) => octets.length);
  p.spoken = { line: p.line, end, base: (app?.voice.octets ?? 0) + lead, lengths };
  for (const [i, { problems }] of parts.entries()) {
    const said = saying.items[i];
    for (const { name, value, problem } of problems) {
      const args = { name, value, message: (said?.message ?? said?.frame)?.text ?? '' };
      const says = problem === 'unknown-key' ? { says: 'flow/message-value/unknown' } : {};
      const set = said?.set?.find((s) => s.key.text === name) ?? said?.fields?.items.find((f) => f.name.text === name);
      report(p, FLOW_RULES['flow/message-value'], set ?? said ?? saying, {
        args,
        ...says,
      });
    }
  }
  const [only] = all;
  return all.length === 1 && only !== undefined ? only.octets : joined(...all.map(({ octets }) => octets));
}

/**
 * The messages of a line: bodies beyond the octets that one line says are cut, which is reported. `unit` octets of them count as a
 * segment of the flow's budget.
 */
function boundedWishes(
  p: Player,
  saying: Saying,
  most: number,
  unit: number,
): readonly (Wish | SealedWish | FrameWish)[] {
  const { items } = saying;
  let left = most;
  let isTold = false;
  const wishes = items.map((said) => {
    const { body } = said;
    const size = body === undefined || body.kind === 'text' ? 0 : body.numbers.reduce((sum, n) => sum + n.value, 0);
    if (size > left && !isTold) {
      report(p, FLOW_RULES['flow/send-limit'], body ?? said, { args: { max: most } });
      isTold = true;
    }
    const wish = wishOf(p, said, left);
    left = Math.max(0, left - size);
    return wish;
  });
  const wasSpent = isSpent(p.world);
  const cost = Math.floor((most - left) / unit);
  if (cost > 0) charge(p, cost);
  if (isSpent(p.world) && !wasSpent)
    report(p, FLOW_RULES['flow/run-segments'], saying, { args: { limit: MAX_SEGMENTS } });
  return wishes;
}

/** `https` is said over TLS only; `=>` brings it up before. */
function reportNotUp(p: Player, end: EndId, saying: Saying): void {
  const said = saying.items.find(({ layer }) => layer.text === 'https');
  if (said === undefined) return;
  if (p.setting.tls === undefined) p.lacksTls = true;
  else if (!isUp(p, end)) report(p, FLOW_RULES['flow/tls-not-up'], said.layer);
}

/** Names of messages that flows write in another way. */
const SEALED_NAMES: Readonly<Record<string, TlsWish['name']>> = { alert: 'Alert', data: 'ApplicationData' };

function sealedWishOf({ message, alert, set, body }: SaidSyntax, most: number): SealedWish {
  const name = message?.text ?? '';
  const bytes =
    body?.kind === 'text'
      ? body.text.bytes
      : body?.kind === 'len'
        ? filled(Math.min(body.numbers[0]?.value ?? 0, most))
        : undefined;
  return {
    kind: 'tls',
    wish: {
      name: SEALED_NAMES[name] ?? (name as TlsWish['name']),
      set: (set ?? []).map(({ key, value }) => ({ name: key.text, value: value.text })),
      ...(alert === undefined ? {} : { alert: alert.text as NonNullable<TlsWish['alert']> }),
      ...(bytes === undefined ? {} : { body: bytes }),
    },
  };
}

/** Octets of which only the number is told. */
function filled(length: number): Uint8Array {
  return new Uint8Array(length).fill(0x61);
}

function wishOf(p: Player, said: SaidSyntax, most: number): Wish | SealedWish | FrameWish {
  if (said.message !== undefined) return sealedWishOf(said, most);
  if (said.frame !== undefined) return frameWishOf(said, (length) => filled(Math.min(length, most)));
  return wishBefore(p.setting.remembered, said, most, openWishOf);
}

function openWishOf({ layer, method, target, status, fields, body, stream }: SaidSyntax, most: number): Wish {
  const items = fields?.items ?? [];
  return {
    most,
    kind: status === undefined ? 'request' : 'response',
    method: method?.text ?? '',
    target: target?.text ?? '',
    status: status?.value ?? 0,
    ...(layer.text === 'http/2' && { major: 2 }),
    ...(stream !== undefined && { stream: stream.value }),
    minor: layer.text === 'http/1.0' ? 0 : layer.text === 'http/1.1' ? 1 : undefined,
    fields: items.flatMap((f) => (f.value === undefined ? [] : [{ name: f.name.text, value: f.value.text }])),
    without: items.filter((f) => f.without).map((f) => f.name.text.toLowerCase()),
    body:
      body === undefined
        ? undefined
        : body.kind === 'text'
          ? { kind: 'octets', octets: body.text.bytes }
          : body.kind === 'len'
            ? { kind: 'length', length: body.numbers[0]?.value ?? 0 }
            : { kind: 'chunks', sizes: body.numbers.map((n) => n.value) },
  };
}

const GRAVITY = ['error', 'warning', 'hint'] as const;

/** By what a breach names its rule: rules of HTTP/1 without their space. */
const ROWS: Readonly<Record<string, RuleRow>> = { ...HTTP1_RULES, ...TLS_RULES, ...H2_RULES };

interface Found {
  readonly breach: Breach;
  readonly rule: RuleRow;
}

/**
 * Reports what is wrong with the messages that have become whole since the last step: one finding a message, the gravest. A
 * line that `violates` rules of a layer must break them, and is not told so.
 */
export function reportUttered(p: Player): void {
  const { uttered } = p;
  p.uttered = [];
  const line = lineAt(p.script, p.line);
  const statement = line?.statement;
  if (statement === undefined || line?.broken === true) return;
  const meant = statement.kind === 'segment' ? (statement.violates ?? []) : [];
  for (const { end, message, breaches } of uttered) {
    const reconnects = message?.kind === 'request' && isReconnect(p, end);
    const isSecond = message?.frame?.name === 'PREFACE' && hasStreamsElsewhere(p, end);
    if (breaches.length === 0 && !reconnects && !isSecond) continue;
    const found = breaches.flatMap((breach): Found[] => {
      const rule = ROWS[breach.rule];
      return rule === undefined || meant.some((w) => w.text === rule.id)
        ? []
        : [{ breach, rule: breach.level === undefined ? rule : { ...rule, level: breach.level } }];
    });
    if (reconnects) found.push({ breach: { rule: 'reconnect' }, rule: HTTP1_RULES.reconnect });
    if (isSecond) found.push({ breach: { rule: 'h2/second-connection' }, rule: H2_RULES['h2/second-connection'] });
    const gravest = GRAVITY.map((level) => found.find((f) => f.rule.level === level)).find((f) => f !== undefined);
    if (gravest !== undefined) reportBreach(p, statement, end, message, gravest);
  }
}

/**
 * Does a client ask on a further connection what it could have asked on one that persists (RFC 9112 §9.3)? That one is idle, or
 * the client itself has closed it.
 */
function isReconnect(p: Player, end: EndId): boolean {
  if (endpointOf(p.world, end).app?.http?.requests !== 1) return false;
  return elsewhere(p, end).some((other) => {
    const { http } = endpointOf(p.world, other).app ?? {};
    if (http?.role !== 'client') return false;
    const isIdle = http.over === undefined && http.responses > 0 && http.asked.length === 0;
    return isIdle && !isClosedByPeer(p, other);
  });
}

/** Further ends of a host whose connections lead to the same server. */
function elsewhere(p: Player, end: EndId): readonly EndId[] {
  const own = infoOf(p, end);
  const server = infoOf(p, own.peer);
  return (p.roles.cast.hosts[own.host]?.ends ?? []).filter((other) => {
    const peer = infoOf(p, infoOf(p, other).peer);
    return other !== end && peer.host === server.host && peer.port === server.port;
  });
}

/** Has a client another connection of HTTP/2 with the same server, which takes further streams (RFC 9113 §9.1)? */
function hasStreamsElsewhere(p: Player, end: EndId): boolean {
  return elsewhere(p, end).some((other) => {
    const { tcb, app } = endpointOf(p.world, other);
    const h2 = (app?.tls?.inner ?? app)?.h2?.end;
    return tcb.state === 'ESTABLISHED' && h2 !== undefined && !h2.in.goaway && !h2.out.goaway;
  });
}

/** The peer has ended the connection first: this side is the passive one (RFC 9293 §3.6). */
function isClosedByPeer(p: Player, end: EndId): boolean {
  const { state } = endpointOf(p.world, end).tcb;
  const peer = endpointOf(p.world, infoOf(p, end).peer).tcb.state;
  return state === 'CLOSE-WAIT' || state === 'LAST-ACK' || (state === 'CLOSED' && peer === 'TIME-WAIT');
}

/** A rule of a layer that a line violates on purpose, and that no message of it breaks. */
export function reportUnbroken(p: Player, s: SegmentStatement): void {
  if (lineAt(p.script, p.line)?.broken === true) return;
  const broken = new Set(p.uttered.flatMap(({ breaches }) => breaches.map((b) => ROWS[b.rule]?.id)));
  for (const word of s.violates ?? [])
    if (word.text in BY_ID && !broken.has(word.text))
      report(p, FLOW_RULES['flow/rule-not-broken'], word, { args: { rule: word.text } });
}

const BY_ID: Readonly<Record<string, RuleRow>> = Object.fromEntries(Object.values(ROWS).map((r) => [r.id, r]));

function reportBreach(
  p: Player,
  s: Statement,
  end: EndId,
  message: Message | undefined,
  { breach, rule }: Found,
): void {
  const place = placeOf(p, s, end, message, breach);
  const mended =
    breach.mend === undefined || message === undefined ? undefined : fixFor(p, place, message, breach.mend);
  const fix = mended ?? unwritten(p, place.said, breach);
  report(p, rule, place.span, {
    args: { host: infoOf(p, end).name, message: message?.name ?? '', ...breach.args },
    ...(breach.says === undefined ? {} : { says: `${spaceOf(rule.id).name}/${breach.says}` }),
    ...(fix === undefined ? {} : { fix }),
    related: begunAbove(p, end, message),
  });
}

interface Place {
  readonly span: Span;
  /** The message as the line writes it, where it writes the whole of it. */
  readonly said?: SaidSyntax;
  readonly text?: Str;
  /** Where the message begins in `text`, in octets. */
  readonly offset: number;
}

/** The part of the line that a breach speaks about. */
function placeOf(p: Player, s: Statement, end: EndId, message: Message | undefined, { at }: Breach): Place {
  const whole: Span =
    s.kind === 'segment'
      ? (s.saying ?? s.payload ?? s.flags ?? s.arrowSpan)
      : s.kind === 'message' || s.kind === 'call'
        ? (s.saying ?? s.payload ?? s)
        : s;
  if (s.kind !== 'segment' && s.kind !== 'message' && s.kind !== 'call') return { span: whole, offset: 0 };
  if (message === undefined) return { span: whole, offset: 0 };
  const { spoken: written } = p;
  if (s.saying !== undefined && written?.line === p.line && written.end === end) {
    let from = written.base;
    for (const [i, length] of written.lengths.entries()) {
      const said = s.saying.items[i];
      if (said !== undefined && message.from === from)
        return { span: at === undefined ? said : partOf(said, message, at), said, offset: 0 };
      // Octets behind the end of what it says.
      if (said !== undefined && message.head === undefined && from < message.from && message.from < from + length)
        return { span: said, said, offset: 0 };
      from += length;
    }
    return { span: whole, offset: 0 };
  }
  if (s.payload === undefined) return { span: whole, offset: 0 };
  // The string ends where the direction ends so far.
  const total = endpointOf(p.world, end).app?.voice.octets ?? 0;
  const offset = message.from - (total - s.payload.bytes.length);
  const text = lineAt(p.script, p.line)?.text ?? '';
  const column = (octet: number): number => octetColumn(text, s.payload as Str, octet + offset);
  const span = at === undefined || offset + at.to < 0 ? whole : { start: column(at.from), end: column(at.to) };
  return { span: span.end > span.start ? span : whole, text: s.payload, offset };
}

/** The header field, or the start line, where the octets of a message stand that a line says. */
function partOf(said: SaidSyntax, message: Message, at: { readonly from: number; readonly to: number }): Span {
  const field = message.fields.find((f) => f.from <= at.from && at.from < f.to);
  const item = said.fields?.items.find(
    (i) => i.name.text.toLowerCase() === field?.name.toLowerCase() && i.without !== true,
  );
  if (item !== undefined) return item;
  if (field?.name === 'body' && said.body !== undefined) return said.body;
  const first = said.status ?? said.method;
  return field?.name === 'start-line' && first !== undefined
    ? { start: first.start, end: (said.target ?? first).end }
    : said;
}

/** Leaves out the written values of a message that breaks a rule of TLS: its sender says the right ones by itself. */
function unwritten(p: Player, said: SaidSyntax | undefined, { rule }: Breach): Fix | undefined {
  const { set = [] } = said ?? {};
  const [first, last] = [set[0], set.at(-1)];
  if (first === undefined || last === undefined || !rule.startsWith('tls')) return undefined;
  const text = lineAt(p.script, p.line)?.text ?? '';
  const start = text.slice(0, first.start).trimEnd().length;
  const args = { text: text.slice(first.start, last.end) };
  return { title: 'fix/remove', args, edits: [edit(p.line, { start, end: last.end }, '')] };
}

/** The fix of a message, where its line writes the whole of it. */
function fixFor(p: Player, { said, text, offset }: Place, message: Message, mend: Mend): Fix | undefined {
  const shown = mend.kind === 'remove' ? mend.name : mend.kind === 'rename' ? mend.to : `${mend.name}: ${mend.value}`;
  const edits =
    said !== undefined
      ? mendSaid(p, said, mend)
      : // Header fields of HTTP/2 are compressed: their octets are not changed one by one.
        text === undefined || offset < 0 || message.layer === 'h2'
        ? undefined
        : mendText(p, text, offset, message, mend);
  if (edits === undefined) return undefined;
  return mend.kind === 'remove'
    ? { title: 'fix/remove', args: { text: shown }, edits }
    : { title: mend.kind === 'add' ? 'fix/add' : 'fix/set-field', args: { text: shown }, edits };
}

function mendSaid(p: Player, { fields, target, status, end }: SaidSyntax, mend: Mend): readonly Edit[] | undefined {
  const items = fields?.items ?? [];
  const index = items.findIndex((f) => f.name.text.toLowerCase() === mend.name.toLowerCase());
  const item = items[index];
  const put = (newText: string): readonly Edit[] => {
    const last = items.at(-1);
    if (last !== undefined) return [edit(p.line, { start: last.end, end: last.end }, `, ${newText}`)];
    if (fields !== undefined) return [edit(p.line, fields, `{${newText}}`)];
    const at = target?.end ?? status?.end ?? end;
    return [edit(p.line, { start: at, end: at }, ` {${newText}}`)];
  };
  if (mend.kind === 'remove') {
    if (item === undefined) return put(`-${mend.name}`);
    return [removed(p, items, index, fields)];
  }
  if (mend.kind === 'rename') return item && [edit(p.line, item.name, mend.to)];
  if (item === undefined) return put(`${mend.name}: ${mend.value}`);
  // A field that is filled in, were it not for its `-`.
  if (item.without === true) return [removed(p, items, index, fields)];
  return item.value === undefined ? undefined : [edit(p.line, item.value, mend.value)];
}

/** Takes an item out of the list, with its comma; the last one with the braces. */
function removed(p: Player, items: readonly Span[], index: number, fields: Span | undefined): Edit {
  const item = items[index] as Span;
  const [before, next] = [items[index - 1], items[index + 1]];
  if (before !== undefined) return edit(p.line, { start: before.end, end: item.end }, '');
  if (next !== undefined) return edit(p.line, { start: item.start, end: next.start }, '');
  const text = lineAt(p.script, p.line)?.text ?? '';
  const { end } = fields ?? item;
  let { start } = fields ?? item;
  while (start > 0 && ' \t'.includes(text.charAt(start - 1))) start--;
  return edit(p.line, { start, end }, '');
}

function mendText(p: Player, text: Str, offset: number, message: Message, mend: Mend): readonly Edit[] | undefined {
  if (mend.kind === 'rename') return undefined;
  const line = lineAt(p.script, p.line)?.text ?? '';
  const column = (octet: number): number => octetColumn(line, text, octet + offset);
  // Octets behind another message: its head is not at hand.
  if (message.head === undefined) return undefined;
  const field = message.fields.find((f) => f.name.toLowerCase() === mend.name.toLowerCase());
  if (mend.kind === 'remove')
    return field && [edit(p.line, { start: column(field.from), end: column(field.to + 2) }, '')];
  if (field === undefined) {
    const at = column(message.head.startLine.to + 2);
    return [edit(p.line, { start: at, end: at }, quoted(octetsOf(`${mend.name}: ${mend.value}\r\n`)).slice(1, -1))];
  }
  return [
    edit(p.line, { start: column(field.valueFrom ?? field.from), end: column(field.valueTo ?? field.to) }, mend.value),
  ];
}

/** The line whose segment carried the first octet of a message, if it is another one. */
function begunAbove(p: Player, end: EndId, message: Message | undefined): readonly Related[] {
  const start = endpointOf(p.world, end).app?.start;
  if (start === undefined || message === undefined) return [];
  const { spoken: written } = p;
  // Most messages begin in the line that breaks a rule.
  if (written?.line === p.line && written.end === end && message.from >= written.base) return [];
  const first = add(start, message.from % 0x1_0000_0000);
  let looked = 0;
  for (const step of stepsBack(p)) {
    if (++looked > MOST_LOOKED) break;
    if (step.kind !== 'segment' || step.line === p.line || step.sent.from !== end) continue;
    const { segment } = step.sent;
    if (distance(dataStart(segment), first) >= segment.len) continue;
    return [{ line: step.line, message: 'related/message-began', args: { host: infoOf(p, end).name } }];
  }
  return [];
}

/** So many steps back is looked for the beginning of a message. */
const MOST_LOOKED = 1000;
