// node compare.mjs ALBUM REFERENCES NAME: compares the pages of an album at three widths with pictures that were looked at and found good.
// Both are made small first, a sixteenth of each side: letters differ between machines, where things stand does not.
// ATTACHE_UPDATE_PAGES=1 writes the references anew. Look at them before they are committed.

import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chosenPages, launch } from "./album.mjs";

const WIDTHS = [390, 820, 1440];
const HEIGHT = 1200;
/** Levels of 255 by which the whole may differ on average, by which a place differs, and the share of places that may. */
const MEAN = 5, APART = 40, SHARE = 0.05;

const [album, references] = process.argv.slice(2, 4).map((argument) => path.resolve(argument));
const name = process.argv[4];
const update = process.env.ATTACHE_UPDATE_PAGES === "1";
const browser = await launch();
const [first] = await chosenPages(album);
const faults = [];
let n = 0;
try {
  const scale = await browser.newPage();
  for (const width of WIDTHS) {
    const context = await browser.newContext({ viewport: { width, height: HEIGHT }, reducedMotion: "reduce", colorScheme: "light" });
    const tab = await context.newPage();
    for (const kind of ["cover", "visit", "photo"]) {
      await tab.goto(`${pathToFileURL(album)}/${first[kind]}`, { waitUntil: "load" });
      await tab.evaluate(() => Promise.all([...document.images].filter((image) => image.loading !== "lazy").map((image) => image.decode())));
      const shot = await tab.screenshot();
      const small = await scale.evaluate(shrink, shot.toString("base64"));
      const file = path.join(references, `${name}-${kind}-${width}.png`);
      n += 1;
      if (update) {
        await mkdir(references, { recursive: true });
        await writeFile(file, Buffer.from(small.png, "base64"));
        continue;
      }
      if (!existsSync(file)) {
        faults.push(`${file} is not there; write it with ATTACHE_UPDATE_PAGES=1 and look at it`);
        continue;
      }
      const known = await scale.evaluate(shrink, (await readFile(file)).toString("base64"));
      const { mean, share } = apart(small, known);
      console.log(`${name} ${kind} at ${width} px: ${mean.toFixed(1)} levels apart, ${(100 * share).toFixed(1)} % of the places`);
      if (known.width !== small.width || mean > MEAN || share > SHARE) {
        faults.push(`${name} ${kind} at ${width} px is not what it was: ${mean.toFixed(1)} levels apart, ${(100 * share).toFixed(1)} % of the places`);
      }
    }
    await context.close();
  }
} finally {
  await browser.close();
}
for (const fault of faults) console.log(fault);
console.log(`${n} pictures of pages, ${faults.length} faults`);
process.exitCode = faults.length > 0 || n !== 9 ? 1 : 0;

/** In the browser: a picture a sixteenth as wide and high, as PNG and as levels; one that is that small already stays. */
async function shrink(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  let picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const [width, height] = picture.width < 200 ? [picture.width, picture.height] : [picture.width >> 4, picture.height >> 4];
  // By halves: each step takes every pixel into account.
  while (picture.width / 2 >= width) {
    const half = new OffscreenCanvas(Math.max(width, picture.width >> 1), Math.max(height, picture.height >> 1));
    half.getContext("2d").drawImage(picture, 0, 0, half.width, half.height);
    picture = half;
    if (half.width === width) break;
  }
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const png = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  let text = "";
  for (const byte of png) text += String.fromCharCode(byte);
  return { width, height, levels: [...data], png: btoa(text) };
}

/** The mean difference of levels, and the share of places of which one level differs much. */
function apart(one, other) {
  let sum = 0;
  let nApart = 0;
  const nPlaces = one.levels.length / 4;
  for (let place = 0; place < nPlaces; place += 1) {
    let most = 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const difference = Math.abs(one.levels[place * 4 + channel] - (other.levels[place * 4 + channel] ?? 0));
      sum += difference;
      most = Math.max(most, difference);
    }
    if (most > APART) nApart += 1;
  }
  return { mean: sum / (nPlaces * 3), share: nApart / nPlaces };
}
