// SPDX-License-Identifier: Apache-2.0
// Numbers and names in words. Figures keep as many decimals as it takes to tell them from a threshold.

const NONE = "–";
const THIN = "\u202f";
const SPACE = "\u00a0";

const OUTCOMES = {
  pass: { text: "Met", mark: "✓" },
  fail: { text: "Not met", mark: "✕" },
  not_assessable: { text: "Not assessable", mark: "?" },
  reported: { text: "Reported", mark: "i" },
};

const PROVENANCES = {
  simulated: "computed by this program from the network and the terrain",
  declared: "stated in the scenario, not computed",
  counted: "counted in the layers given",
};

const CERTAINTIES = {
  verified: { level: 3, text: "read in the official source" },
  computed: { level: 3, text: "computed from figures read in the official source" },
  secondary: { level: 2, text: "read in a secondary source that quotes the official one" },
  high: { level: 2, text: "not read in a source; confidence high" },
  medium: { level: 1, text: "not read in a source; confidence medium" },
  low: { level: 0, text: "not read in a source; confidence low" },
};

function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

function usualDecimals(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 1000) return 0;
  if (size >= 10) return 1;
  return 2;
}

function formatNumber(value, decimals) {
  if (!isNumber(value)) return NONE;
  const digits = decimals ?? usualDecimals(value);
  const text = new Intl.NumberFormat("en-GB", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
  return text.replace("-", "−");
}

function formatInteger(value) {
  return formatNumber(value, 0);
}

function formatSigned(value, decimals) {
  if (!isNumber(value)) return NONE;
  return (value > 0 ? "+" : "") + formatNumber(value, decimals);
}

function decimalsOf(value) {
  let decimals = 0;
  while (decimals < 4 && Number(value.toFixed(decimals)) !== value) ++decimals;
  return decimals;
}

// 79.98 against a threshold of 80 must not be printed as 80.0 and "not met".
function decimalsAgainst(value, threshold) {
  let decimals = usualDecimals(value);
  if (!isNumber(threshold)) return decimals;
  decimals = Math.max(decimals, decimalsOf(threshold));
  if (value === threshold) return decimals;
  while (decimals < 8 && Number(value.toFixed(decimals)) === threshold) ++decimals;
  return decimals;
}

function formatAgainst(value, threshold) {
  return isNumber(value) ? formatNumber(value, decimalsAgainst(value, threshold)) : NONE;
}

// Units of one word stand beside the figure; longer ones ("stations per 10,000 people") under it.
function isShortUnit(unit) {
  return Boolean(unit) && unit.length <= 6;
}

function withUnit(text, unit) {
  if (!isShortUnit(unit) || unit === "count" || text === NONE) return text;
  return text + (unit === "%" ? THIN : SPACE) + unit;
}

// A difference of two percentages is in percentage points.
function withDifferenceUnit(text, unit) {
  return withUnit(text, unit === "%" ? "points" : unit);
}

function marginDecimals(indicator) {
  return isNumber(indicator.value) ? decimalsAgainst(indicator.value, indicator.threshold) : undefined;
}

function formatThreshold(indicator) {
  if (indicator.comparison === "report_only" || !isNumber(indicator.threshold)) return NONE;
  const sign = indicator.comparison === "at_most" ? "≤" : "≥";
  return sign + SPACE + withUnit(formatNumber(indicator.threshold), indicator.unit);
}

function formatDistance(metres) {
  if (!isNumber(metres)) return NONE;
  return metres < 1000 ? formatInteger(metres) + SPACE + "m" : formatNumber(metres / 1000, 1) + SPACE + "km";
}

function formatPosition(latitude, longitude) {
  const side = (value, plus, minus) => Math.abs(value).toFixed(5) + "°" + SPACE + (value < 0 ? minus : plus);
  return side(latitude, "N", "S") + ", " + side(longitude > 180 ? longitude - 360 : longitude, "E", "W");
}

function plural(count, one, many) {
  return formatInteger(count) + " " + (count === 1 ? one : many);
}

const SHORT_WORDS = { nr: "5G", lte: "4G", pon: "PON", olt: "OLT", "10g": "10G", "5g": "5G", "4g": "4G", km2: "km²" };

// key_places_reached_nr: key places reached 5G
function plainWords(identifier) {
  // key_places[hospitals]: of a scene.
  const [, name, scene] = /^([^[]*)(?:\[(.*)\])?$/.exec(String(identifier ?? "")) ?? [];
  if (scene) return `${plainWords(name)} (${plainWords(scene)})`;
  const words = String(identifier ?? "").split("_").filter(Boolean);
  return words.map((word) => Object.hasOwn(SHORT_WORDS, word) ? SHORT_WORDS[word] : word).join(" ");
}

function inWords(identifier) {
  const words = plainWords(identifier);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function unitName(unit) {
  return unit.name || unit.code || "(no name)";
}

function pluralLevel(level) {
  const word = String(level).replace(/_/g, " ");
  return /[^aeiou]y$/.test(word) ? word.slice(0, -1) + "ies" : word + "s";
}

function outcomeOf(name) {
  return Object.hasOwn(OUTCOMES, name) ? name : "not_assessable";
}

function safeColour(text, otherwise) {
  return /^#[0-9a-f]{6}$/i.test(text ?? "") ? text : otherwise;
}

function listOf(value) {
  return Array.isArray(value) ? value : [];
}

