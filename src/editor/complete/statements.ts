import type { Trials } from '../../compose';
import type { Item } from './item';

/** Statements other than segments, in the order of the language reference. */
const STATEMENT_ITEMS: readonly Item[] = [
  ['section', 'section "$1"'],
  ['note', 'note "$1"'],
  ['expect', 'expect $0'],
  ['wait', 'wait ${1:200ms}'],
  ['run', 'run'],
  ['lose', 'lose next ${1:SYN} from ${2:client}'],
  ['delay', 'delay next ${1:ACK} from ${2:client} by ${3:200ms}'],
  ['link', 'link ${1:client} ${2:server} delay=${3:20ms}'],
  ['deliver', 'deliver $0'],
  ['drop', 'drop $0'],
  ['duplicate', 'duplicate $0'],
  ['explore', 'explore lose 2, ${1:client} connect: $0'],
  ['given', 'given ${1:client} ${2:ESTABLISHED} snd.nxt=${3:1000} rcv.nxt=${4:5000}'],
  ['certificate', 'certificate ${1:shop} "${2:shop.example}"'],
  ['today', 'today ${1:2026-01-01}'],
  ['leak', 'leak ${1:server}'],
  ['keylog', 'keylog "$1"'],
  ['capture', 'capture "$1"'],
  ['task', 'task "$1"'],
  ['goal', 'goal $0'],
  ['let', 'let ${1:name} = $0'],
  ['flow', 'flow "$1"'],
  ['host', 'host ${1:client} ${2:10.0.0.1:49152} isn=${3:1000}'],
  ['profile', 'profile $0'],
  ['variant', 'variant $0'],
].map(([word = '', snippet = '']) => ({
  kind: 'keyword',
  label: word,
  // A word that is a whole statement ends its line.
  ...(snippet === word ? { text: word } : { snippet }),
  why: { id: `complete/statement/${word}` },
}));

/** Statements at the beginning of a flow, in this order. */
const HEAD = [
  'flow',
  'host',
  'profile',
  'variant',
  'given',
  'certificate',
  'today',
  'keylog',
  'capture',
  'task',
  'goal',
];

/** The statements that may be written at a place. Before the first step, those of the beginning come first. */
export function statementItems({ base, world, scope, line }: Trials): Item[] {
  const isHead = base.script.lines
    .slice(0, line)
    .every(({ statement: s }) => s === undefined || HEAD.includes(s.kind) || s.kind === 'let');
  const names = [...scope.names.values()];
  const fits = (word: string): boolean => {
    if (word === 'deliver' || word === 'drop') return world.flights.size > 0;
    return word !== 'duplicate' || names.some((n) => n.kind === 'segment');
  };
  const rank = (word: string): number => (isHead && HEAD.includes(word) ? HEAD.indexOf(word) - HEAD.length : 0);
  return STATEMENT_ITEMS.filter((i) => fits(i.label)).sort((a, b) => rank(a.label) - rank(b.label));
}
