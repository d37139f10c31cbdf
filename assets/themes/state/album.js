"use strict";
// Comfort only: arrow keys and swipes on a photo's page. Everything works without.
(() => {
  const follow = (selector) => {
    const link = document.querySelector(selector);
    if (link) location.href = link.href;
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "ArrowRight") follow(".steps .next");
    else if (event.key === "ArrowLeft") follow(".steps .previous");
    else if (event.key === "Escape") follow(".up");
  });

  const stage = document.querySelector(".stage");
  if (!stage) return;
  let start = null;
  const zoomed = () => window.visualViewport !== null && window.visualViewport.scale > 1.01;
  stage.addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 && !zoomed() ? event.touches[0] : null;
  }, { passive: true });
  stage.addEventListener("touchend", (event) => {
    if (start === null || zoomed()) return;
    const end = event.changedTouches[0];
    const across = end.clientX - start.clientX;
    const down = end.clientY - start.clientY;
    start = null;
    if (Math.abs(across) < 60 || Math.abs(across) < 2 * Math.abs(down)) return;
    follow(across < 0 ? ".steps .next" : ".steps .previous");
  }, { passive: true });
})();
