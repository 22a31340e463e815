import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from '../../src/check/check';
import { createParser } from '../../src/script/parser';
import { IMAGES, plainOf } from '../../src/tell/plain';
import { storyOf } from '../../src/tell/story';
import { english } from '../../src/words/words';
import { generate } from '../bench/generate';
import { inFolder, tcpflow, tcpflowUnread } from './run';

const FLOW = [
  'host client 10.0.0.1:49152 isn=1000',
  'host server 10.0.0.2:80 isn=5000',
  'server listen',
  'client -> server SYN',
  'server -> client SYN,ACK',
  'client -> server ACK',
  'note over client "open"',
  'client ~> server PSH,ACK "hello" as d',
  'wait 200ms',
  'deliver d',
  'duplicate d',
  'client send 100',
  'expect client CLOSED',
].join('\n');

function trace(input: string): Record<string, unknown>[] {
  const { out, code, err } = tcpflow(['trace', '--format', 'json', '-'], { input });
  assert.equal(err, '');
  assert.equal(code, 0);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the command line', () => {
  describe('tcp-flow trace', () => {
    it('prints a step a line, with what its kind needs', () => {
      const steps = trace(FLOW);
      assert.deepEqual(
        steps.map((s) => [s['step'], s['line'], s['kind'], s['time']]),
        [
          [1, 3, 'call', 0],
          [2, 4, 'segment', 0],
          [3, 5, 'segment', 0],
          [4, 6, 'segment', 0],
          [5, 7, 'note', 0],
          [6, 8, 'segment', 0],
          [7, 9, 'wait', 0.2],
          [8, 10, 'deliver', 0.2],
          [9, 11, 'duplicate', 0.2],
          [10, 12, 'call', 0.2],
          [11, 13, 'expect', 0.2],
        ],
      );
      const states = { client: 'SYN-SENT', server: 'SYN-RECEIVED' };
      const segment = { from: 'client', to: 'server', flags: 'SYN', seq: 1000, ack: null, len: 0, win: 65535 };
      const checked = check(createParser().parse(FLOW));
      assert.deepEqual(steps[1], {
        ...{ step: 2, line: 4, time: 0, kind: 'segment', ...segment, fate: 'arrived', states, findings: [] },
        says: storyOf(checked, 1, english).text[0],
        plain: Object.fromEntries(IMAGES.map((image) => [image, plainOf(checked, 1, english, image)])),
      });
      assert.equal(steps[2]!['ack'], 1001);
      assert.deepEqual([steps[0]!['end'], steps[0]!['call']], ['server', 'listen']);
      assert.deepEqual([steps[4]!['over'], steps[4]!['text']], [['client'], 'open']);
      assert.deepEqual([steps[5]!['fate'], steps[5]!['name'], steps[5]!['len']], ['in-flight', 'd', 5]);
      assert.deepEqual([steps[7]!['from'], steps[7]!['seq'], steps[7]!['name']], ['client', 1001, 'd']);
      assert.deepEqual([steps[9]!['call'], steps[9]!['count']], ['send', 100]);
      assert.deepEqual(steps[10]!['findings'], ['tcp/state-mismatch']);
    });

    it('writes the keys of a segment in the documented order', () => {
      const keys = [
        'step',
        'line',
        'time',
        'kind',
        'from',
        'to',
        'flags',
        'seq',
        'ack',
        'len',
        'win',
        'fate',
        'states',
        'findings',
        'says',
        'plain',
      ];
      assert.deepEqual(Object.keys(trace(FLOW)[1]!), keys);
    });

    it('tells of lost and dropped segments, and of timers', () => {
      const open = 'a -> b SYN\nb -> a SYN,ACK\na -> b ACK\n';
      const lost = trace(`${open}a -x b ACK "x"\na ~> b ACK "y" as y\ndrop y\n`).slice(3);
      assert.deepEqual(
        lost.map((s) => [s['kind'], s['fate']]),
        [
          ['segment', 'lost'],
          ['segment', 'in-flight'],
          ['drop', 'lost'],
        ],
      );
      const closed = trace(`${open}a -> b FIN,ACK\nb -> a ACK\nb -> a FIN,ACK\na -> b ACK\nwait 2MSL\n`);
      const timer = closed.at(-1)!;
      assert.deepEqual([timer['kind'], timer['end'], timer['timer']], ['timer', 'a', 'time-wait']);
    });
  });

  describe('tcp-flow diagram', () => {
    it('draws to a file or to standard output, the same', () =>
      inFolder({ 'a.tcpflow': FLOW }, (folder) => {
        assert.equal(tcpflow(['diagram', 'a.tcpflow', '-o', 'out.svg'], { cwd: folder }).code, 0);
        const file = readFileSync(join(folder, 'out.svg'), 'utf8');
        assert.match(file, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
        const { out } = tcpflow(['diagram', 'a.tcpflow'], { cwd: folder });
        assert.equal(out, file);
        assert.equal(tcpflow(['diagram', '-', '-o', '-'], { input: FLOW }).out, file);
      }));

    it('takes theme, width, numbers and language', () => {
      const plain = tcpflow(['diagram', '-'], { input: FLOW }).out;
      const drawings = [
        ['--theme', 'dark'],
        ['--width', '1000'],
        ['--numbers', 'absolute'],
        ['--lang', 'zh-cn'],
      ].map((options) => tcpflow(['diagram', '-', ...options], { input: FLOW }));
      for (const { code, out } of drawings) {
        assert.equal(code, 0);
        assert.notEqual(out, plain);
      }
      assert.match(drawings[1]!.out, /^<svg [^>]*width="1000"/);
      assert.match(drawings[2]!.out, /seq=1001/);
    });

    it('writes Mermaid and plain text, and two flows beside each other', () =>
      inFolder({ 'a.tcpflow': FLOW, 'b.tcpflow': FLOW.replace(/SYN,ACK.*/, 'RST,ACK') }, (folder) => {
        const made = (...options: string[]) => tcpflow(['diagram', 'a.tcpflow', ...options], { cwd: folder }).out;
        assert.match(made('--format', 'mermaid'), /^sequenceDiagram\n[^]*h0->>h1: SYN/);
        assert.match(made('--format', 'text'), /SYN-SENT +--> +<SEQ=\S+><CTL=SYN> +--> +SYN-RECEIVED/);
        assert.match(made('b.tcpflow'), /first difference/);
        assert.match(made('--time', 'scale', '--fold', '--theme', 'hc-dark'), /^<svg/);
      }));

    it('shows segments, messages or both, as the chosen eyes read them', () => {
      const open = 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n';
      const input = `${open}client -x server PSH,ACK http GET /a\n`;
      const made = (...options: string[]) => tcpflow(['diagram', '-', ...options], { input }).out;
      assert.match(made('--format', 'text'), /<DATA=33> GET \/a /);
      assert.doesNotMatch(made('--format', 'text', '--show', 'segments'), /GET/);
      assert.match(made('--format', 'text', '--eyes', 'server'), /not read/);
      assert.doesNotMatch(made(), /class="message-rest"/);
      assert.match(made('--show', 'messages'), /class="message-rest"/);
    });

    it('takes the profile of flows that name none', () => {
      const made = (...options: string[]) => tcpflow(['trace', '-', ...options], { input: 'a -> b SYN' }).out;
      assert.match(made(), /"win":65535/);
      assert.match(made('--profile', 'linux'), /"win":64240/);
    });

    it('says where it cannot write', () =>
      inFolder({}, (folder) => {
        const { code, err } = tcpflow(['diagram', '-', '-o', 'no/such/out.svg'], { input: FLOW, cwd: folder });
        assert.equal(code, 2);
        assert.equal(err, 'tcp-flow: no/such/out.svg: no such file or folder\n');
      }));
  });

  const wrong: [args: string[], message: string][] = [
    [
      [],
      'what is to be done? Say check, explain, next, play, format, grade, rules, trace, diagram, connections, import, export, explore or mcp',
    ],
    [
      ['chek'],
      'there is no command "chek"; there are check, explain, next, play, format, grade, rules, trace, diagram, connections, import, export, explore, mcp',
    ],
    [['check'], 'check needs a file; - is standard input'],
    [['check', '--colour', 'a'], 'there is no option --colour'],
    [['check', '-x', 'a'], 'there is no option -x'],
    [['check', '--format', 'xml', 'a'], '--format is one of text, json, github, sarif, junit, not "xml"'],
    [['check', 'a', '--format'], '--format needs a value'],
    [['check', '--version=2', 'a'], '--version takes no value'],
    [['check', '--theme', 'dark', 'a'], 'check has no option --theme'],
    [['check', '--profile', 'bsd', 'a'], '--profile is one of rfc9293, linux, freebsd, rfc793, not "bsd"'],
    [['check', '--lang', 'fr', 'a'], '--lang is one of en, zh-cn, not "fr"'],
    [['trace', '--format', 'text', 'a'], '--format is one of json, not "text"'],
    [['trace', 'a', 'b'], 'trace takes one file, not 2'],
    [['diagram', 'a', '--width', '0x300'], '--width is a whole number from 240 to 4000, not "0x300"'],
    [['diagram', 'a', '--width', '12'], '--width is a whole number from 240 to 4000, not "12"'],
    [['diagram', 'a', '--show', 'all'], '--show is one of segments, both, messages, not "all"'],
    [['diagram', 'a', 'b', 'c'], 'diagram takes one file, or two to stand beside each other, not 3'],
    [['diagram', 'a', 'b', '--format', 'text'], 'two flows beside each other can only be drawn as svg, not as text'],
    [['diagram', 'a', '-o', 'a.png'], 'PNG needs a browser: save it from the diagram in VS Code, or write an .svg'],
    [['trace', 'gone'], 'gone: no such file or folder'],
    [['diagram', '.'], '.: is a folder, not a file'],
  ];
  for (const [args, message] of wrong) {
    it(`says what is wrong with: tcp-flow ${args.join(' ')}`, () => {
      const { code, out, err } = tcpflow(args);
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.equal(err.split('\n')[0], `tcp-flow: ${message}`);
      assert.ok(err.trimEnd().split('\n').length <= 2);
    });
  }

  it('helps, with all and with each command, in both languages', () => {
    const texts = new Set<string>();
    for (const lang of ['en', 'zh-cn']) {
      for (const command of [[], ['check'], ['trace'], ['diagram']]) {
        const { code, out, err } = tcpflow([...command, '--help', '--lang', lang]);
        assert.equal(code, 0);
        assert.equal(err, '');
        assert.match(out, lang === 'en' ? /Usage/ : /用法/);
        assert.ok(out.split('\n').every((line) => line.length <= 100));
        texts.add(out);
      }
    }
    assert.equal(texts.size, 8);
    assert.equal(tcpflow(['check', '-h']).out, tcpflow(['check', '--help']).out);
  });

  it('tells its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    assert.deepEqual(tcpflow(['--version']), { code: 0, out: `tcp-flow ${version}\n`, err: '' });
  });

  it('ends in silence where its reader goes away, and still says what it found', async () => {
    const long = generate(5000);
    assert.deepEqual(await tcpflowUnread(['trace', '-'], long), { code: 0, err: '' });
    const mistakes = long.replaceAll(/(client -> server ACK seq=)\d/g, '$17');
    assert.deepEqual(await tcpflowUnread(['check', '-'], mistakes), { code: 1, err: '' });
  });

  it('writes long output whole', () => {
    const { out } = tcpflow(['trace', '-'], { input: generate(5000) });
    const lines = out.trimEnd().split('\n');
    assert.equal(lines.length, (JSON.parse(lines.at(-1)!) as { step: number }).step);
  });
});

describe("the benchmark's flows", () => {
  it('have as many lines as asked for and no error', () => {
    for (const lines of [20, 21, 22, 23, 24, 25, 99, 1000, 2003]) {
      const text = generate(lines);
      assert.equal(text.split('\n').length, lines);
      const { code, out } = tcpflow(['check', '--format', 'json', '-'], { input: text });
      assert.equal(code, 0, out.slice(0, 2000));
    }
  });
});
