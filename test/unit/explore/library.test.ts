/** The flows of the library about explore: each search comes to what their notes tell, in both languages. */
import assert from 'node:assert/strict';
import { createParser } from '../../../src/script/parser';
import { chineseOf, libraryFlows } from '../library';
import { WHOLE } from '../share';
import { exploredLines } from './line';

/** Changes that a note tells a reader to make. */
const AS_IS = (text: string): string => text;
const WITHOUT_VARIANT = (text: string): string => text.replace(/^variant .*\n/m, '');
const RFC1337 = (text: string): string => text.replaceAll(/^host .*$/gm, '$& rfc1337');
const KEEPALIVE = (text: string): string =>
  text
    .replace(/^host client .*$/m, '$& keepalive')
    .replace('finally client ESTABLISHED, server ESTABLISHED', 'finally client CLOSED, server CLOSED');

/** By flow: what is changed, and of each search that the notes speak of (from 0) its outcome. */
const SEARCHED: Readonly<Record<string, readonly (readonly [(text: string) => string, number, string, number])[]>> = {
  'explore-ghost': [
    [AS_IS, 0, 'broken by 0', 7],
    [WITHOUT_VARIANT, 0, 'holds', 15_123],
  ],
  'explore-time-wait': [
    [AS_IS, 0, 'broken by 1', 224],
    [AS_IS, 1, 'broken by 1', 3567],
    [WITHOUT_VARIANT, 0, 'holds', 217],
    [WITHOUT_VARIANT, 1, 'broken by 1', 3464],
  ],
  'explore-rfc1337': [
    [AS_IS, 0, 'broken by 1', 718],
    [AS_IS, 1, 'broken by 1', 3464],
    [RFC1337, 0, 'holds', 768],
    [RFC1337, 1, 'holds', 4677],
  ],
  'explore-half-open': [
    [AS_IS, 0, 'broken by 1', 2],
    [AS_IS, 1, 'holds', 14],
    [KEEPALIVE, 0, 'holds', 10],
  ],
  'explore-ack-war': [
    [AS_IS, 0, 'broken by 1', 13],
    [AS_IS, 1, 'holds', 88],
  ],
};

/** Searches of more states are left out of the unit run. */
const MOST_STATES = 1000;

/** Numbers of states that a flow tells only by another one. */
const UNTOLD = new Set(['explore-time-wait 3464']);

describe('explore: the library', () => {
  const flows = libraryFlows().filter(({ theme }) => theme === 'explored');

  it('has the searches of each flow', () => {
    assert.deepEqual(
      flows.map(({ id }) => id),
      Object.keys(SEARCHED),
    );
    for (const { id, text } of flows) {
      const lines = createParser()
        .parse(text)
        .lines.filter(({ statement }) => statement?.kind === 'explore');
      const searched = (SEARCHED[id] ?? []).filter(([change]) => change === AS_IS).map(([, at]) => at);
      assert.deepEqual([...lines.keys()], searched, id);
    }
  });

  for (const { id, text } of flows)
    it(`${id} tells what its searches come to`, () => {
      for (const [change, at, outcome, states] of SEARCHED[id] ?? []) {
        // The long searches are for the whole law.
        if (!WHOLE && states > MOST_STATES) continue;
        const changed = change(text);
        if (change !== AS_IS) assert.notEqual(changed, text);
        const found = exploredLines(changed)[at];
        const kind = found?.kind === 'broken' ? `broken by ${found.faults}` : found?.kind;
        assert.deepEqual([kind, found?.states], [outcome, states], `${id} ${at}`);
        if (UNTOLD.has(`${id} ${states}`)) continue;
        const number = new RegExp(`(?<![\\d,])${states.toLocaleString('en')}(?![\\d,])`);
        assert.match(text, number);
        assert.match(Object.values(chineseOf(id)).join('\n'), number);
      }
    });
});
