import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PLAIN } from '../../../src/diagram/arrange';
import { diagram } from '../../../src/diagram/build';
import { ladderText } from '../../../src/diagram/ladder-text';
import { mermaid } from '../../../src/diagram/mermaid';
import { english, sayIn } from '../../../src/words/words';
import { anyArrangement, anyFlow } from './any';
import { FLOWS, play } from './flows';
import { share } from '../share';

describe('diagram: as text', () => {
  it('draws the handshake as RFC 9293 figure 6 does', () => {
    const text = ladderText(diagram(play(FLOWS.handshake)), 'absolute', english);
    const [synSent, established] = text.split('\n').filter((l) => /^[23]\./.test(l.trim()));
    assert.match(synSent ?? '', /^2\. {2}SYN-SENT {5}--> {2}<SEQ=1000><CTL=SYN> +--> {2}SYN-RECEIVED$/);
    assert.match(
      established ?? '',
      /^3\. {2}ESTABLISHED {2}<-- {2}<SEQ=5000><ACK=1001><CTL=SYN,ACK> +<-- {2}SYN-RECEIVED$/,
    );
  });

  it('shows what is lost, what is in flight and what crosses', () => {
    const lost = ladderText(diagram(play(FLOWS.lost)), 'symbolic', english);
    assert.match(lost, /X +<SEQ=y\+1>.*<DATA=500> +<-- {2}ESTABLISHED/);
    const open = ladderText(diagram(play(FLOWS['simultaneous-open'])), 'symbolic', english);
    assert.match(open, /SYN-SENT +--> {2}<SEQ=x><CTL=SYN> +\.\.\. {2}CLOSED/);
    const chart = mermaid(diagram(play(FLOWS.lost)), 'symbolic', english);
    assert.match(chart, /h1-xh0: PSH, ACK seq=y\+1 ack=x\+19 · 500 bytes · lost/);
  });

  it('tells dropped segments and those that were not sent from lost ones', () => {
    const made = diagram(play(FLOWS.fates));
    const text = ladderText(made, 'symbolic', english);
    assert.match(text, /SYN-SENT +--\| {2}<SEQ=x\+1><CTL=ACK> not sent +SYN-RECEIVED/);
    assert.match(text, /SYN-SENT +X<-- <SEQ=y><ACK=x\+1><CTL=SYN,ACK> dropped +<-- /);
    assert.match(text, /ESTABLISHED +<CTL=PSH,ACK><DATA=2> not sent +\|-- {2}SYN-RECEIVED/);
    assert.match(text, /\.\.\. {2}<CTL=PSH,ACK> +-->X ESTABLISHED/);
    const chart = mermaid(made, 'symbolic', english);
    assert.match(chart, /Note over h0: ACK seq=x\+1 · not sent/);
    assert.match(chart, /h1-xh0: SYN, ACK seq=y ack=x\+1 .*· dropped/);
    assert.match(chart, /Note over h1: PSH, ACK arrives and is dropped/);
    assert.match(mermaid(made, 'symbolic', sayIn('zh-cn')), /Note over h0: ACK seq=x\+1 · 未发送/);
  });

  it('folds runs, and says what a long flow leaves out', () => {
    const bulk = `a -> b SYN\nb -> a SYN,ACK\na -> b ACK\n${'b -> a ACK len=100\nb -> a ACK len=100\na -> b ACK\n'.repeat(24)}`;
    const folded = diagram(play(bulk), { ...PLAIN, runs: true });
    assert.equal(folded.index.rows, 4);
    assert.match(ladderText(folded, 'symbolic', english), /<== +48 × 100 B +<==/);
    assert.match(mermaid(folded, 'symbolic', english), /h0->>h1: 24 × ACK/);
    const long = diagram(play(`a -> b SYN\n${'note "n"\n'.repeat(6000)}`));
    assert.match(ladderText(long, 'symbolic', english), /1001 more rows are not shown/);
    assert.match(mermaid(long, 'symbolic', english), /5551 more rows are not shown/);
  });

  it('keeps one line a message in Mermaid, whatever people write', () => {
    fc.assert(
      fc.property(anyFlow, anyArrangement, fc.constantFrom('en', 'zh-cn'), (text, arrangement, language) => {
        const made = diagram(play(`${text}\nnote "a;b#c\\n<d>"`), arrangement);
        const [first, ...lines] = mermaid(made, 'symbolic', sayIn(language)).trimEnd().split('\n');
        assert.equal(first, 'sequenceDiagram');
        for (const line of lines) {
          assert.match(
            line,
            /^ {2}(title .|participant h\d as .|Note (over|left of|right of) h\d(,h\d)?: .|h\d(->>|-x|-\))h\d: .)/,
          );
          assert.doesNotMatch(line.replace(/#\d+;/g, '').replace('<br/>', ''), /[;#<]/);
        }
        assert.doesNotMatch(ladderText(made, 'relative', sayIn(language)), /undefined|NaN|diagram\/|panel\//);
      }),
      { numRuns: share(150) },
    );
  });
});
