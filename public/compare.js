// Two links become one: the page of their experiment, with the second run beside the first. The address of this page may
// bring both, percent-encoded: `#a=<link>&b=<link>`.

const words = JSON.parse(document.querySelector("meta[name='gedanken:words']").content);
const form = document.querySelector(".two");
const said = document.getElementById("said");

// What is not kept of the first link: it is about that run alone, or said anew.
const GONE = ["beside", "view", "claim", "autorun"];

// A whole address, `https://host/folder/<experiment>/#<keys>`, or `<experiment>?<keys>`.
function read(text) {
  const [place, fragment] = halves(text.trim(), "#");
  const [head, query] = halves(place, "?");
  const id = head.replace(/index\.html$/, "").replace(/\/+$/, "").split("/").pop();
  return { id, keys: fragment || (head.includes("://") ? "" : query) };
}

function halves(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

// Leads to the comparison, or says why it cannot.
function compare(lead) {
  const links = [form.elements.a, form.elements.b].map((field) => read(field.value));
  const unknown = links.find(({ id }) => !words.experiments.includes(id));
  if (unknown) {
    said.textContent = words.unknown.replace("{id}", () => unknown.id.slice(0, 40));
  } else if (links[0].id !== links[1].id) {
    said.textContent = words.differ;
  } else {
    const [here, there] = links.map(({ keys }) => keys.split("&").filter((key) => key && !GONE.includes(key.split("=")[0])));
    const keys = [...here, `beside=${encodeURIComponent(there.join("&"))}`, "autorun=1"];
    lead(`../${links[0].id}/#${keys.join("&")}`);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  compare((address) => location.assign(address));
});

const given = new URLSearchParams(location.hash.slice(1));
for (const name of ["a", "b"]) {
  form.elements[name].value = given.get(name) ?? "";
}
if (given.get("a") && given.get("b")) {
  // Going back leads to where one came from, not here again.
  compare((address) => location.replace(address));
}
form.hidden = false;
