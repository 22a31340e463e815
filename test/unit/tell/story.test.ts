import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { storyOf } from '../../../src/tell/story';
import { sumsOf } from '../../../src/tell/sums';
import { english, sayIn } from '../../../src/words/words';
import { play } from '../diagram/flows';
import { share, some } from '../share';

const chinese = sayIn('zh-cn');

/** Each line with steps, followed by its story. */
function told(text: string): string[] {
  const trace = play(text);
  return trace.steps.map((_, at) => storyOf(trace, at, english).text[0]);
}

const OPEN = `host client 10.0.0.1:49152 isn=1000 window=64240
host server 10.0.0.2:80 isn=5000 window=2920
client -> server SYN seq=x
server -> client SYN,ACK seq=y
client -> server ACK
`;

describe('panel: the sentence of a step', () => {
  it('says who did what, what came of it, and which states changed', () => {
    assert.deepEqual(told(OPEN), [
      "client asks server for a connection: its SYN carries the initial sequence number x (CLOSED → SYN-SENT); server was listening: it notes client's initial sequence number and owes SYN,ACK (LISTEN → SYN-RECEIVED).",
      "server agrees: it acknowledges client's SYN with x+1 and sends its own initial sequence number y; client sees its SYN acknowledged and the connection open; it owes an ACK (SYN-SENT → ESTABLISHED).",
      "client acknowledges server's SYN, which took one number: next it expects y+1; server sees its SYN acknowledged: the handshake is complete (SYN-RECEIVED → ESTABLISHED).",
    ]);
  });

  it('says that a segment was not sent, or is dropped', () => {
    assert.deepEqual(
      told(`${OPEN}server -> client PSH,ACK "a" checksum=0x1\nclient -> server RST\nclient -> server ACK\n`).slice(3),
      [
        'server sends 1 byte, y+1; client drops it unread, as its header does not hold.',
        'client aborts: it sends RST and forgets the connection (ESTABLISHED → CLOSED); server is reset: it must believe an RST with this number (ESTABLISHED → CLOSED).',
        'client could not send this: ACK does not leave it in CLOSED.',
      ],
    );
    assert.match(
      storyOf(play('a -> b SYN\na -> b ACK'), 1, chinese).text[0],
      /^a 无法发送此报文段：处于 SYN-SENT 时发不出/,
    );
  });

  it('says why octets go again', () => {
    const timer = told(
      `${OPEN}client -x server PSH,ACK len=10\nwait 1s\nclient -> server PSH,ACK seq=x+1 len=10\n`,
    ).slice(3);
    assert.deepEqual(timer, [
      'client sends 10 bytes, x+1 to x+10; the segment is lost on its way to server.',
      "client's retransmission timer runs out after 1 s without an ACK for the 10 bytes from x+1, which must go again.",
      'client sends the 10 bytes from x+1 again: the retransmission timer ran out after 1 s without an ACK; server takes 10 bytes in and expects x+11 next.',
    ]);
    const fast = told(`${OPEN}client -x server ACK len=10
client -> server ACK len=10
server -> client ACK
client -> server ACK len=10
server -> client ACK
client -> server ACK len=10
server -> client ACK
client -> server ACK seq=x+1 len=10
`).slice(4);
    assert.equal(
      fast[1],
      'server repeats ack x+1: it holds 10 bytes beyond, but what begins at x+1 is missing; client counts duplicate ACK number 1 for x+1.',
    );
    assert.match(fast[5] ?? '', /third duplicate ACK for x\+1: what begins there is taken for lost/);
    assert.equal(
      fast[6],
      'client sends the 10 bytes from x+1 again after 3 duplicate ACKs, without waiting for its timer; server has its hole filled: with what it held, 40 bytes become ready, and it expects x+41 next.',
    );
  });

  it('says what becomes of the window', () => {
    const steps = told(`${OPEN}client -> server ACK len=1460
client -> server ACK len=1460
server -> client ACK win=0
server -> client ACK win=2920
`).slice(5);
    assert.deepEqual(steps, [
      'server acknowledges 2920 bytes: it has everything before x+2921, and closes its window; client learns that 2920 bytes arrived.',
      'server opens its window again: client may send 2920 bytes.',
    ]);
  });

  it('gives the arithmetic on request', () => {
    const trace = play(`${OPEN}client -> server PSH,ACK len=18\nserver -> client RST seq=y+9 violates rst-seq\n`);
    const sums = (at: number): string[] => sumsOf(trace, at, english).map((sum) => sum[0]);
    assert.deepEqual(sums(3), [
      'SEG.SEQ + SEG.LEN = x+1 + 18 = x+19',
      'RCV.NXT ≤ SEG.SEQ < RCV.NXT + RCV.WND: x+1 ≤ x+1 < x+2921 ✓',
      'SEG.ACK = SND.UNA = y+1',
    ]);
  });

  it('says no clause twice, ends with one stop and leaves nothing unsaid, in all scenarios and both languages', () => {
    const files = readdirSync('media/scenarios', { recursive: true, encoding: 'utf8' });
    let sentences = 0;
    for (const file of some(
      files.filter((f) => f.endsWith('.tcpflow')),
      4,
    )) {
      const trace = play(readFileSync(join('media/scenarios', file), 'utf8'));
      for (const say of [english, chinese]) {
        trace.steps.forEach((step, at) => {
          if (step.kind === 'note') return;
          sentences++;
          for (const text of storyOf(trace, at, say).text) {
            const where = `${file}, step ${at + 1}: ${text}`;
            assert.match(text, /[.。]$/, where);
            assert.doesNotMatch(text, /[.。…!?！？,，;；:：]\s*[.。]$/, where);
            assert.doesNotMatch(text, /move\/|panel\/|story\/|undefined|NaN|\{[a-z]/, where);
            const clauses = text.slice(0, -1).split(/[;；]\s*/);
            assert.equal(new Set(clauses).size, clauses.length, where);
          }
        });
      }
    }
    assert.ok(sentences > share(500, 4));
  });
});
