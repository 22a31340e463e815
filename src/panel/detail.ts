/** What happened at a step, in words and in numbers: what the panel shows below the diagram. Pure. */
import type { Seq } from '../wire/seq';
import { OWES_ACK, OWES_REPLY_ACK, OWES_SYN_ACK, type Tcb } from '../tcp/tcb';
import type { Endpoint, EndId } from '../network/world';
import type { Finding } from '../check/finding';
import { before, type Step, type Trace } from '../check/trace';
import { threeForms } from '../diagram/build';
import type { Num } from '../diagram/model';
import type { Say } from '../words/words';
import type { Cell, Detail, DetailFinding, Variable } from './messages';
import { nameOf } from './moment';
import { storyOf } from './story';
import { sumsOf } from './sums';

const RFC = /RFC (\d+)(?: §(\d+(?:\.\d+)*))?/;

/** The section at the RFC Editor's that a rule's source names; empty where it names none. */
export function sourceLink(source: string): string {
  const found = RFC.exec(source);
  if (!found) return '';
  const [, rfc, section] = found;
  return `https://www.rfc-editor.org/rfc/rfc${rfc ?? ''}${section === undefined ? '' : `#section-${section}`}`;
}

function findingOf(finding: Finding, say: Say): DetailFinding {
  const source = finding.source ?? '';
  return {
    rule: finding.rule,
    level: finding.level,
    message: say(finding.rule, finding.args),
    arithmetic: finding.arithmetic ?? '',
    source,
    link: sourceLink(source),
    page: finding.rule.startsWith('tcp/'),
  };
}

function same(text: string): Num {
  return [text, text, text];
}

const DASH = same('–');

interface Field {
  readonly name: string;
  readonly show: (trace: Trace, end: EndId, endpoint: Endpoint, say: Say) => Num;
}

function isOpen(tcb: Tcb): boolean {
  return tcb.state !== 'CLOSED' && tcb.state !== 'LISTEN';
}

/** A field in the numbering of the end itself, known once it has opened. */
function own(name: string, pick: (tcb: Tcb) => Seq): Field {
  return { name, show: (trace, end, { tcb }) => (isOpen(tcb) ? threeForms(trace, end, pick(tcb)) : DASH) };
}

/** A field in the numbering of the peer, known once its SYN has arrived. */
function peers(name: string, pick: (tcb: Tcb) => Seq): Field {
  return {
    name,
    show: (trace, end, { tcb }) =>
      isOpen(tcb) && tcb.synchronised ? threeForms(trace, trace.cast.ends[end]?.peer ?? -1, pick(tcb)) : DASH,
  };
}

function owedText({ tcb, resets }: Endpoint, say: Say): string {
  const parts: string[] = [];
  if ((tcb.owed & OWES_SYN_ACK) !== 0) parts.push('SYN,ACK');
  if ((tcb.owed & (OWES_ACK | OWES_REPLY_ACK)) !== 0) parts.push('ACK');
  if (resets.length > 0) parts.push('RST');
  return parts.length > 0 ? parts.join(', ') : say('panel/owes-nothing');
}

const FIELDS: readonly Field[] = [
  { name: 'STATE', show: (_trace, _end, { tcb }) => same(tcb.state) },
  own('SND.UNA', (tcb) => tcb.sndUna),
  own('SND.NXT', (tcb) => tcb.sndNxt),
  {
    name: 'SND.WND',
    show: (_trace, _end, { tcb }) => (tcb.synchronised && isOpen(tcb) ? same(String(tcb.sndWnd)) : DASH),
  },
  peers('RCV.NXT', (tcb) => tcb.rcvNxt),
  { name: 'RCV.WND', show: (_trace, _end, { tcb }) => (isOpen(tcb) ? same(String(tcb.rcvWnd)) : DASH) },
  own('ISS', (tcb) => tcb.iss),
  peers('IRS', (tcb) => tcb.irs),
  { name: 'owes', show: (_trace, _end, endpoint, say) => same(owedText(endpoint, say)) },
];

/** Both sides of the connection that the step is about; of the first one where it is about none. */
function endsOf(trace: Trace, step: Step | undefined): EndId[] {
  const main = ((): EndId => {
    switch (step?.kind) {
      case 'segment':
      case 'deliver':
      case 'drop':
      case 'duplicate':
        return Math.min(step.sent.from, step.sent.to);
      case 'call':
      case 'icmp':
      case 'timer':
        return step.end;
      case 'wait':
      case 'expect':
      case 'note':
      case undefined:
        return 0;
    }
  })();
  const end = trace.cast.ends[main];
  if (!end) return [];
  const pair = end.peer === end.id || !trace.cast.ends[end.peer] ? [end.id] : [end.id, end.peer];
  // In the order in which the lifelines stand.
  return pair.sort((a, b) => (trace.cast.ends[a]?.host ?? 0) - (trace.cast.ends[b]?.host ?? 0));
}

function equal(a: Num, b: Num): boolean {
  return a.every((text, i) => text === b[i]);
}

/** What happened at step `at` (from 0; -1 for the world before the first). */
export function detail(trace: Trace, at: number, say: Say): Detail {
  const step = trace.steps[at];
  const was = before(trace, Math.max(0, at)).ends;
  const is = step?.after.ends ?? was;
  const ends = endsOf(trace, step);
  const variables: Variable[] = FIELDS.map((field) => ({
    name: field.name === 'owes' ? say('panel/owes') : field.name,
    cells: ends.map((end): Cell => {
      const [a, b] = [was.get(end), is.get(end)];
      const now = b ? field.show(trace, end, b, say) : DASH;
      const old = a ? field.show(trace, end, a, say) : DASH;
      return equal(now, old) ? { now } : { now, was: old };
    }),
  }));
  const story = storyOf(trace, at, say);
  return {
    step: step ? at : -1,
    story: story.text,
    sums: sumsOf(trace, at, say),
    sections: story.sources.map((name) => ({ name, link: sourceLink(name) })),
    findings: step ? step.findings.map((f) => findingOf(f, say)) : [],
    states: trace.cast.ends.map((e) => is.get(e.id)?.tcb.state ?? 'CLOSED'),
    ends: ends.map((end) => nameOf(trace, end)),
    variables,
  };
}
