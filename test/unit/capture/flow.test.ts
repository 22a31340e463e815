import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type Begun,
  type OpenedConnection,
  type Unopened,
  inMemory,
  openConnection,
  opening,
  readCapture,
} from '../../../src/capture';
import type { Explanation } from '../../../src/capture/explain';
import { type FlowSource, flowOf } from '../../../src/capture/flow';
import { searchInSlices } from '../../../src/capture/flow/search';
import { check, finished } from '../../../src/check';
import { createParser, formatted } from '../../../src/script';
import { ACK, FIN, PSH, SYN } from '../../../src/wire';
import { CORPUS as KERNEL, listRuns } from '../../kernel/corpus';
import { WHOLE, some } from '../share';
import { CLIENT, SERVER, type Sent, ethernet, hex, ip, number, packet, pcap } from './make';

const searched = (explanation: Explanation, source: FlowSource): Explanation =>
  finished(searchInSlices(explanation, source)).explanation;

const frame = (sent: Sent): Uint8Array => ethernet(ip(sent));

async function opened(octets: Uint8Array, id = 1): Promise<OpenedConnection> {
  const found = await open(octets, id);
  if ('problem' in found) assert.fail(JSON.stringify(found.problem));
  return found;
}

async function open(octets: Uint8Array, id: number): Promise<OpenedConnection | Unopened> {
  return openConnection(await readCapture(inMemory(octets)), id, inMemory(octets), { file: 'x.pcap' });
}

/** The lines of a flow, columns closed up. */
function linesOf({ text }: OpenedConnection): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' '));
}

const OPENING = [
  frame({ ...CLIENT, seq: 1000, flags: SYN, options: { mss: 1460, wscale: 7, sackOk: true } }),
  frame({ ...SERVER, seq: 5000, ack: 1001, flags: SYN | ACK, options: { mss: 1400, sackOk: true } }),
  frame({ ...CLIENT, seq: 1001, ack: 5001, flags: ACK }),
];

describe('a connection of a capture as a flow', () => {
  it('has its file, its hosts by their SYNs, its segments with numbers, times and frames', async () => {
    const data = frame({ ...CLIENT, seq: 1001, ack: 5001, flags: PSH | ACK, data: 'hello' });
    const answer = frame({ ...SERVER, seq: 5001, ack: 1006, flags: ACK });
    const flow = await opened(pcap([...OPENING, data, answer]));
    assert.deepEqual(linesOf(flow).slice(0, 7), [
      'flow "10.0.0.1:49152 → 10.0.0.2:80"',
      `capture "x.pcap" connection=1 tap=${flow.explanation.tap}`,
      'profile linux',
      'host client 10.0.0.1:49152 window=65535 mss=1460 wscale=7 sack=on timestamps=off',
      'host server 10.0.0.2:80 window=65535 mss=1400 wscale=off sack=on timestamps=off',
      'let x = 1000',
      'let y = 5000',
    ]);
    const sent = linesOf(flow).filter((line) => line.includes('frame'));
    assert.deepEqual(
      sent.map((line) => line.replace(/^@\S+ /, '').replaceAll(/ as s\d+|~(?=>)|-(?=>)/g, '')),
      [
        'client > server SYN seq=x win=65535 <mss 1460, wscale 7, sackok> frame 1',
        'server > client SYN,ACK seq=y ack=x+1 win=65535 <mss 1400, sackok> frame 2',
        'client > server ACK seq=x+1 ack=y+1 win=65535 <> frame 3',
        'client > server PSH,ACK seq=x+1 ack=y+1 win=65535 <> frame 4 "hello"',
        'server > client ACK seq=y+1 ack=x+6 win=65535 <> frame 5',
      ],
    );
    assert.deepEqual(
      check(flow.script).findings.filter(({ level }) => level === 'error'),
      [],
    );
  });

  it('begins with what is given where no SYN was captured, and nothing is an error for that', async () => {
    const flow = await opened(
      pcap([
        frame({ ...CLIENT, seq: 7000, ack: 9000, flags: PSH | ACK, data: 'hello' }),
        frame({ ...SERVER, seq: 9000, ack: 7005, flags: PSH | ACK, data: 'hi' }),
        frame({ ...CLIENT, seq: 7005, ack: 9002, flags: FIN | ACK }),
      ]),
    );
    const [client, server] = linesOf(flow).filter((line) => line.startsWith('given'));
    assert.match(client ?? '', /^given client ESTABLISHED/);
    assert.match(server ?? '', /^given server ESTABLISHED/);
    const graves = check(flow.script).findings.filter(({ level }) => level === 'error');
    assert.deepEqual(graves, []);
  });

  it('leaves out fields that were not captured, and does not judge them', async () => {
    const [syn, synAck] = OPENING as [Uint8Array, Uint8Array];
    // The ACK is cut behind its flags.
    const file = pcap([syn, synAck, (OPENING[2] as Uint8Array).subarray(0, 14 + 20 + 14)]);
    const flow = await opened(file);
    assert.match(linesOf(flow).at(-1) ?? '', /ACK seq=x\+1 ack=y\+1 supposed frame 3$|^@\S+ deliver/);
    assert.ok(flow.text.includes('supposed'));
  });

  it('says in comments where it was captured, by what that was told, and what the capture lacks', async () => {
    const far = frame({ ...CLIENT, seq: 1101, ack: 5001, flags: PSH | ACK, data: 'hello' });
    const octets = pcap([...OPENING, far]);
    const capture = await readCapture(inMemory(octets));
    for (const [tap, first] of [
      [undefined, 'by-nothing place=capture/about/place-path'],
      ['client', 'by-user place=capture/about/place-client'],
    ] as const) {
      const say = (id: string, args = {}): string =>
        [id, ...Object.entries(args).map(([key, value]) => `${key}=${String(value)}`)].join(' ');
      const found = await openConnection(capture, 1, inMemory(octets), { file: 'x.pcap', tap, say });
      assert.ok(!('problem' in found));
      assert.deepEqual(found.text.match(/^# .*$/gm), [
        `# capture/about/${first}`,
        '# capture/about/supposed count=100 frames= host=client',
      ]);
      assert.deepEqual(
        check(found.script).findings.filter(({ level }) => level === 'error'),
        [],
      );
    }
  });

  it('is open about what other frames would tell, where frames show that some are missing', async () => {
    // The client’s segments of 1001 to 1100, and of 1106 to 1205, were not captured.
    const [far, farther] = [1101, 1206].map((seq) =>
      frame({ ...CLIENT, seq, ack: 5001, flags: PSH | ACK, data: 'hello' }),
    ) as [Uint8Array, Uint8Array];
    const beyond = frame({ ...SERVER, seq: 5001, ack: 9001, flags: ACK });
    const octets = (...more: Uint8Array[]): Uint8Array => pcap([...OPENING, ...more, beyond]);
    for (const [file, frames, level] of [
      [octets(), undefined, 'error'],
      [octets(far, farther), 'missing', 'open'],
    ] as const) {
      const found = await openConnection(await readCapture(inMemory(file)), 1, inMemory(file), {
        file: 'x.pcap',
        tap: 'client',
      });
      assert.ok(!('problem' in found));
      assert.equal(/ frames=(\w+)$/m.exec(found.text)?.[1], frames);
      const about = check(found.script).findings.find(({ rule }) => rule === 'tcp/ack-beyond-sent');
      assert.equal(about?.level, level);
    }
  });

  it('tells of ICMP errors that quote it', async () => {
    const quoted = (OPENING[0] as Uint8Array).subarray(14);
    const error = packet(
      Uint8Array.of(10, 0, 0, 254),
      Uint8Array.of(10, 0, 0, 1),
      1,
      new Uint8Array([...hex('0304 0000'), ...number(1400, 4), ...quoted.subarray(0, 28)]),
    );
    const flow = await opened(pcap([...OPENING, ethernet(error)]));
    assert.match(linesOf(flow).at(-1) ?? '', / client icmp fragmentation-needed mtu=1400$/);
  });

  it('says in one message why a connection can’t be opened', async () => {
    const problemOf = async (octets: Uint8Array, id = 1): Promise<unknown> => {
      const found = await open(octets, id);
      return 'problem' in found ? found.problem : undefined;
    };
    assert.deepEqual(await problemOf(pcap(OPENING), 2), { id: 'capture/flow/none', args: { id: 2, count: 1 } });
    const cut = (OPENING[0] as Uint8Array).subarray(0, 14 + 20 + 8);
    assert.deepEqual(await problemOf(pcap([cut])), { id: 'capture/flow/empty', args: { id: 1 } });
    const args = { id: 1, packets: 100_001, limit: 100_000 };
    const ack = OPENING[2] as Uint8Array;
    assert.deepEqual(await problemOf(pcap(new Array<Uint8Array>(100_001).fill(ack))), {
      id: 'capture/flow/too-long',
      args,
    });
  });

  it('gives the beginning of a flow once it is checked, and then its whole text with the check of it, laid out as the formatter does', async () => {
    const exchange = (i: number): Uint8Array[] => [
      frame({ ...CLIENT, seq: 1001 + i, ack: 5001, flags: ACK, data: 'x' }),
      frame({ ...SERVER, seq: 5001, ack: 1002 + i, flags: ACK }),
    ];
    const octets = pcap([...OPENING, ...Array.from({ length: 300 }, (_, i) => exchange(i)).flat()]);
    const beginnings: Begun[] = [];
    const begun = (beginning: Begun): void => void beginnings.push(beginning);
    const capture = await readCapture(inMemory(octets));
    const work = await opening(capture, 1, inMemory(octets), { file: 'x.pcap', begun });
    while (beginnings.length === 0) assert.notEqual(work.next().done, true);
    const found = finished(work);
    assert.ok(!('problem' in found));
    const [beginning] = beginnings;
    const { text, script, trace } = found;
    assert.equal(beginning?.text, text);
    assert.ok(beginning.trace.steps.length > 200 && beginning.trace.steps.length < (trace?.steps.length ?? 0));
    assert.deepEqual(trace?.findings, check(createParser().parse(text)).findings);
    assert.deepEqual(beginning.trace.steps, trace.steps.slice(0, beginning.trace.steps.length));
    assert.equal(formatted(script).join('\n'), text);
    assert.equal(beginnings.length, 1);
  });

  it('opens a long connection in parts: the one with the first finding, or the one that is asked for', async () => {
    const exchange = (i: number): Uint8Array[] => [
      frame({ ...CLIENT, seq: 1001 + i, ack: 5001, flags: ACK, data: 'x' }),
      frame({ ...SERVER, seq: 5001, ack: 1002 + i, flags: ACK }),
    ];
    const data = Array.from({ length: 9999 }, (_, i) => exchange(i)).flat();
    const octets = pcap([...OPENING, ...data, frame({ ...CLIENT, seq: 11_000, ack: 4001, flags: ACK })]);
    const capture = await readCapture(inMemory(octets));
    const part = async (number?: number): Promise<OpenedConnection> => {
      const found = await openConnection(capture, 1, inMemory(octets), { file: 'x.pcap', part: number });
      assert.ok(!('problem' in found));
      return found;
    };
    const found = await part(WHOLE ? undefined : 3);
    assert.deepEqual(found.part, { number: 3, count: 3, frames: [20_001, 20_002] });
    assert.deepEqual(linesOf(found).slice(7, 9), [
      'given client ESTABLISHED snd.nxt=x rcv.nxt=y wscale=off sack=on timestamps=off',
      'given server ESTABLISHED snd.nxt=y rcv.nxt=x wscale=off sack=on timestamps=off',
    ]);
    assert.equal(found.isLong, true);
    assert.equal(check(found.script).findings.filter(({ level }) => level === 'error').length, 1);
    assert.match(linesOf(found)[found.firstFinding ?? 0] ?? '', /ack=y-999|ack=y-1000/);
  });
});

describe('the search for an order of arrivals', () => {
  it('puts an arrival off, or brings it forward, where the checker finds an error, and moves no sending', async () => {
    const octets = pcap([
      ...OPENING,
      frame({ ...SERVER, seq: 5001, ack: 1001, flags: ACK, data: 'one' }),
      frame({ ...SERVER, seq: 5004, ack: 1001, flags: PSH | ACK, data: 'two' }),
      // It was on its way when the second segment passed the tap.
      frame({ ...CLIENT, seq: 1001, ack: 5004, flags: ACK }),
      frame({ ...CLIENT, seq: 1001, ack: 5007, flags: ACK }),
    ]);
    const { connection, sightings } = await opened(octets);
    const source = { file: 'x.pcap', connection, sightings };
    const naive = inOrderOfTap(sightings);
    const found = searched(naive, source);
    const errors = (explanation: Explanation): string[] =>
      check(flowOf(explanation, source).script).findings.flatMap(({ level, rule }) =>
        level === 'error' ? [rule] : [],
      );
    assert.deepEqual(errors(naive), ['tcp/ack-not-rcvnxt', 'tcp/rtx-pure-ack']);
    assert.deepEqual(errors(found), []);
    const sent = ({ events }: Explanation): unknown => events.filter(({ kind }) => kind === 'send');
    assert.deepEqual(sent(found), sent(naive));
    assert.equal(found.events.length, naive.events.length);
  });

  it('beside a host leaves what the tap has seen, but for a moment', async () => {
    const octets = pcap([
      ...OPENING,
      frame({ ...SERVER, seq: 5001, ack: 1001, flags: ACK, data: 'one' }),
      // A millisecond after; it does not acknowledge what has come.
      frame({ ...CLIENT, seq: 1001, ack: 5001, flags: PSH | ACK, data: 'two' }),
    ]);
    const { connection, sightings } = await opened(octets);
    const source = { file: 'x.pcap', connection, sightings };
    for (const [tap, isFound] of [
      ['path', true],
      ['client', false],
    ] as const) {
      const naive = { ...inOrderOfTap(sightings), tap };
      assert.equal(searched(naive, source) !== naive, isFound, tap);
    }
  });

  it('leaves an explanation without an error as it is, and one that no order mends', async () => {
    const octets = pcap([...OPENING, frame({ ...CLIENT, seq: 1001, ack: 9000, flags: ACK })]);
    const { connection, sightings } = await opened(octets);
    for (const some of [sightings.slice(0, 3), sightings]) {
      const naive = inOrderOfTap(some);
      assert.equal(searched(naive, { file: 'x.pcap', connection, sightings: some }), naive);
    }
  });
});

/** Each segment arrives where and when the tap has seen it. */
function inOrderOfTap(sightings: OpenedConnection['sightings']): Explanation {
  const events = sightings.flatMap(({ frame: number, at, from, packet: seen }): Explanation['events'] => {
    if (seen === undefined) return [];
    const passage: Explanation['events'][number]['passage'] = {
      from: from === 'client' ? 0 : 1,
      segment: seen.segment,
      frames: [number],
      supposed: false,
      sent: at,
      arrivals: [at],
      fate: { kind: 'arrived', sure: 'presumed', because: [] },
    };
    return [
      { kind: 'send', passage, at },
      { kind: 'arrive', passage, at },
    ];
  });
  return { tap: 'path', placedBy: 'nothing', events, begins: 'syn', notes: [] };
}

/** A flow is its own formatted text, and every line of it can be read. */
function assertSound({ text, script }: OpenedConnection, name: string): void {
  assert.equal(formatted(script).join('\n'), text, name);
  assert.deepEqual(
    script.lines.flatMap(({ findings }) => findings),
    [],
    name,
  );
}

/** One in this number of captures is shown in the unit run: explaining one takes a tenth of a second and more. */
const FLOWS = 40;

describe('connections of the corpus as flows', function () {
  this.timeout(240_000);
  const corpus = resolve(KERNEL, '..');
  if (!existsSync(corpus)) {
    it(`0 captures: ${corpus} is absent`, () => undefined);
    return;
  }

  /** Runs whose flow has an error, by the tap, and why. */
  const EXCEPTIONS: Readonly<Record<'c' | 's', Readonly<Record<string, string>>>> = {
    c: {
      'random_impairment-d':
        'no SACK and no timestamps: which repetitions arrived is open more often than worlds are kept',
      'window_shrink-a': 'ACKs of segments that a closed window discards, which are not told from lost ones',
    },
    s: {},
  };

  for (const tap of ['c', 's'] as const) {
    it(`kernel, ${tap === 'c' ? 'client' : 'server'}’s tap: flows without an error`, async function () {
      const runs = some(
        listRuns().filter(({ kind }) => kind === 'natural'),
        FLOWS,
      );
      let all = 0;
      const wrong: string[] = [];
      for (const { name } of runs) {
        const file = join(KERNEL, `${name}.${tap}.pcap`);
        if (!existsSync(file)) continue;
        const octets = readFileSync(file);
        const { connections } = await readCapture(inMemory(octets));
        all++;
        let errors = 0;
        for (const { id } of connections) {
          const flow = await opened(octets, id);
          assertSound(flow, `${name} ${id}`);
          errors += check(flow.script).findings.filter(({ level }) => level === 'error').length;
        }
        if (errors > 0) wrong.push(name);
      }
      this.runnable().title += `: ${all - wrong.length} of ${all}`;
      assert.deepEqual(
        wrong.filter((name) => !Object.hasOwn(EXCEPTIONS[tap], name)),
        [],
      );
    });
  }

  it('formats, faults, public: each connection opens or says why not', async function () {
    let count = 0;
    for (const folder of ['formats', 'faults', 'public']) {
      const files = readdirSync(join(corpus, folder)).filter((file) => /\.(?:pcap|pcapng|cap)$/.test(file));
      for (const file of some(files, FLOWS)) {
        const octets = readFileSync(join(corpus, folder, file));
        const capture = await readCapture(inMemory(octets));
        for (const { id } of capture.connections.slice(0, 50)) {
          const found = await openConnection(capture, id, inMemory(octets), { file });
          if ('problem' in found) continue;
          assertSound(found, `${folder}/${file} ${id}`);
          check(found.script);
          count++;
        }
      }
    }
    this.runnable().title += `: ${count}`;
    assert.ok(count > 0);
  });
});
