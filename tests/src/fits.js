// What does not fit into the window: what reaches out of it or of what it stands in, what is cut off, what lies over something
// else, and what is too small to be hit (WCAG 2.5.8). `arguments[0]` is the height that a finger needs.

const faults = [];
const width = document.documentElement.clientWidth;
const wide = document.documentElement.scrollWidth;
if (wide > width) faults.push(`the page is ${wide} pixels wide and has ${width}`);

// What is only for who listens is clipped away.
const isClipped = (element) =>
  element !== null && (getComputedStyle(element).clipPath !== "none" || isClipped(element.parentElement));
const isSeen = (element) =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
  !element.closest(".skip:not(:focus)") && !isClipped(element);
const called = (element) => `${element.localName} "${(element.textContent || element.name || element.id).trim().slice(0, 40)}"`;
const round = (box) => [box.left, box.top, box.right, box.bottom].map(Math.round).join(" ");
// Up and down, and to the sides, a pixel is no fault: letters and borders end between two.
const lies = (inner, outer) =>
  inner.left > outer.left - 1.5 && inner.right < outer.right + 1.5 &&
  inner.top > outer.top - 1.5 && inner.bottom < outer.bottom + 1.5;

const controls = [...document.querySelectorAll("button, input, select, textarea, summary, a[href], [tabindex='0']")]
  .filter(isSeen)
  .map((element) => ({
    element,
    box: element.getBoundingClientRect(),
    // What stands in a sentence is as high as its line.
    isText: (element.localName === "a" || element.matches(".lesson .term")) &&
      getComputedStyle(element).display.startsWith("inline"),
  }));
for (const { element, box, isText } of controls) {
  const name = called(element);
  if (box.left < -0.5 || box.right > width + 0.5) faults.push(`${name} reaches from ${box.left} to ${box.right}`);
  if (isText) continue;
  const label = element.closest("label")?.getBoundingClientRect() ?? box;
  const [wanted, height] = [Number(arguments[0]), Math.max(box.height, label.height)];
  // What only explains something is no place that a finger aims at first.
  const least = element.matches(".bar .term") ? Math.min(wanted, 24) : wanted;
  if (height < least - 0.5) faults.push(`${name} is ${height} pixels high and not ${least}`);
  if (Math.max(box.width, label.width) < 23.5) faults.push(`${name} is ${box.width} pixels wide`);
}
for (const [number, { element, box, isText }] of controls.entries()) {
  for (const other of controls.slice(number + 1)) {
    // A link over two lines has parts of a box, and its text is looked at below.
    if (isText || other.isText) continue;
    // The run bar stays in the window and covers what is scrolled under it.
    if (element.contains(other.element) || !element.closest(".bar") !== !other.element.closest(".bar")) continue;
    const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
    const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
    if (across > 1.5 && down > 1.5) faults.push(`${called(element)} lies over ${called(other.element)}`);
  }
}

const lines = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const { currentNode: node } = walker;
  const { parentElement: parent } = node;
  if (!node.data.trim() || !isSeen(parent) || parent.closest("script, noscript, option, textarea")) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  // A box that scrolls shows all of what is in it, and one that is cut does not.
  let frame = parent;
  while (frame && getComputedStyle(frame).overflowX === "visible") frame = frame.parentElement;
  const scrolls = frame && ["auto", "scroll"].includes(getComputedStyle(frame).overflowX);
  const holder = parent.closest("button, label.button, .chips span, .card");
  for (const box of range.getClientRects()) {
    if (box.width < 1 || scrolls) continue;
    const says = `"${node.data.trim().slice(0, 40)}" at ${round(box)}`;
    if (box.left < -0.5 || box.right > width + 0.5) faults.push(`${says} reaches out of the window`);
    if (frame && !lies(box, frame.getBoundingClientRect())) faults.push(`${says} is cut off by ${called(frame)}`);
    if (holder && !lies(box, holder.getBoundingClientRect())) faults.push(`${says} reaches out of ${called(holder)}`);
    lines.push({ node, box, says, inBar: Boolean(parent.closest(".bar")) });
  }
}
lines.sort((a, b) => a.box.top - b.box.top);
for (const [number, { node, box, says, inBar }] of lines.entries()) {
  for (const other of lines.slice(number + 1)) {
    if (other.box.top > box.bottom) break;
    if (other.node === node || other.inBar !== inBar) continue;
    const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
    const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
    // Letters do not fill the height of their line.
    if (across > 2 && down > 0.3 * Math.min(box.height, other.box.height)) faults.push(`${says} lies over ${other.says}`);
  }
}
return faults;
