import * as vscode from 'vscode';
import type { Args } from '../script/syntax';
import { englishText, unknownText, type Say } from '../words/words';

/** Words in VS Code's display language: English texts are the keys of media/l10n/bundle.l10n.*.json. */
export const sayInEditor: Say = (id: string, args?: Args) => {
  const text = englishText(id);
  return text === undefined ? unknownText(id, args) : vscode.l10n.t(text, { ...args });
};

/** VS Code speaks Chinese: the pages of media/docs are shown in their `.zh-cn.md` form. */
export function isChinese(): boolean {
  return /^zh(?![a-z])/i.test(vscode.env.language);
}
