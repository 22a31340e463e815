/**
 * The panel beside the editor: the code in the extension host.
 *
 * `session.ts` is a reducer, `session(state, event) → { state, messages }`: the flow shown, its current step, the
 * arrangement of its rows. The reducer uses neither `vscode` nor a clock, so that tests, benchmarks and screenshots can
 * run it like the panel. Its events and messages are in `sessionMessages.ts`; `findSteps.ts` finds steps by a text.
 * `view.ts` holds a webview: it passes the events of the page, the editor and the timers to the session, and performs
 * what the session asks for. `life.ts` follows the document through closing, renaming and deletion.
 *
 * `messages.ts` has the messages of host and page with their checks (`checks.ts`, `rowChecks.ts`), `envelopes.ts` the
 * numbered envelopes in which messages travel; the page (`src/webview`) imports only these modules of the folder.
 * `detail.ts` gives the details of a step, with the content of the visible tab (`tabs.ts`).
 *
 * `comparing.ts` shows two flows beside each other, `whatIf.ts` a variant of a flow with one changed segment,
 * `exporting.ts` writes pictures, `savePage.ts` a flow as a page, `isn.ts` opens the page on initial sequence numbers.
 * Nothing here draws: `src/diagram` makes rows, and the page shows them.
 */
export { flowDrawer } from './drawFlow';
export { registerIsnPage } from './isn';
export { registerPanel } from './panel';
