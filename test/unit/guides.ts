/** The guides of media/docs/guides, and their pictures, drawn from flows of the library. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { check } from '../../src/check/check';
import { svg } from '../../src/diagram/export';
import { translated } from '../../src/editor/library/story';
import { createParser } from '../../src/script/parser';
import { sayIn } from '../../src/words/words';
import { WISHES } from './check/expecting';
import { chineseOf, libraryFlows } from './library';

const GUIDES = 'media/docs/guides';
const IMAGES = 'media/docs/images';

export interface GuidePage {
  readonly file: string;
  readonly text: string;
}

export function guidePages(): GuidePage[] {
  return readdirSync(GUIDES)
    .sort()
    .map((name) => ({ file: `${GUIDES}/${name}`, text: readFileSync(`${GUIDES}/${name}`, 'utf8') }));
}

/** The pictures of all guides by path. */
export function guidePictures(): Map<string, string> {
  const flows = new Map(libraryFlows().map((f) => [f.id, f.text]));
  const files = new Map<string, string>();
  for (const { file, text } of guidePages()) {
    for (const [, id = '', chinese] of text.matchAll(/\]\(\.\.\/images\/([a-z0-9-]+)(\.zh-cn)?\.svg\)/g)) {
      const flow = flows.get(id);
      assert.ok(flow !== undefined, `${file}: ${id}`);
      files.set(`${IMAGES}/${id}${chinese ?? ''}.svg`, pictureOf(id, flow, chinese === undefined ? 'en' : 'zh-cn'));
    }
  }
  return files;
}

/** A flow's diagram in light colours, and in dark ones for readers who prefer these. */
function pictureOf(id: string, flow: string, language: 'en' | 'zh-cn'): string {
  const script = createParser().parse(flow);
  const told = language === 'en' ? script : createParser().parse(translated(script, chineseOf(id)));
  const trace = check(told, undefined, undefined, WISHES);
  const draw = (theme: 'light' | 'dark'): string => svg(trace, { say: sayIn(language), language, theme, width: 680 });
  const [light, dark] = [draw('light'), draw('dark')];
  const parts = /^([^]*?)<style>\n([^]*?)\n<\/style>\n<rect ([^>]*?)fill="([^"]*)"\/>([^]*)$/;
  const [, head, lightSheet, paper, lightPaper, body] = parts.exec(light) ?? [];
  const [, , darkSheet, , darkPaper, darkBody] = parts.exec(dark) ?? [];
  assert.ok(body !== undefined && body === darkBody, 'themes differ in their sheets alone');
  return [
    `${head}<style>\n${lightSheet}\n.paper{fill:${lightPaper}}\n</style>`,
    `<style media="(prefers-color-scheme: dark)">\n${darkSheet}\n.paper{fill:${darkPaper}}\n</style>`,
    `<rect class="paper" ${paper?.trim()}/>${body.trimEnd()}`,
    '',
  ].join('\n');
}
