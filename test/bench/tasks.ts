/** The tasks of a page's main thread, in the thread's own CPU time, which other processes on the machine don't lengthen. */
import type { Browser, Page } from 'playwright-core';

export interface TaskFigures {
  readonly tasks: number;
  /** CPU time of the longest task, milliseconds. */
  readonly longestMs: number;
  /** The number of tasks that take longer than a screen frame is shown. */
  readonly over: number;
}

/** An event of Chromium's tracing; times are microseconds. */
interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** CPU time of the thread. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** A task above this many milliseconds misses a frame at 60 frames a second. */
const MOST = 16;
const CATEGORIES = ['__metadata', 'disabled-by-default-devtools.timeline'];
/** A task of a thread, as the timeline names it. */
const TASK = 'RunTask';

/** The tasks of the page's main thread while `run` runs, and its answer. Only one may be measured at a time. */
export async function tasksOf<T>(browser: Browser, page: Page, run: () => Promise<T>): Promise<[T, TaskFigures]> {
  await browser.startTracing(page, { categories: CATEGORIES, screenshots: false });
  const answer = await run();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const threads = new Set(
    traceEvents
      .filter((e) => e.name === 'thread_name' && e.args?.name === 'CrRendererMain')
      .map((e) => `${e.pid} ${e.tid}`),
  );
  const times = traceEvents
    .filter((e) => e.ph === 'X' && e.name === TASK && threads.has(`${e.pid} ${e.tid}`))
    .map(({ tdur = 0 }) => tdur / 1000);
  if (!times.some((time) => time > 0)) throw new Error('the tracing of this Chromium gives no CPU time of tasks');
  return [
    answer,
    { tasks: times.length, longestMs: Math.max(...times), over: times.filter((time) => time > MOST).length },
  ];
}
