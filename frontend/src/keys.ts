// The keys of every page; `?` shows them.

export function addKeys(): void {
  const dialog = document.querySelector<HTMLDialogElement>("#keys");
  const button = document.querySelector<HTMLButtonElement>("#keys-button");
  if (button && dialog) {
    button.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
  }
  const actions: Record<string, () => void> = {
    "?": () => dialog?.showModal(),
    "/": () => document.querySelector<HTMLInputElement>("#q")?.focus(),
    i: () => location.assign("/"),
    j: () => step(1),
    k: () => step(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open || isTyping(event.target)) return;
    const action = actions[event.key] ?? layer(event.key);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const box = target instanceof HTMLInputElement && target.type === "checkbox";
  return !box && target.matches("input, textarea, select");
}

function layer(key: string): (() => void) | undefined {
  const boxes = document.querySelectorAll<HTMLInputElement>(".layers input");
  const box = /^[1-9]$/.test(key) ? boxes[Number(key) - 1] : undefined;
  return box && (() => box.click());
}

// Focus the first link of the next or previous row, so that Enter opens it.
function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")].filter((row) => row.offsetParent);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]?.querySelector<HTMLElement>("a")?.focus();
}
