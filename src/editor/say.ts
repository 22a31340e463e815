import * as vscode from 'vscode';
import { languageOf, type Language } from '../words/say';

/** The language of VS Code's display that texts and pages are shown in. */
export function displayLanguage(): Language {
  return languageOf(vscode.env.language);
}

/** VS Code speaks Chinese: the pages of media/docs are shown in their `.zh-cn.md` form. */
export function isChinese(): boolean {
  return displayLanguage() === 'zh-cn';
}
