// Stands between an experiment and Open edX. The platform shows this page as a problem of the type JS Input, and speaks to it as
// the library jschannel does: texts of JSON, `{id, method: "JSInput::getGrade", params}`, answered by `{id, result}`, after
// both sides have said that they are there. Opened by itself, the page says how to use it.

const words = JSON.parse(document.querySelector("meta[name='gedanken:words']").content);
const said = document.getElementById("said");

// The name that the platform gives to its channel.
const SCOPE = "JSInput";

// What the student has done, as far as the experiment has told: what is graded, and what is kept until the next visit.
const work = { version: 1, finished: false, predictions: {}, claims: {}, address: null, page: null };

let experiment = null;

// JSON that the platform may take for part of an address: it undoes percent signs in what it is given.
function written(value) {
  return JSON.stringify(value).replaceAll("%", "\\u0025");
}

// ---- What the platform calls

function getGrade() {
  const { finished, predictions, claims, address } = work;
  return written({ finished, predictions, claims, address });
}

// With the settings and predictions as they stand. A page that does not answer is kept as it last was.
async function getState() {
  try {
    work.page = await experiment.getState();
  } catch {
    // It may still be loading.
  }
  return written(work);
}

// Never an error: the platform listens to none, and would stop at it.
async function setState(given) {
  const kept = read(given);
  if (!kept) {
    say(words.unreadable);
    return false;
  }
  for (const key of ["finished", "predictions", "claims", "address", "page"]) {
    work[key] = kept[key] ?? work[key];
  }
  if (!work.page) {
    return true;
  }
  try {
    await experiment.setState(work.page);
  } catch (error) {
    say(error.message);
    return false;
  }
  say(words.restored);
  return true;
}

// A state of this page, or one that is empty; nothing where it is neither.
function read(given) {
  let kept = given;
  try {
    kept = typeof given === "string" ? JSON.parse(given || "{}") : given;
  } catch {
    return null;
  }
  const is = (value, type) => value === undefined || (typeof value === type && value !== null);
  const fits =
    is(kept ?? null, "object") &&
    !Array.isArray(kept) &&
    [undefined, 1].includes(kept.version) &&
    is(kept.finished, "boolean") &&
    is(kept.predictions, "object") &&
    is(kept.claims, "object");
  return fits ? kept : null;
}

const CALLS = { getGrade, getState, setState };

// ---- The channel

function post(message, origin) {
  window.parent.postMessage(JSON.stringify(message), origin === "null" ? "*" : origin);
}

// What says that this side is there, as either release of the library understands it: the one in Open edX asks and answers with
// a word, the later one with an object.
function greet(params, origin) {
  post({ method: `${SCOPE}::__ready`, params }, origin);
}

async function hear({ source, origin, data }) {
  if (source !== window.parent || typeof data !== "string") {
    return;
  }
  let message;
  try {
    message = JSON.parse(data);
  } catch {
    // Somebody else's.
    return;
  }
  const [scope, method] = String(message?.method).split("::");
  if (scope !== SCOPE) {
    return;
  }
  const { id, params } = message;
  if (method === "__ready") {
    if (params === "ping") {
      greet("pong", origin);
    } else if (params?.type === "publish-request") {
      greet({ type: "publish-reply", publish: [] }, origin);
    }
  } else if (id !== undefined && Object.hasOwn(CALLS, method)) {
    post({ id, result: await CALLS[method](params) }, origin);
  } else if (id !== undefined) {
    post({ id, error: "method_not_found", message: `${SCOPE} has no ${method}` }, origin);
  }
}

// ---- The experiment

// Behind the `#` of the address: `two-moons?rev=1&seed=7&show=predict,accuracy`.
function asked() {
  const link = location.hash.slice(1);
  const at = link.search(/[?&]/);
  const [id, keys] = at < 0 ? [link, ""] : [link.slice(0, at), link.slice(at + 1)];
  return { id: id.replace(/\/+$/, ""), keys };
}

function say(sentence) {
  said.textContent = sentence;
  said.hidden = false;
}

function listen() {
  experiment.addEventListener("gedanken:answer", ({ detail }) => {
    const { prediction, said: given, response, decided, right, outcome, distance, address } = detail;
    work.predictions[prediction] = { said: given, response, decided, right, outcome, distance };
    work.address = address;
  });
  experiment.addEventListener("gedanken:claim", ({ detail: { claim, verdict } }) => {
    work.claims[claim] = verdict;
  });
  experiment.addEventListener("gedanken:progress", ({ detail: { phase } }) => {
    if (phase === "running" && work.finished) {
      // Another run: what the last one showed is no longer so.
      Object.assign(work, { finished: false, predictions: {}, claims: {} });
    }
    work.finished ||= phase === "finished";
  });
}

function begin() {
  const { id, keys } = asked();
  document.documentElement.dataset.embed = "";
  document.querySelector("article").remove();
  if (!Object.hasOwn(words.experiments, id)) {
    say(words.unknown.replace("{id}", () => id.slice(0, 40)));
    return;
  }
  experiment = document.createElement("gedanken-experiment");
  experiment.setAttribute("href", `../${id}/#${keys}`);
  experiment.setAttribute("eager", "");
  if (!/(^|&)show=/.test(keys)) {
    experiment.setAttribute("show", words.experiments[id]);
  }
  listen();
  said.after(experiment);
  addEventListener("message", hear);
  greet({ type: "publish-request", publish: [] }, "*");
}

if (window.parent !== window) {
  begin();
}
