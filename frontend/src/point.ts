// `#c123-140` points at characters 123 to 140 of a document: they are highlighted and scrolled to,
// whether or not a span begins there. Offsets count code points, as everywhere in the ledger.

const NAME = "pointed";

export function addPointing(): void {
  if (!document.querySelector(".piece")) return;
  addEventListener("hashchange", point);
  point();
}

function point(): void {
  const match = /^#c(\d+)-(\d+)$/.exec(location.hash);
  CSS.highlights?.delete(NAME);
  if (!match) return;
  const start = boundary(Number(match[1]));
  const end = boundary(Number(match[2]), true);
  if (!start || !end) return;
  const range = document.createRange();
  range.setStart(start.node, start.offset);
  range.setEnd(end.node, end.offset);
  CSS.highlights?.set(NAME, new Highlight(range));
  const { top } = range.getBoundingClientRect();
  scrollTo({ top: scrollY + top - innerHeight / 3 });
}

// The text node and UTF-16 offset of a code point offset; an end may lie at a node's end.
function boundary(at: number, isEnd = false): { node: Text; offset: number } | null {
  let found: { node: Text; offset: number } | null = null;
  for (const piece of document.querySelectorAll<HTMLElement>(".piece")) {
    const start = Number(piece.dataset["c"]);
    if (isEnd ? start >= at : start > at) break;
    const node = textOf(piece);
    if (!node) continue;
    const points = [...node.data];
    const inside = Math.min(at - start, points.length);
    found = { node, offset: points.slice(0, inside).join("").length };
  }
  return found;
}

function textOf(piece: HTMLElement): Text | null {
  const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
  return walker.nextNode() as Text | null;
}
