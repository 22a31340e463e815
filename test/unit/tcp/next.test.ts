import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { final } from '../../../src/trace/trace';
import { createParser } from '../../../src/script/parser';
import { nextOf } from '../../../src/tcp/next';
import { formatFlags } from '../../../src/wire/flags';

/** The segments that an end must and may send at the end of a flow: `A must SYN,ACK; A may …`. */
function next(text: string, name: string): string {
  const trace = check(createParser().parse(text));
  const end = trace.cast.ends.find((e) => e.name === name);
  const endpoint = final(trace).ends.get(end?.id ?? -1);
  assert.ok(endpoint !== undefined);
  const { must, may } = nextOf(endpoint.tcb, endpoint.resets);
  const list = (all: readonly { flags: number; why: string }[]): string =>
    all.map((n) => `${formatFlags(n.flags)} (${n.why})`).join(', ') || '-';
  return `must ${list(must)}; may ${list(may)}`;
}

const open = 'A -> B SYN\nB -> A SYN,ACK\nA -> B ACK\n';

describe('what an endpoint must and may send next', () => {
  const cases: readonly [string, string, string, string][] = [
    ['a listener that got a SYN', 'A -> B SYN', 'B', 'must SYN,ACK (synack); may -'],
    ['a client that waits', 'A -x B SYN', 'A', 'must -; may SYN (again)'],
    [
      'a client that got its SYN,ACK',
      'A -> B SYN\nB -> A SYN,ACK',
      'A',
      'must ACK (ack); may PSH,ACK (data), FIN,ACK (close), RST (abort)',
    ],
    [
      'an idle connection',
      open,
      'A',
      'must -; may PSH,ACK (data), FIN,ACK (close), ACK (window), ACK (keepalive), RST (abort)',
    ],
    [
      'data that is not acknowledged',
      `${open}A -x B len=5`,
      'A',
      'must -; may PSH,ACK (data), FIN,ACK (close), PSH,ACK (again), RST (abort)',
    ],
    [
      'a timeout',
      `${open}A -x B len=5\nwait 1s`,
      'A',
      'must PSH,ACK (resend); may PSH,ACK (data), FIN,ACK (close), PSH,ACK (again), RST (abort)',
    ],
    [
      'a closed window',
      `${open}B -> A ACK win=0`,
      'A',
      'must -; may FIN,ACK (close), ACK (window), ACK (keepalive), RST (abort)',
    ],
    ['a close that was called', `${open}A close`, 'A', 'must FIN,ACK (fin); may ACK (window), RST (abort)'],
    [
      'the passive side of a close',
      `${open}A -> B FIN,ACK`,
      'B',
      'must ACK (ack); may PSH,ACK (data), FIN,ACK (close), RST (abort)',
    ],
    ['a port that nobody listens on', 'B close\nA -> B SYN\nB -> A RST', 'A', 'must -; may SYN (connect)'],
    ['a SYN that nobody answers', 'A -x B SYN\nwait 1s', 'A', 'must SYN (resend); may SYN (again)'],
  ];
  for (const [what, text, end, expected] of cases) {
    it(what, () => {
      assert.equal(next(text, end), expected);
    });
  }
});
