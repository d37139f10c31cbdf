// node shots.mjs ALBUM OUT: pictures of the pages of an album, for looking at them and for the README.

import { mkdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chosenPages, launch } from "./album.mjs";

const [album, out] = process.argv.slice(2).map((argument) => path.resolve(argument));
const browser = await launch();
await mkdir(out, { recursive: true });
for (const { language, ...pages } of await chosenPages(album)) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [width, height] of [[1920, 1080], [1440, 900], [1024, 768], [800, 1000], [390, 844]]) {
      const context = await browser.newContext({ colorScheme, viewport: { width, height }, deviceScaleFactor: 1 });
      const tab = await context.newPage();
      for (const [kind, page] of Object.entries(pages)) {
        await tab.goto(`${pathToFileURL(album)}/${page}`, { waitUntil: "load" });
        await tab.evaluate(() => Promise.all([...document.images].slice(0, 8).map((image) => image.decode().catch(() => {}))));
        await tab.screenshot({ path: path.join(out, `${kind}-${language}-${colorScheme}-${width}.png`) });
      }
      await context.close();
    }
  }
}
await browser.close();
