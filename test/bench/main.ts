/**
 * `npm run bench -- [--json] [--quick | --keys | --tls | --hpack | --captures | --page | --mutants]`: measures speed and size of the parts. `--keys`
 * measures keystrokes only, `--tls` TLS, `--hpack` header blocks of HTTP/2, `--captures` the reading and explaining of captures, `--page` the panel's page. `--mutants` prints how many changes of clean flows the checker
 * detects. There are figures only, without thresholds, for comparing two states of the code on one machine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { activationFigures, type ActivationFigures } from './activation';
import { captureTimes, type CaptureFigures } from './captures';
import { explainTimes } from './explaining';
import {
  checkThroughput,
  editTimes,
  keystrokeTimes,
  parserTimes,
  type CheckFigures,
  type EditFigures,
  type KeystrokeFigures,
  type ParserFigures,
} from './checking';
import { diagramTimes, fenceTimes, type DiagramFigures, type FenceFigures } from './drawing';
import { heapFigures, type HeapFigures } from './heap';
import { hpackTimes, type HpackFigures } from './hpack';
import { median } from './measure';
import { messageTimes, type MessageFigures } from './messages';
import { tlsTimes, type TlsFigures } from './tls';
import { pageFigures, type PageFigures } from './page';
import { exploreThroughput, type ExploreFigures } from './exploring';
import { actThroughput, runThroughput, type ActFigures, type RunFigures } from './playing';
import { providerTimes, type ProviderFigures } from './providers';
import { kernelMutants, libraryMutants, writtenMutants } from '../mutants/flows';
import { tally } from '../mutants/tally';
import { whatIfTimes, type WhatIfFigures } from './whatIf';
import {
  captureTable,
  explainTable,
  hpackTable,
  keystrokeTable,
  mutantTable,
  pageTable,
  tables,
  tlsTable,
} from './table';

/** Of the some 200,000 mutants of the kernels' runs, one in this number is played. */
const KERNEL_SHARE = 97;

/** The folder of the bundles, which contains this one. */
const dist = __dirname;

export interface BundleFigures {
  readonly file: string;
  readonly bytes: number;
  readonly gzip: number;
}

export interface Report {
  readonly node: string;
  readonly processor: string;
  readonly check: CheckFigures;
  readonly heap: HeapFigures;
  readonly run: RunFigures;
  readonly acts: ActFigures;
  readonly explored: ExploreFigures;
  readonly whatIfs: readonly WhatIfFigures[];
  readonly parser: readonly ParserFigures[];
  readonly edits: readonly EditFigures[];
  readonly keystrokes: readonly KeystrokeFigures[];
  readonly messages: readonly MessageFigures[];
  readonly tls: readonly TlsFigures[];
  readonly hpack: readonly HpackFigures[];
  /** None without the corpus. */
  readonly captures: readonly CaptureFigures[];
  readonly providers: readonly ProviderFigures[];
  readonly diagram: readonly DiagramFigures[];
  readonly fence: FenceFigures;
  /** Undefined without Chromium. */
  readonly page: readonly PageFigures[] | undefined;
  readonly bundles: readonly BundleFigures[];
  /** Undefined if the extension is not built. */
  readonly activation: ActivationFigures | undefined;
}

/** Runs this bundle in a process of its own for one figure. */
function apart<T>(figure: string, argument: string, nodeFlags: readonly string[] = []): T {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [...nodeFlags, __filename, `--only=${figure}`, argument],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`measuring ${figure} failed:\n${stderr.slice(-1000)}`);
  return JSON.parse(stdout) as T;
}

function bundles(): BundleFigures[] {
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((f) => f.replaceAll('\\', '/'))
    .filter((f) => /\.(js|css)$/.test(f) && !f.startsWith('test/') && f !== relative(dist, __filename))
    .sort()
    .map((file) => {
      const content = readFileSync(join(dist, file));
      return { file: `dist/${file}`, bytes: content.length, gzip: gzipSync(content).length };
    });
}

function activation(runs: number): ActivationFigures | undefined {
  const file = join(dist, 'extension.js');
  if (!existsSync(file)) return undefined;
  const figures = Array.from({ length: runs }, () => apart<ActivationFigures>('activation', file));
  const middle = (of: (f: ActivationFigures) => number): number => median(figures.map(of));
  return {
    loadMs: middle((f) => f.loadMs),
    activateMs: middle((f) => f.activateMs),
    firstDiagnosticsCpuMs: middle((f) => f.firstDiagnosticsCpuMs),
  };
}

function page(sizes: readonly number[]): PageFigures[] | undefined {
  return apart<PageFigures[] | null>('page', sizes.join(',')) ?? undefined;
}

const SIZES = [1000, 10_000, 100_000];

function measure(quick: boolean): Report {
  const sizes = quick ? [1000, 10_000] : SIZES;
  const most = sizes.at(-1) ?? 0;
  const runs = (lines: number): number => (quick ? 3 : lines >= 100_000 ? 5 : 15);
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? '',
    check: checkThroughput(most, runs(most)),
    heap: apart<HeapFigures>('heap', String(most), ['--expose-gc']),
    run: runThroughput(10_000_000, 3),
    acts: actThroughput(100_000, runs(10_000)),
    explored: exploreThroughput(quick ? 1 : 2),
    whatIfs: [10, 50].flatMap((exchanges) => whatIfTimes(exchanges, runs(1000))),
    parser: sizes.map((n) => parserTimes(n, runs(n))),
    edits: sizes.flatMap((n) => editTimes(n, runs(n))),
    keystrokes: keystrokeTimes(sizes),
    messages: sizes.filter((n) => n <= 10_000).map((n) => messageTimes(n, runs(n))),
    tls: tlsTimes(quick ? 9 : 45),
    hpack: hpackTimes(quick ? 9 : 45),
    captures: captureTimes(quick ? 3 : 15),
    providers: sizes.filter((n) => n <= 10_000).map((n) => providerTimes(n, runs(n))),
    diagram: sizes.map((n) => diagramTimes(n, runs(n))),
    fence: fenceTimes(quick ? 3 : 15),
    page: page(sizes),
    bundles: bundles(),
    activation: activation(quick ? 3 : 7),
  };
}

async function main(args: readonly string[]): Promise<number> {
  const [first = '', argument = ''] = args;
  if (first === '--only=heap') console.log(JSON.stringify(heapFigures(Number(argument))));
  else if (first === '--only=activation') console.log(JSON.stringify(await activationFigures(argument)));
  else if (first === '--only=page') {
    console.log(JSON.stringify((await pageFigures(argument.split(',').map(Number))) ?? null));
  } else if (args.includes('--keys') && args.every((a) => a === '--json' || a === '--keys')) {
    const figures = keystrokeTimes(SIZES);
    console.log(args.includes('--json') ? JSON.stringify(figures) : keystrokeTable(figures));
  } else if (args.includes('--tls') && args.every((a) => a === '--json' || a === '--tls')) {
    const figures = tlsTimes(45);
    console.log(args.includes('--json') ? JSON.stringify(figures) : tlsTable(figures));
  } else if (args.includes('--hpack') && args.every((a) => a === '--json' || a === '--hpack')) {
    const figures = hpackTimes(45);
    console.log(args.includes('--json') ? JSON.stringify(figures) : hpackTable(figures));
  } else if (args.includes('--captures') && args.every((a) => a === '--json' || a === '--captures')) {
    const [read, explained] = [captureTimes(15), await explainTimes()];
    console.log(
      args.includes('--json')
        ? JSON.stringify({ read, explained })
        : [captureTable(read), explainTable(explained)].join('\n\n'),
    );
  } else if (args.includes('--page') && args.every((a) => a === '--json' || a === '--page')) {
    const figures = page(SIZES);
    console.log(args.includes('--json') ? JSON.stringify(figures) : pageTable(figures));
  } else if (args.includes('--mutants') && args.every((a) => a === '--json' || a === '--mutants')) {
    const report = {
      written: tally(writtenMutants()),
      library: tally(libraryMutants()),
      kernels: tally(kernelMutants(KERNEL_SHARE)),
    };
    console.log(
      args.includes('--json')
        ? JSON.stringify(report)
        : [
            mutantTable('Flows written for it', report.written),
            mutantTable('Library', report.library),
            mutantTable('Kernels', report.kernels),
          ].join('\n\n'),
    );
  } else if (args.every((a) => a === '--json' || a === '--quick')) {
    const report = measure(args.includes('--quick'));
    console.log(args.includes('--json') ? JSON.stringify(report) : tables(report));
  } else {
    console.error(
      'usage: npm run bench -- [--json] [--quick | --keys | --tls | --hpack | --captures | --page | --mutants]',
    );
    return 2;
  }
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
