// Dragging over the strip of time chooses the days under the brush; the address holds the choice.

const LEAST = 4; // pixels; a shorter drag is a click on a bar
const DAY = 86_400_000;

export function addBrush(strip: HTMLElement): void {
  const drawing = strip.querySelector("svg");
  const brush = strip.querySelector<SVGRectElement>(".brush");
  const first = Date.parse(strip.dataset["first"] ?? "");
  const last = Date.parse(strip.dataset["last"] ?? "") + DAY;
  if (!drawing || !brush || Number.isNaN(first) || Number.isNaN(last)) return;
  const width = drawing.viewBox.baseVal.width;
  let from: number | null = null;
  let moved = false;

  const share = (event: PointerEvent): number => {
    const { left, width: across } = drawing.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - left) / across));
  };
  const draw = (left: number, right: number): void => {
    brush.setAttribute("x", String(left * width));
    brush.setAttribute("width", String((right - left) * width));
  };
  drawing.addEventListener("pointerdown", (event) => {
    from = share(event);
    moved = false;
  });
  drawing.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const to = share(event);
    moved ||= Math.abs(to - from) * drawing.clientWidth > LEAST;
    if (moved) draw(Math.min(from, to), Math.max(from, to));
  });
  addEventListener("pointerup", (event) => {
    if (from !== null && moved) {
      const ends = [from, share(event)].sort((a, b) => a - b);
      const address = new URL(location.href);
      address.searchParams.set("from", day(first + (ends[0] ?? 0) * (last - first)));
      address.searchParams.set("to", day(first + (ends[1] ?? 1) * (last - first) - 1));
      location.assign(address);
    }
    from = null;
  });
  drawing.addEventListener("dragstart", (event) => event.preventDefault());
  drawing.addEventListener("click", (event) => moved && event.preventDefault(), { capture: true });
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
