import assert from 'node:assert/strict';
import { check } from '../../../src/check';
import { branch } from '../../../src/compose/branch';
import { createParser } from '../../../src/script';
import type { Trace } from '../../../src/trace';
import { shown } from './http1';

const play = (text: string): Trace => check(createParser().parse(text));

const KEPT = `host client 10.0.0.1
host server 10.0.0.2
link client server delay=50ms
client => server http GET /a {Accept: "a, b"}
server => client http 200 len=2000
client => server http POST /b "x=1"
server => client http 404`;

const heard = (trace: Trace): string[] => trace.steps.flatMap((s) => (s.hears ?? []).map((m) => m.name));
const wrong = (trace: Trace): string[] =>
  trace.findings.filter((f) => f.level === 'error' || f.level === 'warning').map((f) => `${f.line + 1} ${f.rule}`);

describe('what if there is no keep-alive', () => {
  it('gives each exchange a connection that the server closes', () => {
    const trace = play(KEPT);
    const text = branch(trace, 0, { kind: 'no-keep-alive' }, 'Without') ?? '';
    const other = play(text);
    assert.deepEqual(wrong(other), []);
    assert.deepEqual(heard(other), heard(trace));
    assert.equal(other.cast.ends.length, 4);
    assert.ok(text.includes('http/1.0 GET /a {Accept: "a, b"}'), text);
    // It takes more segments, and more time.
    const segments = (t: Trace): number => t.steps.filter((s) => s.kind === 'segment').length;
    assert.ok(segments(other) > segments(trace));
    assert.ok((other.steps.at(-1)?.time ?? 0) > (trace.steps.at(-1)?.time ?? 0));
  });

  it('changes nothing where each connection has one exchange', () => {
    const one = play('client => server http GET /a\nserver => client http 200 "a"');
    assert.equal(branch(one, 0, { kind: 'no-keep-alive' }), undefined);
  });
});

describe('what if somebody changes an octet', () => {
  const bodies = (trace: Trace): string[] =>
    trace.steps.flatMap((s) => (s.hears ?? []).map((m) => shown(m.octets).slice(m.body.from)));

  it('lets TCP take the segment, written or sent by a run', () => {
    const flow = 'client => server http GET /a\nserver => client http 200 "hello"\nclient => server http GET /b';
    const trace = play(flow);
    const at = trace.steps.findIndex((s) => s.kind === 'segment' && s.line === 1 && s.sent.segment.len > 0);
    const step = trace.steps[at];
    const octet = step?.kind === 'segment' ? step.sent.segment.len : 0;
    const other = play(branch(trace, at, { kind: 'alter', octet }) ?? '');
    assert.deepEqual(wrong(other), []);
    assert.deepEqual(bodies(trace), ['', 'hello', '']);
    assert.deepEqual(bodies(other), ['', 'helln', '']);
    const written = play('client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK http GET /a  # asks');
    assert.ok(branch(written, 2, { kind: 'alter', octet: 5 })?.includes('http GET /a altered 5  # asks'));
    assert.equal(branch(written, 2, { kind: 'alter', octet: 500 }), undefined);
    assert.equal(branch(written, 0, { kind: 'alter', octet: 1 }), undefined);
  });
});
