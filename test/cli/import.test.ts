import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inFolder, tcpflow } from './run';

const HOSTS = `host a 10.0.0.9:50001 isn=1000
host b 10.0.0.10:50000 isn=2000
host server 10.0.0.2:80 isn=5000
`;
/** Two connections; the second one acknowledges what was never sent. */
const FLOW = `${HOSTS}a -> server SYN
server -> a SYN,ACK
a -> server ACK
b -> server SYN
server -> b SYN,ACK
b -> server ACK ack=9000 violates tcp/handshake-ack
`;

/** The data and an ACK are lost at the end, which one capture does not show. */
const LOST = `host client 10.0.0.9:50001 isn=1000
host server 10.0.0.2:80 isn=5000
client -> server SYN
+10ms server -> client SYN,ACK
+10ms client -> server ACK
+10ms client -> server PSH,ACK len=10
+10ms server -x client ACK
+300ms client -x server PSH,ACK seq=1001 len=10
`;

/** A folder with the flow as a capture. */
function withCapture(use: (folder: string) => void): Promise<void> {
  return inFolder({ 'a.tcpflow': FLOW }, (folder) => {
    assert.equal(tcpflow(['export', 'a.tcpflow', '-o', 'a.pcapng'], { cwd: folder }).code, 0);
    use(folder);
  });
}

describe('tcp-flow import', () => {
  it("takes an analyser's text from standard input, and says which lines tell of no segment", () => {
    const input = `tcpdump: verbose output suppressed
IP 10.0.0.1.50000 > 10.0.0.2.80: Flags [S], seq 1000, win 64240, options [mss 1460], length 0
IP 10.0.0.2.80 > 10.0.0.1.50000: Flags [S.], seq 5000, ack 1001, win 64240, options [mss 1460], length 0
IP 10.0.0.1.50000 > 10.0.0.2.80: Flags [.], ack 1, win 64240, length 0
`;
    const { code, out, err } = tcpflow(['import', '-'], { input });
    assert.equal(code, 0);
    assert.match(out, /^client -> server +ACK +seq=x\+1 +ack=y\+1 +win=64240 +<>$/m);
    assert.doesNotMatch(out, /capture|frame|@/);
    assert.match(err, /^tcp-flow: -: Lines that tell of no segment, and are left out: 1\.\n$/);
  });

  it('writes a connection of a capture as a flow, which is checked as any other', () =>
    withCapture((folder) => {
      const { code, out } = tcpflow(['import', 'a.pcapng', '--connection', '1'], { cwd: folder });
      assert.equal(code, 0);
      assert.match(out, /^flow "10\.0\.0\.9:50001 → 10\.0\.0\.2:80"\ncapture "a\.pcapng" connection=1 tap=\w+\n/);
      assert.match(out, /SYN,ACK .* frame 2\n/);
      assert.deepEqual(tcpflow(['import', 'a.pcapng', '--connection', '1', '-o', 'one.tcpflow'], { cwd: folder }), {
        code: 0,
        out: '',
        err: '',
      });
      assert.equal(readFileSync(join(folder, 'one.tcpflow'), 'utf8'), out);
      assert.equal(tcpflow(['check', 'one.tcpflow'], { cwd: folder }).code, 0);
    }));

  it('says where the user says that the capture was taken', () =>
    withCapture((folder) => {
      const { out } = tcpflow(['import', 'a.pcapng', '--connection', '2', '--tap', 'server'], { cwd: folder });
      assert.match(out, /connection=2 tap=server\n/);
    }));

  it('takes a second capture, from beside the other host: what arrived is proved, and what was lost', () =>
    inFolder({ 'lost.tcpflow': LOST }, (folder) => {
      const run = (...args: string[]): ReturnType<typeof tcpflow> => tcpflow(args, { cwd: folder });
      assert.equal(run('export', 'lost.tcpflow', '-o', 'x.c.pcapng,x.s.pcapng').code, 0);
      const lines = (...args: string[]): string[] =>
        run('import', 'x.c.pcapng', '--tap', 'client', ...args)
          .out.split('\n')
          .filter((line) => / (?:-x|\?>) /.test(line))
          .map((line) => line.replace(/ +/g, ' ').replace(/^\S+ /, '').slice(0, 30));
      assert.deepEqual(lines(), ['client ?> server PSH,ACK seq=x', 'client ?> server PSH,ACK seq=x']);
      assert.deepEqual(lines('--with', 'x.s.pcapng'), [
        'server -x client ACK seq=y+1 a',
        'client -x server PSH,ACK seq=x',
      ]);
      assert.deepEqual(run('check', 'x.c.pcapng', '--with', 'x.s.pcapng').code, 0);
      const { code, err } = run('check', 'x.c.pcapng', '--with', 'x.c.pcapng');
      assert.equal(code, 0);
      assert.match(err, /^tcp-flow: x\.c\.pcapng: The second capture proves nothing of connection 1: /);
    }));

  it('says in one line what is wrong', () =>
    withCapture((folder) => {
      const said = (...args: string[]): [number | null, string] => {
        const { code, err } = tcpflow(['import', ...args], { cwd: folder });
        return [code, err.split('\n')[0] ?? ''];
      };
      assert.deepEqual(said('a.pcapng'), [
        2,
        'tcp-flow: a.pcapng: the capture has 2 connections: name one with --connection',
      ]);
      assert.deepEqual(said('a.pcapng', '--connection', '3'), [
        2,
        'tcp-flow: a.pcapng: There is no connection 3 in this capture: it has 2.',
      ]);
      assert.deepEqual(said('a.pcapng', '--connection', 'x'), [
        2,
        'tcp-flow: --connection is the number of a connection, from 1, not "x"',
      ]);
      assert.deepEqual(said('a.pcapng', '--tap', 'router'), [
        2,
        'tcp-flow: --tap is one of client, server, path, not "router"',
      ]);
      assert.equal(said('a.tcpflow')[0], 2);
      assert.deepEqual(said('none.pcapng'), [2, 'tcp-flow: none.pcapng: no such file or folder']);
    }));
});

describe('tcp-flow check of a capture', () => {
  it('checks each connection, and names the frames of a finding', () =>
    withCapture((folder) => {
      const { code, out } = tcpflow(['check', 'a.pcapng'], { cwd: folder });
      assert.equal(code, 1);
      assert.match(out, /^a\.pcapng#1: /m);
      assert.match(out, /^a\.pcapng#2:\d+:\d+ \(frame 6\): error: .*\[tcp\/handshake-ack/m);
      assert.equal(tcpflow(['check', 'a.pcapng', '--connection', '1'], { cwd: folder }).code, 0);
    }));

  it('has frames in JSON, and reads standard input', () =>
    withCapture((folder) => {
      const input = readFileSync(join(folder, 'a.pcapng'));
      const { code, out } = tcpflow(['check', '-', '--format', 'json'], { input });
      assert.equal(code, 1);
      const { files } = JSON.parse(out) as { files: { file: string; diagnostics: Record<string, unknown>[] }[] };
      assert.deepEqual(
        files.map(({ file }) => file),
        ['-#1', '-#2'],
      );
      const wrong = files[1]?.diagnostics.find(({ severity }) => severity === 'error');
      assert.deepEqual(wrong?.['frame'], [6]);
    }));

  it('checks what could be read of a broken capture, and says why reading ended', () =>
    withCapture((folder) => {
      const whole = readFileSync(join(folder, 'a.pcapng'));
      const { code, out, err } = tcpflow(['check', '-', '--connection', '1'], { input: whole.subarray(0, -5) });
      assert.equal(code, 2);
      assert.match(out, /^-#1: /m);
      assert.match(err, /^tcp-flow: -: /);
    }));
});
