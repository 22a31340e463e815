import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import {
  EMPTY_TABLE,
  STATIC,
  type Table,
  decodeBlock,
  encodeBlock,
  entryAt,
  sizeOfEntry,
} from '../../../src/layers/h2';
import { decodeHuffman, huffmanLength, putHuffman } from '../../../src/layers/h2/huffman';
import { resized } from '../../../src/layers/h2/table';
import { fromHex, toHex } from '../../../src/wire';

type Pair = readonly [name: string, value: string];

const pairs = (fields: readonly { readonly name: string; readonly value: string; readonly form: string }[]): Pair[] =>
  fields.filter((f) => f.form !== 'size').map((f) => [f.name, f.value]);

const REQUEST: readonly Pair[] = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':path', '/'],
  [':authority', 'www.example.com'],
];
const NO_CACHE: Pair = ['cache-control', 'no-cache'];
const THIRD: readonly Pair[] = [
  [':method', 'GET'],
  [':scheme', 'https'],
  [':path', '/index.html'],
  [':authority', 'www.example.com'],
  ['custom-key', 'custom-value'],
];
const DATE: Pair = ['date', 'Mon, 21 Oct 2013 20:13:21 GMT'];
const LOCATION: Pair = ['location', 'https://www.example.com'];
const response = (status: string): readonly Pair[] => [
  [':status', status],
  ['cache-control', 'private'],
  DATE,
  LOCATION,
];
const LAST: readonly Pair[] = [
  [':status', '200'],
  ['cache-control', 'private'],
  ['date', 'Mon, 21 Oct 2013 20:13:22 GMT'],
  LOCATION,
  ['content-encoding', 'gzip'],
  ['set-cookie', 'foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'],
];

interface Example {
  readonly octets: string;
  readonly fields: readonly Pair[];
  /** Octets of the table behind it. */
  readonly size: number;
}

const requests = (...octets: readonly string[]): readonly Example[] => [
  { octets: octets[0] ?? '', fields: REQUEST, size: 57 },
  { octets: octets[1] ?? '', fields: [...REQUEST, NO_CACHE], size: 110 },
  { octets: octets[2] ?? '', fields: THIRD, size: 164 },
];
const responses = (...octets: readonly string[]): readonly Example[] => [
  { octets: octets[0] ?? '', fields: response('302'), size: 222 },
  { octets: octets[1] ?? '', fields: response('307'), size: 222 },
  { octets: octets[2] ?? '', fields: LAST, size: 215 },
];

/** RFC 7541 Appendix C.3 to C.6: blocks of one connection each, without and with the Huffman code. */
const APPENDIX: readonly (readonly [name: string, table: number, blocks: readonly Example[]])[] = [
  [
    'C.3',
    4096,
    requests(
      '828684410f7777772e6578616d706c652e636f6d',
      '828684be58086e6f2d6361636865',
      '828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565',
    ),
  ],
  [
    'C.4',
    4096,
    requests(
      '828684418cf1e3c2e5f23a6ba0ab90f4ff',
      '828684be5886a8eb10649cbf',
      '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
    ),
  ],
  [
    'C.5',
    256,
    responses(
      '4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54' +
        '6e1768747470733a2f2f7777772e6578616d706c652e636f6d',
      '4803333037c1c0bf',
      '88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f504955' +
        '4158515745' +
        '4f49553b206d61782d6167653d333630303b2076657273696f6e3d31',
    ),
  ],
  [
    'C.6',
    256,
    responses(
      '488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3',
      '4883640effc1c0bf',
      '88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f95' +
        '87316065c003ed4ee5b1063d5007',
    ),
  ],
];

interface Story {
  readonly description?: string;
  readonly cases: readonly {
    readonly seqno: number;
    readonly wire: string;
    readonly header_table_size?: number;
    readonly headers: readonly Readonly<Record<string, string>>[];
  }[];
}

/** Decodes a story of hpack-test-case; the number of its blocks. */
function tell(file: string): number {
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as Story;
  let table: Table = EMPTY_TABLE;
  for (const { seqno, wire, headers, header_table_size: size } of cases) {
    const block = decodeBlock(table, fromHex(wire), size ?? 0x1_0000);
    assert.equal(block.problem, undefined, `${file} ${seqno}`);
    assert.deepEqual(
      pairs(block.fields),
      headers.flatMap((h) => Object.entries(h)),
      `${file} ${seqno}`,
    );
    ({ table } = block);
  }
  return cases.length;
}

const FIXTURES = resolve('test/fixtures/hpack');
const CORPUS = join(process.env.TCPFLOW_CORPUS ?? resolve('..', 'shared', 'corpus'), 'layers', 'hpack');

describe('HPACK', () => {
  it('reads and writes integers as RFC 7541 C.1 does', () => {
    // A size update has a prefix of five bits: 10 and 1337.
    const sizeIn = (octets: string): number | undefined =>
      decodeBlock(EMPTY_TABLE, fromHex(octets), 4096).fields[0]?.index;
    assert.equal(sizeIn('2a'), 10);
    assert.equal(sizeIn('3f9a0a'), 1337);
    assert.equal(toHex(encodeBlock(EMPTY_TABLE, [], [10, 1337]).octets), '2a3f9a0a');
  });

  it('reads each representation of RFC 7541 C.2, and tells its octets', () => {
    const read = (octets: string): [string, string, string, number, number, number] => {
      const { fields, table } = decodeBlock(EMPTY_TABLE, fromHex(octets), 4096);
      const [f] = fields;
      return [f?.form ?? '', f?.name ?? '', f?.value ?? '', f?.valueFrom ?? 0, f?.to ?? 0, table.size];
    };
    assert.deepEqual(read('400a637573746f6d2d6b65790d637573746f6d2d686561646572'), [
      'indexing',
      'custom-key',
      'custom-header',
      12,
      26,
      55,
    ]);
    assert.deepEqual(read('040c2f73616d706c652f70617468'), ['without', ':path', '/sample/path', 1, 14, 0]);
    assert.deepEqual(read('100870617373776f726406736563726574'), ['never', 'password', 'secret', 10, 17, 0]);
    assert.deepEqual(read('82'), ['indexed', ':method', 'GET', 1, 1, 0]);
  });

  for (const [name, size, blocks] of APPENDIX) {
    it(`reads the blocks of RFC 7541 ${name}, and has its tables behind them`, () => {
      let table = resized(EMPTY_TABLE, size);
      for (const { octets, fields, size: expected } of blocks) {
        const block = decodeBlock(table, fromHex(octets), size);
        assert.equal(block.problem, undefined);
        assert.deepEqual(pairs(block.fields), fields);
        assert.equal(block.table.size, expected);
        ({ table } = block);
      }
    });
  }

  for (const name of ['C.4', 'C.6']) {
    it(`writes the blocks of RFC 7541 ${name} octet by octet`, () => {
      const [, size, blocks] = APPENDIX.find(([n]) => n === name) ?? ['', 0, []];
      let table = resized(EMPTY_TABLE, size);
      for (const { octets, fields } of blocks) {
        const written = encodeBlock(
          table,
          fields.map(([n, value]) => ({ name: n, value })),
        );
        assert.equal(toHex(written.octets), octets);
        ({ table } = written);
      }
    });
  }

  it('reads stories of three encoders', () => {
    const files = readdirSync(FIXTURES).filter((f) => f.endsWith('.json'));
    assert.equal(
      files.map((f) => tell(join(FIXTURES, f))).reduce((a, b) => a + b, 0),
      7,
    );
  });

  it('reads all stories of the corpus', () => {
    if (!existsSync(CORPUS)) {
      console.log(`      no corpus at ${CORPUS}: its stories are not read`);
      return;
    }
    let blocks = 0;
    for (const encoder of readdirSync(CORPUS, { withFileTypes: true }).filter((e) => e.isDirectory()))
      for (const file of readdirSync(join(CORPUS, encoder.name))) blocks += tell(join(CORPUS, encoder.name, file));
    assert.ok(blocks > 200, `${blocks} blocks`);
  });

  it('goes on behind an index that no table has', () => {
    const { fields, problem } = decodeBlock(EMPTY_TABLE, fromHex('ff80018286'), 4096);
    assert.deepEqual(problem, { kind: 'index', from: 0, to: 3 });
    assert.deepEqual(pairs(fields), [
      ['', ''],
      [':method', 'GET'],
      [':scheme', 'http'],
    ]);
  });

  const PROBLEMS: readonly (readonly [octets: string, kind: string, why: string])[] = [
    ['80', 'index', 'index 0'],
    ['be', 'index', 'an index of an empty table'],
    ['0085', 'short', 'a name that is not there'],
    ['0003616263', 'short', 'a value that is not there'],
    ['ffffffffffffff', 'integer', 'an integer without an end'],
    ['7f', 'short', 'an integer that is cut off'],
    ['0484ffffffff', 'eos', 'EOS in a literal'],
    ['048263ff', 'padding', 'padding of more than seven bits'],
    ['048160', 'padding', 'padding of zeros'],
    ['3fe2ff03', 'table-size', 'a table larger than allowed'],
    ['8220', 'size-place', 'a size behind a field'],
  ];
  for (const [octets, kind, why] of PROBLEMS)
    it(`finds ${why}`, () => {
      assert.equal(decodeBlock(EMPTY_TABLE, fromHex(octets), 4096).problem?.kind, kind);
    });

  it('drops the oldest entries of a table that gets smaller, and all for one that is larger than it', () => {
    const add = (table: Table, name: string, value: string): Table => encodeBlock(table, [{ name, value }]).table;
    let table = add(add(EMPTY_TABLE, 'a', '1'), 'b', '2');
    assert.equal(table.size, 68);
    assert.deepEqual(entryAt(table, STATIC.length + 1), { name: 'b', value: '2' });
    table = resized(table, 40);
    assert.deepEqual(
      [table.size, entryAt(table, STATIC.length + 1), entryAt(table, STATIC.length + 2)],
      [34, { name: 'b', value: '2' }, undefined],
    );
    assert.equal(add(table, 'name', 'longer than the table').entries.size, 0);
  });
});

const octets = fc.uint8Array({ maxLength: 60 }).map((bytes) => String.fromCharCode(...bytes));
const field = fc.record({ name: fc.oneof(fc.constantFrom(...STATIC.map((e) => e.name)), octets), value: octets });

describe('the law of HPACK', () => {
  it('any text is what its Huffman code gives back, in as many octets as were told', () => {
    fc.assert(
      fc.property(octets, (text) => {
        const coded = new Uint8Array(huffmanLength(text));
        assert.equal(putHuffman(text, coded, 0), coded.length);
        assert.deepEqual(decodeHuffman(coded, 0, coded.length), { text, problem: undefined });
      }),
    );
  });

  it('blocks that are written are read back, with the same table at both ends', () => {
    fc.assert(
      fc.property(fc.array(fc.array(field, { maxLength: 12 }), { maxLength: 8 }), (lists) => {
        let [own, peer] = [EMPTY_TABLE, EMPTY_TABLE];
        for (const list of lists) {
          const written = encodeBlock(own, list);
          const read = decodeBlock(peer, written.octets, 4096);
          assert.equal(read.problem, undefined);
          assert.deepEqual(
            pairs(read.fields),
            list.map((f) => [f.name, f.value]),
          );
          [own, peer] = [written.table, read.table];
          assert.deepEqual(own.entries.items(), peer.entries.items());
          assert.equal(
            own.size,
            own.entries.items().reduce((sum, e) => sum + sizeOfEntry(e), 0),
          );
        }
      }),
    );
  });

  it('each field has its own octets, in order, and none throws on random ones', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { fields, problem } = decodeBlock(EMPTY_TABLE, bytes, 4096);
        let at = 0;
        for (const f of fields) {
          assert.equal(f.from, at);
          assert.ok(f.valueFrom > f.from && f.valueFrom <= f.to);
          at = f.to;
        }
        assert.ok(at === bytes.length || problem !== undefined);
      }),
    );
  });
});
