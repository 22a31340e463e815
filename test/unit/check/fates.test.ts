/** The fate of each segment, stated beside its line: `# dropped`. */
import assert from 'node:assert/strict';
import { english, sayIn } from '../../../src/words/words';
import { play } from './expecting';

const OPEN = `A -> B SYN seq=x                        # arrived
B -> A SYN,ACK seq=y                    # arrived
A -> B ACK                              # arrived
`;

/** Asserts that the fates of a flow's segments and arrivals are those beside its lines. */
function fares(text: string): void {
  const lines = text.split('\n');
  const said = lines.map((l) => /# (arrived|lost|dropped|in-flight|not-sent)$/.exec(l)?.[1]);
  const found = lines.map((): string | undefined => undefined);
  for (const step of play(text).steps) if ('fate' in step) found[step.line] = step.fate;
  assert.deepEqual(
    lines.map((line, i) => `${line.replace(/\s*#.*/, '')} ${found[i] ?? ''}`),
    lines.map((line, i) => `${line.replace(/\s*#.*/, '')} ${said[i] ?? ''}`),
  );
}

describe('the fate of a segment', () => {
  const DROPPED: Readonly<Record<string, string>> = {
    'its checksum does not hold (§3.1, MUST-3)': `${OPEN}A -> B ACK "a" checksum=0x1 # dropped`,
    'its data offset is impossible (§3.1)': `${OPEN}A -> B ACK "a" doff=4 violates data-offset # dropped`,
    'an RST reaches CLOSED (§3.10.7.1)': `${OPEN}A -> B RST # arrived\nC -> B RST spoofing A seq=x+1 # dropped`,
    'an RST reaches LISTEN (§3.10.7.2)':
      'host B\nB listen\nC -> B RST seq=1 spoofing A # dropped\nA -> B SYN # arrived',
    'LISTEN gets a segment that opens nothing': 'B listen\nC -> B FIN seq=1 spoofing A # dropped\nA -> B SYN # arrived',
    'an RST does not acknowledge the SYN (§3.10.7.3)':
      'A -x B SYN seq=x # lost\nC -> A RST,ACK seq=0 ack=x+9 spoofing B # dropped',
    'an RST in SYN-SENT has no ACK': 'A -x B SYN seq=x # lost\nC -> A RST seq=0 spoofing B # dropped',
    'SYN-SENT gets a segment without SYN': 'A -x B SYN seq=x # lost\nC -> A ACK seq=0 ack=x+1 spoofing B # dropped',
    'an RST lies outside the window (§3.10.7.4)': `${OPEN}C -> B RST seq=x+99999999 spoofing A # dropped`,
    'a segment has no ACK': `${OPEN}C -> B PSH "a" seq=x+1 spoofing A # dropped`,
    'a SYN goes to many hosts (§3.9.2.3, MUST-63)': 'host B 224.0.0.1\nA -> B SYN # dropped',
    'a SYN comes from many hosts (§3.9.2.3, MUST-57)': 'host A 224.0.0.1\nA -> B SYN # dropped',
  };
  for (const [why, text] of Object.entries(DROPPED)) it(`dropped: ${why}`, () => fares(text));

  const ANSWERED: Readonly<Record<string, string>> = {
    'CLOSED answers it by RST (§3.10.7.1)': `${OPEN}A -> B RST # arrived\nC -> B ACK spoofing A seq=x+1 # arrived`,
    'it lies outside the window, and is answered by an ACK (§3.10.7.4)': `${OPEN}C -> B ACK seq=x+99999999 spoofing A # arrived`,
    'it is a SYN, and is answered by a challenge ACK (RFC 5961 §4)': `${OPEN}C -> B SYN seq=x+9 spoofing A # arrived`,
    'it says nothing new': `${OPEN}C -> B ACK seq=x+1 ack=y+1 spoofing A # arrived`,
  };
  for (const [why, text] of Object.entries(ANSWERED)) it(`arrived: ${why}`, () => fares(text));

  it('not sent: its sender could not, and its name stands for nothing', () =>
    fares(`A -> B SYN seq=x # arrived
A -> B ACK as a # not-sent
deliver a
B -> A SYN,ACK seq=y # arrived
B -> A PSH,ACK "a" # not-sent
A -> B ACK # arrived
A ~> B PSH,ACK "a" as d # in-flight
deliver d # arrived`));

  it('dropped when it arrives', () =>
    fares(`${OPEN}A ~> B ACK "a" checksum=0x1 as a # in-flight\ndeliver a # dropped\nduplicate a # dropped`));
});

describe('a segment of a handshake that lacks one', () => {
  const chinese = sayIn('zh-cn');
  const first = (text: string, level = 'error'): { en: string; zh: string; count: number } => {
    const all = play(text).findings.filter((f) => f.level === level);
    const [finding] = all;
    assert.ok(finding, text);
    return {
      en: english(finding.says ?? finding.rule, finding.args),
      zh: chinese(finding.says ?? finding.rule, finding.args),
      count: all.length,
    };
  };
  const SAID: readonly (readonly [string, RegExp, RegExp])[] = [
    [
      'A -> B SYN seq=x\nA -> B ACK seq=x+1 ack=y+1',
      /^A is in SYN-SENT and waits for the SYN,ACK from B, which B, in SYN-RECEIVED, has not sent yet/,
      /^A 处于 SYN-SENT，正在等待 B 的 SYN,ACK，而处于 SYN-RECEIVED 的 B 还没有发送它/,
    ],
    [
      'A -> B SYN seq=x\nB -x A SYN,ACK\nA -> B PSH,ACK "a"',
      /^A is in SYN-SENT and waits for the SYN,ACK from B, which has not arrived/,
      /而它还没有到达/,
    ],
    ['A -x B SYN\nA -> B ACK', /B is in (LISTEN|CLOSED) and has not received the SYN from A/, /还没有收到 A 的 SYN/],
    ['A -> B SYN\nB -> A ACK', /^B has yet to answer the SYN from A/, /^B 还没有应答 A 的 SYN/],
    ['A -x B SYN\nB -> A ACK', /^B is in (LISTEN|CLOSED) and waits for the SYN from A/, /正在等待 A 的 SYN/],
    [
      'A -> B SYN\nB -> A SYN,ACK\nB -> A PSH,ACK "a"',
      /^B is in SYN-RECEIVED: data waits for the ACK of its SYN, which A, in ESTABLISHED, has not sent yet/,
      /而处于 ESTABLISHED 的 A 还没有发送它/,
    ],
    [
      'A -> B SYN\nB -> A SYN,ACK\nA -x B ACK\nB -> A PSH,ACK "a"',
      /^B is in SYN-RECEIVED: data waits for the ACK of its SYN from A, which has not arrived/,
      /而它还没有到达/,
    ],
    [
      'A -> B SYN\nB -x A SYN,ACK\nB -> A PSH,ACK "a"',
      /A is in SYN-SENT and has not received the SYN,ACK/,
      /A 处于 SYN-SENT，还没有收到 SYN,ACK/,
    ],
  ];
  for (const [text, en, zh] of SAID) {
    it(text.replaceAll('\n', ' ⏎ '), () => {
      const said = first(text);
      assert.match(said.en, en);
      assert.match(said.zh, zh);
      assert.equal(said.count, 1);
    });
  }
});
