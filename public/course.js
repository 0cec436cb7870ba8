// A course page that grades a question: it listens to the experiment in it, and to nothing else. A page of your own may do
// the same; where this one shows what it would send, yours would send it to your learning platform.

const words = JSON.parse(document.querySelector("meta[name='gedanken:words']").content);
const experiment = document.querySelector("gedanken-experiment");
const form = document.querySelector(".graded");
const question = form.querySelector("fieldset");
const said = form.querySelector("[role='status']");
const items = [...document.querySelectorAll(".gives li")];

// What gives a point, in the order of the list.
const earned = { predicted: false, finished: false, read: false };

// Which answer the last run bears out; nothing while none has ended.
let outcome = null;

// What a platform would be told, the newest of each kind.
const statements = new Map();

function keep({ xapi }) {
  statements.set(`${xapi.verb.id} ${xapi.object.id}`, xapi);
  show();
}

function show() {
  const points = Object.values(earned);
  const got = points.filter(Boolean).length;
  document.getElementById("points").textContent = words.points.replace("{got}", got).replace("{of}", points.length);
  for (const [at, item] of items.entries()) {
    item.dataset.done = String(points[at]);
    item.querySelector("b").textContent = points[at] ? words.done : words.open;
  }
  if (got > 0 || statements.size > 0) {
    const score = { scaled: got / points.length, raw: got, min: 0, max: points.length };
    const sent = { score, statements: [...statements.values()] };
    document.getElementById("sent").textContent = JSON.stringify(sent, null, 2);
  }
}

// The question is open while a run that is over can answer it.
function ask(sentence) {
  const isOpen = outcome !== null;
  question.disabled = !isOpen;
  form.querySelector("button").disabled = !isOpen;
  said.textContent = isOpen ? "" : sentence;
}

experiment.addEventListener("gedanken:answer", ({ detail }) => {
  if (detail.prediction === words.prediction) {
    earned.predicted ||= !detail.decided;
    outcome = detail.decided ? detail.outcome : null;
    ask(words.wait);
  }
  keep(detail);
});

experiment.addEventListener("gedanken:claim", ({ detail }) => keep(detail));

experiment.addEventListener("gedanken:progress", ({ detail: { phase } }) => {
  if (phase === "running" || phase === "ready") {
    outcome = null;
    ask(words.wait);
  }
  if (phase === "finished") {
    earned.finished = true;
    show();
    // The answers of a run are told with its end; where none are, there was no prediction.
    setTimeout(() => ask(words.unpredicted));
  }
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = form.elements.answer.value;
  if (chosen === "") {
    said.textContent = words.choose;
    return;
  }
  earned.read = Number(chosen) === outcome;
  said.textContent = earned.read ? words.right : words.wrong;
  show();
});

show();
