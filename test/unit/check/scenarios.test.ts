import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { ORDER, PAIRS, THEMES } from '../../../src/editor/library/catalogue';
import { grade } from '../../../src/compose/grade';
import { introductionOf, textsOf, translated } from '../../../src/editor/library/story';
import { formatted } from '../../../src/script/format';
import { transcriptHash } from '../../../src/layers/tls/end';
import { verifyData12 } from '../../../src/layers/tls/schedule12';
import { createParser } from '../../../src/script/parser';
import type { Script } from '../../../src/script/syntax';
import { englishText } from '../../../src/words/words';
import { headerWords } from '../../../src/wire/header';
import { chineseOf, FOLDER, libraryFlows, scenarios } from '../library';
import { apply, play, states } from './expecting';

const parse = (text: string): Script => createParser().parse(text);
const all = libraryFlows();
const ids = new Set(all.map(({ id }) => id));

const OPEN = /=ESTABLISHED .*=ESTABLISHED/;
const CLOSED = /=CLOSED .*=CLOSED/;

/** The final states of each flow. */
const ENDS: Readonly<Record<string, RegExp>> = {
  handshake: OPEN,
  'handshake-sockets': OPEN,
  'handshake-options': OPEN,
  'ack-data': /=ESTABLISHED .*=ESTABLISHED .*=ESTABLISHED .*=ESTABLISHED/,
  'syn-data': /=ESTABLISHED .*=ESTABLISHED .*=ESTABLISHED .*=ESTABLISHED/,
  'simultaneous-open': OPEN,
  refused: CLOSED,
  'syn-lost': OPEN,
  'syn-gives-up': /client=CLOSED server=LISTEN/,
  'syn-ack-lost': OPEN,
  'handshake-ack-lost-idle': OPEN,
  'handshake-ack-lost-client-data': OPEN,
  'handshake-ack-lost-server-data': OPEN,
  'old-duplicate-syn': OPEN,
  'two-way-handshake': /client=SYN-SENT server=ESTABLISHED/,
  'half-open': /client:50001=CLOSED alpha=CLOSED client:50002=ESTABLISHED beta=ESTABLISHED/,
  'data-simple': OPEN,
  'data-lost': OPEN,
  'data-fast-retransmit': OPEN,
  'data-reordered': OPEN,
  window: OPEN,
  wraparound: OPEN,
  keepalive: /client=CLOSED server=ESTABLISHED/,
  'fast-open': /client:50002=ESTABLISHED server:80-client:50002=ESTABLISHED/,
  'old-syn-after-close': /client=CLOSED server=LISTEN/,
  'old-syn-after-close-two-way': /client=CLOSED server=ESTABLISHED/,
  'server-gives-up': /client:50001=CLOSED server=CLOSED client:50002=ESTABLISHED/,
  'two-way-leak': /client:50001=CLOSED server=ESTABLISHED .* client:50003=CLOSED server:80-client:50003=ESTABLISHED/,
  'stream-without-borders': OPEN,
  'stop-and-wait': OPEN,
  'sliding-window': OPEN,
  'two-holes-without-sack': OPEN,
  'sack-two-holes': OPEN,
  'drop-reject-unreachable': /client:50001=CLOSED .*client:50002=CLOSED .*client:50003=CLOSED/,
  'nat-timeout': /client=ESTABLISHED server=ESTABLISHED careful=ESTABLISHED/,
  'pmtu-black-hole': OPEN,
  'mss-clamping': OPEN,
  reno: OPEN,
  tahoe: OPEN,
  'rto-by-row': OPEN,
  'close-sockets': /client=TIME-WAIT server=CLOSED/,
  'written-to-closed': CLOSED,
  linger: /client:50001=FIN-WAIT-2 server=CLOSE-WAIT client:50002=CLOSED server:80-client:50002=CLOSED/,
  'time-wait-assassination': CLOSED,
  'time-wait-protected': CLOSED,
  'time-wait-linux': /client:32768=CLOSED server=CLOSE-WAIT client:32769=ESTABLISHED/,
  'close-wait-pileup': /client:50001=CLOSED server=CLOSED client:50002=CLOSED server:80-client:50002=CLOSE-WAIT/,
  'half-open-keepalive': /client=CLOSED server=LISTEN/,
  'injection-on-path': /client=ESTABLISHED server=CLOSED/,
  'slow-start': OPEN,
  'gap-in-a-flight': OPEN,
  'tail-lost': OPEN,
  'slow-reader': OPEN,
  nagle: OPEN,
  close: CLOSED,
  'close-three': CLOSED,
  'fin-data': CLOSED,
  'half-close': CLOSED,
  'close-by-server': CLOSED,
  'simultaneous-close': CLOSED,
  abort: CLOSED,
  'fin-lost': CLOSED,
  'fin-ack-lost': CLOSED,
  'second-fin-lost': CLOSED,
  'last-ack-lost': CLOSED,
  'no-time-wait': OPEN,
  'time-wait-pileup': /client:32768=TIME-WAIT .* client:32769=ESTABLISHED server:80-client:32769=ESTABLISHED/,
  crash: /client=CLOSED server=ESTABLISHED/,
  'http10-close': /client:50001=CLOSED server=TIME-WAIT client:50002=CLOSED server:80-client:50002=TIME-WAIT/,
  'http11-keepalive': /client=CLOSED server=TIME-WAIT/,
  'http-cost': /client:50003=CLOSED .* client:50004=CLOSED .* client:50005=CLOSED server:80-client:50005=TIME-WAIT/,
  'http2-multiplex': OPEN,
  'h2-head-of-line': OPEN,
  'http11-parallel': /client:50001=ESTABLISHED .* client:50003=ESTABLISHED/,
  'h2-windows': OPEN,
  'h2-goaway': /client:50001=CLOSED .* client:50002=ESTABLISHED/,
  'https-h2': OPEN,
  'http-post': OPEN,
  'http-length': /client=CLOSED server=TIME-WAIT/,
  'http-stateless': OPEN,
  'http11-pipeline': OPEN,
  'http-truncated': /client:50001=CLOSED server=TIME-WAIT client:50002=CLOSED server:80-client:50002=TIME-WAIT/,
  'http-plain': /client:50001=ESTABLISHED .* mallory:40000=ESTABLISHED/,
  'http-altered': OPEN,
  'tls12-rsa': /client=TIME-WAIT server=CLOSED/,
  'tls12-ecdhe': /client=TIME-WAIT server=CLOSED/,
  tls13: /client=TIME-WAIT server=CLOSED/,
  'tls13-hrr': OPEN,
  'tls12-resumed': /client:50002=ESTABLISHED server:443-client:50002=ESTABLISHED/,
  'tls12-no-cipher': /old=CLOSED server=TIME-WAIT new=ESTABLISHED/,
  'tls12-bad-certificate': /client:50003=CLOSED corner=CLOSED/,
  'tls-forged': /ann=TIME-WAIT mallory=CLOSED ben=ESTABLISHED/,
  'https-full': /client:50002=TIME-WAIT server:443=CLOSED/,
  'tls12-key-leaks': /client=TIME-WAIT server=CLOSED/,
  'tls12-ecdhe-key-leaks': /client=TIME-WAIT server=CLOSED/,
  'https-plain': /client:50001=ESTABLISHED .* mallory:40000=ESTABLISHED/,
  'tls-altered': /client=TIME-WAIT server=CLOSED/,
  'tls-truncated': /client:50001=CLOSED server=TIME-WAIT client:50002=CLOSED server:443-client:50002=TIME-WAIT/,
  'isn-clock': /client:50001=ESTABLISHED/,
  'isn-guess': /client=CLOSED server=ESTABLISHED/,
  'isn-guess-fails': /client=CLOSED server=SYN-RECEIVED/,
  'blind-reset': /client=ESTABLISHED server=CLOSED/,
  'syn-flood': /server=SYN-RECEIVED ghost=CLOSED .*shade=CLOSED client=SYN-SENT server:80-client:49152=LISTEN/,
  'syn-cookies':
    /server=SYN-RECEIVED ghost=CLOSED .*shade=CLOSED client=ESTABLISHED server:80-client:49152=ESTABLISHED/,
  'syn-queue':
    /server=ESTABLISHED client:50001=ESTABLISHED server:80-client:50002=ESTABLISHED client:50002=ESTABLISHED/,
  'accept-queue': /server:80-client:50003=ESTABLISHED client:50003=ESTABLISHED/,
  'accept-queue-abort': /server:80-client:50003=LISTEN client:50003=CLOSED/,
  'defer-accept': OPEN,
  'bind-in-use': /client=CLOSED server=LISTEN/,
  'bind-reuseaddr': /client:50001=CLOSED server=TIME-WAIT client:50002=ESTABLISHED server:80-client:50002=ESTABLISHED/,
  'explore-ghost': /client=CLOSED server=ESTABLISHED/,
  'explore-time-wait': CLOSED,
  'explore-rfc1337': CLOSED,
  'explore-half-open': /client=ESTABLISHED server=CLOSED/,
  'explore-ack-war': OPEN,
};

/** Hints expected in a flow besides retransmissions and keepalive probes, as they are its subject. */
const HINTS: Readonly<Record<string, readonly string[]>> = {
  'h2-head-of-line': ['h2/tcp-hol'],
  'syn-data': ['tcp/data-on-syn'],
  keepalive: ['tcp/left-open'],
  'fast-open': ['tcp/data-on-syn'],
  'old-syn-after-close-two-way': ['tcp/left-open'],
  'two-way-leak': ['tcp/left-open'],
  linger: ['tcp/close-wait-stuck'],
  'time-wait-assassination': ['tcp/rst-in-timewait'],
  'time-wait-linux': ['tcp/close-wait-stuck'],
  'close-wait-pileup': ['tcp/close-wait-stuck'],
  'injection-on-path': ['tcp/left-open'],
  crash: ['tcp/left-open'],
  'blind-reset': ['tcp/left-open'],
  'no-time-wait': ['flow/owed-at-end'],
  'explore-ghost': ['tcp/left-open'],
  'explore-rfc1337': ['tcp/rst-in-timewait'],
  'explore-half-open': ['tcp/left-open'],
  'explore-ack-war': ['flow/owed-at-end'],
  'http-stateless': ['tls/plain-secret'],
  'http-plain': ['tls/plain-secret'],
  'tls12-rsa': ['tls12/rsa-kex'],
  'tls12-key-leaks': ['tls12/rsa-kex'],
  'tls12-bad-certificate': ['tls/certificate-name', 'tls/certificate-expired', 'tls/certificate-untrusted'],
  'tls-forged': ['tls/certificate-untrusted'],
  'tls-altered': ['tls/bad-mac'],
};

describe('the library', () => {
  it('has a flow for each row, on its shelf', () => {
    assert.deepEqual(
      scenarios().map(({ id }) => id),
      Object.values(ORDER)
        .flat()
        .filter((id) => !ORDER.mistakes.includes(id)),
    );
    for (const { id } of scenarios()) assert.ok(ENDS[id], `${id} has no end`);
    for (const theme of THEMES) {
      const here = all.filter((f) => f.theme === theme).map(({ id }) => id);
      assert.deepEqual(here, ORDER[theme]);
    }
    assert.equal(ids.size, all.length, 'one id, one flow');
    for (const id of PAIRS.flat()) assert.ok(ids.has(id), id);
  });

  it('has no table of translations without its flow', () => {
    const tables = readdirSync(`${FOLDER}/zh-cn`).map((f) => f.replace('.json', ''));
    assert.deepEqual(
      tables.filter((id) => !ids.has(id)),
      [],
    );
  });

  for (const { id, file, text } of all) {
    it(`${id} asks a question, answers it, and is told in both languages`, () => {
      const script = parse(text);
      const story = introductionOf(script);
      assert.ok(story.title !== '' && story.summary.length > 0);
      assert.match(story.question, /[?:]$/);
      for (const r of story.related) {
        assert.ok(ids.has(r.id) && r.id !== id, `${r.id}: ${r.question}`);
        assert.equal(script.lines[r.line]?.text.slice(r.span.start, r.span.end), r.id);
      }
      assert.ok(text.split('\n').length <= 60, 'short');
      const table = chineseOf(id);
      assert.deepEqual(Object.keys(table).sort(), textsOf(script).sort(), 'each text, and no other');
      for (const [en, zh] of Object.entries(table)) {
        // Calls and names of states are the same in Chinese.
        assert.ok(/[一-鿿]/.test(zh) || en === zh, `${en}: ${zh}`);
        assert.doesNotMatch(zh, /[,;?!] |[一-鿿][,;?!]|"/, zh);
      }
      const chinese = parse(translated(script, table));
      assert.deepEqual(
        introductionOf(chinese).related.map((r) => r.id),
        story.related.map((r) => r.id),
      );
      assert.deepEqual(
        chinese.lines.flatMap((l) => l.findings.map((f) => f.rule)),
        script.lines.flatMap((l) => l.findings.map((f) => f.rule)),
      );
      assert.ok(existsSync(file));
    });
  }
});

describe('the scenarios', () => {
  for (const { id, text } of scenarios()) {
    it(`${id} is clean, and ends as it should`, () => {
      const trace = play(text);
      const accepted = ['flow/retransmission', 'flow/keepalive-probe', ...(HINTS[id] ?? [])];
      const said = new Set(trace.findings.map((f) => f.rule));
      assert.deepEqual(
        trace.findings.filter((f) => f.level !== 'hint' || !accepted.includes(f.rule)),
        [],
      );
      for (const rule of HINTS[id] ?? []) assert.ok(said.has(rule), rule);
      const asserted = trace.script.lines.flatMap((l) => (l.statement?.kind === 'expect' ? l.statement.items : []));
      assert.ok(asserted.filter((i) => i.kind === 'state').length >= 2);
      assert.ok(trace.steps.some((s) => s.kind === 'note'));
      assert.match(states(text), ENDS[id] ?? /^$/);
      for (const { row } of trace.steps.flatMap((s) => s.moves)) assert.ok(englishText(`move/${row}`), `move/${row}`);
    });

    it(`${id} is written as the formatter writes`, () => {
      assert.deepEqual(formatted(parse(text)), text.split('\n'));
    });
  }
});

describe('http-cost', () => {
  const flow = all.find((f) => f.id === 'http-cost')?.text ?? '';
  const chinese = translated(parse(flow), chineseOf('http-cost'));
  const trace = play(flow);
  const begun = (port: number): number =>
    trace.steps.find((s) => s.kind === 'call' && trace.cast.ends[s.end]?.port === port)?.time ?? 0;

  /** Segments and octets of a span of time, IP headers with them; and when the last response is whole at the client. */
  function costs(from: number, to: number): { segments: number; octets: number; ms: number } {
    const steps = trace.steps.filter(({ time }) => time >= from && time < to);
    const sent = steps.flatMap((s) => (s.kind === 'segment' ? [s.sent.segment] : []));
    const heard = steps.filter(({ hears }) => hears?.some((m) => m.kind === 'response')).at(-1);
    return {
      segments: sent.length,
      octets: sent.reduce((sum, s) => sum + 20 + 4 * headerWords(s) + s.len, 0),
      ms: ((heard?.time ?? 0) - from) / 1000,
    };
  }

  for (const [version, roundTrips, cost] of [
    ['1.0', ['six', '6'], costs(begun(50001), begun(50004))],
    ['1.1', ['four', '4'], costs(begun(50004), begun(50005))],
    ['2', ['two', '2'], costs(begun(50005), Infinity)],
  ] as const) {
    it(`says what three requests over HTTP/${version} cost`, () => {
      const [word, digit] = roundTrips;
      assert.equal(cost.ms, Number(digit) * 100, 'a round trip takes 100 ms');
      const notes = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('note '));
      const { segments, octets, ms } = cost;
      const said = `${ms} ms: ${word} round trips, and ${segments} segments with ${octets.toLocaleString('en')} octets`;
      assert.ok(
        notes(flow).some((n) => n.includes(said)),
        said,
      );
      assert.ok(
        notes(chinese).some((n) =>
          [`${ms} 毫秒`, `${digit} 个往返`, `${segments} 个报文段`, `${octets} 字节`].every((part) => n.includes(part)),
        ),
        `${ms} ms, ${segments} segments, ${octets} octets in Chinese`,
      );
    });
  }
});

describe('the notes of flows that are played', () => {
  /** From the last SEND to the end, as the notes say. */
  for (const [id, ms] of [
    ['sliding-window', 300],
    ['stop-and-wait', 1200],
    ['sack-two-holes', 200],
    ['two-holes-without-sack', 300],
  ] as const)
    it(`${id} takes ${ms} ms`, () => {
      const { steps } = play(all.find((f) => f.id === id)?.text ?? '');
      const sent = steps.findLast((s) => s.kind === 'call')?.time ?? 0;
      assert.equal(((steps.at(-1)?.after.clock ?? 0) - sent) / 1000, ms);
    });

  for (const [id, sizes] of [
    ['mss-clamping', [1360, 1360, 180]],
    ['stream-without-borders', [10, 15, 1460, 540]],
  ] as const)
    it(`${id} has the segments that it tells of`, () => {
      const { steps } = play(all.find((f) => f.id === id)?.text ?? '');
      const lengths = steps.flatMap((s) =>
        s.kind === 'segment' && s.sent.segment.len > 0 ? [s.sent.segment.len] : [],
      );
      assert.deepEqual(lengths, sizes);
    });
});

describe('session-key-sum', () => {
  it('has the verify_data that follows if the three numbers are taken for the master secret', () => {
    const text = all.find((f) => f.id === 'session-key-sum')?.text ?? '';
    const exchange = text.split('\n').findIndex((line) => line.endsWith('tls ClientKeyExchange'));
    const { after } = play(text).steps.find(({ line }) => line === exchange) ?? assert.fail();
    const [client] = play(text).cast.ends.flatMap(({ id }) => after.ends.get(id)?.app?.tls?.end ?? []);
    const { hello, serverHello, premaster } = client ?? assert.fail();
    assert.ok(hello && serverHello && premaster && client);
    const sum = Buffer.concat([hello.random, serverHello.random, premaster]);
    const wrong = verifyData12('sha256', sum, 'client', transcriptHash(client));
    assert.equal(/verify-data=(\S+)/.exec(text)?.[1], Buffer.from(wrong).toString('hex'));
  });
});

/** The rules that each exercise breaks. */
const MISTAKES: Readonly<Record<string, readonly string[]>> = {
  'fin-alone': ['tcp/fin-without-ack'],
  'second-fin': ['tcp/fin-seq'],
  'last-ack': ['tcp/last-ack-numbers'],
  'ack-of-data': ['tcp/ack-plus-one'],
  'number-of-ack': ['tcp/ack-consumed-seq'],
  'state-names': ['tcp/state-mismatch', 'tcp/state-name'],
  'isn-one': ['tcp/isn-predictable'],
  'data-too-soon': ['flow/expectation-variable'],
  'keepalive-minutes': ['tcp/keepalive-interval'],
  'time-wait-timer': ['tcp/state-mismatch'],
  'last-ack-state': ['tcp/state-mismatch'],
  'http10-persists': ['flow/expectation-layer'],
  'keep-alive-is-keepalive': ['tcp/keepalive-idle-short'],
  'stateless-connectionless': ['tcp/state-mismatch', 'flow/expectation-layer'],
  'length-in-characters': ['http1/body-too-long'],
  'answers-in-any-order': ['http1/response-order'],
  'https-other-connection': ['tcp/open-not-syn'],
  'level-after-certificate': ['tls12/order', 'tls12/no-server-cert', 'tls/alert-missing'],
  'premaster-by-public-key': ['flow/expectation-knows'],
  'session-key-sum': ['tls12/verify-data', 'tls/alert-missing'],
  'rsa-for-data': ['flow/expectation-variable'],
};

describe('the exercises', () => {
  const isSolved = (given: string, now: string): boolean => grade(play(now), parse(given)).isDone;

  /** A user's correction of exercises without a single right value. */
  const MENDED: Readonly<Record<string, (text: string) => string>> = {
    'isn-one': (t) => t.replace('isn=1\n', 'isn=2716057\n').replace('isn=1\n', 'isn=3141592653\n'),
    'keepalive-minutes': (t) => t.replaceAll('+75min', '+75s  '),
    'keep-alive-is-keepalive': (t) => t.replace('ACK  seq=u-1', 'FIN,ACK  seq=u'),
    'length-in-characters': (t) => t.replace('Content-Length: 5', 'Content-Length: 15'),
    'https-other-connection': (t) =>
      t.replace(/^(?=client.*ClientHello)/m, 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n'),
    'level-after-certificate': (t) => t.replace('Certificate + ServerHello ', 'ServerHello + Certificate '),
    'premaster-by-public-key': (t) => t.replace('wire knows pre-master-secret', 'wire lacks pre-master-secret'),
    'session-key-sum': (t) => t.replace(/ verify-data=\S+/, ''),
    'answers-in-any-order': (t) => t.replace(/^(.*\/logo\.png}.*)\n(.*\/report}.*)$/m, '$2\n$1'),
  };

  /** The flow after applying the fixes of the rules that the exercise names, one after the other. */
  function fixed(id: string, text: string): string {
    for (let round = 0; round < 9; round++) {
      const next = play(text).findings.find((f) => MISTAKES[id]?.includes(f.rule) && f.fix !== undefined);
      if (next?.fix === undefined) break;
      text = apply(text, next.fix);
    }
    return text;
  }

  for (const { id, text } of all.filter((f) => f.theme === 'mistakes')) {
    it(`${id} has the mistakes that it is about, and no other; its fixes solve it`, () => {
      const { findings } = play(text);
      const rules = new Set(
        findings.filter((f) => f.level !== 'hint' || MISTAKES[id]?.includes(f.rule)).map((f) => f.rule),
      );
      assert.deepEqual([...rules].sort(), [...(MISTAKES[id] ?? [])].sort());
      assert.equal(isSolved(text, text), false, 'not solved as it stands');

      const mended = MENDED[id]?.(text) ?? fixed(id, text);
      assert.equal(isSolved(text, mended), true, mended);
      const chinese = translated(parse(text), chineseOf(id));
      assert.equal(isSolved(chinese, MENDED[id]?.(chinese) ?? fixed(id, chinese)), true, 'in Chinese too');

      const lines = text.split('\n');
      const guilty = new Set(findings.filter((f) => MISTAKES[id]?.includes(f.rule)).map((f) => f.line));
      const without = lines.filter((_, line) => !guilty.has(line)).join('\n');
      assert.equal(isSolved(text, without), false, 'deleting is not mending');
    });
  }
});
