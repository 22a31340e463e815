import assert from 'node:assert/strict';
import { check } from '../../../src/check/check';
import { NO_LEVELS, readLevels, wantedLevel, type Levels } from '../../../src/trace/levels';
import type { RuleGroups } from '../../../src/tcp/rules';
import { createParser } from '../../../src/script/parser';

const parser = createParser();
const FLOW = `client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x
client -> server ACK
client -> server SYN_ACK
nonsense
`;

function said(text: string, levels: Levels, profile = 'rfc9293'): string[] {
  return check(parser.parse(text), undefined, undefined, { profile, levels }).findings.map(
    (f) => `${f.line + 1} ${f.rule} ${f.level}`,
  );
}

describe('levels of rules', () => {
  it('are those of the key that says most', () => {
    const levels: Levels = { 'tcp/*': 'off', 'tcp/ack-*': 'warning', 'tcp/ack-late': 'error' };
    assert.equal(wantedLevel('tcp/ack-late', levels), 'error');
    assert.equal(wantedLevel('tcp/ack-plus-one', levels), 'warning');
    assert.equal(wantedLevel('tcp/seq-gap', levels), 'off');
    assert.equal(wantedLevel('flow/retransmission', levels), undefined);
    assert.equal(wantedLevel('toString', levels), undefined);
  });

  it('are read from what somebody wrote, whatever that is', () => {
    assert.equal(readLevels(undefined), NO_LEVELS);
    assert.equal(readLevels('off'), NO_LEVELS);
    assert.equal(readLevels({ 'tcp/*': 'loud' }), NO_LEVELS);
    assert.deepEqual(readLevels({ 'tcp/*': 'off', 'flow/*': 7 }), { 'tcp/*': 'off' });
  });

  it('change how a finding is shown, and not how the flow is played', () => {
    const plain = said(FLOW, NO_LEVELS);
    assert.ok(plain.includes('2 tcp/synack-ack error'), plain.join('; '));
    assert.deepEqual(
      said(FLOW, { 'tcp/synack-ack': 'hint' }),
      plain.map((s) => s.replace('synack-ack error', 'synack-ack hint')),
    );
    assert.deepEqual(
      said(FLOW, { 'tcp/*': 'off' }),
      plain.filter((s) => !s.includes('tcp/')),
    );
    assert.deepEqual(said(FLOW, { 'tcp/*': 'off', 'syntax/*': 'off', 'flow/*': 'off' }), []);
  });

  it('stay over edits, and a check that is not told takes them over', () => {
    const levels: Levels = { 'tcp/synack-ack': 'off' };
    const first = check(parser.parse(FLOW), undefined, undefined, { profile: 'linux', levels });
    const edited = parser.parse(FLOW.replace('nonsense', 'client close'));
    const next = check(edited, first);
    const anew = check(edited, undefined, undefined, { profile: 'linux', levels });
    assert.deepEqual(next.findings, anew.findings);
    assert.ok(next.steps.every((s) => s.findings.every((f) => f.rule !== 'tcp/synack-ack')));
    const back = check(edited, next, undefined as RuleGroups | undefined, { profile: 'linux', levels: NO_LEVELS });
    assert.ok(back.findings.some((f) => f.rule === 'tcp/synack-ack'));
  });
});

describe('the profile of flows that name none', () => {
  const options = (text: string, profile: string): unknown => {
    const [step] = check(parser.parse(text), undefined, undefined, { profile, levels: NO_LEVELS }).steps;
    return step?.kind === 'segment' && step.sent.segment.options.sackOk === true;
  };

  it('is the one asked for; a flow that names one has its own', () => {
    assert.equal(options('client -> server SYN', 'rfc9293'), false);
    assert.equal(options('client -> server SYN', 'linux'), true);
    assert.equal(options('profile rfc9293\nclient -> server SYN', 'linux'), false);
    assert.equal(options('client -> server SYN', 'no such profile'), false);
  });
});
