import assert from 'node:assert/strict';
import { Demand, holds, widened } from '../../../src/webview/stretch';

describe('page: stretches of a list', () => {
  it('widens at both ends, as far as the list goes', () => {
    assert.deepEqual(widened({ from: 20, to: 30 }, 8, 100), { from: 12, to: 38 });
    assert.deepEqual(widened({ from: 3, to: 30 }, 8, 32), { from: 0, to: 32 });
  });

  it('holds what ends where it ends, and nothing beyond', () => {
    assert.ok(holds({ from: 5, to: 10 }, { from: 5, to: 10 }));
    assert.ok(!holds({ from: 5, to: 10 }, { from: 4, to: 10 }));
    assert.ok(!holds({ from: 5, to: 10 }, { from: 5, to: 11 }));
  });

  it('asks for a stretch once, and again when the list has changed', () => {
    const asked: string[] = [];
    const demand = new Demand((from, to) => asked.push(`${from}-${to}`));
    demand.ask({ from: 0, to: 9 });
    demand.ask({ from: 0, to: 9 });
    demand.ask({ from: 4, to: 13 });
    demand.renew();
    demand.ask({ from: 4, to: 13 });
    assert.deepEqual(asked, ['0-9', '4-13', '4-13']);
  });
});
