// Links to the same page in another language take along what stands behind the `#`: the run, or what is looked for. Only a
// language that was asked for there stays behind, since the visitor asks for another one.

function follow({ currentTarget: link }) {
  const keys = location.hash.slice(1).split("&");
  link.hash = keys.filter((key) => !key.startsWith("locale=")).join("&");
}

for (const link of document.querySelectorAll(".languages a")) {
  // The moments before a link is opened, opened elsewhere, or copied.
  for (const moment of ["click", "auxclick", "contextmenu"]) {
    link.addEventListener(moment, follow);
  }
}
