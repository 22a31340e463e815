import * as vscode from 'vscode';
import { languageOf, type Language } from '../words/say';

/** The display language of VS Code, as far as it is supported. */
export function displayLanguage(): Language {
  return languageOf(vscode.env.language);
}

/** True if the display language is Chinese; pages of media/docs then have the ending `.zh-cn.md`. */
export function isChinese(): boolean {
  return displayLanguage() === 'zh-cn';
}
