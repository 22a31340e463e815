import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv';
import { inFolder, tcpflow } from './run';

const CLEAN = [
  'client -> server  SYN      seq=x',
  'server -> client  SYN,ACK  seq=y    ack=x+1',
  'client -> server  ACK      seq=x+1  ack=y+1',
  '',
].join('\n');
const MISTAKE = CLEAN.replace('ack=x+1\n', 'ack=x\n');
/** Reserved bits are a warning. */
const WARNING = 'client -> server  SYN  reserved=4\n';

const MARKDOWN = [
  '# Opening',
  '',
  '1. first',
  '',
  '   ```tcpflow step=2',
  ...MISTAKE.trimEnd()
    .split('\n')
    .map((line) => `   ${line}`),
  '   ```',
  '',
  '> ~~~~TCPFlow wrong',
  '> client -> server nonsense',
  '> ~~~~',
  '',
  '````text',
  '```tcpflow',
  'nonsense',
  '```',
  '````',
  '',
].join('\n');

describe('files on the command line', () => {
  it('are named by folders and by patterns in quotes, each once, and found in a stable order', () =>
    inFolder({ 'b.tcpflow': CLEAN, 'a.tcpflow': CLEAN, 'x.txt': 'nonsense' }, (cwd) => {
      mkdirSync(join(cwd, 'deep/er'), { recursive: true });
      mkdirSync(join(cwd, 'node_modules/other'), { recursive: true });
      writeFileSync(join(cwd, 'deep/er/c.tcpflow'), CLEAN);
      writeFileSync(join(cwd, 'node_modules/other/d.tcpflow'), 'nonsense\n');
      const files = (...args: string[]): string[] =>
        (
          JSON.parse(tcpflow(['check', '--format', 'json', ...args], { cwd }).out) as { files: { file: string }[] }
        ).files.map(({ file }) => file);
      assert.deepEqual(files('.'), ['a.tcpflow', 'b.tcpflow', 'deep/er/c.tcpflow']);
      assert.deepEqual(files('deep'), ['deep/er/c.tcpflow']);
      assert.deepEqual(files('**/*.tcpflow', 'a.tcpflow'), ['a.tcpflow', 'b.tcpflow', 'deep/er/c.tcpflow']);
      assert.deepEqual(files('b.tcpflow', '{a,b}.tcpflow'), ['b.tcpflow', 'a.tcpflow']);
    }));

  it('end with 2 where nothing matches, unless that is allowed', () =>
    inFolder({ 'a.tcpflow': CLEAN }, (cwd) => {
      const ran = tcpflow(['check', 'no/*.tcpflow', 'a.tcpflow'], { cwd });
      assert.equal(ran.code, 2);
      assert.equal(ran.err, 'tcp-flow: no/*.tcpflow: no flow found; --no-error-on-unmatched allows that\n');
      assert.match(ran.out, /^a\.tcpflow: nothing found/);
      assert.equal(tcpflow(['check', 'no/*.tcpflow', '--no-error-on-unmatched'], { cwd }).code, 0);
      // A name is no pattern: a file that is missing is always a failure.
      assert.equal(tcpflow(['check', 'gone.tcpflow', '--no-error-on-unmatched'], { cwd }).code, 2);
    }));

  it('of Markdown are read fence by fence, with the line numbers of the file', () =>
    inFolder({ 'README.md': MARKDOWN }, (cwd) => {
      const { code, out } = tcpflow(['check', 'README.md'], { cwd });
      assert.equal(code, 1);
      assert.match(out, /^README\.md:7:40: error: SYN,ACK must acknowledge client's SYN/m);
      assert.match(out, /^ {2}7 \| {4}server -> client/m);
      assert.match(out, /^README\.md:5: 1 error/m);
      assert.equal(out.match(/error:/g)?.length, 1);
      const { files } = JSON.parse(tcpflow(['check', '--format', 'json', '.'], { cwd }).out) as {
        files: { file: string; fence: number }[];
      };
      assert.deepEqual(
        files.map(({ file, fence }) => [file, fence]),
        [['README.md', 5]],
      );
    }));
});

describe('exit codes', () => {
  const cases: readonly [name: string, code: number, args: readonly string[], input: string][] = [
    ['clean', 0, ['check', '-'], CLEAN],
    ['an error', 1, ['check', '-'], MISTAKE],
    ['an error, as SARIF', 1, ['check', '--format', 'sarif', '-'], MISTAKE],
    ['an error, as JUnit', 1, ['check', '--format', 'junit', '-'], MISTAKE],
    ['an error, as annotations', 1, ['check', '--format', 'github', '-'], MISTAKE],
    ['a warning', 0, ['check', '-'], WARNING],
    ['as many warnings as are allowed', 0, ['check', '--max-warnings', '1', '-'], WARNING],
    ['one warning too many', 1, ['check', '--max-warnings', '0', '-'], WARNING],
    ['no such file', 2, ['check', 'gone.tcpflow'], ''],
    ['no such format', 2, ['check', '--format', 'xml', '-'], CLEAN],
    ['no number of warnings', 2, ['check', '--max-warnings', '-1', '-'], CLEAN],
    ['standard input can not be watched', 2, ['check', '--watch', '-'], CLEAN],
    ['formatted', 0, ['format', '--check', '-'], CLEAN],
    ['not formatted', 1, ['format', '--check', '-'], 'client->server SYN\n'],
    ['a done exercise', 0, ['grade', '-'], `${CLEAN}goal client ESTABLISHED\n`],
    ['an exercise with a goal that is open', 1, ['grade', '-'], `${CLEAN}goal client CLOSED\n`],
    ['no exercise', 2, ['grade', '-'], CLEAN],
    ['a rule', 0, ['rules', 'synack-ack'], ''],
    ['no such rule', 2, ['rules', 'synack-ak'], ''],
    ['steps explained', 0, ['explain', '--steps', '2', '-'], CLEAN],
    ['no range of steps', 2, ['explain', '--steps', 'two', '-'], CLEAN],
    ['what may come next', 0, ['next', '-'], CLEAN],
    ['played on', 0, ['play', '--until', 'client CLOSED', '-'], `${CLEAN}client abort\n`],
    ['what can not be played', 2, ['play', '--until', 'client OPEN', '-'], CLEAN],
    ['no such fault', 2, ['play', '--faults', 'lose=9', '-'], CLEAN],
    ['a limit of explore', 3, ['explore', '--states', '1', '-'], 'explore lose 1, client connect: opens\n'],
  ];
  for (const [name, code, args, input] of cases) {
    it(`${code}: ${name}`, () => assert.equal(tcpflow(args, { input }).code, code));
  }

  it('tell how many warnings there are too many', () => {
    const { err } = tcpflow(['check', '--max-warnings', '0', '-'], { input: WARNING });
    assert.equal(err, 'tcp-flow: too many warnings: 1, and 0 at most are allowed\n');
  });
});

interface Sarif {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
      }[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }[];
  }[];
}

describe('check --format sarif', () => {
  const valid = new Ajv().compile(
    JSON.parse(readFileSync(resolve('test/fixtures/sarif-2.1.0.schema.json'), 'utf8')) as object,
  );
  function sarif(args: readonly string[], given: { input?: string; cwd?: string }): Sarif['runs'][number] {
    const log = JSON.parse(tcpflow(['check', '--format', 'sarif', ...args], given).out) as Sarif;
    assert.ok(valid(log), JSON.stringify(valid.errors));
    return log.runs[0]!;
  }

  it('is valid for every flow of a rule', () => {
    const { results, tool } = sarif(['test/fixtures/flows/rules'], {});
    assert.ok(results.length > 400);
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]?.id, ruleId);
    const prints = results.map(({ partialFingerprints }) => partialFingerprints['tcpflow/v1']);
    assert.equal(new Set(prints).size, prints.length);
  });

  it('is valid without a finding, and names files by relative references', () =>
    inFolder({ 'a b%.tcpflow': MISTAKE }, (cwd) => {
      assert.deepEqual(sarif(['-'], { input: CLEAN }).results, []);
      const [result] = sarif(['./a b%.tcpflow'], { cwd }).results;
      assert.equal(result!.locations[0]!.physicalLocation.artifactLocation.uri, 'a%20b%25.tcpflow');
    }));

  it('gives a finding the same fingerprint where its line has moved', () => {
    const prints = (input: string): unknown => sarif(['-'], { input }).results[0]!.partialFingerprints;
    assert.deepEqual(prints(MISTAKE), prints(`# a comment\n\n${MISTAKE}`));
    assert.notDeepEqual(prints(MISTAKE), prints(MISTAKE.replace('ack=x\n', 'ack=x+2\n')));
  });
});

describe('check --format junit', () => {
  it('has a suite for a file, a case for an expect and one for all else', () => {
    const input = `${MISTAKE}expect client ESTABLISHED\nexpect server CLOSED\n`;
    const { out } = tcpflow(['check', '--format', 'junit', '-'], { input });
    assert.match(out, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="tcp-flow">/);
    assert.match(out, /<testsuite name="-" tests="3" failures="2" errors="0" skipped="0">/);
    assert.match(
      out,
      /<testcase name="the flow itself" classname="-" file="-" line="2">\n {6}<failure type="tcp\/synack-ack"/,
    );
    assert.match(out, /<testcase name="expect client ESTABLISHED" classname="-" file="-" line="4"\/>/);
    assert.match(out, /<testcase name="expect server CLOSED"[^>]*>\n {6}<failure type="tcp\/state-mismatch"/);
  });
});

describe('format', () => {
  it('writes files that are not formatted, keeps their line breaks, and is then content', () =>
    inFolder({ 'a.tcpflow': 'client->server SYN\r\n\r\nclient->server ACK', 'b.tcpflow': CLEAN }, (cwd) => {
      assert.deepEqual(tcpflow(['format', '--check', '.'], { cwd }).out, 'a.tcpflow: not formatted\n');
      assert.deepEqual(tcpflow(['format', '.'], { cwd }).out, 'a.tcpflow: formatted\n');
      const text = readFileSync(join(cwd, 'a.tcpflow'), 'utf8');
      assert.equal(text, 'client -> server  SYN\r\n\r\nclient -> server  ACK');
      assert.equal(readFileSync(join(cwd, 'b.tcpflow'), 'utf8'), CLEAN);
      assert.equal(tcpflow(['format', '--check', '.'], { cwd }).code, 0);
    }));

  it('writes standard input to standard output', () => {
    assert.equal(tcpflow(['format', '-'], { input: 'client->server syn\n' }).out, 'client -> server  SYN\n');
  });
});

describe('grade', () => {
  it('says which goals are reached, and judges what an exercise keeps', () =>
    inFolder(
      {
        'given.tcpflow': `${MISTAKE}goal keep\ngoal client ESTABLISHED\n`,
        'answer.tcpflow': CLEAN,
        'short.tcpflow': '',
      },
      (cwd) => {
        const done = tcpflow(['grade', 'answer.tcpflow', '--exercise', 'given.tcpflow'], { cwd });
        assert.deepEqual([done.code, done.out.split('\n').slice(1)], [0, ['  ✓ keep', '  ✓ client ESTABLISHED', '']]);
        const open = tcpflow(['grade', 'given.tcpflow', '--format', 'json'], { cwd });
        const { goals, wrong } = JSON.parse(open.out) as { goals: { state: string }[]; wrong: { rule: string }[] };
        assert.deepEqual([open.code, goals.map(({ state }) => state)], [1, ['unknown', 'reached']]);
        assert.deepEqual(
          wrong.map(({ rule }) => rule),
          ['tcp/synack-ack'],
        );
        assert.equal(tcpflow(['grade', 'short.tcpflow', '--exercise', 'given.tcpflow'], { cwd }).code, 1);
      },
    ));
});

describe('explain, next and play', () => {
  it('write what the tools answer, as text or as data', () => {
    assert.match(
      tcpflow(['explain', '--steps', '2', '-'], { input: CLEAN }).out,
      /^steps 2 to 2 of 3\n2\. line 2: server → client {2}SYN, ACK/,
    );
    const input = CLEAN.split('\n').slice(0, 2).join('\n');
    const next = JSON.parse(tcpflow(['next', '--format', 'json', '-'], { input }).out) as { lines: { text: string }[] };
    assert.match(next.lines[0]!.text, /^client -> server {2}ACK/);
    assert.match(tcpflow(['play', '--faults', 'lose=3', '--lang', 'zh', '-'], { input: CLEAN }).out, /^从第 3 行起：/);
  });
});

describe('check --watch', () => {
  /** Watches names in a folder, and changes files in steps: each once the output so far has what is expected. */
  const watches = (
    names: readonly string[],
    count: number,
    steps: readonly (readonly [expected: RegExp, change: (folder: string) => void])[],
  ): Promise<void> =>
    inFolder({ 'a.tcpflow': CLEAN }, async (cwd) => {
      const child = spawn(process.execPath, [resolve('dist/cli.js'), 'check', '--watch', ...names], {
        cwd,
        env: { ...process.env, LC_ALL: 'C' },
      });
      let out = '';
      let err = '';
      const until = (text: () => string, found: RegExp): Promise<void> =>
        new Promise((done) => {
          const look = (): void => {
            if (found.test(text())) done();
          };
          child.stdout.on('data', look);
          child.stderr.on('data', look);
          look();
        });
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      await until(() => err, new RegExp(`files watched: ${count}`));
      for (const [expected, change] of steps) {
        await until(() => out, expected);
        change(cwd);
      }
      const ended = new Promise((done) => child.once('close', done));
      child.kill();
      await ended;
    });

  it('checks a file again when it is written', () =>
    watches(['a.tcpflow'], 1, [
      [/a\.tcpflow: nothing found/, (folder) => writeFileSync(join(folder, 'a.tcpflow'), MISTAKE)],
      [/a\.tcpflow: 1 error/, () => undefined],
    ]));

  for (const name of ['.', '*/*.tcpflow'])
    it(`checks new files of ${name}, in new folders, too`, () =>
      watches([name, 'a.tcpflow'], 1, [
        [/a\.tcpflow: nothing found/, (folder) => mkdirSync(join(folder, 'more'))],
        [/a\.tcpflow: nothing found/, (folder) => writeFileSync(join(folder, 'more/b.tcpflow'), MISTAKE)],
        [/more\/b\.tcpflow: 1 error/, (folder) => writeFileSync(join(folder, 'more/b.tcpflow'), CLEAN)],
        [/more\/b\.tcpflow: nothing found/, () => undefined],
      ]));
});
