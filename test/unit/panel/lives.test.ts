/** The panel when VS Code closes its document, and when its file is renamed, deleted and restored. */
import assert from 'node:assert/strict';
import { added, NO_BRANCHES, restored, without } from '../../../src/panel/branches';
import { createSealer, readEnvelope, readLetter } from '../../../src/panel/envelopes';
import { isWithin, nameIn, renamed } from '../../../src/panel/life';
import { readHostMessage, readPairState, type HostMessage, type PageMessage } from '../../../src/panel/messages';
import { session, startSession, type Request, type SessionEvent, type Shown } from '../../../src/panel/session';
import { english } from '../../../src/words/words';
import { play } from '../diagram/flows';

const OPEN = `client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK seq=x+1 ack=y+1
`;
const A = 'file:///project/flows/a.tcpflow';

function shown(text: string, version = 1, uri = A): Shown {
  return { uri, name: nameIn(uri), version, trace: play(text) };
}

/** A session with a page after some events, with the messages to the page and to the editor. */
function panel(...events: readonly SessionEvent[]) {
  let state = startSession(english, 'symbolic', { uri: A, step: -1, numbers: 'symbolic', locked: true, details: 0.5 });
  const page: HostMessage[] = [];
  const asked: Request[] = [];
  const driver = {
    get state() {
      return state;
    },
    feed(...all: readonly SessionEvent[]) {
      page.length = 0;
      asked.length = 0;
      for (const event of all) {
        const outcome = session(state, event);
        ({ state } = outcome);
        for (const message of outcome.messages) {
          if (message.to === 'editor') asked.push(message.request);
          else {
            assert.equal(readHostMessage(message.message), message.message);
            page.push(message.message);
          }
        }
      }
      return driver;
    },
    page: (message: PageMessage) => driver.feed({ type: 'page', message }),
    /** The notice above the diagram, if one was sent. */
    notice: () => {
      const said = page.flatMap((m) => (m.type === 'notice' ? [m.text] : 'notice' in m ? [m.notice] : []));
      return said.at(-1);
    },
    types: () => page.map((m) => m.type),
    asked: () => asked.map((r) => r.type),
    requests: () => [...asked],
  };
  return driver.feed({ type: 'page', message: { type: 'ready' } }, ...events);
}

const open = (text = OPEN, version = 1, uri = A): SessionEvent[] => [
  { type: 'shown', flow: shown(text, version, uri), cursor: 0 },
  { type: 'woken' },
];
const GONE = /^a\.tcpflow is gone\. This is its last state/;

describe("panel: its document's lives", () => {
  it('goes on with a flow whose text document VS Code drops', () => {
    const one = panel(...open()).feed({ type: 'closed', uri: A });
    assert.deepEqual([one.types(), one.asked()], [[], []]);
    assert.equal(one.state.flow?.uri, A);
    const { id } = one.state;
    assert.equal(one.page({ type: 'step', id, step: 0 }).state.step, 0);
    one.page({ type: 'line', id, line: 1 });
    assert.deepEqual(one.requests(), [{ type: 'select', line: 1, anew: true, open: true }]);
    // A new page gets everything, without a notice.
    one.page({ type: 'ready' });
    assert.deepEqual([one.types(), one.notice()], [['setup', 'flow'], '']);
    // Closing another document has no effect.
    assert.equal(panel(...open()).feed({ type: 'closed', uri: `${A}x` }).state.place?.life, 'open');
  });

  it('opens the document again when its file is written, and follows it', () => {
    const one = panel(...open(), { type: 'closed', uri: A }).feed({ type: 'written', uri: A });
    assert.deepEqual(one.requests(), [{ type: 'reopen', uri: A }]);
    one.feed({ type: 'checked', flow: shown(`${OPEN}client -> server ACK len=5\n`), cursor: 0 }, { type: 'woken' });
    assert.equal(one.state.place?.life, 'open');
    assert.equal(one.state.flow?.trace.steps.length, 4);
    // VS Code updates an open document by itself.
    assert.deepEqual(one.feed({ type: 'written', uri: A }).asked(), []);
  });

  it('opens it again to change it, and changes it where the line is still the same', () => {
    const change = (text: string) => {
      const one = panel(...open(OPEN, 7), { type: 'closed', uri: A });
      one.page({ type: 'edit', id: one.state.id, step: 1, field: 'ack', value: 'x+5' });
      assert.deepEqual(one.requests(), [{ type: 'reopen', uri: A }]);
      return one.feed({ type: 'checked', flow: shown(text, 1), cursor: 0 });
    };
    const edit = { line: 1, start: 31, end: 38, newText: 'ack=x+5' };
    assert.deepEqual(
      change(OPEN)
        .requests()
        .find((r) => r.type === 'edit'),
      { type: 'edit', version: 1, edit },
    );
    const other = change(OPEN.replace('seq=y', 'seq=z'));
    assert.ok(!other.asked().includes('edit'));
    assert.ok(other.types().includes('said'));
    assert.equal(other.state.waiting, undefined);
  });

  it('shows the last state of a file that is gone, says so, and goes on when it is back', () => {
    for (const deleted of [A, 'file:///project/flows']) {
      const one = panel(...open()).feed({ type: 'gone', uri: deleted }, { type: 'closed', uri: A });
      assert.match(one.notice() ?? '', GONE);
      assert.equal(one.state.flow?.trace.steps.length, 3);
      const { id } = one.state;
      one.page({ type: 'line', id, line: 0 });
      assert.deepEqual([one.asked(), one.types()], [[], ['step', 'said']]);
      one.page({ type: 'edit', id, step: 1, field: 'ack', value: 'x+5' });
      assert.deepEqual(one.types(), ['step', 'said']);
      assert.match(one.page({ type: 'ready' }).notice() ?? '', GONE);
      one.feed({ type: 'written', uri: deleted });
      assert.deepEqual(one.requests(), [{ type: 'reopen', uri: A }]);
      one.feed({ type: 'checked', flow: shown(OPEN), cursor: 0 }, { type: 'woken' });
      assert.equal(one.notice(), '');
      assert.equal(one.state.locked, true);
    }
    assert.equal(
      panel(...open())
        .feed({ type: 'gone', uri: 'file:///project/flow' })
        .notice(),
      undefined,
    );
  });

  it('gives up a change whose file turns out to be gone', () => {
    const one = panel(...open(), { type: 'closed', uri: A });
    one.page({ type: 'edit', id: one.state.id, step: 1, field: 'ack', value: 'x+5' });
    one.feed({ type: 'gone', uri: A });
    assert.deepEqual(one.types(), ['notice', 'step', 'said']);
    assert.ok(
      !one
        .feed({ type: 'checked', flow: shown(OPEN), cursor: 0 })
        .asked()
        .includes('edit'),
    );
  });

  it('has nothing to come back to of a document that was never saved', () => {
    const uri = 'untitled:Untitled-1';
    const one = panel(...open(OPEN, 1, uri)).feed({ type: 'closed', uri });
    assert.match(one.notice() ?? '', /^Untitled-1 was closed without being saved/);
  });

  it('stays with a flow that is renamed or moved, by itself or with its folder', () => {
    const names = [
      [A, 'file:///project/flows/b.tcpflow'],
      ['file:///project/flows', 'file:///project/old%20flows'],
    ] as const;
    for (const [from, to] of names) {
      const one = panel(...open());
      one.page({ type: 'step', id: one.state.id, step: 1 });
      const { id } = one.state;
      one.feed({ type: 'closed', uri: A }, { type: 'renamed', from, to });
      const uri = renamed(A, from, to) ?? '';
      assert.deepEqual(one.requests(), [
        { type: 'title', text: `Flow: ${nameIn(uri)}` },
        { type: 'reopen', uri },
      ]);
      assert.deepEqual(one.types(), ['flow']);
      assert.equal(one.state.id, id);
      assert.deepEqual(one.feed({ type: 'closed', uri: A }, { type: 'gone', uri: A }).types(), []);
      one.feed({ type: 'checked', flow: shown(OPEN, 1, uri), cursor: 0 }, { type: 'woken' });
      assert.deepEqual([one.state.step, one.state.place], [1, { uri, name: nameIn(uri), life: 'open' }]);
    }
    assert.deepEqual(
      panel(...open())
        .feed({ type: 'renamed', from: 'file:///project/flow', to: 'file:///x' })
        .types(),
      [],
    );
  });

  it('says that the flow of a restored panel is not there, and shows it once it is', () => {
    const one = panel({ type: 'absent', uri: A });
    assert.match(one.notice() ?? '', GONE);
    assert.deepEqual(one.types().slice(-1), ['nothing']);
    assert.deepEqual(one.feed({ type: 'written', uri: A }).requests(), [{ type: 'reopen', uri: A }]);
    one.feed({ type: 'checked', flow: shown(OPEN), cursor: 0 }, { type: 'woken' });
    assert.deepEqual([one.types(), one.notice()], [['flow'], '']);
  });

  it('is with no document once it is cleared', () => {
    const one = panel(...open()).feed({ type: 'cleared' });
    assert.deepEqual([one.state.place, one.types()], [undefined, ['nothing']]);
    assert.deepEqual(one.feed({ type: 'gone', uri: A }, { type: 'written', uri: A }).asked(), []);
  });
});

describe('panel: addresses', () => {
  it('follows names of files and folders, and no others', () => {
    assert.equal(renamed('file:///a/b/c', 'file:///a/b', 'file:///d'), 'file:///d/c');
    assert.equal(renamed('file:///a/b/c', 'file:///a/b/', 'file:///d/'), 'file:///d/c');
    assert.equal(renamed('file:///a/b/c', 'file:///a/b/c', 'file:///a/b/e'), 'file:///a/b/e');
    assert.equal(renamed('file:///a/bc', 'file:///a/b', 'file:///d'), undefined);
    assert.ok(isWithin('file:///a/b/c', 'file:///a') && !isWithin('file:///a', 'file:///a/b'));
    assert.deepEqual([nameIn('file:///a/b%20c.tcpflow'), nameIn('file:///a/100%')], ['b c.tcpflow', '100%']);
  });
});

describe('panel: envelopes', () => {
  it('are numbered, and answer the last letter that was acted on', () => {
    const sealer = createSealer();
    assert.deepEqual(sealer.seal([{ type: 'nothing', notice: '' }]), {
      number: 1,
      answers: 0,
      messages: [{ type: 'nothing', notice: '' }],
    });
    sealer.answer({ number: 4, message: { type: 'ready' } });
    assert.deepEqual(sealer.seal([]), { number: 2, answers: 4, messages: [] });
  });

  it('are read only whole', () => {
    const envelope = { number: 1, answers: 0, messages: [{ type: 'play' }, { type: 'notice', text: '' }] };
    assert.equal(readEnvelope(envelope), envelope);
    const letter = { number: 1, message: { type: 'ready' } };
    assert.equal(readLetter(letter), letter);
    for (const broken of [{ ...envelope, number: '1' }, { ...envelope, messages: [{ type: 'ready' }] }, letter, null])
      assert.equal(readEnvelope(broken), undefined);
    for (const broken of [{ number: 1 }, { ...letter, message: { type: 'flow' } }, envelope, 'ready'])
      assert.equal(readLetter(broken), undefined);
  });
});

describe('panel: what-ifs that are not kept yet', () => {
  it('have paths of their own, after a reload too', () => {
    const first = added(NO_BRANCHES, 'a.tcpflow', 'one');
    const second = added(first.branches, 'a.tcpflow', 'two');
    assert.deepEqual([first.path, second.path], ['/1/a.tcpflow', '/2/a.tcpflow']);
    const back = restored(NO_BRANCHES, second.path, 'two');
    assert.equal(back.texts.get('/2/a.tcpflow'), 'two');
    assert.equal(added(back, 'a.tcpflow', 'three').path, '/3/a.tcpflow');
    assert.equal(without(second.branches, first.path).texts.size, 1);
    assert.equal(NO_BRANCHES.texts.size, 0);
  });

  it('are kept by their page with their text', () => {
    const kept = { pair: ['file:///a', 'tcpflow-what-if:/1/a'], names: ['a', 'b'], moment: 3, numbers: 'symbolic' };
    assert.ok(readPairState(kept));
    assert.equal(readPairState({ ...kept, branch: 'flow "x"' })?.branch, 'flow "x"');
    assert.equal(readPairState({ ...kept, branch: 1 }), undefined);
  });
});
