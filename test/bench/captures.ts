import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { readOctets } from '../../src/capture';
import { medianTime } from './measure';

/** Large captures: beside the checkout, or where TCPFLOW_CORPUS says. */
const FOLDER = join(process.env['TCPFLOW_CORPUS'] ?? resolve('..', 'shared', 'corpus'), 'large');

export interface CaptureFigures {
  readonly file: string;
  readonly packets: number;
  readonly connections: number;
  /** The file in memory into columns and table, once the code is warm. */
  readonly warmMs: number;
  /** The command line, from its start to its end. */
  readonly commandMs: number;
  /** The most memory of that process, bytes. */
  readonly memory: number;
  /** The time of `tshark -q -z conv,tcp`; undefined without tshark. */
  readonly tsharkMs: number | undefined;
}

/** Runs the command line, and prints at its end the most memory that it had, kB. */
const COMMAND = `
  const [cli, ...rest] = process.argv.slice(1);
  process.argv = [process.execPath, cli, ...rest];
  process.on('exit', () => console.error(process.resourceUsage().maxRSS));
  require(cli);
`;

/** `tcp-flow connections` as a process, its start included. */
function commandFigures(file: string): Pick<CaptureFigures, 'commandMs' | 'memory'> {
  const start = performance.now();
  const args = ['-e', COMMAND, join(__dirname, 'cli.js'), 'connections', file];
  const { stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  return { commandMs: performance.now() - start, memory: 1024 * Number(stderr) };
}

/** Figures for each large capture; none without the corpus. */
export function captureTimes(times: number): CaptureFigures[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER).map((name) => {
    const file = join(FOLDER, name);
    const bytes = readFileSync(file);
    const { packets, connections } = readOctets(bytes);
    return {
      file: name,
      packets: packets.count,
      connections: connections.length,
      warmMs: medianTime(times, () => void readOctets(bytes)),
      ...commandFigures(file),
      tsharkMs: tsharkTime(file),
    };
  });
}

function tsharkTime(file: string): number | undefined {
  const start = performance.now();
  const { status } = spawnSync('tshark', ['-q', '-z', 'conv,tcp', '-r', file], { stdio: 'ignore' });
  return status === 0 ? performance.now() - start : undefined;
}
