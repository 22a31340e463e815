/**
 * `npm run fuzz -- [--captures] [--count N] [--seed S] [--from N]`: tests the laws of laws.ts on random flows, in a process of its
 * own that may hang or die. A failing flow is minimized and printed with its seed and number; the exit code is then 1.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { serve, textOf, type Report, type Task } from './child';
import { readFileSync } from 'node:fs';
import { tryCaptures } from './captures';
import { projectFlows } from './flows';
import { minimised } from './minimise';
import type { Failure } from './trial';

/** CPU time without a report after which the process is killed, milliseconds; wall time if CPU time is not known. */
const PATIENCE = 10_000;
const SHORT_PATIENCE = 4_000;
/** Time between two checks of the process, milliseconds. */
const LOOK = 1000;
/** Heap limit of the process, MiB. */
const HEAP = 1024;
/** The number of flows in a task. */
const BATCH = 200;
/** The most texts tried to minimize a failing one; fewer if each takes seconds. */
const TRIES = 1500;
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

  /** Returns the failures of a task, and the number of the flow that it reached. */
  run(task: Task, patience: number): Promise<{ readonly failures: readonly Outcome[]; readonly to: number }> {
    const child = (this.child ??= fork(__filename, ['--child'], {
      execArgv: ['--enable-source-maps', `--max-old-space-size=${HEAP}`],
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
        lost({ law: 'memory', message: `${law} ended the process (${signal ?? code ?? ''}), which has ${HEAP} MiB` }),
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

async function smaller(trials: Trials, seed: number, { number, failure }: Outcome, text: string): Promise<string> {
  const slow = isSlow(failure);
  const fails = async (candidate: string): Promise<boolean> => {
    const task = { seed, number, to: number + 1, text: candidate };
    const { failures } = await trials.run(task, slow ? SHORT_PATIENCE : PATIENCE);
    return failures.some((f) => (slow ? isSlow(f.failure) : key(f.failure) === key(failure)));
  };
  return minimised(text, fails, slow ? SLOW_TRIES : TRIES);
}

function option(args: readonly string[], name: string, otherwise: number): number {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(args[at + 1]);
}

async function fuzzCaptures(count: number, seed: number, from: number): Promise<number> {
  const { captures, texts, failed } = await tryCaptures(count, seed, from);
  for (const [text, { first, times }] of failed) console.log(`${String(times).padStart(6)}  trial ${first}: ${text}`);
  const heap = (process.memoryUsage().heapUsed / 1e6).toFixed(0);
  console.log(
    `${captures} captures and ${texts} texts of seed ${seed} from ${from}: ${failed.size} kinds of failures, heap ${heap} MB`,
  );
  return failed.size === 0 ? 0 : 1;
}

async function main(args: readonly string[]): Promise<number> {
  const [count, seed, from] = [option(args, 'count', 2000), option(args, 'seed', 1981), option(args, 'from', 0)];
  if (![count, seed, from].every(Number.isSafeInteger)) {
    console.error('usage: npm run fuzz -- [--captures] [--count N] [--seed S] [--from N]');
    return 2;
  }
  if (args.includes('--captures')) return fuzzCaptures(count, seed, from);
  const known = projectFlows();
  const trials = new Trials();
  const seen = new Map<string, number>();
  let failed = 0;
  const start = Date.now();
  for (let number = from; number < from + count;) {
    const { failures, to } = await trials.run({ seed, number, to: Math.min(from + count, number + BATCH) }, PATIENCE);
    number = to;
    for (const outcome of failures) {
      failed++;
      const kind = key(outcome.failure);
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      if ((seen.get(kind) ?? 0) > 1) continue;
      const text = await smaller(trials, seed, outcome, textOf(seed, outcome.number, known));
      const { law, message } = outcome.failure;
      console.log(
        `\nseed ${seed}, flow ${outcome.number}, ${law}: ${brief(message)}\n--- as text, ${JSON.stringify(text.slice(0, 2000))}\n${text.slice(0, 2000)}\n---`,
      );
    }
  }
  trials.end();
  for (const [kind, times] of [...seen].sort((a, b) => b[1] - a[1]))
    console.log(`${String(times).padStart(6)}  ${kind}`);
  const seconds = (Date.now() - start) / 1000;
  console.log(
    `${count} flows of seed ${seed} from ${from}: ${failed} failed, ${seconds.toFixed(0)} s, heap at most ${(trials.heap / 1e6).toFixed(0)} MB`,
  );
  return failed === 0 ? 0 : 1;
}

if (process.argv.includes('--child')) serve();
else {
  main(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
