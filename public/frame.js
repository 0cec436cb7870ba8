// A page that was opened as a file, or in a frame without an origin, may load no module and no worker, and so no experiment.
// It says so: this script is none of those.

if (location.protocol === "file:") {
  const words = JSON.parse(document.querySelector("meta[name='gedanken:words']").content);
  document.querySelector("main").dataset.state = "failed";
  document.getElementById("boot-status").textContent = words.noServer;
} else if (self.origin === "null") {
  const words = JSON.parse(document.querySelector("meta[name='gedanken:words']").content);
  const link = Object.assign(document.createElement("a"), {
    href: location.href,
    target: "_blank",
    rel: "noopener",
    textContent: words.ownWindow,
  });
  document.querySelector("main").dataset.state = "failed";
  document.getElementById("boot-status").replaceChildren(words.noOrigin, " ", link);
}
