/** The files that are named on the command line: files, folders, patterns, and standard input. */
import { stat } from 'node:fs/promises';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { Session } from './session';

/** Folders that a folder or a pattern never leads into; those whose names begin with a dot are left out, too. */
const IGNORED = ['**/node_modules/**'];

export interface Found {
  /** As given, or relative to the working folder; each once. */
  readonly files: readonly string[];
  /** False if a pattern or a folder has no file; a message has been written. */
  readonly isComplete: boolean;
}

interface Wanted {
  /** The endings of the files of a folder, without dots. */
  readonly endings: readonly string[];
  readonly isEmptyAllowed: boolean;
}

/** Finds the files. A name of nothing is kept, so that reading it says what is wrong. */
export async function filesOf(
  names: readonly string[],
  { endings, isEmptyAllowed }: Wanted,
  { tell, complain }: Pick<Session, 'tell' | 'complain'>,
): Promise<Found> {
  const files = new Set<string>();
  let isComplete = true;
  for (const name of names) {
    const matched = await matchesOf(name, endings);
    if (matched.length === 0 && !isEmptyAllowed) {
      complain(tell('nothing-matched', { file: name }));
      isComplete = false;
    }
    for (const file of matched) files.add(file);
  }
  return { files: [...files], isComplete };
}

/** The folders that names of folders and patterns lead into. */
export async function rootsOf(names: readonly string[]): Promise<readonly string[]> {
  const roots = new Set<string>();
  for (const name of names) {
    const kind = await kindOf(name);
    if (kind === 'folder') roots.add(name);
    if (kind !== 'nothing' || !isDynamicPattern(name)) continue;
    const parts = name.split('/');
    const fixed = parts.slice(
      0,
      parts.findIndex((part) => isDynamicPattern(part)),
    );
    roots.add(fixed.length === 0 ? '.' : fixed.join('/') || '/');
  }
  return [...roots];
}

async function matchesOf(name: string, endings: readonly string[]): Promise<readonly string[]> {
  if (name === '-') return [name];
  const kind = await kindOf(name);
  if (kind === 'file' || (kind === 'nothing' && !isDynamicPattern(name))) return [name];
  const options = { ignore: IGNORED, expandDirectories: false };
  if (kind === 'nothing') return (await glob(name, options)).sort(byText);
  const patterns = endings.map((ending) => `**/*.${ending}`);
  const within = await glob(patterns, { ...options, cwd: name });
  const folder = name.replace(/[\\/]+$/, '');
  return within.map((file) => (folder === '.' ? file : `${folder}/${file}`)).sort(byText);
}

async function kindOf(name: string): Promise<'file' | 'folder' | 'nothing'> {
  try {
    return (await stat(name)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
