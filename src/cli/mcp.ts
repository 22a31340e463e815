/** `tcp-flow mcp`: the tools over the Model Context Protocol, on standard input and output. A bundle of its own. */
import { readFile, realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { type Door, TOOLS, answerOf, toolNamed, toolOf } from '../agent';
import { ruleIds, factsOf } from '../report';
import { exampleOf } from '../words/examples';
import { type Language, pageEnding } from '../words/languages';
import type { Session } from './session';
import { parts } from './parts';
import { speak } from './words';

/** The reference of the language, which the package carries; empty where it is missing. */
async function referenceIn(language: Language): Promise<string> {
  const file = join(__dirname, '..', 'media', 'docs', `language${pageEnding(language)}.md`);
  return readFile(file, 'utf8').catch(() => '');
}

/** Texts that a client can read besides the tools. */
const RESOURCES = [
  { uri: 'tcpflow://language', name: 'The TCP Flow language', mimeType: 'text/markdown' },
  { uri: 'tcpflow://rules', name: 'The rules that flows are checked against', mimeType: 'application/json' },
] as const;

/** Serves until standard input ends. */
export async function serve({ language, profile, version }: Session): Promise<void> {
  const door = doorOf(language, profile);
  const ended = new Promise<void>((done) => process.stdin.once('end', done).once('close', done));
  const handle = serveStdio(() => serverOf(door, version));
  await ended;
  await handle.close();
}

function serverOf(door: Door, version: string): Server {
  const server = new Server({ name: 'tcp-flow', version }, { capabilities: { tools: {}, resources: {} } });
  server.setRequestHandler('tools/list', () => ({
    tools: TOOLS.map((tool) => {
      const { name, title, description, input } = toolOf(tool);
      const annotations = { readOnlyHint: true, openWorldHint: false };
      return { name, title, description, inputSchema: { ...input }, annotations };
    }),
  }));
  server.setRequestHandler('tools/call', async ({ params }) => {
    const tool = toolNamed(params.name);
    if (tool === undefined) {
      const names = TOOLS.map((name) => toolOf(name).name).join(', ');
      return {
        content: [{ type: 'text', text: `There is no tool ${params.name}; there are ${names}.` }],
        isError: true,
      };
    }
    const { text, data } = await answerOf(tool, params.arguments, door);
    return { content: [{ type: 'text', text }], structuredContent: { ...data }, isError: 'problem' in data };
  });
  server.setRequestHandler('resources/list', () => ({ resources: [...RESOURCES] }));
  server.setRequestHandler('resources/read', async ({ params: { uri } }) => {
    const resource = RESOURCES.find((known) => known.uri === uri);
    if (resource === undefined) throw new Error(`There is no resource ${uri}.`);
    const rules = (): string => JSON.stringify(ruleIds().map((id) => ({ rule: id, ...factsOf(id) })));
    const text = uri === 'tcpflow://language' ? await door.reference(door.language) : rules();
    return { contents: [{ uri, mimeType: resource.mimeType, text }] };
  });
  return server;
}

function doorOf(language: Language, profile: string): Door {
  return {
    language,
    profile,
    speak: async (wanted) => (await speak(wanted)).say,
    read: readWithin,
    ...parts,
    example: exampleOf,
    reference: referenceIn,
  };
}

/** A file of the working folder; undefined for one that lies outside, by a link too, or that can't be read. */
async function readWithin(file: string): Promise<string | undefined> {
  try {
    const folder = await realpath('.');
    const path = await realpath(resolve(file));
    return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? await readFile(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
