/** The five tools as models see them: names, descriptions, inputs. They are the same in VS Code, over MCP and on the command line. */
import { PROFILES } from '../script';

export const TOOLS = ['check', 'explain', 'next', 'play', 'help'] as const;
export type ToolName = (typeof TOOLS)[number];

/** A member of an input. */
type Property =
  | { readonly type: 'string'; readonly description: string; readonly enum?: string[]; readonly pattern?: string }
  | { readonly type: 'integer'; readonly description: string; readonly minimum: number };

/** A tool's input as a JSON Schema. */
export interface Schema {
  readonly type: 'object';
  readonly properties: Record<string, Property>;
  readonly required: string[];
  readonly additionalProperties: false;
}

export interface Tool {
  /** The name by which it is called: `tcpflow_check`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Schema;
}

const FLOW: Record<string, Property> = {
  flow: { type: 'string', description: 'The text of the flow (.tcpflow). Give this, or file.' },
  file: {
    type: 'string',
    description: 'A .tcpflow file of the workspace, by its path relative to the workspace folder.',
  },
  profile: { type: 'string', enum: [...PROFILES], description: 'What the endpoints are where the flow does not say.' },
};
const LANGUAGE: Record<string, Property> = {
  language: { type: 'string', description: "The language of the answer, by its tag; by default the reader's own." },
};

const ABOUT =
  'A .tcpflow text is one TCP connection or several: a line such as "client -> server  SYN,ACK  seq=y  ack=x+1" for each segment; it is played by TCP endpoints after RFC 9293.';

function inputOf(properties: Schema['properties'], required: string[] = []): Schema {
  return { type: 'object', properties: { ...properties, ...LANGUAGE }, required, additionalProperties: false };
}

const DETAILS: Readonly<Record<ToolName, Omit<Tool, 'name'>>> = {
  check: {
    title: 'Check a TCP flow',
    description: `Checks a TCP flow against RFC 9293 and says line by line what could not have happened or must not, with the rule, the sum behind the right value, the section, and the corrected line; last the state that each end is left in. ${ABOUT} Call it after writing or changing a flow, take the corrected lines as they are, and check again.`,
    input: inputOf(FLOW),
  },
  explain: {
    title: 'Explain a TCP flow',
    description: `Explains a TCP flow step by step: what was sent and why, how the other side took it, which states changed, by the standard's own terms. ${ABOUT}`,
    input: inputOf({
      ...FLOW,
      steps: { type: 'string', pattern: '^\\d+(\\.\\.\\d+)?$', description: 'The steps to explain, "3..9" or "7".' },
    }),
  },
  next: {
    title: 'What may come next in a TCP flow',
    description: `Lists the lines that may legally come next in a TCP flow, likeliest first, each with its reason; each was played before it is offered. ${ABOUT}`,
    input: inputOf({
      ...FLOW,
      line: { type: 'integer', minimum: 1, description: 'The line before which they would stand; by default the end.' },
    }),
  },
  play: {
    title: 'Play a TCP flow on',
    description: `Lets both TCP endpoints play a flow on by themselves, or plays it again with segments that are lost, delayed or duplicated, and answers with the lines that this adds, ready to paste, and what happens in them. ${ABOUT}`,
    input: inputOf({
      ...FLOW,
      until: { type: 'string', description: 'Play until this holds: "server ESTABLISHED".' },
      for: { type: 'string', description: 'Play for this time: "1.5s".' },
      faults: {
        type: 'string',
        description: 'Faults of segments, by the numbers of their steps: "lose=5 delay=7:200ms duplicate=9".',
      },
    }),
  },
  help: {
    title: 'Help on TCP flows',
    description:
      'Explains a rule (tcp/synack-ack), a statement, field, state, setting or topic of the .tcpflow language by its name, from the shipped reference.',
    input: inputOf(
      { name: { type: 'string', description: 'The name: "tcp/synack-ack", "run", "TIME-WAIT", "win".' } },
      ['name'],
    ),
  },
};

export function toolOf(name: ToolName): Tool {
  return { name: `tcpflow_${name}`, ...DETAILS[name] };
}

/** The tool that a name means: `tcpflow_check`. */
export function toolNamed(name: string): ToolName | undefined {
  return TOOLS.find((tool) => name === `tcpflow_${tool}`);
}
