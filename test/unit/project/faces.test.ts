import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Rooms whose theory of operation stands elsewhere: programs, which nobody imports, and tables, which are reached into. */
const ELSEWHERE: Readonly<Record<string, string>> = { cli: 'main.ts', webview: 'main.ts', words: 'say.ts' };

const rooms = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The lines of the comment at the head of a file. */
function headOf(file: string): string[] {
  const text = readFileSync(file, 'utf8').replace(/^#!.*\n/, '');
  return /^\/\*\*\n([^]*?)\n \*\/\n/.exec(text)?.[1]?.split('\n') ?? [];
}

describe('the rooms of src', () => {
  it('have a face each, whose head says in at most forty lines how the room works', () => {
    assert.ok(rooms.length >= 15, rooms.join());
    for (const room of rooms) {
      const file = `src/${room}/${ELSEWHERE[room] ?? 'index.ts'}`;
      assert.ok(existsSync(file), file);
      const { length } = headOf(file);
      assert.ok(length >= 5 && length <= 40, `${file}: ${length} lines`);
    }
  });

  it('name in it only files that are there', () => {
    const missing = rooms.flatMap((room) => {
      const file = ELSEWHERE[room] ?? 'index.ts';
      const named = headOf(`src/${room}/${file}`).flatMap((line) => [...line.matchAll(/`([\w/-]+\.ts)`/g)]);
      const paths = named.map(([, path = '']) => (path.startsWith('src/') ? path : `src/${room}/${path}`));
      return paths.filter((path) => !existsSync(path));
    });
    assert.deepEqual(missing, []);
  });
});
