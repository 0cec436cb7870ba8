// The service worker: keeps the playground on the device, so that it works without a network. The build writes three
// constants before this text: RELEASE, a hash over all files; PAGES and ASSETS, their addresses from the top folder.
//
// No page ever gets the engine of another release, and no link with a digest is checked by a stale one:
// * Every asset has a hash of its contents in its name, and a page names the assets that it was built with. Whichever
//   release a page is of, the name of its engine stands for that engine alone, wherever it is found.
// * Pages come from the host. Where it does not answer, they come from the newest release that is kept whole: this one.
//   A page from the host is never put among them, so that no page is kept without its assets.
// * A release is kept whole or not at all. A page that the host has replaced in the middle names another release.
// * The script that other pages load (`embed.js`) has one address for ever, so it comes from the host like a page, and from what
//   is kept only where the host does not answer.
// * Pages are kept in every language: one more is some 75 kB as hosts compress them, a twentieth of what is kept anyway, and
//   a choice of some would leave links that lead nowhere without a network.
// * Older releases that the site keeps (`v/<release>/`) have service workers of their own. What is below their folder is none
//   of this one's business, though it lies below its own.
// * The release before stays until the next one comes, for pages that are open and ask for their engine again.

const PREFIX = `gedanken:${registration.scope}:`;
const CACHE = PREFIX + RELEASE;

// The script that other pages load.
const EMBED = "embed.js";

// Where the site keeps releases, each with a service worker of its own.
const RELEASES = "v/";

// Milliseconds after which a page that is kept is better than one that may still come.
const PATIENCE = 3000;

const address = (file) => new URL(file, registration.scope).href;

// By name alone: neither what is asked for behind a `?`, nor how, makes another file of it.
const kept = (url, options) =>
  caches.match(url, { ignoreSearch: true, ignoreVary: true, ...options }).catch(() => undefined);

async function asked(file, options) {
  const response = await fetch(address(file), options);
  if (!response.ok) {
    throw new Error(`${file}: ${response.status}`);
  }
  return response;
}

async function keepAsset(cache, file) {
  const response = (await kept(address(file))) ?? (await asked(file, { priority: "low" }));
  // Some hosts answer with a page for what they do not have.
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    throw new Error(`${file} is a page`);
  }
  await cache.put(address(file), response);
}

async function keepPage(cache, file) {
  const response = await asked(file, { cache: "no-cache", priority: "low" });
  const text = await response.text();
  if (!text.includes(`data-release="${RELEASE}"`)) {
    throw new Error(`${file} is of another release`);
  }
  await cache.put(address(file), new Response(text, { headers: response.headers }));
}

// One file after the other: the page that is open comes first.
async function keepAll() {
  try {
    const cache = await caches.open(CACHE);
    for (const file of ASSETS) {
      await keepAsset(cache, file);
    }
    // Before the pages: if these are of this release, so was it.
    await cache.put(address(EMBED), await asked(EMBED, { cache: "no-cache", priority: "low" }));
    for (const file of PAGES) {
      await keepPage(cache, file);
    }
  } catch (error) {
    // No storage left, no network, or a host in the middle of a change. The browser tries again at a later visit.
    await caches.delete(CACHE).catch(() => false);
    throw error;
  }
}

async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  // Not every one is a release: one that had been deleted has come back empty, for a page that was still open (Chromium).
  const whole = await Promise.all(others.map((cacheName) => kept(address("./"), { cacheName })));
  const before = others.findLast((_, at) => whole[at]);
  await Promise.all(others.filter((name) => name !== before).map((name) => caches.delete(name)));
  await clients.claim();
  for (const page of await clients.matchAll({ type: "window" })) {
    if (!page.url.startsWith(address(RELEASES))) {
      page.postMessage({ release: RELEASE });
    }
  }
}

// A page that is kept, by any address that hosts give it.
async function keptPage(url) {
  const plain = url.split(/[?#]/)[0].replace(/\/index\.html$/, "/");
  const page = await kept(plain, { cacheName: CACHE });
  if (page || !(await kept(`${plain}/`, { cacheName: CACHE }))) {
    return page;
  }
  return Response.redirect(`${plain}/`);
}

// In the language of the folder that was looked in; the first page is that of the top folder.
async function missing(url) {
  const pages = PAGES.filter((file) => file.endsWith("404.html")).map(address);
  const file = pages.findLast((page) => url.startsWith(page.slice(0, -"404.html".length)));
  const page = await kept(file, { cacheName: CACHE });
  return page ? new Response(page.body, { status: 404, headers: page.headers }) : Response.error();
}

async function page(request) {
  // Not the browser's own early request (navigation preload): Firefox 140 shows its failure in place of the kept page.
  const network = fetch(request).catch(() => undefined);
  const page = await keptPage(request.url);
  if (!page) {
    return (await network) ?? missing(request.url);
  }
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const response = await Promise.race([network, late]);
  return response && response.status < 500 ? response : page;
}

async function asset(request) {
  return (await kept(request.url)) ?? fetch(request);
}

async function script(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const script = await kept(request.url, { cacheName: CACHE });
    if (script) {
      return script;
    }
    throw error;
  }
}

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(keepAll());
});

addEventListener("activate", (event) => event.waitUntil(takeOver()));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.url.startsWith(address(RELEASES))) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(page(request));
  } else if (request.url === address(EMBED)) {
    event.respondWith(script(request));
  } else if (request.url.startsWith(address("assets/"))) {
    event.respondWith(asset(request));
  }
});
