import { strict as assert } from 'node:assert';
import { notesOf, optionsOf, problemsOf } from '../../host/release.mjs';

const CHANGELOG = '# Changelog\n\n## Unreleased\n\n- c\n\n## 1.2.0\n\n- b\n\n## 1.1.0 (2026)\n\n- a\n';

describe('a release', () => {
  it('has the notes of its version', () => {
    assert.equal(notesOf(CHANGELOG, '1.2.0'), '- b');
    assert.equal(notesOf(CHANGELOG, '1.1.0'), '- a');
    assert.equal(notesOf(CHANGELOG, '1.1'), undefined);
  });

  it('with an odd minor number is a pre-release', () => {
    assert.deepEqual(optionsOf('1.2.0'), { flag: '', npm: 'latest', github: '' });
    assert.deepEqual(optionsOf('1.3.4'), { flag: '--pre-release', npm: 'next', github: '--prerelease' });
  });

  it('needs a tag that belongs to manifest and changelog', () => {
    assert.deepEqual(problemsOf('v1.2.0', '1.2.0', CHANGELOG), []);
    assert.deepEqual(problemsOf('v1.2.1', '1.2.0', CHANGELOG), ['the tag is v1.2.1, and package.json has 1.2.0']);
    assert.deepEqual(problemsOf('v2.0.0', '2.0.0', CHANGELOG), ['CHANGELOG.md has no section "## 2.0.0"']);
  });
});
