import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { TOOLS, toolOf } from '../../../src/agent';
import { storyOf } from '../../../src/tell';
import { LANGUAGES } from '../../../src/words/languages';
import { sayIn } from '../../../src/words/words';
import { play } from '../check/expecting';
import { mutants, referenceFlows, spelledOut } from '../check/mutants';
import { libraryFlows } from '../library';
import { share, some } from '../share';
import { ask } from './door';

const FLOW = [
  'host client 10.0.0.1:49152 isn=1000',
  'host server 10.0.0.2:80 isn=5000',
  'client -> server  SYN      seq=x',
  'server -> client  SYN,ACK  seq=y    ack=x+1',
  'client -> server  ACK      seq=x+1  ack=y+1',
  '',
].join('\n');
const MISTAKE = FLOW.replace('ack=x+1\n', 'ack=x\n');

interface Found {
  readonly findings: readonly {
    readonly line: number;
    readonly level: string;
    readonly corrections?: readonly { readonly line: number; readonly text: string }[];
  }[];
}

/** A flow with every correction that an answer prints. */
async function corrected(flow: string): Promise<string> {
  const { text, data } = await ask('check', { flow });
  const lines = flow.split('\n');
  for (const { corrections = [] } of (data as unknown as Found).findings) {
    for (const { line, text: right } of corrections) {
      lines[line - 1] = right;
      assert.ok(text.includes(`write in line ${line}: ${right}`), text);
    }
  }
  return lines.join('\n');
}

describe('the tools', () => {
  it('check: counts, each finding with its sum, section and corrected line, and what each end owes', async () => {
    assert.equal((await ask('check', { flow: FLOW })).text, 'ok\nclient: ESTABLISHED\nserver: ESTABLISHED');
    const { text, data } = await ask('check', { flow: MISTAKE.split('\n').slice(0, 4).join('\n') });
    assert.deepEqual(text.split('\n'), [
      'errors: 1, hints: 1',
      'line 4: hint flow/owed-at-end: The flow ends here, and client still has to send ACK.',
      "line 4: error tcp/synack-ack: SYN,ACK must acknowledge client's SYN: ack=x+1, its ISN plus one. Written: x.",
      '  IRS + 1 = x+1 = 1001',
      '  RFC 9293 §3.10.7.2, §3.10.7.3',
      '  write in line 4: server -> client  SYN,ACK  seq=y    ack=x+1',
      'client: ESTABLISHED, owes ACK',
      'server: SYN-RECEIVED',
    ]);
    assert.equal(data['ok'], false);
  });

  it('explain: each step with its line, sentence and states, in the range that is asked for', async () => {
    const { text } = await ask('explain', { flow: FLOW, steps: '2..3' });
    assert.match(text, /^steps 2 to 3 of 3\n2\. line 4: server → client {2}SYN, ACK {2}\[client ESTABLISHED, server /);
    assert.equal(text.match(/^\d+\. /gm)?.length, 2);
  });

  it('next: lines that are legal, each with its reason', async () => {
    const flow = FLOW.split('\n').slice(0, 4).join('\n');
    const { text, data } = await ask('next', { flow });
    const { lines } = data as unknown as { lines: { text: string }[] };
    assert.match(text, /^What may come next, at line 5:\nclient -> server {2}ACK/);
    for (const { text: line } of lines) {
      const { findings } = play(`${flow}\n${line}\n`);
      assert.deepEqual(
        findings.filter(({ level }) => level === 'error' || level === 'warning'),
        [],
        line,
      );
    }
    const middle = await ask('next', { flow: FLOW, line: 4 });
    assert.match(middle.text, /^What may come next, at line 4:\nserver -> client {2}SYN,ACK/);
  });

  it('play: the lines that the engines add, which are clean, and what happens in them', async () => {
    const { text, data } = await ask('play', { flow: `${FLOW}client close\n`, until: 'server CLOSE-WAIT' });
    assert.match(text, /^From line 7 on:\n```tcpflow\nclient -> server {2}FIN,ACK[^]*```\nsteps|^From line 7/);
    assert.match(text, /FIN, ACK {2}\[client FIN-WAIT-/);
    const { text: now } = await ask('check', { flow: data['flow'] });
    assert.match(now, /^(?:ok|hints)/);
  });

  it('play: again with a segment lost, which is sent again', async () => {
    const { data } = await ask('play', { flow: FLOW, faults: 'lose=2' });
    const lines = data['lines'] as string[];
    assert.match(lines[0]!, /^server -x client {2}SYN,ACK/);
    const found = play(data['flow'] as string).steps.filter(
      (s) => s.kind === 'segment' && s.sent.repeats !== undefined,
    );
    assert.ok(found.length > 0, lines.join('\n'));
    for (const faults of ['lose=9', 'lose', 'delay=2', 'alter=2', 'delay=2:soon', 'lose=0']) {
      assert.match((await ask('play', { flow: FLOW, faults })).text, /^This is no fault/, faults);
    }
  });

  it('help: the page of a rule, the section of a word, the nearest three of an unknown name', async () => {
    assert.match((await ask('help', { name: 'synack-ack' })).text, /^# tcp\/synack-ack\n/);
    assert.match((await ask('help', { name: 'run' })).text, /^## Letting the engines play\n/);
    assert.match((await ask('help', { name: 'Options' })).text, /^## Options\n/);
    assert.match((await ask('help', { name: 'synack-akc' })).text, /Near: tcp\/synack-ack/);
    assert.match((await ask('help', { name: 'zzzzzzzzzz' })).text, /^There is nothing called "zzzzzzzzzz"\.$/);
  });

  it('read a file of the workspace, and refuse another', async () => {
    const file = libraryFlows()[0]!.file;
    assert.match((await ask('explain', { file })).text, /^steps: \d+\n/);
    assert.match((await ask('check', { file: '../secret' })).text, /^\.\.\/secret is no file of the workspace/);
  });

  it('keep within a budget of tokens, count what is left out and name the call that brings it', async () => {
    const flow = `${FLOW}client => server len=100000\n`;
    const { text } = await ask('explain', { flow }, 300);
    assert.ok(Buffer.byteLength(text) <= 900, `${Buffer.byteLength(text)}`);
    const [, count, first, last] = /further steps: (\d+); ask for steps "(\d+)\.\.(\d+)"$/.exec(text) ?? [];
    assert.equal(Number(count), Number(last) - Number(first) + 1);
    assert.match(
      (await ask('explain', { flow, steps: `${first}..${last}` })).text,
      new RegExp(`\\n${first}\\. line 6`),
    );
    assert.equal((await ask('explain', { flow })).text.match(/^\d+\. /gm)?.length, Math.min(200, Number(last)));
  });
});

describe('one mistake in a flow', () => {
  const flows = referenceFlows(readFileSync('media/docs/language.md', 'utf8'));
  for (const [i, flow] of [...flows, ...flows.map(spelledOut)].entries()) {
    const all = mutants(flow);
    it(`flow ${i + 1}, ${all.length} mistakes: applying every printed correction makes it clean`, async function () {
      this.timeout(120_000);
      assert.ok(all.length >= 20);
      for (const { text, what } of some(all)) {
        const { findings } = play(await corrected(text));
        assert.deepEqual(
          findings.filter(({ level }) => level === 'error' || level === 'warning').map(({ rule }) => rule),
          [],
          what,
        );
      }
    });
  }
});

describe('explain, on the flows of the library', () => {
  for (const language of LANGUAGES) {
    it(`has a sentence for each step, that of the panel: ${language}`, async function () {
      this.timeout(120_000);
      const say = sayIn(language);
      let steps = 0;
      for (const { text: flow, id } of some(libraryFlows(), 8)) {
        const trace = play(flow);
        const { data } = await ask('explain', { flow, language });
        const told = data['steps'] as { story: string }[];
        assert.equal(told.length, trace.steps.length, id);
        told.forEach(({ story }, at) => {
          assert.equal(story, storyOf(trace, at, say).text[0]);
          assert.ok(story.length > 3, `${id} step ${at + 1}`);
        });
        steps += told.length;
      }
      assert.ok(steps > share(1000, 8), `${steps} steps`);
    });
  }
});

describe('any input', () => {
  it('is answered, and never throws', async function () {
    this.timeout(120_000);
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.constant(FLOW),
      fc.constant('3..9'),
    );
    const names = [...new Set(TOOLS.flatMap((tool) => Object.keys(toolOf(tool).input.properties))), 'other'];
    const input = fc.oneof(fc.dictionary(fc.constantFrom(...names), value), fc.anything());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...TOOLS),
        input,
        fc.option(fc.integer({ min: 0, max: 500 })),
        async (tool, given, tokens) => {
          const { text } = await ask(tool, given, tokens ?? undefined);
          assert.ok(text.length > 0);
          assert.ok(text.length < 200_000);
        },
      ),
      { numRuns: share(500) },
    );
  });
});
