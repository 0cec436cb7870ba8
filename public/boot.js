// The first script of every page: checks what the browser can do, then starts the app. Where something is
// missing it says so in a sentence, because the app itself could not.

// A module with one function whose body is SIMD: i32.const 0, i8x16.splat, i8x16.popcnt.
const SIMD = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

// The sentences stand in the page, in its language.
const words = JSON.parse(document.querySelector("meta[name='gedanken:words']").content);

// A browser that knows module workers asks for the option `type` before it makes a worker; the error then
// keeps it from making one.
function hasModuleWorkers() {
  let asked = false;
  const options = {
    get type() {
      asked = true;
      throw new Error("asked");
    },
  };
  try {
    new Worker(import.meta.url, options).terminate();
  } catch {
    // Expected.
  }
  return asked;
}

function missing() {
  if (typeof WebAssembly !== "object") {
    return words.noWebAssembly;
  }
  if (!WebAssembly.validate(SIMD)) {
    return words.noSimd;
  }
  if (!hasModuleWorkers()) {
    return words.noWorkers;
  }
  return null;
}

// The gallery has no status line until something is wrong: it reads well without the app.
function say(sentence) {
  let status = document.getElementById("boot-status");
  if (!status) {
    status = document.createElement("p");
    status.id = "boot-status";
    status.setAttribute("role", "status");
    document.querySelector("main").prepend(status);
  }
  status.textContent = sentence;
}

// Tells the page around this one, if there is one, what has become of this one before the program can: `public/embed.md`.
function tell(type, payload) {
  if (parent === window) {
    return;
  }
  const named = new URLSearchParams(location.hash.slice(1)).get("parent");
  try {
    parent.postMessage({ source: "gedanken", v: 1, type, id: null, payload }, named ?? "*");
  } catch {
    // The link names no origin, which the program says once it is there.
  }
}

function fail(sentence) {
  document.querySelector("main").dataset.state = "failed";
  say(sentence);
  tell("error", { code: "failed", message: sentence });
}

// An explanation that is shown goes away with Escape, and may come again once pointer and focus have left its word: the
// style sheet shows it, and WCAG 1.4.13 asks for a way to put it away without moving either. In a text it is scrolled to,
// since the window or the run bar may end where its word stands.
function explainWords() {
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const shown of document.querySelectorAll(".gloss:hover, .gloss:focus-within")) {
        shown.classList.add("away");
      }
    }
  });
  addEventListener("focusin", ({ target }) => {
    if (target.matches(".lesson .term")) {
      target.nextElementSibling.scrollIntoView({ block: "nearest" });
    }
  });
  const forget = () => {
    for (const away of document.querySelectorAll(".gloss.away:not(:hover, :focus-within)")) {
      away.classList.remove("away");
    }
  };
  for (const left of ["pointerout", "focusout"]) {
    // While the event is told, its word still has what it is about to lose.
    addEventListener(left, () => setTimeout(forget));
  }
}

async function askReleases(ask) {
  try {
    await ask(await import(new URL(words.release.script, document.baseURI).href));
  } catch (error) {
    // What the page says by itself stands without.
    console.error(error);
  }
}

// A link may be of another revision of the experiment, or of another engine, than run here: then the release that it was
// made with is looked for among those that the site keeps.
function findRelease() {
  const { rev, bits, link } = words.release;
  const asked = new URLSearchParams(location.hash.slice(1));
  const number = (key) => (/^\d{1,10}$/.test(asked.get(key)) ? Number(asked.get(key)) : null);
  const wanted = { rev: number("rev"), bits: number("bits") };
  if ((wanted.rev ?? rev) === rev && (wanted.bits ?? bits) === bits) {
    document.getElementById("other-release")?.remove();
    return;
  }
  askReleases((releases) => releases.ofLink(link, wanted, location.hash));
}

// A jump past the header must leave the address as it is: what stands behind its `#` is the experiment.
function jumpWithoutAddress() {
  const skip = document.querySelector(".skip");
  skip.addEventListener("click", (event) => {
    event.preventDefault();
    const target = document.getElementById(skip.hash.slice(1));
    target.tabIndex = -1;
    target.focus();
  });
}

// What can be read comes first: the program, which is many times larger, is asked for once it has been drawn.
function painted() {
  return new Promise((go) => {
    if (document.hidden) {
      go();
    } else {
      requestAnimationFrame(() => setTimeout(go));
      // A window may be hidden before its first frame.
      setTimeout(go, 1000);
    }
  });
}

// On a phone the knobs, Run and the pictures are windows apart: what is pressed leads to what it is about. The focus stays on
// Run, which stays in the window.
function leadOn() {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)");
  const show = (element) => element.scrollIntoView({ behavior: isStill.matches ? "auto" : "smooth" });
  const lead = ({ target }) => {
    if (target.closest?.("#to-knobs")) {
      const title = document.getElementById("knobs-title");
      title.tabIndex = -1;
      title.focus({ preventScroll: true });
      show(title);
    } else if (target.closest?.("#run") && document.querySelector("main").dataset.state !== "running") {
      const picture = document.querySelector(".panels figure");
      const { top, height } = picture?.getBoundingClientRect() ?? {};
      if (top < 0 || top + height / 2 > innerHeight) {
        show(picture);
      }
    }
  };
  // Before the app is told: what the button says then is what it does.
  addEventListener("click", lead, true);
}

// Loads the dialog for other pages when it is asked for. The button is the app's, and comes after this.
function openDialog() {
  addEventListener("click", async ({ target }) => {
    const button = target.closest?.("#embed");
    if (!button) {
      return;
    }
    try {
      const dialog = await import(new URL(words.dialog.script, document.baseURI).href);
      // Who has pressed twice gets one.
      if (!document.querySelector("dialog")) {
        dialog.open(button);
      }
    } catch (error) {
      console.error(error);
      say(words.dialog.words.not_loaded);
    }
  });
}

// The program asks for its parts one after the other; all are on their way from the start.
function askEarly(addresses) {
  for (const href of addresses) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "fetch", type: "application/wasm", crossOrigin: "anonymous", href });
    document.head.append(link);
  }
}

async function start() {
  tell("loading", {});
  const lack = missing();
  if (lack) {
    fail(lack);
    return;
  }
  try {
    await painted();
    const program = document.querySelector("meta[name='gedanken:program']").content.split(" ");
    askEarly(program);
    const app = await import(document.getElementById("app-module").href);
    await app.default({ module_or_path: new URL(program[0], document.baseURI) });
    await app.open();
  } catch (error) {
    console.error(error);
    fail(words.notLoaded.replace("{why}", () => error.message ?? error));
  }
}

// A frame shows only what its link names: the rest is not seen until the program has read it.
if (/[#&]embed=1(&|$)/.test(location.hash)) {
  document.documentElement.dataset.embed = "";
}
addEventListener("hashchange", findRelease);
findRelease();
// The program tells of each record that is opened, by its text, and of none once that is put away.
addEventListener("gedanken:record", ({ detail }) => {
  askReleases((releases) => releases.ofRecord(words.release, detail));
});
jumpWithoutAddress();
explainWords();
openDialog();
leadOn();
start();
