import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { RULES } from '../../../src/trace';
import { CATALOGUE, NOT_HELD, OTHER_LEVEL } from './catalogue';
import { flowsIn } from './table';

const flows = readdirSync('test/fixtures/flows/rules').flatMap((file) => flowsIn(`rules/${file}`));
const levels = new Map<string, Set<string>>();
for (const { id, level } of RULES) {
  const known = levels.get(id);
  if (known === undefined) levels.set(id, new Set([level]));
  else known.add(level);
}
const ids = Object.keys(CATALOGUE);
const shows = (id: string, verdict: string): boolean => flows.some((f) => f.id === id && f.verdict === verdict);

describe('the rule catalogue', () => {
  it('has 191 rules: 103 errors, 46 warnings, 42 hints', () => {
    const count = (level: string): number => Object.values(CATALOGUE).filter((l) => l === level).length;
    assert.deepEqual([ids.length, count('error'), count('warning'), count('hint')], [191, 103, 46, 42]);
  });

  it('is held, each rule with a flow that keeps and one that breaks it', function () {
    const held = ids.filter((id) => levels.has(id) && shows(id, 'keeps') && shows(id, 'breaks'));
    this.runnable().title += `: ${held.length} of ${ids.length}`;
    assert.deepEqual(
      ids.filter((id) => !held.includes(id)),
      Object.keys(NOT_HELD),
    );
  });

  it('gives each rule its level', () => {
    for (const [id, level] of Object.entries(CATALOGUE)) {
      const other = OTHER_LEVEL[id];
      assert.notEqual(other?.level, level, `${id} has the level of the catalogue`);
      if (!(id in NOT_HELD)) assert.deepEqual([...(levels.get(id) ?? [])], [other?.level ?? level], id);
    }
  });

  it('is what the flows find: at one time or another each rule speaks with its level', () => {
    const stated = new Set(
      flows.flatMap((f) =>
        [...f.text.matchAll(/(error|warning|hint): ([^;\n]*)/g)].flatMap(([, level = '', list = '']) =>
          list.split(',').map((id) => `${level} ${id.trim()}`),
        ),
      ),
    );
    assert.deepEqual(
      Object.entries(CATALOGUE).filter(([id, level]) => !stated.has(`${OTHER_LEVEL[id]?.level ?? level} ${id}`)),
      [],
    );
  });
});
