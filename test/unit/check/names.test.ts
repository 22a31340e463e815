import assert from 'node:assert/strict';
import { holds, play } from './expecting';
import { flowsIn } from './table';

/** The names of a flow's ends, in the order of their first mention. */
function namesOf(text: string): string[] {
  return play(text).cast.ends.map((end) => end.name);
}

describe('names of ends', () => {
  for (const flow of flowsIn('names.tcpflow')) {
    it(flow.id.replaceAll('-', ' '), () => {
      holds(flow.text);
      const names = namesOf(flow.text);
      assert.equal(new Set(names).size, names.length, names.join(' '));
    });
  }

  it('stay what they are when lines are added below', () => {
    const lines = [
      'client -> server SYN',
      'client:50001 -> server SYN',
      'client:50001 -> other SYN',
      'mallory -> server RST seq=1 spoofing client',
      'host third 10.0.0.9:99',
      'third -> client SYN',
    ];
    let before: string[] = [];
    for (let n = 1; n <= lines.length; n++) {
      const ends = play(lines.slice(0, n).join('\n')).cast.ends;
      const names = ends.filter((e) => before.length > e.id).map((e) => e.name);
      assert.deepEqual(names, before);
      // The ends of a forger come last.
      before = ends.map((e) => e.name).filter((name) => !/mallory/.test(name));
    }
  });
});
