import assert from 'node:assert/strict';
import { ICMP_ERRORS } from '../../../src/script/vocabulary';
import { icmp } from '../../../src/tcp/icmp';
import { DEFAULT_PROFILE, PROFILES } from '../../../src/tcp/profiles';
import { STATES, type State } from '../../../src/tcp/state';
import { CLOSED_TCB, type Opening, type Tcb } from '../../../src/tcp/tcb';

const side = (state: State, origin: Opening['origin']): Tcb => ({
  ...CLOSED_TCB,
  state,
  opening: { ...CLOSED_TCB.opening, origin },
});

const UNSYNCHRONIZED: readonly State[] = ['CLOSED', 'LISTEN', 'SYN-SENT', 'SYN-RECEIVED'];

/** The errors that end a connection in this state. */
function ending(profile: string, state: State, origin: Opening['origin'] = 'active'): string[] {
  const config = PROFILES.get(profile) ?? DEFAULT_PROFILE;
  return ICMP_ERRORS.filter((error) => icmp(side(state, origin), error, config).row === 'I02').sort();
}

const HARD = ['fragmentation-needed', 'port-unreachable', 'protocol-unreachable'];

describe('ICMP errors', () => {
  it('by the standard end a connection in any state where they are hard, and never where they are soft', () => {
    for (const profile of ['rfc9293', 'rfc793']) {
      for (const state of STATES) {
        assert.deepEqual(ending(profile, state), state === 'CLOSED' || state === 'LISTEN' ? [] : HARD, state);
      }
    }
  });

  it('on Linux and FreeBSD leave synchronized connections alone', () => {
    for (const profile of ['linux', 'freebsd']) {
      for (const state of STATES) {
        if (!UNSYNCHRONIZED.includes(state)) assert.deepEqual(ending(profile, state), [], state);
      }
    }
  });

  it('on Linux end a connection that opens, soft or hard, but for news of the path MTU', () => {
    const all = ICMP_ERRORS.filter((e) => e !== 'source-quench' && e !== 'fragmentation-needed').sort();
    assert.deepEqual(ending('linux', 'SYN-SENT'), all);
    assert.deepEqual(ending('linux', 'SYN-RECEIVED', 'active'), all);
    assert.deepEqual(ending('linux', 'SYN-RECEIVED', 'passive'), [
      'host-unreachable',
      'net-unreachable',
      'parameter-problem',
      'time-exceeded',
    ]);
  });

  it('on FreeBSD end a connection in SYN-SENT where they are hard', () => {
    assert.deepEqual(ending('freebsd', 'SYN-SENT'), ['port-unreachable', 'protocol-unreachable']);
    assert.deepEqual(ending('freebsd', 'SYN-RECEIVED'), []);
  });

  it('take a passive opener back to LISTEN, everyone else to CLOSED', () => {
    const to = (state: State, origin: Opening['origin']): string =>
      icmp(side(state, origin), 'port-unreachable', DEFAULT_PROFILE).tcb.state;
    assert.equal(to('SYN-RECEIVED', 'passive'), 'LISTEN');
    assert.equal(to('SYN-RECEIVED', 'active'), 'CLOSED');
    assert.equal(to('ESTABLISHED', 'passive'), 'CLOSED');
  });

  it('change nothing where they end nothing', () => {
    for (const state of STATES) {
      const tcb: Tcb = { ...CLOSED_TCB, state };
      for (const error of ['source-quench', 'host-unreachable'] as const) {
        assert.equal(icmp(tcb, error, DEFAULT_PROFILE).tcb, tcb);
      }
    }
  });
});
