/** Measures header blocks of HTTP/2 (RFC 7541), decoded and encoded, beside the same fields as JSON. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { EMPTY_TABLE, type Table, decodeBlock, encodeBlock } from '../../src/layers/h2';
import { fromHex } from '../../src/wire';
import { medianTime } from './measure';

export interface HpackFigures {
  /** The encoder of the blocks. */
  readonly what: string;
  readonly blocks: number;
  /** Octets of all blocks, and of their fields as a list (RFC 9113 §6.5.2 without the 32 of each). */
  readonly octets: number;
  readonly listOctets: number;
  /** Milliseconds for all blocks, in the order of their connections. */
  readonly decodeMs: number;
  readonly encodeMs: number;
  readonly parseMs: number;
  readonly stringifyMs: number;
}

interface Field {
  readonly name: string;
  readonly value: string;
}

interface Block {
  readonly octets: Uint8Array;
  readonly fields: readonly Field[];
  readonly json: string;
  /** SETTINGS_HEADER_TABLE_SIZE from this block on, octets; undefined for no change. */
  readonly tableSize: number | undefined;
}

/** The blocks of one connection, in order. */
type Story = readonly Block[];

interface StoryFile {
  readonly cases: readonly {
    readonly wire: string;
    readonly header_table_size?: number;
    readonly headers: readonly Readonly<Record<string, string>>[];
  }[];
}

function storyIn(file: string): Story {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as StoryFile;
  return cases.map(({ wire, headers, header_table_size: tableSize }) => {
    const fields = headers.flatMap((h) => Object.entries(h)).map(([name, value]) => ({ name, value }));
    return { octets: fromHex(wire), fields, json: JSON.stringify(fields), tableSize };
  });
}

/** Stories by encoder: those of the corpus, or the few of the fixtures where it is not there. */
function stories(): (readonly [what: string, stories: readonly Story[]])[] {
  const corpus = join(process.env.TCPFLOW_CORPUS ?? resolve('..', 'shared', 'corpus'), 'layers', 'hpack');
  const storiesIn = (folder: string): Story[] =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => storyIn(join(folder, file)));
  if (!existsSync(corpus)) return [['fixtures', storiesIn(resolve('test/fixtures/hpack'))]];
  return readdirSync(corpus, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [name, storiesIn(join(corpus, name))] as const);
}

/** The largest table that a story may ask for where it names none, octets. */
const TABLE_LIMIT = 0x1_0000;

function decoded(story: Story): Table {
  let table = EMPTY_TABLE;
  for (const { octets, tableSize } of story) {
    const block = decodeBlock(table, octets, tableSize ?? TABLE_LIMIT);
    if (block.problem !== undefined) throw new Error(`a block has a problem: ${block.problem.kind}`);
    ({ table } = block);
  }
  return table;
}

function encoded(story: Story): number {
  let table = EMPTY_TABLE;
  let octets = 0;
  for (const { fields, tableSize } of story) {
    const isChange = tableSize !== undefined && tableSize !== table.max;
    const block = encodeBlock(table, fields, isChange ? [tableSize] : []);
    octets += block.octets.length;
    ({ table } = block);
  }
  return octets;
}

/** Rounds through the stories make some blocks at least, so that a figure is no question of the clock. */
const LEAST_BLOCKS = 2000;

/** @param runs the number of runs of which the median is taken */
export function hpackTimes(runs: number): HpackFigures[] {
  return stories().map(([what, all]) => {
    const blocks = all.flat();
    const rounds = Math.ceil(LEAST_BLOCKS / blocks.length);
    const each = (run: () => void): number =>
      medianTime(runs, () => {
        for (let i = 0; i < rounds; i++) run();
      }) / rounds;
    const sum = (of: (block: Block) => number): number => blocks.reduce((total, block) => total + of(block), 0);
    return {
      what,
      blocks: blocks.length,
      octets: sum(({ octets }) => octets.length),
      listOctets: sum(({ fields }) => fields.reduce((n, { name, value }) => n + name.length + value.length, 0)),
      decodeMs: each(() => {
        for (const story of all) decoded(story);
      }),
      encodeMs: each(() => {
        for (const story of all) encoded(story);
      }),
      parseMs: each(() => {
        for (const { json } of blocks) JSON.parse(json);
      }),
      stringifyMs: each(() => {
        for (const { fields } of blocks) JSON.stringify(fields);
      }),
    };
  });
}
