import assert from 'node:assert/strict';
import type { Outcome } from '../../../src/capture';
import { type Column, type Row, filtered, ordered } from '../../../src/webview/captures/filter';
import { sayIn } from '../../../src/words/words';

const row = (id: number, client: string, server: string, more: Partial<Row> = {}): Row => ({
  id,
  client,
  server,
  packets: 10,
  octets: [id * 100, 0],
  first: id * 1000,
  last: id * 1000 + 500,
  opened: 'syn',
  ended: 'fin',
  ...more,
});

const LEGAL: Outcome = { verdict: 'legal', illegal: 0, open: 0, lost: 2, dropped: 0, undecided: 0, names: {} };
const ILLEGAL: Outcome = { ...LEGAL, verdict: 'illegal', illegal: 1, lost: 1, dropped: 1, undecided: 3 };

const ROWS = [
  row(1, '10.0.0.10:50000', '10.0.0.2:80', { outcome: LEGAL }),
  row(2, '10.0.0.9:50001', '10.0.0.2:8080', { ended: 'rst', last: 90_000, outcome: ILLEGAL }),
  row(3, '[2001:db8::1]:443', '[2001:db8::2]:50002', { opened: 'mid-stream', ended: 'open', packets: 2 }),
];
const ENGLISH = sayIn('en');
const CHINESE = sayIn('zh-cn');

describe('the filter of connections', () => {
  const ids = (filter: string, say = ENGLISH): number[] => filtered(ROWS, filter, say).map(({ id }) => id);

  it('has hosts, ports and states, all of which a connection must meet', () => {
    assert.deepEqual(ids(''), [1, 2, 3]);
    assert.deepEqual(ids('host:10.0.0.'), [1, 2]);
    assert.deepEqual(ids('host:2001:db8::2'), [3]);
    assert.deepEqual(ids('port:80'), [1]);
    assert.deepEqual(ids('port:443'), [3]);
    assert.deepEqual(ids('state:rst'), [2]);
    assert.deepEqual(ids('state:MID'), [3]);
    assert.deepEqual(ids('host:10.0.0.2  state:fin'), [1]);
    assert.deepEqual(ids('port:80 state:rst'), []);
  });

  it('has verdicts, which a connection that is not explained yet does not have', () => {
    assert.deepEqual(ids('verdict:legal'), [1]);
    assert.deepEqual(ids('verdict:illegal state:rst'), [2]);
    assert.deepEqual(ids('verdict:违', CHINESE), [2]);
    assert.deepEqual(ids('verdict:open'), []);
    assert.deepEqual(ids('verdict:'), [1, 2, 3]);
  });

  it('has any text, in the words of the reader too', () => {
    assert.deepEqual(ids('8080'), [2]);
    assert.deepEqual(ids('[2001'), [3]);
    assert.deepEqual(ids('中途', CHINESE), [3]);
    assert.deepEqual(ids('state:未结束', CHINESE), [3]);
    // A term that is still being typed hides nothing.
    assert.deepEqual(ids('port:'), [1, 2, 3]);
  });
});

describe('the order of connections', () => {
  const ids = (column: Column, isDown = false): number[] =>
    ordered(ROWS, { column, isDown }, ENGLISH).map(({ id }) => id);

  it('is that of a column, up or down; equal ones are in the order of the capture', () => {
    assert.deepEqual(ids('packets'), [3, 1, 2]);
    assert.deepEqual(ids('packets', true), [1, 2, 3]);
    assert.deepEqual(ids('duration', true), [2, 1, 3]);
    assert.deepEqual(ids('sent', true), [3, 2, 1]);
  });

  it('has losses by their number, verdicts by their gravity, and what is not known yet at one end', () => {
    assert.deepEqual(ids('lost'), [3, 1, 2]);
    assert.deepEqual(ids('verdict', true), [2, 1, 3]);
  });

  it('takes numbers in addresses as numbers', () => {
    assert.deepEqual(ids('client'), [3, 2, 1]);
    assert.deepEqual(ids('client', true), [1, 2, 3]);
  });
});
