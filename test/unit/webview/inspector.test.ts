import assert from 'node:assert/strict';
import { headerOf } from '../../../src/tell/header';
import { reasonsOf } from '../../../src/webview/inspect-endpoints';
import { bytesLeftOut, writable } from '../../../src/webview/inspect-header';
import { stepFor } from '../../../src/webview/inspect-steps';
import { tabFor } from '../../../src/webview/inspector';
import { english } from '../../../src/words/words';
import { play } from '../diagram/flows';

describe('page: the inspector', () => {
  it('goes round its tabs with the arrow keys', () => {
    assert.equal(tabFor('ArrowRight', 'endpoints'), 'header');
    assert.equal(tabFor('ArrowRight', 'streams'), 'endpoints');
    assert.equal(tabFor('ArrowLeft', 'endpoints'), 'streams');
    assert.equal(tabFor('Home', 'states'), 'endpoints');
    assert.equal(tabFor('End', 'header'), 'streams');
    assert.equal(tabFor('Enter', 'header'), undefined);
  });

  it('goes through the list of steps by one, by a page, to its ends, and no further', () => {
    const to = (key: string, current: number): number | undefined => stepFor(key, current, 100, 10);
    assert.deepEqual(
      ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'Enter', 'x'].map((key) => to(key, 50)),
      [51, 49, 60, 40, 0, 99, 50, undefined],
    );
    assert.deepEqual([to('PageDown', 95), to('PageUp', 5), to('ArrowUp', -1)], [99, 0, 0]);
  });

  it('offers a number as a line writes it: from its name, else as it is on the wire', () => {
    assert.equal(writable({ value: ['x+1', '1', '1001'] }), 'x+1');
    assert.equal(writable({ value: ['0', '0', '4294966296'] }), '4294966296');
  });

  it('counts the bytes of the payload that are not shown', () => {
    const left = (count: number): number => {
      const text = `host a isn=1\nhost b isn=2\na -> b SYN\nb -> a SYN,ACK\na -> b ACK\na -> b PSH,ACK len=${count}\n`;
      const header = headerOf(play(text), 3, english);
      return bytesLeftOut(header ?? assert.fail('no header'));
    };
    assert.deepEqual([1, 16, 250, 256, 257, 1000].map(left), [0, 0, 0, 0, 1, 744]);
  });

  it('gives each reason once, in the order of the table', () => {
    const cell = (because?: string) => ({ now: ['', '', ''] as const, ...(because !== undefined && { because }) });
    const cells = [[cell(), cell('b')], [cell('a'), cell('b')], [cell('a')]].map((row) => ({ cells: row }));
    assert.deepEqual(reasonsOf(cells), ['b', 'a']);
    assert.deepEqual(reasonsOf([]), []);
  });
});
