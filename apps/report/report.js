// SPDX-License-Identifier: Apache-2.0
// Puts the page together from the data block.

function start() {
  const data = JSON.parse(byId("report-data").textContent);
  let gaps = null;
  const actions = { listGaps: (wanted) => gaps.list(wanted) };
  fillHead(data);
  fillResult(data);
  fillCriteria(data, actions);
  fillUnits(data, actions);
  fillStatistics(data);
  fillFibre(data);
  const map = new ReportMap(data);
  gaps = new GapList(data, map);
  fillMethod(data);
  fillInputs(data);
  fillFiles(data);
  byId("colophon").append(data.program + (data.scenario_file ? " · " + data.scenario_file : "") + " · map drawn by Leaflet " + L.version);
}

start();
