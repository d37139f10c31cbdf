"use strict";
// Comfort only: keys, swipes, actual size, full screen, slideshow, and the next photo at once. Everything reads without it.
(() => {
  const one = (selector, from = document) => from.querySelector(selector);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const onWeb = location.protocol.startsWith("http");
  const known = new Map();
  let timer = 0;
  let seconds = 5;

  const isPhoto = () => document.body.classList.contains("photo");
  const show = (selector, on) => {
    const button = one(selector);
    if (button) button.hidden = !on;
  };

  // The page at an address, read once. From the disk pages cannot be read: there the browser goes to them.
  const read = (href) => {
    if (!known.has(href)) {
      const page = fetch(href).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      }).then((text) => new DOMParser().parseFromString(text, "text/html"));
      page.catch(() => known.delete(href));
      known.set(href, page);
    }
    return known.get(href);
  };

  // Loads the picture of a page, so that it is there when the page is.
  const warm = (page) => {
    const picture = one("img.large", page);
    if (!picture) return Promise.resolve();
    const image = new Image();
    const webp = one("source", page);
    image.sizes = picture.sizes;
    image.srcset = (webp ?? picture).getAttribute("srcset");
    return image.decode().catch(() => {});
  };

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  const put = (page) => {
    const focused = document.activeElement;
    const place = ["next", "previous", "play", "stop", "size", "fill"].find((name) => focused && focused.classList.contains(name));
    document.title = page.title;
    for (const part of [".bar", "main"]) one(part).replaceWith(document.adoptNode(one(part, page)));
    dress();
    const again = place && (one(`.${place}:not([hidden])`) ?? one(".steps a"));
    if (again) again.focus({ preventScroll: true });
    say();
  };

  const go = async (href, remember = true) => {
    if (!onWeb || !isPhoto()) {
      location.href = timer ? `${href.split("#")[0]}#play` : href;
      return;
    }
    try {
      const page = (await read(href)).cloneNode(true);
      if (!page.body.classList.contains("photo")) throw new Error("another kind of page");
      await Promise.race([warm(page), wait(600)]);
      if (remember) history.pushState(null, "", href);
      const swap = () => put(page);
      if (document.startViewTransition && !still.matches) await document.startViewTransition(swap).updateCallbackDone;
      else swap();
      near();
    } catch {
      location.href = href;
    }
  };

  const follow = (selector) => {
    const link = one(selector);
    if (link) go(link.href);
    return link !== null;
  };

  // The pages and pictures on both sides of this one.
  const near = () => {
    if (!onWeb || !isPhoto() || (navigator.connection && navigator.connection.saveData)) return;
    for (const link of document.querySelectorAll(".steps a")) read(link.href).then(warm, () => {});
  };

  // Tells where one is to who does not see the page change.
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  document.body.append(told);
  const say = () => {
    const heading = one("h1");
    told.textContent = heading ? heading.textContent : "";
  };

  const stop = () => {
    clearTimeout(timer);
    timer = 0;
    show(".stop", false);
    show(".play", one(".steps .next") !== null || !isPhoto());
  };
  const play = () => {
    if (!isPhoto()) {
      const first = one(".cell a");
      if (first) location.href = `${first.href.split("#")[0]}#play`;
      return;
    }
    clearTimeout(timer);
    if (!one(".steps .next")) return stop();
    timer = setTimeout(() => follow(".steps .next") || stop(), seconds * 1000);
    show(".play", false);
    show(".stop", true);
  };

  const size = (on = !one(".stage").classList.contains("actual")) => {
    const [stage, picture, button] = [one(".stage"), one("img.large"), one(".size")];
    stage.classList.toggle("actual", on);
    if (button) button.setAttribute("aria-pressed", on);
    picture.sizes = on ? "2048px" : picture.dataset.sizes;
    if (!on) return;
    stage.scrollTo((stage.scrollWidth - stage.clientWidth) / 2, (stage.scrollHeight - stage.clientHeight) / 2);
  };

  const fill = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  };
  document.addEventListener("fullscreenchange", () => {
    const button = one(".fill");
    if (button) button.setAttribute("aria-pressed", document.fullscreenElement !== null);
  });

  // Steps from photo to photo on the page of a visit.
  const step = (by) => {
    const links = [...document.querySelectorAll(".cell a")];
    const at = links.indexOf(document.activeElement);
    const link = links[at < 0 ? 0 : at + by];
    if (link) link.focus();
    return link !== undefined;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const forth = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    let done = true;
    if (key === "ArrowLeft" || key === "ArrowRight") {
      if (event.shiftKey || (isPhoto() && one(".actual"))) return;
      done = isPhoto() ? follow(key === forth ? ".steps .next" : ".steps .previous") : step(key === forth ? 1 : -1);
    } else if (key === "s") timer ? stop() : play();
    else if (!isPhoto()) return;
    else if (key === "f") fill();
    else if (key === "z") size();
    else if (key === "Escape") {
      if (one(".actual")) size(false);
      else if (timer) stop();
      else done = leave(".up");
    } else if (timer && (key === "+" || key === "-")) {
      seconds = Math.min(20, Math.max(2, seconds + (key === "+" ? -1 : 1)));
      told.textContent = `${seconds} s`;
      play();
    } else done = false;
    if (done) event.preventDefault();
  });
  const leave = (selector) => {
    const link = one(selector);
    if (link) location.href = link.href;
    return link !== null;
  };

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const at = (selector) => event.target.closest(selector);
    const link = at(".steps a");
    if (at(".play")) play();
    else if (at(".stop")) stop();
    else if (at(".size")) size();
    else if (at(".fill")) fill();
    else if (link && onWeb) {
      event.preventDefault();
      go(link.href);
    }
  });
  document.addEventListener("dblclick", (event) => {
    if (event.target.closest(".plate")) size();
  });
  addEventListener("popstate", () => {
    if (isPhoto() && !location.hash) go(location.href, false);
  });

  let start = null;
  const zoomed = () => (window.visualViewport && visualViewport.scale > 1.01) || one(".actual");
  document.addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 && event.target.closest(".stage") && !zoomed() ? event.touches[0] : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (start === null || zoomed()) return;
    const across = event.changedTouches[0].clientX - start.clientX;
    const down = event.changedTouches[0].clientY - start.clientY;
    start = null;
    if (Math.abs(across) < 60 || Math.abs(across) < 2 * Math.abs(down)) return;
    follow((across < 0) === (document.documentElement.dir !== "rtl") ? ".steps .next" : ".steps .previous");
  }, { passive: true });

  // What every page of a photo needs anew.
  const dress = () => {
    const playing = timer !== 0;
    show(".size", true);
    show(".fill", document.fullscreenEnabled);
    const picture = one("img.large");
    if (picture) picture.dataset.sizes = picture.sizes;
    if (playing) play();
    else stop();
    const button = one(".fill");
    if (button) button.setAttribute("aria-pressed", document.fullscreenElement !== null);
  };

  const wanted = location.hash === "#play";
  if (wanted) history.replaceState(null, "", location.href.split("#")[0]);
  dress();
  if (wanted && isPhoto()) play();
  if (document.readyState === "complete") near();
  else addEventListener("load", near);
})();
