import assert from 'node:assert/strict';
import { translated } from '../../../src/editor/library/story';
import type { NumberForm } from '../../../src/trace/numbers';
import { PLAIN, type Arrangement } from '../../../src/diagram/arrange';
import { diagram } from '../../../src/diagram/build';
import { rowsScene } from '../../../src/diagram/draw';
import { layout } from '../../../src/diagram/layout';
import type { Mark } from '../../../src/diagram/scene';
import { createParser } from '../../../src/script/parser';
import { sayIn, type Say } from '../../../src/words/words';
import { chineseOf, libraryFlows } from '../library';
import { ARRANGED, EVERYTHING, FLOWS, play } from './flows';
import { share, some } from '../share';

/** The words of a text, as voice control software recognizes them. */
const words = new Intl.Segmenter('en', { granularity: 'word' });
function heard(text: string): string {
  const plain = text.toLowerCase().normalize('NFKD');
  const said = plain.replace(/\([^()]*\)/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ');
  const found = [...words.segment(said)].map((w) => w.segment.trim()).filter((w) => w !== '');
  return found.map((w) => ` ${w} `).join('');
}

function textOf(mark: Mark | string): string {
  return typeof mark === 'string' ? mark : mark.children.map(textOf).join('');
}

function groups(marks: readonly (Mark | string)[]): Mark[] {
  return marks.flatMap((m) => (typeof m === 'string' ? [] : [m, ...groups(m.children)]));
}

interface Look {
  readonly say: Say;
  readonly width: number;
  readonly form: NumberForm;
  readonly how?: Partial<Arrangement> | undefined;
}

/** The rows of a flow as drawn in the page. */
function rowsIn(text: string, { say, width, form, how }: Look): { rows: Mark[]; items: Mark[] } {
  const made = diagram(play(text), { ...PLAIN, ...how });
  const place = layout(made.index, width, form);
  const view = { index: made.index, layout: place, form, say, current: -1, origin: 0 };
  const all = groups(rowsScene(view, made.rows(0, made.index.rows)));
  return {
    rows: all.filter((m) => m.attributes['data-row'] !== undefined),
    items: all.filter((m) => m.attributes['role'] === 'treeitem'),
  };
}

const LOOKS: readonly (readonly [language: string, width: number, form: NumberForm])[] = [
  ['en', 300, 'symbolic'],
  ['zh-cn', 560, 'symbolic'],
  ['en', 900, 'absolute'],
];

describe('diagram: names of rows', () => {
  const flows: [string, (language: string) => string, (Partial<Arrangement> | undefined)?][] = [
    ...libraryFlows().map(({ id, text }): [string, (language: string) => string] => [
      id,
      (language) => (language === 'en' ? text : translated(createParser().parse(text), chineseOf(id))),
    ]),
    ...Object.entries(FLOWS).map(([id, text]): [string, () => string, (Partial<Arrangement> | undefined)?] => [
      id,
      () => text,
      ARRANGED[id],
    ]),
    ['everything', () => EVERYTHING],
  ];

  it('hold the label as it is drawn, word by word, in both languages, narrow and wide', () => {
    let labels = 0;
    for (const [id, textIn, how] of some(flows, 15)) {
      for (const [language, width, form] of LOOKS) {
        const { rows, items } = rowsIn(textIn(language), { say: sayIn(language), width, form, how });
        assert.equal(items.length, rows.length);
        for (const item of items) {
          const name = String(item.attributes['aria-label']);
          const label = textOf(item);
          if (label !== '') labels++;
          const holds = name.includes(label) || heard(name).includes(heard(label));
          assert.ok(holds, `${id} ${width} ${language}: “${label}” in “${name}”`);
        }
        // With enough width no label is truncated, and every row has one.
        if (width < 900 || id === 'everything') continue;
        const without = items.filter((item) => textOf(item) === '').map((m) => m.attributes['aria-label']);
        assert.deepEqual(without, [], id);
      }
    }
    assert.ok(labels > share(1500, 15), `${labels} labels`);
  });

  it('say what stands around the label too: bytes, options, calls, states, findings', () => {
    const { items } = rowsIn(FLOWS.findings, { say: sayIn('en'), width: 760, form: 'symbolic' });
    const names = items.map((m) => String(m.attributes['aria-label']));
    assert.match(
      names[2] ?? '',
      /^Step 3: server sends client SYN, ACK seq=y ack=x\+1, arrived; .*error: tcp\/synack-ack$/,
    );
    assert.match(names[4] ?? '', /; GET \/ · 18 bytes$/);
  });

  it('say what became of a segment', () => {
    const { items } = rowsIn(FLOWS.fates, { say: sayIn('en'), width: 300, form: 'symbolic' });
    const names = items.map((m) => String(m.attributes['aria-label']).split(';')[0]);
    assert.deepEqual(names, [
      'Step 1: server listen()',
      'Step 2: client sends server SYN seq=x, arrived',
      'Step 3: not sent, as client could not: ACK seq=x+1 to server',
      'Step 4: server sends client SYN, ACK seq=y ack=x+1, dropped',
      'Step 5: server sends client SYN, ACK seq=y ack=x+1, arrived',
      'Step 6: not sent, as server could not: PSH, ACK to client',
      'Step 7: client sends server ACK seq=x+1 ack=y+1, arrived',
      'Step 8: client sends server PSH, ACK seq=x+1 ack=y+1, in flight',
      'Step 9: PSH, ACK arrives and is dropped at server, from client',
      'Step 10: client sends server PSH, ACK seq=x+1 ack=y+1, lost',
      'Step 11: client sends server PSH, ACK seq=x+6 ack=y+1, in flight',
    ]);
  });

  it('say whether what can be folded is open', () => {
    const folded = { ...ARRANGED['folded'] };
    const { items } = rowsIn(FLOWS.folded, { say: sayIn('en'), width: 760, form: 'symbolic', how: folded });
    const states = items
      .filter((m) => m.attributes['aria-expanded'] !== undefined)
      .map((m) => [m.attributes['aria-label'], m.attributes['aria-expanded']]);
    assert.deepEqual(states, [
      ['Section: Download', 'true'],
      ['Steps 5 to 76: 48 × 1460 B · 24 × ACK', 'false'],
      ['Section: Close', 'true'],
    ]);
  });
});
