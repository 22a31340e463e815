import { strict as assert } from 'node:assert';
import { createPictures, fenceAtLink, fenceLink, ownSheet } from '../../../src/fence';
import { NO_WISHES } from '../../../src/check/checked';
import { english } from '../../../src/words/words';

const DOCUMENT = 'file:///a b/流程.md';

describe('the link of a caption', () => {
  it('leads back to the document and the line of the fence', () => {
    const link = fenceLink('vscode', DOCUMENT, 6) ?? '';
    assert.match(link, /^vscode:\/\/tcpflow\.tcpflow\/fence\?uri=file%3A[^&]*&line=7$/);
    assert.deepEqual(fenceAtLink(link.split('?')[1] ?? ''), { document: DOCUMENT, line: 6 });
  });

  it('is there only where a preview follows it', () => {
    assert.equal(fenceLink('code-oss', DOCUMENT, 6), undefined);
    assert.notEqual(fenceLink('vscode-insiders', DOCUMENT, 6), undefined);
  });

  it('is refused where it names no place', () => {
    for (const query of ['', 'uri=a', 'line=1', 'uri=a&line=0', 'uri=%ff&line=1', 'uri=a&line=1&more=2'])
      assert.equal(fenceAtLink(query), undefined, query);
  });

  it('stands at the end of the caption, escaped', () => {
    const look = { say: english, language: 'en', numbers: 'symbolic', wishes: NO_WISHES } as const;
    const open = { href: 'vscode://x?a&b', text: 'Open <it>' };
    const { html } = createPictures().html('client -> server SYN\n', 'tcpflow', look, 0, [], open);
    assert.match(html, /<div><a href="vscode:\/\/x\?a&amp;b">Open &lt;it&gt;<\/a><\/div><\/figcaption><\/figure>\n$/);
  });
});

describe('the sheet that a document carries', () => {
  it('is in a layer, in light colours, without variables', () => {
    assert.match(ownSheet(), /^@layer tcpflow\{[^]*\}$/);
    assert.match(ownSheet(), /fill:#3b3b3b/);
    assert.doesNotMatch(ownSheet(), /var\(|<|&/);
  });
});
