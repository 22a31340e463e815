import assert from 'node:assert/strict';
import { formatFlags } from '../../../src/wire/flags';
import { final, type SegmentStep } from '../../../src/trace/trace';
import { holds, named, play, states } from './expecting';
import { some } from '../share';

/**
 * A SYN in TIME-WAIT in all combinations (RFC 9293 §3.6.1 with MAY-2 and SHLD-4, §3.10.7.4 fourth check; RFC 6191 §2;
 * RFC 5961 §4.2; RFC 7323 §5.3). The table was derived from the standards, and for `linux` and `freebsd` from
 * `tcp_timewait_state_process` and `tcp_twcheck`.
 *
 * Columns: whether the old connection negotiated timestamps; the SYN's TSval compared with TS.Recent; its sequence
 * number compared with RCV.NXT (`above`: in the window, `far`: beyond it); the reply of each profile as a listener; the
 * reason why RFC 6191 does not accept the SYN; the place of the SYN, which decides about an RST.
 */
const TABLE = `
  agreed  TSval   number   rfc9293   linux     freebsd   rfc793   doubt      place
  yes     none    below    ACK       ACK       -         ACK      sequence   below
  yes     none    equal    SYN,ACK   ACK       -         RST      -          window
  yes     none    above    SYN,ACK   SYN,ACK   SYN,ACK   RST      -          window
  yes     none    far      SYN,ACK   SYN,ACK   SYN,ACK   ACK      -          beyond
  yes     older   below    ACK       ACK       -         ACK      timestamp  timestamp
  yes     older   equal    ACK       ACK       -         ACK      timestamp  timestamp
  yes     older   above    ACK       ACK       SYN,ACK   ACK      timestamp  timestamp
  yes     older   far      ACK       ACK       SYN,ACK   ACK      timestamp  timestamp
  yes     equal   below    ACK       ACK       -         ACK      same       below
  yes     equal   equal    SYN,ACK   ACK       -         RST      -          window
  yes     equal   above    SYN,ACK   SYN,ACK   SYN,ACK   RST      -          window
  yes     equal   far      SYN,ACK   SYN,ACK   SYN,ACK   ACK      -          beyond
  yes     newer   below    SYN,ACK   SYN,ACK   -         ACK      -          below
  yes     newer   equal    SYN,ACK   SYN,ACK   -         RST      -          window
  yes     newer   above    SYN,ACK   SYN,ACK   SYN,ACK   RST      -          window
  yes     newer   far      SYN,ACK   SYN,ACK   SYN,ACK   ACK      -          beyond
  no      none    below    ACK       ACK       -         ACK      sequence   below
  no      none    equal    SYN,ACK   ACK       -         RST      -          window
  no      none    above    SYN,ACK   SYN,ACK   SYN,ACK   RST      -          window
  no      none    far      SYN,ACK   SYN,ACK   SYN,ACK   ACK      -          beyond
  no      some    below    SYN,ACK   ACK       -         ACK      -          below
  no      some    equal    SYN,ACK   ACK       -         RST      -          window
  no      some    above    SYN,ACK   SYN,ACK   SYN,ACK   RST      -          window
  no      some    far      SYN,ACK   SYN,ACK   SYN,ACK   ACK      -          beyond
`;

const PROFILES = ['rfc9293', 'linux', 'freebsd', 'rfc793'] as const;
type Profile = (typeof PROFILES)[number];

interface Row {
  readonly agreed: boolean;
  readonly tsval: string;
  readonly number: string;
  readonly answers: Readonly<Record<Profile, string>>;
  readonly doubt: string;
  readonly place: string;
}

const ROWS: readonly Row[] = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [
      agreed = '',
      tsval = '',
      number = '',
      rfc9293 = '',
      linux = '',
      freebsd = '',
      rfc793 = '',
      doubt = '',
      place = '',
    ] = line.trim().split(/\s+/);
    return { agreed: agreed === 'yes', tsval, number, answers: { rfc9293, linux, freebsd, rfc793 }, doubt, place };
  });

/**
 * B has opened, and A has closed first and is in TIME-WAIT: RCV.NXT = 302, SND.NXT = 102, and TS.Recent = 52 with
 * timestamps.
 */
function waiting({ agreed }: Row, profile: Profile): string[] {
  const ts = (val: number, ecr: number): string => (agreed ? ` <ts ${val} ${ecr}>` : '');
  const syn = (val: number, ecr: number): string => (agreed ? ` <mss 1460, ts ${val} ${ecr}>` : ' <mss 1460>');
  return [
    `profile ${profile}`,
    'host A isn=100 timestamps',
    `host B isn=300${agreed ? ' timestamps' : ''}`,
    'host M',
    `B -> A SYN${syn(50, 0)}`,
    `A -> B SYN,ACK${syn(10, 50)}`,
    `B -> A ACK${ts(51, 10)}`,
    `A -> B FIN,ACK${ts(11, 51)}`,
    `B -> A FIN,ACK${ts(52, 11)}`,
    `A -> B ACK${ts(12, 52)}`,
  ];
}

const NUMBERS: Readonly<Record<string, number>> = { below: 200, equal: 302, above: 9000, far: 100_000 };
const TSVALS: Readonly<Record<string, number | undefined>> = {
  none: undefined,
  older: 51,
  equal: 52,
  newer: 53,
  some: 5,
};

function synOf({ tsval, number }: Row): string {
  const val = TSVALS[tsval];
  return `SYN seq=${NUMBERS[number]} <mss 1460${val === undefined ? '' : `, ts ${val} 0`}>`;
}

const forged = (row: Row, profile: Profile): string[] => [...waiting(row, profile), `M -> A ${synOf(row)} spoofing B`];
const honest = (row: Row, profile: Profile): string[] => [...waiting(row, profile), `B -> A ${synOf(row)}`];
const stamps = (row: Row): boolean => row.tsval !== 'none';
const title = (row: Row, profile: Profile): string =>
  `${profile}, timestamps ${row.agreed ? '' : 'not '}agreed, TSval ${row.tsval}, number ${row.number}`;

/** True if FreeBSD accepts the SYN, whatever RFC 6191 says. */
const recycles = (row: Row, profile: Profile): boolean => profile === 'freebsd' && row.answers.freebsd === 'SYN,ACK';

const DOUBTS: Readonly<Record<string, string>> = {
  sequence: 'tcp/timewait-6191',
  timestamp: 'tcp/timewait-6191-timestamp',
  same: 'tcp/timewait-6191-same',
};

/** The findings of a flow's last line, without hints about leftovers. */
function saidLast(lines: readonly string[]): { rule: string; says: string | undefined }[] {
  return play(lines.join('\n'))
    .findings.filter((f) => f.line === lines.length - 1 && (f.level !== 'hint' || f.rule === 'tcp/timewait-6191'))
    .map((f) => ({ rule: named(f), says: f.says }));
}

/** The continuation of a run for each reply. A refused SYN is retransmitted at once, after its timer, or after 2MSL. */
const THEN: Readonly<Record<string, RegExp>> = {
  'SYN,ACK': /^SYN,ACK ACK$/,
  ACK: /^ACK RST SYN SYN,ACK ACK$/,
  RST: /^RST SYN SYN,ACK ACK$/,
  '-': /^(SYN )+SYN,ACK ACK$/,
};

describe('a SYN that reaches TIME-WAIT', () => {
  for (const [number, profile] of PROFILES.entries()) {
    // Another share of the rows for each profile.
    const rows = [...ROWS.slice(number % 3), ...ROWS.slice(0, number % 3)];
    for (const row of some(rows, 3)) {
      const ts = (val: number): string => (stamps(row) ? ` <mss 1460, ts ${val} ${TSVALS[row.tsval]}>` : ' <mss 1460>');
      const old = row.agreed ? ' <ts 13 52>' : '';

      it(`${title(row, profile)}: the run answers ${row.answers[profile]}`, () => {
        const trace = play([...forged(row, profile), 'run for 1ms'].join('\n'));
        const line = forged(row, profile).length;
        const sent = trace.steps.find((s): s is SegmentStep => s.kind === 'segment' && s.line === line);
        const flags = sent === undefined ? '-' : formatFlags(sent.sent.segment.flags);
        assert.equal(flags, row.answers[profile]);
      });

      it(`${title(row, profile)}: a run goes on to a new connection, in which both sides speak`, () => {
        const before = honest(row, profile).length;
        const trace = play([...honest(row, profile), 'run for 200s', 'B => A len=10', 'A => B len=10'].join('\n'));
        const sent = trace.steps.filter((s): s is SegmentStep => s.kind === 'segment' && s.line === before);
        const flags = sent.map((s) => formatFlags(s.sent.segment.flags)).join(' ');
        assert.match(flags, THEN[row.answers[profile]] ?? /never/);
        assert.deepEqual(trace.findings.filter((f) => f.level !== 'hint').map(named), []);
        assert.deepEqual(
          trace.cast.ends.slice(0, 2).map(({ id }) => final(trace).ends.get(id)?.tcb.state),
          ['ESTABLISHED', 'ESTABLISHED'],
        );
      });

      it(`${title(row, profile)}: a challenge ACK is right, and so is silence`, () => {
        holds([...honest(row, profile), `A -> B ACK seq=102 ack=302${old}`, 'expect A TIME-WAIT'].join('\n'));
        holds([...honest(row, profile), 'expect A TIME-WAIT', 'wait 2MSL', 'expect A CLOSED'].join('\n'));
        holds(
          [...honest(row, profile), `A -> B ACK seq=101 ack=302${old} # error: tcp/reply-unacceptable-form`].join('\n'),
        );
      });

      it(`${title(row, profile)}: SYN,ACK opens a new connection; ${row.doubt === '-' ? 'it is right' : `said of: ${row.doubt}`}`, () => {
        const answered = [
          ...honest(row, profile),
          `A -> B SYN,ACK seq=5000 ack=${(NUMBERS[row.number] ?? 0) + 1}${ts(14)}`,
        ];
        const level = recycles(row, profile) ? 'hint' : 'warning';
        const expected = row.doubt === '-' ? [] : [{ rule: `${level} tcp/timewait-6191`, says: DOUBTS[row.doubt] }];
        assert.deepEqual(saidLast(answered), expected);
        const on = stamps(row) ? ' <ts 60 14>' : '';
        const back = stamps(row) ? ' <ts 15 61>' : '';
        const data = stamps(row) ? ' <ts 61 14>' : '';
        const flow = [...answered, `B -> A ACK ack=5001${on}`, `B -> A PSH,ACK len=10${data}`, `A -> B ACK${back}`];
        const more = play(flow.join('\n')).findings.filter((f) => f.line >= answered.length && f.level !== 'hint');
        assert.deepEqual(more.map(named), []);
        assert.equal(states(flow.join('\n')), 'A=ESTABLISHED B=ESTABLISHED');
        // MAY-2, first condition: the new ISS must be above all numbers of the old connection.
        const low = [...honest(row, profile), `A -> B SYN,ACK seq=101${ts(14)}`];
        assert.ok(saidLast(low).some((f) => f.rule === 'error tcp/timewait-isn'));
        const next = [...honest(row, profile), `A -> B SYN,ACK seq=102${ts(14)}`];
        assert.ok(saidLast(next).every((f) => f.rule !== 'error tcp/timewait-isn'));
      });

      it(`${title(row, profile)}: a reset, for a SYN that lies ${row.place}`, () => {
        const said = saidLast([...forged(row, profile), 'A -> B RST,ACK seq=102 ack=302']).filter(
          (f) => f.rule !== 'hint tcp/timewait-6191',
        );
        const inWindow = row.place === 'window';
        if (inWindow) {
          const right = profile === 'rfc793' || recycles(row, profile);
          assert.deepEqual(said, right ? [] : [{ rule: 'warning tcp/rst-instead-of-ack', says: 'tcp/rst-for-syn' }]);
          const after = play([...forged(row, profile), 'A -> B RST seq=102'].join('\n'));
          assert.ok(after.findings.every((f) => f.level !== 'error'));
        } else if (!recycles(row, profile)) {
          assert.deepEqual(said, [
            { rule: 'error tcp/rst-instead-of-ack', says: `tcp/rst-instead-of-ack-${row.place}` },
          ]);
        }
        // The RST that refuses a SYN (RFC 9293 §3.5.2 group 1): right if FreeBSD has no listener any more.
        const refusal = [...forged(row, profile), `A -> B RST,ACK seq=0 ack=${(NUMBERS[row.number] ?? 0) + 1}`];
        const refused = saidLast(refusal).some((f) => f.rule.startsWith('error'));
        assert.equal(refused, !inWindow && !recycles(row, profile));
      });
    }
  }

  it('goes back to TIME-WAIT where the SYN turns out to be old (RFC 9293 §3.6.1, MAY-2)', () => {
    const row = ROWS.find((r) => r.number === 'above' && r.tsval === 'none' && !r.agreed) as Row;
    holds(
      [
        ...forged(row, 'rfc9293'),
        'A -> B SYN,ACK seq=5000 ack=9001 <mss 1460>',
        'B -> A RST seq=9001',
        'expect A TIME-WAIT',
        'wait 2MSL',
        'expect A CLOSED',
      ].join('\n'),
    );
  });

  it('is answered by an active opener as its kernel does: no listener, no connection', () => {
    const flow = (profile: string, ...more: string[]): string =>
      [
        `profile ${profile}`,
        'host A isn=100',
        'host B isn=300',
        'host M',
        'A -> B SYN <mss 1460>',
        'B -> A SYN,ACK <mss 1460>',
        'A -> B ACK',
        'A -> B FIN,ACK',
        'B -> A FIN,ACK',
        'A -> B ACK',
        'M -> A SYN seq=9000 <mss 1460> spoofing B',
        ...more,
      ].join('\n');
    const answer = (profile: string): string => {
      const trace = play(flow(profile, 'run for 1ms'));
      const sent = trace.steps.find((s): s is SegmentStep => s.kind === 'segment' && s.line === 11);
      return sent === undefined ? '-' : `${formatFlags(sent.sent.segment.flags)} seq=${sent.sent.segment.seq}`;
    };
    assert.equal(answer('linux'), 'ACK seq=102');
    assert.equal(answer('freebsd'), 'RST,ACK seq=0');
    assert.match(answer('rfc9293'), /^SYN,ACK/);
    assert.equal(answer('rfc793'), 'RST seq=102');
    // A listener may have been opened since, so accepting the SYN stays right.
    holds(flow('linux', 'A -> B SYN,ACK ack=9001'));
  });
});
