/**
 * Tools about flows for models and scripts: check, explain, next, play, help. Strings in, strings out, and the same as data.
 *
 * `tools.ts` has the tools as models see them. `answerOf` reads an input, which may be anything, and asks one file for each tool
 * (`check.ts`, `explain.ts`, `next.ts`, `play.ts`, `help.ts`) for a draft, which `answer.ts` cuts to the caller's budget of
 * tokens: items beyond it are counted, and the call that brings them is named. An input that can't be read is answered, too.
 *
 * A door (VS Code, MCP, the command line) reads files, and loads languages, TLS and the reference when they are asked for.
 */
export { type Answer, MOST_ITEMS } from './answer';
export { type Door, answerOf } from './ask';
export { TOOLS, type Tool, type ToolName, toolNamed, toolOf } from './tools';
