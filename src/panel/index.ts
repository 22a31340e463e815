/**
 * The panel beside the editor: the side of the extension host.
 *
 * `session.ts` is a reducer, `session(state, event) → { state, messages }`: the flow shown, its current step, the
 * arrangement of its rows. It knows neither `vscode` nor a clock, and tests, bench and screenshots use it as the panel
 * does. Its events and messages are in `sessionMessages.ts`; `findSteps.ts` finds a text for it. `view.ts` holds a webview: it passes the events of the page, the editor and the timers to the session, and
 * performs what the session asks for. `life.ts` follows the document through closing, renaming and deletion.
 *
 * `messages.ts` has the messages of both sides with their checks (`checks.ts`, `rowChecks.ts`), `envelopes.ts` the seal by
 * which the page's own messages are known; the page (`src/webview`) imports these modules and no other. `detail.ts` says
 * what the tabs of `tabs.ts` show of a step.
 *
 * `comparing.ts` shows two flows beside each other, `whatIf.ts` the branch of a flow with another fate of a segment,
 * `exporting.ts` writes pictures, `savePage.ts` a flow as a page, `isn.ts` opens the page on initial sequence numbers. Nothing here draws: `src/diagram`
 * makes rows, and the page shows them.
 */
export { flowDrawer } from './drawFlow';
export { registerIsnPage } from './isn';
export { registerPanel } from './panel';
