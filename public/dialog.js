// The dialog behind the button Embed: what puts this run into another page, how that will look, and the run's link as a QR code.
// `boot.js` loads it once the button is pressed. What it says, and which parts and controls the experiment declares, stands in
// the page; which panels there are follows from the run, so their names are read off the page.

const told = JSON.parse(document.querySelector("meta[name='gedanken:words']").content).dialog;
const { words } = told;
const root = document.documentElement;

// What of a link is about how the page is shown, or certifies one run. The dialog chooses the first anew, and leaves out the
// second: what is embedded is trained by each reader.
const LEFT = [
  ["embed", "show", "hide", "controls", "theme", "autorun", "locale", "parent", "claim", "view", "workers"],
  ["bits", "at", "digest", "proof"],
].flat();

const HEIGHT = { least: 160, most: 2000, usual: 560 };

// How many dots a side of a code has whose dots a phone still tells apart on a wall: those of version 25, of 40.
const LARGEST = 117;

// What is made for each place, in the order of its names.
const FORMS = { element, frame, jupyter, quarto, reveal };

const name = (key) => key.split("=")[0];

// The keys of the run that the page shows, with those that every shared link has.
function runKeys() {
  const shown = location.hash.slice(1).split("&").filter((key) => key && !LEFT.includes(name(key)));
  const given = shown.map(name);
  const usual = told.keys.split("&").filter((key) => !given.includes(name(key)));
  return [...usual, ...shown];
}

function make(tag, properties, ...children) {
  const { attributes = {}, ...own } = properties ?? {};
  const element = Object.assign(document.createElement(tag), own);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

// What is shown while nothing else is asked for: every picture.
function panels() {
  return [...document.querySelectorAll(".panels > [data-panel]")].map((panel) => ({
    key: panel.dataset.panel,
    name: panel.querySelector("h2").textContent,
    told: true,
    usual: true,
  }));
}

// Panels that this page itself does not show have no name on it but their key in its link.
function parts() {
  const declared = told.parts.map((part) => ({ ...part, usual: part.told }));
  const known = [...panels(), ...declared.filter((part) => part.usual), ...declared.filter((part) => !part.usual)];
  const keys = new URLSearchParams(location.hash.slice(1));
  const others = ["show", "hide"].flatMap((key) => (keys.get(key) ?? "").split(","));
  for (const key of new Set(others)) {
    if (key && key !== "none" && !known.some((part) => part.key === key)) {
      known.push({ key, name: key, told: true, usual: true });
    }
  }
  return known;
}

function choices(legend, list) {
  const boxes = list.map(({ key, name: label, told: isTold, usual = true }) => {
    const box = make("input", { type: "checkbox", value: key, checked: usual, defaultChecked: usual });
    const text = make("span", isTold && told.told !== root.lang ? { lang: told.told } : {}, label);
    return make("label", {}, box, text);
  });
  const set = make("fieldset", { className: "choices" }, make("legend", {}, legend), ...boxes);
  // Nothing where all is as a frame shows it anyway; "none" for none.
  set.read = () => {
    const all = [...set.querySelectorAll("input")];
    if (all.every((box) => box.checked === box.defaultChecked)) {
      return "";
    }
    return all.filter((box) => box.checked).map((box) => box.value).join(",") || "none";
  };
  return set;
}

function selection(id, label, options) {
  const select = make("select", { id }, ...options.map(([value, text, lang]) => make("option", { value, ...(lang && { lang }) }, text)));
  return make("label", { htmlFor: id }, make("span", {}, label), select);
}

// ---- What is made of it

const escape = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`).replaceAll("&#38;", "&amp;");

// What a frame shows: its address, and the same as the element takes it.
function chosen(form) {
  const { folder } = told.languages.find(({ key }) => key === form.elements["embed-language"].value);
  const page = new URL(`${root.dataset.base}${folder}${told.id}/`, location.href).href;
  const run = `${page}#${runKeys().join("&")}`;
  const asked = [
    ["show", form.querySelector(".choices.parts").read()],
    ["controls", form.querySelector(".choices.controls").read()],
    ["theme", form.elements["embed-theme"].value],
  ].filter(([, value]) => value);
  const autorun = form.elements["embed-autorun"].checked;
  const keys = [...asked, ["embed", "1"], ...(autorun ? [["autorun", "1"]] : [])];
  return {
    page,
    run,
    asked,
    autorun,
    framed: [run, ...keys.map((pair) => pair.join("="))].join("&"),
    height: height(form),
  };
}

function height(form) {
  const field = form.elements["embed-height"];
  const fits = field.checkValidity() && field.value !== "";
  field.setAttribute("aria-invalid", String(!fits));
  return fits ? Number(field.value) : HEIGHT.usual;
}

function element({ run, asked, autorun, height: pixels }) {
  const script = new URL(`${root.dataset.base}embed.js`, location.href).href;
  const attributes = [["href", run], ...asked, ["height", String(pixels)]].map(([key, value]) => ` ${key}="${escape(value)}"`);
  return (
    `<script type="module" src="${escape(script)}"></script>\n` +
    `<gedanken-experiment${attributes.join("")}${autorun ? " autorun" : ""}>\n` +
    `  <a href="${escape(run)}">${escape(told.title)}</a>\n</gedanken-experiment>`
  );
}

function iframe(source, { framed, height: pixels }) {
  return (
    `<iframe ${source}="${escape(framed)}" title="${escape(told.title)}" width="100%" height="${pixels}" ` +
    `sandbox="${told.sandbox}" allow="clipboard-write" style="border: 0"`
  );
}

function frame(link) {
  return `${iframe("src", link)} loading="lazy"></iframe>`;
}

// A text as Python writes it: as JSON does.
function jupyter({ framed, height: pixels }) {
  const extras = [`title="${escape(told.title)}"`, `sandbox="${told.sandbox}"`, 'allow="clipboard-write"'];
  return (
    "from IPython.display import IFrame\n\n" +
    `IFrame(\n    ${JSON.stringify(framed)},\n    width="100%",\n    height=${pixels},\n` +
    `    extras=[\n${extras.map((extra) => `        ${JSON.stringify(extra)},\n`).join("")}    ],\n)`
  );
}

function quarto(link) {
  return `\`\`\`{=html}\n${element(link)}\n\`\`\``;
}

function reveal(link) {
  return `<section>\n  <h2>${escape(told.title)}</h2>\n  ${iframe("data-src", link)}></iframe>\n</section>`;
}

// ---- The dialog

function build() {
  const forms = Object.keys(FORMS).map((key, at) => {
    const radio = make("input", { type: "radio", name: "embed-form", value: key, checked: at === 0 });
    return make("label", {}, radio, make("span", {}, words.forms[at]));
  });
  const themes = ["", "light", "dark"].map((key, at) => [key, words.themes[at]]);
  const languages = told.languages.map(({ key, name: label }) => [key, label, key]);
  const limits = make("small", { id: "embed-limits" }, words.limits);
  const field = make("input", {
    id: "embed-height",
    type: "number",
    min: String(HEIGHT.least),
    max: String(HEIGHT.most),
    step: "1",
    value: String(HEIGHT.usual),
    required: true,
    attributes: { inputmode: "numeric", "aria-describedby": limits.id },
  });
  const shown = choices(words.parts, parts());
  shown.classList.add("parts");
  const controls = choices(words.controls, told.controls);
  controls.classList.add("controls");
  const form = make(
    "form",
    { method: "dialog" },
    make("fieldset", { className: "chips" }, make("legend", {}, words.form), ...forms),
    shown,
    controls,
    make(
      "div",
      { className: "fields" },
      selection("embed-theme", words.theme, themes),
      selection("embed-language", words.language, languages),
      make("label", { htmlFor: field.id }, make("span", {}, words.height), field, limits),
      make("label", { className: "switch" }, make("input", { id: "embed-autorun", type: "checkbox" }), make("span", {}, words.autorun)),
    ),
  );
  form.elements["embed-language"].value = root.lang;
  const text = make("textarea", {
    id: "embed-snippet",
    readOnly: true,
    spellcheck: false,
    rows: 7,
    attributes: { "aria-describedby": "embed-does" },
  });
  const does = make("p", { id: "embed-does", className: "say" });
  const copied = make("p", { className: "say copied", attributes: { role: "status" } });
  const copy = make("button", { type: "button", id: "embed-copy", className: "go" }, words.copy);
  const code = make("button", { type: "button", id: "embed-code" }, words.code);
  const close = make("button", { type: "button", id: "embed-close", className: "quiet" }, words.close);
  const preview = make("iframe", { id: "embed-preview", title: words.preview });
  const link = (path, label) => make("li", {}, make("a", { href: `${path}`, target: "_blank" }, label));
  const here = told.languages.find(({ key }) => key === root.lang)?.folder ?? "";
  const way = (path) => `${root.dataset.base}${here}${path}/`;
  const dialog = make(
    "dialog",
    { className: "embedding", attributes: { "aria-labelledby": "embed-title", "aria-describedby": "embed-about" } },
    make(
      "div",
      { className: "head" },
      make("div", {}, make("h2", { id: "embed-title" }, words.title), make("p", { id: "embed-about", className: "say" }, words.says)),
      close,
    ),
    form,
    make(
      "div",
      { className: "made" },
      make("label", { htmlFor: text.id }, words.snippet),
      text,
      does,
      make("div", { className: "does" }, copy, code),
      copied,
      make("h3", {}, words.preview),
      preview,
      make("ul", { className: "more" }, link(way("course"), words.course), link(way("open-edx"), words.open_edx)),
    ),
  );
  const show = () => {
    const link = chosen(form);
    const kind = form.elements["embed-form"].value;
    const snippet = FORMS[kind](link);
    if (text.value !== snippet) {
      // What was copied is another one.
      copied.textContent = "";
      text.value = snippet;
    }
    does.textContent = words.does[Object.keys(FORMS).indexOf(kind)];
    preview.height = String(link.height);
    point(preview, link.framed);
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  close.addEventListener("click", () => dialog.close());
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      copied.textContent = words.copied;
    } catch {
      // Refused, or the page has no clipboard because it is not served safely.
      text.select();
      copied.textContent = words.by_hand;
    }
  });
  code.addEventListener("click", () => project(chosen(form).run));
  document.body.append(dialog);
  show();
  return dialog;
}

// Has the frame show an address: without loading it again where only the link behind the `#` is another, and without a
// place of its own among those that the visitor goes back to.
function point(frame, address) {
  if (frame.dataset.shows === address) {
    return;
  }
  if (frame.isConnected && frame.dataset.shows && frame.contentWindow) {
    frame.contentWindow.location.replace(address);
  } else {
    frame.src = address;
  }
  frame.dataset.shows = address;
}

// ---- The QR code, to be projected

// Its dots in one path, each row's neighbours together, with the empty edge of four dots that cameras look for.
function drawing(code) {
  const edge = 4;
  const rows = [];
  for (let y = 0; y < code.size; y += 1) {
    for (let x = 0; x < code.size; x += 1) {
      let width = 0;
      while (code.get(x + width, y)) {
        width += 1;
      }
      if (width > 0) {
        rows.push(`M${x + edge} ${y + edge}h${width}v1h-${width}z`);
        x += width;
      }
    }
  }
  const namespace = "http://www.w3.org/2000/svg";
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS(namespace, tag));
  const side = code.size + 2 * edge;
  for (const [key, value] of [["viewBox", `0 0 ${side} ${side}`], ["role", "img"], ["aria-label", words.code]]) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", rows.join(""));
  svg.append(path);
  return svg;
}

// The code of a link, or why there is none.
async function encoded(address) {
  let library;
  try {
    library = await import(new URL(told.qr, import.meta.url).href);
  } catch {
    return make("p", { className: "refused" }, words.no_code);
  }
  const tooLong = make("p", { className: "refused" }, words.too_long);
  try {
    const code = library.generate(address, { minCorrectionLevel: library.correction.M });
    return code.size > LARGEST ? tooLong : drawing(code);
  } catch {
    return tooLong;
  }
}

async function project(address) {
  const shown = await encoded(address);
  const close = make("button", { type: "button", id: "code-close" }, words.close);
  const full = make("button", { type: "button", id: "code-full", hidden: !document.fullscreenEnabled }, words.full_screen);
  const sheet = make(
    "div",
    { className: "sheet" },
    shown,
    make("p", { className: "address", id: "code-address" }, address),
    make("p", { className: "say" }, words.code_does),
  );
  const dialog = make(
    "dialog",
    { className: "projected", attributes: { "aria-label": words.code, "aria-describedby": "code-address" } },
    sheet,
    make("div", { className: "does" }, full, close),
  );
  full.addEventListener("click", () => sheet.requestFullscreen().catch(() => full.remove()));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}

// Opens the dialog for the run that the page shows. Closed, it is gone, and what trained in its preview ends with it.
export function open(button) {
  const dialog = build();
  dialog.addEventListener("close", () => {
    dialog.remove();
    button.focus();
  });
  dialog.showModal();
}
