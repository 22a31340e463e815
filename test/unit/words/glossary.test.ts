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
  // The other word stands once, in brackets behind the first.
  ['重置', 'reset', /(?<!（)复位/],
  ['挑战 ACK', 'challenge ACK', /(?<!又译)质询/],
  ['窗口扩大因子', 'window scale', /移位|缩放/],
  ['通告', 'announce', /MSS[^，。；]{0,6}(?:宣布|声明)|(?:宣布|声明)[^，。；]{0,4}MSS/],
  ['单击', 'click', /点按|点击/],
  ['对方', 'peer', /对端/],
  ['2MSL', '2 MSL', /2 MSL/],
  ['批注', 'note', /注释框|注释，\{text\}|图上的注释/],
  ['应用程序', 'user', /\} 的用户(?!超时|调用)|(?:本地|双方|接收方的)用户(?!超时|调用)/],
  ['补全到结束', 'finish', /补完/],
  ['盲猜', 'blind', /盲目/],
  ['SYN 洪泛（SYN Flood）', 'SYN flood', /洪泛(?!（SYN Flood）)/],
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
    'src/words/zh-cn/cli.ts',
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

  it('calls the hosts of the flows 客户端 and 服务器', () => {
    const wrong = chineseTexts()
      .filter(([place]) => place.startsWith('media/scenarios'))
      .flatMap(([place, text]) =>
        Object.values(JSON.parse(text) as Record<string, string>).flatMap((told) =>
          /(?<![\w.`/-])(?:client|server)(?![\w.-]| (?:->|[A-Z]))/.test(told.replace(/`[^`]*`/g, ''))
            ? [`${place}: ${told}`]
            : [],
        ),
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
