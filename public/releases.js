// Finds the release that runs a link or a record which this one does not, among those that the site keeps, and leads there.
// `boot.js` loads it only for such a link, and for a record that is opened.

const NAME = /^[0-9A-Za-z][0-9A-Za-z.-]{0,63}$/;

const DIGEST = /^[0-9a-f]{32}$/;

// What was asked last for each place: an older answer that comes later is not shown.
const asked = new WeakMap();

// The top folder of the site that keeps releases: this page's own may be one of them.
function root() {
  const { base, release } = document.documentElement.dataset;
  const top = new URL(base, location.href);
  return top.pathname.endsWith(`/v/${release}/`) ? new URL("../../", top) : top;
}

async function kept() {
  const response = await fetch(new URL("versions.json", root()), { cache: "no-cache" });
  if (response.status === 404) {
    return [];
  }
  if (!response.ok) {
    throw new Error(response.status);
  }
  const { format, releases } = await response.json();
  if (format !== 1 || !releases.every(({ name }) => NAME.test(name))) {
    throw new Error("versions.json");
  }
  return releases;
}

// The newest comes first, and lies at the top. A release that does not speak the page's language has its English page.
function address(releases, release, hash) {
  const { lang, dataset } = document.documentElement;
  const isTranslated = location.pathname.includes(`/${lang}/${dataset.page}/`) && release.languages.includes(lang);
  const top = release === releases[0] ? root() : new URL(`v/${release.name}/`, root());
  return new URL(`${isTranslated ? `${lang}/` : ""}${dataset.page}/${hash}`, top).href;
}

// What is said: a sentence, and perhaps where it leads.
async function answer(words, wanted, hash) {
  try {
    const releases = await kept();
    const id = document.documentElement.dataset.page;
    const runs = ({ revs, bits }) =>
      Object.hasOwn(revs, id) && (wanted.rev ?? revs[id]) === revs[id] && (wanted.bits ?? bits) === bits;
    const release = releases.find(runs);
    if (!release) {
      return [words.none];
    }
    const link = Object.assign(document.createElement("a"), {
      href: address(releases, release, hash),
      textContent: words.open.replace("{release}", () => release.name),
    });
    return [words.found, " ", link];
  } catch (error) {
    console.error(error);
    return [words.unread.replace("{why}", () => error.message ?? error)];
  }
}

async function say(place, words, wanted, hash) {
  const question = {};
  asked.set(place, question);
  const said = document.createElement("p");
  said.append(...(await answer(words, wanted, hash)));
  if (asked.get(place) === question) {
    place.replaceChildren(said);
  }
}

export function ofLink(words, wanted, hash) {
  let place = document.getElementById("other-release");
  if (!place) {
    // Screen readers say what comes into a place that they know.
    place = Object.assign(document.createElement("div"), { id: "other-release" });
    place.setAttribute("role", "status");
    document.querySelector("main").before(place);
  }
  return say(place, words, wanted, hash);
}

// What a record of this page's experiment was computed by, and the link of its run: with its digest, so that whoever runs it
// there compares. The page shows or refuses the record by itself.
function read(text) {
  let record;
  try {
    record = JSON.parse(text);
  } catch {
    return null;
  }
  const { experiment, rev, bits, keys, backend, digest } = record ?? {};
  const isNumber = (number) => Number.isInteger(number) && number >= 0 && number < 2 ** 32;
  const isWhole = isNumber(rev) && isNumber(bits) && typeof keys === "string" && `${keys}&`.startsWith(`rev=${rev}&`);
  if (!isWhole || experiment !== document.documentElement.dataset.page) {
    return null;
  }
  // A run on the GPU is compared with any exact one.
  if (backend !== "exact") {
    return { wanted: { rev, bits: null }, hash: `#${keys}` };
  }
  const promise = DIGEST.test(digest) ? `&bits=${bits}&digest=${digest}` : "";
  return { wanted: { rev, bits }, hash: `#${keys}&backend=exact${promise}` };
}

// An empty text is that of no record: the one that was opened is put away.
export async function ofRecord({ rev, bits, record: words }, text) {
  const place = document.getElementById("record-release");
  // A frame may leave it out.
  if (!place) {
    return;
  }
  asked.delete(place);
  place.replaceChildren();
  const record = read(text);
  if (record && (record.wanted.rev !== rev || (record.wanted.bits ?? bits) !== bits)) {
    await say(place, words, record.wanted, record.hash);
  }
}
