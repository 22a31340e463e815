import type { Item } from './item';

/** What a line may be beside a segment, in the order of the language reference. */
export const STATEMENT_ITEMS: readonly Item[] = [
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
  ['let', 'let ${1:name} = $0'],
  ['flow', 'flow "$1"'],
  ['host', 'host ${1:client} ${2:10.0.0.1:49152} isn=${3:1000}'],
  ['profile', 'profile $0'],
  ['variant', 'variant $0'],
].map(([word = '', snippet = '']) => ({
  kind: 'keyword',
  label: word,
  snippet,
  why: { id: `complete/statement/${word}` },
}));

/** Three lines for an empty file. */
export const HANDSHAKE: Item = {
  kind: 'keyword',
  label: 'handshake',
  snippet: [
    '${1:client} -> ${2:server}  SYN      seq=x',
    '$2 -> $1  SYN,ACK  seq=y    ack=x+1',
    '$1 -> $2  ACK      seq=x+1  ack=y+1',
    '$0',
  ].join('\n'),
  why: { id: 'complete/handshake' },
};
