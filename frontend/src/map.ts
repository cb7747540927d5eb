// The moving map: land and borders by MapLibre under the circles that the server drew. The circles
// stay SVG, so that they keep their links, titles, dashes and keyboard focus.
import type { Feature, Geometry, MultiLineString, Position } from "geojson";
import { Map as Globe, NavigationControl, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import worldUrl from "world-atlas/countries-50m.json?url";

type World = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;

interface Label {
  name: string;
  longitude: number;
  latitude: number;
  width: number; // degrees of longitude that the country's largest part is wide
}

const KM_PER_DEGREE = 111.2;
const LETTER = 6.5; // pixels a letter of a country's name is wide
const SVG = "http://www.w3.org/2000/svg";

setWorkerUrl(workerUrl);
const world: Promise<World> = fetch(worldUrl).then((answer) => answer.json() as Promise<World>);

export async function enliven(frame: HTMLElement): Promise<void> {
  const overlay = frame.querySelector("svg");
  const [west, south, east, north] = (frame.dataset["bounds"] ?? "").split(",").map(Number);
  if (!overlay || west === undefined || south === undefined || east === undefined || north === undefined) return;
  const topology = await world;
  const drawn = overlay.cloneNode(true) as SVGSVGElement;
  const labels = drawLabels(overlay, countries(topology));
  const ground = document.createElement("div");
  ground.className = "moving";
  frame.prepend(ground);
  const globe = new Globe({
    container: ground,
    style: style(topology),
    bounds: [[west, south], [east, north]],
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    renderWorldCopies: false,
    cooperativeGestures: true,
    fadeDuration: 0,
    maxZoom: 11,
  });
  globe.touchZoomRotate.disableRotation();
  globe.addControl(new NavigationControl({ showCompass: false }), "top-right");
  const redraw = (): void => {
    const { clientWidth, clientHeight } = frame;
    overlay.setAttribute("viewBox", `0 0 ${clientWidth} ${clientHeight}`);
    moveCircles(globe, overlay);
    moveLabels(globe, labels);
  };
  globe.once("load", () => {
    frame.classList.add("live");
    redraw();
    frame.dataset["state"] = "live";
  });
  globe.on("move", redraw);
  globe.on("resize", redraw);
  // Paper cannot show a canvas that is drawn by the graphics card: print what the server drew.
  addEventListener("beforeprint", () => {
    frame.classList.remove("live");
    overlay.replaceWith(drawn);
  });
  addEventListener("afterprint", () => {
    drawn.replaceWith(overlay);
    frame.classList.add("live");
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => globe.setStyle(style(topology)));
}

function style(topology: World): StyleSpecification {
  const colours = getComputedStyle(document.documentElement);
  const colour = (name: string): string => colours.getPropertyValue(name).trim();
  const drawn: MultiLineString = mesh(topology, topology.objects.countries);
  const lines: MultiLineString = { ...drawn, coordinates: drawn.coordinates.map(unwrap) };
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: { type: "FeatureCollection", features: land(topology) } },
      lines: { type: "geojson", data: { type: "Feature", properties: {}, geometry: lines } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("--sea") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("--land"), "fill-antialias": false } },
      { id: "lines", type: "line", source: "lines", paint: { "line-color": colour("--border"), "line-width": 1 } },
    ],
  };
}

function land(topology: World): Feature[] {
  return feature(topology, topology.objects.countries).features.map(({ geometry }) => ({
    type: "Feature",
    properties: {},
    geometry: { type: "MultiPolygon", coordinates: polygons(geometry).map((rings) => rings.map(unwrap)) },
  }));
}

function polygons(geometry: Geometry): Position[][][] {
  if (geometry.type === "Polygon") return [geometry.coordinates];
  return geometry.type === "MultiPolygon" ? geometry.coordinates : [];
}

// A line over the date line goes on beyond 180 degrees instead of back across the whole map.
function unwrap(line: Position[]): Position[] {
  let turn = 0;
  return line.map(([x = 0, y = 0], i) => {
    const before = line[i - 1]?.[0] ?? x;
    if (Math.abs(x - before) > 180) turn += x < before ? 360 : -360;
    return [x + turn, y];
  });
}

function moveCircles(globe: Globe, overlay: SVGSVGElement): void {
  const pixels = (512 * 2 ** globe.getZoom()) / 360; // a degree of longitude
  for (const circle of overlay.querySelectorAll<SVGCircleElement>(".circle")) {
    const { lon, lat, km, r } = circle.dataset;
    const latitude = Number(lat);
    const { x, y } = globe.project([Number(lon), latitude]);
    const uncertain = (Number(km) / KM_PER_DEGREE / Math.cos((latitude * Math.PI) / 180)) * pixels;
    circle.setAttribute("cx", x.toFixed(1));
    circle.setAttribute("cy", y.toFixed(1));
    circle.setAttribute("r", Math.max(Number(r), uncertain).toFixed(1));
  }
}

function moveLabels(globe: Globe, labels: Map<Label, SVGTextElement>): void {
  const pixels = (512 * 2 ** globe.getZoom()) / 360;
  for (const [label, text] of labels) {
    const { x, y } = globe.project([label.longitude, label.latitude]);
    const fits = label.width * pixels > LETTER * label.name.length;
    text.setAttribute("display", fits ? "inline" : "none");
    text.setAttribute("x", x.toFixed(1));
    text.setAttribute("y", y.toFixed(1));
  }
}

function drawLabels(overlay: SVGSVGElement, labels: Label[]): Map<Label, SVGTextElement> {
  const ground = overlay.querySelector(".ground");
  for (const drawn of ground?.querySelectorAll(".country") ?? []) drawn.remove();
  return new Map(
    labels.map((label) => {
      const text = document.createElementNS(SVG, "text");
      text.setAttribute("class", "country");
      text.setAttribute("text-anchor", "middle");
      text.setAttribute("display", "none");
      text.textContent = label.name;
      ground?.append(text);
      return [label, text];
    }),
  );
}

function countries(topology: World): Label[] {
  return feature(topology, topology.objects.countries).features.flatMap(({ geometry, properties }) => {
    const parts = polygons(geometry).flatMap((rings) => rings.slice(0, 1).map(unwrap));
    const largest = parts.map(measure).sort((a, b) => b.area - a.area)[0];
    return largest ? [{ name: properties.name, ...largest }] : [];
  });
}

function measure(ring: Position[]): { area: number; longitude: number; latitude: number; width: number } {
  let [area, cx, cy] = [0, 0, 0];
  ring.forEach(([x = 0, y = 0], i) => {
    const [x1 = 0, y1 = 0] = ring[(i + 1) % ring.length] ?? [];
    const cross = x * y1 - x1 * y;
    [area, cx, cy] = [area + cross, cx + (x + x1) * cross, cy + (y + y1) * cross];
  });
  const across = ring.map(([x = 0]) => x);
  const width = Math.max(...across) - Math.min(...across);
  const [x = 0, y = 0] = ring[0] ?? [];
  if (area === 0) return { area: 0, longitude: x, latitude: y, width };
  return { area: Math.abs(area / 2), longitude: cx / (3 * area), latitude: cy / (3 * area), width };
}
