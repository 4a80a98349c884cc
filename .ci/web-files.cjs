// Takes the single file, with the network off, through all ways in which something comes into the page: a file that is chosen or dropped, a
// share text that is pasted or stands in the address, work that was not saved, and the answers and codes of a class.
//
//   node .ci/web-files.cjs FILE.html FOLDER      (BROWSER is the program to open it with)
//
// FOLDER has the answers and the code that `web.cjs` has left there; pictures go there.
const fs = require('fs');
const path = require('path');
const { fail, run, say } = require('./web-page.cjs');

const [file, folder] = process.argv.slice(2);
const root = path.join(__dirname, '..');
const preset = name => fs.readFileSync(path.join(root, 'presets', `${name}.ron`), 'utf8');
const SHARED = 'BC1JDTCKDE3VPFM8D6Y9H6B0D6Z5G6FAK49DVC1HREDGYKAC60ERQF091NPDN1MMMWBAC92QNCB2Q08TPA83DAG6EFFB4MHG6GSD1S0200';
const SHARED_TITLE = 'Tuesday\'s group';
// Places in a page of 1280 by 800 pixels.
const FLOW = [132, 111], FLOW_HIGH = [180, 111], RESTORE = [833, 397], CLASS_TABLE = [1019, 22];

run('files', file, folder, async hand => {
  const { page, open, settled, called } = hand;

  const choose = async (step, files) => {
    const waiting = page.waitForEvent('filechooser');
    await step();
    await (await waiting).setFiles(files.map(([name, text]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })));
    await settled();
  };
  const drop = async (name, text) => {
    const dragged = await page.evaluateHandle(([name, text]) => {
      const dragged = new DataTransfer();
      dragged.items.add(new File([text], name, { type: 'text/plain' }));
      return dragged;
    }, [name, text]);
    for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('#buffycoat', event, { dataTransfer: dragged });
    await settled();
  };
  const paste = async words => {
    await page.evaluate(words => {
      const pasted = new DataTransfer();
      pasted.setData('text/plain', words);
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true }));
    }, words);
    await settled();
  };

  await open('?case=cml_very_high_count&fresh');
  await called('CML, very high white count');
  await hand.key('Space');
  await choose(() => hand.key('Control+o'), [['Fall 血 1.ron', preset('small_anemic_woman')]]);
  await called('Small woman');
  say('a file that is chosen is opened');
  await choose(() => hand.key('Control+o'), [['broken.ron', '(version: 1,']]);
  await hand.shot('broken');
  await called('Small woman');
  await hand.key('Escape');
  say('one that is broken leaves the case that is open');
  await drop('donor.ron', preset('healthy_donor'));
  await called('Healthy donor');
  say('a file that is dropped is opened');
  await paste(`Look at this: ${SHARED}`);
  await called(SHARED_TITLE);
  say('a share text that is pasted is opened');

  await open(`?fresh#${SHARED}`);
  await called(SHARED_TITLE);
  await open('?case=healthy_donor&fresh');
  await page.evaluate(shared => { location.hash = shared; }, SHARED);
  await called(SHARED_TITLE);
  say('so is one in the address, also where the page was open');
  await open('?case=unknown&fresh');
  await hand.shot('unknown-case');

  await open('?case=cml_very_high_count');
  await called('CML, very high white count');
  await hand.key('Space');
  await page.mouse.move(...FLOW);
  await page.mouse.down();
  await page.mouse.move(...FLOW_HIGH, { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction(() => Object.keys(localStorage).some(key => key.startsWith('buffycoat:/kept/unsaved/')));
  await open('');
  await hand.shot('unsaved');
  await page.mouse.click(...RESTORE);
  await called('*CML, very high white count');
  await hand.shot('restored');
  say('work that was not saved is offered when the page is opened again, and taken up');

  await open('?fresh');
  const answers = fs.readFileSync(path.join(folder, 'answers.ron'), 'utf8');
  await drop('seat 1.ron', answers);
  await hand.shot('class-dropped');
  await hand.key('Escape');
  await open('?case=healthy_donor&fresh');
  await called('Healthy donor');
  await hand.key('Space');
  await choose(() => hand.command('A class\'s answers'), [1, 2, 3].map(seat => [`seat ${seat}.ron`, answers]));
  await settled();
  await hand.shot('class-chosen');
  const code = fs.readFileSync(path.join(folder, 'code.txt'), 'utf8').trim();
  if (!/^[0-9A-Z-]{12,}$/.test(code)) fail(`the code is "${code}"`);
  await paste(`${code}\n`);
  await hand.shot('class-with-code');
  const { name, bytes } = await hand.handed_out(() => page.mouse.click(...CLASS_TABLE));
  const rows = bytes.toString('utf8').trim().split('\n').filter(line => !line.startsWith('#'));
  fs.writeFileSync(path.join(folder, 'class.csv'), bytes);
  if (rows.length !== 5) fail(`the class has not four students: ${rows.join('\n')}`);
  say(`a class of chosen files and a pasted code is counted: ${name} with ${rows.length - 1} rows`);
});
