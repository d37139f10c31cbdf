// What the scripts here share: the browser, the pages of an album, and a server that serves nothing else.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const PROGRAMS = [process.env.ATTACHE_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export function launch() {
  const executablePath = PROGRAMS.find((program) => program && existsSync(program));
  if (!executablePath) throw new Error("no chromium found; install it (apt-get install chromium) or name it in ATTACHE_CHROMIUM");
  const quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args: quiet });
}

/** The languages of an album and a few pages of each: cover, first visit, and the first photo that has a next one. */
export async function chosenPages(folder) {
  const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8"));
  const pages = manifest.files.map((file) => file.path).filter((file) => file.endsWith(".html"));
  const chosen = [];
  for (const [n, language] of manifest.settings.languages.entries()) {
    const prefix = n === 0 ? "" : `${language}/`;
    const isVisit = (page) => page.startsWith(prefix) && page.slice(prefix.length).match(/^[^/]+\/index\.html$/);
    const others = manifest.settings.languages.slice(1).map((other) => `${other}/`);
    const visits = pages.filter((page) => isVisit(page) && (n > 0 || !others.some((other) => page.startsWith(other))));
    let photo = null;
    for (const visit of visits) {
      const of = path.posix.dirname(visit);
      for (const page of pages.filter((page) => path.posix.dirname(page) === of && page !== visit)) {
        const text = await readFile(path.join(folder, page), "utf8");
        if (text.includes('rel="next"') && text.includes('rel="prev"')) {
          photo = { visit, page };
          break;
        }
      }
      if (photo) break;
    }
    if (!photo) throw new Error(`no visit with three photos in ${language}`);
    chosen.push({ language, cover: `${prefix}index.html`, visit: photo.visit, photo: photo.page });
  }
  return chosen;
}

const TYPES = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", jpg: "image/jpeg", png: "image/png", webp: "image/webp", json: "application/json" };

/** Serves the files of a folder on this machine only; gives the address and a way to stop. */
export function serve(folder) {
  const server = createServer(async (request, response) => {
    const file = path.join(folder, decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    try {
      if (!file.startsWith(folder + path.sep)) throw new Error("outside");
      const data = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[path.extname(file).slice(1)] ?? "application/octet-stream" });
      response.end(data);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve({ base: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() });
    });
  });
}
