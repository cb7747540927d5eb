// The pages are whole without this script; it adds the moving map, the sentence behind a value,
// the brush on the strip of time and the keys.
import { addKeys } from "./keys";
import { addPeek } from "./peek";
import { addPointing } from "./point";
import { addBrush } from "./strip";
import { addTwins } from "./twins";

addKeys();
addPeek();
addTwins();
addPointing();
for (const strip of document.querySelectorAll<HTMLElement>("[data-strip]")) addBrush(strip);

const maps = document.querySelectorAll<HTMLElement>("[data-map]");
if (maps.length > 0 && hasWebGL()) {
  void import("./map").then(({ enliven }) => maps.forEach(enliven));
}

function hasWebGL(): boolean {
  const context = document.createElement("canvas").getContext("webgl2");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
