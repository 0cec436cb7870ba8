// Finds the release that runs a link which this one does not, among those that the site keeps, and leads there. `boot.js`
// loads it only for such a link.

const NAME = /^[0-9A-Za-z][0-9A-Za-z.-]{0,63}$/;

let calls = 0;

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

// What is said of the link: a sentence, and perhaps where it leads.
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

export async function show(words, wanted, hash) {
  const call = ++calls;
  let place = document.getElementById("other-release");
  if (!place) {
    // Screen readers say what comes into a place that they know.
    place = Object.assign(document.createElement("div"), { id: "other-release" });
    place.setAttribute("role", "status");
    document.querySelector("main").before(place);
  }
  const said = document.createElement("p");
  said.append(...(await answer(words, wanted, hash)));
  if (call === calls) {
    place.replaceChildren(said);
  }
}
