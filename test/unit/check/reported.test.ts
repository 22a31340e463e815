/** Flows on which the checker once was wrong or did not finish, with the right findings beside their lines. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { english } from '../../../src/words/words';
import { holds, play } from './expecting';

const FIXTURES = 'test/fixtures/flows';
const FOLDERS = ['reported', 'hostile'];
/** The same flows as reported, beside the checkout or from TCPFLOW_CORPUS. */
const REPORTS = join(process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus'), 'faults');

const textOf = (file: string): string => readFileSync(file, 'utf8');

/** The statements of a flow without comments. */
function statements(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

for (const folder of FOLDERS) {
  describe(`flows that were ${folder === 'hostile' ? 'hostile' : 'judged wrongly'}`, () => {
    for (const file of readdirSync(join(FIXTURES, folder))) {
      it(file.replace('.tcpflow', ''), () => holds(textOf(join(FIXTURES, folder, file))));
    }
  });
}

describe('flows that were judged wrongly', () => {
  it('two lines at no written time are not at one instant: not even a hint', () => {
    assert.deepEqual(play(textOf(join(FIXTURES, 'reported/same-instant-hint.tcpflow'))).findings, []);
  });

  it('a SYN,ACK that goes again is a retransmission, and no keepalive probe', () => {
    const { findings } = play(textOf(join(FIXTURES, 'reported/synack-again-is-keepalive.tcpflow')));
    assert.deepEqual(
      findings.map((f) => f.rule),
      ['flow/retransmission'],
    );
  });

  it('the ACK of a handshake is late for the SYN,ACK, and not for data', () => {
    const { findings } = play(textOf(join(FIXTURES, 'reported/ack-late-without-data.tcpflow')));
    const late = findings.find((f) => f.rule === 'tcp/ack-late');
    assert.match(english(late?.says ?? late?.rule ?? '', late?.args), /of the SYN,ACK/);
  });

  it('what has a wrong checksum is dropped', () => {
    const { steps } = play(textOf(join(FIXTURES, 'reported/checksum-dropped-yet-delivered.tcpflow')));
    const fates = steps.flatMap((s) => (s.kind === 'segment' && s.line === 3 ? [s.fate] : []));
    assert.deepEqual(fates, ['dropped']);
  });
});

describe('flows as they were reported', () => {
  if (!existsSync(REPORTS)) {
    it(`are not here: ${REPORTS} would hold them`, () => assert.ok(!existsSync(REPORTS)));
    return;
  }
  const reports = readdirSync(REPORTS, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.tcpflow'));
  for (const file of reports) {
    const own = FOLDERS.map((folder) => join(FIXTURES, folder, basename(file))).find((f) => existsSync(f));
    it(`${file}: its fixture has the same lines`, () => {
      assert.ok(own !== undefined, 'there is no fixture');
      assert.deepEqual(statements(textOf(own)), statements(textOf(join(REPORTS, file))));
    });
  }
});
