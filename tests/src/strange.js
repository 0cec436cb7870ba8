// Puts another language in place of the page's, one that nobody speaks: each text is longer by two fifths, in letters with
// accents, and stands in brackets, so that a string which is cut off shows. What the page writes later follows.
// Numbers, programs and addresses are the same in every language.

const accents = { a: "á", e: "ë", i: "ï", o: "ø", u: "ü", y: "ÿ", A: "Å", E: "É", I: "Ï", O: "Ø", U: "Ü", n: "ñ", c: "ç" };
const strange = (text) => {
  const [, before, core, behind] = /^(\s*)([^]*?)(\s*)$/.exec(text);
  if (!/\p{L}{2}/u.test(core) || core.startsWith("[")) return text;
  const more = core.slice(0, Math.ceil(0.4 * core.length)).trim();
  const accented = `${core} ${more}`.replace(/[a-zA-Z]/g, (letter) => accents[letter] ?? letter);
  return `${before}[${accented}]${behind}`;
};
const turn = (node) => {
  if (node.nodeType === Node.TEXT_NODE) {
    const parent = node.parentElement;
    if (!parent || parent.closest("code, pre, script, style, noscript, textarea, .printed, .dots")) return;
    const now = strange(node.data);
    if (now !== node.data) node.data = now;
  } else {
    for (const child of node.childNodes) turn(child);
  }
};
turn(document.body);
new MutationObserver((changes) => {
  for (const { target, addedNodes } of changes) {
    if (target.nodeType === Node.TEXT_NODE) turn(target);
    for (const added of addedNodes) turn(added);
  }
}).observe(document.body, { childList: true, characterData: true, subtree: true });
