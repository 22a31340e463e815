/** Drawings as frames of a film. */
import assert from 'node:assert/strict';
import { frames, svg } from '../../../src/diagram';
import { MOST_FRAMES } from '../../../src/diagram/frames';
import { english } from '../../../src/words/words';
import { play } from '../check/expecting';

const sizeOf = (picture: string): string => /width="\d+" height="[\d.]+"/.exec(picture)?.[0] ?? '';

describe('a drawing as a film', () => {
  it('has a frame for each row, of the size of the whole, with its step as the current one', () => {
    const trace = play('== Opening\nclient -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n');
    const film = frames(trace, { say: english });
    assert.deepEqual(
      film.map(({ delay }) => delay),
      [1.1, 1.1, 4],
    );
    film.forEach(({ draw }, step) => {
      const picture = draw();
      assert.equal(picture, svg(trace, { say: english, step }));
      assert.equal(sizeOf(picture), sizeOf(svg(trace, { say: english })));
    });
  });

  it('is limited, and says what it leaves out', () => {
    const trace = play(
      `client -> server SYN\nserver -> client SYN,ACK\nclient -> server ACK\n${'client -> server PSH,ACK len=10\n'.repeat(100)}`,
    );
    const film = frames(trace, { say: english });
    assert.equal(film.length, MOST_FRAMES);
    assert.match(film.at(-1)?.draw() ?? '', /43 more rows are not shown/);
  });
});
