import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fencesOf } from '../../../src/fence';
import { isGrave } from '../../../src/trace';
import { play } from '../check/expecting';
import { ask } from './door';

const text = readFileSync('media/skills/tcpflow/SKILL.md', 'utf8');
const fences = fencesOf(text).map(({ isWrong, lines, line }) => ({
  flow: lines.join('\n'),
  isWrong,
  /** The heading or the words above the fence. */
  title:
    text
      .split('\n')
      .slice(0, line)
      .reverse()
      .find((above) => above !== '') ?? '',
}));

interface Found {
  readonly findings: readonly { readonly corrections?: readonly { readonly line: number; readonly text: string }[] }[];
}

describe('the skill', () => {
  it('is named as its folder, has a description, and is at most 200 lines long', () => {
    assert.match(text, /^---\nname: tcpflow\ndescription: [^\n]{50,}\n---\n/);
    assert.ok(text.trimEnd().split('\n').length <= 200);
  });

  it('has eight flows and ten mistakes', () => {
    assert.equal(fences.filter(({ isWrong }) => !isWrong).length, 8);
    assert.equal(fences.filter(({ isWrong }) => isWrong).length, 10);
  });

  for (const { flow, isWrong, title } of fences) {
    if (!isWrong) {
      it(`is right: ${title}`, () => assert.deepEqual(play(flow).findings.filter(isGrave), []));
      continue;
    }
    it(`is found, and clean once the printed correction is taken: ${title}`, async () => {
      const rule = /`(.+)`$/.exec(title)?.[1];
      assert.deepEqual(
        play(flow)
          .findings.filter(isGrave)
          .map((finding) => finding.rule),
        [rule],
      );
      const { data } = await ask('check', { flow });
      const lines = flow.split('\n');
      for (const { corrections = [] } of (data as unknown as Found).findings)
        for (const { line, text: right } of corrections) lines[line - 1] = right;
      assert.deepEqual(play(lines.join('\n')).findings.filter(isGrave), []);
    });
  }
});
