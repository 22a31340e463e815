/** Language model tools: what VS Code's agents can ask of a flow. The part that answers is loaded at the first call. */
import * as vscode from 'vscode';
import type { Door, ToolName, answerOf } from '../agent';
import { exampleOf } from '../words/examples';
import { type Language, languageOf, pageEnding } from '../words/languages';
import type { Say } from '../words/say';
import type { Flows } from './flows';

/** The functions of the part that answers. */
export interface AgentDoor {
  readonly answerOf: typeof answerOf;
}

/** Parts that the tools load when they are called. */
export interface ToolParts {
  agent(): Promise<AgentDoor>;
  /** The texts of a language. */
  speak(language: Language): Promise<Say>;
}

/** The tools of the manifest; a name alone, as the room that answers is loaded later. */
const NAMES: Readonly<Record<ToolName, string>> = {
  check: 'tcpflow_check',
  explain: 'tcpflow_explain',
  next: 'tcpflow_next',
  play: 'tcpflow_play',
  help: 'tcpflow_help',
};

/** The configuration by which other agents start the server of tools. */
const MCP = { mcpServers: { 'tcp-flow': { command: 'npx', args: ['--yes', 'tcp-flow', 'mcp'] } } };

/** *Copy MCP Configuration*. */
export function registerMcpConfiguration(say: Say): vscode.Disposable {
  return vscode.commands.registerCommand('tcpflow.copyMcp', async () => {
    await vscode.env.clipboard.writeText(`${JSON.stringify(MCP, null, 2)}\n`);
    vscode.window.setStatusBarMessage(say('mcp/copied'), 4000);
  });
}

/** Registers the tools; none where the host has no language models. */
export function registerTools(root: vscode.Uri, flows: Flows, say: Say, parts: ToolParts): vscode.Disposable {
  const models: Partial<typeof vscode.lm> | undefined = vscode.lm;
  if (models.registerTool === undefined) return vscode.Disposable.from();
  const door = doorOf(root, flows, say, parts);
  return vscode.Disposable.from(
    ...(Object.keys(NAMES) as ToolName[]).map((name) =>
      vscode.lm.registerTool(NAMES[name], {
        async invoke({ input, tokenizationOptions }) {
          const { answerOf: answer } = await parts.agent();
          const { text } = await answer(name, input, door, tokenizationOptions?.tokenBudget);
          return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
        },
      }),
    ),
  );
}

function doorOf(root: vscode.Uri, flows: Flows, say: Say, parts: ToolParts): Door {
  const own = languageOf(vscode.env.language);
  return {
    language: own,
    profile: vscode.workspace.getConfiguration('tcpflow').get<string>('profile', 'rfc9293'),
    speak: (language) => (language === own ? Promise.resolve(say) : parts.speak(language)),
    read: readWithin,
    tls: () => flows.parts.tls(),
    h2: () => flows.parts.h2(),
    example: exampleOf,
    reference: (language) => textAt(vscode.Uri.joinPath(root, 'media/docs', `language${pageEnding(language)}.md`)),
  };
}

/** A file of the workspace, by its path in a folder or its whole path, as it stands in the editor; undefined for another one. */
async function readWithin(file: string): Promise<string | undefined> {
  for (const { uri: folder } of vscode.workspace.workspaceFolders ?? []) {
    const base = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
    const uri = file.startsWith(base) ? folder.with({ path: file }) : vscode.Uri.joinPath(folder, file);
    // A path with `..` is joined to one that may lie outside; one that is whole has it still.
    if (!uri.path.startsWith(base) || uri.path.split('/').includes('..')) continue;
    try {
      const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
      return open?.getText() ?? (await textAt(uri));
    } catch {
      // In another folder, perhaps.
    }
  }
  return undefined;
}

async function textAt(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}
