import assert from 'node:assert/strict';
import { PLAIN } from '../../../src/diagram/arrange';
import { readHostMessage, type HostMessage, type PageMessage } from '../../../src/panel/messages';
import { session, startSession, type Request, type SessionEvent, type Shown } from '../../../src/panel/session';
import { english } from '../../../src/words/words';
import { play } from '../diagram/flows';

const OPEN = `client -> server SYN seq=x
server -> client SYN,ACK seq=y ack=x+1
client -> server ACK seq=x+1 ack=y+1
`;
const RUN = `client connect server
run
client -> server PSH,ACK "hi"
`;

function shown(text: string, version = 1, name = 'a.tcpflow'): Shown {
  return { uri: `file:///${name}`, name, version, trace: play(text) };
}

/** A session driver with the messages since the last query. */
function host(ready = true) {
  let state = startSession(english, 'symbolic');
  let page: HostMessage[] = [];
  let asked: Request[] = [];
  const driver = {
    get state() {
      return state;
    },
    feed(...events: readonly SessionEvent[]) {
      for (const event of events) {
        const outcome = session(state, event);
        ({ state } = outcome);
        for (const message of outcome.messages) {
          if (message.to === 'page') {
            assert.equal(readHostMessage(message.message), message.message, `an unreadable ${message.message.type}`);
            page.push(message.message);
          } else asked.push(message.request);
        }
      }
      return driver;
    },
    page: (message: PageMessage) => driver.feed({ type: 'page', message }),
    /** Shows a flow and lets the timer expire. */
    show: (flow: Shown, cursor = 0) => driver.feed({ type: 'shown', flow, cursor }, { type: 'woken' }),
    check: (flow: Shown, cursor = 0) => driver.feed({ type: 'checked', flow, cursor }, { type: 'woken' }),
    said(): HostMessage[] {
      const all = page;
      page = [];
      return all;
    },
    requests(): Request[] {
      const all = asked;
      asked = [];
      return all;
    },
    types: () => driver.said().map((m) => m.type),
    /** The last step sent to the page, and whether the page must scroll there. */
    told(): string {
      const last = driver.said().at(-1);
      assert.ok(last?.type === 'step' || last?.type === 'flow', `the last message is ${last?.type ?? 'none'}`);
      return `${last.detail.step}${last.type === 'step' && last.reveal ? ' revealed' : ''}`;
    },
  };
  if (ready) driver.page({ type: 'ready' }).said();
  return driver;
}

describe('panel: the session', () => {
  it('says nothing to a page that is not there, and everything to one that is ready', () => {
    const panel = host(false).show(shown(OPEN));
    assert.deepEqual(panel.said(), []);
    assert.deepEqual(panel.page({ type: 'ready' }).types(), ['setup', 'flow']);
    panel.feed({ type: 'hidden' }, { type: 'go', step: 1 });
    assert.deepEqual(panel.said(), []);
    panel.page({ type: 'ready' });
    assert.equal(panel.told(), '1');
    assert.deepEqual(host(false).page({ type: 'ready' }).types(), ['setup', 'nothing']);
  });

  it('makes one message of checks that follow each other', () => {
    const panel = host();
    for (const version of [1, 2, 3])
      panel.feed({ type: version === 1 ? 'shown' : 'checked', flow: shown(OPEN, version), cursor: 0 });
    assert.equal(panel.requests().filter((r) => r.type === 'wake').length, 1);
    assert.deepEqual(panel.said(), []);
    assert.deepEqual(panel.feed({ type: 'woken' }).types(), ['flow']);
    assert.deepEqual(panel.feed({ type: 'woken' }).types(), []);
    // An unchanged document that is already shown is not drawn again.
    assert.deepEqual(panel.show(shown(OPEN, 3)).types(), []);
  });

  it('shows a flow at its first segment, at the step under the cursor, or at the one that is asked for', () => {
    assert.equal(host().show(shown(OPEN)).told(), '0');
    assert.equal(
      host()
        .show(shown(`server listen\nnote "first"\n${OPEN}`))
        .told(),
      '2',
    );
    assert.equal(host().show(shown(OPEN), 1).told(), '1');
    const asked = host().feed({ type: 'shown', flow: shown(OPEN), cursor: 2, step: 0 }, { type: 'woken' });
    assert.equal(asked.told(), '0');
    assert.equal(asked.feed({ type: 'shown', flow: shown('', 2), cursor: 0 }, { type: 'woken' }).told(), '-1');
  });

  it('tells with a flow, not with each step, how far it has come as an exercise', () => {
    const exercises = (panel: ReturnType<typeof host>): string[] =>
      panel.said().flatMap((m) => (m.type === 'flow' ? [m.exercise] : []));
    const goal = 'goal client ESTABLISHED\n';
    const panel = host().show(shown(`${goal}client -> server SYN seq=x\n`));
    assert.deepEqual(exercises(panel), ['Exercise, not yet: 0 of 1 goals reached']);
    assert.deepEqual(exercises(panel.check(shown(goal + OPEN, 2))), [english('exercise/done')]);
    assert.deepEqual(exercises(panel.check(shown(`task "Open it."\n${OPEN}`, 3))), [english('exercise/done')]);
    assert.deepEqual(exercises(panel.check(shown(OPEN, 4))), ['']);
  });

  it("answers the page's step and takes the cursor there", () => {
    const panel = host().show(shown(OPEN));
    const { id } = panel.state;
    panel.requests();
    assert.equal(panel.page({ type: 'step', id, step: 0 }).told(), '0');
    assert.deepEqual(panel.requests(), [{ type: 'select', line: 0, anew: false, open: false }]);
    assert.equal(panel.page({ type: 'step', id, step: 99 }).told(), '2');
    // Steps of another drawing are ignored.
    assert.deepEqual(panel.page({ type: 'step', id: id - 1, step: 0 }).said(), []);
    assert.deepEqual(panel.page({ type: 'rows', id: id - 1, from: 0, to: 3 }).said(), []);
    assert.equal(panel.state.step, 2);
    panel.requests();
    panel.page({ type: 'line', id, line: 1 });
    assert.deepEqual(panel.requests(), [{ type: 'select', line: 1, anew: true, open: true }]);
  });

  it('goes from event to event on the wire, past calls and notes, and to the last step behind them', () => {
    const panel = host().show(shown(`${OPEN}note "open"\nclient close\nclient -> server FIN,ACK\nnote "end"\n`));
    const told: string[] = [];
    for (let i = 0; i < 5; i++) told.push(panel.feed({ type: 'event', by: 1 }).told());
    assert.deepEqual(told, ['1 revealed', '2 revealed', '5 revealed', '6 revealed', '6 revealed']);
    assert.equal(panel.feed({ type: 'event', by: -1 }).told(), '5 revealed');
    assert.equal(panel.feed({ type: 'event', by: -1 }).told(), '2 revealed');
  });

  it('finds a text, asks for a missing line, and passes the form of numbers on, both ways', () => {
    const panel = host().show(shown(OPEN));
    panel.said();
    panel.requests();
    const { id } = panel.state;
    const [found] = panel.page({ type: 'find', id, text: 'syn' }).said();
    assert.deepEqual(found, { type: 'found', id, text: 'syn', steps: Int32Array.from([0, 1]) });
    assert.deepEqual(panel.page({ type: 'insert', id, step: 1 }).requests(), [{ type: 'insert', version: 1, step: 1 }]);
    assert.deepEqual(panel.page({ type: 'insert', id: id - 1, step: 1 }).requests(), []);
    assert.deepEqual(panel.feed({ type: 'insert-failed' }).types(), ['step', 'said']);
    assert.deepEqual(panel.page({ type: 'numbers', form: 'relative' }).requests(), [
      { type: 'numbers', form: 'relative' },
    ]);
    assert.deepEqual(panel.feed({ type: 'numbers', form: 'absolute' }).said(), [{ type: 'numbers', form: 'absolute' }]);
  });

  it('opens a folded burst for a step into it: by a command, by the page, and by the cursor', () => {
    const burst = Array.from({ length: 12 }, (_, i) => `client -> server ACK seq=x+${1 + 100 * i} len=100\n`).join('');
    const fold = { ...PLAIN, runs: true };
    const folded = (): ReturnType<typeof host> => {
      const panel = host().show(shown(`${OPEN}${burst}`));
      panel.page({ type: 'arrange', id: panel.state.id, arrangement: fold }).said();
      return panel.feed({ type: 'go', step: 3 });
    };
    const isOpen = ({ state }: ReturnType<typeof host>): boolean => state.how.turned.includes(3);
    // From outside a burst is one event.
    assert.equal(isOpen(folded()), false);
    const stepped = folded().feed({ type: 'event', by: 1 });
    assert.equal(stepped.told(), '4');
    assert.equal(isOpen(stepped), true);
    const asked = folded();
    assert.equal(isOpen(asked.page({ type: 'step', id: asked.state.id, step: 9 })), true);
    assert.equal(isOpen(folded().feed({ type: 'cursor', line: 8, version: 1, byHand: true })), true);
    // Back from behind, it is one event again.
    const back = folded().feed({ type: 'go', step: 14 });
    assert.equal(back.state.step, 14);
    const whole = folded().feed({ type: 'event', by: -1 });
    assert.equal(whole.told(), '2 revealed');
  });

  it('follows the cursor, but not its own selection', () => {
    const panel = host().show(shown(OPEN));
    const cursor = (line: number, byHand = false, version = 1) => panel.feed({ type: 'cursor', line, version, byHand });
    assert.equal(cursor(1).told(), '1 revealed');
    // The following steps are the page's; two selections cause a single cursor event, for the last one.
    panel.page({ type: 'step', id: panel.state.id, step: 2 }).feed({ type: 'selecting', line: 2 });
    panel.page({ type: 'step', id: panel.state.id, step: 0 }).feed({ type: 'selecting', line: 0 }).said();
    assert.deepEqual(cursor(0).said(), []);
    assert.equal(panel.state.step, 0);
    assert.deepEqual(panel.state.selecting, []);
    // A key that moves the cursor to a line just selected by the panel counts as the user's move.
    panel.feed({ type: 'selecting', line: 2 });
    assert.equal(cursor(2, true).told(), '2 revealed');
    // While a change is unchecked, lines do not match steps.
    assert.deepEqual(cursor(0, true, 2).said(), []);
    assert.equal(panel.state.step, 2);
  });

  it('keeps, of the steps of one line, the current one while the flow is checked again', () => {
    const panel = host().show(shown(RUN), 1);
    const { steps } = shown(RUN).trace;
    const second = steps.findIndex((s) => s.line === 1) + 1;
    assert.equal(steps[second]?.line, 1);
    panel.page({ type: 'step', id: panel.state.id, step: second }).said();
    assert.deepEqual(panel.feed({ type: 'cursor', line: 1, version: 1, byHand: true }).said(), []);
    assert.equal(panel.check(shown(`${RUN}server -> client ACK\n`, 2), 1).told(), String(second));
    assert.equal(
      panel.check(shown(`flow "moved"\n${RUN}`, 3), 2).told(),
      String(steps.findIndex((s) => s.line === 1) + 2),
    );
  });

  it('arranges rows anew, also by a press of before the check, but not by one on another document', () => {
    const panel = host().show(shown(OPEN));
    const { id } = panel.state;
    const time = { ...PLAIN, time: true };
    panel.check(shown(`${OPEN}client -> server PSH,ACK "hi"\n`, 2));
    panel.said();
    const [message] = panel.page({ type: 'arrange', id, arrangement: time }).said();
    assert.ok(message?.type === 'flow');
    assert.equal(message.arrangement.time, true);
    assert.ok(message.id > id + 1);
    const other = panel.show(shown(OPEN, 1, 'b.tcpflow')).page({ type: 'arrange', id: message.id, arrangement: PLAIN });
    assert.equal(other.state.how.time, true);
  });

  it('forgets what was folded and looked for with the flow, and keeps how time is drawn', () => {
    const panel = host().show(shown(OPEN));
    const how = { ...PLAIN, only: ['lost' as const], flags: 2, time: true };
    panel.page({ type: 'arrange', id: panel.state.id, arrangement: how });
    panel.check(shown(`${OPEN}\n`, 2));
    assert.equal(panel.state.how.flags, 2);
    panel.show(shown(OPEN, 1, 'b.tcpflow'));
    assert.deepEqual([panel.state.how.flags, panel.state.how.only, panel.state.how.time], [0, [], true]);
  });

  it('sends no more rows or lines than a page can show', () => {
    const data = 'client -> server ACK len=10\nserver -> client ACK\n'.repeat(1500);
    const panel = host().show(shown(OPEN + data));
    panel.page({ type: 'arrange', id: panel.state.id, arrangement: { ...PLAIN, runs: false } }).said();
    const { id } = panel.state;
    const [rows] = panel.page({ type: 'rows', id, from: 0, to: 1e9 }).said();
    assert.ok(rows?.type === 'rows' && rows.window.rows.length === 2000);
    const [list] = panel.page({ type: 'list', id, from: 5, to: 1e9 }).said();
    assert.ok(list?.type === 'list' && list.items.length === 1000 && list.items[0]?.step === 5);
  });

  it('changes a field of the header, or says why it does not', () => {
    const panel = host().show(shown(OPEN));
    const { id } = panel.state;
    panel.requests();
    panel.said();
    panel.page({ type: 'edit', id, step: 1, field: 'ack', value: 'x+5' });
    assert.deepEqual(panel.requests(), [
      { type: 'select', line: 1, anew: true, open: false },
      { type: 'edit', version: 1, edit: { line: 1, start: 31, end: 38, newText: 'ack=x+5' } },
    ]);
    assert.equal(panel.state.step, 1);
    panel.page({ type: 'edit', id, step: 1, field: 'ack', value: '1 2' });
    assert.deepEqual(panel.requests(), []);
    assert.deepEqual(panel.types(), ['step', 'said']);
    assert.deepEqual(panel.feed({ type: 'edit-failed' }).types(), ['step', 'said']);
  });

  it('tells of a step what the tab in sight shows, and goes to where a state is entered next', () => {
    const panel = host().show(shown(OPEN));
    panel.said();
    const [states] = panel.page({ type: 'tab', tab: 'states' }).said();
    assert.equal(states?.type === 'step' && states.detail.inspection?.tab, 'states');
    assert.deepEqual(panel.page({ type: 'tab', tab: 'states' }).said(), []);
    panel.page({ type: 'visit', id: panel.state.id, state: 'ESTABLISHED' });
    // After the last visit the first one follows.
    assert.equal(panel.told(), '1 revealed');
    assert.equal(panel.page({ type: 'visit', id: panel.state.id, state: 'ESTABLISHED' }).told(), '2 revealed');
    assert.deepEqual(panel.page({ type: 'visit', id: panel.state.id, state: 'TIME-WAIT' }).said(), []);
  });

  it('goes to the next finding, where there is one', () => {
    const panel = host().show(shown(OPEN.replace('ack=y+1', 'ack=y+2')), 1);
    assert.equal(panel.feed({ type: 'finding', by: 1 }).told(), '2 revealed');
    const none = host().show(shown(OPEN));
    none.said();
    assert.deepEqual(none.feed({ type: 'finding', by: 1 }, { type: 'finding', by: -1 }).said(), []);
  });

  it('shows nothing once it is cleared', () => {
    const panel = host().show(shown(OPEN));
    const { id } = panel.state;
    panel.said();
    assert.deepEqual(panel.feed({ type: 'cleared' }).types(), ['nothing']);
    panel.page({ type: 'step', id, step: 0 }).page({ type: 'list', id, from: 0, to: 9 }).feed({ type: 'go', step: 1 });
    assert.deepEqual(panel.said(), []);
  });

  it('changes no state that it was given', () => {
    const flow = shown(RUN);
    const start = host().show(flow, 1).state;
    const { id } = start;
    const events: SessionEvent[] = [
      { type: 'page', message: { type: 'tab', tab: 'states' } },
      { type: 'page', message: { type: 'step', id, step: 1 } },
      { type: 'page', message: { type: 'visit', id, state: 'ESTABLISHED' } },
      { type: 'selecting', line: 1 },
      { type: 'cursor', line: 1, version: 1, byHand: false },
      { type: 'page', message: { type: 'arrange', id, arrangement: PLAIN } },
      { type: 'checked', flow: shown(OPEN, 2), cursor: 1 },
      { type: 'woken' },
      { type: 'cleared' },
    ];
    const before = { ...start };
    for (const event of events) {
      const once = session(start, event).messages;
      assert.deepEqual(session(start, event).messages, once, event.type);
      assert.deepEqual({ ...start }, before, event.type);
    }
  });
});
