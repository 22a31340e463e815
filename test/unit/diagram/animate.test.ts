/** Drawings whose steps appear by CSS. */
import assert from 'node:assert/strict';
import { svg } from '../../../src/diagram';
import { english } from '../../../src/words/words';
import { play } from '../check/expecting';

const FLOW = `== Opening
client -> server SYN
server -> client SYN,ACK
client -> server ACK
note "open"
client -> server FIN,ACK
`;

describe('an animated drawing', () => {
  const moving = svg(play(FLOW), { say: english, plays: true });
  const still = svg(play(FLOW), { say: english });

  it('uncovers row after row, from the first to the last, and then begins again', () => {
    const [, rows = ''] = /@keyframes tf-rows\{(.*)\}\}/.exec(moving) ?? [];
    const frames = [...rows.matchAll(/([\d.]+)%\{transform:translateY\(([\d.]+)px\)/g)];
    const times = frames.map(([, time]) => Number(time));
    const depths = frames.map(([, , depth]) => Number(depth));
    const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
    assert.deepEqual([times, depths], [sorted(times), sorted(depths)]);
    assert.deepEqual([times[0], times.at(-1)], [0, 100]);
    // The heading appears with the segment below it: five rows.
    assert.equal(new Set(depths).size, 6);
  });

  it('shows the states of each moment in the heads, one set at a time', () => {
    const sets = [...moving.matchAll(/class="(?:then )?set-(\d)"/g)].map(([, set]) => set);
    assert.deepEqual(sets, ['0', '1', '2', '3', '4']);
    for (const set of sets) assert.ok(moving.includes(`.tf .set-${set}{animation:`), set);
  });

  it('is the drawing that stands still where motion is reduced, on paper, and without animation', () => {
    const [before = '', after = ''] = moving.split('@media screen and (prefers-reduced-motion:no-preference){');
    assert.doesNotMatch(before, /animation/);
    assert.match(before, /\.curtain,\.tf \.then\{visibility:hidden\}/);
    assert.match(after, /animation/);
    for (const line of still.split('\n').filter((one) => one.includes('<text')))
      assert.ok(moving.includes(line.trim()));
  });

  it('plays for a minute at most, however long the flow', () => {
    const long = `client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n${'client -> server PSH,ACK len=10\n'.repeat(200)}`;
    const [, seconds] = /tf-rows ([\d.]+)s/.exec(svg(play(long), { say: english, plays: true })) ?? [];
    assert.equal(Number(seconds), 64);
  });
});
