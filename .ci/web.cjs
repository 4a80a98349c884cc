// Takes the single file, with the network off, through what a student does with it: it plays, takes a dragged flow, shows the warning that
// comes of it, and a lesson is finished and handed in. What is said of the program is read from the page's own table and from what it hands out.
//
//   node .ci/web.cjs FILE.html FOLDER-FOR-PICTURES      (BROWSER is the program to open it with)
const { PNG } = require('pngjs');
const fs = require('fs');
const path = require('path');
const { PATIENCE_MS, fail, run, say } = require('./web-page.cjs');

const [file, pictures] = process.argv.slice(2);
// Places in a page of that size.
const STEPS = ['Choose', 'Choose', 'Read', 'Draw', 'Causes', 'Contrast', 'Observe', 'Number', 'Try', 'Vote', 'Say', 'Choose', 'Choose'];
const FLOW = [132, 111], FLOW_HIGH = [215, 111];
const OPTION = [49, 339], FAIRLY = [192, 643], LOCK = [220, 688], DO_NOT_KNOW = [372, 725], HEADING = [60, 71], SAVE_ANSWERS = [106, 284], COPY_CODE = [326, 317];

// How many pixels of the window differ, the page below it left out.
function differing(one, other) {
  let count = 0;
  for (let at = 0; at < one.width * 760 * 4; at += 4) {
    if (Math.abs(one.data[at] - other.data[at]) + Math.abs(one.data[at + 1] - other.data[at + 1]) + Math.abs(one.data[at + 2] - other.data[at + 2]) > 24) count++;
  }
  return count;
}

function colors(picture) {
  const found = new Set();
  for (let at = 0; at < picture.data.length; at += 4) found.add(picture.data.readUInt32BE(at));
  return found.size;
}

// The table that can be read aloud: its warnings, and the values of a quantity.
async function table(page, wanted) {
  await page.evaluate(() => { document.getElementById('values-box').open = true; });
  const is_there = wanted => [...document.querySelectorAll('#values li')].some(item => item.textContent.includes(wanted));
  await page.waitForFunction(is_there, wanted, { timeout: PATIENCE_MS }).catch(() => fail(`the table does not tell of "${wanted}"`));
  const read = await page.evaluate(() => ({
    warnings: [...document.querySelectorAll('#values li')].map(item => item.textContent.trim()),
    rows: Object.fromEntries([...document.querySelectorAll('#values tbody tr')].map(row => [...row.children].map(cell => cell.textContent.trim())).map(([name, ...values]) => [name, values])),
  }));
  await page.evaluate(() => { document.getElementById('values-box').open = false; scrollTo(0, 0); });
  return read;
}

run('student', file, pictures, async hand => {
  const { page, open, settled } = hand;
  const shot = async what => PNG.sync.read(await hand.shot(what));
  const kept = () => hand.kept('lessons/');

  const gallery_ms = await open('');
  say(`the first picture, the gallery, after ${gallery_ms} ms`);
  const gallery = await shot('gallery');
  if (colors(gallery) < 200) fail(`the gallery is blank: ${colors(gallery)} colors`);

  say(`a case after ${await open('?case=cml_very_high_count&fresh')} ms`);
  const first = await shot('case');
  await page.waitForTimeout(3000);
  const later = await shot('case-later');
  const moved = differing(first, later);
  if (moved < 2000) fail(`it does not play: ${moved} pixels changed`);
  say(`it plays: ${moved} pixels changed in three seconds`);
  await page.keyboard.press('Space');

  const before = await table(page, 'Calcium below 1.00');
  await page.mouse.move(...FLOW);
  await page.mouse.down();
  await page.mouse.move(...FLOW_HIGH, { steps: 8 });
  await page.mouse.up();
  await page.waitForTimeout(1500);
  await shot('flow-dragged');
  const after = await table(page, 'Calcium below 0.80');
  const come = after.warnings.filter(warning => !before.warnings.some(old => old.split(':')[0] === warning.split(':')[0]));
  if (!come.some(warning => warning.startsWith('Calcium below 0.80'))) fail(`it was there before: ${before.warnings.join(' | ')}`);
  say(`a dragged flow brings: ${come.join(' | ')}`);
  if (Object.keys(after.rows).length < 20) fail(`the table has ${Object.keys(after.rows).length} rows`);

  say(`a lesson after ${await open('?lesson=small_patients')} ms`);
  await page.mouse.click(...OPTION);
  await settled();
  await page.mouse.click(...FAIRLY);
  await settled();
  let answers = await kept();
  for (const [place, kind] of STEPS.entries()) {
    if (kind !== 'Read') {
      await page.mouse.click(...(place === 0 ? LOCK : DO_NOT_KNOW));
      const before = answers;
      for (const until = Date.now() + PATIENCE_MS; answers === before; await page.waitForTimeout(200)) {
        if (Date.now() > until) fail(`step ${place + 1}, ${kind}, takes no answer`);
        answers = await kept();
      }
      await page.mouse.move(...HEADING);
    }
    // What was drawn is shown for some seconds before one may go on.
    await page.waitForTimeout(kind === 'Draw' ? 9000 : 300);
    await settled();
    if ([0, 3, 8].includes(place)) await shot(`lesson-step-${place + 1}`);
    await page.keyboard.press('PageDown');
    await settled();
  }
  await shot('lesson-end');
  const { name, bytes } = await hand.handed_out(() => page.mouse.click(...SAVE_ANSWERS));
  const words = bytes.toString('utf8');
  const asked = STEPS.filter(kind => kind !== 'Read').length;
  if (!words.includes('share_before') || !words.includes('prime_after')) fail(`what is handed in is not all: ${words}`);
  say(`a lesson of ${STEPS.length} steps is finished; its ${asked} answers are handed in as ${name}`);
  // For the check of a class.
  fs.writeFileSync(path.join(pictures, 'answers.ron'), bytes);
  await hand.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.mouse.click(...COPY_CODE);
  await settled();
  fs.writeFileSync(path.join(pictures, 'code.txt'), await page.evaluate(() => navigator.clipboard.readText()));
});
