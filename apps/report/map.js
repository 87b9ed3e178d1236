// SPDX-License-Identifier: Apache-2.0
// The map with its panel: one picture at a time over the relief, layers, gaps, legend and a readout.

// The map's largest size on a page, in CSS pixels of 1/96 inch.
const PAPER = { width: 520, height: 480 };

function isBase(picture) {
  return picture.base ?? picture.id === "hillshade";
}

class ReportMap {
  constructor(data) {
    this.data = data;
    this.pictures = listOf(data.pictures).filter((picture) => picture.png_base64 && listOf(picture.bounds).length === 4);
    this.titles = new Map(data.indicators.map((indicator) => [indicator.id, indicator.title_en]));
    this.opacity = 0.75;
    this.gapLayers = [];
    this.groups = new Map();
    this.frame = h("div", { class: "map", id: "map", role: "application",
      "aria-label": "Map of coverage and gaps. Arrow keys move it, plus and minus zoom." });
    this.readout = h("output", { class: "readout" }, "Click the map for a position.");
    this.legend = h("div", { class: "legend", "aria-live": "polite" });
    this.panel = h("div", { class: "panel" });
    byId("map-body").append(h("div", { class: "map-layout" }, this.frame, this.panel),
      h("p", { class: "attribution" }, "Computed by ", data.program, ". Positions in WGS84. No background map is loaded."), this.readout);
    this.open();
    this.drawBackground();
    this.drawOverlays();
    const layers = this.drawLayers();
    const gaps = this.drawGaps();
    for (const [title, controls] of [["Gaps", gaps], ["Layers", layers], ["Background", this.background]]) {
      if (controls.length > 0) this.section(title, controls);
    }
    this.map.on("zoomend", () => this.scaleGaps());
    this.map.on("click", (event) => this.readPosition(event.latlng));
  }

  open() {
    const bounds = latLngBounds(this.data.area.bounds);
    this.map = L.map(this.frame, { attributionControl: false,
      scrollWheelZoom: false, zoomSnap: 0.25, zoomDelta: 1, maxZoom: 19, preferCanvas: true, fadeAnimation: false });
    this.map.createPane("base").style.zIndex = 210;
    this.map.createPane("overlay").style.zIndex = 220;
    this.map.fitBounds(bounds);
    this.wholeZoom = this.map.getZoom();
    this.map.setMinZoom(this.wholeZoom - 2);
    this.map.setMaxBounds(bounds.pad(1));
    this.renderer = L.canvas({ tolerance: 4, padding: 0.2 });
    L.control.scale({ imperial: false, maxWidth: 160 }).addTo(this.map);
    // The wheel scrolls the page until the map is in use.
    this.map.on("focus", () => this.map.scrollWheelZoom.enable());
    this.map.on("blur", () => this.map.scrollWheelZoom.disable());
    this.frame.querySelector(".leaflet-control-zoom")?.after(this.wholeAreaButton(bounds));
    this.fitPaperWhilePrinting();
  }

  // On paper the map keeps its view and is scaled as a whole: a canvas redrawn while printing would come
  // out on white and hide the pictures under it.
  fitPaperWhilePrinting() {
    const style = this.frame.style;
    window.addEventListener("beforeprint", () => {
      const { clientWidth, clientHeight } = this.frame;
      style.width = clientWidth + "px";
      style.height = clientHeight + "px";
      style.zoom = Math.min(PAPER.width / clientWidth, PAPER.height / clientHeight);
    });
    window.addEventListener("afterprint", () => {
      style.width = style.height = style.zoom = "";
    });
  }

  wholeAreaButton(bounds) {
    const button = h("button", { type: "button", class: "leaflet-control whole-area", click: () => this.map.fitBounds(bounds) },
      "Whole area");
    L.DomEvent.disableClickPropagation(button);
    return button;
  }

  section(title, ...content) {
    this.panel.append(h("fieldset", {}, h("legend", {}, title), content));
  }

  toggle(label, layer, shown, mark) {
    const box = h("input", { type: "checkbox", checked: shown, change: () => {
      if (box.checked) layer.addTo(this.map);
      else layer.remove();
      this.raiseGaps();
    } });
    if (shown) layer.addTo(this.map);
    return h("label", { class: "check" }, box, mark, h("span", {}, label));
  }

  drawBackground() {
    this.background = this.pictures.filter(isBase).map((picture) => this.toggle(picture.title, pictureLayer(picture, "base"), true));
  }

  drawOverlays() {
    const overlays = this.pictures.filter((picture) => !isBase(picture));
    this.readers = new Map();
    this.overlay = null;
    if (overlays.length > 0) this.section("Picture", this.pictureChoice(overlays), this.opacitySlider(), this.legend);
  }

  pictureChoice(overlays) {
    const first = overlays.find((picture) => picture.default) ?? null;
    const option = (picture) => h("label", { class: "check" },
      h("input", { type: "radio", name: "picture", checked: picture === first, change: () => this.showPicture(picture) }),
      h("span", {}, picture ? picture.title : "None", picture?.unit ? h("span", { class: "unit" }, " " + picture.unit) : null));
    this.showPicture(first);
    return [...overlays.map(option), option(null)];
  }

  opacitySlider() {
    const slider = h("input", { type: "range", min: 0, max: 100, value: this.opacity * 100, input: () => {
      this.opacity = slider.value / 100;
      this.overlay?.setOpacity(this.opacity);
    } });
    return field("Opacity", slider);
  }

  showPicture(picture) {
    this.overlay?.remove();
    this.overlay = null;
    this.picture = picture;
    this.legend.replaceChildren();
    if (!picture) return;
    if (!this.readers.has(picture)) this.readers.set(picture, new PictureReader(picture));
    this.overlay = pictureLayer(picture, "overlay").setOpacity(this.opacity).addTo(this.map);
    this.legend.append(h("h3", {}, picture.title, picture.unit ? h("span", { class: "unit" }, " " + picture.unit) : null),
      h("ul", {}, listOf(picture.legend).map((entry) => h("li", {}, swatch(safeColour(entry.colour, "transparent")), entry.label))));
  }

  drawLayers() {
    const controls = [];
    for (const layer of listOf(this.data.layers)) {
      try {
        const drawn = vectorLayer(layer, this.renderer, this.data.area.bounds);
        controls.push(this.toggle(layer.title, drawn, layer.default === true,
          swatch(safeColour(layer.colour, "#3a4657"))));
      } catch {
        controls.push(h("p", { class: "unit" }, layer.title + " is not GeoJSON and is not drawn."));
      }
    }
    return controls;
  }

  drawGaps() {
    const features = this.data.gaps.features;
    const kinds = [...new Set(features.map((feature) => feature.properties?.kind ?? ""))].sort();
    const colours = kindColours(kinds);
    kinds.forEach((kind) => this.groups.set(kind, L.layerGroup()));
    const counts = new Map();
    features.forEach((feature, index) => {
      const kind = feature.properties?.kind ?? "";
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      this.gapLayers[index] = this.drawGap(feature, colours.get(kind));
      if (this.gapLayers[index]) this.groups.get(kind).addLayer(this.gapLayers[index]);
    });
    this.scaleGaps();
    return kinds.map((kind) => this.toggle(inWords(kind) + " (" + formatInteger(counts.get(kind)) + ")",
      this.groups.get(kind), true, swatch(colours.get(kind), true)));
  }

  drawGap(feature, colour) {
    if (!feature.geometry) return null;
    try {
      const drawn = gapLayer(feature, colour, this.renderer, this.titles, this.data.area.bounds);
      return drawn.getLayers().length > 0 && drawn.getBounds().isValid() ? drawn : null;
    } catch {
      return null;
    }
  }

  // Dots grow as the map is enlarged: thousands fit the whole area, and each is easy to hit up close.
  scaleGaps() {
    const most = this.data.gaps.features.length > 1000 ? 0.45 : 0.75;
    const factor = Math.min(1.25, most + Math.max(0, this.map.getZoom() - this.wholeZoom) * 0.15);
    for (const layer of this.gapLayers) {
      layer?.eachLayer((part) => part.setRadius?.(part.options.fullRadius * factor));
    }
  }

  raiseGaps() {
    for (const group of this.groups.values()) {
      if (this.map.hasLayer(group)) group.eachLayer((layer) => layer.bringToFront());
    }
  }

  canShow(index) {
    return Boolean(this.gapLayers[index]);
  }

  showGap(index) {
    const layer = this.gapLayers[index];
    if (!layer) return;
    if (!this.map.hasLayer(layer)) layer.addTo(this.map);
    byId("map-section").scrollIntoView({ block: "start" });
    this.map.fitBounds(layer.getBounds().pad(0.5), { maxZoom: 14, animate: false });
    layer.openPopup(layer.getBounds().getCenter());
    this.frame.focus({ preventScroll: true });
  }

  readPosition({ lat, lng }) {
    const found = this.picture && this.readers.get(this.picture).classAt(lat, lng);
    this.marker?.remove();
    this.marker = L.circleMarker([lat, lng], { renderer: this.renderer, radius: 7, color: "#111827", weight: 1.5, fill: false,
      interactive: false }).addTo(this.map);
    this.readout.textContent = formatPosition(lat, lng) +
      (found ? " · " + this.picture.title + ": " + found.label + (this.picture.unit ? SPACE + this.picture.unit : "") : "");
  }
}

