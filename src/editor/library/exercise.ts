import * as vscode from 'vscode';
import { type Grade, grade, isExercise } from '../../compose';
import { gradeText } from '../../report';
import { type Script, createParser } from '../../script';
import type { Trace } from '../../trace';
import type { Say } from '../../words/words';
import { type Flow, type Flows, LANGUAGE } from '../flows';
import type { Entry } from './catalogue';
import type { Library } from './library';

/** The exercise of the library that a flow is a copy of, by its title. */
export async function exerciseOf(library: Library, title: string | undefined): Promise<Entry | undefined> {
  if (title === undefined) return undefined;
  const entries = await library.entries();
  return entries.find((e) => e.theme === 'mistakes' && Object.values(e.title).includes(title));
}

/** An exercise of the library as it was given. */
export async function givenOf(library: Library, { id }: Entry): Promise<Script | undefined> {
  const text = await library.text(id);
  return text === undefined ? undefined : createParser().parse(text);
}

/** How far a flow that is an exercise has come; undefined for other flows. */
async function gradeOf(library: Library, trace: Trace): Promise<Grade | undefined> {
  if (!isExercise(trace.script)) return undefined;
  const entry = await exerciseOf(library, trace.title);
  return grade(trace, entry && (await givenOf(library, entry)));
}

function titleOf(found: Grade, say: Say): string {
  return `$(${found.isDone ? 'pass-filled' : 'circle-large-outline'}) ${gradeText(found, say)}`;
}

/** Registers the lens above the task of an exercise: done, or what is left to do; a click shows the first line that is not right. */
export function registerExercise(flows: Flows, library: Library, say: Say): vscode.Disposable {
  const first = ({ grave, goals, declared }: Grade, task: number): number =>
    grave[0]?.line ?? declared[0] ?? goals.flatMap(({ why }) => why)[0]?.line ?? task;
  return vscode.languages.registerCodeLensProvider(LANGUAGE, {
    async provideCodeLenses(document) {
      const flow: Flow | undefined = await flows.when(document);
      const found = flow && (await gradeOf(library, flow.trace));
      if (flow === undefined || found === undefined) return [];
      const at = flow.trace.script.lines.findIndex(({ statement: s }) => s?.kind === 'task' || s?.kind === 'goal');
      const command = { command: 'tcpflow.showLine', arguments: [flow.uri, first(found, at)] };
      return [new vscode.CodeLens(new vscode.Range(at, 0, at, 0), { title: titleOf(found, say), ...command })];
    },
  });
}
