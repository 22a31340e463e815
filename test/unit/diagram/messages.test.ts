import { EYES } from '../../../src/layers/names';
import { sourceLink } from '../../../src/trace/source';
import assert from 'node:assert/strict';
import { PLAIN } from '../../../src/diagram/arrange';
import { pair } from '../../../src/diagram/compare';
import { diagram } from '../../../src/diagram/build';
import { detail, listOfSteps } from '../../../src/panel/detail';
import { endpointsOf } from '../../../src/tell/endpoints';
import { makeNonce, pageHtml } from '../../../src/editor/html';
import {
  type Detail,
  readHostMessage,
  readPageMessage,
  readPageState,
  type HostMessage,
  type PageMessage,
} from '../../../src/panel/messages';
import { TABS } from '../../../src/panel/tabs';
import * as page from '../../../src/webview/tabs';
import { pageTexts } from '../../../src/panel/texts';
import { visitsOf } from '../../../src/tell/visits';
import { english, sayIn } from '../../../src/words/words';
import { some } from '../share';
import { EVERYTHING, FLOWS, play } from './flows';

function flowMessage(text: string): HostMessage {
  const trace = play(text);
  const { index, rows } = diagram(trace);
  const window = rows(0, index.rows);
  const step = trace.steps.length - 1;
  return {
    type: 'flow',
    id: 1,
    uri: 'file:///a',
    name: 'a',
    index,
    window,
    detail: detail(trace, step, english),
    exercise: '',
    locked: false,
    notice: '',
    arrangement: PLAIN,
  };
}

/** Matches text that does not belong in a sentence: an id, a missing argument, an invalid number. */
const STRAY = /move\/|panel\/|story\/|undefined|NaN|\{[a-z]|^$/;

const JUNK: unknown[] = [undefined, null, 0, 'ready', [], {}, { type: 1 }, { type: 'toString' }, { type: '__proto__' }];

describe('panel: messages', () => {
  it('reads what the host sends', () => {
    for (const text of [...Object.values(FLOWS), EVERYTHING]) {
      const message = flowMessage(text);
      assert.equal(readHostMessage(message), message);
    }
    assert.ok(readHostMessage({ type: 'setup', texts: pageTexts(english), numbers: 'symbolic' }));
    assert.ok(readHostMessage({ type: 'nothing', notice: '' }));
    assert.ok(readHostMessage({ type: 'said', text: 'not changed' }));
    for (const text of some([...Object.values(FLOWS), EVERYTHING], 3)) {
      const trace = play(text);
      const visits = visitsOf(trace);
      trace.steps.forEach((_, at) => {
        for (const [i, tab] of TABS.entries()) {
          const eyes = EYES[(at + i) % EYES.length] ?? 'wire';
          // VS Code hands messages to the page as JSON.
          const told = JSON.parse(JSON.stringify(detail(trace, at, english, { tab, visits, eyes }))) as Detail;
          const message = { type: 'step', id: 1, detail: told, reveal: true };
          assert.equal(readHostMessage(message), message, `${tab} of step ${at + 1}`);
          assert.ok(told.inspection && page.isPartOf(tab, told.inspection), `${tab} of step ${at + 1}`);
        }
      });
      assert.ok(readHostMessage({ type: 'list', id: 1, items: listOfSteps(trace, 0, 1000, english) }));
    }
  });

  it('reads two flows that stand beside each other', () => {
    const [left, right] = [play(FLOWS.close), play(FLOWS.lost)];
    const made = [diagram(left), diagram(right)] as const;
    const message: HostMessage = {
      type: 'pair',
      id: 1,
      names: ['a', 'b'],
      uris: ['file:///a', 'file:///b'],
      indexes: [made[0].index, made[1].index],
      windows: [made[0].rows(0, 9), made[1].rows(0, 9)],
      pairing: pair(...made),
      moment: 2,
      branch: undefined,
      look: { show: 'both', eyes: 'wire' },
      details: [detail(left, 1, english), detail(right, 1, english)],
    };
    assert.equal(readHostMessage(message), message);
    assert.equal(readHostMessage({ ...message, names: ['a'] }), undefined);
    assert.equal(
      readHostMessage({ ...message, pairing: { ...message.pairing, differs: new Uint8Array(1) } }),
      undefined,
    );
  });

  it('reads what the page sends', () => {
    const messages: PageMessage[] = [
      { type: 'ready' },
      { type: 'rows', id: 1, from: 0, to: 10 },
      { type: 'step', id: 1, step: 3 },
      { type: 'line', id: 1, line: 3 },
      { type: 'lock', locked: true },
      { type: 'rule', rule: 'tcp/ack-plus-one' },
      { type: 'arrange', id: 1, arrangement: { ...PLAIN, only: ['lost'], runs: undefined } },
      { type: 'export', as: 'png', theme: 'hc-dark', width: 760, numbers: 'relative' },
      { type: 'png', request: 1, bytes: new Uint8Array(3) },
      { type: 'moment', id: 1, moment: 3 },
      { type: 'pair-rows', id: 1, side: 1, from: 0, to: 9 },
      { type: 'pair-line', id: 1, side: 0, line: 3 },
      { type: 'tab', tab: 'states' },
      { type: 'list', id: 1, from: 0, to: 10 },
      { type: 'edit', id: 1, step: 2, field: 'seq', value: 'x+1' },
      { type: 'visit', id: 1, state: 'ESTABLISHED' },
    ];
    for (const message of messages) assert.equal(readPageMessage(message), message);
  });

  it('drops everything else', () => {
    for (const junk of JUNK) {
      assert.equal(readHostMessage(junk), undefined);
      assert.equal(readPageMessage(junk), undefined);
      assert.equal(readPageState(junk), undefined);
    }
    assert.equal(readPageMessage({ type: 'step', id: 1, step: '3' }), undefined);
    assert.equal(readPageMessage({ type: 'step', id: 1, step: NaN }), undefined);
    assert.equal(readPageMessage({ type: 'rows', id: 1, from: 0 }), undefined);
    assert.equal(readPageMessage({ type: 'edit', id: 1, step: 2, field: 'checksum', value: '0' }), undefined);
    assert.equal(readPageMessage({ type: 'visit', id: 1, state: 'OPEN' }), undefined);
  });

  it('drops a flow in which anything is of another kind', () => {
    const message = flowMessage(FLOWS.close) as unknown as Record<string, Record<string, unknown>>;
    for (const key of ['index', 'window', 'detail', 'arrangement']) {
      for (const field of Object.keys(message[key] ?? {})) {
        const broken = { ...message, [key]: { ...message[key], [field]: { not: 'this' } } };
        assert.equal(readHostMessage(broken), undefined, `${key}.${field}`);
      }
    }
  });
});

describe('panel: what happened at a step', () => {
  const trace = play(FLOWS.handshake);

  it('tells it in words and in numbers', () => {
    const synAck = detail(trace, 2, english);
    assert.match(synAck.story[0], /client .*\(SYN-SENT → ESTABLISHED\)\.$/);
    assert.deepEqual(synAck.sections[0], {
      name: 'RFC 9293 §3.5',
      link: 'https://www.rfc-editor.org/rfc/rfc9293#section-3.5',
    });
    assert.deepEqual(synAck.states, ['ESTABLISHED', 'SYN-RECEIVED']);
    assert.equal(synAck.inspection, undefined);
    const { ends, variables } = endpointsOf(trace, 2, english);
    assert.deepEqual(ends, ['client', 'server']);
    const una = variables.find((v) => v.name === 'SND.UNA');
    assert.deepEqual(una?.cells[0], { now: ['x+1', '1', '1001'], was: ['x', '0', '1000'] });
  });

  it('has a sentence for every step, before the first one too, in both languages', () => {
    for (const text of [...Object.values(FLOWS), EVERYTHING]) {
      const flow = play(text);
      for (const language of ['en', 'zh-cn']) {
        for (let at = -1; at < flow.steps.length; at++) {
          const { story, sums } = detail(flow, at, sayIn(language));
          for (const text of [...story, ...sums.flat()]) assert.doesNotMatch(text, STRAY, text);
        }
      }
    }
  });

  it('links a source to its section', () => {
    assert.equal(sourceLink('RFC 9293 §3.10.7.4'), 'https://www.rfc-editor.org/rfc/rfc9293#section-3.10.7.4');
    assert.equal(sourceLink('RFC 5961'), 'https://www.rfc-editor.org/rfc/rfc5961');
    assert.equal(sourceLink(''), undefined);
  });
});

describe('panel: the document', () => {
  const html = pageHtml({ nonce: 'abc', source: 'https://x.test', script: 's.js', sheet: 's.css', language: 'zh-cn' });

  it('lets in its own sheet and script, and nothing else', () => {
    assert.match(html, /default-src 'none'/);
    assert.match(html, /script-src 'nonce-abc'/);
    assert.doesNotMatch(html, /unsafe|style="|style>|onload/);
  });

  it('takes a fresh nonce for every page', () => {
    assert.match(makeNonce(), /^[0-9a-f]{32}$/);
    assert.notEqual(makeNonce(), makeNonce());
  });

  it('keeps the arguments in the words that it hands over', () => {
    assert.equal(pageTexts(english)['panel/step-of'], 'step {step} of {count}');
    assert.equal(pageTexts(sayIn('zh-cn'))['panel/step-of'], '第 {step} 步，共 {count} 步');
  });
});
