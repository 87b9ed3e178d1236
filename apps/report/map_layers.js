// SPDX-License-Identifier: Apache-2.0
// What is drawn on the map: pictures, layers, gaps; their colours and their popups.

const KIND_COLOURS = { key_place: "#7a3b9a", village: "#c2570c", premises: "#0b63a5", area: "#b3123f" };
const OTHER_COLOURS = ["#4b6b12", "#0d746c", "#6b4f2a", "#444b57"];

function kindColours(kinds) {
  const colours = new Map();
  let others = 0;
  for (const kind of kinds) {
    const known = Object.hasOwn(KIND_COLOURS, kind) ? KIND_COLOURS[kind] : OTHER_COLOURS[others++ % OTHER_COLOURS.length];
    colours.set(kind, known);
  }
  return colours;
}

function latLngBounds([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

function pictureLayer(picture, pane) {
  return L.imageOverlay("data:image/png;base64," + picture.png_base64, latLngBounds(picture.bounds),
    { pane, className: "picture", alt: picture.title });
}

// The northing in which the rows of a Web Mercator picture are equal steps.
function mercator(latitude) {
  return L.CRS.EPSG3857.project(L.latLng(latitude, 0)).y;
}

// Decoded once, to tell the class of a pixel that was clicked.
class PictureReader {
  constructor(picture) {
    this.picture = picture;
    this.image = new Image();
    this.image.src = "data:image/png;base64," + picture.png_base64;
    this.canvas = null;
  }

  pixels() {
    if (!this.canvas && this.image.complete && this.image.naturalWidth > 0) {
      this.canvas = h("canvas", { width: this.image.naturalWidth, height: this.image.naturalHeight });
      this.canvas.getContext("2d", { willReadFrequently: true }).drawImage(this.image, 0, 0);
    }
    return this.canvas;
  }

  classAt(latitude, longitude) {
    const canvas = this.pixels();
    const [west, south, east, north] = this.picture.bounds;
    const column = canvas && Math.floor((longitude - west) / (east - west) * canvas.width);
    const row = canvas && Math.floor((mercator(north) - mercator(latitude)) /
      (mercator(north) - mercator(south)) * canvas.height);
    if (!canvas || column < 0 || row < 0 || column >= canvas.width || row >= canvas.height) return null;
    const [red, green, blue, alpha] = canvas.getContext("2d").getImageData(column, row, 1, 1).data;
    if (alpha === 0) return null;
    const hex = "#" + [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
    return listOf(this.picture.legend).find((entry) => safeColour(entry.colour, "").toLowerCase() === hex) ?? null;
  }
}

function propertyText(value) {
  if (isNumber(value)) return formatNumber(value);
  return value !== null && typeof value === "object" ? JSON.stringify(value) : String(value);
}

function featurePopup(layer, feature) {
  const properties = feature.properties ?? {};
  const keys = listOf(layer.popup).length > 0 ? layer.popup : Object.keys(properties);
  const rows = keys.filter((key) => key !== "name" && Object.hasOwn(properties, key) && properties[key] !== null)
    .map((key) => [inWords(key), propertyText(properties[key])]);
  return h("div", {}, h("p", { class: "popup-kind" }, layer.title),
    properties.name ? h("p", { class: "popup-name" }, propertyText(properties.name)) : null, definitions(rows));
}

// GeoJSON counts longitudes from -180 to 180; an area across the antimeridian goes on beyond it.
function positionsIn([west]) {
  return ([longitude, latitude]) => L.latLng(latitude, longitude < west - 180 ? longitude + 360 : longitude);
}

function vectorLayer(layer, renderer, area) {
  const colour = safeColour(layer.colour, "#3a4657");
  return L.geoJSON(layer.geojson, {
    coordsToLatLng: positionsIn(area),
    style: { renderer, color: colour, weight: 1.5, opacity: 0.9, fill: layer.fill === true, fillOpacity: 0.15 },
    pointToLayer: (feature, position) => L.circleMarker(position,
      { renderer, radius: 4.5, color: "#ffffff", weight: 1.25, fillColor: colour, fillOpacity: 1, fill: true }),
    onEachFeature: (feature, drawn) => {
      if (drawn.setRadius) drawn.setStyle({ color: "#ffffff", fill: true, fillColor: colour, fillOpacity: 1 });
      drawn.bindPopup(() => featurePopup(layer, feature), { maxWidth: 320 });
    },
  });
}

function gapRadius(residents) {
  return Math.min(14, 4.5 + Math.sqrt(Math.max(0, residents ?? 0)) / 12);
}

function gapPopup(gap, titles) {
  return h("div", {}, h("p", { class: "popup-kind" }, inWords(gap.kind) + " · " + (titles.get(gap.criterion) ?? gap.criterion)),
    h("p", { class: "popup-name" }, gap.name || gap.id), h("p", {}, gap.reason_text || inWords(gap.reason)),
    definitions([["Remedy", gap.remedy], ["Asked", gap.requirement], ["Measured", measuredText(gap)],
      ["Residents", isNumber(gap.residents) ? formatInteger(gap.residents) : null],
      ["Nearest", nearestText(gap)]]),
    h("a", { href: "#gaps" }, "To the gap list"));
}

function gapLayer(feature, colour, renderer, titles, area) {
  const gap = feature.properties ?? {};
  const drawn = L.geoJSON(feature, {
    coordsToLatLng: positionsIn(area),
    smoothFactor: 0,
    style: { renderer, color: colour, weight: 2, fill: true, fillColor: colour, fillOpacity: 0.35 },
    pointToLayer: (_, position) => L.circleMarker(position, { renderer, fullRadius: gapRadius(gap.residents) }),
    onEachFeature: (_, part) => {
      if (part.setRadius) part.setStyle({ color: "#ffffff", weight: 1, fillColor: colour, fillOpacity: 0.95 });
    },
  });
  return drawn.bindPopup(() => gapPopup(gap, titles), { maxWidth: 340 });
}

