/** Runs the built command as a process. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const CLI = resolve('dist/cli.js');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The tests run in English, whatever the machine's language. */
const ENVIRONMENT = { ...process.env, LC_ALL: 'C', NO_COLOR: '' };

export interface Given {
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Output is octets: one character each. */
  readonly isBinary?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export function tcpflow(args: readonly string[], { input = '', cwd, isBinary = false, env = {} }: Given = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    input,
    encoding: isBinary ? 'latin1' : 'utf8',
    env: { ...ENVIRONMENT, ...env },
    maxBuffer: 1 << 28,
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { code: status, out: stdout, err: stderr };
}

/** Reads the first piece of output and closes the pipe, as `head` does. */
export async function tcpflowUnread(
  args: readonly string[],
  input: string,
): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { env: ENVIRONMENT });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdout.once('data', () => child.stdout.destroy());
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, err };
}

/** Creates a folder with some files for the duration of `use`. */
export async function inFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => void | Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tcpflow-cli-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
