import { type EndId, configOf, endpointOf, infoOf } from '../../sim';
import { RST, formatFlags, has, seq } from '../../wire';
import { type ExpectStatement, type Expectation, type Span, WIRE, variableName } from '../../script';
import { type Reason, isAcceptable, isSynchronized, owes } from '../../tcp';
import { stateAbove } from './layer-state';
import { evaluate } from './evaluate';
import { dueMessages, dueName, knowsOf, owesMessages } from './knowing';
import { FLOW_RULES, type Fix, duration, edit, written } from '../../trace';
import { push, report, sentAt, show, stepsBack, type Player } from './player';
import { endFor } from './ends';
import { chooseState } from './syn-reply';
import { whyUntold } from './untold';
import { durationOf } from './time';
import { type VariableValue, variableOf } from './variables';

type OfVariable = Expectation & { readonly kind: 'variable' | 'duration' };

/** Plays `expect A STATE, A.rcv.nxt = y+1, A owes ACK`. Each part that does not hold is a finding of its own. */
export function playExpect(p: Player, s: ExpectStatement, broken: boolean): void {
  for (const item of s.items) {
    if (item.kind === 'knows' && item.who === undefined) {
      if (!broken) expectKnows(p, item, undefined);
      continue;
    }
    const end = item.who && endFor(p, item.who, undefined, (e) => hasState(p, item, e));
    if (end === undefined || broken) continue;
    switch (item.kind) {
      case 'knows':
        expectKnows(p, item, end);
        break;
      case 'owes-message':
        expectMessage(p, item, end);
        break;
      case 'state':
        expectState(p, item, end);
        break;
      case 'variable':
        expectVariable(p, item, end);
        break;
      case 'duration':
        expectDuration(p, item, end);
        break;
      case 'owes':
        expectOwed(p, item, end);
        break;
      case 'layer':
        expectLayer(p, item, end);
        break;
    }
  }
  push(p, { kind: 'expect' });
}

function hasState(p: Player, item: Expectation, end: EndId): boolean {
  return item.kind !== 'state' || endpointOf(p.world, end).tcb.state === item.state.text;
}

function expectState(p: Player, item: Expectation & { kind: 'state' }, end: EndId): void {
  chooseState(p, end, item.state.text);
  const { tcb, lastHeard, lastSent } = endpointOf(p.world, end);
  if (item.state.text === tcb.state) return;
  const because = whyUntold(p, item, end);
  const telling = tellingMismatch(p, item.state.text, end);
  const last = Math.max(...[lastHeard, lastSent].map((sent) => (sent === undefined ? -1 : sentAt(p, sent))));
  const fix = setTo(p, item.state, tcb.state);
  report(p, FLOW_RULES[telling], item.state, {
    args: { host: infoOf(p, end).name, written: item.state.text, right: tcb.state },
    ...(because === undefined ? { fix } : { because }),
    ...(last < 0
      ? {}
      : {
          related: [
            { line: last, message: 'related/state-since', args: { host: infoOf(p, end).name, state: tcb.state } },
          ],
        }),
  });
}

/** True if the endpoint's last connection ended in TIME-WAIT. */
function hasWaited(p: Player, end: EndId): boolean {
  for (const { moves } of stepsBack(p)) {
    const gone = moves.find((m) => m.end === end && m.to === 'CLOSED');
    if (gone !== undefined) return gone.from === 'TIME-WAIT';
  }
  return false;
}

/** Some wrong states have a cause of their own; the most telling rule speaks. */
function tellingMismatch(p: Player, written: string, end: EndId): keyof typeof FLOW_RULES {
  const { tcb, lastHeard, ended } = endpointOf(p.world, end);
  const passive = tcb.finRcvd !== undefined || (ended === 'closed' && !hasWaited(p, end));
  if (written === 'TIME-WAIT' && passive && tcb.state !== 'CLOSING') {
    return 'tcp/timewait-wrong-side';
  }
  if (written === 'CLOSED' && tcb.timers.loss.timeouts > 0) {
    if (tcb.state === 'SYN-SENT') return 'tcp/rtx-give-up-syn';
    // While the window is closed, no duration justifies an end (RFC 9293 §3.8.6, SHLD-17).
    if (isSynchronized(tcb.state) && tcb.sndWnd > 0) return 'tcp/rtx-give-up-data';
  }
  const heard = lastHeard?.segment;
  // Only an RST in the window would have ended the connection at a TCP without challenge ACKs.
  const inWindow = heard !== undefined && has(heard, RST) && isAcceptable(tcb, heard);
  if (written === 'CLOSED' && inWindow && isSynchronized(tcb.state)) {
    return 'tcp/rst-blind-accepted';
  }
  return 'tcp/state-mismatch';
}

function expectVariable(p: Player, item: Expectation & { kind: 'variable' }, end: EndId): void {
  const actual = valueOf(p, item, end);
  if (actual === undefined) return;
  const expected = evaluate(p, item.expr);
  if (expected === undefined) return;
  if (expected.value === actual.value) return;
  const numbering = actual.numbering === 'own' ? end : actual.numbering === 'peer' ? infoOf(p, end).peer : undefined;
  const text = (n: number): string => (numbering === undefined ? String(n) : show(p, numbering, seq(n)));
  const because = whyUntold(p, item, end, expected.value);
  const right = expected.named ? text(actual.value) : String(actual.value);
  const args = { written: text(expected.value), right: text(actual.value) };
  reportValue(p, item, end, args, because === undefined ? { fix: setTo(p, item.expr, right) } : { because });
}

/** A variable has another value than the one that is written; both are in `args`. */
function reportValue(
  p: Player,
  item: OfVariable,
  end: EndId,
  args: { readonly written: string; readonly right: string },
  more: { readonly fix: Fix } | { readonly because: Reason },
): void {
  const of = { host: infoOf(p, end).name, variable: variableName(item.variable.text) };
  report(p, FLOW_RULES['flow/expectation-variable'], item, { args: { ...of, ...args }, ...more });
}

/** The fix that writes `text` in the place of a span. */
function setTo(p: Player, span: Span, text: string): Fix {
  return { title: 'fix/set-field', args: { text }, edits: [edit(p.line, span, text)] };
}

/** The value of the variable of an expectation; one without a value is reported. */
function valueOf(p: Player, item: OfVariable, end: EndId): VariableValue | undefined {
  const { text } = item.variable;
  const actual = variableOf(endpointOf(p.world, end).tcb, text, configOf(p, end));
  if (actual !== undefined) return actual;
  const because = whyUntold(p, item, end);
  report(p, FLOW_RULES['flow/unknown-variable'], item.variable, {
    args: { variable: variableName(text) },
    ...(because === undefined ? {} : { because }),
  });
  return undefined;
}

/** `client.srtt = 5.31ms`: it holds if the two read alike, as SRTT is smoothed to fractions of a microsecond. */
function expectDuration(p: Player, item: Expectation & { kind: 'duration' }, end: EndId): void {
  const actual = valueOf(p, item, end);
  const expected = durationOf(p, item.duration);
  if (actual === undefined || isLike(expected, actual.value)) return;
  const because = whyUntold(p, item, end);
  const fix = setTo(p, item.duration, written(actual.value));
  const args = { written: duration(expected), right: duration(actual.value) };
  reportValue(p, item, end, args, because === undefined ? { fix } : { because });
}

/** True if two durations, microseconds, are equal or read alike. */
export function isLike(one: number, other: number): boolean {
  return one === other || duration(one) === duration(other);
}

function expectLayer(p: Player, item: Expectation & { kind: 'layer' }, end: EndId): void {
  const layer = item.layer.text;
  const right = stateAbove(p, end, layer, item.stream?.value);
  if (right === undefined || item.state.text === right) return;
  const because = whyUntold(p, item, end);
  const name = layer === 'h2' ? 'HTTP/2' : layer.toUpperCase();
  const args = { host: infoOf(p, end).name, layer: name, written: item.state.text, right };
  const fix = setTo(p, item.state, right);
  const rule = FLOW_RULES['flow/expectation-layer'];
  const source = { tls: 'RFC 8446 §A', h2: 'RFC 9113 §5.1' }[layer];
  report(p, source === undefined ? rule : { ...rule, source }, item.state, {
    args,
    ...(because === undefined ? { fix } : { because }),
  });
}

function expectOwed(p: Player, item: Expectation & { kind: 'owes' }, end: EndId): void {
  const { tcb, resets } = endpointOf(p.world, end);
  const due = owes(tcb, resets);
  const expected = item.flags?.bits;
  const holds = expected === undefined ? due.length === 0 : due.some((d) => d.flags === expected);
  if (holds) return;
  const because = whyUntold(p, item, end);
  report(p, FLOW_RULES['flow/expectation-owes'], item, {
    ...(because === undefined ? {} : { because }),
    args: {
      host: infoOf(p, end).name,
      written: expected === undefined ? '-' : formatFlags(expected),
      right: due.map((d) => formatFlags(d.flags)).join('; ') || '-',
    },
  });
}

/** `server knows master-secret`, `wire lacks plaintext`. */
function expectKnows(p: Player, item: Expectation & { kind: 'knows' }, end: EndId | undefined): void {
  const known = knowsOf(p, item, end);
  if (known === undefined || known !== item.lacks) return;
  const because = end === undefined ? undefined : whyUntold(p, item, end);
  const host = end === undefined ? WIRE : infoOf(p, end).name;
  report(p, FLOW_RULES['flow/expectation-knows'], item, {
    args: { host, secret: item.secret.text },
    ...(known ? { says: 'flow/expectation-knows/lacks' } : {}),
    ...(because === undefined ? {} : { because }),
  });
}

/** `client owes tls Finished`: the messages are due next, in this order. */
function expectMessage(p: Player, item: Expectation & { kind: 'owes-message' }, end: EndId): void {
  if (owesMessages(p, item, end) || p.lacksTls || p.lacksH2) return;
  const written = item.saying.items.map(dueName);
  const due = dueMessages(p, end);
  const because = whyUntold(p, item, end);
  report(p, FLOW_RULES['flow/expectation-message'], item, {
    args: { host: infoOf(p, end).name, written: written.join(' + '), right: due.join(' + ') || '-' },
    ...(because === undefined ? {} : { because }),
  });
}
