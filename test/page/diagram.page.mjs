export const name =
  'the diagram: steps by buttons, keys and commands; a click selects the line, the cursor makes the step';

export const window = { width: 1400, height: 900 };

const FILE = 'handshake.tcpflow';

/** The number of the current row in the gutter of the diagram. */
function currentStep(frame) {
  return frame.locator('.row.current .number').textContent({ timeout: 5000 });
}

export async function run({ page, workbench, extension, assert, shot }) {
  await workbench.open(extension, FILE);
  const frame = await workbench.openDiagram();
  await workbench.settled(frame);
  const lines = await frame.locator('.row.segment').count();
  assert.equal(lines, 3);
  // As beside a Markdown file, the group is locked: what is opened next goes to the other one.
  await page.locator('.editor-actions a[aria-label^="Unlock Group"]').first().waitFor();
  await shot('diagram-opened');

  const counter = frame.locator('.toolbar > .counter');
  const wire = (await frame.locator('.row.segment .number').allTextContents()).map(Number);
  const steps = Number(/of (\d+)/.exec(await counter.innerText())[1]);
  /** Waits until the page's own step is drawn and answered, and checks its number. */
  const says = async (n) => {
    await workbench.settled(frame);
    assert.equal(await counter.innerText(), `step ${n} of ${steps}`);
  };
  /** Waits for a step set by the editor or by playing. */
  const comes = (n) => counter.filter({ hasText: new RegExp(`^step ${n} of ${steps}$`) }).waitFor();

  // Stepping by buttons, from the first segment.
  await says(1);
  await frame.locator('[data-act=forward]').click();
  await says(2);
  await frame.locator('[data-act=back]').click();
  await says(1);
  await frame.locator('[data-act=last]').click();
  await says(steps);
  await frame.locator('[data-act=first]').click();
  await says(1);

  // Stepping by keys.
  await frame.locator('.ladder').focus();
  await page.keyboard.press('Home');
  await says(1);
  await page.keyboard.press('ArrowRight');
  await says(2);
  await page.keyboard.press('End');
  await says(steps);
  await page.keyboard.press('Shift+ArrowLeft');
  await says(steps - 1);
  await page.keyboard.press('Shift+ArrowRight');
  await says(steps);

  // The endpoints tab marks changed values, and the story is shown.
  await page.keyboard.press('Home');
  await says(1);
  await frame.locator('.endpoints .changed').first().waitFor();
  assert.match(await frame.locator('.story').innerText(), /\w+/);
  await frame.locator('[role=status]', { hasText: 'step 1 of' }).waitFor({ state: 'attached' });

  // Forms of numbers.
  const synAck = frame.locator('.row.segment .numbers').nth(1);
  assert.match(await synAck.textContent(), /seq=y ack=x\+1/);
  await frame.locator('[data-form=relative]').click();
  assert.match(await synAck.textContent(), /seq=0 ack=1/);
  await frame.locator('[data-form=symbolic]').click();

  // A click on an arrow selects its line.
  await frame.locator('.row.segment .wire').nth(1).click({ force: true });
  const text = await workbench.visibleText();
  const line = text.split('\n').findIndex((l) => l.includes('SYN,ACK')) + 1;
  const active = workbench.editor.locator('.line-numbers.active-line-number');
  await workbench.until('its line', async () => (await active.first().innerText()) === String(line));
  await workbench.editor.locator('.selected-text').first().waitFor();
  const number = await currentStep(frame);
  await shot('diagram-clicked');

  // Moving the cursor sets the step.
  await workbench.goTo(line + 1);
  await comes(Number(number) + 1);
  assert.equal(await currentStep(frame), String(Number(number) + 1));
  await workbench.goTo(line);
  await comes(Number(number));

  // Stepping by commands.
  await workbench.run('TCP Flow: Go to Last Step');
  await comes(steps);
  await workbench.run('TCP Flow: Go to First Step');
  await comes(1);

  // A mistake is marked on the arrow.
  await workbench.goTo(line);
  await workbench.press('End', 'Backspace', 'Backspace');
  await frame.locator('.row.has-error .icon.error').first().waitFor();
  await frame.locator('.problem.error').first().waitFor();
  await shot('diagram-mistake');
  await workbench.type('+1');
  await frame.locator('.row.has-error').waitFor({ state: 'detached' });

  // The markup has no inline styles, as the content security policy forbids them.
  const styled = await frame.evaluate(() => globalThis.document.documentElement.outerHTML.includes('style="font'));
  assert.equal(styled, false);

  // Playing continues to the end.
  await workbench.run('TCP Flow: Go to First Step');
  await comes(1);
  // Transient states are recorded by the page, as they can't be polled in time.
  await frame.evaluate(() => {
    const { document } = globalThis;
    const seen = { steps: [], grown: false };
    globalThis.seen = seen;
    const look = () => {
      const said = document.querySelector('.toolbar > .counter').textContent;
      if (seen.steps.at(-1) !== said) seen.steps.push(said);
      // The arrow grows while the segment moves.
      seen.grown ||= document.querySelector('.row.segment.travelling .wire.grown') !== null;
    };
    look();
    new globalThis.MutationObserver(look).observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  await frame.locator('.icon-button.play').click();
  await comes(steps);
  // At the end the arrow is complete again.
  await frame.locator('.icon-button.play[aria-label^=Play]').waitFor();
  await frame.locator('.grown').first().waitFor({ state: 'detached' });
  const seen = await frame.evaluate(() => globalThis.seen);
  // Events on the wire, and the last step.
  const played = seen.steps.map((said) => Number(/^step (\d+)/.exec(said)[1]));
  assert.deepEqual(played, [...new Set([1, ...wire, steps])]);
  assert.ok(seen.grown, 'no arrow grew');

  // Behind another tab the page is destroyed; when shown again it has the same state.
  await frame.locator('.ladder').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await says(2);
  await frame.locator('[data-form=absolute]').click();
  await workbench.command('workbench.action.unlockEditorGroup');
  await workbench.command('workbench.action.files.newUntitledFile');
  await workbench.until('the page is gone', () => frame.isDetached());
  await workbench.command('workbench.action.closeActiveEditor');
  const isAsBefore = async () => {
    const shown = await workbench.webview('.row.current');
    await shown.locator('.counter', { hasText: `step 2 of ${steps}` }).waitFor();
    await workbench.settled(shown);
    assert.match(await shown.locator('.row.segment .numbers').nth(1).textContent(), /seq=5000 ack=1001/);
  };
  await isAsBefore();

  // After the window is closed and reopened the panel is restored from the state that the workbench stored.
  await workbench.reopen(extension, 'tcpflow.panel', '"step":1,"numbers":"absolute"');
  await isAsBefore();
  await shot('diagram-restored');

  // The form of the numbers is a setting, which outlives the window.
  const restored = await workbench.webview('.row.current');
  await restored.locator('[data-form=symbolic]').click();
  await restored.locator('.row.segment .numbers', { hasText: 'seq=y ack=x+1' }).waitFor();
}
