/** The tools' host in tests: files are those of the project, both languages are loaded. */
import { readFileSync } from 'node:fs';
import * as h2 from '../../../src/layers/h2';
import * as tls from '../../../src/layers/tls';
import { type Answer, type Door, type ToolName, answerOf } from '../../../src/agent';
import { exampleOf } from '../../../src/words/examples';
import { pageEnding } from '../../../src/words/languages';
import { sayIn } from '../../../src/words/words';

const part = { door: tls, recall: tls.newRecall(8 * 2 ** 20) };

export const door: Door = {
  language: 'en',
  profile: 'rfc9293',
  speak: (language) => Promise.resolve(sayIn(language)),
  read: (file) => Promise.resolve(file.startsWith('media/') ? readFileSync(file, 'utf8') : undefined),
  tls: () => Promise.resolve(part),
  h2: () => Promise.resolve(h2),
  example: exampleOf,
  reference: (language) => Promise.resolve(readFileSync(`media/docs/language${pageEnding(language)}.md`, 'utf8')),
};

export function ask(tool: ToolName, input: unknown, tokens?: number): Promise<Answer> {
  return answerOf(tool, input, door, tokens);
}
