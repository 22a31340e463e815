/** Clauses about the TLS and HTTP messages that a step sends and delivers. */
import { visible } from '../script';
import { knowingOf } from './knowing';
import { type Moment, nameOf, peerOf } from './moment';
import type { Told } from './sending';

type Kind = 'request' | 'response';

/** The most messages that one clause names individually. */
const MOST_NAMED = 4;

function namesOf(messages: readonly { readonly name: string }[], say: Moment['say']): string {
  const names = messages
    .slice(0, MOST_NAMED)
    .map(({ name }) => visible(name))
    .join(' + ');
  const rest = messages.length - MOST_NAMED;
  return rest > 0 ? say('message/others', { names, rest }) : names;
}

/**
 * The clauses about what the step's sender sends: one for whole messages, and one for a message that the segment
 * carries only in part.
 */
function saidOf({ step, say, trace }: Moment): string[] {
  const { says = [] } = step;
  if (step.kind === 'call') {
    const host = nameOf(trace, step.end);
    return says.length === 0 ? [] : [say('message/story-handed', { host, names: namesOf(says, say) })];
  }
  if (step.kind !== 'segment' || step.fate === 'not-sent') return [];
  const host = nameOf(trace, step.sent.from);
  const clauses: string[] = [];
  const whole = says.filter(({ from, to, size }) => from === 0 && to === size);
  // TLS messages and HTTP/2 frames have names of their own.
  const named = whole.filter(({ message }) => message !== undefined && message.layer !== 'http1');
  if (named.length > 0) clauses.push(say('message/story-tls', { host, names: namesOf(named, say) }));
  for (const kind of ['request', 'response'] as const satisfies readonly Kind[]) {
    const some = whole.filter((one) => one.kind === kind && !named.includes(one));
    if (some.length > 0) clauses.push(say(`message/story-${kind}`, { host, names: namesOf(some, say) }));
  }
  for (const one of says) {
    if (whole.includes(one)) continue;
    const name = one.name === '' ? say('message/unnamed') : visible(one.name);
    const args = { name, from: one.from + 1, to: one.to };
    const { size } = one;
    clauses.push(size === undefined ? say('message/story-open', args) : say('message/story-part', { ...args, size }));
  }
  return clauses;
}

/** The clauses about messages that the step's segment completes at its receiver. */
function heardOf({ step, say, trace }: Moment): string[] {
  const { hears = [] } = step;
  if (hears.length === 0 || !('sent' in step)) return [];
  const host = nameOf(trace, peerOf(trace, step.sent.from));
  const named = hears.filter(({ layer }) => layer !== 'http1');
  if (named.length > 0) return [say('message/story-heard-tls', { host, names: namesOf(named, say) })];
  return (['request', 'response'] as const satisfies readonly Kind[]).flatMap((kind) => {
    const some = hears.filter((one) => one.kind === kind && one.name !== '');
    return some.length === 0 ? [] : [say(`message/story-heard-${kind}`, { host, names: namesOf(some, say) })];
  });
}

/** All clauses about messages above TCP. The source is empty for a clause that does not come from a standard. */
export function sayingOf(m: Moment): readonly Told[] {
  const all = [...[...saidOf(m), ...heardOf(m)].map((text) => ({ text, source: '' })), ...knowingOf(m)];
  // Several encrypted records in one segment give identical clauses: each text is kept once.
  const texts = all.map(({ text }) => text);
  return all.filter(({ text }, i) => texts.indexOf(text) === i);
}
