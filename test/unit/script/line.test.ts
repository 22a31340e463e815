import assert from 'node:assert/strict';
import { parseLine } from '../../../src/script/line';
import type { FlightStatement } from '../../../src/script/syntax';
import { flagNames } from '../../../src/wire/flags';
import { errors, fixed, SAMPLES, segment, show, statement } from './sample';

describe('script: lines that are right', () => {
  for (const text of SAMPLES) {
    it(text, () => {
      const line = parseLine(text);
      assert.deepEqual(line.findings, []);
      assert.equal(line.broken, false);
      assert.ok(line.statement);
    });
  }

  it('blank lines and comments have no statement', () => {
    for (const text of ['', '  \t', '# a comment', '   # "quoted']) {
      const line = parseLine(text);
      assert.equal(line.statement, undefined);
      assert.deepEqual(line.findings, []);
    }
    assert.deepEqual(parseLine('  # c').comment, { start: 2, end: 5 });
  });

  it('a # in a string is none of a comment', () => {
    const line = parseLine('note "a # b" # c');
    assert.deepEqual(line.comment, { start: 13, end: 16 });
    assert.equal(statement('note "a # b" # c', 'note').text.text, 'a # b');
  });
});

describe('script: trees', () => {
  it('a segment has its ends, arrow, time and clauses', () => {
    const s = segment('+200ms a:5 -x b:80 SYN,ACK seq=x+1-2 ack=a.snd.nxt win=3 urg=4 len=5 as f resend g');
    assert.deepEqual([s.from.host.text, s.from.port?.value, s.to.host.text, s.to.port?.value], ['a', 5, 'b', 80]);
    assert.equal(s.arrow, 'lose');
    assert.deepEqual([s.time?.from, s.time?.duration.value, s.time?.duration.unit], ['last', 200, 'ms']);
    assert.deepEqual(flagNames(s.flags?.bits ?? 0), ['SYN', 'ACK']);
    assert.equal(show(s.seq?.expr), '((x+1)-2)');
    assert.equal(show(s.ack?.expr), 'a.snd.nxt');
    assert.deepEqual(
      [s.win, s.urg, s.len].map((f) => show(f?.expr)),
      ['3', '4', '5'],
    );
    assert.deepEqual([s.as?.text, s.resend?.text], ['f', 'g']);
  });

  it('spans are columns in the line', () => {
    const text = '  client -> server SYN  seq=x + 1 # c';
    const s = segment(text);
    assert.equal(text.slice(s.start, s.end), 'client -> server SYN  seq=x + 1');
    assert.equal(text.slice(s.arrowSpan.start, s.arrowSpan.end), '->');
    assert.equal(text.slice(s.seq?.start, s.seq?.end), 'seq=x + 1');
    assert.equal(text.slice(s.flags?.start, s.flags?.end), 'SYN');
    assert.equal(text.slice(s.seq?.expr.start, s.seq?.expr.end), 'x + 1');
  });

  it('arrows need no spaces', () => {
    for (const [text, arrow] of [
      ['a->b', 'deliver'],
      ['a-x b', 'lose'],
      ['a~>b', 'hold'],
    ] as const) {
      const s = segment(text);
      assert.deepEqual([s.from.host.text, s.arrow, s.to.host.text], ['a', arrow, 'b']);
    }
  });

  for (const written of ['SYN,ACK', 'SYN ACK', 'SYN+ACK', 'SYN/ACK', 'SYN-ACK', '[SYN, ACK]', '[SYN ACK]', 'syn,ack']) {
    it(`flags as ${written}`, () => {
      const line = parseLine(`a -> b seq=1 ${written} ack=2`);
      assert.deepEqual(line.findings, []);
      const s = segment(`a -> b seq=1 ${written} ack=2`);
      assert.deepEqual(
        s.flags?.names.map((n) => n.text),
        ['SYN', 'ACK'],
      );
      assert.equal(show(s.ack?.expr), '2');
    });
  }

  it('ack is a flag or a field, as what follows says', () => {
    assert.deepEqual(
      segment('a -> b ack').flags?.names.map((n) => n.text),
      ['ACK'],
    );
    assert.equal(show(segment('a -> b ack=1').ack?.expr), '1');
    assert.equal(show(segment('a -> b ACK ack = x + 1').ack?.expr), '(x+1)');
    assert.equal(show(segment('a -> b ACK=x+1').ack?.expr), '(x+1)');
  });

  it('a segment without flags and one with none of them differ', () => {
    assert.equal(segment('a -> b').flags, undefined);
    assert.equal(segment('a -> b []').flags?.bits, 0);
  });

  it('options by their kinds', () => {
    const s = segment('a -> b SYN <mss 1460, WScale=7, sackOK, ts x+1 0, sack 1..2 3..4, fastopen>');
    assert.deepEqual(
      s.options?.items.map((o) => o.kind),
      ['mss', 'wscale', 'sackok', 'ts', 'sack', 'fastopen'],
    );
    const sack = s.options.items.find((o) => o.kind === 'sack');
    assert.ok(sack);
    assert.deepEqual(
      sack.blocks.map((b) => [show(b.left), show(b.right)]),
      [
        ['1', '2'],
        ['3', '4'],
      ],
    );
  });

  it('header fields as they are, and the ECN field by its word', () => {
    const s = segment('a -> b ACK checksum=0x1F doff=6 RESERVED=x ECN=CE <RAW 02AB>');
    assert.deepEqual(
      [s.checksum, s.doff, s.reserved].map((f) => show(f?.expr)),
      ['31', '6', 'x'],
    );
    assert.equal(s.ecn?.value.text, 'ce');
    assert.deepEqual(
      s.options?.items.map((o) => (o.kind === 'raw' ? o.bytes : '')),
      ['02ab'],
    );
  });

  it('a time before a segment, a user call, and the end of a flight', () => {
    const time = (t: { readonly from: string; readonly duration: { readonly value: number } } | undefined): unknown => [
      t?.from,
      t?.duration.value,
    ];
    const flight = (t: string): FlightStatement => {
      const s = parseLine(t).statement;
      assert.ok(s?.kind === 'deliver' || s?.kind === 'drop' || s?.kind === 'duplicate');
      return s;
    };
    const d = flight('+5ms deliver f');
    assert.deepEqual([time(d.time), d.name.text, d.start], [['last', 5], 'f', 0]);
    assert.deepEqual(time(flight('@1s duplicate f').time), ['start', 1]);
    assert.deepEqual(time(flight('+2s drop f').time), ['last', 2]);
    const c = statement('  @1.5s client:5 send 10', 'call');
    assert.deepEqual([time(c.time), c.call, c.who.port?.value, c.start], [['start', 1.5], 'send', 5, 2]);
    assert.equal(segment('+1s drop -> b SYN').from.host.text, 'drop');
  });

  it('violates takes rules with and without their room', () => {
    const rules = (t: string): unknown => segment(t).violates?.map((w) => w.text);
    assert.deepEqual(rules('a -> b ACK violates tcp/ack-beyond-sent, seq-gap'), ['tcp/ack-beyond-sent', 'seq-gap']);
    assert.deepEqual(rules('a -> b violates seq-gap, seq=5'), ['seq-gap']);
    assert.deepEqual(rules('a -> b violates seq-gap, ACK'), ['seq-gap']);
    assert.equal(segment('a -> b violates seq-gap, "x"').payload?.text, 'x');
  });

  it('hosts with addresses and settings', () => {
    const facts = (t: string): unknown[] => {
      const h = statement(t, 'host');
      return [h.name.text, h.address?.text, h.port?.value];
    };
    assert.deepEqual(facts('host a'), ['a', undefined, undefined]);
    assert.deepEqual(facts('host a 10.0.0.1'), ['a', '10.0.0.1', undefined]);
    assert.deepEqual(facts('host a 10.0.0.1:80'), ['a', '10.0.0.1', 80]);
    assert.deepEqual(facts('host a fe80::1'), ['a', 'fe80::1', undefined]);
    assert.deepEqual(facts('host a ::ffff:10.0.0.1'), ['a', '::ffff:10.0.0.1', undefined]);
    assert.deepEqual(facts('host a [::1]:80 isn=1'), ['a', '::1', 80]);
    const settings = statement('host a isn=0xff rto=200ms sack=off wscale', 'host').settings;
    assert.deepEqual(
      settings.map((s) => [s.key.text, s.value && ('text' in s.value ? s.value.text : s.value.value)]),
      [
        ['isn', 255],
        ['rto', 200],
        ['sack', 'off'],
        ['wscale', undefined],
      ],
    );
  });

  it('user calls with what they take', () => {
    const c = statement('server:80 send client:5 "ab"', 'call');
    assert.deepEqual([c.who.host.text, c.who.port?.value, c.call, c.peer?.port?.value], ['server', 80, 'send', 5]);
    assert.deepEqual([...(c.payload?.bytes ?? [])], [0x61, 0x62]);
    assert.equal(statement('a receive 5', 'call').count?.value, 5);
    assert.equal(statement('a CLOSE', 'call').call, 'close');
  });

  it('durations keep their unit', () => {
    const d = (t: string): unknown[] => {
      const { value, unit } = statement(`wait ${t}`, 'wait').duration;
      return [value, unit];
    };
    assert.deepEqual(d('200ms'), [200, 'ms']);
    assert.deepEqual(d('1.5s'), [1.5, 's']);
    assert.deepEqual(d('40µs'), [40, 'us']);
    assert.deepEqual(d('2msl'), [2, 'MSL']);
    assert.deepEqual(d('MSL'), [1, 'MSL']);
    assert.deepEqual(d('2min'), [2, 'min']);
  });

  it('expectations', () => {
    const items = statement('expect a estab, b.snd.una = x, c owes ACK, d owes nothing', 'expect').items;
    assert.deepEqual(
      items.map((i) => i.kind),
      ['state', 'variable', 'owes', 'owes'],
    );
    assert.deepEqual(
      items.map((i) => i.who?.host.text),
      ['a', 'b', 'c', 'd'],
    );
  });

  it('strings are bytes', () => {
    const bytes = (t: string): number[] => [...statement(`note ${t}`, 'note').text.bytes];
    assert.deepEqual(bytes('"a\\r\\n\\t\\"\\\\"'), [0x61, 13, 10, 9, 0x22, 0x5c]);
    assert.deepEqual(bytes('"\\xff\\x00"'), [0xff, 0]);
    assert.deepEqual(bytes('"中\\u{4e2d}"'), [0xe4, 0xb8, 0xad, 0xe4, 0xb8, 0xad]);
    assert.deepEqual(bytes('"😀\\u{1F600}"'), [0xf0, 0x9f, 0x98, 0x80, 0xf0, 0x9f, 0x98, 0x80]);
    assert.deepEqual(bytes('"\ud800"'), [0xef, 0xbf, 0xbd]);
  });

  it('a keyword before an arrow is a name', () => {
    assert.equal(segment('host -> wait SYN').from.host.text, 'host');
  });

  it('keywords in any case', () => {
    assert.equal(statement('Wait 5MS', 'wait').duration.unit, 'ms');
    assert.equal(segment('a -X b SEQ=1 AS f').as?.text, 'f');
  });
});

/** A line, the rule that it breaks, and the line after the fix (undefined for none). */
const WRONG: readonly (readonly [string, string, string?])[] = [
  ['client', 'syntax/missing-action'],
  ['client SYN', 'syntax/expected-action'],
  ['client clsoe', 'syntax/misspelt', 'client close'],
  ['hots client', 'syntax/misspelt', 'host client'],
  ['lose from a', 'syntax/expected-which'],
  ['lose 0th from a', 'syntax/bad-ordinal'],
  ['lose next data', 'syntax/missing-fault'],
  ['deliver next data', 'syntax/missing-fault'],
  ['drop every 2nd from a', 'syntax/expected-which'],
  ['run until', 'syntax/missing-host'],
  ['run a', 'syntax/expected-run'],
  ['delay next by 5ms', 'syntax/expected-fault'],
  ['delay next from a', 'syntax/missing-by'],
  ['duplicate 2nd SYN', 'syntax/missing-fault'],
  ['link a', 'syntax/missing-host'],
  ['link a b delay 5ms', 'syntax/no-equals'],
  ['link a b delay=5ms delay=6ms', 'syntax/duplicate-clause'],
  ['link a b rate=fast', 'syntax/expected-rate'],
  ['link a b rate=10mps', 'syntax/bad-rate'],
  ['a => b len', 'syntax/missing-equals'],
  ['a => b "x" SYN', 'syntax/unexpected'],
  ['-> b SYN', 'syntax/expected-statement'],
  ['a ->', 'syntax/missing-host'],
  ['a -> SYN', 'syntax/expected-host'],
  ['a - b SYN', 'syntax/expected-action'],
  ['a > b SYN', 'syntax/wrong-arrow', 'a -> b SYN'],
  ['a => b SYN', 'syntax/wrong-arrow', 'a -> b SYN'],
  ['a --> b SYN', 'syntax/wrong-arrow', 'a -> b SYN'],
  ['a --x b SYN', 'syntax/wrong-arrow', 'a -x b SYN'],
  ['a ~~> b SYN', 'syntax/wrong-arrow', 'a ~> b SYN'],
  ['a <- b SYN', 'syntax/arrow-backwards', 'b -> a SYN'],
  ['a:5 ← b SYN', 'syntax/arrow-backwards', 'b -> a:5 SYN'],
  ['a: -> b', 'syntax/expected-port'],
  ['a:70000 -> b', 'syntax/bad-port'],
  ['web-server -> b SYN', 'syntax/hyphen-in-name', 'web_server -> b SYN'],
  ['+5 a -> b', 'syntax/missing-unit'],
  ['+5s client', 'syntax/missing-action'],
  ['+5s wait 5s', 'syntax/expected-timed'],
  ['+5s', 'syntax/missing-timed'],
  ['a -> b SIN', 'syntax/misspelt', 'a -> b SYN'],
  ['a -> b SYNACK', 'syntax/misspelt', 'a -> b SYN,ACK'],
  ['a -> b SYN foobar', 'syntax/unknown-clause'],
  ['a -> b SYN sqe=5', 'syntax/misspelt', 'a -> b SYN seq=5'],
  ['a -> b SYN *', 'syntax/expected-clause'],
  ['a -> b SYN+', 'syntax/missing-flag'],
  ['a -> b [SYN', 'syntax/missing-bracket'],
  ['a -> b SYN seq=1 ACK ack=2', 'syntax/flags-apart', 'a -> b SYN,ACK seq=1 ack=2'],
  ['a -> b SYN win 65535', 'syntax/no-equals', 'a -> b SYN win=65535'],
  ['a -> b ack 5', 'syntax/no-equals', 'a -> b ack=5'],
  ['a -> b SYN seq', 'syntax/no-equals'],
  ['a -> b seq=', 'syntax/missing-value'],
  ['a -> b seq= ack=5', 'syntax/missing-value'],
  ['a -> b seq=x+', 'syntax/missing-value'],
  ['a -> b seq=(x+1', 'syntax/missing-parenthesis'],
  ['a -> b seq=*', 'syntax/expected-value'],
  ['a -> b seq=1_000', 'syntax/bad-number'],
  ['a -> b seq=0x', 'syntax/bad-number'],
  ['a -> b seq=12ab', 'syntax/bad-number'],
  ['a -> b seq=2^32', 'syntax/bad-number'],
  ['a -> b seq=9007199254740992', 'syntax/number-too-large'],
  ['a -> b seq=a.snd', 'syntax/missing-variable'],
  ['a -> b seq=a.snd.nxd', 'syntax/misspelt', 'a -> b seq=a.snd.nxt'],
  ['a -> b seq=a.mood', 'syntax/unknown-variable'],
  ['a -> b seq=1 seq=2', 'syntax/duplicate-clause'],
  ['a -> b "x" "y"', 'syntax/duplicate-clause'],
  ['a -> b <> <>', 'syntax/duplicate-clause'],
  ['a -> b "abc', 'syntax/unclosed-string', 'a -> b "abc"'],
  ['a -> b "abc”', 'syntax/unclosed-string', 'a -> b "abc"'],
  ['a -> b "a\\q"', 'syntax/bad-escape'],
  ['a -> b "\\x4"', 'syntax/bad-escape'],
  ['a -> b "\\u{d800}"', 'syntax/bad-escape'],
  ['a -> b as', 'syntax/missing-name'],
  ['a -> b violates', 'syntax/missing-rule'],
  ['a -> b violates x,', 'syntax/missing-rule'],
  ['a -> b spoofing 5', 'syntax/expected-host'],
  ['a -> b <mss', 'syntax/missing-number'],
  ['a -> b <mss 1460 wscale 7>', 'syntax/expected-option-end', 'a -> b <mss 1460, wscale 7>'],
  ['a -> b <mss 1460', 'syntax/missing-option-end', 'a -> b <mss 1460>'],
  ['a -> b <ws 7>', 'syntax/misspelt', 'a -> b <wscale 7>'],
  ['a -> b <nop>', 'syntax/unknown-option'],
  ['a -> b <mss 1, mss 2>', 'syntax/duplicate-option'],
  ['a -> b <sack 1-2>', 'syntax/expected-range'],
  ['a -> b <fastopen 123>', 'syntax/bad-cookie'],
  ['a -> b <raw 020>', 'syntax/bad-bytes'],
  ['a -> b <raw 02xy>', 'syntax/bad-bytes'],
  ['a -> b <raw>', 'syntax/expected-bytes'],
  ['a -> b <raw', 'syntax/missing-bytes'],
  ['a -> b <raw 0204, mss 1460, raw 01>', 'syntax/duplicate-option'],
  ['a -> b SYN ecn=', 'syntax/missing-ecn'],
  ['a -> b SYN ecn= seq=5', 'syntax/expected-ecn'],
  ['a -> b SYN ecn=yes', 'syntax/unknown-ecn'],
  ['a -> b SYN ecn=ect2', 'syntax/misspelt', 'a -> b SYN ecn=ect0'],
  ['a -> b SYN ecn=ect0 ecn=ce', 'syntax/duplicate-clause'],
  ['a -> b SYN doff 5', 'syntax/no-equals', 'a -> b SYN doff=5'],
  ['a -> b SYN chekcsum=5', 'syntax/misspelt', 'a -> b SYN checksum=5'],
  ['host', 'syntax/missing-host'],
  ['host ACK', 'syntax/expected-host'],
  ['host a 10.0.0.256', 'syntax/bad-address'],
  ['host a 10.0.0.1:', 'syntax/missing-port'],
  ['host a 10.0.0.1:http', 'syntax/bad-port'],
  ['a -> b http/1.2 GET /', 'syntax/misspelt', 'a -> b http/1.0 GET /'],
  ['a -> b http/3 GET / {Accept: b}', 'syntax/later-layer'],
  ['a -> b http GET / + http/3 GET /', 'syntax/later-layer'],
  ['a => b https', 'syntax/missing-said'],
  ['a send http/2.0 200', 'syntax/misspelt', 'a send http/2 200'],
  ['a -> b h2 HEDERS 1 GET /', 'syntax/misspelt', 'a -> b h2 HEADERS 1 GET /'],
  ['a -> b h2 SETTINGS {MAX_FRAMESIZE: 5}', 'syntax/misspelt', 'a -> b h2 SETTINGS {MAX_FRAME_SIZE: 5}'],
  ['a -> b h2 DATA 4294967296', 'syntax/h2-stream'],
  ['a -> b h2 HEADERS 1 get /', 'syntax/misspelt', 'a -> b h2 HEADERS 1 GET /'],
  ['expect a https IDLE', 'syntax/misspelt', 'expect a http IDLE'],
  ['expect wire knows', 'syntax/missing-secret'],
  ['expect a lacks it', 'syntax/unknown-secret'],
  ['leak', 'syntax/missing-host'],
  ['keylog CLIENT_RANDOM', 'syntax/expected-string'],
  ['certificate a "x" by', 'syntax/missing-name'],
  ['certificate a "x" from 2026-13-01', 'syntax/bad-day'],
  ['certificate a "x" ca ca', 'syntax/duplicate-clause'],
  ['host a [::1', 'syntax/bad-address'],
  ['host a 1::2::3', 'syntax/bad-address'],
  ['host a isn', 'syntax/no-equals'],
  ['host a isn 5', 'syntax/no-equals', 'host a isn=5'],
  ['host a isn=x', 'syntax/expected-number'],
  ['host a sack=7', 'syntax/expected-switch'],
  ['host a msl=5', 'syntax/missing-unit'],
  ['host a windw=5', 'syntax/misspelt', 'host a window=5'],
  ['host a colour=5', 'syntax/unknown-setting'],
  ['host a isn=1 isn=2', 'syntax/duplicate-clause'],
  ['let', 'syntax/missing-name'],
  ['let a', 'syntax/missing-equals'],
  ['let a 5', 'syntax/expected-equals'],
  ['let a = 1 2', 'syntax/unexpected'],
  ['deliver', 'syntax/missing-name'],
  ['deliver a b', 'syntax/unexpected'],
  ['a send', 'syntax/missing-data'],
  ['a send <', 'syntax/expected-data'],
  ['a receive "x"', 'syntax/expected-count'],
  ['a close 5', 'syntax/unexpected'],
  ['wait', 'syntax/missing-duration'],
  ['wait 5', 'syntax/missing-unit'],
  ['wait 1.5 s', 'syntax/missing-unit', 'wait 1.5s'],
  ['wait 5fortnights', 'syntax/unknown-unit'],
  ['expect', 'syntax/missing-host'],
  ['expect a', 'syntax/missing-state'],
  ['expect a ESTABLISED', 'syntax/misspelt', 'expect a ESTABLISHED'],
  ['expect a OPEN', 'syntax/unknown-state'],
  ['expect a LISTEN b LISTEN', 'syntax/expected-comma', 'expect a LISTEN, b LISTEN'],
  ['expect a owes', 'syntax/missing-owed'],
  ['expect a owes 5', 'syntax/expected-owed'],
  ['expect a.rcv.nxt', 'syntax/missing-equals'],
  ['section', 'syntax/missing-string'],
  ['section Data phase # c', 'syntax/expected-string', 'section "Data phase" # c'],
  ['note over a', 'syntax/missing-string'],
  ['note over "x"', 'syntax/expected-host'],
  ['profile', 'syntax/missing-profile'],
  ['profile linx', 'syntax/misspelt', 'profile linux'],
  ['variant nonsense', 'syntax/unknown-variant'],
];

describe('script: lines that are wrong', () => {
  for (const [text, rule, mended] of WRONG) {
    it(`${text}   ${rule}`, () => {
      const line = parseLine(text);
      assert.deepEqual(
        line.findings.map((f) => [f.rule, f.level]),
        [[rule, 'error']],
      );
      assert.equal(line.broken, true);
      const finding = line.findings[0];
      assert.ok(finding && finding.start <= finding.end && finding.end <= text.length);
      assert.equal(fixed(text, finding), mended);
      if (mended !== undefined) assert.deepEqual(errors(parseLine(mended)), []);
    });
  }

  it('keep what could be read, and what follows', () => {
    const s = segment('a -> b SYN seq=* ack=5 win=7');
    assert.deepEqual([show(s.seq?.expr), show(s.ack?.expr), show(s.win?.expr)], ['', '5', '7']);
    assert.deepEqual(statement('expect a FOO, b BAR, c LISTEN', 'expect').items.length, 1);
    const turned = segment('a <- b SYN');
    assert.deepEqual([turned.from.host.text, turned.to.host.text], ['b', 'a']);
    assert.deepEqual(
      statement('host a isn=x mss=5', 'host').settings.map((k) => k.key.text),
      ['mss'],
    );
  });

  it('too long a line, and control characters', () => {
    const long = parseLine(`note "${'x'.repeat(10_000)}"`);
    assert.deepEqual(
      long.findings.map((f) => f.rule),
      ['syntax/line-too-long'],
    );
    assert.equal(long.statement, undefined);
    const nul = parseLine('a -> b \0 SYN');
    assert.deepEqual(
      nul.findings.map((f) => [f.rule, f.args, f.start]),
      [['syntax/control-character', { code: 'U+0000' }, 7]],
    );
  });

  it('deep and long expressions are refused, not followed', () => {
    for (const text of [`let a = ${'('.repeat(4000)}1`, `let a = 1${'+1'.repeat(4000)}`]) {
      assert.deepEqual(
        parseLine(text).findings.map((f) => f.rule),
        ['syntax/expression-too-long'],
      );
    }
  });
});

describe('script: lines that are understood with a hint', () => {
  const HINTS: readonly (readonly [string, string, string])[] = [
    ['expect a SYN_SEND', 'tcp/state-name', 'expect a SYN-SENT'],
    ['expect a SYN-RCVD', 'tcp/state-name', 'expect a SYN-RECEIVED'],
    ['expect a SYN_RECV', 'tcp/state-name', 'expect a SYN-RECEIVED'],
    ['expect a SYN_REVD', 'tcp/state-name', 'expect a SYN-RECEIVED'],
    ['expect a closed_wait', 'tcp/state-name', 'expect a CLOSE-WAIT'],
    ['expect a CLOSE_WAITING', 'tcp/state-name', 'expect a CLOSE-WAIT'],
    ['expect a CLOSE', 'tcp/state-name', 'expect a CLOSED'],
    ['expect a ESTAB', 'tcp/state-name', 'expect a ESTABLISHED'],
    ['expect a FIN_WAIT1', 'tcp/state-name', 'expect a FIN-WAIT-1'],
    ['a -> b SYN=1', 'syntax/flag-value', 'a -> b SYN'],
    ['a -> b SYN=1, ACK=1, seq=y, ack=x+1', 'syntax/flag-value', 'a -> b SYN, ACK, seq=y, ack=x+1'],
    ['a -> b SYN=1 ACK=0 seq=x', 'syntax/flag-value', 'a -> b SYN seq=x'],
    ['客户端→服务器 SYN，ACK seq＝x', 'syntax/full-width', '客户端->服务器 SYN,ACK seq=x'],
    ['a －＞ b　ＳＹＮ', 'syntax/full-width', 'a -> b SYN'],
    ['a -> b “你好，＃” ＃ 注，', 'syntax/full-width', 'a -> b "你好，＃" # 注，'],
    ['a ～＞ b 【SYN、ACK】《mss 1460》', 'syntax/full-width', 'a ~> b [SYN,ACK]<mss 1460>'],
    ['a：５ -> b seq＝（x＋１）－２', 'syntax/full-width', 'a:5 -> b seq=(x+1)-2'],
    ['a\u00a0-> b', 'syntax/full-width', 'a -> b'],
  ];
  for (const [text, rule, mended] of HINTS) {
    it(`${text}   ${rule}`, () => {
      const line = parseLine(text);
      assert.deepEqual(
        line.findings.map((f) => [f.rule, f.level]),
        [[rule, 'hint']],
      );
      assert.equal(line.broken, false);
      assert.equal(fixed(text, line.findings[0]), mended);
      const after = parseLine(mended);
      assert.deepEqual(after.findings, []);
      assert.deepEqual(plain(after.statement), plain(line.statement));
    });
  }

  it('full-width characters in strings and comments are left alone', () => {
    assert.deepEqual(parseLine('a -> b "（，“”）" # （，“”）').findings, []);
    assert.equal(segment('a -> b "（，“”）"').payload?.text, '（，“”）');
  });

  it('an error says more than a hint', () => {
    assert.deepEqual(
      parseLine('a → b SYN，seq＝').findings.map((f) => f.rule),
      ['syntax/missing-value'],
    );
  });
});

/** A tree without its columns. */
function plain(tree: unknown): unknown {
  const spans = new Set(['start', 'end', 'arrowSpan', 'callSpan', 'names']);
  return JSON.parse(JSON.stringify(tree, (key, value: unknown) => (spans.has(key) ? undefined : value)));
}
