import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { everyText } from '../../../src/words/words';

/** The Chinese term for each English one, and other translations that must not be used. */
const GLOSSARY: readonly (readonly [term: string, english: string, others: RegExp])[] = [
  ['报文段', 'segment', /数据包|报文分段/],
  ['序号', 'sequence number', /序列号/],
  ['初始序号', 'initial sequence number', /起始序号/],
  ['确认号', 'acknowledgment number', /确认序号|应答号/],
  ['三次握手', 'three-way handshake', /三路握手|三向握手/],
  ['四次挥手', 'four-way close', /四次握手|四次分手/],
  ['半关闭', 'half-closed', /半闭/],
  ['半打开', 'half-open', /半开放/],
  ['中止', 'abort', /异常终止/],
  ['复位', 'reset', /重置/],
  ['质询 ACK', 'challenge ACK', /挑战 ?ACK/],
  ['标志', 'flag', /标志位/],
  ['定时器', 'timer', /计时器/],
  ['持续定时器', 'persist timer', /坚持定时器|坚持计时/],
  ['最长报文段寿命', 'maximum segment lifetime', /最大报文段(寿命|生存)|最长报文段生存/],
  ['乱序', 'out of order', /失序/],
  ['空缺', 'hole', /空洞/],
  ['窗口的右边界', 'right edge of the window', /边沿/],
  ['期望', 'expects', /期待|预期/],
  ['问题', 'finding', /[个处条]发现(?!问题)/],
  ['一条连接', 'a connection', /[一这该多每某两]个连接/],
];

/** All Chinese texts for users, with their places. */
function chineseTexts(): [place: string, text: string][] {
  const inFolder = (folder: string, end: string): string[] =>
    readdirSync(folder)
      .filter((file) => file.endsWith(end))
      .map((file) => join(folder, file));
  const files = [
    ...inFolder('media/docs', '.zh-cn.md'),
    ...inFolder('media/docs/guides', '.zh-cn.md'),
    ...inFolder('media/scenarios/zh-cn', '.json'),
    'README.zh-cn.md',
    'package.nls.zh-cn.json',
    'src/cli/words.zh-cn.ts',
  ];
  return [
    ...everyText().map(({ id, zh }): [string, string] => [id, zh ?? '']),
    ...files.map((file): [string, string] => [file, readFileSync(file, 'utf8')]),
  ];
}

describe('words: Chinese', () => {
  it('has one term for each thing', () => {
    const wrong = chineseTexts().flatMap(([place, text]) =>
      GLOSSARY.flatMap(([term, english, others]) => {
        const found = others.exec(text);
        return found === null ? [] : [`${place}: ${found[0]} (${english}) is called ${term}`];
      }),
    );
    assert.deepEqual(wrong, []);
  });

  it('keeps a space between Chinese and Latin, and none beside full-width punctuation', () => {
    const wrong = everyText().filter(({ zh = '' }) => {
      const bare = zh.replace(/\{\w+\}|`[^`]*`/g, '·');
      return /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]| [，。：；？！、“”]|[，。：；？！、“] +\S/.test(
        bare,
      );
    });
    assert.deepEqual(
      wrong.map(({ id, zh }) => `${id}: ${zh ?? ''}`),
      [],
    );
  });
});
