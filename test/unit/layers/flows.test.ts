import assert from 'node:assert/strict';
import fc from 'fast-check';
import { check } from '../../../src/check';
import { createParser } from '../../../src/script';
import type { Trace } from '../../../src/trace';
import { shown } from './http1';
import { share } from '../share';

const play = (...lines: string[]): Trace => check(createParser().parse(lines.join('\n')));

/** The messages that an end has heard, in order. */
function heardBy(trace: Trace, end: number): string[] {
  return trace.steps.flatMap((s) => ('sent' in s && s.sent.to === end ? (s.hears ?? []) : [])).map((m) => m.name);
}

const grave = (trace: Trace): string[] =>
  trace.findings.filter((f) => f.level !== 'hint').map((f) => `${f.line + 1} ${f.rule}`);

const OPEN = ['client -> server SYN', 'server -> client SYN,ACK', 'client -> server ACK'];

describe('messages in flows', () => {
  it('stand on the line that makes them whole, over several segments and several in one', () => {
    const over = play(
      ...OPEN,
      'client -> server PSH,ACK "GET / HT"',
      'client -> server PSH,ACK "TP/1.1\\r\\nAccept: a\\r\\n"',
      'client -> server PSH,ACK "\\r\\n"',
    );
    assert.deepEqual(grave(over), ['6 http1/host']);
    const [finding] = over.findings.filter((f) => f.rule === 'http1/host');
    assert.deepEqual(
      finding?.related?.map((r) => r.line),
      [3],
    );
    const inOne = play(...OPEN, 'client -> server PSH,ACK http GET /a + GET /b {-Host} + GET /c');
    assert.deepEqual(grave(inOne), ['4 http1/host']);
    const line = inOne.script.lines[3]?.text ?? '';
    const [second] = inOne.findings.filter((f) => f.rule === 'http1/host');
    assert.equal(line.slice(second?.start, second?.end), 'GET /b');
  });

  it('are the same at both ends, whatever the network does to their segments', () => {
    const fault = fc.constantFrom('lose', 'duplicate', 'delay');
    const faults = fc.array(
      fc.record({ fault, nth: fc.integer({ min: 1, max: 6 }), from: fc.constantFrom('client', 'server') }),
      { maxLength: 4 },
    );
    const ordinals = ['next', '2nd', '3rd', '4th', '5th', '6th'];
    fc.assert(
      fc.property(
        faults,
        fc.array(fc.integer({ min: 0, max: 6000 }), { minLength: 1, maxLength: 4 }),
        (struck, sizes) => {
          const trace = play(
            'link client server delay=10ms',
            ...struck.map(
              ({ fault: f, nth, from }) =>
                `${f} ${ordinals[nth - 1] ?? ''} data from ${from}${f === 'delay' ? ' by 35ms' : ''}`,
            ),
            ...sizes.flatMap((size, i) => [`client => server http GET /${i}`, `server => client http 200 len=${size}`]),
            'run',
          );
          assert.deepEqual(
            heardBy(trace, 1),
            sizes.map((_, i) => `GET /${i}`),
          );
          assert.deepEqual(
            heardBy(trace, 0),
            sizes.map(() => '200 OK'),
          );
          assert.deepEqual(
            trace.findings.filter((f) => f.rule.startsWith('http1/')),
            [],
          );
        },
      ),
      { numRuns: share(40) },
    );
  });

  it("are read as they arrive: an octet that was changed on the way is the receiver's own", () => {
    const trace = play(
      'client => server http GET /a',
      'server -> client PSH,ACK http 200 "hello" altered 43',
      'client -> server ACK',
    );
    const heard = trace.steps.flatMap((s) => s.hears ?? []).map((m) => shown(m.octets).slice(m.body.from));
    assert.deepEqual(heard, ['', 'helln']);
    assert.deepEqual(grave(trace), []);
    // In the start line it makes another message of it.
    const other = play(
      'client -> server SYN',
      'server -> client SYN,ACK',
      'client -> server ACK http GET /a altered 6',
    );
    assert.deepEqual(heardBy(other, 1), ['GET /`']);
  });

  it('end with the connection where nothing else ends them', () => {
    const trace = play(
      'client => server http/1.0 GET /',
      'server => client http 200 len=2000',
      'server -> client FIN,ACK',
      'client -> server ACK',
    );
    assert.deepEqual(heardBy(trace, 0), ['200 OK']);
    assert.equal(trace.steps.find((s) => s.hears?.[0]?.kind === 'response')?.line, 2);
    assert.deepEqual(grave(trace), []);
  });

  it('of octets whose values are not given are counted in a body, and are no head', () => {
    const body = play(
      ...OPEN,
      'client -> server PSH,ACK http POST / {Content-Length: 300}',
      'client -> server PSH,ACK len=300',
    );
    assert.deepEqual(heardBy(body, 1), ['POST /']);
    const head = play(...OPEN, 'client -> server PSH,ACK len=300', 'client -> server PSH,ACK http GET /');
    assert.deepEqual(heardBy(head, 1), []);
  });

  it('a request of another connection is not answered here', () => {
    const trace = play(
      'client:1 => server http GET /a',
      'client:2 => server http GET /b',
      'server:80 => client:2 http 200 "b"',
      'server:80 => client:1 http 200 "a"',
    );
    assert.deepEqual(grave(trace), []);
  });
});
