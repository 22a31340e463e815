import * as vscode from 'vscode';
import type { Args } from '../script/syntax';
import { englishText, unknownText, type Say } from '../words/words';

/** Words in VS Code's display language: English texts are the keys of media/l10n/bundle.l10n.*.json. */
export const sayInEditor: Say = (id: string, args?: Args) => {
  const text = englishText(id);
  return text === undefined ? unknownText(id, args) : vscode.l10n.t(text, { ...args });
};

/** `.zh-cn` where VS Code speaks Chinese: the ending of the translated pages in media/docs. */
export function pageEnding(): string {
  return /^zh(?![a-z])/i.test(vscode.env.language) ? '.zh-cn.md' : '.md';
}
