import { check, wishesWithParts, type PartLoads } from '../check';
import { createParser, PROFILES, visible } from '../script';
import { NO_LEVELS, type Trace } from '../trace';
import { type Language, languageNamed } from '../words/languages';
import type { Say } from '../words/words';
import { type Answer, type Draft, laidOut } from './answer';
import { checked } from './check';
import { type Range, explained } from './explain';
import { helped } from './help';
import { nextOnes } from './next';
import { type Refused, played } from './play';
import { type ToolName, toolOf } from './tools';

/** The services of the host that the tools run in. */
export interface Door extends PartLoads {
  /** The language and the profile where the input names none. */
  readonly language: Language;
  readonly profile: string;
  speak(language: Language): Promise<Say>;
  /** The text of a file of the workspace; undefined for a file outside it, or one that can't be read. */
  read(file: string): Promise<string | undefined>;
  /** A flow that breaks a rule. */
  example(rule: string): string | undefined;
  /** The reference of the language, in Markdown. */
  reference(language: Language): Promise<string>;
}

type Input = Readonly<Record<string, unknown>>;

/** The longest flow that is read, UTF-16 units. */
const MOST_TEXT = 4_000_000;

/**
 * The answer of a tool. Never throws for an input of any kind.
 *
 * @param tokens the most tokens of the text; undefined for 200 items at most
 */
export async function answerOf(tool: ToolName, input: unknown, door: Door, tokens?: number): Promise<Answer> {
  const given: Input = typeof input === 'object' && input !== null ? (input as Input) : {};
  const tag = given['language'];
  const language = (typeof tag === 'string' ? languageNamed(tag) : undefined) ?? door.language;
  const say = await door.speak(language);
  const draft = await draftOf(tool, given, { ...door, language }, say);
  return 'problem' in draft ? refusal(say(draft.problem, draft.args)) : laidOut(draft, tokens);
}

function refusal(text: string): Answer {
  return { text, data: { problem: text } };
}

async function draftOf(tool: ToolName, input: Input, door: Door, say: Say): Promise<Draft | Refused> {
  const wrong = wrongIn(tool, input);
  if (wrong !== undefined) return wrong;
  const text = (name: string): string | undefined => (typeof input[name] === 'string' ? input[name] : undefined);
  if (tool === 'help') {
    const parts = { tls: await door.tls(), h2: await door.h2() };
    return helped(text('name') ?? '', await door.reference(door.language), parts, door, say);
  }
  const trace = await traceOf(text('flow'), text('file'), text('profile') ?? door.profile, door);
  if ('problem' in trace) return trace;
  switch (tool) {
    case 'check':
      return checked(trace, say);
    case 'explain':
      return explained(trace, rangeOf(text('steps')), say);
    case 'next':
      return nextOnes(trace, typeof input['line'] === 'number' ? input['line'] : undefined, say);
    case 'play':
      return played(trace, { until: text('until'), for: text('for'), faults: text('faults') }, say);
  }
}

/** The first member of an input that the tool has not, or that is not of its kind. */
function wrongIn(tool: ToolName, input: Input): Refused | undefined {
  const { properties } = toolOf(tool).input;
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || value === null) continue;
    if (!Object.hasOwn(properties, name)) {
      return { problem: 'agent/unknown-input', args: { name: visible(name), all: Object.keys(properties).join(', ') } };
    }
    const isLine = name === 'line' && Number.isInteger(value) && (value as number) >= 1;
    if (!isLine && (name === 'line' || typeof value !== 'string')) {
      return { problem: 'agent/wrong-input', args: { name } };
    }
  }
  const { profile, steps } = input;
  if (typeof profile === 'string' && !PROFILES.some((known) => known === profile)) {
    return { problem: 'agent/no-profile', args: { name: visible(profile), all: PROFILES.join(', ') } };
  }
  if (typeof steps === 'string' && rangeOf(steps) === undefined) {
    return { problem: 'agent/no-range', args: { text: visible(steps) } };
  }
  return undefined;
}

/** `3..9` or `7`. */
function rangeOf(text: string | undefined): Range | undefined {
  const [, first, last] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text ?? '') ?? [];
  return first === undefined ? undefined : [Number(first), Number(last ?? first)];
}

async function traceOf(
  flow: string | undefined,
  file: string | undefined,
  profile: string,
  door: Door,
): Promise<Trace | Refused> {
  const text = flow ?? (file === undefined ? undefined : await door.read(file));
  if (text === undefined) {
    if (file === undefined) return { problem: 'agent/no-flow', args: {} };
    return { problem: 'agent/no-file', args: { file: visible(file) } };
  }
  if (text.length > MOST_TEXT) return { problem: 'agent/too-long', args: { most: MOST_TEXT } };
  const script = createParser().parse(text);
  let trace = check(script, undefined, undefined, { profile, levels: NO_LEVELS });
  for (;;) {
    const wishes = await wishesWithParts(trace, door);
    if (wishes === undefined) return trace;
    trace = check(script, undefined, undefined, wishes);
  }
}
