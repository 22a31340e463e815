import * as vscode from 'vscode';
import { languageOf, type Language } from '../words/say';

/** The language of VS Code's display that texts and pages are shown in. */
export function displayLanguage(): Language {
  return languageOf(vscode.env.language);
}
