// Hovering or focusing a value shows the sentence it stands in, with its words marked.

const GAP = 6;

export function addPeek(): void {
  const box = document.createElement("div");
  box.id = "peek";
  box.hidden = true;
  box.setAttribute("role", "tooltip");
  document.body.append(box);

  const hide = (): void => {
    box.hidden = true;
  };
  const show = (event: Event): void => {
    const value = event.target instanceof Element ? event.target.closest("a.value") : null;
    const sentences = value ? [...value.querySelectorAll(".peek")] : [];
    if (!value || sentences.length === 0) return hide();
    box.replaceChildren(...sentences.flatMap((held) => [...held.cloneNode(true).childNodes]));
    box.hidden = false;
    place(box, value.getBoundingClientRect());
  };
  document.addEventListener("mouseover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("scroll", hide, { passive: true, capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
}

function place(box: HTMLElement, at: DOMRect): void {
  const { width, height } = box.getBoundingClientRect();
  const below = at.bottom + GAP;
  const top = below + height > innerHeight ? at.top - height - GAP : below;
  box.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`;
  box.style.top = `${Math.max(GAP, top)}px`;
}
