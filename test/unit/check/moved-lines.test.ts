/** Inserted and deleted lines move later lines and change nothing else. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { check } from '../../../src/check/check';
import { createParser } from '../../../src/script/parser';
import type { Trace } from '../../../src/trace/trace';
import { libraryFlows } from '../library';
import { PRELUDES } from './table';
import { some, WHOLE } from '../share';

const FLOWS = 'test/fixtures/flows';

/** The flows of all fixtures; those in tables include their preludes. */
function fixtures(): string[] {
  return readdirSync(FLOWS, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.tcpflow') && !file.startsWith('hostile'))
    .flatMap((file) => {
      const [first = '', ...flows] = readFileSync(`${FLOWS}/${file}`, 'utf8').split(/^### /m);
      if (flows.length === 0) return [first];
      return flows.map((flow) => {
        const [heading = '', ...lines] = flow.split('\n');
        const prelude = PRELUDES[/ after (\S+)\s*$/.exec(heading)?.[1] ?? ''] ?? [];
        return [...prelude, ...lines].join('\n');
      });
    });
}

/** The content of a trace, line numbers included. */
function said(trace: Trace): unknown {
  return {
    findings: trace.findings,
    steps: trace.steps.map((s) => [s.line, s.kind, s.time, s.moves, s.findings]),
    bases: trace.bases,
    title: trace.title,
  };
}

/** Lines without effect. */
const SILENT = ['', '# a remark', 'section "A part"'];

describe('lines that are put in and taken out again', () => {
  const all = [...libraryFlows().map((f) => f.text), ...fixtures()];

  it('give, anywhere in any flow, what a check from nothing gives', () => {
    assert.ok(all.length > 500, `${all.length} flows`);
    some(
      all.map((text, n) => ({ text, n })),
      60,
    ).forEach(({ text, n }) => {
      const lines = text.split('\n');
      const parser = createParser();
      const whole = check(parser.parse(text));
      // Long runs are for the whole law.
      if (!WHOLE && whole.steps.length > 500) return;
      let trace = whole;
      // At a few places of each flow.
      for (let at = n % 3; at <= lines.length; at += 1 + (lines.length >> 1)) {
        const put = SILENT[at % SILENT.length] ?? '';
        const next = lines.toSpliced(at, 0, put, put);
        trace = check(parser.parse(next.join('\n')), trace);
        assert.deepEqual(said(trace), said(check(createParser().parse(next.join('\n')))), next.join('\n'));
        trace = check(parser.parse(text), trace);
        assert.deepEqual(said(trace), said(whole), `back at\n${text}`);
      }
    });
  });

  it('leave the worlds behind them as they are', () => {
    for (const { text, id } of some(libraryFlows(), 4)) {
      const lines = text.split('\n');
      const last = lines.findLastIndex((l) => /->/.test(l));
      const parser = createParser();
      const before = check(parser.parse(text));
      const after = check(parser.parse(lines.toSpliced(last - 1, 0, '').join('\n')), before);
      assert.equal(after.steps.at(-1)?.after, before.steps.at(-1)?.after, id);
    }
  });
});

/** A line of each kind of statement. */
const KINDS = [
  'flow "A title"',
  'section "A part"',
  'note over client "a note"',
  'host client 10.0.0.9:5000 mss=536',
  'profile linux',
  'variant no-time-wait',
  'link client server delay=10ms',
  'let first = 2',
  'today 2026-01-01',
  'capture "x.pcap"',
  'given client ESTABLISHED',
  'expect client CLOSED',
  'expect client ESTABLISHED',
  'expect wire knows client-random',
  'expect client.cwnd = 10*1460',
  'goal client.rcv.nxt = 1',
  'goal client ESTABLISHED',
  'lose next SYN from client',
  'client -> server SYN',
  'client ~> server SYN as s1',
  'client connect server',
  'server listen',
  'client => server "hello"',
  'client forgets server',
  'leak server',
  'wait 1s',
  'run for 1s',
  'explore lose 1: opens',
];

describe('a line that becomes another statement', () => {
  it('gives what a check from nothing gives, whatever it was', () => {
    const behind = ['client -> server SYN', 'server -> client SYN,ACK', 'expect client SYN-SENT'];
    const pairs = KINDS.flatMap((was) => KINDS.map((is): [string, string] => [was, is]));
    for (const [was, is] of some(pairs, 11)) {
      const parser = createParser();
      const earlier = check(parser.parse([was, ...behind].join('\n')));
      const text = [is, ...behind].join('\n');
      assert.deepEqual(
        said(check(parser.parse(text), earlier)),
        said(check(createParser().parse(text))),
        `${was}: ${is}`,
      );
    }
  });
});

describe('the line behind a message', () => {
  const message = 'client => server len=5000';

  it('has it played again where another end replies, and else not', () => {
    const parser = createParser();
    let trace = check(parser.parse(`${message}\nwait 1s`));
    const isPlayedAgain = (next: string): boolean => {
      const before = trace;
      trace = check(parser.parse(`${message}\n${next}`), before);
      assert.deepEqual(said(trace), said(check(parser.parse(`${message}\n${next}`))), next);
      return trace.steps[0] !== before.steps[0];
    };
    assert.equal(isPlayedAgain('wait 2s'), false);
    assert.equal(isPlayedAgain('note "a pause"'), false);
    // The ACK of the message may ride on the server's data (RFC 9293 §3.8.6.3).
    assert.equal(isPlayedAgain('server => client len=10'), true);
    assert.equal(isPlayedAgain('server -> client PSH,ACK len=20'), false);
    assert.equal(isPlayedAgain(''), true);
  });
});
