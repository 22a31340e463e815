/**
 * The state of the panel's host as a reducer: the flow, its current step, and the arrangement of its rows:
 *     session(state, event) → { state, messages }
 *
 * Events come from the page, the editor (a check, the cursor, a command) or a timer that the session requested.
 * Messages go to the page or the editor. The reducer reads no clock and imports no `vscode`: screenshots and benchmarks
 * use it too.
 */
import type { NumberForm, Trace } from '../trace';
import {
  type Arrangement,
  type Diagram,
  PLAIN,
  burstAround,
  diagram,
  foldsRuns,
  nextEvent,
  nextFinding,
  turn,
} from '../diagram';
import type { Say } from '../words/words';
import { detail, exerciseOf, listOfSteps } from './detail';
import { findSteps } from './findSteps';
import { TABS, type Tab, isTab, needsVisits } from './tabs';
import { sameOfLine, stepAtLine, writtenAt } from './lines';
import { isWithin, nameIn, renamed, type Place } from './life';
import type { Detail, HostMessage, PageMessage, PageState } from './messages';
import type { Message, Request, SessionEvent, Shown } from './sessionMessages';
import { rewrite } from '../compose';
import { pageTexts } from './texts';
import { type Visit, nextVisit, visitsOf } from '../tell';

/** The number of rows sent with a flow, before and after the current row. */
const NEAR = 60;
/** The most rows sent at once, whatever the page asks for. */
const MOST_ROWS = 2000;
/** The most lines of the list of steps sent at once. */
const MOST_ITEMS = 1000;
/** Checks within this time of each other are sent as one message, milliseconds. */
const FRAME = 16;

export type { Request, SessionEvent, Shown } from './sessionMessages';

export interface Session {
  readonly say: Say;
  /** The panel's document; undefined for none. */
  readonly place: Place | undefined;
  /** An edit of a document that VS Code has closed; the edit is made once the document is open again. */
  readonly waiting: Extract<PageMessage, { type: 'edit' }> | undefined;
  /** The form of numbers in the settings, for a new page. */
  readonly numbers: NumberForm;
  readonly flow: Shown | undefined;
  readonly drawing: Diagram | undefined;
  /** Increases with each drawing; page and host refer to a drawing by this number. */
  readonly id: number;
  /** The first `id` of the current document. Messages with a smaller `id` belong to another document. */
  readonly since: number;
  /** The current step, from 0; -1 for the state before the first step. */
  readonly step: number;
  readonly locked: boolean;
  readonly tab: Tab;
  /** All changes of TCP state in the flow; computed when the state diagram is first visible. */
  readonly visits: readonly Visit[] | undefined;
  /** True if the page is ready to receive messages. */
  readonly ready: boolean;
  /** True if the latest check has not been sent to the page yet; the requested timer will send it. */
  readonly due: boolean;
  /** The user's arrangement. Runs are folded in long flows unless the user decides otherwise. */
  readonly how: Arrangement;
  /**
   * Lines that the panel itself selected and whose cursor events have not arrived yet, oldest first. These events are
   * no moves by the user.
   */
  readonly selecting: readonly number[];
}

export interface Outcome {
  readonly state: Session;
  /** The messages in the order of sending. */
  readonly messages: readonly Message[];
}

/** A session without a flow. `kept` is the stored state of an earlier page. */
export function startSession(say: Say, numbers: NumberForm, kept?: PageState): Session {
  return {
    say,
    numbers,
    place: undefined,
    waiting: undefined,
    flow: undefined,
    drawing: undefined,
    id: 0,
    since: 0,
    step: kept?.step ?? -1,
    locked: kept?.locked ?? false,
    tab: isTab(kept?.tab) ? kept.tab : TABS[0],
    visits: undefined,
    ready: false,
    due: false,
    how: kept?.arrangement ?? { ...PLAIN, runs: undefined },
    selecting: [],
  };
}

export function session(state: Session, event: SessionEvent): Outcome {
  switch (event.type) {
    case 'page':
      return fromPage(state, event.message);
    case 'hidden':
      return same({ ...state, ready: false });
    case 'woken':
      return state.due ? sendFlow(state) : same(state);
    case 'numbers':
      return {
        state: { ...state, numbers: event.form },
        messages: toPage(state, { type: 'numbers', form: event.form }),
      };
    case 'shown': {
      const { flow: old, place } = state;
      const isNew = old?.uri !== event.flow.uri || old.version !== event.flow.version || place?.life !== 'open';
      return isNew || event.step !== undefined ? take(state, event.flow, event.cursor, event.step) : same(state);
    }
    case 'checked':
      return take(state, event.flow, event.cursor);
    case 'cleared':
      return after(
        [toEditor({ type: 'title', text: state.say('panel/untitled') })],
        clear({ ...state, place: undefined }),
      );
    case 'absent':
      return absent(state, event.uri);
    case 'closed':
      return closed(state, event.uri);
    case 'gone':
      return gone(state, event.uri);
    case 'written':
      return written(state, event.uri);
    case 'renamed':
      return atNewName(state, event.from, event.to);
    case 'cursor':
      return follow(state, event);
    case 'selecting':
      return same({ ...state, selecting: [...state.selecting, event.line] });
    case 'go':
      return go(state, event.step, true);
    case 'event':
      return state.drawing ? go(state, nextEvent(state.drawing.index, state.step, event.by), true) : same(state);
    case 'finding': {
      const to = state.drawing ? nextFinding(state.drawing.index, state.step, event.by) : -1;
      return to >= 0 ? go(state, to, true) : same(state);
    }
    case 'play':
      return { state, messages: toPage(state, { type: 'play' }) };
    case 'insert-failed':
      return refuse(state, state.say('panel/ghost-none'));
    case 'edit-failed':
      return refuse(state, state.say('inspect/edit-failed'));
  }
}

const same = (state: Session): Outcome => ({ state, messages: [] });
const toEditor = (request: Request): Message => ({ to: 'editor', request });

/** A message to the page; dropped while the page is not ready, since everything is sent when it becomes ready. */
function toPage(state: Session, message: HostMessage): Message[] {
  return state.ready ? [{ to: 'page', message }] : [];
}

/** An outcome with further messages before its own messages. */
const after = (first: readonly Message[], { state, messages }: Outcome): Outcome => ({
  state,
  messages: [...first, ...messages],
});

function fromPage(state: Session, message: PageMessage): Outcome {
  // A message about another drawing refers to rows and steps that no longer exist.
  const isOfThis = 'id' in message && message.id === state.id;
  switch (message.type) {
    case 'ready': {
      const now = { ...state, ready: true };
      const setup = toPage(now, { type: 'setup', texts: pageTexts(now.say), numbers: now.numbers });
      return after(setup, sendFlow(now));
    }
    case 'rows':
      return isOfThis ? { state, messages: rows(state, message.from, message.to) } : same(state);
    case 'step':
      return isOfThis ? go(state, message.step, false) : same(state);
    case 'line':
      if (state.place?.life === 'gone') return refuse(state, lastText(state));
      return isOfThis ? { state, messages: [select(message.line, { anew: true, open: true })] } : same(state);
    case 'lock':
      return same({ ...state, locked: message.locked });
    case 'numbers':
      return { state: { ...state, numbers: message.form }, messages: [toEditor(message)] };
    case 'rule':
      return { state, messages: [toEditor({ type: 'rule', rule: message.rule })] };
    case 'arrange':
      // A click made during a new check of the same document is still valid.
      return message.id < state.since ? same(state) : arrange(state, message.arrangement);
    case 'export':
      return { state, messages: [toEditor({ type: 'export', request: message })] };
    case 'png':
      return { state, messages: [toEditor(message)] };
    case 'tab':
      return message.tab === state.tab || !isTab(message.tab)
        ? same(state)
        : sendStep({ ...state, tab: message.tab }, false);
    case 'list':
      return isOfThis ? { state, messages: list(state, message.from, message.to) } : same(state);
    case 'insert':
      return isOfThis ? insert(state, message.step) : same(state);
    case 'find':
      return isOfThis ? { state, messages: found(state, message.text) } : same(state);
    case 'edit':
      return isOfThis ? edit(state, message) : same(state);
    case 'visit':
      return isOfThis ? visit(state, message.state) : same(state);
    case 'pair-rows':
    case 'moment':
    case 'pair-line':
    case 'pair-look':
    case 'what-if':
      return same(state);
  }
}

function select(line: number, how: { readonly anew: boolean; readonly open: boolean }): Message {
  return toEditor({ type: 'select', line, ...how });
}

/** Computes the flow's changes of TCP state if the visible tab shows them. */
function looked(state: Session): Session {
  const { flow, tab, visits, ready } = state;
  return ready && flow && needsVisits(tab) && !visits ? { ...state, visits: visitsOf(flow.trace) } : state;
}

/** The details of the current step, with the content of the visible tab only. */
function detailOf(state: Session, trace: Trace): Detail {
  return detail(trace, state.step, state.say, { tab: state.tab, visits: state.visits ?? [], eyes: state.how.eyes });
}

/** Sends the whole flow with the rows around the current step. */
function sendFlow(before: Session): Outcome {
  const state = looked({ ...before, due: false });
  const { flow, drawing, step, id, locked, how, ready } = state;
  if (!ready) return same(state);
  if (!flow || !drawing) return { state, messages: toPage(state, { type: 'nothing', notice: lastText(state) }) };
  const row = drawing.index.rowOfStep[step] ?? 0;
  const messages = toPage(state, {
    type: 'flow',
    id,
    uri: flow.uri,
    name: flow.name,
    index: drawing.index,
    window: drawing.rows(row - NEAR, row + NEAR),
    detail: detailOf(state, flow.trace),
    exercise: exerciseOf(flow.trace, state.say),
    locked,
    notice: lastText(state),
    arrangement: { ...how, runs: foldsRuns(flow.trace, how) },
  });
  return { state, messages };
}

function sendStep(before: Session, reveal: boolean): Outcome {
  const state = looked(before);
  const { flow, id, ready } = state;
  if (!flow || !ready) return same(state);
  return { state, messages: toPage(state, { type: 'step', id, detail: detailOf(state, flow.trace), reveal }) };
}

function rows(state: Session, from: number, to: number): Message[] {
  const { drawing, id } = state;
  if (!drawing) return [];
  return toPage(state, { type: 'rows', id, window: drawing.rows(from, Math.min(to, from + MOST_ROWS)) });
}

function list(state: Session, from: number, to: number): Message[] {
  const { flow, id, say } = state;
  if (!flow) return [];
  const items = listOfSteps(flow.trace, from, Math.min(to, from + MOST_ITEMS), say);
  return toPage(state, { type: 'list', id, items });
}

function found(state: Session, text: string): Message[] {
  const { flow, id } = state;
  return flow ? toPage(state, { type: 'found', id, text, steps: findSteps(flow.trace, text) }) : [];
}

function arrange(state: Session, how: Arrangement): Outcome {
  const { flow, id } = state;
  return flow ? sendFlow({ ...state, how, drawing: diagram(flow.trace, how), id: id + 1 }) : same(state);
}

/**
 * Makes a step the current one. With `tell`, the step is sent to the page, which scrolls there; false if the page
 * itself chose the step.
 */
function go(state: Session, to: number, tell: boolean): Outcome {
  const { flow } = state;
  if (!flow || flow.trace.steps.length === 0) return same(state);
  const step = Math.max(0, Math.min(flow.trace.steps.length - 1, to));
  const line = flow.trace.steps[step]?.line ?? -1;
  return after([select(line, { anew: false, open: false })], sendShown(state, { ...state, step }, tell));
}

/** Sends a new current step. If the step is in a folded burst, the burst is opened and the whole flow is sent. */
function sendShown(was: Session, state: Session, reveal: boolean): Outcome {
  const shown = opened(state);
  return shown.id === was.id ? sendStep(shown, reveal) : sendFlow(shown);
}

/**
 * Opens the folded burst that contains the current step: inside a folded burst the picture would not change from step
 * to step.
 */
function opened(state: Session): Session {
  const { flow, drawing, step, how, id } = state;
  const first = drawing ? burstAround(drawing.index, step) : -1;
  if (!flow || first < 0) return state;
  const open = turn(how, `fold:${first}`);
  return { ...state, how: open, drawing: diagram(flow.trace, open), id: id + 1 };
}

function visit(before: Session, wanted: Extract<PageMessage, { type: 'visit' }>['state']): Outcome {
  if (!before.flow) return same(before);
  const visits = before.visits ?? visitsOf(before.flow.trace);
  const state = { ...before, visits };
  const to = nextVisit(visits, state.step, wanted);
  return to >= 0 ? go(state, to, true) : same(state);
}

/** Turns a changed header field into an edit of the script line, which can be undone as usual. */
function edit(state: Session, message: Extract<PageMessage, { type: 'edit' }>): Outcome {
  const { flow, place, say } = state;
  const { step, field, value } = message;
  if (!flow || !place) return same(state);
  if (place.life === 'gone') return refuse(state, lastText(state));
  if (place.life === 'closed') return { state: { ...state, waiting: message }, messages: [reopen(place)] };
  const made = rewrite(flow.trace, step, field, value);
  if (!made) return refuse(state, say('inspect/edit-refused', { text: value }));
  const messages = [
    // Moves the cursor to the step's line first, so that the step stays current after the edit.
    select(made.line, { anew: true, open: false }),
    toEditor({ type: 'edit', version: flow.version, edit: made }),
  ];
  return { state: { ...state, step }, messages };
}

/** Asks for the line that is missing before a step. */
function insert(state: Session, step: number): Outcome {
  const { flow, place } = state;
  if (!flow || !place) return same(state);
  if (place.life === 'gone') return refuse(state, lastText(state));
  return { state, messages: [toEditor({ type: 'insert', version: flow.version, step })] };
}

/** Sends the unchanged step, so that the page drops the user's input, together with the reason. */
function refuse(before: Session, text: string): Outcome {
  const { state, messages } = sendStep(before, false);
  return { state, messages: [...messages, ...toPage(state, { type: 'said', text })] };
}

/** Replaces the flow by a newly checked one. The step at the cursor becomes current, and the page is updated soon. */
function take(state: Session, next: Shown, cursor: number, wanted?: number): Outcome {
  const moved = state.flow?.uri !== next.uri;
  const old = moved ? undefined : state.flow.trace;
  const { trace } = next;
  // Folds and filters belong to the other flow.
  const { runs, time, windows, show, eyes } = state.how;
  const how = moved && wanted === undefined ? { ...PLAIN, runs, time, windows, show, eyes } : state.how;
  const id = state.id + 1;
  const drawing = diagram(trace, how);
  const count = trace.steps.length;
  const atCursor = cursor > 0 ? stepAtLine(trace, cursor) : -1;
  let { step } = state;
  // A flow is opened at its cursor; with the cursor above all steps, at the first segment.
  if (wanted !== undefined) step = wanted;
  else if (atCursor >= 0) step = sameOfLine(old, step, trace, cursor) ?? atCursor;
  else if (moved) step = nextEvent(drawing.index, -1, 1);
  step = Math.min(step, count - 1);
  if (count > 0) step = Math.max(0, step);
  const messages: Message[] = [title(state, next.name)];
  if (!state.due) messages.push(toEditor({ type: 'wake', after: FRAME }));
  const { waiting } = state;
  const outcome = {
    state: opened({
      ...state,
      place: { uri: next.uri, name: next.name, life: 'open' as const },
      waiting: undefined,
      flow: next,
      drawing,
      visits: undefined,
      id,
      since: moved ? id : state.since,
      step,
      how,
      due: true,
    }),
    messages,
  };
  if (waiting === undefined || old === undefined) return outcome;
  const isSame = writtenAt(old, waiting.step) === writtenAt(trace, waiting.step);
  const { say } = state;
  return after(messages, isSame ? edit(outcome.state, waiting) : refuse(outcome.state, say('inspect/edit-changed')));
}

const title = ({ say }: Session, name: string): Message =>
  toEditor({ type: 'title', text: say('panel/title', { name }) });
const reopen = ({ uri }: Place): Message => toEditor({ type: 'reopen', uri });

/** The notice that the file no longer exists; empty if it exists. */
function lastText({ place, say }: Session): string {
  if (place?.life !== 'gone') return '';
  return say(place.uri.startsWith(UNTITLED) ? 'panel/gone-unsaved' : 'panel/gone', { name: place.name });
}
const UNTITLED = 'untitled:';

/** Sends the notice above the diagram. */
function notice(state: Session): Message[] {
  return toPage(state, { type: 'notice', text: lastText(state) });
}

function absent(state: Session, uri: string): Outcome {
  const name = nameIn(uri);
  const place = { uri, name, life: 'gone' } as const;
  return after([title(state, name)], clear({ ...state, place }));
}

function closed(state: Session, uri: string): Outcome {
  const { place } = state;
  if (place?.uri !== uri || place.life !== 'open') return same(state);
  // An untitled document has no file.
  if (uri.startsWith(UNTITLED)) return gone(state, uri);
  return same({ ...state, place: { ...place, life: 'closed' } });
}

function gone(before: Session, uri: string): Outcome {
  const { place } = before;
  if (!place || place.life === 'gone' || !isWithin(place.uri, uri)) return same(before);
  const state = { ...before, place: { ...place, life: 'gone' as const } };
  // An edit that waited for the file is dropped.
  if (state.waiting !== undefined)
    return after(notice(state), refuse({ ...state, waiting: undefined }, lastText(state)));
  return { state, messages: notice(state) };
}

function written(state: Session, uri: string): Outcome {
  const { place } = state;
  // VS Code updates an open document by itself.
  if (!place || place.life === 'open' || !isWithin(place.uri, uri)) return same(state);
  return { state, messages: [reopen(place)] };
}

function atNewName(before: Session, from: string, to: string): Outcome {
  const { place, flow } = before;
  const uri = place && renamed(place.uri, from, to);
  if (uri === undefined) return same(before);
  const now: Place = { uri, name: nameIn(uri), life: 'closed' };
  const state = { ...before, place: now, flow: flow && { ...flow, uri, name: now.name } };
  return after([title(state, now.name), reopen(now)], sendFlow(state));
}

function clear(state: Session): Outcome {
  const { id } = state;
  const empty = { ...state, waiting: undefined, flow: undefined, drawing: undefined, visits: undefined, id: id + 1 };
  return sendFlow(empty);
}

/** Makes the step at the cursor the current one, unless the panel itself moved the cursor. */
function follow(
  before: Session,
  { line, version, byHand }: { readonly line: number; readonly version: number; readonly byHand: boolean },
): Outcome {
  // Events arrive late, and several selections may cause a single event, for the last one.
  const at = byHand ? -1 : before.selecting.lastIndexOf(line);
  const state = { ...before, selecting: at < 0 ? [] : before.selecting.slice(at + 1) };
  const { flow, step } = state;
  // While a change is unchecked, lines do not match steps; the check will set the step.
  if (at >= 0 || flow?.version !== version) return same(state);
  // A line may have several steps; any of them matches the cursor.
  if (flow.trace.steps[step]?.line === line) return same(state);
  const to = stepAtLine(flow.trace, line);
  return to < 0 || to === step ? same(state) : sendShown(state, { ...state, step: to }, true);
}
