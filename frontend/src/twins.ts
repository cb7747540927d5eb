// What is under the pointer lights up wherever else it is drawn: row and circle, words and note.

export function addTwins(): void {
  const light = (lit: boolean) => (event: Event) => {
    const target = event.target instanceof Element ? event.target : null;
    const piece = target?.closest<HTMLElement>("[data-owners]");
    for (const id of piece?.dataset["owners"]?.split(" ") ?? []) {
      document.getElementById(id)?.classList.toggle("lit", lit);
    }
    const note = target?.closest<HTMLElement>(".note");
    if (note) mark(`[data-owners~="${CSS.escape(note.id)}"]`, lit);
    const keyed = target?.closest<HTMLElement | SVGElement>("[data-key]");
    if (keyed) mark(`[data-key="${CSS.escape(keyed.dataset["key"] ?? "")}"]`, lit);
  };
  document.addEventListener("mouseover", light(true));
  document.addEventListener("mouseout", light(false));
  document.addEventListener("focusin", light(true));
  document.addEventListener("focusout", light(false));
}

function mark(selector: string, lit: boolean): void {
  for (const found of document.querySelectorAll(selector)) found.classList.toggle("lit", lit);
}
