// Has the single file do all work that takes longer than a frame, and tells for how long it held the page up: the longest piece in which a
// page answers nothing, as the browser itself counts them ("long tasks", from 50 ms). What the drawing takes without a GPU is not in it, but
// for the picture of the window, which waits until all is drawn.
//
//   node .ci/web-work.cjs FILE.html FOLDER-FOR-PICTURES      (BROWSER is the program to open it with)
const fs = require('fs');
const path = require('path');
const { fail, run, say } = require('./web-page.cjs');

const [file, pictures] = process.argv.slice(2);
const lesson = name => fs.readFileSync(path.join(__dirname, '..', 'assets', 'lessons', `${name}.ron`), 'utf8');
// On a quiet machine none is longer than 100 ms; one that is busy may take its time.
const MOST_MS = 400;
const CHALLENGE = `(version: 1, lesson: "Try", preset: "small_anemic_woman", steps: [Try(task: "Both.",
  move: [procedure.inlet_flow_ml_min, procedure.duration_min],
  reach: [AtLeast("product.lymphocyte_e9", 1), AtLeast("lowest.platelets_e9_per_l", 100)], best: Smallest(procedure.duration_min))])`;
const HANDOUTS = ['Plots as SVG', 'Plots as PNG', 'Scene as SVG', 'Scene as PNG', 'Scene in motion', 'Table of the run as CSV',
  'Virtual patients as CSV', 'Five following days as CSV', 'Outcome as JSON', 'Equations as SBML', 'Report', 'Worksheet for', 'Solution of the'];

run('work', file, pictures, async hand => {
  const { page, open, settled } = hand;
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver(list => longTasks.push(...list.getEntries().map(entry => entry.duration))).observe({ entryTypes: ['longtask'] });
  });
  const wrong = [];
  const measured = async (what, step, most_ms = MOST_MS) => {
    await settled();
    await page.evaluate(() => { longTasks.length = 0; });
    const began = Date.now();
    const told = await step();
    await settled();
    const tasks = await page.evaluate(() => longTasks.map(Math.round).sort((a, b) => b - a));
    say(`${what}: ${told || ''}in ${Date.now() - began} ms, the longest piece ${tasks[0] ? `${tasks[0]} ms` : 'below 50 ms'}`);
    if (tasks[0] > most_ms) wrong.push(`${what} held the page up for ${tasks[0]} ms`);
  };
  const wait = seconds => page.waitForTimeout(1000 * seconds);

  await open('?case=cml_very_high_count&fresh');
  await wait(4);
  await measured('play', () => wait(3));
  await hand.key('Space');
  await measured('advice', async () => { await hand.command('Why? The worst'); await wait(6); });
  await hand.shot('advice');
  await hand.key('Escape');
  await measured('least cost and a hundred alike', async () => { await hand.command('Debrief'); await wait(8); });
  await hand.shot('debrief');
  await hand.key('Escape');
  for (const what of HANDOUTS) {
    await measured(what, async () => {
      const { name, bytes } = await hand.handed_out(() => hand.command(what));
      return `${name} with ${bytes.length} bytes `;
    });
    await hand.key('Escape');
  }
  await measured('Window as PNG', async () => {
    const { bytes } = await hand.handed_out(() => hand.command('Window as PNG'));
    return `${bytes.length} bytes `;
  }, Infinity);
  await hand.key('Escape');

  const chosen = async (words, name, text) => {
    const waiting = page.waitForEvent('filechooser');
    await hand.command(words);
    await (await waiting).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  };
  await measured('the proof of a lesson', async () => { await chosen('Write on in the lesson', 'who.ron', lesson('who_pays')); await wait(8); });
  await hand.shot('lesson-written');
  await open('?case=healthy_donor&fresh');
  await wait(3);
  await measured('the best of a challenge', async () => { await chosen('Open…', 'try.ron', CHALLENGE); await wait(8); });
  await hand.shot('challenge');
  if (wrong.length > 0) fail(wrong.join('\n'));
});
