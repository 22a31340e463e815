/**
 * `npm run fuzz -- [--captures] [--count N] [--seed S] [--from N]`: tests the laws of laws.ts on random flows, or with `--captures`
 * those of capture-trial.ts on changed captures and texts of analysers, in a process of its own that may hang or die. A failing case
 * is minimized and printed with its seed and number; the exit code is then 1.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { OCTETS, type Report, type Subject, type Task, captureSubject, flowSubject, serve } from './child';
import { readFileSync } from 'node:fs';
import { type CaptureCase, startsIn } from './captures';
import { minimised, minimisedFile } from './minimise';
import type { Failure } from './trial';

/** CPU time without a report after which the process is killed, milliseconds; wall time if CPU time is not known. */
const PATIENCE = 10_000;
const SHORT_PATIENCE = 4_000;
/** Time between two checks of the process, milliseconds. */
const LOOK = 1000;
/** Heap limit of the process, MiB: for flows, and for captures, which are small. */
const HEAP = 1024;
const CAPTURE_HEAP = 256;
/** The number of cases in a task. */
const BATCH = 200;
/** Cases between two reports of how far it is. */
const TOLD = 50_000;
/** The most texts tried to minimize a failing one; fewer if each takes seconds. */
const TRIES = 1500;
/** The most characters of a file that are printed. */
const MOST_SHOWN = 6000;
const SLOW_TRIES = 30;

interface Outcome {
  readonly number: number;
  readonly failure: Failure;
}

/** CPU time that a process has used, milliseconds. The kernel counts it in ticks of 10 ms (proc_pid_stat(5)). */
function cpuTime(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return undefined;
  }
}

/** Runs tasks in one process, which is restarted if it was killed. */
class Trials {
  private child: ChildProcess | undefined;
  heap = 0;

  constructor(
    private readonly args: readonly string[],
    private readonly most: number,
  ) {}

  /** Returns the failures of a task, and the number of the case that it reached. */
  run(task: Task, patience: number): Promise<{ readonly failures: readonly Outcome[]; readonly to: number }> {
    const child = (this.child ??= fork(__filename, ['--child', ...this.args], {
      execArgv: ['--enable-source-maps', `--max-old-space-size=${this.most}`],
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    }));
    const failures: Outcome[] = [];
    let [number, law] = [task.number, 'start'];
    return new Promise((resolve) => {
      const now = (): number => cpuTime(child.pid) ?? Date.now();
      let heard = now();
      const settle = (to: number): void => {
        clearInterval(timer);
        child.removeAllListeners();
        resolve({ failures, to });
      };
      const lost = (failure: Failure): void => {
        child.kill('SIGKILL');
        this.child = undefined;
        failures.push({ number, failure });
        settle(number + 1);
      };
      const timer = setInterval(() => {
        if (now() - heard < patience) return;
        lost({ law: 'hang', message: `${law} did not end within ${patience / 1000} s` });
      }, LOOK);
      child.on('message', (report: Report) => {
        heard = now();
        if (report.kind === 'entered') [number, law] = [report.number, report.law];
        else if (report.kind === 'failed') failures.push(report);
        else {
          this.heap = Math.max(this.heap, report.heap);
          settle(task.to);
        }
      });
      child.once('exit', (code, signal) =>
        lost({
          law: 'memory',
          message: `${law} ended the process (${signal ?? code ?? ''}), which has ${this.most} MiB`,
        }),
      );
      child.send(task);
    });
  }

  end(): void {
    this.child?.kill();
  }
}

/** The identity of a failure: its law, the place of the throw, and the first line of its message. */
function key({ law, message }: Failure): string {
  const [first = '', ...stack] = message.split('\n');
  const said = (/:\d+:\d+/.test(first) ? '' : (first.split(/: (?=\S)/, 2).at(-1) ?? '')).replace(/\d+|"[^"]*"?/g, '#');
  const places = stack.filter((l) => /^\s+at /.test(l) && !l.includes('node:'));
  const place = (places[0] ?? '').trim().replace(/^at |\(.*[/]|:\d+\)?$/g, ' ');
  return [law, said.slice(0, 60), place.trim()].filter((part) => part !== '').join(' · ');
}

/** The message and the nearest places of the stack. */
function brief(message: string): string {
  const lines = message.split('\n');
  const said = lines.filter((l) => !/^\s+at /.test(l)).join('\n');
  const places = lines
    .filter((l) => /^\s+at /.test(l) && !/node:|[/]test[/]fuzz[/](?:trial|child)/.test(l))
    .slice(0, 6);
  return [said.slice(0, 600), ...places].join('\n');
}

function isSlow({ law }: Failure): boolean {
  return law === 'hang' || law === 'memory' || law === 'time';
}

/** Makes a failing case smaller: `fails` tells whether another one fails in the same way. */
type Smaller<T> = (one: T, fails: (one: T) => Promise<boolean>, most: number) => Promise<T>;

const smallerCapture: Smaller<CaptureCase> = (one, fails, most) =>
  typeof one === 'string' ? minimised(one, fails, most) : minimisedFile(one, startsIn(one), fails, most);

interface Wish {
  readonly count: number;
  readonly seed: number;
  readonly from: number;
}

class Fuzzing<T> {
  private readonly seen = new Map<string, number>();
  private failed = 0;

  constructor(
    private readonly subject: Subject<T>,
    private readonly smaller: Smaller<T>,
    private readonly trials: Trials,
  ) {}

  async run({ count, seed, from }: Wish, what: string): Promise<number> {
    const { trials } = this;
    const start = Date.now();
    const said = (): string =>
      `${this.failed} failed, ${((Date.now() - start) / 1000).toFixed(0)} s, heap at most ${(trials.heap / 1e6).toFixed(0)} MB`;
    for (let number = from; number < from + count;) {
      const { failures, to } = await trials.run({ seed, number, to: Math.min(from + count, number + BATCH) }, PATIENCE);
      for (const outcome of failures) await this.take(seed, outcome);
      if (Math.floor(to / TOLD) > Math.floor(number / TOLD)) console.log(`up to ${to}: ${said()}`);
      number = to;
    }
    trials.end();
    for (const [kind, times] of [...this.seen].sort((a, b) => b[1] - a[1]))
      console.log(`${String(times).padStart(6)}  ${kind}`);
    console.log(`${count} ${what} of seed ${seed} from ${from}: ${said()}`);
    return this.failed === 0 ? 0 : 1;
  }

  /** Prints the first failure of a kind, made small. */
  private async take(seed: number, outcome: Outcome): Promise<void> {
    this.failed++;
    const kind = key(outcome.failure);
    this.seen.set(kind, (this.seen.get(kind) ?? 0) + 1);
    if ((this.seen.get(kind) ?? 0) > 1) return;
    const text = this.subject.written(await this.madeSmaller(seed, outcome));
    const { law, message } = outcome.failure;
    const shown = text.startsWith(OCTETS)
      ? text.slice(0, MOST_SHOWN)
      : `as text, ${JSON.stringify(text.slice(0, 2000))}`;
    console.log(`\nseed ${seed}, case ${outcome.number}, ${law}: ${brief(message)}\n--- ${shown}\n---`);
  }

  private madeSmaller(seed: number, { number, failure }: Outcome): Promise<T> {
    const { subject } = this;
    const slow = isSlow(failure);
    const fails = async (candidate: T): Promise<boolean> => {
      const task = { seed, number, to: number + 1, text: subject.written(candidate) };
      const { failures } = await this.trials.run(task, slow ? SHORT_PATIENCE : PATIENCE);
      return failures.some((f) => (slow ? isSlow(f.failure) : key(f.failure) === key(failure)));
    };
    return this.smaller(subject.caseOf(seed, number), fails, slow ? SLOW_TRIES : TRIES);
  }
}

function option(args: readonly string[], name: string, otherwise: number): number {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(args[at + 1]);
}

async function main(args: readonly string[]): Promise<number> {
  const [count, seed, from] = [option(args, 'count', 2000), option(args, 'seed', 1981), option(args, 'from', 0)];
  if (![count, seed, from].every(Number.isSafeInteger)) {
    console.error('usage: npm run fuzz -- [--captures] [--count N] [--seed S] [--from N]');
    return 2;
  }
  const wish = { count, seed, from };
  if (args.includes(CAPTURES)) {
    const trials = new Trials([CAPTURES], CAPTURE_HEAP);
    return new Fuzzing(captureSubject(), smallerCapture, trials).run(wish, 'captures and texts');
  }
  return new Fuzzing(flowSubject(), minimised, new Trials([], HEAP)).run(wish, 'flows');
}

const CAPTURES = '--captures';

if (process.argv.includes('--child')) {
  if (process.argv.includes(CAPTURES)) serve(captureSubject());
  else serve(flowSubject());
} else {
  main(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
