// What the checks of the page share: a browser with the single file in it and the network off, and what a hand does there.
const { chromium } = require('playwright-core');
const fs = require('fs');
const path = require('path');

// Drawn without a GPU, as on the slowest machines of a school.
const ARGUMENTS = ['--headless=new', '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
  '--disable-background-networking'];
const SIZE = { width: 1280, height: 800 };
// How long a machine that is busy may take.
const PATIENCE_MS = 60000;

function fail(sentence) { throw new Error(sentence); }
function say(sentence) { console.log(sentence); }

// Takes a file through a check, and fails where the page itself complains or asks the network for anything.
async function check(name, file, pictures, steps) {
  fs.mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({ executablePath: process.env.BROWSER, args: ARGUMENTS });
  const context = await browser.newContext({ viewport: SIZE, acceptDownloads: true });
  await context.setOffline(true);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const wrong = [];
  page.on('pageerror', error => wrong.push(String(error)));
  page.on('console', message => { if (message.type() === 'error') wrong.push(message.text()); });
  page.on('request', request => { if (!/^(file|data|blob):/.test(request.url())) wrong.push(`asks the network for ${request.url()}`); });
  let taken = 0;

  const hand = {
    page, context,
    // Opens the file at an address; how long that took, in ms.
    async open(search) {
      const began = Date.now();
      // Another part behind # alone would not be a new page.
      await page.goto('about:blank');
      await page.goto(`file://${path.resolve(file)}${search}`);
      await page.waitForFunction(() => document.getElementById('told').hidden, null, { timeout: PATIENCE_MS });
      await hand.drawn();
      return Date.now() - began;
    },
    async drawn() { await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))); },
    // The page has drawn what it was asked for.
    async settled() {
      await page.waitForTimeout(150);
      await hand.drawn();
    },
    async shot(what) { return page.screenshot({ path: path.join(pictures, `${name}-${String(++taken).padStart(2, '0')}-${what}.png`) }); },
    async key(key) {
      await page.keyboard.press(key);
      await hand.settled();
    },
    // Does what "Find anything" finds first.
    async command(words) {
      await hand.key('Control+k');
      await page.keyboard.type(words);
      await hand.settled();
      await hand.settled();
      await page.keyboard.press('Enter');
    },
    // What a step hands out: its name and its bytes.
    async handed_out(step) {
      const waiting = page.waitForEvent('download');
      await step();
      const download = await waiting;
      return { name: download.suggestedFilename(), bytes: fs.readFileSync(await download.path()) };
    },
    // Waits until the page is called so: its title names the open case.
    async called(words) {
      await page.waitForFunction(words => document.title.includes(words), words, { timeout: PATIENCE_MS })
        .catch(async () => fail(`the page is called "${await page.title()}", not "${words}"`));
      await hand.settled();
    },
    // What the browser keeps under a name that begins so.
    async kept(begin) {
      return page.evaluate(begin => Object.entries(localStorage).filter(([key]) => key.startsWith(`buffycoat:/kept/${begin}`)).map(([, text]) => text).join('\n'), begin);
    },
  };
  await steps(hand);
  await browser.close();
  if (wrong.length > 0) fail(wrong.join('\n'));
}

// Runs a check and tells how it ended.
function run(name, file, pictures, steps) {
  check(name, file, pictures, steps).catch(error => { console.error(`${name}: ${error.message}`); process.exit(1); });
}

module.exports = { PATIENCE_MS, fail, run, say };
