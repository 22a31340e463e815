import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LACKS } from '../../../src/tell/secrets';
import { isSecrets, joinsOf } from '../../../src/webview/inspect-secrets';

/** Cells by the first column with the same value; `-` for a party that lacks it. */
const joins = (cells: string): string[] => [
  ...joinsOf([...cells].map((sign) => ({ as: sign === '-' ? -1 : Number(sign) }))),
];

describe('webview: secrets', () => {
  it('join equal values by a line from the first party to the last, which passes those that lack it', () => {
    assert.deepEqual(joins('000'), ['start', 'middle', 'end']);
    assert.deepEqual(joins('0-0'), ['start', 'through', 'end']);
    assert.deepEqual(joins('00-'), ['start', 'end', '']);
    assert.deepEqual(joins('-11'), ['', 'start', 'end']);
    // The wire has another value than both ends.
    assert.deepEqual(joins('010'), ['start', 'through', 'end']);
    for (const none of ['---', '0--', '-1-', '0-2', '012']) assert.deepEqual(joins(none), ['', '', '']);
  });

  it('begin and end a line once, whatever is equal', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(2)), { minLength: 3, maxLength: 3 }), (values) => {
        const cells = values.map((v) => ({ as: v === null ? -1 : values.indexOf(v) }));
        const made = joinsOf(cells);
        const count = (join: string): number => made.filter((j) => j === join).length;
        assert.equal(count('start'), count('end'));
        assert.ok(count('start') <= 1);
        const isShared = values.some((v, i) => v !== null && values.indexOf(v) < i);
        assert.equal(count('start') === 1, isShared);
      }),
    );
  });

  it('come in a form that the page checks', () => {
    const cell = { head: '0303…', value: '0303 aa', how: 'made', step: 3, as: 0 };
    const row = { sign: 'master-secret', name: '', about: '', formula: '', cells: [cell, LACKS], who: '' };
    assert.ok(isSecrets({ parties: ['client'], rows: [row] }));
    assert.ok(!isSecrets({ parties: ['client'], rows: [{ ...row, cells: [{ ...cell, step: '3' }] }] }));
    assert.ok(!isSecrets({ parties: ['client'], rows: [{ ...row, cells: [null] }] }));
  });
});
