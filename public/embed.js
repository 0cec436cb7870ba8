// <gedanken-experiment href="…">: an experiment inside of another page. The page `embed/` of the site says what it takes,
// does and tells. The build writes WORDS before this text, what it says itself in every language, and leaves out comments
// and the space before lines.

const HOME = new URL(".", import.meta.url);
// Attributes that are keys of links, too.
const KEYS = ["show", "hide", "controls", "theme", "locale"];
const NAME = "gedanken-experiment";

const style = new CSSStyleSheet();
style.replaceSync(
  `:host,iframe{display:block}:host([hidden]),[hidden]{display:none!important}iframe{width:100%;border:0}`,
);

const make = (name, fields) => Object.assign(document.createElement(name), fields);

class Experiment extends HTMLElement {
  static observedAttributes = ["href", "autorun", "height", "title", "eager", ...KEYS];

  static {
    for (const type of ["run", "pause", "reset", "step", "getState", "setState"]) {
      this.prototype[type] = function (payload) {
        return this.#ask(type, payload);
      };
    }
  }

  answers = {};
  claims = {};
  progress = null;
  frame = null;
  #asked = new Map();
  #last = 0;
  #settings = {};
  #status = make("output");
  #fallback = make("slot", { part: "fallback" });
  #link = make("a", { target: "_blank" });
  #near = new IntersectionObserver((seen) => seen.some((it) => it.isIntersecting) && this.#load(), {
    rootMargin: "400px",
  });

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [style];
    this.#fallback.append(this.#link);
    root.append(this.#status, " ", this.#fallback);
  }

  configure(settings) {
    return this.#ask("configure", Object.assign(this.#settings, settings));
  }

  connectedCallback() {
    addEventListener("message", this.#hear);
    this.#begin();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#end();
  }

  attributeChangedCallback(name, before, value) {
    if (!this.isConnected || before === value) {
      return;
    }
    if (name === "height" || name === "title") {
      this.#dress();
    } else if (name === "theme" && this.frame) {
      this.configure({ theme: value ?? "auto" }).catch(() => {});
    } else {
      // Several that change at once load the frame once.
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.#begin());
    }
  }

  #begin(now = this.frame || this.hasAttribute("eager") || !this.#address()) {
    this.#end();
    this.#is("idle");
    this.#dress();
    now ? this.#load() : this.#near.observe(this);
  }

  #end() {
    this.#near.disconnect();
    clearTimeout(this.soon);
    clearTimeout(this.timer);
    this.frame?.remove();
    this.frame = this.progress = this.high = null;
    this.#drop("gone");
  }

  #drop(code, message = this.#word(1)) {
    this.#asked.forEach((it, id) => this.#answer(id, { code, message }, true));
  }

  #load() {
    this.#near.disconnect();
    const src = this.#address();
    if (!src) {
      return this.#fail("href", 2);
    }
    const frame = (this.frame = make("iframe", { part: "frame", allow: "clipboard-write", src }));
    // Every page of an experiment says that it is there, long before it can be used. What has loaded and said nothing is
    // something else: an error page, or what a browser shows in place of a frame that is not allowed.
    frame.onload = () => setTimeout(() => frame.isConnected && !frame.heard && !frame.hidden && this.#fail("silent", 1), 2e3);
    // On the site's own pages it would hold nothing back.
    if (origin !== HOME.origin) {
      frame.sandbox = "allow-scripts allow-same-origin allow-downloads allow-popups";
    }
    this.#dress();
    this.#is("loading", 0);
    this.shadowRoot.append(frame);
    this.timer = setTimeout(() => this.#fail("timeout", 1), (+this.getAttribute("timeout") || 20) * 1e3);
  }

  // Only pages of the site that this script is from: an address from elsewhere is not even a link.
  #address() {
    const link = this.#link;
    let it;
    try {
      it = new URL(this.getAttribute("href") ?? "x:", this.baseURI);
    } catch {}
    link.hidden = !it?.href.startsWith(HOME);
    if (link.hidden) {
      return;
    }
    link.href = it;
    link.textContent = this.title || it.pathname;
    // Not every page has an origin with a name.
    const keys = { embed: 1, parent: /^http/.test(origin) && origin, autorun: this.hasAttribute("autorun") && 1 };
    KEYS.forEach((key) => (keys[key] = this.getAttribute(key)));
    const ours = Object.keys(keys).filter((key) => keys[key]);
    const theirs = it.hash.slice(1).split("&").filter((part) => !ours.includes(part.split("=")[0]));
    it.hash = [...ours.map((key) => `${key}=${encodeURIComponent(keys[key])}`), ...theirs].join("&");
    return it.href;
  }

  #dress() {
    const { frame } = this;
    const height = `${this.high || this.getAttribute("height") || 480}px`;
    // Room for the frame before it is there, so that what follows does not jump, and so that this is seen to come near.
    this.style.minHeight = frame ? "" : height;
    if (frame) {
      frame.title = this.title || this.question || `Gedanken: ${this.#link.pathname}`;
      frame.style.height = height;
    }
  }

  #is(state, says) {
    const failed = state === "failed";
    this.state = this.dataset.state = state;
    this.#fallback.hidden = !failed;
    this.frame && (this.frame.hidden = failed);
    return (this.#status.textContent = this.#word(says));
  }

  // What is said is one of WORDS, or a sentence.
  #word(says) {
    const language = this.getAttribute("locale") ?? this.closest("[lang]")?.lang ?? "";
    return (WORDS[language.slice(0, 2)] ?? WORDS.en)[says] ?? says;
  }

  #fail(code, says) {
    clearTimeout(this.timer);
    const message = this.#is("failed", says);
    this.#drop(code, message);
    this.#emit("error", { code, message });
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(`gedanken:${type}`, { detail, bubbles: true }));
  }

  #hear = ({ source, origin, data }) => {
    if (!source || source !== this.frame?.contentWindow || origin !== HOME.origin || data?.v !== 1) {
      return;
    }
    const { type, id, payload } = data;
    this.frame.heard = true;
    if (type === "error" && this.state === "loading") {
      return this.#fail(payload.code, payload.message);
    }
    if (type === "ready" && id === null) {
      clearTimeout(this.timer);
      this.question = payload.title;
      this.answers = {};
      this.claims = {};
      this.#is(type);
      this.#say(0, "configure", this.#settings);
      this.#asked.forEach(({ type, payload }, id) => this.#say(id, type, payload));
    } else if (type === "resize") {
      this.high = payload.height;
    } else if (type === "progress") {
      this.progress = payload;
    } else if (payload.xapi) {
      // An answer, or the verdict of a claim.
      this[`${type}s`][payload.prediction ?? payload.claim] = payload;
    }
    this.#dress();
    this.#answer(id, payload, type === "error");
    // The answer to `configure` is no second beginning.
    (type === "ready" && id !== null) || this.#emit(type, payload);
  };

  #say(id, type, payload) {
    this.frame.contentWindow.postMessage({ source: "gedanken", v: 1, type, id, payload }, HOME.origin);
    setTimeout(() => this.#answer(id, { code: "timeout" }, true), 1e4);
  }

  #answer(id, payload, isError) {
    this.#asked.get(id)?.done(payload, isError);
    this.#asked.delete(id);
  }

  #ask(type, payload) {
    return new Promise((yes, no) => {
      if (this.isConnected && (!this.frame || this.state === "failed")) {
        this.#begin(true);
      }
      const done = (it, isError) => (isError ? no(Object.assign(Error(this.#word(1)), it)) : yes(it));
      this.#asked.set(++this.#last, { done, type, payload });
      if (!this.frame) {
        this.#drop(this.isConnected ? "href" : "gone");
      } else if (this.state === "ready") {
        this.#say(this.#last, type, payload);
      }
    });
  }
}

// Scripts of two sites may stand in one page: the first one counts.
customElements.get(NAME) ?? customElements.define(NAME, Experiment);
