// Has the browser keep the playground on this device, so that it works without a network: starts `sw.js`, once the page
// has loaded and has nothing else to do. Says so when a newer release than the page's own has come to be kept. Where a
// browser refuses any of it (no storage, no secure address), the page works as it is.

const { base, release } = document.documentElement.dataset;

// Milliseconds after loading, in which a page makes itself ready.
const LATER = 3000;

// Inside of another page the playground is a guest.
function isEmbedded() {
  return window.parent !== window || new URLSearchParams(location.hash.slice(1)).get("embed") === "1";
}

function sayNewer() {
  const newer = document.querySelector(".newer");
  newer.querySelector("button").onclick = () => location.reload();
  newer.hidden = false;
  // Screen readers say what comes into a place that they know.
  requestAnimationFrame(() => newer.firstElementChild.hidden = false);
}

function whenIdle(then) {
  const idle = window.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => setTimeout(() => idle(then), LATER));
}

try {
  const { serviceWorker } = navigator;
  if (serviceWorker && !isEmbedded()) {
    serviceWorker.addEventListener("message", ({ data }) => {
      if (data.release !== release) {
        sayNewer();
      }
    });
    whenIdle(() => serviceWorker.register(`${base}sw.js`).catch(() => {}));
  }
} catch {
  // A frame without an origin may not even ask.
}
