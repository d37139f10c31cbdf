// node check.mjs ALBUM: looks at an exported album as its readers do, from the disk and from a server.
// Prints every fault; exit code 1 when there is one.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import { chosenPages, launch, serve } from "./album.mjs";

const folder = path.resolve(process.argv[2]);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = await chosenPages(folder);
const faults = [];
let nChecks = 0;

function check(holds, what) {
  nChecks += 1;
  if (!holds) faults.push(what);
}

// What the pages are made of is a choice of ours where the standard leaves one.
const rules = { "long-title": "off", "require-sri": "off", "no-trailing-whitespace": "off", "svg-focusable": "off" };
const validator = new HtmlValidate({ extends: ["html-validate:standard"], rules });
for (const of of pages) {
  for (const page of [of.cover, of.visit, of.photo]) {
    const report = await validator.validateString(await readFile(path.join(folder, page), "utf8"));
    nChecks += 1;
    for (const { messages } of report.results) {
      for (const message of messages.slice(0, 5)) faults.push(`${page}:${message.line}: ${message.ruleId}: ${message.message}`);
    }
  }
}

const browser = await launch();
const server = await serve(folder);
try {
  for (const base of [`${pathToFileURL(folder)}/`, server.base]) {
    const where = base.slice(0, 4);
    // From the disk the first language shows what there is to show; the server has all of them.
    for (const of of base === server.base ? pages : pages.slice(0, 1)) {
      for (const page of [of.cover, of.visit, of.photo]) {
        await checkPage(base, page, `${where} ${page}`);
      }
      await checkKeys(base, of, `${where} ${of.photo}`);
      await checkLanguages(base, of, `${where} ${of.photo}`);
    }
    await checkWithoutScript(base, pages[0], where);
  }
  for (const of of pages) {
    for (const page of [of.cover, of.visit, of.photo]) {
      for (const colorScheme of ["light", "dark"]) await checkAxe(server.base, page, colorScheme);
      for (const width of of === pages[0] ? [320, 360, 800] : [320]) await checkWidth(server.base, page, width);
    }
  }
  await checkStillness(server.base, pages[0]);
  await checkWalk(server.base, pages[0]);
  await checkMoving(server.base, pages.at(-1));
  await checkPaper(server.base, pages[0]);
  for (const page of [pages[0].cover, pages[0].visit, pages[0].photo]) await measure(server.base, page);
} finally {
  await browser.close();
  server.stop();
}
for (const fault of faults) console.log(fault);
console.log(`${nChecks} checks, ${faults.length} faults`);
process.exitCode = faults.length > 0 || nChecks < 100 ? 1 : 0;

/** A page in a fresh browser profile, with everything noted that must not happen. */
async function open(base, page, what, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(20_000);
  const tab = await context.newPage();
  tab.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`${what}: console: ${message.text()}`);
  });
  tab.on("pageerror", (error) => faults.push(`${what}: script: ${error.message}`));
  tab.on("request", (request) => {
    if (!request.url().startsWith(base)) faults.push(`${what}: request outside the folder: ${request.url()}`);
  });
  tab.on("requestfailed", (request) => {
    if (request.failure()?.errorText !== "net::ERR_ABORTED") faults.push(`${what}: failed: ${request.url()}`);
  });
  tab.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${what}: ${response.status()} ${response.url()}`);
  });
  if (options.javaScriptEnabled !== false) {
    await tab.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
  }
  await tab.goto(base + page, { waitUntil: "load" });
  return { tab, close: () => context.close() };
}

async function checkPage(base, page, what) {
  const { tab, close } = await open(base, page, what);
  // Everything comes into view once, so that lazy pictures load.
  await tab.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 600) {
      window.scrollTo(0, y);
      await new Promise((done) => setTimeout(done, 40));
    }
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  });
  const seen = await tab.evaluate(() => ({
    shift: window.shift,
    lang: document.documentElement.lang,
    paper: getComputedStyle(document.body).backgroundColor,
    nImages: document.images.length,
    broken: [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.currentSrc),
    bent: [...document.querySelectorAll("img.whole, img.large")]
      .filter((image) => {
        const shown = image.clientWidth / image.clientHeight;
        const real = image.naturalWidth / image.naturalHeight;
        return real > 0.5 && real < 2.6 && Math.abs(shown / real - 1) > 0.03;
      })
      .map((image) => `${image.clientWidth}x${image.clientHeight} of ${image.naturalWidth}x${image.naturalHeight}`),
    nHeadings: document.querySelectorAll("h1").length,
  }));
  check(seen.shift < 0.001, `${what}: the layout shifts by ${seen.shift}`);
  check(seen.paper !== "rgba(0, 0, 0, 0)", `${what}: the style sheet did not load`);
  check(seen.nImages > 0, `${what}: no picture`);
  check(seen.broken.length === 0, `${what}: pictures that do not load: ${seen.broken}`);
  check(seen.bent.length === 0, `${what}: pictures out of proportion: ${seen.bent}`);
  check(seen.nHeadings === 1, `${what}: ${seen.nHeadings} main headings`);
  check(page.split("/")[0] === seen.lang || seen.lang === pages[0].language, `${what}: lang is ${seen.lang}`);
  await close();
}

async function checkKeys(base, of, what) {
  const { tab, close } = await open(base, of.photo, what);
  const address = (selector) => tab.locator(selector).first().evaluate((link) => link.href);
  const [next, previous, up] = [await address(".steps .next"), await address(".steps .previous"), await address(".up")];
  const press = async (key, to) => {
    await Promise.all([tab.waitForURL(to), tab.keyboard.press(key)]).catch(() => {});
    check(tab.url() === to, `${what}: ${key} leads to ${tab.url()}, not to ${to}`);
  };
  const rtl = await tab.evaluate(() => document.documentElement.dir === "rtl");
  const [forth, back] = rtl ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  await press(forth, next);
  await press(back, base + of.photo);
  await press(back, previous);
  await press(forth, base + of.photo);
  await press("Escape", up);
  await close();
}

async function checkLanguages(base, of, what) {
  const { tab, close } = await open(base, of.photo, what);
  const other = pages.find((page) => page.language !== of.language);
  if (other) {
    await tab.locator(`.languages a[hreflang="${other.language}"]`).click();
    await tab.waitForLoadState("load");
    check((await tab.evaluate(() => document.documentElement.lang)) === other.language, `${what}: no way to ${other.language}`);
  }
  await close();
}

async function checkWithoutScript(base, of, where) {
  const what = `${where} without script`;
  const { tab, close } = await open(base, of.cover, what, { javaScriptEnabled: false });
  const go = async (selector) => {
    await tab.locator(selector).first().click();
    await tab.waitForLoadState("load");
  };
  await go(`.card a[href="${of.visit}"]`);
  await go(".cell a");
  const first = tab.url();
  check((await tab.locator("img.large").count()) === 1, `${what}: no large picture`);
  await go(".steps .next");
  check(tab.url() !== first, `${what}: next leads nowhere`);
  await go(".steps .previous");
  check(tab.url() === first, `${what}: previous does not lead back`);
  await go(".up");
  check((await tab.locator(".rows").count()) > 0, `${what}: no way up`);
  await close();
}

async function checkAxe(base, page, colorScheme) {
  const what = `${colorScheme} ${page}`;
  const { tab, close } = await open(base, page, what, { colorScheme });
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  nChecks += 1;
  for (const violation of violations) {
    const nodes = violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`.replaceAll("\n", " "));
    faults.push(`${what}: axe ${violation.id}: ${violation.help}: ${nodes.join(" | ")}`);
  }
  await close();
}

async function checkWidth(base, page, width) {
  const what = `${page} at ${width} px`;
  const { tab, close } = await open(base, page, what, { viewport: { width, height: 740 }, hasTouch: true, isMobile: true });
  const [scroll, inner] = await tab.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  check(inner === width && scroll <= width, `${what}: ${scroll} px wide in ${inner}`);
  const small = await tab.evaluate(() =>
    [...document.querySelectorAll("a:not(.skip)")]
      .filter((link) => link.getBoundingClientRect().height < 24)
      .map((link) => link.textContent.trim()),
  );
  check(small.length === 0, `${what}: too small for a finger: ${small}`);
  await close();
}

async function checkStillness(base, of) {
  const still = async (reducedMotion) => {
    const { tab, close } = await open(base, of.cover, "motion", { reducedMotion });
    const durations = await tab.evaluate(() =>
      [...document.querySelectorAll("*")].map((e) => getComputedStyle(e).transitionDuration).filter((d) => d !== "0s"),
    );
    await close();
    return durations.length === 0;
  };
  check(await still("reduce"), "something moves for who asked for stillness");
  check(!(await still("no-preference")), "the test of stillness sees no motion at all");
}

/** From the first photo of a visit to its last and back, by keys alone. */
async function checkWalk(base, of) {
  const what = "walk";
  const { tab, close } = await open(base, of.visit, what);
  const n = await tab.locator(".cell a").count();
  await tab.keyboard.press("ArrowRight");
  const links = await tab.locator(".cell a").evaluateAll((links) => links.map((link) => link.href));
  check(await tab.evaluate((href) => document.activeElement.href === href, links[0]), `${what}: the first arrow does not reach the first photo`);
  await Promise.all([tab.waitForURL(links[0]), tab.keyboard.press("Enter")]);
  const seen = [tab.url()];
  for (let k = 1; k < n; k += 1) {
    await Promise.all([tab.waitForURL(links[k]), tab.keyboard.press("ArrowRight")]).catch(() => {});
    seen.push(tab.url());
    check((await tab.locator("h1").count()) === 1 && (await tab.locator("img.large").count()) === 1, `${what}: ${tab.url()} is not whole`);
  }
  check(seen.join() === links.join(), `${what}: ${seen.length} photos in another order than on the page`);
  await tab.keyboard.press("ArrowRight");
  check(tab.url() === links[n - 1], `${what}: there is something behind the last photo`);
  for (let k = n - 2; k >= 0; k -= 1) await Promise.all([tab.waitForURL(links[k]), tab.goBack()]).catch(() => {});
  check(tab.url() === links[0], `${what}: the browser's own way back ends at ${tab.url()}`);
  await close();
}

/** What the script adds on the page of a photo: focus that stays, full screen that stays, actual size, the slideshow. */
async function checkMoving(base, of) {
  const what = `moving ${of.photo}`;
  const { tab, close } = await open(base, of.photo, what);
  await tab.locator(".steps .previous").focus();
  const before = tab.url();
  await Promise.all([tab.waitForURL((url) => url.href !== before), tab.keyboard.press("Enter")]);
  check(await tab.evaluate(() => document.activeElement.closest(".steps") !== null), `${what}: the focus is lost`);
  check((await tab.locator("[role=status]").textContent()) === (await tab.locator("h1").textContent()), `${what}: nobody is told`);
  await tab.keyboard.press("z");
  check((await tab.locator(".stage.actual").count()) === 1, `${what}: z does not show the actual size`);
  await tab.keyboard.press("Escape");
  check((await tab.locator(".stage.actual").count()) === 0, `${what}: Escape does not end the actual size`);
  await tab.keyboard.press("f");
  await tab.waitForFunction(() => document.fullscreenElement !== null, null, { timeout: 5000 }).catch(() => {});
  const full = () => tab.evaluate(() => document.fullscreenElement !== null);
  check(await full(), `${what}: f does not fill the screen`);
  const here = tab.url();
  await Promise.all([tab.waitForURL((url) => url.href !== here), tab.locator(".steps .next").evaluate((link) => link.click())]);
  check(await full(), `${what}: full screen ends with the photo`);
  await tab.evaluate(() => document.exitFullscreen());
  await tab.keyboard.press("s");
  check(await tab.locator(".stop").isVisible() || (await tab.locator(".steps .next").count()) === 0, `${what}: s does not begin the slideshow`);
  await tab.keyboard.press("s");
  check(!(await tab.locator(".stop").isVisible()), `${what}: s does not stop the slideshow`);
  await close();
}

/** On paper: a contact sheet, and a photo with its words. */
async function checkPaper(base, of) {
  for (const page of [of.visit, of.photo]) {
    const { tab, close } = await open(base, page, `paper ${page}`);
    const pdf = await tab.pdf({ format: "A4" });
    check(pdf.length > 2_000 && pdf.subarray(0, 5).toString() === "%PDF-", `paper ${page}: no PDF`);
    await tab.emulateMedia({ media: "print" });
    check(!(await tab.locator(".bar").isVisible()), `paper ${page}: the bar is printed`);
    check((await tab.evaluate(() => getComputedStyle(document.body).backgroundColor)) === "rgb(255, 255, 255)", `paper ${page}: not white`);
    await close();
  }
}

/** Figures for people: printed, and no fault but for what moves, as machines differ. */
async function measure(base, page) {
  const { tab, close } = await open(base, page, `measure ${page}`);
  const session = await tab.context().newCDPSession(tab);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await tab.addInitScript(() => {
    window.largest = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.largest = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  await tab.reload({ waitUntil: "load" });
  await tab.waitForTimeout(300);
  const [largest, shift] = await tab.evaluate(() => [window.largest, window.shift]);
  console.log(`measured at a quarter of the speed: ${page}: largest paint ${Math.round(largest)} ms, layout shift ${shift}`);
  check(shift < 0.001, `${page}: the layout shifts by ${shift}`);
  await close();
}
