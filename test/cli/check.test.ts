import { strict as assert } from 'node:assert';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, tcpflow } from './run';

const HOSTS = 'host client 10.0.0.1:49152 isn=1000\nhost server 10.0.0.2:80 isn=5000\n';
const CLEAN = 'client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n';
/** The mistake is in line 3, at ack=x. */
const MISTAKE = 'client -> server  SYN      seq=x\nserver -> client  SYN,ACK  seq=y    ack=x\nclient -> server  ACK\n';

interface Diagnostic {
  readonly line: number;
  readonly message: string;
  readonly rule: string;
  readonly source?: string;
  readonly fix?: { readonly edits: readonly { column: number; endColumn: number; newText: string }[] };
}

interface Report {
  readonly files: readonly {
    readonly file: string;
    readonly steps: number;
    readonly diagnostics: readonly Diagnostic[];
    readonly final: Readonly<Record<string, unknown>>;
  }[];
}

function report(args: readonly string[], input: string | Uint8Array = ''): Report {
  return JSON.parse(tcpflow(['check', '--format', 'json', ...args], { input }).out) as Report;
}

describe('tcp-flow check', () => {
  it('ends with 0 for a clean flow, 1 for errors, 2 where it could not run', () => {
    assert.equal(tcpflow(['check', '-'], { input: CLEAN }).code, 0);
    assert.equal(tcpflow(['check', '-'], { input: MISTAKE }).code, 1);
    assert.equal(tcpflow(['check', 'no-such-file']).code, 2);
    // A hint (a reply that is still due) is no error.
    assert.equal(tcpflow(['check', '-'], { input: 'client -> server SYN\n' }).code, 0);
  });

  it('reports a mistake as JSON, field by field', () => {
    const { files } = report(['-'], HOSTS + MISTAKE.replace('ack=x\n', 'ack=x   # the SYN counts\n'));
    assert.equal(files.length, 1);
    const [file] = files;
    assert.deepEqual(Object.keys(file!), ['file', 'steps', 'diagnostics', 'final']);
    const { message, source, ...rest } = file!.diagnostics[0]!;
    assert.match(message, /x\+1/);
    assert.doesNotMatch(message, /\n/);
    assert.match(source ?? '', /^RFC 9293 §3\.10\.7/);
    const place = { line: 4, column: 37, endLine: 4, endColumn: 42 };
    assert.deepEqual(rest, {
      ...place,
      severity: 'error',
      rule: 'tcp/synack-ack',
      arithmetic: 'IRS + 1 = x+1 = 1001',
      fix: { title: 'Change to ack=x+1', edits: [{ ...place, newText: 'ack=x+1' }] },
    });
    assert.equal(file!.diagnostics.length, 1);
    assert.equal(file!.file, '-');
    assert.equal(file!.steps, 3);
    assert.deepEqual(file!.final, {
      client: { state: 'ESTABLISHED', 'snd.una': 1001, 'snd.nxt': 1001, 'rcv.nxt': 5001 },
      server: { state: 'ESTABLISHED', 'snd.una': 5001, 'snd.nxt': 5001, 'rcv.nxt': 1001 },
    });
  });

  it('writes the keys of a diagnostic in the documented order', () => {
    const [file] = report(['-'], MISTAKE).files;
    assert.deepEqual(Object.keys(file!.diagnostics[0]!), [
      ...['line', 'column', 'endLine', 'endColumn', 'severity', 'rule', 'message', 'arithmetic', 'source', 'fix'],
    ]);
  });

  it('leaves out what does not exist: variables without a connection, fixes, sources', () => {
    const [file] = report(['-'], 'client -> server SYN seq=x\nexpect client ESTABLISHED, nobody LISTEN\n').files;
    assert.deepEqual(Object.keys(file!.final['client'] as object), ['state', 'snd.una', 'snd.nxt']);
    const unknown = file!.diagnostics.find((d) => d.rule === 'flow/unknown-host');
    assert.deepEqual(Object.keys(unknown!), ['line', 'column', 'endLine', 'endColumn', 'severity', 'rule', 'message']);
    const [before] = report(['-'], 'server listen\nclient connect server\n').files;
    assert.deepEqual(before!.final['server'], { state: 'LISTEN' });
  });

  it('gives fixes that make the flow clean', () => {
    const lines = MISTAKE.split('\n');
    for (const { line, fix } of report(['-'], MISTAKE).files[0]!.diagnostics) {
      for (const { column, endColumn, newText } of fix?.edits ?? []) {
        const text = lines[line - 1]!;
        lines[line - 1] = text.slice(0, column - 1) + newText + text.slice(endColumn - 1);
      }
    }
    assert.equal(tcpflow(['check', '-'], { input: lines.join('\n') }).code, 0);
  });

  it('names sides by host:port where a host has several connections', () => {
    const [file] = report(['-'], 'client:50001 -> server SYN\nclient:50002 -> server SYN\n').files;
    assert.deepEqual(
      Object.keys(file!.final).filter((k) => k.startsWith('client')),
      ['client:50001', 'client:50002'],
    );
  });

  it('reads line breaks of any kind and a byte order mark as if they were not there', () => {
    const unix = report(['-'], HOSTS + MISTAKE);
    assert.deepEqual(report(['-'], '\ufeff' + (HOSTS + MISTAKE).replaceAll('\n', '\r\n')), unix);
    assert.deepEqual(report(['-'], (HOSTS + MISTAKE).replaceAll('\n', '\r')), unix);
  });

  it('checks the other files where one is missing or a folder has none, and ends with 2', () =>
    inFolder({ 'a.tcpflow': MISTAKE, 'b.tcpflow': CLEAN }, (folder) => {
      mkdirSync(join(folder, 'c'));
      const { code, out, err } = tcpflow(['check', '--format', 'json', 'a.tcpflow', 'gone', 'c', 'b.tcpflow'], {
        cwd: folder,
      });
      assert.equal(code, 2);
      const { files } = JSON.parse(out) as Report;
      assert.deepEqual(
        files.map((f) => [f.file, f.diagnostics.length]),
        [
          ['a.tcpflow', 1],
          ['b.tcpflow', 0],
        ],
      );
      assert.deepEqual(err.trimEnd().split('\n'), [
        'tcp-flow: c: no flow found; --no-error-on-unmatched allows that',
        'tcp-flow: gone: no such file or folder',
      ]);
    }));

  it('gives a whole JSON object even where no file can be read', () => {
    const { out, code } = tcpflow(['check', '--format', 'json', 'gone']);
    assert.deepEqual(JSON.parse(out), { files: [] });
    assert.equal(code, 2);
  });

  it('lets odd input through: nothing, no text at all, a very long line', () => {
    for (const input of [
      '',
      new Uint8Array(5000).fill(7),
      Uint8Array.of(0xff, 0xfe, 0, 0, 0, 0, 1),
      'a'.repeat(1_000_000),
    ]) {
      const { code, err, out } = tcpflow(['check', '-'], { input });
      assert.ok(code === 0 || code === 1, err);
      assert.equal(err, '');
      assert.ok(out.length < 10_000, 'long lines are cut in reports');
    }
  });

  it('says it for people: place, sentence, sum, source, fix, the line with its mark, and a summary', () =>
    inFolder({ 'a.tcpflow': HOSTS + MISTAKE }, (folder) => {
      const { out } = tcpflow(['check', 'a.tcpflow'], { cwd: folder });
      const lines = out.trimEnd().split('\n');
      assert.match(lines[0]!, /^a\.tcpflow:4:37: error: .*x\+1.* {2}\[tcp\/synack-ack\]$/);
      assert.equal(lines[1], '    IRS + 1 = x+1 = 1001');
      assert.match(lines[2]!, /^ {4}RFC 9293 §/);
      assert.deepEqual(lines.slice(-4), [
        '  4 | server -> client  SYN,ACK  seq=y    ack=x',
        '    |                                     ^^^^^',
        '',
        'a.tcpflow: 1 error · client ESTABLISHED, server ESTABLISHED',
      ]);
      assert.ok(lines.includes('    fix: Change to ack=x+1'));
    }));

  it('says that a clean flow is clean', () => {
    assert.equal(
      tcpflow(['check', '-'], { input: CLEAN }).out,
      '-: nothing found · client ESTABLISHED, server ESTABLISHED\n',
    );
  });

  it('puts the mark below wide letters and tabs', () => {
    const { out } = tcpflow(['check', '-'], {
      input: '客户端 -> 服务器 SYN seq=x\n\t服务器 -> 客户端 SYN,ACK ack=x\n客户端 -> 服务器 ACK\n',
    });
    const at = out.split('\n').findIndex((line) => line.startsWith('  2 | '));
    assert.equal(out.split('\n')[at], '  2 |   服务器 -> 客户端 SYN,ACK ack=x');
    assert.equal(out.split('\n')[at + 1], `    |   ${' '.repeat('123456 -> 123456 SYN,ACK '.length)}^^^^^`);
  });

  it('shows the gravest of very many findings, and says how many more there are', () => {
    const lines = [
      'client -> server SYN',
      ...Array.from({ length: 1500 }, () => 'client -> server SYN'),
      'nothing here',
    ];
    const { out, code } = tcpflow(['check', '-'], { input: lines.join('\n') });
    assert.equal(code, 1);
    assert.equal(out.match(/^-:\d+:\d+: /gm)?.length, 1000);
    // The error is the last finding.
    assert.match(out, /^-:1502:\d+: error: /m);
    const [, more] = /^(\d+) more findings are not shown/m.exec(out) ?? [];
    const [file] = report(['-'], lines.join('\n')).files;
    assert.equal(Number(more), file!.diagnostics.length - 1000);
  });

  it('lets nothing through that would steer a terminal', () => {
    const { out } = tcpflow(['check', '-'], { input: 'client -> server SYN seq=\x1b[31m\u202e\x07\n' });
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    assert.doesNotMatch(out, /[\x00-\x09\x0b-\x1f\u202e]/);
  });

  it('annotates for GitHub, with everything escaped that would end a command early', () =>
    inFolder({ 'a,b%.tcpflow': MISTAKE }, (folder) => {
      const { out, code } = tcpflow(['check', '--format', 'github', 'a,b%.tcpflow'], { cwd: folder });
      assert.equal(code, 1);
      assert.match(
        out,
        /^::error file=a%2Cb%25\.tcpflow,line=2,col=37,endColumn=42,title=tcp\/synack-ack::.*x\+1.*%0AIRS \+ 1 = x\+1 = \d+%0ARFC 9293 .*\n$/,
      );
      const hint = tcpflow(['check', '--format', 'github', '-'], { input: 'client -> server SYN\n' });
      assert.match(hint.out, /^::notice file=-,line=1,/);
    }));

  it('speaks Chinese by option and by environment, and the option wins', () => {
    const zh = tcpflow(['check', '--lang', 'zh-cn', '-'], { input: MISTAKE });
    assert.match(zh.out, /^-:2:37: 错误：.*[\u4e00-\u9fff]/);
    assert.match(zh.out, /1 个错误 · client ESTABLISHED，server ESTABLISHED/);
    const environments = [
      { LC_ALL: 'zh_CN.UTF-8' },
      { LC_ALL: '', LC_MESSAGES: 'zh_CN' },
      { LC_ALL: '', LC_MESSAGES: '', LANG: 'zh_CN.UTF-8' },
    ];
    for (const env of environments) assert.equal(tcpflow(['check', '-'], { input: MISTAKE, env }).out, zh.out);
    const en = tcpflow(['check', '--lang', 'en', '-'], { input: MISTAKE, env: { LC_ALL: 'zh_CN.UTF-8' } });
    assert.match(en.out, /: error: /);
    const [file] = report(['--lang', 'zh-cn', '-'], MISTAKE).files;
    assert.match(file!.diagnostics[0]!.message, /[\u4e00-\u9fff]/);
  });

  it('keeps colours for terminals', () => {
    // eslint-disable-next-line no-control-regex -- colours are control characters
    assert.doesNotMatch(tcpflow(['check', '-'], { input: MISTAKE }).out, /\x1b/);
  });
});
