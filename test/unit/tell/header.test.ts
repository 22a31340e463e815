import type { Editable } from '../../../src/trace/lookup';
import assert from 'node:assert/strict';
import { headerOf } from '../../../src/tell/header';
import { pathOf } from '../../../src/trace/lookup';
import { rewrite } from '../../../src/compose/rewrite';
import type { Trace } from '../../../src/trace/trace';
import { checksumHolds, encodeSegment } from '../../../src/wire/header';
import { english } from '../../../src/words/words';
import { EVERYTHING, FLOWS, play } from '../diagram/flows';

const FLOW = `host client 10.0.0.1:49152 isn=1000 window=64240
host server 10.0.0.2:80 isn=5000 window=65160
client -> server SYN seq=x <mss 1460, wscale 7, sackok>
server -> client SYN,ACK seq=y <mss 1460, wscale 7, sackok>
client -> server ACK # done
client -> server PSH,ACK "GET / HTTP/1.0\\r\\n\\r\\n"
`;

describe('panel: the header of a segment', () => {
  const trace = play(FLOW);

  it('has the fixed twenty bytes in five words of 32 bits', () => {
    for (const text of [...Object.values(FLOWS), EVERYTHING, FLOW]) {
      const flow = play(text);
      flow.steps.forEach((_, at) => {
        const header = headerOf(flow, at, english);
        if (!header) return;
        assert.equal(header.words.length, 5);
        for (const word of header.words)
          assert.equal(
            word.reduce((sum, cell) => sum + cell.bits, 0),
            32,
          );
      });
    }
  });

  it('shows what is on the wire, the checksum right', () => {
    const step = trace.steps[3];
    assert.ok(step?.kind === 'segment');
    const path = pathOf(trace, step.sent.from, step.sent.to);
    const bytes = encodeSegment(step.sent.segment, path);
    assert.ok(checksumHolds(bytes, path));
    const header = headerOf(trace, 3, english);
    const hex = header?.words.flat().map((cell) => (cell.bits === 1 ? cell.value[0] : cell.hex.slice(2)));
    const flags = Number.parseInt(hex?.slice(6, 14).join('') ?? '', 2);
    const digits = [...(hex?.slice(0, 6) ?? []), flags.toString(16).padStart(2, '0'), ...(hex?.slice(14) ?? [])].join(
      '',
    );
    assert.equal(digits.toLowerCase(), Buffer.from(bytes.subarray(0, 20)).toString('hex'));
    assert.deepEqual(header?.payload, [
      { at: '0000', hex: '47 45 54 20 2F 20 48 54 54 50 2F 31 2E 30 0D 0A', text: 'GET / HTTP/1.0..' },
      { at: '0010', hex: '0D 0A', text: '..' },
    ]);
  });

  it('explains the options, and a window that is scaled', () => {
    const syn = headerOf(trace, 0, english);
    assert.deepEqual(
      syn?.options.map((o) => `${o.hex}: ${o.about[0]}`),
      [
        '02 04 05 B4: Maximum segment size 1460',
        '01: No operation: one byte that puts the next option on a word',
        '01: No operation: one byte that puts the next option on a word',
        '04 02: SACK permitted',
        '01: No operation: one byte that puts the next option on a word',
        '03 03 07: Window scale: windows are shifted by 7',
      ],
    );
    const data = headerOf(trace, 3, english);
    assert.match(data?.words[3]?.at(-1)?.about ?? '', /501 × 2\^7 = 64128 bytes/);
  });

  it('is not there for steps without a segment', () => {
    assert.equal(headerOf(play('server listen\n'), 0, english), undefined);
  });
});

describe('panel: a changed field changes the line', () => {
  const lines = FLOW.split('\n');
  function changed(trace: Trace, at: number, field: Editable, value: string): string | undefined {
    const edit = rewrite(trace, at, field, value);
    if (!edit) return undefined;
    const line = lines[edit.line] ?? '';
    return line.slice(0, edit.start) + edit.newText + line.slice(edit.end);
  }
  const trace = play(FLOW);
  const cases: readonly [number, Editable, string, string | undefined][] = [
    [0, 'seq', 'z', 'client -> server SYN seq=z <mss 1460, wscale 7, sackok>'],
    [1, 'ack', 'x+1', 'server -> client SYN,ACK seq=y ack=x+1 <mss 1460, wscale 7, sackok>'],
    [2, 'seq', '1001', 'client -> server ACK seq=1001 # done'],
    [2, 'win', '0', 'client -> server ACK win=0 # done'],
    [2, 'flags', 'PSH', 'client -> server PSH,ACK # done'],
    [0, 'flags', 'ACK', 'client -> server SYN,ACK seq=x <mss 1460, wscale 7, sackok>'],
    [2, 'seq', 'x + 1', undefined],
    [2, 'seq', '"', undefined],
    [2, 'seq', '', undefined],
    [2, 'win', '1 as spy', undefined],
    [2, 'win', '1#', undefined],
    [2, 'flags', 'XXX', undefined],
    [9, 'seq', '1', undefined],
  ];
  for (const [at, field, value, wanted] of cases) {
    it(`step ${at + 1}, ${field} ${JSON.stringify(value)}: ${wanted ?? 'refused'}`, () => {
      assert.equal(changed(trace, at, field, value), wanted);
    });
  }

  it('leaves alone what an engine has sent', () => {
    const run = play('client -> server SYN\nrun\n');
    const made = run.steps.findIndex((s) => s.generated === true && s.kind === 'segment');
    assert.ok(made > 0);
    assert.equal(rewrite(run, made, 'seq', '1'), undefined);
    assert.equal(headerOf(run, made, english)?.editable, false);
  });
});
