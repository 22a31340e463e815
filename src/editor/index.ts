/**
 * The language features of VS Code, one file a feature.
 *
 * `flows.ts` is the service that all of them share: it keeps the trace of each open document, checks a changed one after a
 * pause in typing or when a feature asks, and continues long checks in slices (`slices.ts`), between which keystrokes are
 * processed. `diagnostics.ts` shows the findings of each trace. These two are loaded first (`src/first.ts`), so that
 * diagnostics do not wait for the other features.
 *
 * `registerEditor` registers the rest. Each feature is a provider that reads the trace, or the syntax tree where no check
 * is needed, and returns VS Code's values: `complete/`, `explain/` (hovers) and `fix/` hold what is pure of it, and know no
 * `vscode`. `library/` shows the flows of media/scenarios, finds them, and holds exercises against their goals; `pages.ts` the pages of rules and guides. `captures/` shows the
 * connections of capture files as a table and as flows, and writes flows as captures; a part that is loaded then reads and writes them.
 *
 * `markdownPreview.ts` draws the fences of Markdown previews.
 *
 * `tools.ts` answers models, by a part that is loaded at the first call. `exploring.ts` searches what `explore` lines ask, in slices, when a user wants it.
 *
 * `platform.ts` is the only file that differs between a Node and a web worker host. No feature changes a trace, and none
 * waits for the panel.
 */
export type { ExtensionContext } from 'vscode';
export type { CaptureDoor, LoadCaptures } from './captures/part';
export { registerEditor } from './editor';
export { fixesFor } from './fix/fixes';
export { type Flow, type Flows, LANGUAGE, inSlices } from './flows';
export type { DrawFlow } from './guidePages';
export { makeNonce, pageHtml } from './html';
export type { ExtendMarkdownIt } from './markdownPreview';
export { affectsNumbers, numbersSetting, setNumbers } from './settings';
export type { AgentDoor, ToolParts } from './tools';
