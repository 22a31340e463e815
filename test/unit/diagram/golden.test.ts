import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAIN } from '../../../src/diagram/arrange';
import { MOST_ROWS, svg, svgPair } from '../../../src/diagram/export';
import { english } from '../../../src/words/words';
import { ARRANGED, EVERYTHING, FLOWS, play } from './flows';

/** The folder of the expected drawings. `RENEW_GOLDEN=1` rewrites them; review each before committing. */
const FOLDER = join(process.cwd(), 'test/fixtures/golden');
const RENEW = process.env['RENEW_GOLDEN'] !== undefined;

describe('diagram: SVG files', () => {
  function isAsLookedAt(name: string, drawn: string): void {
    const file = join(FOLDER, `${name}.svg`);
    if (RENEW || !existsSync(file)) {
      assert.ok(RENEW, `no ${file}; RENEW_GOLDEN=1 writes it`);
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, drawn);
    }
    assert.equal(drawn, readFileSync(file, 'utf8'));
  }

  for (const [name, text] of Object.entries(FLOWS)) {
    it(`draws ${name} as it was drawn when it was last looked at`, () => {
      const arrangement = { ...PLAIN, ...ARRANGED[name] };
      isAsLookedAt(name, svg(play(text), { say: english, arrangement }));
    });
  }

  it('draws two flows beside each other as when they were last looked at', () => {
    isAsLookedAt('compare', svgPair(play(FLOWS['time-wait']), play(FLOWS['lost-ack']), { say: english }));
  });

  it('stands alone: names no other file, and draws the same again', () => {
    for (const theme of ['light', 'dark'] as const) {
      const trace = play(EVERYTHING);
      const drawn = svg(trace, { say: english, theme, width: 500, numbers: 'absolute' });
      assert.doesNotMatch(
        drawn.replace('http://www.w3.org/2000/svg', ''),
        /https?:|url\(|href|<script|style="|NaN|undefined/,
      );
      assert.equal(svg(trace, { say: english, theme, width: 500, numbers: 'absolute' }), drawn);
    }
  });

  it('keeps what people write from becoming markup', () => {
    const drawn = svg(play('note "</text><script>&\\x01\\u{202e}"\n'), { say: english });
    assert.ok(!drawn.includes('<script') && !drawn.includes('\u0001'));
    assert.match(drawn, /&lt;\/text&gt;&lt;s.*ript&gt;&amp;.*\\x01.*\\u\{202e\}/s);
  });

  it('draws a part, and says what is left out', () => {
    const trace = play(FLOWS.close);
    const part = svg(trace, { say: english, from: 4, to: 6 });
    assert.match(part, /FIN, ACK/);
    assert.doesNotMatch(part, /data-row="2"/);
    assert.match(part, /more rows are not shown/);
    assert.ok(svg(play(''), { say: english }).startsWith('<svg'));
    const long = `client -> server SYN\n${'note "n"\n'.repeat(MOST_ROWS + 5)}`;
    assert.match(svg(play(long), { say: english }), />6 more rows/);
  });
});
