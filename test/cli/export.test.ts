import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readOctets } from '../../src/capture';
import { inFolder, tcpflow } from './run';

const FLOW = `host client 10.0.0.1:49152 isn=1000
host server 10.0.0.2:80 isn=5000
client -> server SYN
client -> server SYN
server -x client SYN,ACK
server -> client SYN,ACK
client -> server ACK
`;

describe('tcp-flow export', () => {
  it("writes what the client's tap sees, or the server's, or both", () =>
    inFolder({ 'a.tcpflow': FLOW }, (folder) => {
      const frames = (file: string): number => readOctets(readFileSync(join(folder, file))).counts.frames;
      const done = { code: 0, out: '', err: '' };
      const run = (...args: string[]): unknown => tcpflow(['export', 'a.tcpflow', ...args], { cwd: folder });
      assert.deepEqual(run('-o', 'a.pcapng'), done);
      assert.deepEqual(run('-o', 'b.pcapng', '--tap', 'server'), done);
      assert.deepEqual([frames('a.pcapng'), frames('b.pcapng')], [4, 5]);
      assert.deepEqual(run('-o', 'c.pcapng,d.pcapng'), done);
      assert.deepEqual(readFileSync(join(folder, 'c.pcapng')), readFileSync(join(folder, 'a.pcapng')));
      assert.deepEqual(readFileSync(join(folder, 'd.pcapng')), readFileSync(join(folder, 'b.pcapng')));
    }));

  it('writes to standard output what connections reads', () => {
    const file = tcpflow(['export', '-', '-o', '-'], { input: FLOW, isBinary: true });
    const { out, code } = tcpflow(['connections', '-'], { input: Buffer.from(file.out, 'latin1') });
    assert.equal(code, 0);
    assert.match(out, /connections: 1 · packets: 4 · frames: 4/);
  });

  it('writes the form that the ending or --as says, as diagram draws it', () =>
    inFolder({ 'a.tcpflow': FLOW }, (folder) => {
      const run = (...args: string[]): string => tcpflow([...args], { cwd: folder }).out;
      const written = (output: string, ...args: string[]): string => {
        assert.equal(run('export', 'a.tcpflow', '-o', output, ...args), '');
        return readFileSync(join(folder, output), 'utf8');
      };
      assert.equal(written('a.svg', '--theme', 'dark'), run('diagram', 'a.tcpflow', '--theme', 'dark'));
      assert.equal(written('a.mmd'), run('diagram', 'a.tcpflow', '--format', 'mermaid'));
      assert.equal(written('a.txt'), run('diagram', 'a.tcpflow', '--format', 'text'));
      assert.equal(run('diagram', 'a.tcpflow', '-o', 'b.txt'), '');
      assert.equal(readFileSync(join(folder, 'b.txt'), 'utf8'), written('a.txt'));
      assert.match(written('a.html'), /^<!DOCTYPE html>/);
      assert.match(written('moving.svg', '--as', 'svg-animated'), /@keyframes tf-rows/);
      assert.equal(run('export', 'a.tcpflow', '--as', 'text'), written('a.txt'));
    }));

  it('writes a page of at most 500 kB for a flow without TLS', () =>
    inFolder({}, (folder) => {
      const file = resolve('media/scenarios/http/h2-head-of-line.tcpflow');
      for (const language of ['en', 'zh-cn']) {
        tcpflow(['export', file, '-o', 'a.html', '--lang', language], { cwd: folder });
        const { length } = readFileSync(join(folder, 'a.html'));
        assert.ok(length > 100_000 && length <= 500_000, `${length} octets`);
      }
    }));

  it('says in one line what is wrong', () =>
    inFolder({ 'a.tcpflow': FLOW, 'b.tcpflow': 'note "nothing"\n' }, (folder) => {
      const said = (...args: string[]): [number | null, string] => {
        const { code, err } = tcpflow(['export', ...args], { cwd: folder });
        return [code, err.split('\n')[0] ?? ''];
      };
      assert.deepEqual(said('a.tcpflow'), [2, 'tcp-flow: export needs a file to write: -o x.pcapng']);
      assert.deepEqual(said('a.tcpflow', '-o', 'a.pcap'), [
        2,
        'tcp-flow: a flow is exported as .pcapng, .html, .svg, .mmd or .txt, not as a.pcap; --as says what any other file is',
      ]);
      assert.deepEqual(said('a.tcpflow', '-o', 'a.pcapng,b.pcapng', '--tap', 'client'), [
        2,
        "tcp-flow: of two files the first is the client's tap and the second the server's: leave --tap out",
      ]);
      assert.deepEqual(said('a.tcpflow', '-o', 'no/a.pcapng'), [2, 'tcp-flow: no/a.pcapng: no such file or folder']);
      const elsewhere = 'tcp-flow: export as svg has no option --tap';
      assert.deepEqual(said('a.tcpflow', '-o', 'a.svg', '--tap', 'client'), [2, elsewhere]);
      assert.deepEqual(said('a.tcpflow', '-o', 'a.pcapng', '--fold'), [
        2,
        'tcp-flow: export as pcapng has no option --fold',
      ]);
      assert.deepEqual(said('b.tcpflow', '-o', 'b.pcapng'), [
        2,
        "tcp-flow: b.tcpflow: No segment of this flow passes the client's tap: there is nothing to export.",
      ]);
    }));
});
