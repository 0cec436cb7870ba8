// Finds experiments in the gallery, by words and by family, and says how long they take on this device. What is looked
// for stands in the address, so that it can be shared and gone back to: `#q=coin&family=Knowledge`.

const words = JSON.parse(document.querySelector("meta[name='gedanken:words']").content);
const form = document.querySelector(".find");
const none = document.querySelector(".none");
const cards = [...document.querySelectorAll(".cards .card")];
const shelves = [...document.querySelectorAll("[data-family]")];

function address() {
  return new URLSearchParams(location.hash.slice(1));
}

// Words are found wherever their beginning stands, whatever their case and accents.
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

const texts = new Map(cards.map((card) => [card, plain(card.textContent)]));

function show() {
  const wanted = plain(form.elements.q.value).split(/\s+/).filter(Boolean);
  const family = form.elements.family.value;
  let count = 0;
  for (const shelf of shelves) {
    let some = false;
    for (const card of shelf.querySelectorAll(".card")) {
      const text = `${texts.get(card)} ${plain(shelf.dataset.family)}`;
      const fits = (!family || family === shelf.dataset.family) && wanted.every((word) => text.includes(word));
      card.hidden = !fits;
      some ||= fits;
      count += fits ? 1 : 0;
    }
    shelf.hidden = !some;
  }
  none.hidden = count > 0;
  document.getElementById("found").textContent = words.found[count];
}

function remember() {
  const asked = address();
  for (const [key, value] of [
    ["q", form.elements.q.value.trim()],
    ["family", form.elements.family.value],
  ]) {
    if (value) {
      asked.set(key, value);
    } else {
      asked.delete(key);
    }
  }
  const fragment = asked.toString();
  // Without a fragment the address ends where the page does.
  history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
}

function read() {
  const asked = address();
  form.elements.q.value = (asked.get("q") ?? "").slice(0, 80);
  const family = asked.get("family") ?? "";
  const known = [...form.querySelectorAll("[name='family']")].find((option) => option.value === family);
  (known ?? form.querySelector("[name='family'][value='']")).checked = true;
  const theme = asked.get("theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.theme = theme;
    for (const source of document.querySelectorAll("picture source")) {
      source.media = theme === "dark" ? "all" : "not all";
    }
  }
  show();
}

// How fast this device trains, as a run on it has measured: millions of operations a second.
function measured() {
  try {
    return Number(localStorage.getItem("gedanken:rate"));
  } catch {
    // Storage is refused: what is said of a usual device stands.
    return 0;
  }
}

function estimate() {
  const rate = measured();
  if (!(rate > 0 && Number.isFinite(rate))) {
    return;
  }
  for (const card of cards) {
    const seconds = Number(card.dataset.work) / rate;
    const said = words.takes.find(([most]) => most >= seconds) ?? words.takes.at(-1);
    card.querySelector(".takes").textContent = said[1];
  }
}

estimate();
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", () => {
  remember();
  show();
});
none.querySelector("button").addEventListener("click", () => {
  form.elements.q.value = "";
  form.querySelector("[name='family'][value='']").checked = true;
  remember();
  show();
  form.elements.q.focus();
});
addEventListener("hashchange", read);
read();
