/** A flow's own page carries the texts that it says, and no others. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { textsOf } from '../../../src/page/texts';
import { english } from '../../../src/words/words';

/** The rooms that a page runs, but for what VS Code alone has: captures, the page on initial sequence numbers, and how the panel is hosted. */
const ROOMS = ['tell', 'diagram', 'panel', 'webview', 'compose'];
const OTHERS = /captures|isn|notebook|savePage|ticket|links|exporting|choose|comparing|hint|whatIfs?\.ts|compose\/next/;

/** The subjects of ids in the sources of rooms: `story` of `'story/E12'`. */
function subjectsIn(rooms: readonly string[]): Set<string> {
  const files = rooms.flatMap((room) =>
    readdirSync(`src/${room}`, { recursive: true, encoding: 'utf8' }).map((file) => `src/${room}/${file}`),
  );
  const sources = files.filter((file) => file.endsWith('.ts') && !OTHERS.test(file));
  assert.ok(sources.length > 80, String(sources.length));
  const all = new Set(english.ids.map((id) => id.split('/')[0] ?? ''));
  const found = sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/say\(\s*['`]([a-z0-9]+)\//g)]);
  return new Set(found.map(([, subject = '']) => subject).filter((subject) => all.has(subject)));
}

describe("the texts of a flow's own page", () => {
  const whole = textsOf(english, ['tls', 'h2']);

  it('are those of the rooms that it runs', () => {
    const subjects = new Set(Object.keys(whole).map((id) => id.split('/')[0]));
    const asked = [...subjectsIn(ROOMS)];
    assert.ok(asked.length > 12, asked.join());
    assert.deepEqual(
      asked.filter((subject) => !subjects.has(subject)),
      [],
    );
  });

  it('have nothing of TLS and of HTTP/2 without these', () => {
    const plain = Object.keys(textsOf(english, []));
    assert.deepEqual(
      plain.filter((id) => /^(?:why\/)?(?:tls\d*|h2)\//.test(id)),
      [],
    );
    assert.ok(plain.some((id) => id.startsWith('why/http1/')));
    assert.ok(plain.length + 200 < Object.keys(whole).length);
    assert.ok(Object.keys(whole).length + 400 < english.ids.length);
  });
});
