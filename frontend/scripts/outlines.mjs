// Writes the land and borders that the server draws its maps with: Natural Earth at 1:50m (public
// domain), thinned so that the file stays small enough to read in a few milliseconds.
import { readFileSync, writeFileSync } from "node:fs";
import { feature } from "topojson-client";

const SOURCE = new URL("../node_modules/world-atlas/countries-50m.json", import.meta.url);
const TARGET = new URL("../../src/accordingto/serve/outline.json", import.meta.url);
const TOLERANCE = 0.06; // degrees a thinned border may lie off: half a pixel when 60 degrees are 1000 wide
const SMALLEST = 0.05; // square degrees; smaller rings are left out unless the country has no other
const SCALE = 100; // coordinates are whole hundredths of a degree, each after the first as a step

const area = (ring) =>
  Math.abs(ring.reduce((sum, [x, y], i) => {
    const [x1, y1] = ring[(i + 1) % ring.length];
    return sum + x * y1 - x1 * y;
  }, 0) / 2);

const distance = ([x, y], [ax, ay], [bx, by]) => {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
};

// Douglas and Peucker, on whole arcs, so that two neighbours keep the same border.
const thin = (points) => {
  if (points.length < 3) return points;
  let far = 0;
  let at = 0;
  for (let i = 1; i < points.length - 1; i++) {
    const d = distance(points[i], points[0], points.at(-1));
    if (d > far) [far, at] = [d, i];
  }
  if (far <= TOLERANCE) return [points[0], points.at(-1)];
  return [...thin(points.slice(0, at + 1)).slice(0, -1), ...thin(points.slice(at))];
};

const unpack = ({ arcs, transform: { scale, translate } }) =>
  arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });

const closedThin = (arc) => {
  const [first, last] = [arc[0], arc.at(-1)];
  if (first[0] !== last[0] || first[1] !== last[1]) return thin(arc);
  const middle = Math.floor(arc.length / 2); // an island is one closed arc: thin its halves
  return [...thin(arc.slice(0, middle + 1)).slice(0, -1), ...thin(arc.slice(middle))];
};

// A ring over the date line goes on beyond 180 degrees instead of back across the whole map.
const unwrap = (ring) => {
  let turn = 0;
  return ring.map(([x, y], i) => {
    const before = i === 0 ? x : ring[i - 1][0];
    if (Math.abs(x - before) > 180) turn += x < before ? 360 : -360;
    return [x + turn, y];
  });
};

const steps = (ring) => {
  let [px, py] = [0, 0];
  return ring.flatMap(([x, y]) => {
    const [qx, qy] = [Math.round(x * SCALE), Math.round(y * SCALE)];
    const step = [qx - px, qy - py];
    [px, py] = [qx, qy];
    return step;
  });
};

const centre = (ring) => {
  let [a, cx, cy] = [0, 0, 0];
  ring.forEach(([x, y], i) => {
    const [x1, y1] = ring[(i + 1) % ring.length];
    const cross = x * y1 - x1 * y;
    [a, cx, cy] = [a + cross, cx + (x + x1) * cross, cy + (y + y1) * cross];
  });
  return a === 0 ? ring[0] : [cx / (3 * a), cy / (3 * a)];
};

const topology = JSON.parse(readFileSync(SOURCE, "utf8"));
const thinned = { ...topology, transform: undefined, arcs: unpack(topology).map(closedThin) };
delete thinned.transform;
const countries = feature(thinned, thinned.objects.countries).features.map((country) => {
  const { type, coordinates } = country.geometry;
  const rings = (type === "Polygon" ? [coordinates] : coordinates)
    .flatMap((polygon) => polygon)
    .filter((ring) => ring.length > 3)
    .map(unwrap)
    .sort((a, b) => area(b) - area(a));
  const kept = rings.filter((ring, i) => i === 0 || area(ring) >= SMALLEST);
  const [x, y] = kept.length ? centre(kept[0]) : [0, 0];
  return { name: country.properties.name, at: [x, y].map((d) => Math.round(d * SCALE)), rings: kept.map(steps) };
});
const outline = {
  credit: "Natural Earth 1:50m, thinned; public domain",
  scale: SCALE,
  countries: countries.filter((country) => country.rings.length > 0),
};
writeFileSync(TARGET, `${JSON.stringify(outline)}\n`);
console.log(`${outline.countries.length} countries, ${JSON.stringify(outline).length} characters`);
